"""Three calendar programs' own readers, each asked for the same of one message.

With *own_zone* the zone is renamed in a copy first, so that no reader can know it by its name and
must go by the VTIMEZONE in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import vobject
from icalendar import Calendar

from tests import javascript

NUMBERS = count()


@dataclass(frozen=True)
class Seen:
    """What a reader made of a message; instants in UTC."""

    method: str
    uid: str
    sequence: int
    start: datetime | None
    end: datetime | None
    summary: str | None
    description: str | None
    location: str | None
    status: str | None
    organizer: str
    guests: tuple[tuple[str, str, str], ...]  # address, CN, PARTSTAT


Reader = Callable[[list[str]], list[Seen]]


def own_zone(text: str) -> str:
    """The same with a name for its zone that nobody knows."""
    if (found := re.search(r"^TZID:(.*?)\r$", text, re.MULTILINE)) is None:
        return text
    return text.replace(found[1], f"Nowhere-{next(NUMBERS)}")


def by_icalendar(texts: list[str]) -> list[Seen]:
    """icalendar, as Plone and Home Assistant use it."""
    return [_by_icalendar(text) for text in texts]


def _by_icalendar(text: str) -> Seen:
    calendar = Calendar.from_ical(text.encode())
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    guests = event.get("ATTENDEE", [])
    return Seen(
        method=str(calendar["METHOD"]),
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        start=_utc(event["DTSTART"].dt) if "DTSTART" in event else None,
        end=_utc(event["DTEND"].dt) if "DTEND" in event else None,
        summary=_text(event.get("SUMMARY")),
        description=_text(event.get("DESCRIPTION")),
        location=_text(event.get("LOCATION")),
        status=_text(event.get("STATUS")),
        organizer=str(event["ORGANIZER"]),
        guests=tuple(
            (str(guest), str(guest.params["CN"]), str(guest.params["PARTSTAT"]))
            for guest in (guests if isinstance(guests, list) else [guests])
        ),
    )


def by_vobject(texts: list[str]) -> list[Seen]:
    """vobject, as Radicale and Apple's server use it."""
    return [_by_vobject(text) for text in texts]


def _by_vobject(text: str) -> Seen:
    calendar = vobject.readOne(text)
    event = calendar.vevent

    def value(name: str) -> Any:
        found = getattr(event, name, None)
        return found.value if found is not None else None

    return Seen(
        method=calendar.method.value,
        uid=event.uid.value,
        sequence=int(event.sequence.value),
        start=_utc(value("dtstart")),
        end=_utc(value("dtend")),
        summary=value("summary"),
        description=value("description"),
        location=value("location"),
        status=value("status"),
        organizer=event.organizer.value,
        guests=tuple(
            (guest.value, guest.cn_param, guest.partstat_param) for guest in event.attendee_list
        ),
    )


def by_ical_js(texts: list[str]) -> list[Seen]:
    """ical.js, as Thunderbird and Nextcloud use it."""
    return [_by_ical_js(seen) for seen in javascript.read(texts)]


def _by_ical_js(seen: dict[str, Any]) -> Seen:
    (event,) = seen["events"]
    (organizer,) = event["organizer"]
    return Seen(
        method=seen["method"],
        uid=event["uid"],
        sequence=event["sequence"],
        start=_from_iso(event["start"]),
        end=_from_iso(event["end"]),
        summary=event["summary"],
        description=event["description"],
        location=event["location"],
        status=event["status"],
        organizer=organizer["address"],
        guests=tuple(
            (guest["address"], guest["cn"], guest["partstat"]) for guest in event["attendees"]
        ),
    )


def _utc(at: datetime | None) -> datetime | None:
    """Raises where it has no zone: that reader did not understand the file."""
    if at is None:
        return None
    assert at.tzinfo is not None, f"{at} has no zone"
    return at.astimezone(UTC)


def _from_iso(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
