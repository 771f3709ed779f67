"""Slots: where a meeting could stand, and what already stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from planner.workdays import HEADQUARTERS, SESSIONS, Session

GRAIN = 30  # minutes


def grains(start: time, end: time) -> int:
    """Bits of the half hours from *start* to *end* (bit 0 is midnight).

    An end not after the start is one of the next day: the day itself is busy until midnight.
    """
    first = (start.hour * 60 + start.minute) // GRAIN
    last = -(-(end.hour * 60 + end.minute) // GRAIN) if end > start else 24 * 60 // GRAIN
    return ((1 << (last - first)) - 1) << first


def by_grains(starts_at: datetime, ends_at: datetime) -> Iterator[tuple[date, int]]:
    """Each day from one local instant to the other, with its half hours that are touched."""
    day, last = starts_at.date(), ends_at.date()
    while day < last:
        yield day, grains(starts_at.time() if day == starts_at.date() else time(), time())
        day += timedelta(days=1)
    if ends_at.time() > time():
        yield last, grains(starts_at.time() if last == starts_at.date() else time(), ends_at.time())


@dataclass(frozen=True, slots=True)
class Place:
    """A room: seats None when its capacity is not established."""

    key: str
    name: str
    capacity: int | None = None
    interpretation: bool = False
    near_chamber: bool = False


@dataclass(frozen=True, slots=True)
class Busy:
    """Something that already stands on a day: which half hours, where, and for whom."""

    day: date
    mask: int
    what: str
    room: str = ""
    who: frozenset[str] = frozenset()
    council: bool = False
    firm: bool = True
    consultation: bool = False  # one booked here, not a meeting of the Council
    key: str = ""  # of that consultation
    # When the calendar of somebody else that says so was last read, in words; no part of a state.
    read: str = field(default="", repr=False)
    # First and last day, of a room that is lost on each day of them.
    span: tuple[date, date] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """A start, an end and a room, in Headquarters' local time."""

    day: date
    start: time
    end: time
    room: str = ""

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.start, HEADQUARTERS)

    @property
    def ends_at(self) -> datetime:
        day = self.day if self.end > self.start else self.day + timedelta(days=1)
        return datetime.combine(day, self.end, HEADQUARTERS)

    @property
    def mask(self) -> int:
        return grains(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Load:
    """Meetings that count towards the load: informal triangular and Working Group ones."""

    kind: str
    on: date
    missions: frozenset[str] = frozenset()
    need: str = ""
    key: str = ""


@dataclass(frozen=True)
class Premises:
    """Rooms, what is busy, and how long the meeting lasts: all a slot is judged against.

    ``names`` says the delegations of ``participants``; ``members`` are those of the Council.
    """

    places: tuple[Place, ...] = ()
    busy: Mapping[date, tuple[Busy, ...]] = field(default_factory=dict)
    load: tuple[Load, ...] = ()
    sessions: tuple[Session, ...] = SESSIONS
    minutes: int = 90
    seats: int = 0
    interpretation: bool = False
    participants: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    members: frozenset[str] = frozenset()

    def place(self, key: str) -> Place | None:
        return next((p for p in self.places if p.key == key), None)

    def without(self, key: str) -> Premises:
        """The same as if the consultation of that key did not stand."""
        days = {b.day for found in self.busy.values() for b in found if b.key == key}
        freed = {day: tuple(b for b in self.busy[day] if b.key != key) for day in days}
        load = tuple(one for one in self.load if one.key != key)
        return replace(self, busy={**self.busy, **freed}, load=load)


def starts(premises: Premises) -> tuple[tuple[time, time, int], ...]:
    """Every 30-minute start inside a session for a meeting of ``premises.minutes``."""
    return _starts(premises.sessions, premises.minutes)


@lru_cache(maxsize=64)
def _starts(sessions: tuple[Session, ...], minutes: int) -> tuple[tuple[time, time, int], ...]:
    found = []
    length = timedelta(minutes=minutes)
    for session in sessions:
        begin = datetime.combine(date.min, session.start)
        while begin + length <= datetime.combine(date.min, session.end):
            end = begin + length
            found.append((begin.time(), end.time(), grains(begin.time(), end.time())))
            begin += timedelta(minutes=GRAIN)
    return tuple(found)


def by_day(busy: Iterable[Busy]) -> dict[date, tuple[Busy, ...]]:
    """Busy times grouped by their day."""
    days: dict[date, list[Busy]] = {}
    for one in busy:
        days.setdefault(one.day, []).append(one)
    return {day: tuple(found) for day, found in days.items()}
