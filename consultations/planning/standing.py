"""A consultation that stands: its findings on a day, judged as a proposal would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consultations.models import Consultation, Mission, Participation
from consultations.planning.beside import released_together
from consultations.planning.calling import called_of, siblings
from consultations.planning.chaining import Asked, asked, asked_of_group
from consultations.planning.days import today
from consultations.planning.group_record import of_the_group, themed_missions
from consultations.planning.inviting import guest_list
from consultations.planning.premises import place_of, premises
from planner.chains import Called, Chain
from planner.choices import Option, choices
from planner.delegations import Guests
from planner.findings import Announcement, Finding
from planner.judging import Bench
from planner.register import Register, load
from planner.slots import Premises, Slot
from planner.workdays import HEADQUARTERS


@dataclass(frozen=True)
class Standing:
    """How a consultation stands: findings, choices, the numbers it was judged with, its cycle."""

    findings: tuple[Finding, ...]
    choices: tuple[Option, ...]
    register: Register
    chain: Chain | None = None


def judge(consultation: Consultation, *, as_of: date | None = None) -> tuple[Finding, ...]:
    """The findings of a booked consultation as they stand on *as_of*; empty without a mission.

    Raises NoSuchCycle where the mandate it was booked for is no longer recorded.
    """
    return standing(consultation, as_of=as_of).findings


def standing(consultation: Consultation, *, as_of: date | None = None) -> Standing:
    """The same with its choices. Raises NoSuchCycle likewise."""
    asking = _asked(consultation, as_of or today())
    if asking is None:
        return nothing_stands()
    need = _called(consultation, asking).need
    found = choices(need, asking.register, _chosen(consultation))
    findings = _bench(consultation, asking).findings(slot_of(consultation))
    return Standing(findings, found, asking.register, asking.chain)


def nothing_stands() -> Standing:
    """Where no cycle and no rule of the Working Group applies: nothing to judge by."""
    return Standing((), (), load())


def option_of(consultation: Consultation, tension: str, chosen: str) -> Option | None:
    """One question decided as *chosen*, with whose word it follows; None if that is no answer."""
    asking = _asked(consultation, today())
    if asking is None:
        return None
    need = _called(consultation, asking).need
    found = choices(need, asking.register, {**_chosen(consultation), tension: chosen})
    option = next((one for one in found if one.tension == tension), None)
    return option if option and chosen in option.options else None


def guests_of(consultation: Consultation) -> Guests:
    """Whom to invite to it as known today. Raises NoSuchCycle as :func:`judge` does."""
    asking = _asked(consultation, today())
    if asking is None:
        return Guests(())
    themed = themed_missions(consultation.need, asking.facts.raised)
    return guest_list(
        themed or _mission(consultation), consultation.kind, slot_of(consultation).day,
        facts=asking.facts, as_of=asking.chain.as_of, register=asking.register,
        convener=consultation.convener,
    )  # fmt: skip


def _chosen(consultation: Consultation) -> dict[str, str]:
    return {choice.tension: choice.chosen for choice in consultation.choices.all()}


def slot_of(consultation: Consultation) -> Slot:
    """The slot a consultation stands in."""
    start = consultation.starts_at.astimezone(HEADQUARTERS)
    end = consultation.ends_at.astimezone(HEADQUARTERS)
    room = str(consultation.room_id) if consultation.room_id else ""
    return Slot(start.date(), start.time(), end.time(), room)


def _asked(consultation: Consultation, as_of: date) -> Asked | None:
    if of_the_group(consultation.kind, consultation.need):
        return asked_of_group(as_of)
    mission = _mission(consultation)
    if mission is None:
        return None
    return asked(
        mission, as_of=as_of, component=consultation.component, expiry=consultation.expires_on,
        consultation=consultation,
    )  # fmt: skip


def _mission(consultation: Consultation) -> Mission | None:
    return consultation.cycle_mission or next(iter(consultation.missions.all()), None)


def _called(consultation: Consultation, asking: Asked) -> Called:
    """The need it answers; one asked for ad hoc counts from its own day at the latest."""
    beside = released_together([consultation]).get(str(consultation.pk), frozenset())
    return called_of(consultation, asking.chain, asking.workdays, asking.register, beside)


def _bench(consultation: Consultation, asking: Asked) -> Bench:
    found, register = asking.chain, asking.register
    as_of, on = found.as_of, slot_of(consultation).day
    called = _called(consultation, asking)
    announced = consultation.announced_on
    started = consultation.status in (Consultation.Status.HELD, Consultation.Status.CANCELLED)
    since = announced or (None if started or on <= as_of else as_of)
    return Bench(
        need=called.need,
        window=called.window,
        premises=_premises(consultation, on, as_of),
        announced=Announcement(since, recorded=announced is not None),
        workdays=asking.workdays,
        register=register,
        missions=frozenset({found.cycle.mission}),
        siblings=siblings(found, called.need.id, own=str(consultation.pk)),
    )


def _premises(consultation: Consultation, on: date, as_of: date) -> Premises:
    guests = [g for g in consultation.participations.all() if not g.removed]
    delegations = [g for g in guests if g.category != Participation.Category.SECRETARIAT]
    members = (g.iso3 for g in guests if g.category == Participation.Category.COUNCIL_MEMBER)
    seats = sum(len([s for s in g.seats.split(";") if s.strip()]) or 1 for g in guests)
    minutes = int((consultation.ends_at - consultation.starts_at).total_seconds() // 60)
    return premises(
        on, on, as_of=as_of, participants={g.iso3 or g.name: g.name for g in delegations},
        members=members, minutes=minutes, seats=seats,
        interpretation=consultation.interpretation_status != "none", without=consultation.pk,
        rooms=(place_of(consultation.room),) if consultation.room else (),
    )  # fmt: skip
