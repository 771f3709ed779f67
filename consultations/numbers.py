"""Numbers of the register that staff change: for everybody, a mission, or one consultation.

Each change asks for a reason and stays within the register's bounds in every scope it reaches.
What was changed, by whom and why is kept in the admin's log, so a reset forgets nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from consultations import planning
from consultations.disclosure import with_details_for
from consultations.models import Consultation, Mission, NumberOverride
from consultations.people import may
from planner.register import Register, RegisterError, load


@dataclass(frozen=True, slots=True)
class Changed:
    """One line of a number's history; ``now`` is None where the default came back."""

    key: str
    was: int
    now: int | None
    scope: str
    reason: str
    who: str
    at: datetime


def overrides(reader: User | AnonymousUser | None = None) -> QuerySet[NumberOverride]:
    """Every number that is not the default, with where it holds and who said so.

    For a *reader*: those of meetings whose details they may not see are left out.
    """
    rows = NumberOverride.objects.select_related(
        "mission", "consultation", "consultation__cycle_mission", "who"
    )
    if reader is None or may(reader, "details"):
        return rows
    return rows.filter(Q(consultation=None) | Q(consultation__in=_disclosed(reader)))


def _disclosed(reader: User | AnonymousUser) -> QuerySet[Any]:
    rows = with_details_for(Consultation.objects.order_by(), reader).filter(shown=True)
    return rows.values_list("pk", flat=True)


def scope_of(mission: Mission | None, consultation: Consultation | None) -> str:
    """Where a number holds, in words."""
    return str(consultation or mission or _("the whole installation"))


def change(
    key: str,
    value: int,
    reason: str,
    *,
    who: User,
    mission: Mission | None = None,
    consultation: Consultation | None = None,
) -> NumberOverride:
    """Set a number in one scope; ``ValidationError`` says what the register refuses, and where."""
    number = load().numbers.get(key)
    if number is None:
        raise ValidationError(_("There is no number of this name."), code="key")
    if not reason.strip():
        raise ValidationError(_("Say why the number changes."), code="reason")
    scope: dict[str, Any] = {"key": key, "mission": mission, "consultation": consultation}
    if consultation is not None:
        scope["mission"] = None
    with transaction.atomic():
        before = NumberOverride.objects.filter(**scope).first()
        row, created = NumberOverride.objects.update_or_create(
            **scope, defaults={"value": value, "reason": reason.strip(), "who": who}
        )
        _check_every_scope()
        _log(row, ADDITION if created else CHANGE, before.value if before else number.default,
             value, reason, who)  # fmt: skip
    return row


def reset(row: NumberOverride, reason: str, *, who: User) -> None:
    """Give a scope its default back; refused where another scope leans on the changed value."""
    if not reason.strip():
        raise ValidationError(_("Say why the number changes."), code="reason")
    with transaction.atomic():
        _log(row, DELETION, row.value, None, reason, who)
        row.delete()
        _check_every_scope()


def history(
    key: str = "", limit: int = 100, reader: User | AnonymousUser | None = None
) -> list[Changed]:
    """Changes of one number (or of all), the last first; closed meetings unnamed to a *reader*."""
    kind = ContentType.objects.get_for_model(NumberOverride)
    entries = LogEntry.objects.filter(content_type=kind, change_message__startswith='{"key"')
    if key:
        entries = entries.filter(object_repr__startswith=f"{key} = ")
    newest = entries.select_related("user").order_by("-action_time", "-pk")[:limit]
    if reader is None or may(reader, "details"):
        return [_line(entry) for entry in newest]
    seen = {"", *map(str, _disclosed(reader))}
    return [_line(entry, seen) for entry in newest]


def differing(register: Register) -> list[str]:
    """Keys whose number is not the default."""
    return [key for key, number in register.numbers.items() if not number.is_default]


def _line(entry: LogEntry, seen: set[str] | None = None) -> Changed:
    said = json.loads(entry.change_message)
    if seen is not None and said.get("meeting") not in seen:
        said |= {"scope": _("a closed meeting"), "reason": ""}
    return Changed(
        said["key"], said["was"], said["now"], said["scope"], said["reason"],
        str(entry.user), entry.action_time,
    )  # fmt: skip


def _log(row: NumberOverride, flag: int, was: int, now: int | None, reason: str, who: User) -> None:
    scope = scope_of(row.mission, row.consultation)
    said = {"key": row.key, "was": was, "now": now, "scope": scope, "reason": reason.strip(),
            "meeting": str(row.consultation_id or "")}  # fmt: skip
    LogEntry.objects.create(
        user=who,
        content_type=ContentType.objects.get_for_model(NumberOverride),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=flag,
        change_message=json.dumps(said),
    )


def _check_every_scope() -> None:
    """The register must hold together wherever a number differs, not only where it was typed."""
    for mission, consultation in _scopes(overrides()):
        try:
            planning.register_for(mission, consultation)
        except RegisterError as error:
            raise ValidationError(
                _("%(scope)s: %(problem)s."),
                code="register",
                params={"scope": scope_of(mission, consultation), "problem": error},
            ) from error


def _scopes(
    rows: Iterable[NumberOverride],
) -> list[tuple[Mission | None, Consultation | None]]:
    """Each scope once, the installation first."""
    scopes: dict[tuple[Mission | None, Consultation | None], None] = {(None, None): None}
    for row in rows:
        meeting = row.consultation
        scopes[meeting.cycle_mission if meeting else row.mission, meeting] = None
    return list(scopes)
