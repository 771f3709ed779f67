"""Answers as clients write them: calendar texts, mails around them, delivery notices."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from consultations import answers
from consultations.models import Consultation, Reply
from tests.consultations.invited import CHAD

SERVER = "mx.planner.example"
NEW_YORK = """BEGIN:VTIMEZONE
TZID:{tzid}
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE"""


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def reply(
    row: Consultation | str,
    partstat: str = "ACCEPTED",
    *,
    who: str = CHAD,
    sequence: int | str | None = 1,
    at: str = "20261122T100000Z",
    method: str = "REPLY",
    more: str = "",
    params: str = "",
    attendee: str | None = None,
    zone: str = "",
) -> str:
    """One iTIP message; *more* are further lines of the event."""
    uid = row if isinstance(row, str) else row.uid
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a client//EN"]
    lines += [f"METHOD:{method}"] if method else []
    lines += zone.splitlines()
    lines += ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{at}"]
    lines += [] if sequence is None else [f"SEQUENCE:{sequence}"]
    lines.append(
        attendee if attendee is not None else f"ATTENDEE;PARTSTAT={partstat}{params}:mailto:{who}"
    )
    lines += [*more.splitlines(), "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def mail(
    text: str | bytes,
    *,
    sender: str = CHAD,
    headers: str = "",
    kind: str = "text/calendar; charset=utf-8; method=REPLY",
    result: str = "dmarc=pass header.from={domain}",
) -> bytes:
    """A mail whose calendar part is *text*, with what our own server says of its sender."""
    domain = sender.rpartition("@")[2].strip("> ")
    checked = (
        f"Authentication-Results: {SERVER}; {result.format(domain=domain)}\n" if result else ""
    )
    content = text if isinstance(text, bytes) else text.encode()
    body = base64.encodebytes(content).decode()
    return (
        f"{checked}From: {sender}\nTo: planner@localhost\nSubject: Accepted: a meeting\n{headers}"
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b1\n\n"
        "--b1\nContent-Type: text/plain\n\nI come.\n"
        f"--b1\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{body}\n--b1--\n"
    ).encode()


def notice(message_id: str, *, action: str = "failed", to: str = CHAD) -> bytes:
    """A delivery status notification (RFC 3464)."""
    return (
        "Return-Path: <>\nFrom: MAILER-DAEMON@relay.example\nSubject: Undelivered\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b2\n\n"
        "--b2\nContent-Type: text/plain\n\nSorry.\n"
        "--b2\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\n"
        f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 No such user here\n\n"
        f"--b2\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\nTo: {to}\n\n"
        "--b2--\n"
    ).encode()


def came(text: str | bytes, **given: Any) -> Reply:
    """A mail with *text*, taken in."""
    return answers.read(mail(text, **given), via="mail")


def taken(data: str | bytes, **given: Any) -> Reply:
    """Bytes that somebody uploaded, taken in."""
    content = data if isinstance(data, bytes) else data.encode()
    return answers.read(content, **{"via": "upload", **given})
