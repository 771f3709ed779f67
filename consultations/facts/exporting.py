"""Stored facts become the files they came from: the same columns, in the order they came."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from consultations.arrivals import arranging
from consultations.facts.cells import FORMULA
from consultations.facts.columns import Column, Table
from consultations.facts.tables import TABLES
from consultations.facts.tables.council import WORLDWIDE

Rows = tuple[list[str], list[list[str]]]  # header, cells

# Tables whose rows another module writes out (see ``loading.LOADERS``).
EXPORTERS: dict[str, Callable[[], Rows]] = {arranging.STEM: arranging.export_rows}


def export(stem: str) -> Rows:
    """Header and cells of one table; our own columns only where some row uses them."""
    if stem in EXPORTERS:
        return EXPORTERS[stem]()
    table = TABLES[stem]
    columns = [column for column in table.columns if not column.aside or column.path]
    rows = list(_cells(table, columns))
    used = [
        index
        for index, column in enumerate(columns)
        if not column.own or any(row[index] for row in rows)
    ]
    header = [columns[index].name for index in used]
    return header, [[row[index] for index in used] for row in rows]


def _cells(table: Table, columns: list[Column]) -> Iterator[list[str]]:
    related = {column.name: column.related.read() for column in columns if column.related}
    paths = [column.path or column.field for column in columns if not column.related]
    for pk, *values in table.stored().values_list("pk", *paths).iterator(chunk_size=2000):
        left = iter(values)
        yield [
            related[column.name].get(pk, "") if column.related else _text(column, next(left))
            for column in columns
        ]


def _text(column: Column, value: Any) -> str:
    if column.refers == "mission or all" and value is None:
        return WORLDWIDE
    if value is None:
        return ""
    text = column.cell.show(value)
    # What somebody typed must not run as a formula in the spreadsheet of whoever opens the file.
    return f"'{text}" if column.cell.is_text and text.startswith(FORMULA) else text


def write_csv(rows: Rows, file: IO[str]) -> None:
    """One table as CSV: commas, a line feed after each row."""
    header, cells = rows
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(cells)


def write_directory(path: Path | str) -> dict[str, int]:
    """Write every table that has rows into *path* (made if need be); answers rows by stem.

    A file of an earlier export whose table is empty now keeps its header alone.
    """
    place = Path(path)
    place.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for stem, rows in exports():
        target = place / f"{stem}.csv"
        if rows[1] or target.exists():
            with target.open("w", encoding="utf-8", newline="") as file:
                write_csv(rows, file)
            counts[stem] = len(rows[1])
    return counts


def write_zip(stems: Iterable[str] | None = None) -> bytes:
    """The same files as one ZIP archive, for a download."""
    wanted = None if stems is None else set(stems)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for stem, rows in exports():
            if rows[1] and (wanted is None or stem in wanted):
                text = io.StringIO(newline="")
                write_csv(rows, text)
                archive.writestr(f"{stem}.csv", text.getvalue())
    return buffer.getvalue()


def exports() -> Iterator[tuple[str, Rows]]:
    """Every table with its rows."""
    for stem in (*TABLES, *EXPORTERS):
        yield stem, export(stem)
