"""What if: the values a plan is computed from, with what is assumed among them.

An assumption changes facts, days, rooms and numbers, never a rule: what follows from it is what
would follow had staff entered it, and every date that rests on one says so (Basis.ASSUMED).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.anchor import Anchor, Basis
from planner.assumed import (
    KINDS,
    Assumption,
    AssumptionError,
    CrisisArises,
    ExpiryMoved,
    HolidayDeclared,
    NumberChanged,
    ReportLate,
    RoomLost,
    checked,
    from_json,
    say,
    to_json,
)
from planner.cycle import Cycle, NoSuchCycle, cycle_of
from planner.known import ASSUMED, ROLLOVER, Happening, MandateFact, MilestoneFact, MissionFacts
from planner.register import Register, RegisterError
from planner.slots import GRAIN, Busy, Place
from planner.workdays import Closure, Holiday, Workdays, say_date

__all__ = [
    "KINDS", "Assumption", "AssumptionError", "CrisisArises", "ExpiryMoved", "HolidayDeclared",
    "NumberChanged", "ReportLate", "RoomLost", "busy_assuming", "checked", "continued_key",
    "facts_assuming", "from_json", "is_sent", "places_assuming", "register_assuming", "say",
    "superseded", "to_json", "workdays_assuming",
]  # fmt: skip

WHOLE_DAY = (1 << (24 * 60 // GRAIN)) - 1


def facts_assuming(
    facts: MissionFacts,
    assumptions: Iterable[Assumption],
    as_of: date,
    workdays: Workdays,
    register: Register,
) -> MissionFacts:
    """What would be recorded of the mission on *as_of*; others' assumptions change nothing.

    *workdays* and *register* are those assumed: the report is late by the date they give. One
    that is recorded as sent is not late. Raises AssumptionError for a cycle that is not known.
    """
    for one in assumptions:
        if getattr(one, "mission", "") != facts.mission:
            continue
        match one:
            case ReportLate():
                facts = _late(facts, one, as_of, workdays, register)
            case ExpiryMoved():
                facts = _continued(facts, one, as_of, workdays, register)
            case CrisisArises(on=on):
                crisis = Happening("crisis", "assumed crisis", on, None, min(on, as_of))
                facts = replace(facts, happenings=(*facts.happenings, crisis))
    return facts


def _late(
    facts: MissionFacts, late: ReportLate, as_of: date, workdays: Workdays, register: Register
) -> MissionFacts:
    """The due date as staff would enter it: a milestone learnt on the day asked."""
    anchors = _cycle(facts, late, as_of, workdays, register).anchors
    due = anchors["report_due"]
    if due.on is None or is_sent(anchors, as_of):
        return facts
    said = f"assumed {late.days} day{'s' * (late.days != 1)} late; due {say_date(due.on)}"
    stone = MilestoneFact(
        late.component, late.expiry, "report_due", due.on + timedelta(days=late.days), None,
        as_of, f"{said}, {due.source}" if due.source else said, confidence=ASSUMED,
    )  # fmt: skip
    planned = ("advance_copy", "report_issued")  # to come: put off with the report
    kept = (
        one
        for one in facts.milestones
        if one.kind not in planned
        or (one.component, one.expires_on) != (late.component, late.expiry)
        or one.on < as_of
    )
    return replace(facts, milestones=(*kept, stone))


def is_sent(anchors: Mapping[str, Anchor], as_of: date) -> bool:
    """Whether the report is recorded as sent by that day, not only as due on a recorded day."""
    due, sent = anchors["report_due"], anchors["report_transmitted"]
    if sent.basis is not Basis.RECORDED or sent.on is None or sent.on > as_of:
        return False
    return sent.on < as_of or (sent.on, sent.source) != (due.on, due.source)


def _continued(
    facts: MissionFacts, moved: ExpiryMoved, as_of: date, workdays: Workdays, register: Register
) -> MissionFacts:
    """A technical rollover adopted on the day asked; the cycle it continues stays as it was."""
    _cycle(facts, moved, as_of, workdays, register)
    rollover = MandateFact(
        moved.component, "assumed technical rollover", as_of, moved.expiry + timedelta(days=1),
        moved.to, ROLLOVER, ASSUMED,
    )  # fmt: skip
    return replace(facts, mandates=(*facts.mandates, rollover))


def _cycle(
    facts: MissionFacts,
    of: ReportLate | ExpiryMoved,
    as_of: date,
    workdays: Workdays,
    register: Register,
) -> Cycle:
    try:
        return cycle_of(
            facts, as_of=as_of, workdays=workdays, register=register, component=of.component,
            expiry=of.expiry,
        )  # fmt: skip
    except NoSuchCycle as error:
        raise AssumptionError(f"{say(of)}: {error}") from error


def superseded(assumptions: Iterable[Assumption], mission: str) -> frozenset[tuple[str, date]]:
    """(component, expiry) of cycles a rollover is assumed to continue: what they still lack is
    called for by the rollover's own cycle, no longer by them."""
    return frozenset(
        (one.component, one.expiry)
        for one in assumptions
        if isinstance(one, ExpiryMoved) and one.mission == mission
    )


