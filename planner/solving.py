"""Solving a problem level by level, each proven before the next; stopped, it says how far it got.

The relaxation of a level gives its bound, and its reduced costs close every option that no best
plan can use. What is left at the end is nearly always whole; then every level is proven at once.
Where it is not, the way leads back to the last level at which a whole plan is to be had.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from planner.greedy import greedy
from planner.narrowing import Late, best_whole
from planner.problem import FEASIBLE, OPTIMAL, Answer, Cap, Option, Problem, Vector, evaluate
from planner.rows import Floats, Model, build
from planner.seating import seating
from planner.solver import (
    AVAILABLE,
    EPSILON,
    NAME,
    Infeasible,
    OutOfTime,
    Relaxed,
    Rows,
    Stop,
    tolerance,
)

GREEDY = "greedy"


@dataclass(frozen=True, slots=True)
class Step:
    """How far the solving got: the level at work, the best plan's value there, its bound."""

    level: str
    number: int
    of: int
    best: int | None
    bound: int | None


Progress = Callable[[Step], None]


def solve(
    problem: Problem,
    *,
    time_limit: float | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
    forced: Option | None = None,
    forced_key: str = "",
) -> Answer:
    """The best plan, level by level. *time_limit* in seconds; *stop* is polled.

    Out of time, the best plan found with the bounds reached: never an exception. With *forced*
    the meeting of that key takes that option. The same problem gives the same plan, in whatever
    order its meetings and options come.
    """
    started = monotonic()
    problem = in_order(problem)
    stays = {forced_key: forced} if forced is not None else {}
    if not AVAILABLE:
        return _without_solver(problem, stays, started, stop)
    until = started + time_limit if time_limit is not None else None
    answer = _searched(Search(build(problem), stays, until, progress, stop), started)
    if answer.status == OPTIMAL and seating(problem, answer.chosen) is None:
        model = build(problem, seated=True)  # rarely needed, and larger
        answer = _searched(Search(model, stays, until, progress, stop), started)
    return answer


class Forcing:
    """One problem solved again and again, each time with one meeting at another place."""

    def __init__(self, problem: Problem) -> None:
        self.problem = in_order(problem)
        self._model = build(self.problem) if AVAILABLE else None
        self._rows = Rows(self._model) if self._model else None

    def solve(self, key: str = "", option: Option | None = None) -> Answer:
        """As :func:`solve` with that option forced; without one the best plan."""
        if self._model is None:
            return solve(self.problem, forced=option, forced_key=key)
        stays = {key: option} if option is not None else {}
        search = Search(self._model, stays, None, None, None, self._rows)
        answer = _searched(search, monotonic())
        if seating(self.problem, answer.chosen) is None:
            return solve(self.problem, forced=option, forced_key=key)
        return answer


def _searched(search: Search, started: float) -> Answer:
    built = monotonic()
    try:
        search.run()
    except (OutOfTime, Infeasible):  # the latter where numbers are too large to be told apart
        search.give_up()
    return search.answer((built - started, monotonic() - built))


def in_order(problem: Problem) -> Problem:
    """The same problem, its meetings and options in an order that depends on nothing else."""
    meetings = tuple(
        replace(m, options=tuple(sorted(m.options, key=_place)))
        for m in sorted(problem.meetings, key=lambda m: m.key)
    )
    return replace(
        problem,
        meetings=meetings,
        gaps=tuple(sorted(problem.gaps, key=lambda g: (g.first, g.then, str(g)))),
        spacings=tuple(sorted(problem.spacings, key=lambda s: (s.one, s.other, str(s)))),
        caps=tuple(sorted(problem.caps, key=_span)),
    )


def _place(option: Option) -> tuple[int | str | Vector, ...]:
    mask = option.mask
    return option.day, mask & -mask, option.room, mask, option.number, option.cost


def _span(cap: Cap) -> tuple[int | list[str], ...]:
    return cap.first, cap.last, sorted(cap.members), cap.free, cap.count, cap.depth


def _column(model: Model, key: str, option: Option) -> int:
    at = next(n for n, m in enumerate(model.problem.meetings) if m.key == key)
    return model.first[at] + model.problem.meetings[at].options.index(option)


def _without_solver(
    problem: Problem, stays: Mapping[str, Option], started: float, stop: Stop | None
) -> Answer:
    chosen = greedy(problem, halt=stop, stays=stays)
    values = evaluate(problem, chosen)
    return Answer(chosen, values, floor(problem), FEASIBLE, GREEDY, (0.0, monotonic() - started))


def floor(problem: Problem) -> Vector:
    """What no plan can be better than, as far as each meeting alone can say: read as one tuple."""
    least = [min([m.unplaced, *(o.cost for o in m.options)]) for m in problem.meetings]
    return tuple(sum(at) for at in zip(*least, strict=True)) or (0,) * len(problem.levels)


