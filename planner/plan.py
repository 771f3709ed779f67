"""Many consultations at once: all that is called for, placed together, proven and explained.

Pure values in, pure values out. The windows and findings are those of one proposal's page, and
what is best is the same tuple, added up; ``planner.solving`` finds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import monotonic

from planner.beside import Beside, Fixed
from planner.demands import Demand, Relaxation, explain, standing_conflicts
from planner.findings import Finding
from planner.judging import Mark
from planner.levels import Style
from planner.placing import Placing
from planner.problem import OPTIMAL, Answer
from planner.proposals import Order, order_of, worst
from planner.slots import Slot
from planner.solver import Stop
from planner.solving import GREEDY, Progress, solve
from planner.wanted import Wanted, slot_of, standing_marks

INFEASIBLE = "infeasible"
MISSED = (
    "No solver is installed: each consultation was placed in turn at its best slot, and nothing is "
    "proven. Another plan may place more, or break fewer recommendations. Install highspy."
)
LATE = "The time was up: the plan is the best found so far, within the bounds shown."
STOPPED = "It was stopped: the plan is the best found so far, within the bounds shown."


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a consultation stands in a plan, its findings beside the others, and its own tuple.

    *booked* names the consultation that stands already; *moved_from* is its place in the plan
    kept; *marks* are kept with a plan, to see later whether a place is as good as it was.
    """

    key: str
    mission: str
    component: str
    expiry: date | None
    kind: str
    need: str
    slot: Slot
    findings: tuple[Finding, ...]
    order: Order
    marks: tuple[Mark, ...] = ()
    kept: bool = False
    pinned: bool = False
    booked: str = ""
    moved_from: Slot | None = None

    @property
    def verdict(self) -> str:
        return worst(self.findings)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What could not be placed: demands that cannot hold together, and what would free it."""

    key: str
    mission: str
    component: str
    expiry: date | None
    kind: str
    need: str
    because: tuple[Demand, ...]
    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """What a plan costs at one level, and what no plan can be better than."""

    name: str
    value: int
    bound: int


@dataclass(frozen=True)
class Plan:
    """A plan with its proof: optimal, feasible (stopped early, or no solver), or infeasible.

    Infeasible only where what is booked breaks a *must*; then too the rest is placed.
    """

    status: str
    levels: tuple[Level, ...]
    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    conflicts: tuple[tuple[Demand, ...], ...]
    engine: str
    missed: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def conflict(self) -> tuple[Demand, ...]:
        """The first set of demands that what is booked cannot hold together."""
        return next(iter(self.conflicts), ())

    @property
    def slots(self) -> dict[str, Slot]:
        """Where each consultation stands, by its key; what is booked apart."""
        return {p.key: p.slot for p in self.placements if not p.booked}


def plan(
    wanted: Sequence[Wanted],
    fixed: Sequence[Fixed] = (),
    *,
    as_of: date,
    style: Style | None = None,
    locked: frozenset[date] = frozenset(),
    time_limit: float | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Plan:
    """The best plan for all that is *wanted*, around what is *fixed*.

    *style* says what comes first where a plan is kept (``Wanted.kept``). *time_limit* in seconds;
    out of time, the best plan found with its bounds. The same input gives the same plan.
    """
    started = monotonic()
    placing = Placing(tuple(sorted(wanted, key=lambda w: w.key)), as_of, style, locked)
    problem = placing.problem
    judged = monotonic() - started
    answer = solve(problem, time_limit=time_limit, progress=progress, stop=stop)
    solved = monotonic()
    found = _said(placing, fixed, answer)
    if found.missed == LATE and stop and stop():
        found = replace(found, missed=STOPPED)
    said = monotonic() - solved
    return replace(found, seconds={"judging": judged, **found.seconds, "explain": said})


def _said(placing: Placing, fixed: Sequence[Fixed], answer: Answer) -> Plan:
    """The answer to a problem as a plan, in words and findings."""
    slots = {key: slot_of(option) for key, option in answer.chosen.items() if option}
    placements = placed(placing, slots) + tuple(_standing(one) for one in fixed)
    nowhere = [one for one in placing.wanted if one.key not in slots]
    conflicts = standing_conflicts(fixed)
    return Plan(
        status=INFEASIBLE if conflicts else answer.status,
        levels=_levels(answer, placing),
        placements=tuple(sorted(placements, key=lambda p: (p.slot.starts_at, p.key))),
        unplaced=tuple(_unplaced(one, placing, slots) for one in nowhere),
        conflicts=conflicts,
        engine=answer.engine,
        missed=_missed(answer),
        seconds=dict(zip(("build", "solve"), answer.seconds, strict=True)),
    )


def placed(
    placing: Placing, slots: Mapping[str, Slot], key: str | None = None
) -> tuple[Placement, ...]:
    """The placements at these *slots* (or that of one *key*), each judged beside the others."""
    beside = Beside(placing, slots)
    return tuple(
        _placement(one, slots[one.key], beside, placing)
        for one in placing.wanted
        if one.key in slots and key in (None, one.key)
    )


def _placement(wanted: Wanted, slot: Slot, beside: Beside, placing: Placing) -> Placement:
    bench = beside.bench(wanted)
    kept = wanted.kept == slot
    return Placement(
        key=wanted.key, mission=wanted.mission, component=wanted.component, expiry=wanted.expiry,
        kind=wanted.kind, need=wanted.bench.need.id, slot=slot, findings=bench.findings(slot),
        order=order_of(slot, bench), marks=standing_marks(placing.bench(wanted), slot), kept=kept,
        pinned=wanted.pinned, moved_from=None if kept else wanted.kept,
    )  # fmt: skip


def _standing(fixed: Fixed) -> Placement:
    return Placement(
        key=fixed.key, mission=fixed.mission, component=fixed.component, expiry=fixed.expiry,
        kind=fixed.kind, need=fixed.bench.need.id, slot=fixed.slot,
        findings=fixed.bench.findings(fixed.slot), order=order_of(fixed.slot, fixed.bench),
        kept=True, booked=fixed.reference,
    )  # fmt: skip


def _unplaced(wanted: Wanted, placing: Placing, slots: Mapping[str, Slot]) -> Unplaced:
    because, relaxations = explain(placing, slots, wanted.key)
    return Unplaced(
        wanted.key, wanted.mission, wanted.component, wanted.expiry, wanted.kind,
        wanted.bench.need.id, because, relaxations,
    )  # fmt: skip


def _levels(answer: Answer, placing: Placing) -> tuple[Level, ...]:
    """Values and bounds, read from the strongest level on: after the first gap none is known."""
    levels, reached = [], True
    for name, value, bound in zip(placing.levels.names, answer.values, answer.bounds, strict=True):
        levels.append(Level(name, value, bound if reached else 0))
        reached = reached and value == bound
    return tuple(levels)


def _missed(answer: Answer) -> str:
    if answer.engine == GREEDY:
        return MISSED
    if answer.status != OPTIMAL:
        return LATE
    return ""
