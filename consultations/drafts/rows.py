"""A draft's placements as rows: from a plan's values, to its slots, kept by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import HEADQUARTERS, Draft, DraftPlacement, Mission, Room
from planner.slots import Slot
from planner.workdays import say_date

WRITTEN = (
    "mission_id", "component", "expires_on", "kind", "need", "starts_at", "ends_at", "room_id",
    "findings", "marks", "order", "verdict", "kept", "pinned", "booked_id", "moved_from",
    "decision",
)  # fmt: skip


def slot_of(placement: DraftPlacement) -> Slot:
    """The slot of a placement, at Headquarters' time."""
    start = placement.starts_at.astimezone(HEADQUARTERS)
    end = placement.ends_at.astimezone(HEADQUARTERS)
    room = str(placement.room_id) if placement.room_id else ""
    return Slot(start.date(), start.time(), end.time(), room)


def instants(slot: Slot) -> tuple[datetime, datetime]:
    """When a slot begins and ends."""
    return slot.starts_at, slot.ends_at


def meeting_name(kind: str, mission: str, expires_on: date | None) -> str:
    """Which meeting it is, as refusals and differences name it."""
    title = planning.KINDS[kind].title if kind in planning.KINDS else kind
    if expires_on is None:
        return f"{mission}, {title}" if mission else title
    words = {"mission": mission, "title": title, "day": say_date(expires_on)}
    return _("%(mission)s, %(title)s before %(day)s") % words


def storable(value: Any) -> Any:
    """*value* as JSON can hold it: fields by name, days and hours as ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {f.name: storable(getattr(value, f.name)) for f in fields(value)}
        return {"type": type(value).__name__, **told}
    if isinstance(value, Mapping):
        return {str(key): storable(one) for key, one in value.items()}
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [storable(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(map(storable, value))
    return value if isinstance(value, int | float | None) else str(value)


def tupled(value: Any) -> Any:
    """What JSON gave back as lists, as the tuples they were."""
    return tuple(map(tupled, value)) if isinstance(value, list) else value


def rows_of(
    draft: Draft, planned: planning.Planned, told: Mapping[str, Any]
) -> list[DraftPlacement]:
    """The placements of a plan as unsaved rows, *told* being the plan as JSON.

    A mission or room that is gone since is left out.
    """
    placements = zip(planned.plan.placements, told["placements"], strict=True)
    missions = dict(Mission.objects.values_list("acronym", "pk"))
    rooms = {str(pk): pk for pk in Room.objects.values_list("pk", flat=True)}
    return [
        DraftPlacement(
            draft=draft,
            key=one.key,
            mission_id=missions.get(one.mission),
            component=one.component,
            expires_on=one.expiry,
            kind=one.kind,
            need=one.need,
            starts_at=one.slot.starts_at,
            ends_at=one.slot.ends_at,
            room_id=rooms.get(one.slot.room),
            findings=said["findings"],
            marks=storable(one.marks),
            order=storable(one.order),
            verdict=one.verdict,
            kept=one.kept,
            pinned=one.pinned,
            booked_id=one.booked or None,
            moved_from=said["moved_from"],
        )
        for one, said in placements
    ]


def put(draft: Draft, rows: Iterable[DraftPlacement]) -> None:
    """Bring the stored placements to *rows*: the same key stays the same row.

    What people decided about a slot, and what was booked from it, stays while the slot does. A
    row that is made comes with its number where it had one.
    """
    wanted = {row.key: row for row in rows}
    stored = {row.key: row for row in draft.placements.all()}
    for key, row in wanted.items():
        if (old := stored.get(key)) is not None:
            row.pk = old.pk
            row.released_id = old.released_id
            same = (old.starts_at, old.ends_at) == (row.starts_at, row.ends_at)
            row.decision = row.decision or (old.decision if same else "")
    DraftPlacement.objects.filter(
        pk__in=[o.pk for k, o in stored.items() if k not in wanted]
    ).delete()
    DraftPlacement.objects.bulk_update(
        [row for key, row in wanted.items() if key in stored], WRITTEN, batch_size=100
    )
    DraftPlacement.objects.bulk_create([row for key, row in wanted.items() if key not in stored])
