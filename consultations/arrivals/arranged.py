"""Meetings already arranged: one CSV, XLSX or .ics file, tried first, then brought in whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.arrivals.arranging import COLUMNS, STEM, Arrival, Known, Line, arrive
from consultations.arrivals.reading import read_calendar
from consultations.facts.findings import MAX_FINDINGS, Finding
from consultations.facts.reading import Source, read_csv
from consultations.facts.workbooks import read_workbook

__all__ = ["COLUMNS", "ENDINGS", "STEM", "Arrival", "Brought", "bring_in"]

MAX_BYTES = 1024 * 1024
MAX_MEETINGS = 5_000
ENDINGS = (".csv", ".xlsx", ".ics")


@dataclass(slots=True)
class Brought:
    """The answer: how many rows created, updated or left, and every problem with its place."""

    created: int = 0
    updated: int = 0
    left: int = 0
    changes: list[Arrival] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    written: bool = False


def bring_in(
    data: bytes, file: str, *, who: User | None, dry_run: bool = False, kind: str = ""
) -> Brought:
    """Bring in the meetings of one file, all or nothing; with *dry_run* only say what would happen.

    *file* is its name, which tells the format. *kind*: of the meetings for which an .ics file says
    none. Bringing in twice changes nothing.
    """
    answer = Brought()
    lines = _lines(data, Path(file.replace("\\", "/")).name, kind, answer)
    if len(lines) > MAX_MEETINGS:
        answer.problems.append(_whole(file, _("more than %d meetings: split it") % MAX_MEETINGS))
    if not answer.problems:
        with transaction.atomic():
            _arrive(lines, who, answer)
            if dry_run or answer.problems:
                transaction.set_rollback(True)
    if answer.problems:
        answer.created = answer.updated = answer.left = 0
        answer.changes = []
    answer.written = not (dry_run or answer.problems)
    return answer


def _arrive(lines: Sequence[Line], who: User | None, answer: Brought) -> None:
    result = arrive(lines, who=who)
    answer.created, answer.updated, answer.left = result.created, result.updated, result.left
    answer.changes = result.changes
    answer.problems = [
        Finding(line.file, line.row, column, line.text(column)[:120], sentence)
        for line, column, sentence in result.problems[:MAX_FINDINGS]
    ]


def _lines(data: bytes, file: str, kind: str, answer: Brought) -> list[Line]:
    if len(data) > MAX_BYTES:
        answer.problems.append(_whole(file, _("larger than 1 MB: split it")))
        return []
    ending = Path(file).suffix.lower()
    if ending == ".ics":
        return _of_calendar(data, file, kind, answer)
    if ending not in ENDINGS:
        answer.problems.append(_whole(file, _("is neither .csv nor .xlsx nor .ics")))
        return []
    return _of_table(data, file, ending, answer)


def _of_table(data: bytes, file: str, ending: str, answer: Brought) -> list[Line]:
    source = Source()
    if ending == ".xlsx":
        read_workbook(data, file, source, frozenset({STEM}))
        if not source.sheets and not source.problems:
            source.refuse(file, _("no sheet is named %s: rename the one that holds them") % STEM)
    elif (sheet := read_csv(data, file, source)) is not None:
        source.add(STEM, sheet)
    answer.problems += source.problems
    answer.warnings += source.warnings
    if (found := source.sheets.get(STEM)) is None:
        return []
    for column in found.header:
        if column and column not in COLUMNS:
            sentence = _("column left out: it is none of ours")
            answer.warnings.append(Finding(found.file, 1, column, "", sentence))
    return [Line(found.file, row, texts) for row, texts in found.rows]


def _of_calendar(data: bytes, file: str, kind: str, answer: Brought) -> list[Line]:
    known = Known()
    read = read_calendar(data, file, kind=kind, missions=known.missions, rooms=known.rooms)
    answer.problems += [_told(line, *rest) for line, *rest in read.problems]
    answer.warnings += [_told(line, *rest) for line, *rest in read.warnings]
    return read.lines


def _told(line: Line, column: str, sentence: str) -> Finding:
    return Finding(line.file, line.row or None, column, line.text(column)[:120], sentence)


def _whole(file: str, sentence: str) -> Finding:
    return Finding(file, None, "", "", sentence)
