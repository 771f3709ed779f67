"""The best whole plan at one level, looked for among the options the relaxation likes best.

An option's reduced cost is what the level loses, at least, where that option is taken. So a plan
among those below some measure that loses no more than this measure is the best of all.
"""

from __future__ import annotations

import numpy as np

from planner.draft_rows import Floats, Ints
from planner.solver import EPSILON, Infeasible, OutOfTime, Relaxed, Rows, tolerance

TIMES, MORE = 3, 100  # of the options that lose nothing, so many and more are looked at first


class Late(OutOfTime):
    """Out of time with a whole plan in hand, which may not be the best."""

    def __init__(self, plan: Floats | None) -> None:
        super().__init__()
        self.plan = plan


def best_whole(rows: Rows, cost: Ints, found: Relaxed) -> Floats:
    """The best whole plan for *cost*, of which *found* is the relaxation.

    Raises Infeasible where there is none and Late; the rows are left as they were.
    """
    free = (rows.upper > rows.lower) & rows.model.whole
    losses = np.where(free, np.maximum(found.reduced, 0.0), 0.0)
    steps = np.sort(losses[free])
    looked_at = TIMES * int((steps < EPSILON).sum()) + MORE
    state = rows.state()
    while True:
        all_of_them = looked_at >= len(steps)
        most = np.inf if all_of_them else float(steps[looked_at])
        rows.close(losses > most + EPSILON)
        plan = _whole_or_none(rows, cost, all_of_them)
        rows.restore(state)
        if plan is None:
            looked_at *= 4
            continue
        lost = float(cost @ plan) - found.value
        if lost < most + 1 - EPSILON:  # whole numbers: one that loses more loses one more
            return plan
        looked_at = max(looked_at + 1, int((steps <= lost + EPSILON).sum()))


def _whole_or_none(rows: Rows, cost: Ints, last: bool) -> Floats | None:
    """None where there is none yet. Raises Infeasible where it is the *last* hope, and Late."""
    line = cost.astype(np.float64)
    try:
        plan, bound = rows.whole(line)
    except Infeasible:
        if not last:
            return None
        plan, bound = rows.whole(line, presolve=False)
    if plan is None or round(float(cost @ plan)) > np.ceil(bound - tolerance(bound)):
        raise Late(plan)
    return plan
