"""The mail as it travels (RFC 6047): words, the same as HTML, the calendar entry, its attachment.

The same row gives the same bytes, so that a mail sent twice is one mail: boundaries come from its
Message-ID, the date is its stamp, and nothing is asked of the clock.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMessage, SafeMIMEMultipart
from django.utils import translation
from django.utils.html import escape, urlize

from consultations.calendars.lines import clean, name, one_line
from consultations.calendars.uris import address
from consultations.invitations.tokens import answer_url
from consultations.models import Message, Occasion

LINK = "{answer_link}"
UNASKED = (Occasion.DIGEST, Occasion.DEADLINE)  # nobody's mail: no holiday notice is wanted
MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
WIDEST = 76  # characters of a header's line that holds an encoded word (RFC 2047, 2)
LONGEST_WORD = 75
TEXT = Charset("utf-8")
TEXT.body_encoding = QP  # seven bits, whatever servers lie between


class _Whole(Header):
    """An id that no fold parts from the name of its header: not all would find it."""

    def encode(self, *args: object, **kwargs: object) -> str:
        return str(self)


class Mail(EmailMessage):
    """One row of the outbox; any of Django's mail backends sends it."""

    def __init__(self, row: Message, *, link: str | None = None) -> None:
        self.row = row
        self.text = words(row, link=_link(row) if link is None else link)
        super().__init__(
            subject=one_line(row.subject),
            body=self.text,
            from_email=address(settings.ORGANIZER_EMAIL),
            to=[address(row.to_email)],
        )

    def message(self) -> SafeMIMEMultipart:  # type: ignore[override]
        """What :func:`compose` promises, as bytes with ``.as_bytes(linesep="\\r\\n")``."""
        alternative = _multipart("alternative", self.row)
        alternative.attach(_text("plain", self.text))
        alternative.attach(_text("html", html(self.text, self.row.language)))
        if not self.row.ics:
            return self._with_headers(alternative)
        data = self.row.ics.encode()
        kind = f"text/calendar; charset=utf-8; method={self.row.method}"
        alternative.attach(_data(kind, data))
        mixed = _multipart("mixed", self.row)
        mixed.attach(alternative)
        attached = _data('application/ics; name="invite.ics"', data)
        attached["Content-Disposition"] = 'attachment; filename="invite.ics"'
        mixed.attach(attached)
        return self._with_headers(mixed)

    def _with_headers(self, message: SafeMIMEMultipart) -> SafeMIMEMultipart:
        """Django's own class refuses what holds a line break; nothing here does."""
        row = self.row
        message["From"] = _mailbox("From", settings.ORGANIZER_NAME, self.from_email)
        message["To"] = _mailbox("To", row.to_name, self.to[0])
        message["Subject"] = _encoded("Subject", str(self.subject))
        if row.stamped_at:
            message["Date"] = format_datetime(row.stamped_at.astimezone(UTC))
        for header, ids in (("Message-ID", row.message_id), ("References", row.references)):
            if found := MESSAGE_ID.findall(ids or ""):
                MIMEMultipart.__setitem__(message, header, _Whole(" ".join(found)))  # type: ignore[assignment]
        message["Content-Language"] = row.language
        if row.occasion in UNASKED:
            message["Auto-Submitted"] = "auto-generated"
        return message


def compose(message: Message, *, link: str | None = None) -> Mail:
    """The mail of *message*; its bytes are ``.message().as_bytes(linesep="\\r\\n")``.

    *link* stands for the personal link in previews, where the true one is for the recipient alone.
    Raises ValueError for an address that no mail can go to.
    """
    return Mail(message, link=link)


def words(message: Message, *, link: str) -> str:
    """The plain text with *link* where the mail has the personal one."""
    return clean(message.body).replace(LINK, link) + "\n"


def html(text: str, language: str) -> str:
    """The same words as HTML: paragraphs and lines kept, links live, nothing else of it markup."""
    paragraphs = (_paragraph(part) for part in re.split(r"\n{2,}", text.strip()))
    with translation.override(language):
        way = "rtl" if translation.get_language_bidi() else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{way}">\n<head>'
        '<meta charset="utf-8"></head>\n<body>\n' + "\n".join(paragraphs) + "\n</body>\n</html>\n"
    )


def _paragraph(text: str) -> str:
    lines = (urlize(line, autoescape=True) for line in text.split("\n"))
    return "<p>" + "<br>\n".join(lines) + "</p>"


def _link(row: Message) -> str:
    """The personal link: derived here, for it is nowhere stored."""
    wanted = row.invitation is not None and LINK in row.body
    return answer_url(row.invitation) if wanted and row.invitation else ""


def _mailbox(header: str, said: str, email: str) -> str:
    """A display name without what headers could be made of, and the address."""
    shown = name(said).replace("\\", "")
    if not shown:
        return email
    encoded = _encoded(header, shown)
    return f"{encoded} <{email}>" if encoded != shown else f'"{shown}" <{email}>'


def _encoded(header: str, text: str) -> str:
    """In words of at most 75 characters, with blanks between, if it is not plain ASCII.

    Django's own words have 76, one more than the RFC allows.
    """
    if text.isascii() and "=?" not in text:
        return text
    words = Header(text, "utf-8", maxlinelen=LONGEST_WORD, header_name=header).encode()
    return words.replace("\n ", " ")


def _multipart(kind: str, row: Message) -> SafeMIMEMultipart:
    """With a boundary of its own that is always the same; no text can hold it by chance."""
    seed = f"{row.message_id or row.pk}:{kind}"
    boundary = f"={kind}={hashlib.sha256(seed.encode()).hexdigest()[:40]}="
    part = SafeMIMEMultipart(kind, boundary=boundary, encoding="utf-8")
    part.policy = part.policy.clone(max_line_length=WIDEST)
    return part


def _text(kind: str, text: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", kind)
    part.set_payload(text, TEXT)
    part.replace_header("Content-Type", f"text/{kind}; charset=utf-8")
    return part


def _data(kind: str, data: bytes) -> MIMEBase:
    """Base64, so that every line end and every long line arrives as it was."""
    part = MIMEBase("application", "octet-stream")
    part.replace_header("Content-Type", kind)
    part.set_payload(data)
    encode_base64(part)
    return part
