"""What an import did or would do, as the page of data shows it; and what is stored now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultations.arrivals.arranged import STEM, Brought
from consultations.facts import TABLES, Change, Finding, Outcome
from consultations.models import Consultation

SHOWN = 200  # findings and changes that a page lists; the counts are of all


@dataclass(frozen=True, slots=True)
class Count3:
    """One table: rows created, updated and left as they were."""

    table: str
    created: int
    updated: int
    left: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One import; nothing was written where there is a problem."""

    counts: tuple[Count3, ...]
    problems: Sequence[Finding]
    warnings: Sequence[Finding]
    changes: Sequence[Any]
    written: bool

    @property
    def empty(self) -> bool:
        """Whether there was nothing to read, or nothing new."""
        return not self.problems and not any(c.created or c.updated for c in self.counts)

    @property
    def sentence(self) -> str:
        """The figures in one line."""
        created = sum(count.created for count in self.counts)
        updated = sum(count.updated for count in self.counts)
        left = sum(count.left for count in self.counts)
        figures = {"created": created, "updated": updated, "left": left}
        return _("%(created)d created, %(updated)d updated, %(left)d left as they were.") % figures

    def shown(self, name: str) -> tuple[Any, ...]:
        """The first lines of a list that may be very long."""
        return tuple(getattr(self, name)[:SHOWN])

    @property
    def first_problems(self) -> tuple[Finding, ...]:
        return self.shown("problems")

    @property
    def first_warnings(self) -> tuple[Finding, ...]:
        return self.shown("warnings")

    @property
    def first_changes(self) -> tuple[Change, ...]:
        return self.shown("changes")


@dataclass(frozen=True, slots=True)
class Stored:
    """One table of facts: its file's stem, its name and how many rows there are."""

    stem: str
    name: str
    rows: int


def of_facts(outcome: Outcome) -> Answer:
    """The answer to a load of facts."""
    counts = tuple(
        Count3(_name(stem), outcome.created[stem], outcome.updated.get(stem, 0),
               outcome.unchanged.get(stem, 0))
        for stem in outcome.created
    )  # fmt: skip
    return Answer(counts, outcome.problems, outcome.warnings, outcome.changes, outcome.written)


def of_meetings(brought: Brought) -> Answer:
    """The answer to meetings brought in."""
    figures = (brought.created, brought.updated, brought.left)
    counts = (Count3(_name(STEM), *figures),) if any(figures) else ()
    return Answer(counts, brought.problems, brought.warnings, brought.changes, brought.written)


def stored() -> list[Stored]:
    """Every table with its rows, in one query."""
    counted = [
        table.model._default_manager.order_by()
        .values(stem=Value(stem, output_field=CharField()))
        .annotate(rows=Count("pk"))
        .values_list("stem", "rows")
        for stem, table in TABLES.items()
    ]
    rows = dict(counted[0].union(*counted[1:], all=True))
    return [Stored(stem, _name(stem), rows.get(stem, 0)) for stem in TABLES]


def _name(stem: str) -> str:
    model = Consultation if stem == STEM else TABLES[stem].model
    return capfirst(str(model._meta.verbose_name_plural))
