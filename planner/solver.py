"""The solver behind one small class: HiGHS, where it is installed. No other module imports it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.rows import Floats, Ints, Model

# Where it is not installed the plan is made by the greedy planner, and says so.
highspy: Any = import_module("highspy") if find_spec("highspy") else None

AVAILABLE = highspy is not None
NAME = f"HiGHS {highspy.Highs().version()}" if AVAILABLE else ""
EPSILON = 1e-6
EXACT = 1e-7  # to which the solver itself works
SIMPLEX_PRIMAL = 4

Stop = Callable[[], bool]


class OutOfTime(Exception):
    """The time is up, or somebody stopped it; what was found so far stands."""


class Infeasible(Exception):
    """Nothing keeps all rows."""


def tolerance(value: float) -> float:
    """How exact the value of a relaxation is."""
    return max(1e-4, 1e-9 * abs(value))


@dataclass
class Relaxed:
    """The optimum of a relaxation: its value, the columns, reduced costs and prices of rows."""

    value: float
    x: Floats
    reduced: Floats
    prices: Floats


class Rows:
    """The rows of one model in the solver, with columns that are closed as levels are solved."""

    def __init__(self, model: Model, until: float | None = None, stop: Stop | None = None) -> None:
        self.model, self.until, self.stop = model, until, stop
        self.upper, self.low, self.high = model.upper.copy(), model.low.copy(), model.high.copy()
        self.lower = np.zeros_like(self.upper)
        self._columns = np.arange(model.columns, dtype=np.int32)
        self._highs = highspy.Highs()
        for name, value in (
            ("output_flag", False), ("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):  # fmt: skip
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_lp(model))
        self._solved = False
        self._x: Floats | None = None  # found last, while it may still stand
        self._first: Any = None
        if stop:
            self._highs.HandleUserInterrupt = True
            self._highs.cbSimplexInterrupt += self._interrupt
            self._highs.cbMipInterrupt += self._interrupt

    def _interrupt(self, event: object) -> None:
        if self.stop and self.stop():
            self._highs.cancelSolve()

    def relax(self, cost: Floats | Ints) -> Relaxed:
        """The least *cost* with columns anywhere between their bounds.

        Raises OutOfTime and Infeasible.
        """
        self._in_time()
        same = self._as_before(cost)
        if same is not None:
            return same
        self._highs.changeColsCost(len(self._columns), self._columns, cost.astype(np.float64))
        self._highs.setOptionValue("simplex_strategy", SIMPLEX_PRIMAL if self._solved else 1)
        self._run()
        found = self._highs.getSolution()
        self._first = self._highs.getBasis() if self._first is None else self._first
        self._solved, self._x = True, np.array(found.col_value)
        return Relaxed(
            self._highs.getInfo().objective_function_value, self._x,
            np.array(found.col_dual), np.array(found.row_dual),
        )  # fmt: skip

    def _as_before(self, cost: Floats | Ints) -> Relaxed | None:
        """What was found last, where it is the best for this cost too; None: that is to be seen.

        It is where it costs nothing, or where the prices of its basis say so, which is known at
        a small part of what a solve takes.
        """
        model, x = self.model, self._x
        if x is None or len(self.low) > len(model.low):
            return None
        if cost.min(initial=0) >= 0 and float(cost @ x) < EPSILON:
            return Relaxed(0.0, x, cost.astype(np.float64), np.zeros(len(self.low)))
        prices = self._prices(cost)
        if prices is None:
            return None
        each = model.value * np.repeat(prices, np.diff(model.starts))
        sums = np.bincount(model.index, weights=each, minlength=model.columns)
        reduced = cost.astype(np.float64) - sums
        wrong = (reduced < -EXACT) & (x < self.upper - EXACT)
        wrong |= (reduced > EXACT) & (x > self.lower + EXACT)
        if wrong.any() or (prices[self.low < self.high] > EXACT).any():
            return None
        return Relaxed(float(cost @ x), x, reduced, prices)

    def _prices(self, cost: Floats | Ints) -> Floats | None:
        """The prices of the rows for this cost, by the basis found last."""
        known, basic = self._highs.getBasicVariables()
        if known != highspy.HighsStatus.kOk:
            return None
        basic = np.array(basic)
        of_basic = np.where(basic >= 0, cost[np.maximum(basic, 0)], 0).astype(np.float64)
        known, prices = self._highs.getBasisTransposeSolve(of_basic)
        return np.array(prices) if known == highspy.HighsStatus.kOk else None

    def hold(self, found: Relaxed) -> None:
        """From now on only what is as good: the face of all optima of this cost."""
        gone = (found.reduced > EPSILON) & (found.x < EPSILON)
        full = (found.reduced < -EPSILON) & (found.x > self.upper - EPSILON)
        self._bound_columns(np.flatnonzero(gone & (self.upper > 0)), 0.0, 0.0)
        for at in np.flatnonzero(full & (self.lower < self.upper)):
            self._bound_columns(np.array([at]), self.upper[at], self.upper[at])
        tight = np.flatnonzero((np.abs(found.prices) > EPSILON) & (self.low < self.high))
        for at in tight:
            side = self.high[at] if found.prices[at] < 0 else self.low[at]
            self._bound_row(int(at), side, side)

    def reset(self) -> None:
        """Every option open again; the next solve starts from where the first one ended."""
        model, added = self.model, np.arange(len(self.model.low), len(self.low), dtype=np.int32)
        if len(added):
            self._highs.deleteRows(len(added), added)
        self.upper, self.low, self.high = model.upper.copy(), model.low.copy(), model.high.copy()
        self.lower = np.zeros_like(self.upper)
        count, rows = len(self.low), np.arange(len(self.low), dtype=np.int32)
        self._highs.changeColsBounds(len(self._columns), self._columns, self.lower, self.upper)
        self._highs.changeRowsBounds(count, rows, self.low, self.high)
        if self._first is not None:
            self._highs.setBasis(self._first)
        self._solved, self._x = False, None

    def fix(self, column: int) -> None:
        """This option and no other."""
        self._x = None
        self._bound_columns(np.array([column]), 1.0, 1.0)

    def close(self, columns: NDArray[np.bool_]) -> None:
        """These options are no longer to be had."""
        self._x = None
        self._bound_columns(np.flatnonzero(columns & (self.upper > 0)), 0.0, 0.0)

    def keep_within(self, cost: Ints, found: Relaxed, most: int) -> None:
        """From now on only what costs *most* or less: no option whose reduced cost is higher."""
        spare = most - found.value
        if spare < tolerance(found.value):
            self.hold(found)
            return
        free = self.model.whole & (self.lower < self.upper)
        self.close(free & (found.reduced > spare + EPSILON))
        self.at_most(np.where(self.upper > 0, cost, 0), most)

    def state(self) -> tuple[Floats, ...]:
        """The bounds as they stand, for `restore`."""
        return self.lower.copy(), self.upper.copy(), self.low.copy(), self.high.copy()

    def restore(self, state: tuple[Floats, ...]) -> None:
        """The bounds as they stood; rows added since then say nothing more."""
        self._x = None
        lower, upper, low, high = state
        since = len(self.low) - len(low)
        low, high = np.append(low, [-np.inf] * since), np.append(high, [np.inf] * since)
        columns = np.flatnonzero((lower != self.lower) | (upper != self.upper)).astype(np.int32)
        if len(columns):
            self._highs.changeColsBounds(len(columns), columns, lower[columns], upper[columns])
        self.lower, self.upper = lower.copy(), upper.copy()
        for row in np.flatnonzero((low != self.low) | (high != self.high)):
            self._bound_row(int(row), low[row], high[row])

    def _bound_columns(self, columns: Ints, low: float, high: float) -> None:
        if not len(columns):
            return
        self.lower[columns], self.upper[columns] = low, high
        count = len(columns)
        self._highs.changeColsBounds(
            count, columns.astype(np.int32), np.full(count, low), np.full(count, high)
        )

    def _bound_row(self, row: int, low: float, high: float) -> None:
        self.low[row], self.high[row] = low, high
        self._highs.changeRowBounds(row, low, high)

    def at_most(self, cost: Ints, value: int) -> None:
        """One more row: this cost is no higher than *value*."""
        self._x = None
        columns = np.flatnonzero(cost).astype(np.int32)
        self._highs.addRow(-np.inf, float(value), len(columns), columns, cost[columns] * 1.0)
        self.low, self.high = np.append(self.low, -np.inf), np.append(self.high, float(value))

    def whole(self, cost: Floats, presolve: bool = True) -> tuple[Floats | None, float]:
        """The best whole plan found for *cost* (None: none yet) and the bound reached.

        Raises Infeasible where there is none; which the solver has been seen to say falsely
        with *presolve*.
        """
        open_columns = np.flatnonzero(self.model.whole).astype(np.int32)
        kinds = np.full(len(open_columns), 1, dtype=np.uint8)
        self._x, basis = None, self._highs.getBasis()
        self._highs.changeColsCost(len(self._columns), self._columns, cost.astype(np.float64))
        self._highs.changeColsIntegrality(len(open_columns), open_columns, kinds)
        self._highs.setOptionValue("presolve", "choose" if presolve else "off")
        try:
            return self._run_whole()
        finally:
            self._highs.setOptionValue("presolve", "choose")
            kinds[:] = 0
            self._highs.changeColsIntegrality(len(open_columns), open_columns, kinds)
            self._highs.clearSolver()
            self._highs.setBasis(basis)

    def _run_whole(self) -> tuple[Floats | None, float]:
        late = False
        try:
            self._run()
        except OutOfTime:
            late = True
        info = self._highs.getInfo()
        if late and info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None, info.mip_dual_bound
        found = np.array(self._highs.getSolution().col_value)
        return found, info.mip_dual_bound if late else info.objective_function_value

    def _in_time(self) -> float | None:
        """The seconds that are left, where there is a limit. Raises OutOfTime."""
        left = None if self.until is None else self.until - monotonic()
        if (left is not None and left <= 0) or (self.stop and self.stop()):
            raise OutOfTime
        return left

    def _run(self) -> None:
        left = self._in_time()
        if left is not None:
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt):
            raise OutOfTime
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            raise Infeasible


def _lp(model: Model) -> object:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.columns, len(model.low)
    lp.col_cost_ = np.zeros(model.columns)
    lp.col_lower_, lp.col_upper_ = np.zeros(model.columns), model.upper
    lp.row_lower_, lp.row_upper_ = model.low, model.high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.starts.astype(np.int32)
    lp.a_matrix_.index_ = model.index.astype(np.int32)
    lp.a_matrix_.value_ = model.value
    return lp
