"""What the page of a year asks of planning: facts, chains and working days, asked once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consultations.models import Mission
from consultations.planning.chaining import _one, _registers, chosen_for
from consultations.planning.loading import mission_facts
from consultations.planning.premises import today, workdays
from planner.chains import Chain
from planner.cycle import expiries
from planner.known import MissionFacts
from planner.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Years:
    """Facts by mission id, the chains of the cycles that end in the span, and the working days."""

    facts: dict[int, MissionFacts]
    chains: dict[int, list[Chain]]
    workdays: Workdays
    today: date


def years(missions: Iterable[Mission], *, first: date, last: date) -> Years:
    """All that planning knows today of the cycles that end from *first* to *last*."""
    found, as_of = list(missions), today()
    days, registers = workdays(as_of), _registers(m.pk for m in found)
    facts, chosen = mission_facts(found, as_of=as_of, span=(first, last)), chosen_for(found)
    chains = {
        m.pk: [
            _one(facts[m.pk], as_of, days, registers[m.pk], component, expiry,
                 chosen.get((m.pk, component, expiry)))
            for component, expiry in expiries(facts[m.pk].known(as_of))
            if first <= expiry <= last
        ]
        for m in found
    }  # fmt: skip
    return Years(facts, chains, days, as_of)
