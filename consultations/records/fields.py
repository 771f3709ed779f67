"""The fields of a record that are typed: how each is read, checked and said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.models import (
    Attendance,
    Consultation,
    Mission,
    Panellist,
    Point,
    Question,
    Record,
    WrittenInput,
)

LONGEST = 20_000  # characters of one field
HIGHEST = 100_000  # place of a line in its list
YEARS = (1990, 2100)  # of a day in a record; beyond them it is a slip of the hand
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
KINDS: dict[str, type[models.Model]] = {
    "attendance": Attendance,
    "point": Point,
    "question": Question,
    "panellist": Panellist,
    "input": WrittenInput,
}
RELATED = {
    "attendance": "attendances", "point": "points", "question": "questions",
    "panellist": "panellists", "input": "inputs",
}  # fmt: skip
NAMES = {
    "record": """theme other_titles participants discussion conclusions visit visit_symbol
        attribution outcome_shown continues next_look_on""",
    "attendance": "name category state level political military police spoke people",
    "point": """text theme attribution raised_by group standing mission sent_on sent_to in_draft
        draft_paragraph in_text text_paragraph outcome_reason outcome_from""",
    "question": "text asked_by attribution asked_on incident answered_on answer",
    "panellist": "honorific name post entity",
    "input": "name received_on text",
}
OF_EVERY_LINE = ("position", "removed")
# Short marks that mean something as a whole: the last one wins, as for a choice.
WHOLE = {
    ("attendance", "name"), ("record", "visit_symbol"), ("panellist", "honorific"),
    ("point", "draft_paragraph"), ("point", "text_paragraph"), ("input", "name"),
    ("panellist", "name"),
}  # fmt: skip
TRUE, FALSE = ("true", "1", "on", "yes"), ("false", "0", "", "no")


class Wrong(Exception):
    """A value that a field does not take; the sentence names field and cure."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one kind of item."""

    kind: str
    name: str
    column: models.Field[Any, Any]

    @property
    def title(self) -> str:
        return str(self.column.verbose_name)

    @property
    def merges(self) -> bool:
        """Whether it is free text, of which no word is lost."""
        free = isinstance(self.column, models.CharField | models.TextField)
        return free and not self.column.choices and (self.kind, self.name) not in WHOLE

    def read(self, value: str) -> Any:
        """What is stored for what was typed; raises ``Wrong``."""
        if isinstance(self.column, models.BooleanField):
            return self._boolean(value)
        if isinstance(self.column, models.DateField):
            return self._day(value)
        if isinstance(self.column, models.ForeignKey):
            return self._row(value)
        if isinstance(self.column, models.IntegerField):
            return self._number(value)
        if self.column.choices:
            return self._choice(value)
        return self._text(value)

    def said(self, item: models.Model) -> str:
        """What stands there, as pages send and receive it."""
        value = getattr(item, self.column.attname)
        if isinstance(value, bool):
            return "true" if value else "false"
        return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)

    def _boolean(self, value: str) -> bool:
        if value.lower() not in (*TRUE, *FALSE):
            raise Wrong(_("%(field)s is true or false.") % {"field": self.title})
        return value.lower() in TRUE

    def _day(self, value: str) -> date | None:
        try:
            day = date.fromisoformat(value) if value else None
        except ValueError as error:
            words = {"field": self.title}
            raise Wrong(_("%(field)s: write the day as year-month-day.") % words) from error
        first, last = YEARS
        if day and not first <= day.year <= last:
            told = {"field": self.title, "first": first, "last": last}
            raise Wrong(_("%(field)s: the year is to be from %(first)s to %(last)s.") % told)
        return day

    def _number(self, value: str) -> int:
        whole = value.isascii() and value.isdigit() and len(value) <= len(str(HIGHEST))
        if not whole or int(value) > HIGHEST:
            words = {"field": self.title, "most": HIGHEST}
            raise Wrong(_("%(field)s is a whole number, no more than %(most)s.") % words)
        return int(value)

    def _choice(self, value: str) -> str:
        allowed = {str(code) for code, _label in self.column.flatchoices}
        if value not in allowed and not (value == "" and self.column.blank):
            words = {"field": self.title}
            raise Wrong(_("%(field)s: choose one of the answers that are offered.") % words)
        return value

    def _text(self, value: str) -> str:
        longest = self.column.max_length or LONGEST
        if len(value) > longest:
            words = {"field": self.title, "most": longest, "now": len(value)}
            raise Wrong(_("%(field)s has %(now)s characters: no more than %(most)s fit.") % words)
        return value

    def _row(self, value: str) -> Any:
        """The key of a mission or of another meeting."""
        if not value:
            return None
        found: QuerySet[Any]
        if self.column.related_model is not Mission:
            found = Consultation.objects.filter(pk__in=_uuids(value))
        elif value.isascii() and value.isdigit() and len(value) < 10:
            found = Mission.objects.filter(pk=int(value))
        else:
            found = Mission.objects.filter(acronym=value)
        key = found.values_list("pk", flat=True).first()
        if key is None:
            words = {"field": self.title}
            raise Wrong(_("%(field)s: nothing of this name is recorded.") % words)
        return key


def plain(value: str) -> str:
    """The text without what no person types: control characters, halves of characters."""
    return CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


@cache
def fields_of(kind: str) -> dict[str, Field]:
    """The fields of a kind of item by name; empty for a kind that there is not."""
    model: type[models.Model] | None = Record if kind == "record" else KINDS.get(kind)
    if model is None:
        return {}
    names = NAMES[kind].split() + list(OF_EVERY_LINE if kind != "record" else ())
    return {name: Field(kind, name, model._meta.get_field(name)) for name in names}  # type: ignore[arg-type]


def _uuids(value: str) -> list[UUID]:
    try:
        return [UUID(value)]
    except ValueError:
        return []
