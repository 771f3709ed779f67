"""Steps on a plan that is there: pin, move, lock, plan again, and back to before the last one."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from consultations import planning
from consultations.booking import Refused
from consultations.drafts.changing import changing, refuse_at_work, stepping
from consultations.drafts.choosing import refuse_locked, refuse_room, refuse_slot
from consultations.drafts.queueing import enqueue, to_be_planned
from consultations.drafts.rows import slot_of
from consultations.drafts.snapshots import restore, snapshot
from consultations.models import Draft, DraftPlacement
from planner.slots import Slot
from planner.workdays import say_date


def pin(placement: DraftPlacement, *, who: User | None, version: int) -> Draft:
    """It stays where it stands, whatever else moves."""
    with stepping(placement.draft, version, who=who) as row:
        now = _fresh(row, placement)
        refuse_room(slot_of(now).room)
        row.pins = {**row.pins, now.key: planning.slot_json(slot_of(now))}
        row.placements.filter(pk=now.pk).update(pinned=True)
    return row


def unpin(placement: DraftPlacement, *, who: User | None, version: int) -> Draft:
    """The next plan may move it."""
    with stepping(placement.draft, version, who=who) as row:
        row.pins = {key: slot for key, slot in row.pins.items() if key != placement.key}
        row.placements.filter(pk=placement.pk).update(pinned=False)
    return row


def move(placement: DraftPlacement, slot: Slot, *, who: User | None, version: int) -> Draft:
    """Pin it at another slot and plan again around it, keeping the rest as far as it goes."""
    with stepping(placement.draft, version, who=who) as row:
        now = _fresh(row, placement)
        if slot == slot_of(now):
            raise Refused(_("It stands there already."))
        refuse_locked(row, slot_of(now).day)
        _pin_at(row, now.key, slot)
        to_be_planned(row)
    return enqueue(row)


def move_unplaced(draft: Draft, key: str, slot: Slot, *, who: User | None, version: int) -> Draft:
    """Pin at *slot* what the plan could not place, and plan again around it."""
    with stepping(draft, version, who=who) as row:
        if key not in {one["key"] for one in row.unplaced}:
            raise Refused(_("This meeting is not among those without a place: read it again."))
        _pin_at(row, key, slot)
        to_be_planned(row)
    return enqueue(row)


def lock(draft: Draft, monday: date, *, who: User | None, version: int) -> Draft:
    """Nothing of that week moves, and nothing is put into it, until it is unlocked."""
    _check_monday(monday)
    with stepping(draft, version, who=who) as row:
        row.locked_weeks = sorted({*row.locked_weeks, monday.isoformat()})
    return row


def unlock(draft: Draft, monday: date, *, who: User | None, version: int) -> Draft:
    """The week is open to the next plan again."""
    with stepping(draft, version, who=who) as row:
        row.locked_weeks = [day for day in row.locked_weeks if day != monday.isoformat()]
    return row


def replan(
    draft: Draft, *, who: User | None, version: int, style: str = "", as_of: date | None = None
) -> Draft:
    """Plan again in place, on the facts as they are now: what stands is kept as far as it goes.

    *as_of*: with what was known on another day than before.
    """
    with stepping(draft, version, who=who) as row:
        if style and style not in Draft.Style.values:
            raise Refused(_("“%s” is no way of keeping a plan.") % style)
        row.style, row.as_of = style or row.style, as_of or row.as_of
        to_be_planned(row)
    return enqueue(row)


def step_back(draft: Draft, *, who: User | None, version: int) -> Draft:
    """As it was before the last step; done once more, the step is there again."""
    with changing(draft, version, who=who) as row:
        refuse_at_work(row)
        if row.is_released:
            raise Refused(_("This plan is released: take that back first."))
        if not row.before:
            raise Refused(_("There is no step to take back."))
        kept, row.before = row.before, snapshot(row)
        row.state, row.error, row.run = Draft.State.DONE, "", row.run + 1
        restore(row, kept)
        if row.is_at_work:  # its worker was lost, and does not come back with the step
            row.state = Draft.State.STOPPED
    return row


def decide(placement: DraftPlacement, decision: str, *, who: User | None, version: int) -> Draft:
    """Accept a placement, leave it out of what is released, or (empty) take that back."""
    if decision and decision not in DraftPlacement.Decision.values:
        raise Refused(_("“%s” is no decision about a placement.") % decision)
    with changing(placement.draft, version, who=who) as row:
        refuse_at_work(row)
        if row.is_released:
            raise Refused(_("This plan is released: take that back first."))
        row.placements.filter(pk=_fresh(row, placement).pk).update(decision=decision)
    return row


def _fresh(row: Draft, placement: DraftPlacement) -> DraftPlacement:
    """The placement as stored. Raises ``Refused`` where it is gone, or booked already."""
    now = row.placements.filter(pk=placement.pk).first()
    if now is None:
        raise Refused(_("This meeting is not in the plan any more: read it again."))
    if now.booked_id is not None:
        raise Refused(_("It is booked: move or cancel it on its own page."))
    return now


def _pin_at(row: Draft, key: str, slot: Slot) -> None:
    refuse_slot(row, slot)
    row.pins = {**row.pins, key: planning.slot_json(slot)}


def _check_monday(monday: date) -> None:
    if monday.weekday() != 0:
        raise Refused(_("A week is named by its Monday; %s is none.") % say_date(monday))
