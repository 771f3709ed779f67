"""Release: every placement becomes a tentative booking, in one transaction, all or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import booking, planning
from consultations.booking import Refusal, Refused, Taken
from consultations.drafts.changing import changing, refuse_at_work, same_version
from consultations.drafts.differing import Difference, difference
from consultations.drafts.rows import meeting_name, slot_of
from consultations.models import Consultation, Draft, DraftPlacement
from planner.assumed import from_json, say
from planner.findings import Finding
from planner.known import MissionFacts

Visibility = Consultation.Visibility


class Changed(Refusal):
    """The state is not the one that the person saw; *difference* is what to show first."""

    def __init__(self, found: Difference) -> None:
        super().__init__(
            _("Something changed since you read this: read the difference, then decide.")
        )
        self.difference = found


class _Moved(Exception):
    """A booking was made or changed between the reading and the transaction."""


@dataclass(frozen=True, slots=True)
class _Booking:
    placement: DraftPlacement
    name: str
    need: Any
    findings: tuple[Finding, ...]
    guests: tuple[Any, ...]


def release(
    draft: Draft, *, who: User | None, version: int, fingerprint: str, past_too: bool = False
) -> list[Consultation]:
    """Book what the plan places and nobody left out; *fingerprint* is that of the state seen.

    *past_too*: somebody said that meetings whose hour is over be booked as well. Raises
    ``Refused`` where there are such and nobody did, ``Changed`` where the state is another now,
    ``Stale`` where the draft is, and what ``booking.book`` raises, naming the meeting; nothing is
    booked then.
    """
    fresh = _releasable(draft, version)
    stamp = _stamp()
    found = difference(fresh)
    if found.fingerprint != fingerprint:
        raise Changed(found)
    bookings = _bookings(fresh, found)
    if not past_too:
        _refuse_past(bookings)
    try:
        return _book_all(fresh, bookings, who, version, stamp)
    except (_Moved, Taken) as first:  # somebody was quicker: what they did is seen first
        now = difference(fresh)
        if isinstance(first, _Moved) or now.fingerprint != fingerprint:
            raise Changed(now) from first
        raise


def _releasable(draft: Draft, version: int) -> Draft:
    row = Draft.objects.select_related("changed_by").filter(pk=draft.pk).first()
    if row is None:
        raise Refused(_("Somebody deleted this plan: make a new one."))
    same_version(row, version)
    refuse_at_work(row)
    if row.is_released:
        raise Refused(_("This plan is released already."))
    return row


def _refuse_past(bookings: Iterable[_Booking]) -> None:
    past = sum(one.placement.starts_at < timezone.now() for one in bookings)
    if past:
        said = ngettext(
            "%(n)d of these meetings lies in the past: leave it out, or say that it be booked.",
            "%(n)d of these meetings lie in the past: leave them out, or say that they be booked.",
            past,
        )
        raise Refused(said % {"n": past})


def _stamp() -> dict[str, Any]:
    """How many consultations there are, and when the last one changed."""
    return Consultation.objects.aggregate(count=Count("pk"), last=Max("updated_at"))


def _bookings(draft: Draft, found: Difference) -> list[_Booking]:
    """What is to be booked, judged on the present state; read before the transaction begins."""
    rows = draft.placements.select_related("mission", "room").filter(booked=None)
    rows = rows.exclude(decision=DraftPlacement.Decision.LEAVE)
    wanted = {one.key: one for one in found.gathered.wanted}
    guests = _Guests(draft, [row for row in rows if row.key in wanted])
    return [_booking(row, wanted.get(row.key), found, guests) for row in rows]


def _booking(row: DraftPlacement, wanted: Any, found: Difference, guests: _Guests) -> _Booking:
    name = meeting_name(row.kind, row.mission.acronym if row.mission else "", row.expires_on)
    if wanted is None:
        raise Refused(
            _("%s is booked or not called for any more: plan again, or leave it out.") % name
        )
    need = wanted.bench.need
    return _Booking(row, name, need, found.judged[row.key].findings, guests.of(row, need.convener))


class _Guests:
    """Whom to invite to each; the facts of all missions are read once."""

    def __init__(self, draft: Draft, rows: Iterable[DraftPlacement]) -> None:
        self.as_of = draft.as_of
        missions = {row.mission.pk: row.mission for row in rows if row.mission}
        self.facts = planning.mission_facts(missions.values(), as_of=draft.as_of)
        self.registers = {pk: planning.register_for(one) for pk, one in missions.items()}

    def of(self, row: DraftPlacement, convener: str) -> tuple[Any, ...]:
        """The guest list of one; without a mission that of the Working Group's own meeting."""
        pk = row.mission.pk if row.mission else 0  # no mission has it
        return planning.guest_list(
            row.mission, row.kind, slot_of(row).day, facts=self.facts.get(pk, MissionFacts("")),
            as_of=self.as_of, register=self.registers.get(pk) or planning.register_for(),
            convener=convener,
        ).invitees  # fmt: skip


def _book_all(
    draft: Draft, bookings: list[_Booking], who: User | None, version: int, stamp: dict[str, Any]
) -> list[Consultation]:
    if not bookings:
        raise Refused(_("Nothing in this plan is left to be booked."))
    with changing(draft, version, who=who) as row:
        refuse_at_work(row)
        if _stamp() != stamp:
            raise _Moved
        reason = _reason(row)
        booked = [_book(one, who, reason) for one in bookings]
        row.released_by, row.released_at = who, timezone.now()
        row.undone_by = row.undone_at = None
    return booked


def _book(one: _Booking, who: User | None, reason: str) -> Consultation:
    row, need = one.placement, one.need
    try:
        booked = booking.book(
            who=who, findings=one.findings, guests=one.guests, reason=reason,
            kind=row.kind, need=row.need, cycle_mission=row.mission, component=row.component,
            expires_on=row.expires_on, missions=[row.mission] if row.mission else [],
            forum=need.forum, format=need.format, convener=need.convener, level=need.level,
            room=row.room, starts_at=row.starts_at, ends_at=row.ends_at,
            visibility=Visibility.JOURNAL if need.listed else Visibility.INVITEES,
            subject=f"{need.title}, {row.mission.acronym}" if row.mission else need.title,
        )  # fmt: skip
    except Refusal as refusal:
        refusal.sentence = f"{one.name}: {refusal.sentence}"
        refusal.args = (refusal.sentence,)
        raise
    DraftPlacement.objects.filter(pk=row.pk).update(released=booked)
    return booked


def _reason(draft: Draft) -> str:
    """Where the booking comes from, and what the plan assumed."""
    said = _("Released from the plan “%s”.") % draft.name
    if draft.assumptions:
        assumed = "; ".join(str(say(from_json(one))) for one in draft.assumptions)
        said = f"{said} {_('It assumes: %s.') % assumed}"
    return said
