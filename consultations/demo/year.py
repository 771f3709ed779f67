"""A made-up year of bookings for the missions recorded: each says "Demo:" in its subject."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction

from consultations import booking, planning
from consultations.models import Consultation, Mission, Room, Services
from planner.chains import Called, Chain

LABEL = "Demo:"
AIM = "Made up to show the planner at work; no such consultation was arranged."


def book_year(who: User) -> int:
    """Book the best slot of every need of the twelve months to come, all or nothing.

    Answers how many were booked; none where some of them stand already.
    """
    if Consultation.objects.filter(subject__startswith=LABEL).exists():
        return 0
    missions = {m.acronym: m for m in Mission.objects.filter(known_by_name_only=False)}
    first = planning.today()
    with transaction.atomic():
        rows = [
            row
            for chain in planning.chains(
                missions.values(), first=first, last=first + timedelta(days=365)
            )
            for called in _open(chain)
            if (row := _book(missions[chain.cycle.mission], chain, called, who))
        ]
        for number, row in enumerate(rows):
            _take_further(row, number, who)
    return len(rows)


def _open(chain: Chain) -> Iterator[Called]:
    """Needs that nothing meets yet and whose window is not over."""
    for called in chain.called:
        ahead = called.window.latest is not None and called.window.latest > chain.as_of
        if ahead and called.window.days and not (called.met_by or called.skipped):
            yield called


def _book(mission: Mission, chain: Chain, called: Called, who: User) -> Consultation | None:
    need, cycle = called.need, chain.cycle
    found = planning.propose(
        mission, need.kind, need=need.id, component=cycle.component, expiry=cycle.expires_on, top=1
    )
    if not found.proposals:
        return None
    best = found.proposals[0]
    room = Room.objects.filter(pk=best.slot.room).first() if best.slot.room else None
    return booking.book(
        who=who, findings=best.findings, guests=found.guests.invitees,
        kind=need.kind, need=need.id, cycle_mission=mission, component=cycle.component,
        expires_on=cycle.expires_on, missions=[mission], forum=need.forum, format=need.format,
        convener=need.convener, level=need.level, room=room, aim=AIM,
        starts_at=best.slot.starts_at, ends_at=best.slot.ends_at,
        subject=f"{LABEL} {need.title}, {mission.acronym}",
        visibility="journal" if need.listed else "invitees",
    )  # fmt: skip


def _take_further(row: Consultation, number: int, who: User) -> None:
    """Every second one is announced and confirmed; of these every second asked for its room."""
    if number % 2:
        return
    known = booking.announce(row, on=planning.today(), who=who, version=row.version)
    if number % 4 == 0 and known.room:  # before the invitations are drafted: they are once
        known = booking.set_room_status(
            known, Services.REQUESTED, who=who, version=known.version, number=f"DEMO-{number + 1}"
        )
    booking.confirm(known, who=who, version=known.version)
