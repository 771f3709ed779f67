"""A table of contacts out of a CSV file or an XLSX workbook, within bounds."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from consultations.contact_lists.columns import STEM
from consultations.facts.reading import MAX_COLUMNS, Sheet, Source, read_csv, rows_of
from consultations.facts.workbooks import as_text

MOST_ROWS = 5_000  # contacts in one file
MAX_UNPACKED = 40 * 1024 * 1024  # bytes of a workbook once unfolded
LONGEST_HEADER = 10_000  # bytes
WIDEST = MAX_COLUMNS  # columns that we look at; what is not ours is named and left out


def read_file(data: bytes, file: str, source: Source) -> Sheet | None:
    """The rows of one file; what cannot be read is said in *source*."""
    if file.lower().endswith(".xlsx"):
        sheet = _read_workbook(data, file, source)
    elif file.lower().endswith(".csv"):
        sheet = read_csv(data, file, source, separator_of(data))
    else:
        source.refuse(file, _("neither a .csv nor an .xlsx file"))
        return None
    if sheet and len(sheet.rows) > MOST_ROWS:
        source.refuse(file, _("more than %d rows: split the file") % MOST_ROWS)
        return None
    return sheet


def separator_of(data: bytes) -> str:
    """What parts the cells of the first row most often: Excel writes semicolons where commas are
    decimal signs, and tabs as “text”; a comma where nothing tells."""
    first = data[:LONGEST_HEADER].partition(b"\n")[0].decode("utf-8", "replace")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=bare.count)


def _read_workbook(data: bytes, file: str, source: Source) -> Sheet | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED:
            source.refuse(file, _("unfolds to more than it should: split the workbook"))
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that we do not read
            return _read_sheet(data, file, source)
    except Exception as error:  # a broken workbook fails in a hundred ways, all meaning this
        sentence = _("cannot be read as an XLSX workbook (%s): save it again as .xlsx")
        source.refuse(file, sentence % type(error).__name__)
        return None


def _read_sheet(data: bytes, file: str, source: Source) -> Sheet | None:
    """The sheet called “contacts”, or the only one."""
    # Formulas are read as formulas, and refused as such: a stored result may be stale.
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        sheets = {sheet.title.strip().lower(): sheet for sheet in book.worksheets}
        sheet = sheets.get(STEM) or (book.worksheets[0] if len(book.worksheets) == 1 else None)
        if sheet is None:
            source.refuse(file, _("which sheet? Name one of them “%s”") % STEM)
            return None
        sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
        return rows_of(_texts(sheet), f"{file} [{sheet.title}]", source)
    finally:
        book.close()


def _texts(sheet: Any) -> Iterator[list[str]]:
    rows = sheet.iter_rows(values_only=True, max_col=WIDEST)
    for row in islice(rows, MOST_ROWS + 2):
        yield [as_text(value) for value in row]
