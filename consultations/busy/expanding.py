"""When a calendar says that somebody is busy: each span in a window, series unrolled.

What cannot be known for certain is left out and said, one entry at a time: nothing is guessed.
Knows no Django: it runs in a process of its own (``child``), with its own limits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import recurring_ical_events
import x_wr_timezone
from icalendar import Calendar

from consultations.busy.entries import LeftOut, check, floats, one, uid_of, within
from consultations.busy.trimming import Unreadable, trimmed
from planner.workdays import HEADQUARTERS

MOST = 5000  # busy times of one calendar
TOLD = 50  # warnings
FREE = {"STATUS": {"CANCELLED"}, "TRANSP": {"TRANSPARENT"}, "X-MICROSOFT-CDO-BUSYSTATUS": {"FREE"}}


class Span(NamedTuple):
    """From when to when, what for (empty where that is private), and the UID of the entry."""

    starts_at: datetime
    ends_at: datetime
    title: str
    uid: str


class Warned(NamedTuple):
    """What is to be said of an entry: a code of ``wording``, its title, and a detail."""

    code: str
    title: str = ""
    detail: str = ""


@dataclass
class Found:
    """Busy times in their order, and what is to be said of them."""

    first: datetime
    last: datetime
    spans: set[Span] = field(default_factory=set)
    warnings: list[Warned] = field(default_factory=list)

    def add(self, start: datetime, end: datetime, title: str, uid: str) -> None:
        """A span as far as it lies in the window."""
        begins, ends = max(start, self.first), min(end, self.last)
        if ends > begins:
            self.spans.add(Span(begins, ends, title, uid))
        if len(self.spans) > MOST:
            raise Unreadable("too_many")

    def left_out(self, error: Exception, event: Any) -> None:
        code = error.code if isinstance(error, LeftOut) else "broken"
        detail = error.detail if isinstance(error, LeftOut) else type(error).__name__
        self.warnings.append(Warned(code, title_of(event), detail))


def expand(data: bytes, first: datetime, last: datetime, *, seconds: float = 0) -> Found:
    """Every busy time from *first* to *last*. Raises Unreadable where the file is not read.

    *seconds*: how long one series may take, 0 for as long as it wants.
    """
    calendars, lawful = trimmed(data)
    found = Found(first, last)
    if not lawful:
        found.warnings.append(Warned("not_utf8"))
    for text in calendars:
        try:
            calendar = Calendar.from_ical(text)  # bytes, never text: a path would be opened
        except Exception as error:  # foreign files break the parser in many ways
            raise Unreadable("unparsed", type(error).__name__) from error
        _calendar(calendar, found, seconds)
    rest = len(found.warnings) - TOLD
    if rest > 0:
        found.warnings = [*found.warnings[:TOLD], Warned("more", "", str(rest))]
    return found


def _calendar(calendar: Any, found: Found, seconds: float) -> None:
    sound = list(_sound(calendar, found))
    floating = sum(floats(event) for event in sound)
    if floating:
        found.warnings.append(Warned("floating", "", str(floating)))
    for series in _grouped(sound):
        _expanded(series, found, seconds)
    for freebusy in calendar.walk("VFREEBUSY"):
        _freebusy(freebusy, found)


def _sound(calendar: Any, found: Found) -> list[Any]:
    """The events that can be placed in time, less those of a series one part of which cannot."""
    zone = str(one(calendar, "X-WR-TIMEZONE"))
    lost: set[str] = set()
    sound: list[tuple[str, Any]] = []
    for number, event in enumerate(calendar.walk("VEVENT")):
        uid = uid_of(event, number)
        try:
            check(event)
            sound.append((uid, _in_zone(event, zone) if zone else event))
        except Exception as error:  # accessors of a broken property raise many things
            lost.add(uid)
            found.left_out(error, event)
    return [event for uid, event in sound if uid not in lost]


def _in_zone(event: Any, zone: str) -> Any:
    """The same with its hours in the zone that the calendar names (X-WR-TIMEZONE)."""
    try:
        ZoneInfo(zone)
    except Exception as error:  # names that are paths, too
        if floats(event):
            raise LeftOut("zone", zone[:100]) from error
        return event
    alone = Calendar()
    alone.add("X-WR-TIMEZONE", zone)
    alone.add_component(event)
    return x_wr_timezone.to_standard(alone).walk("VEVENT")[0]


def _grouped(events: Iterable[Any]) -> Iterable[list[Any]]:
    """Series with their changed parts; an entry without a UID stands alone."""
    groups: dict[str, list[Any]] = {}
    for number, event in enumerate(events):
        groups.setdefault(uid_of(event, number), []).append(event)
    return groups.values()


def _expanded(series: list[Any], found: Found, seconds: float) -> None:
    try:
        with within(seconds):
            for event in _occurrences(series, found):
                if not _busy(event):
                    continue
                start, end = _times(event)
                found.add(start, end, title_of(event), str(event.get("UID", ""))[:300])
    except Unreadable:
        raise
    except Exception as error:
        found.left_out(error, series[0])


def _occurrences(series: list[Any], found: Found) -> Iterable[Any]:
    if len(series) == 1 and not {"RRULE", "RDATE", "EXDATE"} & set(series[0]):
        return series
    part = Calendar()
    for event in series:
        part.add_component(event)
    listed = recurring_ical_events.of(part).between(found.first, found.last)
    return islice(listed, MOST + 1)


def _busy(event: Any) -> bool:
    return not any(str(one(event, name)).upper() in free for name, free in FREE.items())


def _times(event: Any) -> tuple[datetime, datetime]:
    """Whole days and times without a zone are those of Headquarters."""
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else None
    if end is None:
        length = event["DURATION"].dt if "DURATION" in event else None
        whole = timedelta(days=1) if not isinstance(start, datetime) else timedelta()
        end = start + (whole if length is None else length)
    if not isinstance(start, datetime) and end == start:
        end = start + timedelta(days=1)  # a day that ends where it begins: meant as that day
    return _instant(start), _instant(end)


def _instant(at: date) -> datetime:
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), HEADQUARTERS)
    return at.astimezone(HEADQUARTERS) if at.tzinfo else at.replace(tzinfo=HEADQUARTERS)


def title_of(event: Any) -> str:
    """What the entry is called, in one line; nothing for a private one."""
    if str(one(event, "CLASS")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        return ""
    return " ".join(str(one(event, "SUMMARY") or "").split())[:200]


def _freebusy(part: Any, found: Found) -> None:
    """Spans of a free/busy file: all but those marked free (RFC 5545, 3.2.9)."""
    listed = part.get("FREEBUSY", [])
    for period in listed if isinstance(listed, list) else [listed]:
        try:
            if str(period.params.get("FBTYPE", "")).upper() != "FREE":
                found.add(_instant(period.start), _instant(period.end), "", "")
        except Unreadable:
            raise
        except Exception as error:
            found.left_out(error, part)
