"""The tables of a sheet as CSV (with a byte order mark, for Excel) or as an XLSX workbook."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from consultations.papers.sheets import Sheet, Table

FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would take for a formula
UNSEEN = ("Cf", "Cc")  # marks of direction, of order, of no width: before a formula they hide it
HOSTILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
WIDTH = 110  # characters of all columns together
LONGEST = 32_000  # characters that a cell of a workbook holds


def safe(text: str) -> str:
    """*text* as a cell that no spreadsheet takes for a formula."""
    clean = HOSTILE.sub("", text)
    seen = "".join(one for one in clean if unicodedata.category(one) not in UNSEEN)
    begins = unicodedata.normalize("NFKC", seen.strip())[:1]
    return f"'{clean}" if begins in FORMULA or clean.startswith(("\t", "\r")) else clean


def csv_file(sheet: Sheet) -> bytes:
    """Header and rows; several tables under each other, each below its caption."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for n, table in enumerate(sheet.tables):
        if len(sheet.tables) > 1:
            writer.writerows([[]] * bool(n))
            writer.writerow([safe(table.caption or table.name)])
        writer.writerow([safe(name) for name in table.columns])
        writer.writerows([safe(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def workbook(sheet: Sheet) -> bytes:
    """One worksheet a table: the header frozen and bold, columns as wide as the paper says."""
    book = Workbook()
    for one in book.worksheets:
        book.remove(one)
    names: set[str] = set()
    for n, table in enumerate(sheet.tables, 1):
        page = book.create_sheet(_name(table, n, names))
        page.sheet_view.rightToLeft = sheet.language.startswith("ar")
        _fill(page, table)
    if not sheet.tables:  # a workbook without a sheet cannot be opened
        book.create_sheet("1")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _name(table: Table, n: int, taken: set[str]) -> str:
    """A worksheet's name: at most 31 characters, without those that Excel refuses."""
    base = re.sub(r"[\[\]:*?/\\']", " ", table.name or table.caption)[:28].strip() or str(n)
    name = base if base.lower() not in taken else f"{base} {n}"
    taken.add(name.lower())
    return name


def _fill(page: Worksheet, table: Table) -> None:
    rows = [table.columns, *table.rows]
    for n, row in enumerate(rows, 1):
        for m, text in enumerate(row, 1):
            cell = page.cell(n, m)
            cell.value, cell.data_type = safe(text)[:LONGEST], "s"
            cell.font = Font(bold=n == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    shares = table.widths or (1.0,) * len(table.columns)
    for m, share in enumerate(shares, 1):
        width = max(8.0, WIDTH * share / sum(shares))
        page.column_dimensions[get_column_letter(m)].width = width
    page.print_title_rows = "1:1"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0
