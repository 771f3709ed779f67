"""Delivery notices (RFC 3464): which of our messages came back, and what the server said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Parsed
from email.parser import HeaderParser

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import contacts, invitations
from consultations.answers.mails import Mail
from consultations.answers.texts import SetAside
from consultations.answers.words import address, clean, one_line
from consultations.models import Invitation, Message, Reply

IDENTIFIER = re.compile(r"<[!-;=?-~]{3,250}>", re.ASCII)
MOST = 50  # identifiers that are looked up
REFUSED = re.compile(r"\b(5\d\d|5\.\d{1,3}\.\d{1,3})\b")
STATUSES = ("message/delivery-status", "message/global-delivery-status")


@dataclass(slots=True)
class Notice:
    """What a notice says: of which messages, of which address, what became of it, in whose words.

    ``action`` is that of RFC 3464, 2.3.3: failed, delayed, delivered, relayed, expanded.
    """

    ids: list[str]
    recipient: str = ""
    action: str = ""
    words: str = ""


def notice_of(mail: Mail) -> Notice | None:
    """The notice that *mail* is; None where it is none."""
    if mail.report is not None:
        kind = str(mail.report.get_param("report-type") or "").lower()
        return _of_report(mail.report) if kind != "disposition-notification" else None
    if not mail.from_robot or mail.calendars:
        return None
    ids = IDENTIFIER.findall(mail.text)[:MOST]
    failed = bool(REFUSED.search(mail.text))
    return Notice(ids, action="failed" if failed else "", words=clean(mail.text, 2000))


def take(reply: Reply, notice: Notice) -> None:
    """Mark the message and its address; raises ``SetAside`` where it is none of ours, or arrives.

    Anybody can write such a notice, so it counts for a message whose identifier it knows.
    """
    rows = Message.objects.filter(Q(message_id__in=notice.ids) | Q(message_id__in=_bare(notice)))
    message = rows.select_related("invitation").first() if notice.ids else None
    if message is None:
        raise SetAside("unknown_message", _("A delivery notice about a mail that is none of ours."))
    reply.message, reply.invitation = message, message.invitation
    reply.consultation_id = message.consultation_id
    reply.attendee = notice.recipient or message.to_email
    if notice.action == "delayed":
        raise SetAside("delayed", _("The mail is delayed; its server goes on trying."))
    if notice.action != "failed":
        raise SetAside("delivered", _("A notice that says of no failure."))
    now, words = timezone.now(), clean(notice.words, 2000) or _("no reason given")
    Message.objects.filter(pk=message.pk).update(bounced_at=now, error=words)
    invitations.was_not_told(message)
    contacts.mark_failing(message.to_email, words, now)
    reply.outcome, reply.code, reply.reason = Reply.Outcome.BOUNCE, "bounce", words
    reply.via = reply.via or Invitation.Via.MAIL
    reply.save()


def _bare(notice: Notice) -> list[str]:
    return [one.strip("<>") for one in notice.ids]


def _of_report(report: Parsed) -> Notice:
    notice = Notice([])
    for name in ("In-Reply-To", "References"):
        notice.ids += IDENTIFIER.findall(str(report.get(name, "")))[:MOST]
    for part in _held(report):
        if part.get_content_type() in STATUSES:
            _status(notice, part)
        else:
            notice.ids[:0] = _original(part)
    del notice.ids[MOST:]
    return notice


def _status(notice: Notice, part: Parsed) -> None:
    """The first recipient that failed; else the first of which anything is said."""
    told = [one for one in _held(part) if one.get("Action")]
    told.sort(key=lambda one: _action(one) != "failed")
    for one in told[:1]:
        notice.action = _action(one)
        final = one.get("Original-Recipient") or one.get("Final-Recipient") or ""
        notice.recipient = address(str(final).partition(";")[2])
        said = [one_line(str(one.get(name, "")), 1500) for name in ("Status", "Diagnostic-Code")]
        notice.words = " ".join(filter(None, said))


def _action(block: Parsed) -> str:
    return str(block.get("Action", "")).strip().lower()[:20]


def _original(part: Parsed) -> list[str]:
    """The identifier of the mail that came back, from itself or from its headers."""
    return [found for header in _headers(part) for found in IDENTIFIER.findall(header)][:MOST]


def _headers(part: Parsed) -> Iterator[str]:
    if part.get_content_type() == "text/rfc822-headers":
        text = part.get_payload()
        inner = HeaderParser().parsestr(text if isinstance(text, str) else "")
        yield str(inner.get("Message-ID", ""))
    elif part.get_content_type() in ("message/rfc822", "message/global"):
        for held in _held(part):
            yield str(held.get("Message-ID", ""))


def _held(part: Parsed) -> list[Parsed]:
    held = part.get_payload()
    return [one for one in held if isinstance(one, Parsed)] if isinstance(held, list) else []
