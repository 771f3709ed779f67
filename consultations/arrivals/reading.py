"""Meetings read from an iCalendar file that somebody sent: liberal with form, strict with time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, use_zoneinfo

from consultations.arrivals.arranging import Complaint, Line, midnight_after
from consultations.models import HEADQUARTERS, Consultation
from planner.workdays import say_date

UNCONFIRMED = re.compile(r"\s*\([^()]*\)\s*$")  # "(room not confirmed)", as we write it
STATUS = {"TENTATIVE": "tentative", "CANCELLED": "cancelled"}  # without one it stands: confirmed
SERIES = ("RRULE", "RDATE", "RECURRENCE-ID")


@dataclass(slots=True)
class Read:
    """Lines with the columns of ``consultations.csv``; the row is the number of the VEVENT."""

    lines: list[Line] = field(default_factory=list)
    problems: list[tuple[Line, str, str]] = field(default_factory=list)
    warnings: list[tuple[Line, str, str]] = field(default_factory=list)


def read_calendar(
    data: bytes, file: str, *, kind: str, missions: Mapping[str, Any], rooms: Mapping[str, Any]
) -> Read:
    """Every VEVENT of one calendar; *missions* and *rooms* by their names in small letters."""
    read = Read()
    use_zoneinfo()  # else a zone that an earlier file made up goes on to count in this one
    try:
        # Bytes, never text: from_ical opens a file whose path it is given as text.
        events: list[Any] = Calendar.from_ical(bytes(data)).walk("VEVENT")
    except Exception as error:  # foreign files break the parser in many ways, all meaning this
        sentence = _("cannot be read as one iCalendar file (%s): export it again as .ics")
        read.problems.append((Line(file, 0, {}), "", sentence % type(error).__name__))
        return read
    if not events:
        read.problems.append((Line(file, 0, {}), "", _("holds no VEVENT: nothing to bring in")))
    for number, event in enumerate(events, start=1):
        texts = {
            name: str(event[name])[:200] for name in event if not isinstance(event[name], list)
        }
        raw = Line(file, number, texts)
        try:
            line = Line(file, number, _texts(event, kind, missions))
        except Complaint as wrong:
            read.problems.append((raw, wrong.column, wrong.sentence))
        except Exception as error:  # a property that the library could not read
            sentence = _("cannot be read (%s): bring in this meeting by hand")
            read.problems.append((raw, "", sentence % type(error).__name__))
        else:
            read.lines.append(_with_room(line, raw, rooms, read))
    return read


def _texts(event: Any, kind: str, missions: Mapping[str, Any]) -> dict[str, str]:
    for name in SERIES:
        if name in event:
            raise Complaint(name, _("a series: bring in each meeting on its own"))
    start = _instant(event, "DTSTART")
    end = _instant(event, "DTEND") if "DTEND" in event else start + _duration(event)
    if end > midnight_after(start):
        column = "DTEND" if "DTEND" in event else "DURATION"
        cure = _("%(end)s at Headquarters is another day: bring in each day on its own")
        raise Complaint(column, cure % {"end": f"{say_date(end.date())}, {end:%H:%M}"})
    subject = " ".join(str(event.get("SUMMARY", "")).split())
    words = [*_categories(event), *re.split(r"[^\w-]+", subject)]
    found = dict.fromkeys(w.casefold() for w in words if w.casefold() in missions)
    status = STATUS.get(str(event.get("STATUS", "")).upper(), "")
    return {
        "id": str(event.get("UID", "")),
        "kind": _kind(event, kind),
        "missions": "; ".join(missions[word].acronym for word in found),
        "subject": subject[:300],
        "date": start.date().isoformat(),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "end_date": end.date().isoformat() if end.date() != start.date() else "",
        "status": status or "confirmed",
        "cancelled_reason": _("cancelled in the calendar") if status == "cancelled" else "",
    }


def _with_room(line: Line, raw: Line, rooms: Mapping[str, Any], read: Read) -> Line:
    """Calendars name all sorts of places: one that is none of our rooms is said and left out."""
    place = UNCONFIRMED.sub("", " ".join(raw.text("LOCATION").split()))
    if place.casefold() in rooms:
        return Line(line.file, line.row, {**line.texts, "room": rooms[place.casefold()].name})
    if place:
        sentence = _("none of the rooms: brought in without it; add the room to keep it")
        read.warnings.append((raw, "LOCATION", sentence))
    return line


def _instant(event: Any, column: str) -> datetime:
    """Headquarters' time; a time whose zone is not known is refused, never guessed."""
    if column not in event:
        raise Complaint(column, _("is missing, and a meeting cannot do without"))
    at = event[column].dt
    if not isinstance(at, datetime):
        raise Complaint(column, _("is a day without a time: give the meeting its hours"))
    if at.tzinfo is None:
        tzid = event[column].params.get("TZID", "")
        said = _("the zone “%s” is not known") % tzid if tzid else _("has no zone")
        cure = _("write TZID=America/New_York, another IANA name, or UTC")
        raise Complaint(column, f"{said}: {cure}")
    return at.astimezone(HEADQUARTERS)


def _duration(event: Any) -> timedelta:
    if "DURATION" not in event:
        raise Complaint("DTEND", _("is missing: say when the meeting ends"))
    length: timedelta = event["DURATION"].dt
    return length


def _kind(event: Any, kind: str) -> str:
    """A category that is one of our kinds, by its value or its name; else the one asked for."""
    words = {word.casefold() for word in _categories(event)}
    for value, label in Consultation.Kind.choices:
        if words & {value, str(label).casefold()}:
            return str(value)
    if not kind:
        raise Complaint("CATEGORIES", _("no category is a kind of consultation: choose the kind"))
    return kind


def _categories(event: Any) -> Iterable[str]:
    given = event.get("CATEGORIES", [])
    for entry in given if isinstance(given, list) else [given]:
        yield from (str(word).strip() for word in getattr(entry, "cats", [entry]))
