"""The calendar part of a mail in words, read back from its own text; of a draft as it would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar

from consultations.calendars.itip import compose
from consultations.invitations.entries import entry, guests_of
from consultations.invitations.queueing import revision
from consultations.models import HEADQUARTERS, Message, Participation
from consultations.pages.daywords import said

METHODS: dict[str, Any] = {
    Message.Method.REQUEST: gettext_lazy("asks for an answer (REQUEST)"),
    Message.Method.CANCEL: gettext_lazy("takes it out of the calendar (CANCEL)"),
    Message.Method.DECLINECOUNTER: gettext_lazy("declines another time (DECLINECOUNTER)"),
}
STATUSES = {
    "CONFIRMED": gettext_lazy("confirmed"),
    "TENTATIVE": gettext_lazy("tentative"),
    "CANCELLED": gettext_lazy("cancelled"),
}
CLASSES = {"PUBLIC": gettext_lazy("public"), "PRIVATE": gettext_lazy("private")}
ANSWERS = dict(Participation.Answer.choices)


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """The fields that a calendar shows, each with its name, and the text itself."""

    fields: tuple[tuple[str, str], ...]
    text: str
    frozen: bool


def calendar_part(mail: Message, who: User | None) -> CalendarPart | None:
    """What is attached to *mail*; of a draft what would be if *who* approved it now.

    None for a mail without a calendar part.
    """
    if not mail.method:
        return None
    text = mail.ics or _would_be(mail, who)
    return (
        CalendarPart(tuple(_fields(text)) if text else (), text, bool(mail.ics)) if text else None
    )


def _would_be(mail: Message, who: User | None) -> str:
    """Composed as on approval, and nothing of it stored."""
    row, invitation = mail.consultation, mail.invitation
    if row is None or invitation is None or mail.state != Message.State.DRAFT:
        return ""
    kept = mail.stamped_at, mail.sequence
    mail.stamped_at = timezone.now().replace(microsecond=0)
    mail.sequence = revision(mail, invitation, row)
    told = entry(mail, row, who=who or row.booked_by, guests=guests_of(row))
    text = compose(mail.method, told)
    mail.stamped_at, mail.sequence = kept
    return text


def _fields(text: str) -> list[tuple[str, str]]:
    file = Calendar.from_ical(text.encode())
    event = file.events[0]
    guests = _listed(event.get("attendee"))
    found = [
        (_("It"), _named(METHODS, file["method"])),
        (_("Title"), str(event.get("summary", ""))),
        (_("Begins"), _instant(event, "dtstart")),
        (_("Ends"), _instant(event, "dtend")),
        (_("Place"), str(event.get("location", ""))),
        (_("Text"), str(event.get("description", ""))),
        (_("Status"), _named(STATUSES, event.get("status"))),
        (_("Shown as"), _named(CLASSES, event.get("class"))),
        (_("Video"), str(event.get("conference", ""))),
        (_("Comment"), "; ".join(str(one) for one in _listed(event.get("comment")))),
        (_("Answers go to"), _address(event.get("organizer"))),
        (_("Sent for it by"), _param(event.get("organizer"), "SENT-BY")),
        (_("Guest"), "\n".join(_guest(one) for one in guests)),
        (_("Alarm"), _alarm(event)),
        (_("Version"), f"SEQUENCE {event.get('sequence', 0)}, UID {event.get('uid', '')}"),
    ]
    return [(label, value) for label, value in found if value]


def _alarm(event: Any) -> str:
    found = [one["trigger"].dt for one in event.walk("VALARM") if "trigger" in one]
    minutes = [abs(int(one.total_seconds())) // 60 for one in found if isinstance(one, timedelta)]
    return _("%d minutes before") % minutes[0] if minutes else ""


def _instant(event: Any, name: str) -> str:
    value = event[name].dt if name in event else None
    if not isinstance(value, datetime):
        return said(value) if isinstance(value, date) else ""
    at = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(HEADQUARTERS)
    return f"{said(at.date())}, {date_format(at, 'H:i')}"


def _named(words: dict[str, Any], value: Any) -> str:
    return str(words.get(str(value), value)) if value else ""


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _address(value: Any) -> str:
    email = str(value or "").removeprefix("mailto:").removeprefix("MAILTO:")
    name = value.params.get("CN", "") if value is not None else ""
    return f"{name} <{email}>" if name else email


def _param(value: Any, name: str) -> str:
    found = str(value.params.get(name, "")) if value is not None else ""
    return found.removeprefix("mailto:").removeprefix("MAILTO:")


def _guest(value: Any) -> str:
    answer = str(ANSWERS.get(value.params.get("PARTSTAT", "NEEDS-ACTION"), ""))
    return f"{_address(value)} ({answer})"
