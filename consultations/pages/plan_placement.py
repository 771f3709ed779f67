"""One placement of a plan: why it stands here, and what each other slot would cost the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from consultations import drafts, planning
from consultations.models import HEADQUARTERS, Draft, DraftPlacement
from consultations.pages.plan_board import cards_of
from consultations.pages.plan_page import frame
from consultations.pages.plan_slots import asked_of, by_week, other_weeks, ranked, rooms
from consultations.pages.slot_lines import finding_lines
from planner.assumed import AssumptionError


@dataclass(frozen=True, slots=True)
class Stood:
    """Where it stood in the plan that is kept."""

    starts: datetime
    room: str


def why(
    row: DraftPlacement, reader: User | AnonymousUser, *, elsewhere: bool = False
) -> dict[str, Any]:
    """The context of the page of one placement; other slots, which take a moment, where asked."""
    draft = row.draft
    card = cards_of([row], reader)[0]
    names = rooms()
    context = frame(draft, reader)
    context |= {
        "card": card,
        "lines": finding_lines(row.findings, planning.register_for(row.mission)),
        "moved_from": _stood(row.moved_from, names),
        "pin_deed": "unpin" if row.pinned else "pin",
        "leave_deed": "undecide" if row.decision == "leave" else "leave",
    }
    if card.closed or not card.movable or draft.is_at_work:
        return context | ({"sentence": _at_work()} if draft.is_at_work else {})
    return context | (_elsewhere(draft, row, names) if elsewhere else {"later": True})


def _at_work() -> str:
    return _("It is being planned: what another slot would cost is shown when it is done.")


def _elsewhere(draft: Draft, row: DraftPlacement, names: Mapping[str, str]) -> dict[str, Any]:
    """The ranked alternatives and the best of the other weeks, or why there is none."""
    try:
        asked = asked_of(draft)
        listed = ranked(asked, draft, row, names)
        weeks = other_weeks(by_week(asked, row.key, names), drafts.slot_of(row), listed)
    except (planning.NoSuchCycle, AssumptionError) as gone:
        return {"sentence": str(gone)}
    except KeyError:
        return {"sentence": _("It is not called for any more: plan anew to see what is.")}
    return {"ranked": listed, "weeks": weeks}


def _stood(told: Mapping[str, Any] | None, names: Mapping[str, str]) -> Stood | None:
    if not told:
        return None
    starts = datetime.fromisoformat(str(told["start"])).astimezone(HEADQUARTERS)
    room = str(told.get("room") or "")
    return Stood(starts, names.get(room, room))
