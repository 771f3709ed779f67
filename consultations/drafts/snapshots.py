"""A draft as it stood before a step, so that the step can be taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from consultations.drafts.rows import WRITTEN, put, storable
from consultations.models import Consultation, Draft, DraftPlacement, Mission, Room

KEPT = (
    "state", "error", "status", "levels", "unplaced", "conflict", "notes", "engine", "missed",
    "seconds", "fingerprint", "locked_weeks", "pins", "style", "as_of",
)  # fmt: skip
INSTANTS = ("starts_at", "ends_at")


def snapshot(draft: Draft) -> dict[str, Any]:
    """What :func:`restore` brings back; nothing where nothing was planned yet."""
    placements = [
        {"pk": row.pk, "key": row.key, **{name: storable(getattr(row, name)) for name in WRITTEN}}
        for row in draft.placements.all()
    ]
    if not placements and not draft.status:
        return {}
    told = {name: storable(getattr(draft, name)) for name in KEPT}
    return {"draft": told, "placements": placements}


def restore(draft: Draft, kept: dict[str, Any]) -> None:
    """Set *draft* (unsaved) and its placements (saved) to what was kept.

    A placement that is there again has the number it had: no number is ever given twice.
    """
    for name, value in kept["draft"].items():
        setattr(draft, name, date.fromisoformat(value) if name == "as_of" else value)
    present = {
        "mission_id": _there(Mission, kept, "mission_id"),
        "room_id": _there(Room, kept, "room_id"),
        "booked_id": _there(Consultation, kept, "booked_id"),
    }
    put(draft, [_row(draft, values, present) for values in kept["placements"]])


def _there(model: Any, kept: dict[str, Any], name: str) -> set[str]:
    """Which of the rows named still exist."""
    named = {one[name] for one in kept["placements"] if one[name] is not None}
    return {str(pk) for pk in model.objects.filter(pk__in=named).values_list("pk", flat=True)}


def _row(draft: Draft, values: dict[str, Any], present: dict[str, set[str]]) -> DraftPlacement:
    told = dict(values)
    for name in INSTANTS:
        told[name] = datetime.fromisoformat(told[name])
    if told["expires_on"]:
        told["expires_on"] = date.fromisoformat(told["expires_on"])
    for name, pks in present.items():
        told[name] = told[name] if str(told[name]) in pks else None
    return DraftPlacement(draft=draft, **told)
