"""A consultation that stands: its findings on a day, judged as a proposal would be."""

from __future__ import annotations

from datetime import date

from consultations.models import Consultation
from consultations.planning.calling import called_for, siblings
from consultations.planning.chaining import Asked, asked, asked_of_group
from consultations.planning.premises import place_of, premises, today
from planner.findings import Announcement, Finding
from planner.judging import Bench
from planner.slots import Premises, Slot
from planner.workdays import HEADQUARTERS


def judge(consultation: Consultation, *, as_of: date | None = None) -> tuple[Finding, ...]:
    """The findings of a booked consultation as they stand on *as_of*; empty without a mission.

    Raises NoSuchCycle where the mandate it was booked for is no longer recorded.
    """
    asking = _asked(consultation, as_of or today())
    bench = _bench(consultation, asking) if asking else None
    return bench.findings(slot_of(consultation)) if bench else ()


def slot_of(consultation: Consultation) -> Slot:
    """The slot a consultation stands in."""
    start = consultation.starts_at.astimezone(HEADQUARTERS)
    end = consultation.ends_at.astimezone(HEADQUARTERS)
    room = str(consultation.room_id) if consultation.room_id else ""
    return Slot(start.date(), start.time(), end.time(), room)


def _asked(consultation: Consultation, as_of: date) -> Asked | None:
    mission = consultation.cycle_mission or next(iter(consultation.missions.all()), None)
    if mission is None:
        own = consultation.kind in GROUP_KINDS
        return asked_of_group(as_of) if own else None
    return asked(
        mission, as_of=as_of, component=consultation.component, expiry=consultation.expires_on,
        consultation=consultation,
    )  # fmt: skip


GROUP_KINDS = ("c34_bureau", "organisational")


def _bench(consultation: Consultation, asking: Asked) -> Bench:
    found, register = asking.chain, asking.register
    as_of, on = found.as_of, slot_of(consultation).day
    called = called_for(
        found, consultation.kind, consultation.need, as_of, asking.workdays, register
    )
    announced = consultation.announced_on
    started = consultation.status in (Consultation.Status.HELD, Consultation.Status.CANCELLED)
    since = announced or (None if started or on <= as_of else as_of)
    return Bench(
        need=called.need,
        window=called.window,
        premises=_premises(consultation, on),
        announced=Announcement(since, recorded=announced is not None),
        workdays=asking.workdays,
        register=register,
        missions=frozenset({found.cycle.mission}),
        siblings=siblings(found, called.need.id, own=str(consultation.pk)),
    )


def _premises(consultation: Consultation, on: date) -> Premises:
    guests = [g for g in consultation.participations.all() if not g.removed]
    attending = {g.iso3 or g.name for g in guests}
    minutes = int((consultation.ends_at - consultation.starts_at).total_seconds() // 60)
    return premises(
        on, on, participants=attending, minutes=minutes, seats=len(attending),
        interpretation=consultation.interpretation_status != "none", without=consultation.pk,
        rooms=(place_of(consultation.room),) if consultation.room else (),
    )  # fmt: skip
