"""Why a meeting cannot be placed: a set of demands that cannot hold together, and what frees it.

Looked for near by first: what shuts the meeting's own places, then the meetings that stand in
order with it, then those that want the same people or rooms. Every demand of the set is
necessary: without it the others can be met.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from planner.cases import Case
from planner.demanded import Barred, Demands, Ground, hold
from planner.fitting import Undecided
from planner.hitting import by_size
from planner.occupied import STANDS, beside
from planner.problem import Option, Problem

__all__ = ["Barred", "Conflict", "Relaxed", "Wish", "conflict", "place_of"]

MOST = 4  # demands in a relaxation
CROWD = 12  # others that may move in the search for a smaller conflict
WAYS = 40  # sets of demands tried before it is left at what was found


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Demands whose dropping frees the meeting, and the cheapest place it could then take.

    *days* is where those that may move could stand then, by their keys.
    """

    demands: tuple[str, ...]
    option: Option
    days: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands that cannot hold together, and the smallest relaxations, fewest demands first.

    Every demand is necessary where *proven*; else the search ended before it could be told.
    """

    demands: tuple[str, ...]
    relaxations: tuple[Relaxed, ...]
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """What a relaxation may drop: nothing of *firm*, and rather what has less *strength*.

    Of demands that shut the same places a conflict names the one of more *strength*.
    """

    firm: Demands = frozenset()
    strength: Mapping[str, int] = field(default_factory=dict)
    top: int = 4

    def order(self, demands: Collection[str]) -> tuple[int, int, list[str]]:
        """Fewest demands first, then the weakest."""
        return len(demands), sum(self.strength.get(d, 0) for d in demands), sorted(demands)


Shut = Mapping[str, tuple[Barred, ...]]


def conflict(
    problem: Problem,
    key: str,
    barred: Shut,
    *,
    standing: Mapping[str, Option] | None = None,
    wish: Wish | None = None,
) -> Conflict | None:
    """Why the meeting of that key cannot be placed beside the others; None where it can.

    *standing* is where a plan has the others: they stay there, "stands:KEY", but for those in
    order with it; if they could not make room anywhere else either, that is told instead. Without
    it, or where rooms go without names, all may stand anywhere. Where the others cannot all be
    held anyhow, some are left out.
    """
    wish = wish or Wish()
    if standing is None or problem.rooms:
        return _free(_held(problem, key, standing), key, barred, wish)
    found = _free(*beside(problem, key, barred, standing), wish)
    crowd = [d.removeprefix(STANDS) for d in found.demands if d[:7] == STANDS] if found else []
    if found is None or not 0 < len(crowd) <= CROWD:
        return found
    tighter = _tighter(problem, key, barred, [k for k in standing if k in crowd], wish)
    if tighter is None or len(tighter) > len(found.demands) + 1:
        return found
    return Conflict(tighter, found.relaxations, found.proven)


def place_of(
    problem: Problem, key: str, barred: Shut, standing: Mapping[str, Option] | None = None
) -> Option | None:
    """The cheapest place found for a meeting that has no conflict with the others."""
    if standing is not None and not problem.rooms:
        problem, key, barred = beside(problem, key, barred, standing)
    case = _case(problem, key, barred, Wish())
    try:
        return case.place if case.demands() is None else None
    except Undecided:
        return None


def _held(problem: Problem, key: str, standing: Mapping[str, Option] | None) -> Problem:
    """The problem without those that have no place in the plan."""
    if standing is None:
        return problem
    kept = tuple(m for m in problem.meetings if m.key == key or m.key in standing)
    return replace(problem, meetings=kept)


def _free(problem: Problem, key: str, barred: Shut, wish: Wish) -> Conflict | None:
    """The same with all others free to stand anywhere."""
    case = _case(problem, key, barred, wish)
    try:
        demands = case.demands()
    except Undecided:
        return Conflict(tuple(hold(k) for k in case.reach), (), proven=False)
    if demands is None:
        return None
    return Conflict(demands, tuple(_relaxations(case, demands, wish)))


def _case(problem: Problem, key: str, barred: Shut, wish: Wish) -> Case:
    others = [m.key for m in problem.meetings if m.key != key]
    return Case(Ground(problem, barred), key, others, wish.strength)


def _tighter(
    problem: Problem, key: str, barred: Shut, crowd: list[str], wish: Wish
) -> tuple[str, ...] | None:
    """A conflict that holds wherever those of the *crowd* stand, if there is one."""
    ground = Ground(problem, barred)
    tied = [k for k in ground.tied(key) if k != key]
    case = Case(ground, key, [*tied, *(k for k in crowd if k not in tied)], wish.strength)
    try:
        return case.demands()
    except Undecided:
        return None


def _relaxations(case: Case, demands: Collection[str], wish: Wish) -> Iterator[Relaxed]:
    """What frees the meeting, fewest demands first.

    It meets every set that cannot hold together; where a guess does not free the meeting, that
    shows a further such set.
    """
    sets = [_loose(case, demands, wish)]
    found: list[Demands] = []
    for _ in range(WAYS):
        best = _next(sets, found, wish)
        if best is None or len(found) == wish.top:
            return
        freer = case.without(best)
        try:
            more = freer.demands()
        except Undecided:
            found.append(best)  # not to be tried again
            continue
        if more is not None:
            sets.append(_loose(case, more, wish))
            continue
        found.append(best)
        assert freer.place is not None
        yield Relaxed(tuple(sorted(best)), freer.place, freer.plan)


def _loose(case: Case, demands: Collection[str], wish: Wish) -> Demands:
    return frozenset(demands) - {hold(case.key)} - wish.firm


def _next(sets: list[Demands], found: list[Demands], wish: Wish) -> Demands | None:
    """The best set that meets all *sets* and goes beyond none *found*."""
    for equals in by_size(sets, MOST):
        left = [one for one in equals if not any(other <= one for other in found)]
        if left:
            return min(left, key=wish.order)
    return None
