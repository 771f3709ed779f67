"""Issues of the table of reporting and mandate cycles: numbered, kept, and compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations.models import TableIssue
from consultations.papers.asked import PaperRefused
from consultations.papers.cycle_rows import CycleRow, cycle_rows, from_json, in_order
from consultations.papers.cycle_words import cells, columns
from consultations.papers.saying import say_day

HIGHEST = 9999
ADDED, GONE, CHANGED = "added", "gone", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is new, is gone, or has another text in one column."""

    what: str
    row: CycleRow
    column: str = ""
    was: str = ""
    now: str = ""

    @property
    def said(self) -> str:
        """What happened, in the reader's language."""
        return {ADDED: _("added"), GONE: _("gone"), CHANGED: _("changed")}[self.what]


def year_from(on: date) -> date:
    """The last day of the twelve months that a table of this day shows: whole months."""
    month = on.month - 1
    return date.fromordinal(date(on.year + 1, month + 1, 1).toordinal() - 1)


def issue_table(*, number: int, on: date, note: str, today: date, who: User) -> TableIssue:
    """Keep the table as known on a day under a number. ``PaperRefused`` says what is wrong."""
    if not 1 <= number <= HIGHEST:
        raise PaperRefused(_("An issue has a number from 1 to %d.") % HIGHEST)
    if on > today:
        raise PaperRefused(_("%s lies ahead: an issue is of today or earlier.") % say_day(on))
    rows = [row.as_json() for row in cycle_rows(as_of=on, until=year_from(on))]
    if not rows:
        raise PaperRefused(_("On %s no mission was at work: there is no table.") % say_day(on))
    try:
        with transaction.atomic():
            return TableIssue.objects.create(
                number=number, issued_on=on, note=note.strip()[:300], rows=rows, who=who
            )
    except IntegrityError:
        raise PaperRefused(
            _("Issue no. %d was issued already, and what was issued stays: take the next number.")
            % number
        ) from None


def next_number() -> int:
    """One more than the highest so far; 1 before the first."""
    last = TableIssue.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def issue_of(text: str) -> TableIssue:
    """The issue of that number. ``PaperRefused`` where there is none."""
    found = None
    if text.isdecimal() and len(text) <= len(str(HIGHEST)):
        found = TableIssue.objects.filter(number=int(text)).first()
    if found is None:
        raise PaperRefused(_("No issue no. %s is kept: choose one of the list.") % text[:20])
    return found


def rows_of(issue: TableIssue) -> list[CycleRow]:
    """The rows as they were issued."""
    return [from_json(one) for one in issue.rows]


def changes(before: Iterable[CycleRow], after: Iterable[CycleRow]) -> list[Change]:
    """What is added, gone, or says something else in a cell; by mission."""
    was, now = {r.key: r for r in before}, {r.key: r for r in after}
    found = []
    for row in in_order({**was, **now}.values()):
        if row.key not in was:
            found.append(Change(ADDED, row, now=_said(row)))
        elif row.key not in now:
            found.append(Change(GONE, row, was=_said(row)))
        else:
            found += _cells_changed(was[row.key], row)
    return found


def _cells_changed(before: CycleRow, after: CycleRow) -> list[Change]:
    triples = zip_longest(columns(), cells(before), cells(after), fillvalue="")
    return [Change(CHANGED, after, name, was, now) for name, was, now in triples if was != now]


def _said(row: CycleRow) -> str:
    """A whole row in one cell: what was decided, when it is due, until when."""
    _item, decision, _task, _frequency, due, expiry = cells(row)
    said = [decision, due, _("expiry: %s") % expiry.replace("\n", ", ")]
    return "\n".join(one for one in said if one != "–")
