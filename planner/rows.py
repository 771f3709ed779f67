"""The rows of a problem: what a solver is given, as arrays; the columns are the options.

After a column for each option and one for each meeting not held come those that count what is
only wanted. Sums over *all* options on one side of a day, instead of pairs of options, make the
relaxation almost whole, so that its bound is nearly always the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.problem import Cap, Gap, Problem, Spacing, Vector

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
class _Draft:
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


def build(problem: Problem) -> Model:
    """The rows of a problem, for levels in their order."""
    draft = _Draft(problem)
    for meeting in problem.meetings:
        draft.first.append(len(draft.costs))
        for option in meeting.options:
            draft.column(option.cost)
        draft.column(meeting.unplaced)
        draft.row(range(draft.first[-1], len(draft.costs)), 1.0)
        draft.low[-1] = 1.0
    placed = len(draft.costs)
    groups = _groups(problem)
    for group in groups:
        _one_at_a_time(draft, group)
    _rooms(draft, groups)
    _tie(draft)
    return _finished(draft, placed)


def _tie(draft: _Draft) -> None:
    problem = draft.problem
    number = {meeting.key: at for at, meeting in enumerate(problem.meetings)}
    for gap in problem.gaps:
        if gap.first in number and gap.then in number:
            _gap(draft, gap, number)
    for spacing in problem.spacings:
        if spacing.one in number and spacing.other in number:
            _spacing(draft, spacing, number)
    for cap in problem.caps:
        _cap(draft, cap, number)
    if problem.preferred_level is not None:
        _preferred(draft, problem.preferred_level)


def _finished(draft: _Draft, placed: int) -> Model:
    costs = np.array(draft.costs, dtype=np.int64).reshape(-1, len(draft.problem.levels)).T
    whole = np.zeros(costs.shape[1], dtype=bool)
    whole[:placed] = True
    return Model(
        problem=draft.problem, first=draft.first, costs=np.ascontiguousarray(costs),
        upper=np.array(draft.upper), starts=np.array(draft.starts, dtype=np.int64),
        index=np.array(draft.index, dtype=np.int64), value=np.array(draft.value),
        low=np.array(draft.low), high=np.array(draft.high), whole=whole,
    )  # fmt: skip


# Nobody sits in two places, and a room holds one meeting.


def _groups(problem: Problem) -> list[tuple[int, ...]]:
    """Sets of meetings that share an attendee, each only where no larger one says it already."""
    attended: dict[str, list[int]] = defaultdict(list)
    for at, meeting in enumerate(problem.meetings):
        for who in meeting.attendees:
            attended[who].append(at)
    return maximal(attended.values())


def maximal(sets: Iterable[Sequence[int]]) -> list[tuple[int, ...]]:
    """The sets of two or more that are part of no other, in a fixed order."""
    distinct = sorted({tuple(s) for s in sets if len(s) > 1}, key=lambda s: (-len(s), s))
    kept: list[tuple[int, ...]] = []
    bits: list[int] = []
    for one in distinct:
        mask = sum(1 << at for at in one)
        if not any(mask & other == mask for other in bits):
            kept.append(one)
            bits.append(mask)
    return kept


Timed = tuple[int, int, int, int]  # first grain, last grain, column, meeting


def _by_day(draft: _Draft, group: Iterable[int], room: str | None) -> dict[int, list[Timed]]:
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


def _one_at_a_time(draft: _Draft, group: Iterable[int], room: str | None = None) -> None:
    for timed in _by_day(draft, group, room).values():
        for columns in _cliques(timed):
            draft.row(columns, 1.0)


def _cliques(timed: list[Timed]) -> Iterator[list[int]]:
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


def _rooms(draft: _Draft, groups: list[tuple[int, ...]]) -> None:
    """One meeting at a time in a named room; of the others no more than there are rooms for."""
    users: dict[str, list[int]] = defaultdict(list)
    for at, meeting in enumerate(draft.problem.meetings):
        for room in sorted({o.room for o in meeting.options if o.room}):
            users[room].append(at)
    for room, meetings in users.items():
        if len(meetings) > 1 and not any(set(meetings) <= set(group) for group in groups):
            _one_at_a_time(draft, meetings, room)
    sizes = sorted(draft.problem.rooms)
    for at, size in enumerate(sizes):
        below = sizes[at - 1] if at else -1
        if size == below:
            continue
        large = [
            n for n, m in enumerate(draft.problem.meetings)
            if m.seats > below and any(not o.room for o in m.options)
        ]  # fmt: skip
        _share(draft, large, len(sizes) - at)


def _share(draft: _Draft, meetings: list[int], rooms: int) -> None:
    """At no time more of these meetings than there are rooms large enough for the least of them."""
    if len(meetings) <= rooms:
        return
    for timed in _by_day(draft, meetings, "").values():
        for columns in _cliques(timed):
            if len(columns) > rooms:
                draft.row(columns, float(rooms))


# Order, distance, and how many in a week.


def _columns_by_day(draft: _Draft, at: int, working: bool = False) -> dict[int, list[int]]:
    days: dict[int, list[int]] = defaultdict(list)
    for number, option in enumerate(draft.problem.meetings[at].options):
        days[option.number if working else option.day].append(draft.first[at] + number)
    return dict(sorted(days.items()))


def _gap(draft: _Draft, gap: Gap, number: dict[str, int]) -> None:
    first = _columns_by_day(draft, number[gap.first], gap.working)
    then = _columns_by_day(draft, number[gap.then], gap.working)
    extra = [draft.column(gap.cost)] if gap.cost else []
    for day in first:
        if gap.least is not None:
            late = _between(first, day, FAR)
            draft.row([*late, *_between(then, -FAR, day + gap.least - 1)], 1.0, extra)
        if gap.most is not None:
            early = _between(first, -FAR, day)
            draft.row([*early, *_between(then, day + gap.most + 1, FAR)], 1.0, extra)


def _between(days: dict[int, list[int]], low: int, high: int) -> list[int]:
    return [c for day, columns in days.items() if low <= day <= high for c in columns]


def _spacing(draft: _Draft, spacing: Spacing, number: dict[str, int]) -> None:
    """A column for each missing day: they are too near for 1, 2, ... days."""
    one = _columns_by_day(draft, number[spacing.one])
    other = _columns_by_day(draft, number[spacing.other])
    near = min((abs(a - b) for a in one for b in other), default=FAR)
    for days in range(near + 1, spacing.days + 1):
        extra = draft.counting(
            count=days == spacing.days, count_at=spacing.count, depth=1, depth_at=spacing.depth
        )
        for day in sorted({*one, *other}):
            a, b = (_between(side, day, day + days - 1) for side in (one, other))
            if a and b:
                draft.row([*a, *b], 1.0, [extra])


def _cap(draft: _Draft, cap: Cap, number: dict[str, int]) -> None:
    inside = []
    meetings = 0
    for at in sorted(number[key] for key in cap.members if key in number):
        held = [
            draft.first[at] + n
            for n, option in enumerate(draft.problem.meetings[at].options)
            if cap.holds(option.day)
        ]
        inside += held
        meetings += bool(held)
    if meetings <= cap.free:
        return
    over = range(max(1, cap.free + 1), meetings + 1)
    extra = [
        draft.counting(count=1, count_at=cap.count, depth=n - cap.free, depth_at=cap.depth)
        for n in over
    ]
    draft.row(inside, float(max(0, cap.free)), extra)


def _preferred(draft: _Draft, level: int) -> None:
    """For each grain at which preferred people are wanted twice, how often."""
    attended: dict[str, list[int]] = defaultdict(list)
    for at, meeting in enumerate(draft.problem.meetings):
        for who in meeting.attendees | meeting.preferred:
            attended[who].append(at)
    alike: dict[tuple[int, ...], int] = defaultdict(int)
    for who in sorted(set().union(*(m.preferred for m in draft.problem.meetings))):
        alike[tuple(attended[who])] += 1
    for group, people in alike.items():
        _counted(draft, group, people, level)


def _counted(draft: _Draft, group: tuple[int, ...], people: int, level: int) -> None:
    for timed in _by_day(draft, group, None).values():
        for grain in sorted({g for low, last, _, _ in timed for g in range(low, last + 1)}):
            at = [t for t in timed if t[0] <= grain <= t[1]]
            if any(t[3] != at[0][3] for t in at):
                extra = draft.counting(float(len(group)), count=people, count_at=level)
                draft.row([t[2] for t in at], 1.0, [extra])
