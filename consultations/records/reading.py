"""The record as values: what pages show, and what a page that is open asks again and again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils import timezone

from consultations.models import Consultation, Record, RecordEdit
from consultations.records.applying import Applied
from consultations.records.fields import RELATED, fields_of
from consultations.records.opening import of
from consultations.sayings import say_who

TYPING = timedelta(minutes=2)  # who typed within it is said to be at work on the record


def state(
    row: Consultation,
    since: int = 0,
    *,
    applied: Applied | None = None,
    reader: User | AnonymousUser | None = None,
) -> dict[str, Any]:
    """The record as it stands: every line changed after revision *since* (0: all of them).

    *applied* adds what became of the changes that were sent; *others* leaves out *reader*.
    A meeting without a record gives revision 0 and nothing else.
    """
    record = applied.record if applied else of(row)
    answer: dict[str, Any] = {
        "revision": record.revision if record else 0,
        "closed": bool(record and record.is_closed),
        "items": list(_items(record, since)) if record else [],
        "done": [str(one) for one in applied.done] if applied else [],
        "refused": [],
        "others": _others(record, reader) if record else [],
    }
    if applied:
        answer["refused"] = [
            {"change": str(o.change), "item": o.item, "field": o.field, "sentence": o.sentence}
            for o in applied.refused
        ]
    return answer


def _items(record: Record, since: int) -> Iterable[dict[str, Any]]:
    if since >= record.revision > 0:
        return
    yield _item("record", "record", record, record.revision)
    for kind, related in RELATED.items():
        lines = getattr(record, related).order_by("position", "pk")
        for line in lines.filter(revision__gt=since) if since > 0 else lines:
            yield _item(kind, f"{kind}:{line.pk}", line, line.revision)


def _item(kind: str, name: str, row: models.Model, revision: int) -> dict[str, Any]:
    fields = {f.name: f.said(row) for f in fields_of(kind).values() if f.name != "removed"}
    removed = bool(getattr(row, "removed", False))
    return {"item": name, "revision": revision, "removed": removed, "fields": fields}


def _others(record: Record, reader: User | AnonymousUser | None) -> list[dict[str, str]]:
    """Who else typed within two minutes, and where last."""
    edits = (
        RecordEdit.objects.filter(record=record, at__gt=timezone.now() - TYPING)
        .exclude(who=None)
        .select_related("who")
        .order_by("at", "pk")
    )
    last: dict[Any, RecordEdit] = {}
    for edit in edits:
        if reader is None or edit.who_id != reader.pk:
            last[edit.who_id] = edit
    return [
        {"who": say_who(one.who), "item": one.item, "at": one.at.isoformat()}
        for one in last.values()
    ]
