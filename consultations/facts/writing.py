"""Lines become rows: found again by their keys, created, updated, or left as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from consultations.facts.columns import Key, Table
from consultations.facts.context import Context
from consultations.facts.findings import Change
from consultations.facts.lines import Line
from consultations.models import DateChange, Reschedulable, dates_of, known_since

BATCH = 500
SHOWN = 1000  # changes that a dry run lists one by one
Stored = dict[Any, dict[str, Any]]  # primary key -> field -> value


@dataclass(slots=True)
class Difference:
    """A stored row and the fields that the file has otherwise."""

    line: Line
    fields: dict[str, tuple[Any, Any]]  # was, now


def write(table: Table, lines: list[Line], context: Context) -> None:
    """Bring the stored rows of *table* to what *lines* say, and count what changed."""
    for line in lines:
        table.derive(line, context)
    if _say_doubles(table, lines, context):
        return
    stored = _stored(table, lines)
    _match(table, lines, stored)
    new = [line for line in lines if line.pk is None]
    _create(table, new)
    old = [line for line in lines if line.pk in stored]
    differences = _differences(table, old, stored, context)
    _update(table, differences, context)
    touched = {found.line.row for found in differences}
    created = {line.row for line in new}
    for related in table.related():
        touched |= related.sync(lines, context) - created
    _count(table, lines, created, touched, context)
    _show(new, differences, context)


def _say_doubles(table: Table, lines: list[Line], context: Context) -> bool:
    """Two rows that come to the same once names are resolved (a country by name and by code)."""
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines:
        values = table.keys[0].of(line.values)
        first = seen.setdefault(values, line.row)
        if first != line.row:
            context.problem(line, "", _("means the same as row %d: keep one") % first)
    return len(seen) < len(lines)


def _stored(table: Table, lines: Sequence[Line]) -> Stored:
    """Every stored row with the fields that the file or a key names, in one query."""
    if not lines:
        return {}
    names = {name for line in lines[:1] for name in line.values}
    names |= {name for key in table.keys for name in key.columns()}
    rows = table.model._default_manager.order_by("pk").values("pk", *sorted(names))
    return {row["pk"]: row for row in rows.iterator(chunk_size=5000)}


def _match(table: Table, lines: list[Line], stored: Stored) -> None:
    """Give each line the key of its row; looser keys only where both sides are unambiguous."""
    free = dict(stored)
    for rank, key in enumerate(table.keys):
        there: dict[tuple[Any, ...], list[Any]] = {}
        for pk, row in free.items():
            there.setdefault(key.of(row), []).append(pk)
        here: dict[tuple[Any, ...], list[Line]] = {}
        for line in lines:
            if line.pk is None and all(line.values.get(name) for name in key.filled):
                here.setdefault(key.of(line.values), []).append(line)
        for values, found in here.items():
            pks = there.get(values, [])
            if rank and (len(found) > 1 or len(pks) > 1):
                continue
            if pks and _may_fill(key, found[0], free[pks[0]]):
                found[0].pk = pks[0]
                del free[pks[0]]


def _may_fill(key: Key, line: Line, row: dict[str, Any]) -> bool:
    return not key.filling or not (line.values.get(key.filling) and row[key.filling])


def _create(table: Table, new: list[Line]) -> None:
    defaults = _defaults(table)
    rows = [
        table.model(
            **{
                name: value
                for name, value in line.values.items()
                if value is not None and (value != "" or name not in defaults)
            }
        )
        for line in new
    ]
    for line, row in zip(
        new, table.model._default_manager.bulk_create(rows, batch_size=BATCH), strict=True
    ):
        line.pk = row.pk


def _defaults(table: Table) -> dict[str, Any]:
    """What a field takes where the cell is empty, other than being empty itself."""
    fields = table.model._meta.concrete_fields
    return {one.attname: one.get_default() for one in fields if one.has_default()}


def _differences(
    table: Table, lines: list[Line], stored: Stored, context: Context
) -> list[Difference]:
    """What differs; an empty cell says “not established” and takes nothing away."""
    defaults, found = _defaults(table), []
    for line in lines:
        fields = {
            name: (was, now)
            for name, now in line.values.items()
            if (was := stored[line.pk][name]) != now
        }
        for name in sorted(fields):
            was, now = fields[name]
            if now not in ("", None):
                continue
            del fields[name]
            column = next((one.name for one in table.columns if one.field == name), "")
            if column and was not in ("", None, defaults.get(name)):
                context.warn(line, column, _("empty here, and stays as recorded: %s") % was)
        if fields:
            found.append(Difference(line, fields))
    return found


def _update(table: Table, differences: list[Difference], context: Context) -> None:
    if not differences:
        return
    foreign = [one.name for one in table.model._meta.concrete_fields if one.is_relation]
    rows: dict[Any, Model] = {}
    for start in range(0, len(differences), BATCH):
        pks = [found.line.pk for found in differences[start : start + BATCH]]
        found_rows = table.model._default_manager.select_related(*foreign).filter(pk__in=pks)
        rows |= {row.pk: row for row in found_rows}
    changes: list[DateChange] = []
    for found in differences:
        row = rows[found.line.pk]
        label = str(row)[:300]
        for name, (_was, now) in found.fields.items():
            setattr(row, name, now)
        changes += _date_changes(row, label, found, context)
    names = sorted({name for found in differences for name in found.fields})
    table.model._default_manager.bulk_update(rows.values(), names, batch_size=200)
    DateChange.objects.bulk_create(changes, batch_size=BATCH)


def _date_changes(
    row: Model, label: str, found: Difference, context: Context
) -> Iterable[DateChange]:
    if not isinstance(row, Reschedulable):
        return
    place = {"file": found.line.file, "row": found.line.row}
    for name in (one for one in dates_of(type(row)) if one in found.fields):
        was, now = found.fields[name]
        yield row.moved(
            name,
            was,
            now,
            reason=_("loaded from %(file)s, row %(row)d") % place,
            source=found.line.values.get("source") or "",
            who=context.who,
            known_on=_known_on(found.line, name, was, now, context.today),
            label=label,
        )


def _known_on(line: Line, name: str, was: date | None, now: date, today: date) -> date:
    """What the file says; else the earliest of today, the resolution's adoption and both dates.

    Since when the *row* is known says nothing of a date that was empty until now, nor of itself.
    """
    said: date | None = line.aside.get("known_on")
    if was is not None and name != "known_on":
        said = said or line.values.get("known_on")
    return known_since(said, today, was, now, line.values.get("adopted_on"))


def _count(
    table: Table, lines: list[Line], created: set[int], touched: set[int], context: Context
) -> None:
    updated = len(touched - created)
    context.outcome.count(table.stem, len(created), updated, len(lines) - len(created) - updated)


def _show(new: list[Line], differences: list[Difference], context: Context) -> None:
    shown = context.outcome.changes
    for line in new[: max(0, SHOWN - len(shown))]:
        label = " · ".join(text for text in list(line.texts.values())[:4] if text)
        shown.append(Change(line.file, line.row, label, created=True))
    for found in differences[: max(0, SHOWN - len(shown))]:
        label = " · ".join(text for text in list(found.line.texts.values())[:4] if text)
        fields = tuple((name, str(was), str(now)) for name, (was, now) in found.fields.items())
        shown.append(Change(found.line.file, found.line.row, label, created=False, fields=fields))
