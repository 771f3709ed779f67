"""What was typed into a record, by one or by several at once: merged, kept, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from consultations.booking import Refused
from consultations.models import Consultation, Record, RecordEdit
from consultations.records.fields import (
    HIGHEST,
    KINDS,
    LONGEST,
    RELATED,
    Field,
    Wrong,
    fields_of,
    plain,
)
from consultations.records.merging import merge
from consultations.records.opening import locked, refuse_if_closed

MOST = 200  # changes at once


@dataclass(frozen=True, slots=True)
class Change:
    """One field as somebody typed it: *base* is what stood there when they began.

    *item* is ``record`` or a kind and an id (``point:<uuid>``); all values are strings.
    """

    change: UUID
    item: str
    field: str
    base: str
    value: str


@dataclass(frozen=True, slots=True)
class RefusedChange:
    """A change that was not done, and the sentence to show at its field."""

    change: UUID
    item: str
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the changes; *done* holds those done earlier, too."""

    record: Record
    done: tuple[UUID, ...]
    refused: tuple[RefusedChange, ...]


@dataclass(slots=True)
class _Work:
    """One transaction: what was read, what has changed, what is to be kept."""

    record: Record
    who: User | None
    revision: int
    items: dict[str, models.Model] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    changed: dict[str, set[str]] = field(default_factory=dict)
    edits: list[RecordEdit] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)  # lines spoken of that other records have


def apply(row: Consultation, changes: Iterable[Change], *, who: User | None) -> Applied:
    """Do the changes in their order; one that was done before is not done again.

    A wrong value is refused alone, the others are done. Raises ``Refused`` for a closed record
    and for more than 200 changes.
    """
    wanted = list({one.change: one for one in changes}.values())
    if len(wanted) > MOST:
        raise Refused(_("These are too many changes at once: send no more than %s.") % MOST)
    with transaction.atomic():
        record = locked(row)
        ids = [one.change for one in wanted]
        seen = dict(RecordEdit.objects.filter(change__in=ids).values_list("change", "record"))
        done = [one for one in ids if seen.get(one) == record.pk]
        fresh = [one for one in wanted if seen.get(one.change) != record.pk]
        if not fresh:
            return Applied(record, tuple(done), ())
        refuse_if_closed(record)
        work = _begin(record, fresh, who)
        refused = []
        for one in sorted(fresh, key=lambda one: one.field != "name"):  # a name makes the line
            sentence = _try(work, one, elsewhere=one.change in seen)
            if sentence:
                refused.append(RefusedChange(one.change, one.item, one.field, sentence))
            else:
                done.append(one.change)
        _store(work)
    return Applied(record, tuple(done), tuple(refused))


def _begin(record: Record, changes: Sequence[Change], who: User | None) -> _Work:
    """Read the lines that are spoken of, a query a kind."""
    work = _Work(record, who, record.revision + 1)
    work.items["record"] = record
    for kind in {one.item.partition(":")[0] for one in changes} & set(KINDS):
        lines = list(getattr(record, RELATED[kind]).all())
        work.items |= {f"{kind}:{line.pk}": line for line in lines}
        work.last[kind] = max((line.position for line in lines), default=0)
        unknown = _ids(changes, kind) - {line.pk for line in lines}
        others = KINDS[kind]._default_manager.filter(pk__in=unknown) if unknown else ()
        work.foreign |= {f"{kind}:{line.pk}" for line in others}
    return work


def _ids(changes: Sequence[Change], kind: str) -> set[UUID]:
    """The lines of a kind that are spoken of."""
    found = set()
    for one in changes:
        with suppress(Wrong):
            spoken, _colon, name = _key(one.item).partition(":")
            if spoken == kind:
                found.add(UUID(name))
    return found


