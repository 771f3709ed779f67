"""Loading facts: everything is checked, then written in one transaction, or nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations.arrivals import arranging
from consultations.facts.checking import check
from consultations.facts.context import Context
from consultations.facts.crosschecks import cross_check
from consultations.facts.findings import Finding, Outcome
from consultations.facts.lines import Line
from consultations.facts.reading import Row, Source
from consultations.facts.tables import TABLES
from consultations.facts.writing import write
from consultations.models import FeedMark

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Loader = Callable[[Sequence[Row], Context], None]

# Tables whose rows another module brings in: it is handed the rows as text, after all facts are
# written and in the same transaction, and counts and complains through the context.
LOADERS: dict[str, Loader] = {arranging.STEM: arranging.load_rows}


def stems() -> frozenset[str]:
    """Every file stem that can be loaded."""
    return frozenset(TABLES) | frozenset(LOADERS)


def load(
    source: Source | Mapping[str, Sequence[Row]],
    *,
    today: date,
    dry_run: bool = False,
    who: User | None = None,
) -> Outcome:
    """Load facts; with *dry_run* only say what would happen.

    *source* comes from ``read_directory`` or ``read_uploads``, or is rows by file stem. Any problem
    means that nothing was written. Loading twice changes nothing. *today* bounds from when a
    changed date could be known.
    """
    given = source if isinstance(source, Source) else Source.of(source)
    outcome = Outcome(problems=[*given.problems], warnings=[*given.warnings])
    context = Context(today, who, outcome)
    context.look_up()
    lines = _check_all(given, context)
    if not outcome.problems:
        _write_all(given, lines, context, dry_run=dry_run)
    if outcome.problems:
        outcome.changes = []
        for stem in given.sheets:
            outcome.count(stem, 0, 0, 0)
    outcome.written = not (dry_run or outcome.problems)
    return outcome


def _check_all(source: Source, context: Context) -> dict[str, list[Line]]:
    if missions := source.sheets.get("missions"):
        context.announced = {texts.get("acronym", "") for _row, texts in missions.rows} - {""}
    for stem in sorted(set(source.sheets) - stems()):
        sentence = _("left out: no table of this name")
        context.outcome.warnings.append(Finding(source.sheets[stem].file, None, "", stem, sentence))
    return {
        stem: check(table, source.sheets[stem], context)
        for stem, table in TABLES.items()
        if stem in source.sheets
    }


def _write_all(
    source: Source, lines: dict[str, list[Line]], context: Context, *, dry_run: bool
) -> None:
    with transaction.atomic():
        for stem, rows in lines.items():
            _write_table(stem, rows, source, context)
        for stem, loader in LOADERS.items():
            if stem in source.sheets and not context.outcome.problems:
                loader(source.sheets[stem].rows, context)
        if not context.outcome.problems:
            cross_check(lines, context)
        FeedMark.bump()
        if dry_run or context.outcome.problems:
            transaction.set_rollback(True)


def _write_table(stem: str, lines: list[Line], source: Source, context: Context) -> None:
    """One table; what only the database can refuse (a constraint) is a problem of that file."""
    try:
        with transaction.atomic():
            write(TABLES[stem], lines, context)
            context.look_up()
    except IntegrityError as error:
        sentence = _("the database refuses these rows: %s") % error
        context.outcome.problems.append(Finding(source.sheets[stem].file, None, "", "", sentence))
