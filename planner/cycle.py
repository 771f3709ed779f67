"""The dates of one mandate: the cycle that ends at an expiry, with what was known on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from planner.anchors import Anchor, anchors_of
from planner.known import (
    CHANGE,
    CLOSURE,
    MISSION_COMPONENT,
    ROLLOVER,
    MandateFact,
    MissionFacts,
)
from planner.register import Register
from planner.workdays import Workdays, say_date


@dataclass(frozen=True, slots=True)
class Cycle:
    """One renewal cycle: (mission, component, expiry) and its anchors by name."""

    mission: str
    component: str
    expires_on: date | None
    resolution: str
    kind: str
    continues: date | None
    others: tuple[tuple[str, date], ...]
    changes: tuple[MandateFact, ...]
    anchors: dict[str, Anchor]
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    starts_on: date | None = None
    adopted_on: date | None = None

    @property
    def final(self) -> bool:
        """The mandate is in its last period: no renewal is expected."""
        return self.kind == CLOSURE


def expiries(facts: MissionFacts, component: str | None = None) -> tuple[tuple[str, date], ...]:
    """Every (component, expiry) of the mission, in order of expiry; a change moves no expiry."""
    found = {
        (m.component, m.expires_on)
        for m in facts.mandates
        if m.kind != CHANGE and component in (None, m.component)
    }
    return tuple(sorted(found, key=lambda pair: (pair[1], pair[0])))


def next_expiry(facts: MissionFacts, component: str, as_of: date) -> date | None:
    """The first expiry on or after *as_of*, or the last known one."""
    days = [day for _, day in expiries(facts, component)]
    return next((day for day in days if day >= as_of), days[-1] if days else None)


class NoSuchCycle(ValueError):
    """The mission has no mandate known that ends on the day asked for."""


def cycle_of(
    facts: MissionFacts,
    *,
    as_of: date,
    workdays: Workdays,
    register: Register,
    component: str = "mission",
    expiry: date | None = None,
) -> Cycle:
    """The cycle ending at *expiry* (the next one by default) with what was known on *as_of*.

    Raises NoSuchCycle when no mandate known on that day ends on the *expiry* given, or when only
    other components have one.
    """
    known = facts.known(as_of)
    standing = next_expiry(known, component, as_of) if expiry is None else expiry
    if standing is None and (not known.mandates or component == MISSION_COMPONENT):
        return _no_cycle(known, component)
    mandate = _mandate_ending(known, component, standing) if standing else None
    if mandate is None:
        raise NoSuchCycle(_no_such(known, component, standing, as_of))
    cycle = _cycle_under(known, mandate, as_of, workdays, register)
    if mandate.expires_on >= as_of:
        return cycle
    said = say_date(mandate.expires_on)
    over = f"this cycle ended on {said}: nothing can be proposed for it any more"
    if expiry is None:
        over = f"the last expiry known is {said}: a later decision is not recorded"
    return replace(cycle, warnings=(*cycle.warnings, over))


def _cycle_under(
    known: MissionFacts, mandate: MandateFact, as_of: date, workdays: Workdays, register: Register
) -> Cycle:
    """The cycle that *mandate* set, from facts already cut to what was known on *as_of*."""
    anchors, unknown, warnings = anchors_of(known, mandate, as_of, workdays, register)
    own = (mandate.component, mandate.expires_on)
    return Cycle(
        mission=known.mission,
        component=mandate.component,
        expires_on=mandate.expires_on,
        resolution=mandate.resolution,
        kind=mandate.kind,
        continues=_continued(known, mandate),
        others=tuple(p for p in expiries(known) if p != own),
        changes=_changes(known, mandate),
        anchors=anchors,
        unknown=unknown,
        warnings=warnings,
        starts_on=mandate.starts_on,
        adopted_on=mandate.adopted_on,
    )


def _no_such(facts: MissionFacts, component: str, expiry: date | None, as_of: date) -> str:
    found = expiries(facts, component)
    known = ", ".join(say_date(day) for _, day in found) or "none"
    that = f" that expires on {say_date(expiry)}" if expiry else ""
    said = f"{facts.mission} ({component}) has no mandate known on {say_date(as_of)}{that}"
    if found or not facts.mandates:
        return f"{said}; expiries known then: {known}"
    components = ", ".join(sorted({m.component for m in facts.mandates}))
    return f"{said}; components known then: {components}"


def _no_cycle(facts: MissionFacts, component: str) -> Cycle:
    reason = (
        "open-ended mandate: no renewal cycle"
        if facts.open_ended
        else "no mandate with an expiry is recorded: no renewal cycle can be told"
    )
    return Cycle(
        mission=facts.mission,
        component=component,
        expires_on=None,
        resolution="",
        kind="",
        continues=None,
        others=expiries(facts),
        changes=(),
        anchors={},
        unknown=() if facts.open_ended else (reason,),
        warnings=(reason,) if facts.open_ended else (),
    )


def _mandate_ending(facts: MissionFacts, component: str, expiry: date) -> MandateFact | None:
    """The decision that set *expiry*; a change within the period set none."""
    setting = [
        m
        for m in facts.mandates
        if m.component == component and m.expires_on == expiry and m.kind != CHANGE
    ]
    return max(setting, key=lambda m: m.adopted_on, default=None)


def _continued(facts: MissionFacts, mandate: MandateFact) -> date | None:
    """The expiry that a technical rollover continues: the one before it."""
    if mandate.kind != ROLLOVER:
        return None
    before = [day for _, day in expiries(facts, mandate.component) if day < mandate.expires_on]
    return before[-1] if before else None


def _changes(facts: MissionFacts, mandate: MandateFact) -> tuple[MandateFact, ...]:
    return tuple(
        m
        for m in facts.mandates
        if m.component == mandate.component
        and m.kind == CHANGE
        and m.expires_on == mandate.expires_on
    )
