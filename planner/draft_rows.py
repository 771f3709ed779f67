"""A model being written down row by row: its columns, their costs, and who stands when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
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
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

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
        self.index += columns
        self.value += [1.0] * (len(self.index) - len(self.value))
        self.index += minus
        self.value += [-1.0] * (len(self.index) - len(self.value))
        self.starts.append(len(self.index))
        self.low.append(-np.inf)
        self.high.append(high)


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


def cliques(timed: list[Timed]) -> Iterator[list[int]]:
    """The largest sets of options that share a moment, where they are of two meetings or more.

    They lie at moments at which one ends and, since the last such moment, one began.
    """
    ends = sorted({last for _, last, _, _ in timed})
    before = -1
    for moment in ends:
        if not any(before < low <= moment for low, _, _, _ in timed):
            continue
        before = moment
        at = [t for t in timed if t[0] <= moment <= t[1]]
        if any(t[3] != at[0][3] for t in at):
            yield [t[2] for t in at]
