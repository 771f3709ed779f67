"""What a draft asks of planning: its horizon, and what is to be kept where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from consultations import planning
from consultations.drafts.rows import slot_of, tupled
from consultations.models import Draft, DraftPlacement
from planner.assumptions import continued_key, from_json
from planner.slots import Slot


def horizon_of(draft: Draft) -> planning.Horizon:
    """The span, the day known, the missions and the assumptions of a draft."""
    return planning.Horizon(
        first=draft.first_on,
        last=draft.last_on,
        as_of=draft.as_of,
        missions=tuple(draft.missions),
        preset=draft.preset,
        assumptions=tuple(from_json(one) for one in draft.assumptions),
    )


def keeping_of(draft: Draft) -> planning.Keeping | None:
    """What stays if it can: the draft's own placements, else those of the plan it keeps.

    None for a plan made from nothing.
    """
    own = list(draft.placements.all()) if draft.pk else []
    stands = own or (list(draft.keeps.placements.all()) if draft.keeps else [])
    if not (stands or draft.pins or draft.locked_weeks):
        return None
    told = horizon_of(draft).assumptions
    return planning.Keeping(
        slots={continued_key(row.key, told): _kept(row) for row in stands if row.booked_id is None},
        pins=pins_of(draft),
        locked=frozenset(date.fromisoformat(day) for day in draft.locked_weeks),
        style=draft.style,
    )


def placements_of(draft: Draft) -> dict[str, Slot]:
    """The plan as it stands, by key."""
    return {row.key: slot_of(row) for row in draft.placements.all()}


def pins_of(draft: Draft) -> Mapping[str, Slot]:
    """The slots that people chose, by key."""
    assumed = horizon_of(draft).assumptions
    return {
        continued_key(key, assumed): planning.slot_from_json(told)
        for key, told in draft.pins.items()
    }


def _kept(row: DraftPlacement) -> planning.Kept:
    return planning.Kept(slot=slot_of(row), marks=tupled(row.marks))
