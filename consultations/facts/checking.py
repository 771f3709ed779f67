"""Rows of text become rows of values; everything impossible or suspect in a row is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from consultations.facts.cells import EMPTY_SENTENCE, CellError, refuse_hostile
from consultations.facts.columns import Column, Table
from consultations.facts.context import Context
from consultations.facts.findings import Finding
from consultations.facts.lines import Line, split_list
from consultations.facts.reading import Sheet

Given = dict[str, tuple[Column, dict[str, str]]]  # header -> column and words of the alias


def check(table: Table, sheet: Sheet, context: Context) -> list[Line]:
    """The rows of *sheet* as lines; those with a problem are left out and named."""
    given = _given_columns(table, sheet, context)
    if given is None:
        return []
    lengths = _lengths(table)
    absent = _absent_keys(table, given)
    lines: list[Line] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, texts in sheet.rows:
        line = Line(sheet.file, number, dict(absent), texts)
        before = len(context.outcome.problems)
        _read_cells(line, given, lengths, context)
        if len(context.outcome.problems) > before:
            continue
        _check_row(table, line, seen, context)
        if len(context.outcome.problems) == before:
            lines.append(line)
    return lines


def _given_columns(table: Table, sheet: Sheet, context: Context) -> Given | None:
    known: Given = {}
    for column in table.columns:
        known[column.name] = (column, {})
        known |= {alias: (column, dict(words)) for alias, words in column.aliases.items()}
    given = {name: known[name] for name in sheet.header if name in known}
    for name in sheet.header:
        if name and name not in known:
            sentence = _("column left out: this table has none of this name")
            context.outcome.warnings.append(Finding(sheet.file, 1, name, "", sentence))
    has = {column.name for column, _words in given.values()}
    missing = [one.name for one in table.columns if one.required and one.name not in has]
    for name in missing:
        sentence = _("this column is missing: the header must name it")
        context.outcome.problems.append(Finding(sheet.file, 1, name, "", sentence))
    return None if missing else given


def _absent_keys(table: Table, given: Given) -> dict[str, Any]:
    """What a key takes for a column that the file does not have."""
    fields = {column.field for column, _words in given.values()}
    return {
        column.field: column.cell.empty
        for column in table.columns
        if column.field in table.keys[0].columns() - fields and not column.aside
    }


def _lengths(table: Table) -> dict[str, int]:
    """The longest text of each field that has a limit."""
    found: dict[str, int] = {}
    for column in table.columns:
        try:
            field = table.model._meta.get_field(column.field) if column.field else None
        except FieldDoesNotExist:
            continue
        if limit := getattr(field, "max_length", None):
            found[column.name] = limit
    return found


def _read_cells(line: Line, given: Given, lengths: dict[str, int], context: Context) -> None:
    for header, (column, words) in given.items():
        text = line.texts.get(header, "")
        text = words.get(text.lower(), text)
        try:
            value = _read_cell(text, column, lengths.get(column.name), context)
        except CellError as error:
            context.problem(line, header, str(error))
            continue
        if column.aside or column.related:
            line.aside[column.field or column.name] = value
        elif column.field:
            line.values[column.field] = value
        else:
            line.aside[column.name] = value


def _read_cell(text: str, column: Column, limit: int | None, context: Context) -> Any:
    if not text:
        if column.required:
            raise CellError(str(EMPTY_SENTENCE))
        return column.cell.empty
    refuse_hostile(text)
    value = column.cell.read(text)
    if limit and isinstance(value, str) and len(value) > limit:
        raise CellError(_("is longer than %d characters") % limit)
    if column.refers:
        _check_missions(value, column, context)
    return value


def _check_missions(value: str, column: Column, context: Context) -> None:
    names = split_list(value) if column.refers.startswith("missions") else [value]
    for name in names:
        if len(name) > 20:
            raise CellError(_("is too long for the acronym of a mission"))
        if column.refers == "missions by name" or context.knows_mission(name):
            continue
        if name == "ALL" and column.refers == "mission or all":
            continue
        sentence = _("is not among the missions: add it to missions.csv first")
        raise CellError(sentence if len(names) == 1 else f"{name} {sentence}")


def _check_row(
    table: Table, line: Line, seen: dict[tuple[Any, ...], int], context: Context
) -> None:
    for column, sentence in table.impossible(line):
        context.problem(line, column, sentence)
    for column, sentence in table.suspect(line):
        context.warn(line, column, sentence)
    same = seen.setdefault(table.identity(line), line.row)
    if same != line.row:
        first = next(iter(required(table)), "")
        sentence = _("the same as row %d: a fact stands once in a file") % same
        context.problem(line, first, sentence)


def required(table: Table) -> Iterator[str]:
    """The columns that every row must fill."""
    return (column.name for column in table.columns if column.required)
