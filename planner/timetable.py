"""Somebody else's problem in plain values: meetings in grains of time, people, rooms, several days.

Grains are numbered through from the first of the first day; what a grain is (a quarter of an
hour, say) is the caller's affair. ``planner.timetabling`` places the meetings.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from planner.problem import Vector

LEVELS = ("not placed", "preferred people in two places", "wishes")


@dataclass(frozen=True, slots=True)
class Room:
    """A room, and how many people fit into it."""

    key: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of so many *grains*, within one day.

    *required* people are in one place at a time; that *preferred* ones are too is only wanted.
    It does not begin before grain *earliest* and does not go on after grain *latest*.
    """

    key: str
    grains: int
    required: frozenset[str] = frozenset()
    preferred: frozenset[str] = frozenset()
    seats: int = 0
    earliest: int = 0
    latest: int | None = None

    @property
    def people(self) -> frozenset[str]:
        return self.required | self.preferred


@dataclass(frozen=True, slots=True)
class Wishes:
    """What each wish costs, as the published benchmark weighs them.

    A grain of waiting for the end of a meeting; a meeting that begins in the grain at which
    another ended; two meetings at a time; a seat by which another room is larger than the one
    taken; a person who changes rooms between meetings that are two grains apart or fewer.
    """

    waiting: int = 1
    no_break: int = 100
    overlapping: int = 10
    smaller_room: int = 1
    change_of_room: int = 1


@dataclass(frozen=True, slots=True)
class Timetable:
    """Meetings to place in *rooms* on days of so many grains each.

    Somebody preferred in two places at once costs each grain of it, or where not *by_grain* each
    pair of meetings.
    """

    days: tuple[int, ...]
    meetings: tuple[Meeting, ...]
    rooms: tuple[Room, ...]
    wishes: Wishes = Wishes()
    by_grain: bool = True

    @property
    def grains(self) -> int:
        return sum(self.days)


@dataclass(frozen=True, slots=True)
class Place:
    """From grain *start* (of the whole) on day number *day* in the room of that key."""

    start: int
    day: int
    room: str


Places = dict[str, Place | None]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A place or None for each meeting, and what that costs at each of ``LEVELS``.

    No schedule is better than *bounds*, read level by level: None where none is to be had.
    The same timetable and number of *rounds* give the same schedule, unless it was *cut* short
    by the time limit or by somebody.
    """

    places: dict[str, Place | None]
    values: Vector
    bounds: Vector | None
    status: str
    engine: str
    rounds: int
    cut: bool
    seconds: float


def starts(timetable: Timetable, meeting: Meeting) -> Iterator[tuple[int, int]]:
    """Where a meeting can begin, so that it ends on that day and in its time.

    For each day the first such grain, and how many there are.
    """
    latest = timetable.grains if meeting.latest is None else meeting.latest + 1
    for first, grains in zip(first_grains(timetable), timetable.days, strict=True):
        low, high = max(first, meeting.earliest), min(first + grains, latest) - meeting.grains
        if low <= high:
            yield low, high - low + 1


def first_grains(timetable: Timetable) -> list[int]:
    """The number of the first grain of each day."""
    return list(accumulate(timetable.days, initial=0))[:-1]


def fitting(timetable: Timetable, meeting: Meeting) -> list[Room]:
    """The rooms that are large enough, the largest first."""
    rooms = sorted(timetable.rooms, key=lambda r: (-r.capacity, r.key))
    return [room for room in rooms if room.capacity >= meeting.seats]


def seats_missed(timetable: Timetable, room: Room) -> int:
    """By how many seats the other rooms are larger, added up."""
    return sum(max(0, other.capacity - room.capacity) for other in timetable.rooms)


def costs(timetable: Timetable, places: Places) -> Vector:
    """What a schedule costs at each of ``LEVELS``, whether or not it keeps what must be kept."""
    wishes = timetable.wishes
    rooms = {room.key: seats_missed(timetable, room) for room in timetable.rooms}
    stand = sorted(
        ((place.start, m.key, m, place) for m in timetable.meetings if (place := places[m.key])),
        key=lambda one: one[:2],
    )
    elsewhere = soft = 0
    for _, _, meeting, place in stand:
        soft += wishes.waiting * (place.start + meeting.grains - 1)
        soft += wishes.smaller_room * rooms[place.room]
    for earlier, its, later, place in _near(stand):
        overlap = min(place.start + later.grains, its.start + earlier.grains) - place.start
        if overlap > 0:
            wanted = len(earlier.people & later.people) - len(earlier.required & later.required)
            elsewhere += wanted * (overlap if timetable.by_grain else 1)
            soft += wishes.overlapping
        soft += wishes.no_break * (overlap == 0)
        if its.room != place.room and its.start < place.start:
            soft += wishes.change_of_room * len(earlier.people & later.people)
    return len(timetable.meetings) - len(stand), elsewhere, soft


Standing = tuple[int, str, Meeting, Place]
NEAR = 2  # grains between two meetings after which a change of rooms is no matter


def _near(stand: list[Standing]) -> Iterator[tuple[Meeting, Place, Meeting, Place]]:
    """Pairs of meetings of which the later begins before the earlier is over by three grains."""
    begin = [start for start, _, _, _ in stand]
    for at, (start, _, earlier, its) in enumerate(stand):
        until = bisect_right(begin, start + earlier.grains + NEAR)
        for _, _, later, place in stand[max(at + 1, bisect_left(begin, start)) : until]:
            yield earlier, its, later, place
