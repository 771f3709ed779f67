"""All plans that were made, newest first, and what a new one begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import Draft, Mission
from consultations.pages.daywords import said

MOST = 200  # plans listed


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan of the list; *first* and *second* are ticked to be compared."""

    draft: Draft
    placed: int
    silent: bool
    first: bool
    second: bool


def plan_lines() -> list[PlanLine]:
    """The newest plans, the two last with placements ticked to be compared; one query."""
    related = ("keeps", "made_by")
    rows = Draft.objects.select_related(*related).annotate(placed=Count("placements"))
    drafts, now = list(rows.order_by("-made_at", "-pk")[:MOST]), timezone.now()
    filled = [draft.pk for draft in drafts if draft.placed]
    second, first = filled[:1], filled[1:2]
    return [
        PlanLine(d, d.placed, d.is_silent(now), [d.pk] == first, [d.pk] == second) for d in drafts
    ]


def acronyms() -> list[str]:
    """Missions that can be planned for: those of which more than the name is known."""
    found = Mission.objects.filter(known_by_name_only=False).order_by("acronym")
    return list(found.values_list("acronym", flat=True))


def first_values() -> dict[str, Any]:
    """What the form of a new plan begins with: the twelve months to come."""
    today = planning.today()
    return {
        "name": _free(_("Plan of %(day)s") % {"day": said(today)}),
        "first_on": today,
        "last_on": today + timedelta(days=365),
    }


def _free(name: str) -> str:
    """*name*, with a number where other plans have it already."""
    taken = set(Draft.objects.filter(name__startswith=name).values_list("name", flat=True))
    numbered = (f"{name} ({n})" for n in range(2, len(taken) + 2))
    return next(one for one in (name, *numbered) if one not in taken)
