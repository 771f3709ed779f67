"""Where two recommendations pull apart: what was chosen for this consultation, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from consultations.booking.changes import changing, keep
from consultations.models import Choice, Consultation, Deed

KEPT = ("tension", "chosen", "source", "departs_from", "reason")


def set_choices(row: Consultation, choices: Iterable[Any], who: User | None) -> None:
    """Store each choice (mappings or values with these names); a tension is decided once."""
    for choice in choices:
        told = choice if isinstance(choice, Mapping) else {
            name: getattr(choice, name, "") for name in KEPT
        }  # fmt: skip
        values = {name: str(told.get(name) or "") for name in KEPT}
        Choice.objects.update_or_create(
            consultation=row,
            tension=values.pop("tension"),
            defaults={**values, "decided_by": who, "decided_at": timezone.now()},
        )


def choose(
    consultation: Consultation, choice: Mapping[str, str], *, who: User | None, version: int
) -> Consultation:
    """Decide one tension anew; the deed keeps what was chosen before."""
    with changing(consultation, version) as row:
        before = row.choices.filter(tension=choice["tension"]).first()
        set_choices(row, [choice], who)
        return keep(
            row,
            Deed.Verb.EDIT,
            who=who,
            was=str(before or ""),
            now=f"{choice['tension']}: {choice['chosen']}",
            reason=choice.get("reason", ""),
        )
