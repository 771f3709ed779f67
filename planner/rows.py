"""The rows of a problem: what a solver is given, as arrays; the columns are the options.

After a column for each option and one for each meeting not held come those that count what is
only wanted. Sums over *all* options on one side of a day, instead of pairs of options, make the
relaxation almost whole, so that its bound is nearly always the answer.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain

import numpy as np

from planner.draft_rows import FAR, Draft, Floats, Ints, Model, by_day
from planner.place_rows import maximal, place_rows
from planner.problem import Cap, Gap, Problem, Spacing

__all__ = ["Floats", "Ints", "Model", "build", "maximal"]


def build(problem: Problem, seated: bool = False) -> Model:
    """The rows of a problem, for levels in their order; *seated* as in `place_rows`."""
    draft = Draft(problem)
    for meeting in problem.meetings:
        draft.first.append(len(draft.costs))
        draft.row(draft.columns([*(o.cost for o in meeting.options), meeting.unplaced]), 1.0)
        draft.low[-1] = 1.0
    place_rows(draft, seated)
    placed = len(draft.costs)
    _tie(draft)
    return _finished(draft, placed)


def _tie(draft: Draft) -> None:
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


def _finished(draft: Draft, placed: int) -> Model:
    flat = np.fromiter(chain.from_iterable(draft.costs), np.int64)
    costs = flat.reshape(len(draft.costs), len(draft.problem.levels)).T
    value = np.ones(len(draft.index))
    value[draft.negative] = -1.0
    whole = np.zeros(costs.shape[1], dtype=bool)
    whole[:placed] = True
    return Model(
        problem=draft.problem, first=draft.first, costs=np.ascontiguousarray(costs),
        upper=np.array(draft.upper), starts=np.array(draft.starts, dtype=np.int64),
        index=np.array(draft.index, dtype=np.int64), value=value,
        low=np.array(draft.low), high=np.array(draft.high), whole=whole,
    )  # fmt: skip


# Order, distance, and how many in a week.


def _gap(draft: Draft, gap: Gap, number: dict[str, int]) -> None:
    """A row for each day from which on, or up to which, more of the other's days are too near."""
    first = draft.days(number[gap.first], gap.working)
    then = draft.days(number[gap.then], gap.working)
    extra = [draft.column(gap.cost)] if gap.cost else []
    days = sorted({*first.days})
    known = 0
    for day in days if gap.least is not None else ():
        early = then.between(-FAR, day + (gap.least or 0) - 1)
        if len(early) > known:
            known = len(early)
            draft.row([*first.between(day, FAR), *early], 1.0, extra)
    known = 0
    for day in reversed(days) if gap.most is not None else ():
        late = then.between(day + (gap.most or 0) + 1, FAR)
        if len(late) > known:
            known = len(late)
            draft.row([*first.between(-FAR, day), *late], 1.0, extra)


def _spacing(draft: Draft, spacing: Spacing, number: dict[str, int]) -> None:
    """A column for each missing day: they are too near for 1, 2, ... days."""
    one, other = draft.days(number[spacing.one]), draft.days(number[spacing.other])
    every = sorted({*one.days, *other.days})
    near = min((abs(a - b) for a in {*one.days} for b in {*other.days}), default=FAR)
    for days in range(near + 1, spacing.days + 1):
        extra = draft.counting(
            count=days == spacing.days, count_at=spacing.count, depth=1, depth_at=spacing.depth
        )
        for day in every:
            a, b = (side.between(day, day + days - 1) for side in (one, other))
            if a and b:
                draft.row([*a, *b], 1.0, [extra])


def _cap(draft: Draft, cap: Cap, number: dict[str, int]) -> None:
    inside: list[int] = []
    meetings = 0
    for at in sorted(number[key] for key in cap.members if key in number):
        held = draft.days(at).between(cap.first, cap.last)
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


def _preferred(draft: Draft, level: int) -> None:
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


def _counted(draft: Draft, group: tuple[int, ...], people: int, level: int) -> None:
    for timed in by_day(draft, group, None).values():
        for grain in sorted({g for low, last, _, _ in timed for g in range(low, last + 1)}):
            at = [t for t in timed if t[0] <= grain <= t[1]]
            if any(t[3] != at[0][3] for t in at):
                extra = draft.counting(float(len(group)), count=people, count_at=level)
                draft.row([t[2] for t in at], 1.0, [extra])