class Search:
    """The way through the levels of one model."""

    def __init__(
        self, model: Model, stays: Mapping[str, Option], until: float | None,
        progress: Progress | None, stop: Stop | None, rows: Rows | None = None,
    ) -> None:  # fmt: skip
        self.model, self.until, self.progress, self.stop = model, until, progress, stop
        self.stays, self.shared = stays, rows
        self.live = [n for n, cost in enumerate(model.costs) if cost.any()] or [0]
        self.bounds: dict[int, int] = {}
        self._states: dict[int, tuple[Floats, ...]] = {}  # before each level
        self._relaxed: dict[int, Relaxed] = {}
        self._seen = 0  # levels gone through
        self._settled = -1  # the last level to which the way led back
        self._last: Relaxed | None = None
        self.best: Floats | None = None
        self.proven = False

    def run(self) -> None:
        """Through all levels. Raises OutOfTime, and Infeasible where nothing keeps all rows."""
        rows, at = self._rows(), 0
        while at < len(self.live) and not self._onward(rows, at):
            at = self._back(rows)
        self.proven = True

    def _rows(self) -> Rows:
        rows = self.shared or Rows(self.model, self.until, self.stop)
        if self.shared:
            rows.reset()
        for key, option in self.stays.items():
            rows.fix(_column(self.model, key, option))
        guess = self.model.problem.guess
        if guess:
            self._last = rows.relax(np.array(guess) @ self.model.costs)
        return rows

    def _onward(self, rows: Rows, number: int) -> bool:
        """The levels from that *number* on, as if a whole plan could be as good as each bound.

        Whether in the end there is one.
        """
        for at in range(number, len(self.live)):
            self._seen = at
            cost, state = self.model.costs[self.live[at]], rows.state()
            try:
                found = rows.relax(cost)
            except Infeasible:
                return False
            self._say(self.live[at], at, found)
            self._states[at], self._relaxed[at], self._seen = state, found, at + 1
            rows.keep_within(cost, found, self.bounds[self.live[at]])
        if self._last is None or not _whole(self._last.x, self.model):
            return False
        self.best = self._last.x
        return True

    def _back(self, rows: Rows) -> int:
        """No whole plan reaches all bounds: the last level at which one reaches those before it.

        What it is worth there is the best that is to be had. Returns the number of the next level.
        """
        for at in reversed(range(self._seen)):
            rows.restore(self._states[at])
            level, cost = self.live[at], self.model.costs[self.live[at]]
            try:
                self.best = best_whole(rows, cost, self._relaxed[at])
            except Infeasible:
                continue
            except Late as late:
                self.best = self.best if late.plan is None else late.plan
                raise
            self._bound(level, round(float(cost @ self.best)))
            if self._settled == at:  # the solver contradicts itself: what it found stands
                raise OutOfTime
            self._settled = at
            rows.keep_within(cost, self._relaxed[at], self.bounds[level])
            return at + 1
        raise Infeasible

    def _say(self, level: int, number: int, found: Relaxed) -> None:
        self._bound(level, int(np.ceil(found.value - tolerance(found.value))))
        self._last = found
        if self.progress:
            name = self.model.problem.levels[level]
            best = (
                round(float(self.model.costs[level] @ self.best)) if self.best is not None else None
            )
            self.progress(Step(name, number + 1, len(self.live), best, self.bounds[level]))

    def _bound(self, level: int, value: int) -> None:
        """Of a higher bound than was thought, what was said of later levels no longer holds."""
        if self.bounds.get(level, value) != value:
            self.bounds = {n: known for n, known in self.bounds.items() if n < level}
        self.bounds[level] = value

    def give_up(self) -> None:
        """Out of time: the better of what was found and what the greedy planner makes of it."""
        problem = self.model.problem
        leaning = _leaning(self.model, self._last.x) if self._last else {}
        self._found = greedy(problem, leaning, halt=self.stop, stays=self.stays)
        if self.best is not None:
            whole = _chosen(self.model, self.best)
            better = evaluate(problem, whole) <= evaluate(problem, self._found)
            if better and seating(problem, whole) is not None:
                self._found = whole

    def answer(self, seconds: tuple[float, float]) -> Answer:
        """The plan with its values counted anew from the problem, not from the rows."""
        problem = self.model.problem
        chosen = _chosen(self.model, self.best) if self.proven else self._found
        values = evaluate(problem, chosen)
        if self.proven:
            return Answer(chosen, values, values, OPTIMAL, NAME, seconds)
        bounds = max(floor(problem), self._reached())
        return Answer(chosen, values, bounds, FEASIBLE, NAME, seconds)

    def _reached(self) -> Vector:
        """The bounds of the levels gone through; of the others what each meeting costs at least."""
        problem = self.model.problem
        costs = [[m.unplaced, *(o.cost for o in m.options)] for m in problem.meetings]
        least = [sum(min(c[n] for c in own) for own in costs) for n in range(len(problem.levels))]
        return tuple(self.bounds.get(n, low) for n, low in enumerate(least))


def _whole(x: Floats, model: Model) -> bool:
    part = x[model.whole]
    return bool((np.abs(part - np.round(part)) < EPSILON).all())


def _chosen(model: Model, x: Floats | None) -> dict[str, Option | None]:
    assert x is not None, "a plan was found"
    return _leaning(model, x, keep_none=True)  # type: ignore[return-value]


def _leaning(model: Model, x: Floats, keep_none: bool = False) -> dict[str, Option]:
    """For each meeting the option that the columns favour."""
    found: dict[str, Option | None] = {}
    for first, meeting in zip(model.first, model.problem.meetings, strict=True):
        own = x[first : first + len(meeting.options)]
        at = int(np.argmax(own)) if len(own) else -1
        chosen = meeting.options[at] if at >= 0 and own[at] > 0.5 else None
        if chosen is not None or keep_none:
            found[meeting.key] = chosen
    return found  # type: ignore[return-value]
