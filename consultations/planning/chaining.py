"""Chains of cycles: one, or every one that ends in a span, with staff's choices applied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consultations.models import Consultation, CycleChoice, Mission, NumberOverride
from consultations.planning.days import today, workdays
from consultations.planning.group_record import group_record
from consultations.planning.loading import REMEMBERED, mission_facts
from planner.chains import Called, Chain, Chosen
from planner.chains import chain as chain_of
from planner.chains import group_chain as group_chain_of
from planner.cycle import NoSuchCycle, cycle_of, expiries
from planner.known import MISSION_COMPONENT, MissionFacts
from planner.needs import Asking, Preset
from planner.register import Register, load
from planner.workdays import Workdays


def register_for(
    mission: Mission | None = None, consultation: Consultation | None = None
) -> Register:
    """The register with the numbers staff changed: for all, the mission, the consultation."""
    return registers([mission.pk] if mission else [], consultation)[mission.pk if mission else 0]


def registers(
    mission_ids: Iterable[int], consultation: Consultation | None = None
) -> dict[int, Register]:
    """The register by mission id, and the installation's own under 0; one query."""
    of_mission: dict[int | None, dict[str, tuple[int, str]]] = defaultdict(dict)
    of_meeting: dict[str, tuple[int, str]] = {}
    base = load()
    rows = NumberOverride.objects.values_list(
        "key", "value", "reason", "mission_id", "consultation_id"
    )
    for key, value, reason, mission, meeting in rows:
        if key not in base.numbers:
            continue
        if consultation and meeting == consultation.pk:
            of_meeting[key] = (value, reason)
        elif not meeting:
            of_mission[mission][key] = (value, reason)
    general = of_mission[None]
    return {
        pk: base.with_numbers({**general, **of_mission[pk or None], **of_meeting})
        for pk in (0, *mission_ids)
    }


def chosen_for(missions: Iterable[Mission]) -> dict[tuple[int, str, date], Chosen]:
    """What staff chose, by (mission id, component, expiry)."""
    presets: dict[tuple[int, str, date], str] = {}
    skipped: dict[tuple[int, str, date], dict[str, str]] = defaultdict(dict)
    rows = CycleChoice.objects.filter(mission__in=list(missions)).values_list(
        "mission_id", "component", "expires_on", "need", "chosen", "reason"
    )
    for mission, component, expires, need, choice, reason in rows:
        key = (mission, component, expires)
        if not need:
            presets[key] = choice
        elif choice == "skip":
            skipped[key][need] = reason
    keys = {*presets, *skipped}
    return {key: Chosen(presets.get(key, ""), skipped.get(key)) for key in keys}


@dataclass(frozen=True)
class Asked:
    """A chain with the facts, the register and the working days it was computed with."""

    chain: Chain
    register: Register
    workdays: Workdays
    facts: MissionFacts


def chain(
    mission: Mission,
    *,
    as_of: date | None = None,
    component: str = MISSION_COMPONENT,
    expiry: date | None = None,
) -> Chain:
    """The chain of the cycle ending at *expiry* (the next one by default).

    Raises NoSuchCycle when the mission has no mandate known on *as_of* that ends then.
    """
    return asked(mission, as_of=as_of or today(), component=component, expiry=expiry).chain


def asked(
    mission: Mission,
    *,
    as_of: date,
    component: str,
    expiry: date | None,
    consultation: Consultation | None = None,
) -> Asked:
    """The same with what it rests on; numbers changed for one *consultation* apply."""
    since = min(as_of, expiry or as_of) - REMEMBERED
    facts = mission_facts([mission], as_of=as_of, met_since=since)[mission.pk]
    days, register = workdays(as_of), register_for(mission, consultation)
    chosen = chosen_for([mission])
    standing = (
        expiry
        or cycle_of(
            facts, as_of=as_of, workdays=days, register=register, component=component
        ).expires_on
    )
    found = chain_of(
        facts, as_of=as_of, workdays=days, register=register, component=component, expiry=expiry,
        chosen=chosen.get((mission.pk, component, standing)) if standing else None,
    )  # fmt: skip
    return Asked(found, register, days, facts)


def asked_of_group(
    as_of: date, days: Workdays | None = None, register: Register | None = None
) -> Asked:
    """What the Working Group calls for itself, as a chain without a mandate."""
    meetings, raised = group_record(as_of)
    facts = MissionFacts("", meetings=meetings, raised=raised)
    days, register = days or workdays(as_of), register or register_for()
    cycle = cycle_of(facts, as_of=as_of, workdays=days, register=register)
    asking = Asking(facts.known(as_of), cycle, Preset.STANDARD, as_of, days, register)
    called = group_chain_of(asking)
    found = Chain(cycle, Preset.STANDARD, as_of, called, (), (), asking)
    return Asked(found, register, days, facts)


@dataclass(frozen=True)
class Known:
    """Chains of many cycles, with the working days and the installation's numbers they rest on."""

    workdays: Workdays
    register: Register
    chains: tuple[Chain, ...]


def chains(
    missions: Iterable[Mission], *, first: date, last: date, as_of: date | None = None
) -> list[Chain]:
    """Every cycle whose expiry lies in *first* to *last*, by mission and expiry; fixed queries.

    A mission without such a cycle gives its chain without an expiry, if it has none at all.
    """
    return list(known(missions, first=first, last=last, as_of=as_of).chains)


def known(
    missions: Iterable[Mission], *, first: date, last: date, as_of: date | None = None
) -> Known:
    """The same with what they rest on, for what is computed beside them."""
    as_of = as_of or today()
    found = list(missions)
    days, numbers = workdays(as_of), registers(m.pk for m in found)
    facts, chosen = mission_facts(found, as_of=as_of, span=(first, last)), chosen_for(found)
    answers = []
    for mission in found:
        own = facts[mission.pk].known(as_of)
        ends: list[tuple[str, date | None]] = [
            pair for pair in expiries(own) if first <= pair[1] <= last
        ]
        if not own.mandates and not mission.known_by_name_only:
            ends = [(MISSION_COMPONENT, None)]
        for component, expiry in ends:
            key = (mission.pk, component, expiry)
            answers.append(
                one_chain(facts[mission.pk], as_of, days, numbers[mission.pk], component, expiry,
                          chosen.get(key) if expiry else None)  # type: ignore[arg-type]
            )  # fmt: skip
    return Known(days, numbers[0], tuple(answers))


def one_chain(
    facts: MissionFacts,
    as_of: date,
    days: Workdays,
    register: Register,
    component: str,
    expiry: date | None,
    chosen: Chosen | None,
) -> Chain:
    return chain_of(
        facts, as_of=as_of, workdays=days, register=register, component=component, expiry=expiry,
        chosen=chosen,
    )  # fmt: skip


def group_chain(as_of: date | None = None, beside: Known | None = None) -> tuple[Called, ...]:
    """What the Working Group calls for itself: C-34 Bureau, organisational meeting, themes."""
    days, register = (beside.workdays, beside.register) if beside else (None, None)
    return asked_of_group(as_of or today(), days, register).chain.called


__all__ = [
    "Known", "NoSuchCycle", "chain", "chains", "chosen_for", "group_chain", "known", "one_chain",
    "register_for", "registers",
]  # fmt: skip
