"""What chains are computed from, as recorded or as assumed: read once, then asked of at will."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from consultations.models import Mission
from consultations.planning.chaining import asked_of_group, chosen_for, one_chain, registers
from consultations.planning.days import today, workdays
from consultations.planning.loading import REMEMBERED, mission_facts
from planner.assumptions import (
    Assumption,
    facts_assuming,
    register_assuming,
    superseded,
    workdays_assuming,
)
from planner.chains import Chain, Chosen
from planner.cycle import NoSuchCycle, expiries, next_expiry
from planner.known import MISSION_COMPONENT, MissionFacts
from planner.register import Register
from planner.workdays import Workdays

CycleKey = tuple[int, str, date | None]  # mission, component, expiry


@dataclass(frozen=True)
class World:
    """Facts, numbers and choices by mission, and the working days; register 0 is for all.

    Facts are those known on ``as_of``, bookings those that stand on ``booked_on``.
    ``over`` are cycles that an assumed rollover continues, with the expiry it sets.
    """

    as_of: date
    facts: Mapping[int, MissionFacts]
    numbers: Mapping[int, Register]
    days: Workdays
    chosen: Mapping[tuple[int, str, date], Chosen]
    booked_on: date
    over: Mapping[CycleKey, date] = field(default_factory=dict)
    _chains: dict[CycleKey, Chain | None] = field(default_factory=dict, compare=False)

    def chain(self, key: CycleKey) -> Chain | None:
        """The chain of a cycle; None where no mandate known ends then. An empty expiry is the
        next one."""
        if key not in self._chains:
            self._chains[key] = self.chain_by(key, self.numbers[key[0]])
        return self._chains[key]

    def chain_by(self, key: CycleKey, register: Register) -> Chain | None:
        """The same by another register."""
        mission, component, expiry = key
        if mission == 0:
            return asked_of_group(self.as_of, self.days, register).chain
        known = self.facts[mission].known(self.as_of)
        ends = expiry or next_expiry(known, component, self.as_of)
        chosen = self.chosen.get((mission, component, ends)) if ends else None
        try:
            return one_chain(
                self.facts[mission], self.as_of, self.days, register, component, expiry, chosen
            )
        except NoSuchCycle:
            return None

    def cycles(self, first: date, last: date) -> list[CycleKey]:
        """Every cycle whose expiry lies in the span; a mission without a mandate has one."""
        found: list[CycleKey] = []
        for mission, facts in self.facts.items():
            known = facts.known(self.as_of)
            ends = [pair for pair in expiries(known) if first <= pair[1] <= last]
            found += [(mission, component, expiry) for component, expiry in ends]
            if not known.mandates:
                found.append((mission, MISSION_COMPONENT, None))
        return found

    def assuming(self, assumptions: Iterable[Assumption]) -> World:
        """The same with what is assumed. Raises AssumptionError where that cannot be."""
        told = tuple(assumptions)
        days = workdays_assuming(self.days, told)
        numbers = {
            pk: register_assuming(one, told, self.facts[pk].mission if pk else "")
            for pk, one in self.numbers.items()
        }
        facts = {
            pk: facts_assuming(one, told, self.as_of, days, numbers[pk])
            for pk, one in self.facts.items()
        }
        over: dict[CycleKey, date] = {
            (pk, component, expiry): _continued_to(facts[pk], component, expiry)
            for pk, one in self.facts.items()
            for component, expiry in superseded(told, one.mission)
        }
        return replace(self, facts=facts, numbers=numbers, days=days, over=over, _chains={})


def _continued_to(facts: MissionFacts, component: str, expiry: date) -> date:
    """The expiry that the rollover of a cycle sets: the next one."""
    return min(day for _, day in expiries(facts, component) if day > expiry)


def world(missions: Iterable[Mission], *, as_of: date, span: tuple[date, date]) -> World:
    """What was known of the missions on *as_of*, for cycles that end in the span; fixed queries.

    What is booked is booked: as it stands now, though it was not yet known then.
    """
    found = list(missions)
    since, standing = min(as_of, span[0]) - REMEMBERED, max(as_of, today())
    return World(
        as_of=as_of,
        facts=mission_facts(found, as_of=as_of, span=(min(as_of, span[0]), span[1]),
                            met_since=since, booked_on=standing),
        numbers=registers(m.pk for m in found),
        days=workdays(as_of),
        chosen=chosen_for(found),
        booked_on=standing,
    )  # fmt: skip
