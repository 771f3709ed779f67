"""All that the page of one plan shows: its standing, deeds, board, tables, what changed last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from consultations import drafts
from consultations.forms import plan as forms
from consultations.forms.deeds import PlainForm
from consultations.models import Draft
from consultations.pages.plan_board import board, cards_of, placements_of
from consultations.pages.plan_changes import last_step
from consultations.pages.plan_demands import conflicts
from consultations.pages.plan_mechanisms import mechanisms
from consultations.pages.plan_sight import sight_of
from consultations.pages.plan_slots import rooms
from consultations.pages.plan_status import Status, status_of
from consultations.pages.plan_unplaced import unplaced_lines
from consultations.people import may
from planner.assumed import from_json, say

OTHERS = 50  # plans offered to compare with


def plans() -> QuerySet[Draft]:
    """Plans with the people and the plan named on their pages; one query."""
    return Draft.objects.select_related("keeps", "made_by", "released_by", "undone_by")


def frame(draft: Draft, reader: User | AnonymousUser) -> dict[str, Any]:
    """What every page of a plan knows: who may change it, and whether it can be changed now."""
    status = status_of(draft)
    return {
        "draft": draft,
        "status": status,
        "may_plan": may(reader, "plan"),
        "locked_for_changes": closed_to_changes(draft, status),
        "idle": draft.state == Draft.State.QUEUED and not drafts.queue_state().works,
    }


def closed_to_changes(draft: Draft, status: Status) -> bool:
    """Nothing of it is changed while it is being planned, nor once it is released."""
    return draft.is_released or (draft.is_at_work and not status.silent)


def shown(
    draft: Draft,
    reader: User | AnonymousUser,
    year: int | None = None,
    typed: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The context of the page; *typed* holds forms that were sent and not done, by deed."""
    rows = placements_of(draft)
    cards, sight = cards_of(rows, reader), sight_of(draft, reader)
    context = frame(draft, reader)
    context |= {
        "cards": cards,
        "forms": {**_forms(draft), **(typed or {})},
        "typed": set(typed or ()),
        "unplaced": unplaced_lines(draft, sight),
        "conflicts": conflicts(draft, sight),
        "assumed": [str(say(from_json(one))) for one in draft.assumptions],
        "others": _others(draft) if cards else [],
    }
    if cards:
        context |= {
            "board": board(draft, cards, year),
            "mechanisms": mechanisms(cards),
            "changes": last_step(draft, cards, rooms()) if draft.before else [],
        }
    return context


def _forms(draft: Draft) -> dict[str, Any]:
    """One form a deed, each with the version that is shown."""
    version = {"version": draft.version}
    return {
        "replan": forms.ReplanForm(
            initial={**version, "style": draft.style, "as_of": draft.as_of}, auto_id="replan-%s"
        ),
        "rename": forms.RenameForm(initial={**version, "name": draft.name}, auto_id="rename-%s"),
        "delete": PlainForm(initial=version, auto_id="delete-%s"),
        "again": PlainForm(initial=version, auto_id="again-%s"),
        "undo": forms.UndoForm(initial=version, auto_id="undo-%s"),
    }


def _others(draft: Draft) -> list[Draft]:
    rows = Draft.objects.exclude(pk=draft.pk).filter(placements__isnull=False).distinct()
    return list(rows.only("pk", "name").order_by("-made_at", "-pk")[:OTHERS])
