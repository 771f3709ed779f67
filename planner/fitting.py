"""A place for every meeting of a small problem, or proof that there is none."""

from __future__ import annotations

from dataclasses import replace

from planner.greedy import Board
from planner.ordering import Days, spans
from planner.problem import Option, Problem
from planner.solver import AVAILABLE
from planner.solving import solve

TRIES = 1500  # places looked at before the solver is asked
ALONE = 200_000  # the same where no solver is installed
LIMIT = 1.0  # seconds for one question to the solver

Plan = dict[str, Option]


class Undecided(Exception):
    """More places would have to be looked at than is sensible, or more time taken."""


def placed(problem: Problem, first: str = "") -> Plan | None:
    """A place for every meeting, or None where they cannot all be held.

    A short search finds most answers; the rest is asked of the solver. Raises Undecided.
    """
    trimmed = _in_order(problem)
    if trimmed is None:
        return None
    try:
        return _searched(trimmed, first, TRIES if AVAILABLE else ALONE)
    except Undecided:
        if not AVAILABLE:
            raise
    answer = solve(trimmed, time_limit=LIMIT)
    found = {key: option for key, option in answer.chosen.items() if option is not None}
    if len(found) == len(trimmed.meetings):
        return found
    if not answer.bounds[0]:
        raise Undecided
    return None


def _in_order(problem: Problem) -> Problem | None:
    """The problem without the places that the order closes; None where it leaves one none."""
    spots = {m.key: Days.of((o.day, o.number) for o in m.options) for m in problem.meetings}
    open_spans = spans(spots, problem.gaps)
    if open_spans is None or not problem.gaps:
        return problem if open_spans is not None else None
    meetings = []
    for one in problem.meetings:
        low, high = open_spans[one.key]
        kept = tuple(o for o in one.options if low <= o.day <= high)
        meetings.append(replace(one, options=kept))
    return replace(problem, meetings=tuple(meetings))


def _searched(problem: Problem, first: str, tries: int) -> Plan | None:
    """Each meeting in turn at its first free place, and back where none is left."""
    board = Board(problem)
    order = sorted(problem.meetings, key=lambda m: (m.key != first, len(m.options), m.key))
    left = [tries]

    def found(at: int) -> bool:
        if at == len(order):
            return True
        meeting = order[at]
        for option in meeting.options:
            left[0] -= 1
            if left[0] < 0:
                raise Undecided
            if board.free(meeting, option):
                board.put(meeting, option)
                if found(at + 1):
                    return True
                board.put(meeting, None)
        return False

    if found(0):
        return {k: o for k, o in board.chosen.items() if o}
    if problem.rooms:  # who sits where is guessed in this search: it proves nothing
        raise Undecided
    return None
