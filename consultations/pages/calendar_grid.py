"""The days of a month, a week or a list, with what stands on each: values alone, no rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

DAY = timedelta(days=1)
WEEK = 7 * DAY
AGENDA_DAYS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on one day, or on all the days of a span.

    kind: consultation | council | recorded | deadline | official | floating | closure | session
    """

    first: date
    last: date
    kind: str
    title: str
    url: str = ""
    status: str = ""
    note: str = ""
    starts: time | None = None
    ends: time | None = None
    room: str = ""

    @property
    def all_day(self) -> bool:
        """Facts about the day itself: not a meeting."""
        return self.kind in ("deadline", "official", "floating", "closure", "session")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid, its entries in order."""

    on: date
    entries: tuple[Entry, ...]
    inside: bool = True  # of the month shown
    today: bool = False

    @property
    def off(self) -> bool:
        """A weekend, an official holiday or a closure."""
        return self.on.weekday() > 4 or any(e.kind in ("official", "closure") for e in self.entries)


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One room's week: its entries day by day."""

    room: str
    days: tuple[tuple[Entry, ...], ...]


def span_of(view: str, on: date) -> tuple[date, date]:
    """First and last day shown: whole weeks of the month, the week, or the days of a list."""
    if view == "week":
        monday = on - DAY * on.weekday()
        return monday, monday + 6 * DAY
    if view == "agenda":
        return on, on + (AGENDA_DAYS - 1) * DAY
    first = on.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return first - DAY * first.weekday(), last + DAY * (6 - last.weekday())


def neighbours(view: str, on: date) -> tuple[date, date]:
    """The day to go to for what lies before and after."""
    if view == "week":
        return on - WEEK, on + WEEK
    if view == "agenda":
        return on - AGENDA_DAYS * DAY, on + AGENDA_DAYS * DAY
    first = on.replace(day=1)
    return (first - DAY).replace(day=1), (first + 31 * DAY).replace(day=1)


def days_of(view: str, on: date, today: date, entries: Iterable[Entry]) -> tuple[Day, ...]:
    """Every day of the view with its entries: facts of the day first, then by the hour."""
    first, last = span_of(view, on)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=_order):
        day = max(entry.first, first)
        while day <= min(entry.last, last):
            by_day[day].append(entry)
            day += DAY
    count = (last - first).days + 1
    return tuple(
        Day(
            day,
            tuple(by_day[day]),
            inside=view != "month" or day.month == on.month,
            today=day == today,
        )
        for day in (first + n * DAY for n in range(count))
    )


def _order(entry: Entry) -> tuple[bool, time, str]:
    return not entry.all_day, entry.starts or time(), entry.title


def weeks(days: tuple[Day, ...]) -> tuple[tuple[Day, ...], ...]:
    """Days in rows of seven."""
    return tuple(days[n : n + 7] for n in range(0, len(days), 7))


def by_room(days: tuple[Day, ...], rooms: Iterable[str]) -> tuple[RoomRow, ...]:
    """Meetings of the week, one row a room; those without a room stand last, under no name."""
    meetings = [[e for e in day.entries if not e.all_day] for day in days]
    used = {e.room for day in meetings for e in day}
    names = [*rooms, *sorted(used - {*rooms, ""}), *([""] if "" in used else [])]
    return tuple(
        RoomRow(name, tuple(tuple(e for e in day if e.room == name) for day in meetings))
        for name in names
    )


def filled(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """For the list: only days on which something stands."""
    return tuple(day for day in days if day.entries)
