"""A form filled in while others wrote: only what was changed in it counts, and nothing unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.booking import Refused
from consultations.models import Mission, Point, Question, Record, RecordEdit
from consultations.records.fields import LONGEST, Field, Wrong, fields_of, plain
from consultations.records.merging import merge
from consultations.sayings import say_day, say_instant, say_who


class Meanwhile(Refused):
    """Others changed what was changed here: *typed* to be shown again, beside what *stands*."""

    def __init__(self, sentence: str, typed: Mapping[str, str], stands: Mapping[str, str]) -> None:
        super().__init__(sentence)
        self.typed, self.stands = typed, stands


@dataclass(frozen=True, slots=True)
class Brought:
    """What is to stand in each field, what stands, and the fields that both changed."""

    values: dict[str, str]
    stands: dict[str, str]
    clashed: tuple[str, ...]


def brought_together(
    kind: str, row: models.Model, typed: Mapping[str, Any], seen: Mapping[str, str] | None
) -> Brought:
    """*typed* against what its writer had *seen* and what stands by now.

    What was left as it was seen stays as it stands; long texts are merged; a choice, a day or a
    short mark that both changed is kept as typed and named as clashed. Without *seen* all counts.
    """
    values, stands, clashed = {}, {}, []
    for name, value in typed.items():
        field = fields_of(kind)[name]
        mine, now = plain(as_string(value))[:LONGEST], field.said(row)
        was = now if seen is None else plain(seen.get(name, ""))
        values[name], stands[name] = mine, now
        if seen is None or _same(now, was) or _same(now, mine):
            continue
        if _same(mine, was):
            values[name] = now
        elif isinstance(field.column, models.TextField):
            values[name] = merge(was, now, mine)
        else:
            clashed.append(name)
    return Brought(values, stands, tuple(clashed))


def put(
    kind: str, record: Record, row: Point | Question, found: Brought
) -> dict[str, tuple[str, str]]:
    """Put it into *row*, not saved yet; the changes by field: was and is.

    Raises ``Meanwhile`` where both changed a field, ``Refused`` for a wrong value.
    """
    if found.clashed:
        told = [_told(record, f"{kind}:{row.pk}", fields_of(kind)[one]) for one in found.clashed]
        told.append(_("Nothing of yours is recorded yet: see what is to stand, and send it again."))
        raise Meanwhile(" ".join(told), found.values, found.stands)
    changes = {}
    for name, value in found.values.items():
        field = fields_of(kind)[name]
        was = field.said(row)
        try:
            setattr(row, field.column.attname, field.read(value))
        except Wrong as wrong:
            raise Refused(wrong.sentence) from wrong
        if (now := field.said(row)) != was:
            changes[name] = (was, now)
    return changes


def as_string(value: Any) -> str:
    """A day, a row or a text, as fields are sent."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(getattr(value, "pk", value))


def in_words(column: Any, text: str) -> str:
    """A stored value as people read it."""
    if column.flatchoices:
        return str(dict(column.flatchoices).get(text, text))
    if column.name == "mission" and text.isdigit():
        named: Iterable[str] = Mission.objects.filter(pk=text).values_list("acronym", flat=True)
        return next(iter(named), text)
    if isinstance(column, models.DateField) and text:
        return say_day(date.fromisoformat(text))
    return text


def _same(one: str, other: str) -> bool:
    return one.strip() == other.strip()


def _told(record: Record, item: str, field: Field) -> str:
    """Who wrote what there last, and when."""
    edits = RecordEdit.objects.filter(record=record, item=item, field=field.name)
    last = edits.select_related("who").order_by("-revision", "-pk").first()
    words = {
        "field": field.title[:1].upper() + field.title[1:],
        "who": say_who(last.who if last else None),
        "words": in_words(field.column, last.now if last else "") or "–",
        "when": say_instant(last.at if last else timezone.now()),
    }
    said = _("%(field)s: while you had this page open %(who)s wrote “%(words)s” (%(when)s).")
    return said % words