def _try(work: _Work, change: Change, *, elsewhere: bool) -> str:
    """Do one change; the sentence of refusal, or nothing."""
    try:
        if elsewhere:
            raise Wrong(_("This change belongs to another record."))
        found = fields_of(change.item.partition(":")[0]).get(change.field)
        if found is None:
            raise Wrong(_("There is no such field in a record."))
        if max(len(change.value), len(change.base)) > LONGEST:
            words = {"field": found.title, "most": LONGEST}
            raise Wrong(_("%(field)s: no more than %(most)s characters fit.") % words)
        _do(work, change, found)
    except Wrong as wrong:
        return wrong.sentence
    return ""


def _do(work: _Work, change: Change, found: Field) -> None:
    key = _key(change.item)
    item = work.items.get(key) or _new(work, key, found.name)
    was, typed = found.said(item), plain(change.value)
    wanted = merge(plain(change.base), was, typed) if found.merges else typed
    value = found.read(wanted)
    _check(work, key, item, found, value)
    if key not in work.items:
        work.items[key] = item
        work.new.add(key)
    setattr(item, found.column.attname, value)
    now = found.said(item)
    if now != was:
        work.changed.setdefault(key, set()).add(found.column.attname)
    work.edits.append(
        RecordEdit(
            record=work.record,
            change=change.change,
            revision=work.revision,
            item=key,
            field=found.name,
            was=was,
            typed=typed,
            now=now,
            who=work.who,
        )
    )


def _key(item: str) -> str:
    """The item as it is kept: the id in its one spelling."""
    kind, _colon, name = item.partition(":")
    if kind == "record" and not name:
        return kind
    try:
        return f"{kind}:{UUID(name)}"
    except ValueError as error:
        raise Wrong(_("There is no such line in this record.")) from error


def _new(work: _Work, key: str, field_name: str) -> Any:
    """A line that nobody knows yet, unless it is one of another record."""
    kind, _colon, name = key.partition(":")
    if kind not in KINDS:
        raise Wrong(_("There is no such line in this record."))
    if kind == "attendance" and field_name != "name":
        raise Wrong(_("Give the delegation's name first."))
    if key in work.foreign:
        raise Wrong(_("This line belongs to another record."))
    work.last[kind] = min(work.last.get(kind, 0) + 1, HIGHEST)
    return KINDS[kind](pk=UUID(name), record=work.record, position=work.last[kind])


def _check(work: _Work, key: str, item: models.Model, found: Field, value: Any) -> None:
    """What the line as a whole does not allow."""
    if (found.kind, found.name) == ("attendance", "name"):
        name = str(value).strip()
        if not name:
            raise Wrong(_("Give the delegation's name, or take the line out."))
        others = [one for k, one in work.items.items() if k != key and k.startswith("attendance:")]
        same = [one for one in others if vars(one)["name"].casefold() == name.casefold()]
        if any(vars(one)["removed"] for one in same):
            raise Wrong(_("%(name)s was taken out of the list: put it back.") % {"name": name})
        if same:
            raise Wrong(_("%(name)s stands in the list already.") % {"name": name})
    if found.name == "continues" and value == work.record.consultation_id:
        raise Wrong(_("A meeting does not continue itself."))


def _store(work: _Work) -> None:
    """Write each line that changed once, the edits, and the new revision."""
    if not work.edits:
        return
    touched = {*work.changed, *work.new}
    for key in touched - {"record"}:
        vars(work.items[key])["revision"] = work.revision
    for kind, model in KINDS.items():
        mine = {k for k in touched if k.startswith(f"{kind}:")}
        model._default_manager.bulk_create(
            [work.items[k] for k in work.items if k in mine & work.new]
        )
        old = [work.items[k] for k in sorted(mine - work.new)]
        names = {n for k in mine - work.new for n in work.changed[k]}
        if old:
            columns = {f.attname: f.name for f in model._meta.fields}
            model._default_manager.bulk_update(
                old, sorted(columns[n] for n in names | {"revision"})
            )
    RecordEdit.objects.bulk_create(work.edits)
    if touched:
        work.record.revision = work.revision
    work.record.save()
