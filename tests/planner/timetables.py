"""Timetables made up in the shape of the published benchmark, and a judge that shares no code."""

from __future__ import annotations

from itertools import combinations
from random import Random

from planner.timetable import Meeting, Place, Places, Room, Timetable

DAY = 36  # quarters of an hour: from 8 to 12 and from 13 to 18
LENGTHS = (1, 2, 3, 4, 6, 8, 16)
COMPANIES = (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 30)
CAPACITIES = (30, 20, 16, 14, 12)


def timetable(size: int, *, seed: int = 37, by_grain: bool = True) -> Timetable:
    """So many meetings in five rooms, people shared by all, two thirds of the rooms' time free."""
    random = Random(seed)
    companies = [random.choice(COMPANIES) for _ in range(size)]
    people = [f"P{n}" for n in range(max(max(companies), sum(companies) * 15 // (4 * size)))]
    meetings = []
    for number, company in enumerate(companies):
        who = random.sample(people, company)
        needed = max(2, random.randint(0, company))
        meetings.append(
            Meeting(
                f"M{number:03}", random.choice(LENGTHS), frozenset(who[:needed]),
                frozenset(who[needed:]), company,
            )
        )  # fmt: skip
    whole, rest = divmod(size * max(LENGTHS) // len(CAPACITIES), DAY)
    rooms = tuple(Room(f"R{n}", capacity) for n, capacity in enumerate(CAPACITIES, 1))
    return Timetable(
        (DAY,) * whole + ((rest,) if rest else ()), tuple(meetings), rooms, by_grain=by_grain
    )


def broken(table: Timetable, places: Places) -> list[str]:
    """Everything that may not be, grain by grain, in words."""
    day_of = [day for day, grains in enumerate(table.days) for _ in range(grains)]
    capacity = {room.key: room.capacity for room in table.rooms}
    found: list[str] = []
    taken: dict[tuple[object, int], str] = {}
    for meeting in table.meetings:
        place = places[meeting.key]
        if place is None:
            continue
        grains = set(range(place.start, place.start + meeting.grains))
        if place.start < meeting.earliest or max(grains) >= len(day_of):
            found.append(f"{meeting.key} lies outside")
        elif {day_of[g] for g in grains} != {place.day}:
            found.append(f"{meeting.key} is not within day {place.day}")
        if meeting.latest is not None and max(grains) > meeting.latest:
            found.append(f"{meeting.key} goes on after grain {meeting.latest}")
        if capacity[place.room] < meeting.seats:
            found.append(f"{meeting.key} does not fit into {place.room}")
        for grain in grains:
            for what in (place.room, *(("person", who) for who in meeting.required)):
                if (what, grain) in taken:
                    found.append(f"{what} at {grain}: {taken[what, grain]} and {meeting.key}")
                taken[what, grain] = meeting.key
    return found


def counted(table: Timetable, places: Places) -> tuple[int, int, int]:
    """The costs anew, pair by pair and grain by grain, in the published words."""
    stand = [(m, p) for m in table.meetings if (p := places[m.key]) is not None]
    capacities = {room.key: room.capacity for room in table.rooms}
    hurt, wish = 0, 0
    for meeting, place in stand:
        wish += place.start + meeting.grains - 1
        wish += sum(max(0, c - capacities[place.room]) for c in capacities.values())
    for one, other in combinations(stand, 2):
        if abs(one[1].start - other[1].start) > max(one[0].grains, other[0].grains) + 2:
            continue
        (a, at), (b, bt) = sorted((one, other), key=lambda pair: pair[1].start)
        grains = len(_grains(a, at) & _grains(b, bt))
        both = [who for who in _people(a) if who in _people(b)]
        only_wished = [w for w in both if not (w in a.required and w in b.required)]
        hurt += len(only_wished) * (grains if table.by_grain else grains > 0)
        wish += 10 * (grains > 0)
        wish += 100 * (at.start + a.grains == bt.start)
        apart = bt.start - at.start - a.grains
        if at.start != bt.start and at.room != bt.room and apart <= 2:
            wish += len(both)
    return len(table.meetings) - len(stand), hurt, wish


def _grains(meeting: Meeting, place: Place) -> set[int]:
    return set(range(place.start, place.start + meeting.grains))


def _people(meeting: Meeting) -> set[str]:
    return {*meeting.required, *meeting.preferred}