def continued_key(key: str, assumptions: Iterable[Assumption]) -> str:
    """The key of a need in the cycle that calls for it now: that of a rollover, where one is
    assumed to continue its own (keys are mission/component/expiry/need)."""
    for one in assumptions:
        if isinstance(one, ExpiryMoved):
            cycle = f"{one.mission}/{one.component}/"
            own = f"{cycle}{one.expiry.isoformat()}/"
            if key.startswith(own):
                key = f"{cycle}{one.to.isoformat()}/{key.removeprefix(own)}"
    return key


def workdays_assuming(workdays: Workdays, assumptions: Iterable[Assumption]) -> Workdays:
    """With the holidays declared; in a year without a list they are closures, so that the year
    stays provisional."""
    listed = {h.on.year for h in workdays.holidays if h.kind == "official"}
    holidays, closures = [], []
    for one in assumptions:
        if isinstance(one, HolidayDeclared):
            name = f"{one.name or 'holiday'} (assumed)"
            if one.on.year in listed:
                holidays.append(Holiday(one.on, name))
            else:
                closures.append(Closure(one.on, one.on, name))
    if not holidays and not closures:
        return workdays
    return replace(
        workdays,
        holidays=(*workdays.holidays, *holidays),
        closures=(*workdays.closures, *closures),
    )


def register_assuming(
    register: Register, assumptions: Iterable[Assumption], mission: str = ""
) -> Register:
    """With the numbers changed for all and for *mission*, the mission's own last."""
    changed = [n for n in assumptions if isinstance(n, NumberChanged)]
    own = [n for n in changed if not n.mission] + [n for n in changed if n.mission == mission != ""]
    try:
        return register.with_numbers({n.key: (n.value, "assumed") for n in own})
    except RegisterError as error:
        raise AssumptionError(str(error)) from error


def places_assuming(
    places: Sequence[Place], assumptions: Iterable[Assumption], first: date, last: date
) -> tuple[Place, ...]:
    """Without the rooms that are lost from *first* to *last* whole; see :func:`busy_assuming`."""
    lost = {
        one.room
        for one in assumptions
        if isinstance(one, RoomLost) and one.first <= first and last <= one.last
    }
    return tuple(place for place in places if place.key not in lost)


def busy_assuming(assumptions: Iterable[Assumption], first: date, last: date) -> Iterator[Busy]:
    """A room lost is busy all day long, on each day of it from *first* to *last*."""
    for one in assumptions:
        if isinstance(one, RoomLost):
            day, end = max(first, one.first), min(last, one.last)
            while day <= end:
                yield Busy(
                    day, WHOLE_DAY, "the room cannot be used (assumed)", room=one.room,
                    span=(one.first, one.last),
                )  # fmt: skip
                day += timedelta(days=1)
