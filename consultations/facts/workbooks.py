"""XLSX workbooks become rows of text: one sheet a table, named like the file."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from consultations.facts.findings import Finding
from consultations.facts.reading import MAX_COLUMNS, MAX_ROWS, Source, rows_of, stem_of

MAX_UNPACKED = 200 * 1024 * 1024  # a workbook is a ZIP file and could unfold without end


def read_workbook(data: bytes, file: str, source: Source, stems: frozenset[str]) -> None:
    """Every sheet whose name is one of *stems* (other sheets are left out and named)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED:
            source.refuse(file, _("unfolds to more than it should: split the workbook"))
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that we do not read
            _read_sheets(data, file, source, stems)
    except Exception as error:  # a broken workbook fails in a hundred ways, all meaning this
        sentence = _("cannot be read as an XLSX workbook (%s): save it again as .xlsx")
        source.refuse(file, sentence % type(error).__name__)


def _read_sheets(data: bytes, file: str, source: Source, stems: frozenset[str]) -> None:
    # Formulas are read as formulas, and refused as such: a stored result may be stale.
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        for sheet in book.worksheets:
            stem, place = stem_of(sheet.title), f"{file} [{sheet.title}]"
            if stem not in stems:
                sentence = _("sheet left out: no table of this name")
                source.warnings.append(Finding(place, None, "", sheet.title, sentence))
                continue
            sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
            if (found := rows_of(_texts(sheet), place, source)) is not None:
                source.add(stem, found)
    finally:
        book.close()


def _texts(sheet: Any) -> Iterator[list[str]]:
    rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
    for row in islice(rows, MAX_ROWS + 2):
        yield [as_text(value) for value in row]


def as_text(value: object) -> str:
    """A cell as the CSV file would write it: ISO dates, whole numbers, yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)
