"""Meetings that were arranged elsewhere: taken over as they stand, the database still the judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from consultations.booking.changes import all_or_nothing, changing, keep
from consultations.booking.refusals import Refused
from consultations.booking.terms import check
from consultations.models import Consultation, Deed, Mission, Services
from consultations.sayings import say_instant, say_place, say_who

Change = tuple[str, str, str]  # field, was, now
SENT = frozenset({"starts_at", "ends_at", "status"})  # what calendars must hear of
Status = Consultation.Status


def bring_in(
    pk: UUID,
    values: Mapping[str, Any],
    missions: list[Mission] | None,
    *,
    who: User | None,
    existing: Consultation | None,
) -> list[Change]:
    """Create the consultation, or bring *existing* to *values*; answers what changed.

    What is arranged is arranged: no finding stands against it. Raises ``Taken`` for a clash and
    ``Refused`` where somebody changed it here since it was brought in.
    """
    if existing is None:
        return _arrive(pk, values, missions or [], who)
    changes = _differences(existing, values, missions)
    if changes:
        _check_untouched(existing)
        with changing(existing, existing.version) as row:
            was = say_place(row)
            for name, value in values.items():
                setattr(row, name, value)
            check(row)
            if missions is not None:
                row.missions.set(missions)
            grows = any(name in SENT for name, _was, _now in changes)
            keep(row, Deed.Verb.IMPORT, who=who, was=was, now=say_place(row), grows=grows)
    return changes


def _arrive(
    pk: UUID, values: Mapping[str, Any], missions: list[Mission], who: User | None
) -> list[Change]:
    row = Consultation(**{"status": Status.CONFIRMED, **values}, pk=pk, booked_by=who, version=0)
    if row.room and "room_status" not in values:
        row.room_status = Services.WANTED  # a file that names a room does not say it was granted
    check(row)
    with all_or_nothing(row):
        row.save(force_insert=True)
        row.missions.set(missions)
        keep(row, Deed.Verb.IMPORT, who=who, now=say_place(row))
    return [(name, "", str(value)) for name, value in values.items()]


def _differences(
    row: Consultation, values: Mapping[str, Any], missions: list[Mission] | None
) -> list[Change]:
    changes = [
        (name, str(getattr(row, name)), str(value))
        for name, value in values.items()
        if getattr(row, name) != value
    ]
    if missions is not None:
        was, now = ("; ".join(sorted(str(m) for m in ms)) for ms in (row.missions.all(), missions))
        changes += [("missions", was, now)] if was != now else []
    return changes


def _check_untouched(row: Consultation) -> None:
    last = row.deeds.exclude(verb=Deed.Verb.ANSWER).select_related("who").last()
    if last is None or last.verb == Deed.Verb.IMPORT:
        return
    words = {"meeting": row.subject, "who": say_who(last.who), "when": say_instant(last.at)}
    raise Refused(
        _(
            "“%(meeting)s” was changed here by %(who)s on %(when)s: write what stands there now "
            "into the file, or leave the row out."
        )
        % words
    )
