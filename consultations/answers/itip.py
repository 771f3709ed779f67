"""What an iTIP message says (RFC 5546), as a plain value; nothing of it is believed here.

Of all its lines only those an answer needs reach the library, so neither a rule of recurrence, an
attachment nor a zone of a stranger's making does, and nothing is opened or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar

from consultations.answers.ical_lines import (
    NAME,
    Component,
    components,
    longest,
    many,
    part_of,
    unreadable,
)
from consultations.answers.ical_times import NOT_SAID, Span, spans
from consultations.answers.texts import SetAside
from consultations.answers.words import address, clean, one_line

KEPT = ("UID", "DTSTAMP", "ATTENDEE", "ORGANIZER", "COMMENT", "SUMMARY", "DURATION")
ONCE = ("UID", "DTSTAMP", "ORGANIZER", "SUMMARY", "DURATION", "SEQUENCE", "DTSTART", "DTEND")
MOST_ATTENDEES, MOST_EVENTS = 100, 100
METHODS = ("REPLY", "COUNTER", "REFRESH", "CANCEL", "REQUEST", "PUBLISH", "ADD", "DECLINECOUNTER")
SEQUENCE = re.compile(r"[+-]?\d{1,12}", re.ASCII)
HIGHEST = 2**31 - 1  # RFC 5545, 3.3.8


@dataclass(frozen=True, slots=True)
class Guest:
    """One ATTENDEE: address, answer, who takes its place, and how many it brings (Google)."""

    email: str
    partstat: str = ""
    delegated_to: str = ""
    brings: int = 0


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message; times are there only where the zone could be told."""

    method: str
    uid: str
    sequence: int
    dtstamp: datetime | None = None
    guests: tuple[Guest, ...] = ()
    comment: str = ""
    summary: str = ""
    span: Span = NOT_SAID


def read_itip(text: str, method: str = "") -> Arrived:
    """The one message in *text*; *method* is that of the mail part, where the calendar names none.

    Raises ``SetAside`` with a code for everything that is none, or more than one.
    """
    calendars = list(components(text))
    if len(calendars) > 1:
        raise SetAside("several_calendars", _("There are several calendars in it."))
    calendar = calendars[0]
    method = _method(calendar, method)
    events = [one for one in calendar.parts if one.name == "VEVENT"]
    if not events:
        raise SetAside("no_event", _("There is no meeting (VEVENT) in it."))
    if len(events) > MOST_EVENTS:
        raise many()
    return _arrived(method, _one_of(events), calendar)


def _method(calendar: Component, of_part: str) -> str:
    named = [value.strip().upper() for value in calendar.values("METHOD")]
    if len(named) > 1:
        raise SetAside("two_methods", _("It names METHOD twice."))
    found = one_line(named[0] if named else of_part.upper(), 40)
    if not found:
        raise SetAside("no_method", _("It names no METHOD, so it is no answer."))
    if found not in METHODS:
        sentence = _("METHOD:%s is none that is known.") % found
        raise SetAside("unknown_method", sentence)
    return found


def _one_of(events: list[Component]) -> Component:
    """The meeting itself; some answer with each date of a series, which ours is not."""
    uids = {value.strip() for event in events for value in event.values("UID")}
    if len(uids) > 1:
        raise SetAside("several_meetings", _("It answers several meetings at once."))
    whole = [one for one in events if not list(one.values("RECURRENCE-ID"))]
    return (whole or events)[0]


def _arrived(method: str, event: Component, calendar: Component) -> Arrived:
    for name in ONCE:
        if len(set(event.values(name))) > 1:
            raise SetAside("twice", _("It says %s twice.") % name)
    if len(list(event.values("ATTENDEE"))) > MOST_ATTENDEES:
        raise SetAside("too_many_attendees", _("It names more people than any answer."))
    said = _parsed(event)
    uid = one_line(str(said.get("UID", "")), 255)
    if not uid:
        raise SetAside("no_uid", _("It does not say which meeting it is about (UID)."))
    arrived = Arrived(
        method=method, uid=uid, sequence=_sequence(event), dtstamp=_dtstamp(said),
        guests=tuple(_guests(said)), comment=_comment(said),
        summary=one_line(str(said.get("SUMMARY", "")), 300),
    )  # fmt: skip
    wants_times = method == "COUNTER"
    return replace(arrived, span=spans(event, said, calendar)) if wants_times else arrived


def _parsed(event: Component) -> Any:
    """The lines that are needed, read by the library; what it cannot read of them is left out."""
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT"]
    lines += [longest(line) for line in event.lines if NAME.match(line)[0].upper() in KEPT]  # type: ignore[index]
    lines += ["END:VEVENT", "END:VCALENDAR", ""]
    try:
        # Bytes, never text: from_ical opens a file whose path it is given as text.
        found: Any = Calendar.from_ical("\r\n".join(lines).encode()).walk("VEVENT")[0]
    except Exception as error:  # it raises more than it names
        raise unreadable(type(error).__name__) from error
    return found


def _sequence(event: Component) -> int:
    """0 where it is left out (RFC 5545, 3.8.7.4)."""
    text = next(event.values("SEQUENCE"), "0").strip()
    number = int(text) if SEQUENCE.fullmatch(text) else -1
    if not 0 <= number <= HIGHEST:
        sentence = _("SEQUENCE:%s is no number of a version.") % one_line(text, 40)
        raise SetAside("bad_sequence", sentence)
    return number


def _dtstamp(said: Any) -> datetime | None:
    """When it was given; None where that is left out or makes no sense."""
    at = part_of(said.get("DTSTAMP"), "dt")
    if not isinstance(at, datetime) or not 1990 <= at.year <= 2200:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _comment(said: Any) -> str:
    return clean("\n".join(str(one) for one in _each(said.get("COMMENT"))), 4000)


def _guests(said: Any) -> Iterator[Guest]:
    for one in _each(said.get("ATTENDEE")):
        params = part_of(one, "params") or {}
        brings = str(params.get("X-NUM-GUESTS", "")).strip()
        to = _each(params.get("DELEGATED-TO"))
        yield Guest(
            address(str(one)), one_line(str(params.get("PARTSTAT", "")), 40).upper(),
            next((found for each in to if (found := address(str(each)))), ""),
            int(brings) if brings.isascii() and brings.isdigit() and len(brings) < 4 else 0,
        )  # fmt: skip


def _each(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)
