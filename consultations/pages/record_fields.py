"""The fields of a record's screen: which there are, and how each is typed or chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consultations.records.fields import fields_of

Choices = tuple[tuple[str, str], ...]
Typed = Mapping[tuple[str, str], tuple[str, str]]  # (item, field): what was typed, and the sentence

# How the boxes of each kind of line stand, in their order; "area:2" has two lines.
CONTROLS: Final[dict[str, dict[str, str]]] = {
    "attendance": {
        "state": "choice", "level": "choice", "political": "check", "military": "check",
        "police": "check", "spoke": "check", "people": "text",
    },
    "uninvited": {
        "name": "text", "category": "choice", "state": "choice", "level": "choice",
        "political": "check", "military": "check", "police": "check", "spoke": "check",
        "people": "text", "removed": "check",
    },
    "point": {
        "text": "area", "theme": "text", "raised_by": "text", "group": "text",
        "standing": "choice", "attribution": "choice", "mission": "choice", "removed": "check",
    },
    "question": {
        "text": "area", "asked_by": "text", "attribution": "choice", "incident": "check",
        "asked_on": "date", "answered_on": "date", "answer": "paragraphs", "removed": "check",
    },
    "panellist": {
        "honorific": "text", "name": "text", "post": "text", "entity": "text", "removed": "check",
    },
    "input": {"name": "text", "received_on": "date", "text": "paragraphs", "removed": "check"},
    "record": {
        "discussion": "paragraphs:4", "conclusions": "paragraphs:2", "theme": "text",
        "other_titles": "paragraphs", "participants": "paragraphs", "attribution": "choice",
        "outcome_shown": "choice", "continues": "choice", "next_look_on": "date",
        "visit": "paragraphs", "visit_symbol": "text",
    },
}  # fmt: skip
LISTS: Final = {
    ("point", "theme"): "themes", ("point", "raised_by"): "delegations",
    ("point", "group"): "groups", ("question", "asked_by"): "delegations",
    ("input", "name"): "delegations",
}  # fmt: skip
EMPTY: Final = {
    ("point", "attribution"): gettext_lazy("as the record's"),
    ("question", "attribution"): gettext_lazy("as the record's"),
    ("point", "mission"): gettext_lazy("all of them"),
    ("record", "continues"): gettext_lazy("no earlier meeting"),
}
TITLES: Final = {"removed": gettext_lazy("take out")}


@dataclass(frozen=True, slots=True)
class Box:
    """One field on the screen; *kind* is text, area, paragraphs, date, check or choice."""

    item: str
    name: str
    label: str
    kind: str
    value: str = ""
    blank: str = ""
    choices: Choices = ()
    rows: int = 1
    datalist: str = ""
    longest: int | None = None
    help: str = ""
    sentence: str = ""
    was: str | None = None  # where the value is typed, not stored, yet

    @property
    def key(self) -> str:
        """As forms send it, after ``f:`` or ``was:``."""
        return f"{self.item}:{self.name}"

    @property
    def id(self) -> str:
        """Of the control in the page."""
        return f"f-{self.item}-{self.name}".replace(":", "-")


def boxes(
    kind: str, item: str, row: models.Model | None, choices: Mapping[str, Choices], typed: Typed
) -> dict[str, Box]:
    """The fields of one line by name; without *row* those of a new one.

    *choices* are those that only the page knows (missions, earlier meetings); what was typed and
    refused stands in place of what is stored.
    """
    stored, found = fields_of("attendance" if kind == "uninvited" else kind), {}
    for box in _plain(kind, get_language() or "en"):
        if box.kind == "choice" and not box.choices and box.name not in choices:
            continue
        value = box.blank if row is None else stored[box.name].said(row)
        one = replace(box, item=item, value=value, choices=box.choices or choices.get(box.name, ()))
        if (item, box.name) in typed:
            words, sentence = typed[item, box.name]
            one = replace(one, value=words, sentence=sentence, was=value)
        found[box.name] = one
    return found


@lru_cache(maxsize=64)
def _plain(kind: str, language: str) -> tuple[Box, ...]:
    """The boxes of a kind of line without an item; their words are those of *language*."""
    return tuple(_box(kind, name, told) for name, told in CONTROLS[kind].items())


def _box(kind: str, name: str, told: str) -> Box:
    of = "attendance" if kind == "uninvited" else kind
    column: Any = fields_of(of)[name].column
    control, _colon, rows = told.partition(":")
    choices = [(str(code), force_str(label)) for code, label in column.flatchoices]
    if choices and column.blank and not any(code == "" for code, _label in choices):
        choices.insert(0, ("", str(EMPTY.get((of, name), _("not noted")))))
    blank = "false" if control == "check" else ""
    if choices and not column.blank:
        blank = str(column.get_default())
    return Box(
        item="", name=name, label=str(TITLES.get(name, column.verbose_name)), kind=control,
        blank=blank, choices=tuple(choices), rows=int(rows or 1), longest=column.max_length,
        datalist=LISTS.get((of, name), ""),
        help=str(column.help_text) if kind == "record" else "",
    )  # fmt: skip


def empty_choice(kind: str, name: str) -> tuple[str, str]:
    """What a choice says where nothing is chosen."""
    return "", str(EMPTY.get((kind, name), _("not noted")))
