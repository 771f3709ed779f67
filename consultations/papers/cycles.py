"""Reporting and mandate cycles: all missions, by region, then month by month.

The order of the paper that the Secretariat issues about ten times a year; what is not recorded is
reckoned and marked, or said not to be established.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import TableIssue
from consultations.papers.asked import Asked
from consultations.papers.cycle_issues import changes, issue_of, rows_of, year_from
from consultations.papers.cycle_rows import (
    DEFAULT,
    LAPSED,
    MANDATE,
    CycleRow,
    DueDay,
    cycle_rows,
    in_order,
    is_current,
)
from consultations.papers.cycle_words import (
    basis,
    cells,
    columns,
    day,
    decision,
    frequency,
    item,
    month_name,
    task,
)
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Heading, Paragraph, Sheet, Table

WIDTHS = (3, 4, 4, 3, 5, 4)
REGIONS = (  # the parts of the paper, each with the regions as missions have them recorded
    ("Africa", ("Africa",)),
    ("Americas", ("Americas",)),
    ("Asia and the Middle East", ("Asia", "Middle East", "Asia and the Middle East")),
    ("Europe", ("Europe",)),
)


def build(asked: Asked) -> Sheet:
    """As known on a day (``day_of``); ``form`` is the number of an issue kept, ``since`` of one
    to compare with."""
    issue = issue_of(asked.form) if asked.form else None
    on = issue.issued_on if issue else day_of(asked)
    last = max(year_from(on), asked.last or on)
    found = in_order(rows_of(issue) if issue else cycle_rows(as_of=on, until=last))
    rows = [row for row in found if is_current(row, on)]
    since = issue_of(asked.since) if asked.since else None
    return Sheet(
        kind="cycles",
        title=_("Reporting and mandate cycles"),
        subtitle=_subtitle(issue, on),
        blocks=(
            *(changed(since, rows) if since else ()),
            *_overall(rows),
            *_by_region(rows),
            *_by_month(rows, on, last),
        ),
        language=asked.language,
        notes=(*_notes(rows, on), *_left_out(found, on)),
        stem=f"cycles-{f'no-{issue.number}' if issue else on.isoformat()}",
    )


def day_of(asked: Asked) -> date:
    """The day of the table: today where the span holds it, else the span's first day."""
    if asked.first is None or (asked.last and asked.first <= asked.today <= asked.last):
        return asked.today
    return asked.first


def _subtitle(issue: TableIssue | None, on: date) -> str:
    if issue is None:
        return _("As known on %s") % say_day(on)
    words = {"number": issue.number, "day": say_day(on), "note": issue.note}
    said = _("No. %(number)d, as known on %(day)s") % words
    return f"{said}. {issue.note}" if issue.note else said


def changed(since: TableIssue, rows: Iterable[CycleRow]) -> Iterator[Block]:
    """What is added, gone or changed since an earlier issue."""
    words = {"number": since.number, "day": say_day(since.issued_on)}
    yield Heading(_("What changed since no. %(number)d of %(day)s") % words)
    before = [row for row in rows_of(since) if is_current(row, since.issued_on)]
    found = changes(before, rows)
    if not found:
        yield Paragraph(_("Nothing changed."))
        return
    names = (_("Change"), _("Item (mission)"), _("Task or report"), _("Column"), _("Was"), _("Now"))
    lines = tuple(
        (one.said, item(one.row), task(one.row), one.column, one.was, one.now) for one in found
    )
    yield Table(names, lines, name=_("changes"), widths=(2, 3, 4, 3, 5, 5))


def _overall(rows: list[CycleRow]) -> Iterator[Block]:
    yield Heading(_("All missions"))
    if not rows:
        yield Paragraph(_("No mission is recorded: load the facts first."))
    if late := sum(any(due.missed for due in row.due) for row in rows):
        words = ngettext(
            "%d report was due and is not recorded: of every report asked for. Today counts those "
            "of running renewals alone.",
            "%d reports were due and are not recorded: of every report asked for. Today counts "
            "those of running renewals alone.",
            late,
        )
        yield Paragraph(words % late)
    yield Table(columns(), tuple(map(cells, rows)), name=_("all missions"), widths=WIDTHS)


