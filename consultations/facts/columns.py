"""The columns of a table of facts, and the keys that find a stored row again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from consultations.facts.cells import TEXT, Cell, one_of
from consultations.facts.context import Context
from consultations.facts.lines import Line
from planner.workdays import say_date

CONFIDENCE = one_of(["high", "medium", "low"])


class Related(Protocol):
    """Rows of another table that one cell stands for."""

    def read(self) -> Mapping[Any, str]:
        """The cell's text for every row, by primary key."""

    def sync(self, lines: list[Line], context: Context) -> set[int]:
        """Make it so; answers the row numbers that changed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file; ``field`` empty: computed when written, checked when read.

    ``own`` columns are ours beyond the agreed ones: welcome, and written only where used.
    ``aside`` values are handed to the table's ``derive`` and are no field of the row.
    ``aliases`` are other headers, each with words of its own for the values.
    """

    name: str
    field: str = ""
    cell: Cell = TEXT
    required: bool = False
    own: bool = False
    aside: bool = False
    path: str = ""
    refers: str = ""  # "mission": must be known; "missions": known, or known by name from now on
    related: Related | None = None
    aliases: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """Fields that find a stored row again.

    A field may be ``on__year``. With *filled*, only rows that have these fields; with *filling*,
    only where that field is empty on one side: a symbol that becomes known.
    """

    fields: tuple[str, ...]
    filled: tuple[str, ...] = ()
    filling: str = ""

    def of(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """What this key is for a row."""
        return tuple(_part(values, name) for name in self.fields)

    def columns(self) -> set[str]:
        """The stored fields it needs."""
        return {name.removesuffix("__year") for name in (*self.fields, self.filling) if name}


def _part(values: Mapping[str, Any], name: str) -> Any:
    if name.endswith("__year"):
        on = values.get(name.removesuffix("__year"))
        return on.year if on else None
    return values.get(name)


Suspicion = tuple[str, str]  # column, sentence
Check = Callable[[Line], Iterable[Suspicion]]


def nothing(line: Line) -> Iterator[Suspicion]:
    """No row of this table is impossible, or suspect, by itself."""
    return iter(())


def as_read(line: Line, context: Context) -> None:
    """The values are the fields already."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of facts and the model it fills."""

    stem: str
    model: type[Model]
    columns: tuple[Column, ...]
    keys: tuple[Key, ...]
    identity: Callable[[Line], tuple[Any, ...]]
    derive: Callable[[Line, Context], None] = as_read
    impossible: Check = nothing
    suspect: Check = nothing
    rows: Callable[[], QuerySet[Any]] | None = None
    links: Related | None = None  # rows of another table that a field's own text names

    def stored(self) -> QuerySet[Any]:
        """The rows to write out, in the order they came."""
        rows = self.rows() if self.rows else self.model._default_manager.all()
        return rows.order_by("pk")

    def related(self) -> list[Related]:
        """What hangs on its rows, each once."""
        found = [column.related for column in self.columns if column.related]
        return [*found, self.links] if self.links else found

    def file_columns(self) -> tuple[str, ...]:
        """The names that a full header has."""
        return tuple(column.name for column in self.columns)


def fact_columns() -> tuple[Column, ...]:
    """Source and confidence, which every fact has."""
    return (
        Column("source", "source"),
        Column("confidence", "confidence", CONFIDENCE),
    )


def in_order(line: Line, *columns: tuple[str, str]) -> Iterator[Suspicion]:
    """Each date, where given, on or after the one before it; columns as (column, field)."""
    last: tuple[str, date] | None = None
    for column, name in columns:
        on = line.values.get(name)
        if on is None:
            continue
        if last and on < last[1]:
            names = {"day": say_date(last[1]), "column": last[0]}
            yield column, _("lies before %(column)s, %(day)s") % names
        last = (column, on)
