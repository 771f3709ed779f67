"""Another time somebody proposed: its findings beside those of now, and whom else it touches."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultations import planning
from consultations.models import Consultation, Participation, Reply, Room
from consultations.pages.booking_desk import seen
from consultations.pages.slot_lines import GRAVITY
from planner.findings import Finding


@dataclass(frozen=True, slots=True)
class Beside:
    """One criterion: how it stands now, and how it would; empty where it is not judged."""

    title: str
    recommendation: str
    now: Finding | None
    then: Finding | None

    @property
    def differs(self) -> bool:
        return _verdict(self.now) != _verdict(self.then)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Another consultation at the proposed time: in the same room, or with the same delegations."""

    row: Consultation
    same_room: bool
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """The consultation at the time somebody proposed."""

    row: Consultation
    starts_at: datetime
    ends_at: datetime
    room: Room | None
    lines: tuple[Beside, ...]
    now: str
    then: str
    findings: tuple[Finding, ...]
    meetings: tuple[Meeting, ...]
    rooms: tuple[Room, ...]
    asked_again: int
    told: int
    sentence: str = ""

    @property
    def seen(self) -> str:
        return seen(self.findings)


def proposed(reply: Reply, room: str = "") -> Proposed | None:
    """What *reply* proposes, in the room of that number or the present one; None without times."""
    row, start, end = reply.consultation, reply.proposed_start_at, reply.proposed_end_at
    if row is None or start is None or end is None:
        return None
    there = copy(row)
    there.starts_at, there.ends_at = start, end
    rooms = _free_rooms(row, start, end)
    there.room = next((one for one in rooms if str(one.pk) == room), row.room)
    sentence = ""
    try:
        now, then = planning.standing(row).findings, planning.standing(there).findings
    except planning.NoSuchCycle as error:
        now, then, sentence = (), (), str(error)
    return Proposed(
        row=row, starts_at=start, ends_at=end, room=there.room, lines=tuple(_beside(now, then)),
        now=planning.worst(now) if now else "", then=planning.worst(then) if then else "",
        findings=then, meetings=tuple(_meetings(there)), rooms=rooms, sentence=sentence,
        **_who_hears(row),
    )  # fmt: skip


def _who_hears(row: Consultation) -> dict[str, int]:
    """How many answered and are asked again, and how many are told in all."""
    holding = row.invitations.filter(wanted=True, called_off=False).exclude(told={})
    answered = holding.exclude(partstat=Participation.Answer.NEEDS_ACTION)
    return {"asked_again": answered.count(), "told": holding.count()}


def _beside(now: Iterable[Finding], then: Iterable[Finding]) -> list[Beside]:
    """What would be graver first, then the gravest."""
    stands, would = ({one.criterion: one for one in found} for found in (now, then))
    lines = []
    for criterion in dict.fromkeys([*would, *stands]):
        one = would.get(criterion) or stands[criterion]
        lines.append(
            Beside(one.title, one.recommendation, stands.get(criterion), would.get(criterion))
        )
    return sorted(lines, key=lambda line: (not line.differs, GRAVITY.get(_verdict(line.then), 4)))


def _verdict(finding: Finding | None) -> str:
    return str(finding.verdict) if finding else ""


def _meetings(there: Consultation) -> list[Meeting]:
    """Live consultations at the same time that share its room or a delegation."""
    guests = {one.name for one in there.participations.all() if not one.removed}
    found = []
    for other in _during(there.starts_at, there.ends_at, there.pk):
        theirs = {one.name for one in other.participations.all() if not one.removed}
        same_room = other.room_id is not None and other.room_id == there.room_id
        shared = tuple(sorted(guests & theirs))
        if same_room or shared:
            found.append(Meeting(other, same_room, shared))
    return found


def _during(start: datetime, end: datetime, without: Any) -> Any:
    rows = Consultation.objects.filter(
        status__in=Consultation.LIVE, starts_at__lt=end, ends_at__gt=start
    )
    rows = rows.exclude(pk=without).select_related("room").prefetch_related("participations")
    return rows.order_by("starts_at", "pk")


def _free_rooms(row: Consultation, start: datetime, end: datetime) -> tuple[Room, ...]:
    """Rooms that no consultation of ours holds then; the present one among them, held or not."""
    taken = {one.room_id for one in _during(start, end, row.pk)} - {row.room_id}
    return tuple(Room.objects.exclude(pk__in=taken - {None}).order_by("name"))