def _by_region(rows: list[CycleRow]) -> Iterator[Block]:
    yield Heading(_("By region"))
    named = {"Africa": _("Africa"), "Americas": _("Americas"), "Europe": _("Europe"),
             "Asia and the Middle East": _("Asia and the Middle East")}  # fmt: skip
    listed = {one for _name, regions in REGIONS for one in regions}
    others = sorted({row.region for row in rows if row.region and row.region not in listed})
    for name, regions in (*REGIONS, *((one, (one,)) for one in others), ("", ("",))):
        said = named.get(name, name) or _("Region not recorded")
        own = tuple(cells(row) for row in rows if row.region in regions)
        yield Heading(said, 3)
        yield Table(columns(), own, name=said, widths=WIDTHS)


def _by_month(rows: list[CycleRow], on: date, last: date) -> Iterator[Block]:
    yield Heading(_("Month by month"))
    happening = sorted(_happenings(rows, on, last), key=lambda one: (one[0], one[1]))
    names = (_("Date"), _("Item (mission)"), _("Task or report"), _("Decision and paragraph"),
             _("Frequency"))  # fmt: skip
    for first in sorted({one[0].replace(day=1) for one in happening}):
        own = tuple(one[2] for one in happening if one[0].replace(day=1) == first)
        yield Heading(month_name(first), 3)
        yield Table(names, own, name=month_name(first), widths=(4, 3, 5, 4, 3))


def _happenings(
    rows: list[CycleRow], on: date, last: date
) -> Iterator[tuple[date, str, tuple[str, ...]]]:
    """(day, mission, cells) of each expiry and each date due in the months shown."""
    for row in rows:
        for due in row.due:
            if not due.missed and on <= due.on <= last:
                yield due.on, row.mission, _line(row, day(due), _what(row))
        if row.task == MANDATE and row.expires_on and on <= row.expires_on <= last:
            said = say_day(row.expires_on)
            yield row.expires_on, row.mission, _line(row, said, _("Expiry of the mandate"))


def _what(row: CycleRow) -> str:
    return _("Decision on the mandate") if row.task == MANDATE else task(row)


def _line(row: CycleRow, when: str, what: str) -> tuple[str, ...]:
    return when, item(row), what, decision(row), frequency(row)


def _left_out(rows: Iterable[CycleRow], on: date) -> Iterator[str]:
    """Components that lapsed long ago, each once."""
    gone = {
        f"{row.mission} ({row.component}), {say_day(row.expires_on)}"
        for row in rows
        if not is_current(row, on)
    }
    if gone:
        words = _("Expired more than a year before, no later decision recorded, not listed: %s.")
        yield words % "; ".join(sorted(gone))


def _notes(rows: list[CycleRow], on: date) -> Iterator[str]:
    """How what is not recorded was reckoned, and what is unknown."""
    yield _("Only what could be known on %s is shown.") % say_day(on)
    yield from _marks({due.basis for row in rows for due in row.due}, on)
    if any(due.month for row in rows for due in row.due):
        yield _("Where a decision names a month without a day, the report stands at its end.")
    lapsed = sorted({row.mission for row in rows if row.standing == LAPSED})
    if lapsed:
        names = ", ".join(lapsed)
        yield (
            _("Expiry past and no later decision recorded, so nothing is told after it: %s.")
            % names
        )


def _marks(bases: set[str], on: date) -> Iterator[str]:
    """What stands behind a date, as marked, means."""
    if "rule" in bases:
        words = {"mark": basis(DueDay(on, "rule"))}
        yield (
            _("“%(mark)s”: reckoned from the wording of the decision; no date is recorded.") % words
        )
    if DEFAULT in bases:
        words = {"mark": basis(DueDay(on, DEFAULT))}
        yield (
            _(
                "“%(mark)s”: our own distance before the expiry, by which the cycle is planned "
                "where no rule gives a day that serves."
            )
            % words
        )
    if "estimated" in bases:
        words = {"mark": basis(DueDay(on, "estimated"))}
        yield _("“%(mark)s”: our own reckoning; no date is recorded.") % words
