"""A plan before it is released: what changed since it was planned, and what would be booked."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser, User

from consultations import drafts, planning
from consultations.models import Draft
from consultations.pages.plan_board import cards_of, placements_of
from consultations.pages.plan_page import frame
from planner.assumed import AssumptionError

LEAVE = "leave"


def before_release(
    draft: Draft, reader: User | AnonymousUser, found: drafts.Difference | None = None
) -> dict[str, Any]:
    """The context of the page; *found* is the difference where it was worked out already."""
    cards = cards_of(placements_of(draft), reader)
    ours = [card for card in cards if card.row.booked_id is None]
    context = frame(draft, reader)
    taken = [card for card in ours if card.row.decision != LEAVE]
    context |= {
        "taken": taken,
        "past": sum(card.past for card in taken),
        "left": [card for card in ours if card.row.decision == LEAVE],
        "standing": len(cards) - len(ours),
    }
    if context["locked_for_changes"] or not draft.status:
        return context
    try:
        return context | {"difference": found or drafts.difference(draft)}
    except (planning.NoSuchCycle, AssumptionError) as refused:
        return context | {"sentence": str(refused)}
