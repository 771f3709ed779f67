"""A mail as it came: who says they sent it, and the calendar or the delivery notice in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message as Parsed

from django.utils.translation import gettext as _

from consultations.answers.texts import MOST_PARTS, SetAside, as_text
from consultations.answers.words import address, clean, one_line

CALENDAR = re.compile(r"^[ \t]*BEGIN:VCALENDAR\b", re.IGNORECASE | re.MULTILINE | re.ASCII)
END = re.compile(r"^[ \t]*END:VCALENDAR[ \t]*\r?$", re.IGNORECASE | re.MULTILINE | re.ASCII)
CALENDAR_TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")
NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<bare>[^<>]+)>\s*(\([^()]*\))?", re.DOTALL)
QUOTED = re.compile(r'"(\\.|[^"\\])*"', re.DOTALL)
MOST_TEXT = 20_000  # characters of its words that are looked at
ROBOTS = ("mailer-daemon@", "postmaster@", "mail-daemon@")


@dataclass(slots=True)
class Calendar:
    """A calendar part: its text, and the method its mail part names."""

    text: str
    method: str = ""


@dataclass(slots=True)
class Mail:
    """What of a mail matters here; ``sender`` is empty where From does not name one address."""

    sender: str = ""
    subject: str = ""
    checked: list[str] = field(default_factory=list)  # Authentication-Results, topmost first
    calendars: list[Calendar] = field(default_factory=list)
    text: str = ""
    automatic: bool = False
    report: Parsed | None = None
    from_robot: bool = False


def is_calendar(text: str) -> bool:
    """Whether it is a calendar file, rather than a mail."""
    return bool(CALENDAR.match(text.lstrip("\ufeff\0 \t\r\n")))


def read_mail(data: bytes) -> Mail:
    """Raises ``SetAside`` for what is nested too deep, or no mail."""
    low = data.lower()
    if low.count(b"boundary") > MOST_PARTS or low.count(b"message/") > MOST_PARTS:
        raise SetAside("too_deep", _("It has more parts within parts than any mail."))
    try:
        return _mail(message_from_bytes(data))
    except SetAside:
        raise
    except Exception as error:  # the library breaks on foreign mail in many ways, all meaning this
        sentence = _("It cannot be read as a mail (%s).") % type(error).__name__
        raise SetAside("unreadable", sentence) from error


def _mail(parsed: Parsed) -> Mail:
    if not parsed.keys():
        raise SetAside("no_mail", _("It is neither a mail nor a calendar file."))
    sender = sender_of(parsed)
    empty_path = any(str(v).strip() == "<>" for v in parsed.get_all("Return-Path", []))
    mail = Mail(
        sender=sender,
        subject=one_line(_decoded(parsed.get("Subject", "")), 300),
        checked=[_flat(value) for value in parsed.get_all("Authentication-Results", [])[:50]],
        automatic=_is_automatic(parsed),
        from_robot=empty_path or sender.startswith(ROBOTS),
    )
    if parsed.get_content_type() == "multipart/report":
        mail.report = parsed
    leaves = list(_leaves(parsed))
    mail.calendars = _calendars(leaves)
    texts = (_text(one) for one in leaves if one.get_content_type() == "text/plain")
    mail.text = clean("\n".join(text[:MOST_TEXT] for text in texts), MOST_TEXT)
    return mail


def sender_of(parsed: Parsed) -> str:
    """The one address of the one From; empty where there are more, or none that can be told."""
    headers = parsed.get_all("From", [])
    if len(headers) != 1:
        return ""
    text = QUOTED.sub(lambda found: found[0] if "@" in found[0] else "x", _flat(headers[0]))
    if named := NAMED.fullmatch(text.strip()):
        told = QUOTED.sub("", named["name"])
        return "" if "," in told or ";" in told else address(named["bare"])
    return address(re.sub(r"\s*\([^()]*\)\s*$", "", text))


def _is_automatic(parsed: Parsed) -> bool:
    """By RFC 3834, and by the headers that were in use before it."""
    said = _flat(parsed.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    old = _flat(parsed.get("Precedence", "")).strip().lower()
    return said != "no" or old == "auto_reply" or any(
        parsed.get(name) for name in ("X-Autoreply", "X-Autorespond")
    )  # fmt: skip


def _leaves(parsed: Parsed) -> Iterator[Parsed]:
    """Every part that holds no other; a mail within the mail is somebody else's, and left alone."""
    if parsed.get_content_maintype() == "message":
        return
    if not parsed.is_multipart():
        yield parsed
        return
    for part in parsed.get_payload():
        if isinstance(part, Parsed):
            yield from _leaves(part)


def _calendars(leaves: list[Parsed]) -> list[Calendar]:
    """Of the kinds of part that a calendar comes in, the first kind that there is."""
    kinds = (
        [one for one in leaves if one.get_content_type() == CALENDAR_TYPES[0]],
        [one for one in leaves if _is_attached(one)],
        [one for one in leaves if one.get_content_type() == "text/plain"],
    )
    for parts in kinds:
        found = {}
        for part in parts:
            text = _text(part)
            if begins := CALENDAR.search(text):
                ends = list(END.finditer(text))
                inner = text[begins.start() : ends[-1].end() if ends else None]
                method = part.get_param("method")
                found[inner] = Calendar(inner, method if isinstance(method, str) else "")
        if found:
            return list(found.values())
    return []


def _is_attached(part: Parsed) -> bool:
    name = part.get_filename() or ""
    return part.get_content_type() in CALENDAR_TYPES[1:] or name.lower().endswith(".ics")


def _text(part: Parsed) -> str:
    payload = part.get_payload(decode=True)
    charset = part.get_param("charset")
    return as_text(
        payload if isinstance(payload, bytes) else b"", charset if isinstance(charset, str) else ""
    )


def _flat(value: object) -> str:
    return " ".join(clean(str(value), 8000).split())


def _decoded(value: object) -> str:
    try:
        return str(make_header(decode_header(str(value)[:2000])))
    except Exception:  # a charset that does not exist, or words that break off: as they stand
        return str(value)
