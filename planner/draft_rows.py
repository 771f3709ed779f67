"""A model being written down row by row: its columns, their costs, and who stands when."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.problem import Problem, Vector

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FAR = 10**7  # beyond any day


@dataclass
class Model:
    """Rows in compressed form, bounds, and a line of costs for each level."""

    problem: Problem
    first: list[int]  # the first column of each meeting; the one after its options: not held
    costs: Ints  # levels x columns
    upper: Floats  # of columns; below they are 0
    starts: Ints
    index: Ints
    value: Floats
    low: Floats  # of rows
    high: Floats
    whole: NDArray[np.bool_]  # columns that are 0 or 1

    @property
    def columns(self) -> int:
        return int(self.costs.shape[1])


@dataclass
class Draft:
    """A model being written down."""

    problem: Problem
    first: list[int] = field(default_factory=list)
    costs: list[Vector] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: array[int] = field(default_factory=lambda: array("q"))
    negative: list[int] = field(default_factory=list)  # where in *index* minus one stands, not one
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    _days: dict[tuple[int, bool], Days] = field(default_factory=dict)

    def columns(self, costs: Sequence[Vector]) -> range:
        """Columns with these costs, each between 0 and 1."""
        before = len(self.costs)
        self.costs += costs
        self.upper += [1.0] * len(costs)
        return range(before, len(self.costs))

    def column(self, cost: Vector, upper: float = 1.0) -> int:
        self.costs.append(cost)
        self.upper.append(upper)
        return len(self.costs) - 1

    def counting(self, upper: float = 1.0, **at: int) -> int:
        """A column that costs *count* and *depth* at the levels ``count_at`` and ``depth_at``."""
        cost = [0] * len(self.problem.levels)
        for name in ("count", "depth"):
            if at.get(name):
                cost[at[f"{name}_at"]] += at[name]
        return self.column(tuple(cost), upper)

    def row(self, columns: Iterable[int], high: float, minus: Iterable[int] = ()) -> None:
        """The sum of *columns* less the sum of *minus* is at most *high*."""
        self.index.extend(columns)
        before = len(self.index)
        self.index.extend(minus)
        self.negative += range(before, len(self.index))
        self.starts.append(len(self.index))
        self.low.append(-np.inf)
        self.high.append(high)

    def days(self, at: int, working: bool = False) -> Days:
        """The columns of a meeting by their days, or by the numbers of their working days."""
        if (at, working) not in self._days:
            options = self.problem.meetings[at].options
            days = [o.number for o in options] if working else [o.day for o in options]
            self._days[at, working] = Days.of(days, self.first[at])
        return self._days[at, working]


@dataclass(frozen=True, slots=True)
class Days:
    """The columns of one meeting in the order of their days."""

    days: list[int]
    columns: list[int]

    @classmethod
    def of(cls, days: Sequence[int], first: int) -> Days:
        """Of columns from *first* on, that stand on these *days*."""
        order = sorted(range(len(days)), key=days.__getitem__)
        return cls([days[n] for n in order], [first + n for n in order])

    def between(self, low: int, high: int) -> list[int]:
        """The columns from one day to the other."""
        return self.columns[bisect_left(self.days, low) : bisect_right(self.days, high)]


Timed = tuple[int, int, int, int]  # first grain, last grain, column, meeting


def by_day(draft: Draft, group: Iterable[int], room: str | None) -> dict[int, list[Timed]]:
    """The options of a group by their day; of one *room*, where it is given."""
    days: dict[int, list[Timed]] = defaultdict(list)
    for at in group:
        column = draft.first[at]
        for option in draft.problem.meetings[at].options:
            if room is None or option.room == room:
                mask = option.mask
                low = (mask & -mask).bit_length() - 1
                days[option.day].append((low, mask.bit_length() - 1, column, at))
            column += 1
    return days


def cliques(timed: Iterable[Timed]) -> Iterator[list[int]]:
    """The largest sets of options that share a moment, where they are of two meetings or more.

    They lie at moments at which one ends and, since the last such moment, one began.
    """
    times: dict[tuple[int, int], list[Timed]] = defaultdict(list)
    for one in timed:
        times[one[:2]].append(one)
    before = -1
    for moment in sorted({last for _, last in times}):
        if any(before < low <= moment for low, _ in times):
            before = moment
            at = [t for (low, last), there in times.items() if low <= moment <= last for t in there]
            if any(t[3] != at[0][3] for t in at):
                yield [t[2] for t in at]
