"""Which room each meeting gets, of those that name none: one for the whole of its time."""

from __future__ import annotations

from collections import defaultdict

from planner.problem import Chosen, Problem

Wanting = tuple[int, int, int, str]  # first grain, last grain, seats, key


def seating(problem: Problem, chosen: Chosen) -> dict[str, int] | None:
    """The number of a room in ``Problem.rooms`` for each meeting that names none.

    None where that cannot be: the rooms are too small or too few. Without rooms nobody needs one.
    """
    days: dict[int, list[Wanting]] = defaultdict(list)
    for meeting in problem.meetings if problem.rooms else ():
        option = chosen.get(meeting.key)
        if option is not None and not option.room:
            low = (option.mask & -option.mask).bit_length() - 1
            days[option.day].append((low, option.mask.bit_length(), meeting.seats, meeting.key))
    found: dict[str, int] = {}
    for wanting in days.values():
        rooms = _of_a_day(sorted(wanting), problem.rooms)
        if rooms is None:
            return None
        found |= rooms
    return found


def _of_a_day(wanting: list[Wanting], rooms: tuple[int, ...]) -> dict[str, int] | None:
    """One meeting after the other as they begin, the smallest room first; back where it ends.

    What cannot be gone on from is remembered: how long each room is taken says it all.
    """
    order = sorted(range(len(rooms)), key=lambda n: rooms[n])
    hopeless: set[tuple[int, tuple[int, ...]]] = set()
    ways = [_ways(wanting[0], (0,) * len(rooms), order, rooms)]
    taken: list[int] = []
    busy = [(0,) * len(rooms)]
    while ways:
        at = len(taken)
        room = ways[-1].pop(0) if ways[-1] else None
        if room is None:
            hopeless.add((at, busy[-1]))
            ways.pop()
            busy.pop()
            if taken:
                taken.pop()
            continue
        if at + 1 == len(wanting):
            return {w[3]: n for w, n in zip(wanting, [*taken, room], strict=True)}
        begins = wanting[at + 1][0]
        until = tuple(wanting[at][1] if n == room else end for n, end in enumerate(busy[-1]))
        until = tuple(end if end > begins else 0 for end in until)
        if (at + 1, until) not in hopeless:
            taken.append(room)
            busy.append(until)
            ways.append(_ways(wanting[at + 1], until, order, rooms))
    return None


def _ways(
    wanting: Wanting, busy: tuple[int, ...], order: list[int], rooms: tuple[int, ...]
) -> list[int]:
    """The free rooms large enough, one of each size."""
    sizes: set[int] = set()
    found = []
    for room in order:
        if not busy[room] and rooms[room] >= wanting[2] and rooms[room] not in sizes:
            sizes.add(rooms[room])
            found.append(room)
    return found
