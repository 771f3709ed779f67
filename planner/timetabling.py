"""A good schedule for a timetable in bounded time: a quick one first, then bettered round by round.

A round takes some meetings out and puts each where it is cheapest then; what is worse is kept now
and then, ever more rarely. Small timetables go to the engine too, which says how good any can be.
"""

from __future__ import annotations

from heapq import heapify, heapreplace
from random import Random
from time import monotonic

from planner import problem
from planner.solver import Stop
from planner.solving import Progress, Step, solve
from planner.timegrid import Grid
from planner.timesearch import Search, Standing
from planner.timetable import (
    LEVELS,
    Meeting,
    Place,
    Places,
    Schedule,
    Timetable,
    costs,
    first_grains,
    fitting,
    seats_missed,
    starts,
)

ROUNDS = 20_000
SMALL = 1_000  # options with which the engine is asked for a bound
NEWS = 200  # rounds from one word of progress to the next
LOST, HURT = 5000, 100  # a meeting left out, and a grain of somebody in two places, to begin with
NAME = "rounds of removal and insertion"


def schedule(
    timetable: Timetable,
    *,
    time_limit: float | None = None,
    rounds: int | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Schedule:
    """A place for each meeting: nobody required twice at a time, one meeting to a room.

    For *time_limit* seconds or so many *rounds*, whichever ends first; ``ROUNDS`` where neither is
    given. The same timetable and rounds give the same schedule, in whatever order its meetings
    come; where only time limits it, not quite. *stop* is polled.
    """
    started = monotonic()
    if rounds is None and time_limit is None:
        rounds = ROUNDS
    until = started + time_limit if time_limit is not None else None
    first, bounds, proven = _at_first(timetable, until, stop)
    if proven:
        return _result(timetable, first, bounds, 0, False, started)
    search = Search(timetable, _promising(timetable, first), Random(len(timetable.meetings)))
    while (done := _done(search, rounds, until, started)) < 1 and not (stop and stop()):
        search.round(done)
        if progress and search.rounds % NEWS == 0:
            progress(_news(search.best, bounds))
    best = min(search.best_places(), first, key=lambda places: costs(timetable, places))
    cut = rounds is None or search.rounds < rounds
    return _result(timetable, best, bounds, search.rounds, cut, started)


def _done(search: Search, rounds: int | None, until: float | None, started: float) -> float:
    """The part of the way that is behind: of the rounds, or of the time where only that counts."""
    late = until is not None and monotonic() >= until
    if late or rounds is not None:
        return 1.0 if late or not rounds else search.rounds / rounds
    assert until is not None
    return (monotonic() - started) / max(until - started, 1e-9)


def _result(
    timetable: Timetable,
    places: Places,
    bounds: problem.Vector,
    rounds: int,
    cut: bool,
    began: float,
) -> Schedule:
    values = costs(timetable, places)
    status = problem.OPTIMAL if values == bounds else problem.FEASIBLE
    return Schedule(places, values, bounds, status, NAME, rounds, cut, monotonic() - began)


def _news(best: problem.Vector, bounds: problem.Vector) -> Step:
    level = next((n for n in range(len(LEVELS)) if best[n] > bounds[n]), len(LEVELS) - 1)
    return Step(LEVELS[level], level + 1, len(LEVELS), best[level], bounds[level])


def _at_first(
    timetable: Timetable, until: float | None, stop: Stop | None
) -> tuple[Places, problem.Vector, bool]:
    """The best of some quick schedules, what none can be better than, and whether it is that."""
    found = min(
        (quick(timetable, n) for n in range(len(ORDERS))), key=lambda p: costs(timetable, p)
    )
    bounds: problem.Vector = floor(timetable)
    whole = as_problem(timetable)
    if whole is None:
        return found, bounds, costs(timetable, found) == bounds
    left = max(0.0, until - monotonic()) / 2 if until is not None else None
    answer = solve(whole, time_limit=left, stop=stop)
    bounds = max(bounds, answer.bounds)
    exact = {key: _place(timetable, option) for key, option in answer.chosen.items()}
    found = min(found, exact, key=lambda places: costs(timetable, places))
    return found, bounds, costs(timetable, found) == bounds


def _promising(timetable: Timetable, first: Places) -> Places:
    """Where the rounds begin: what they put right soon is no great matter there."""

    def promise(places: Places) -> int:
        lost, hurt, wishes = costs(timetable, places)
        return LOST * lost + HURT * hurt + wishes

    return min([first, *(quick(timetable, order) for order in range(len(ORDERS)))], key=promise)


# The engine's own words for it.


def as_problem(timetable: Timetable, most: int = SMALL) -> problem.Problem | None:
    """The same as a problem for the engine; None with more than *most* options.

    Of the wishes only waiting and the size of rooms are in it, as what ties meetings in pairs is
    not: its bounds hold for the whole all the same.
    """
    meetings = []
    left = most
    for meeting in timetable.meetings:
        rooms = fitting(timetable, meeting)
        left -= len(rooms) * sum(count for _, count in starts(timetable, meeting))
        if left < 0:
            return None
        meetings.append(
            problem.Meeting(
                meeting.key, tuple(_options(timetable, meeting)), (1, 0, 0),
                meeting.required, meeting.preferred - meeting.required, meeting.seats,
            )
        )  # fmt: skip
    level = 1 if timetable.by_grain else None
    return problem.Problem(LEVELS, tuple(meetings), preferred_level=level)


def _options(timetable: Timetable, meeting: Meeting) -> list[problem.Option]:
    wishes, first = timetable.wishes, first_grains(timetable)
    found = []
    for low, count in starts(timetable, meeting):
        day = sum(one <= low for one in first) - 1
        for start in range(low, low + count):
            mask = ((1 << meeting.grains) - 1) << (start - first[day])
            waiting = wishes.waiting * (start + meeting.grains - 1)
            for room in fitting(timetable, meeting):
                cost = waiting + wishes.smaller_room * seats_missed(timetable, room)
                found.append(problem.Option(day, mask, (0, 0, cost), room.key, day))
    return found


def _place(timetable: Timetable, option: problem.Option | None) -> Place | None:
    if option is None:
        return None
    start = first_grains(timetable)[option.day] + problem.grains_of(option.mask)[0]
    return Place(start, option.day, option.room)


def floor(timetable: Timetable) -> Standing:
    """What no schedule is better than: as if only rooms were scarce, the shortest meetings first.

    That all meetings can be placed is not said by it.
    """
    free = [0] * len(timetable.rooms)
    heapify(free)
    waiting = 0
    for grains in sorted(m.grains for m in timetable.meetings):
        if not free:
            return len(timetable.meetings), 0, 0
        over = free[0] + grains
        heapreplace(free, over)
        waiting += over - 1
    return 0, 0, waiting * timetable.wishes.waiting


# A schedule at once.


def _hardest(grid: Grid, number: int) -> tuple[int, ...]:
    asked = grid.asked[number]
    return len(asked.rooms), -asked.length * len(asked.required), number


def _large_first(grid: Grid, number: int) -> tuple[int, ...]:
    asked = grid.asked[number]
    return asked.length * asked.people.bit_count() < 100, asked.length, number


def _shortest(grid: Grid, number: int) -> tuple[int, ...]:
    return grid.asked[number].length, number


ORDERS = (_hardest, _large_first, _shortest)


def quick(timetable: Timetable, order: int = 0) -> Places:
    """Each meeting in turn at its cheapest place, in one of ``ORDERS``."""
    grid = Grid(timetable)
    for number in sorted(range(len(grid.asked)), key=lambda n: ORDERS[order](grid, n)):
        seat = grid.best(number)
        if seat is not None:
            grid.put(number, seat)
    return grid.places()
