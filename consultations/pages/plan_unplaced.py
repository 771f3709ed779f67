"""What a plan could not place: in a line each, and one of them with its demands in full."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import Consultation, Draft
from consultations.pages.plan_demands import because, demands, relaxations
from consultations.pages.plan_sight import Sight, sight_of
from consultations.pages.plan_slots import asked_of, by_week, rooms
from planner.assumed import AssumptionError


def unplaced_lines(draft: Draft, sight: Sight) -> list[dict[str, Any]]:
    """What could not be placed, numbered from 1 as in its address."""
    kinds = {str(code): label for code, label in Consultation.Kind.choices}
    return [
        {
            "number": number,
            "key": str(one.get("key", "")),
            "mission": one.get("mission", ""),
            "kind": kinds.get(one.get("kind"), one.get("kind")),
            "component": one.get("component", ""),
            "expires_on": _day(one.get("expiry")),
            "because": because(one, sight),
        }
        for number, one in enumerate(draft.unplaced, start=1)
    ]


def unplaced_one(draft: Draft, number: int, reader: User | AnonymousUser) -> dict[str, Any]:
    """One of them: the demands that cannot hold together, what would free it, other slots.

    Raises ``IndexError`` for a number that is none of them.
    """
    if not 1 <= number <= len(draft.unplaced):
        raise IndexError(number)
    sight = sight_of(draft, reader)
    told, line = draft.unplaced[number - 1], unplaced_lines(draft, sight)[number - 1]
    context = {
        "line": line,
        "demands": demands(told, sight),
        "relaxations": relaxations(told, sight),
    }
    if draft.is_at_work:
        return context
    try:
        return context | {"weeks": list(by_week(asked_of(draft), line["key"], rooms()).values())}
    except (planning.NoSuchCycle, AssumptionError) as gone:
        return context | {"sentence": str(gone)}
    except KeyError:
        return context | {"sentence": _("It is not called for any more: plan anew to see what is.")}


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
