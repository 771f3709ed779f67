"""Files become rows of text: a directory, or what somebody uploads; CSV here, XLSX beside."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _

from consultations.facts.findings import Finding

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 100

Row = tuple[int, dict[str, str]]  # the number a spreadsheet shows (the header is 1), and the cells


@dataclass(slots=True)
class Sheet:
    """The rows of one table and the file they came from."""

    file: str
    header: list[str]
    rows: list[Row]


@dataclass(slots=True)
class Source:
    """Everything that was read, by file stem, and what could not be read."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Mapping[str, Sequence[Row]]) -> Source:
        """From rows already at hand, by stem."""
        return cls(
            {
                stem: Sheet(
                    f"{stem}.csv", list(dict.fromkeys(k for _, r in rows for k in r)), [*rows]
                )
                for stem, rows in tables.items()
            }
        )

    def add(self, stem: str, sheet: Sheet) -> None:
        """Keep *sheet*, unless another file already gave that table."""
        if stem in self.sheets:
            other = self.sheets[stem].file
            self.refuse(sheet.file, _("%s holds this table too: load one of them") % other)
        else:
            self.sheets[stem] = sheet

    def refuse(
        self, file: str, sentence: str, *, row: int | None = None, column: str = "", value: str = ""
    ) -> None:
        """Note a problem of reading."""
        self.problems.append(Finding(file, row, column, value[:80], sentence))


class Upload(Protocol):
    """What Django's uploaded files, and any named open file, offer."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes: ...


def header_name(text: str) -> str:
    """A column's name however it was typed: “Expires on” is expires_on."""
    return "_".join(text.strip().lower().split())


def rows_of(table: Iterable[Sequence[str]], file: str, source: Source) -> Sheet | None:
    """Header and rows; problems of shape go to *source*."""
    records = iter(table)
    header = [header_name(cell) for cell in next(records, [])]
    while header and not header[-1]:
        header.pop()
    if not header_is_sound(header, file, source):
        return None
    rows: list[Row] = []
    for number, cells in enumerate(records, start=2):
        if number > MAX_ROWS + 1:
            source.refuse(file, _("more than %d rows: split the file") % MAX_ROWS, row=number)
            return None
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            sentence = _("more cells than the header names: quote cells that hold a comma")
            source.refuse(file, sentence, row=number, value=cells[len(header)])
            continue
        padded = [*cells, *[""] * (len(header) - len(cells))]
        rows.append((number, {k: v.strip() for k, v in zip(header, padded, strict=False) if k}))
    return Sheet(file, header, rows)


def header_is_sound(header: list[str], file: str, source: Source) -> bool:
    """Whether the first row can name columns; if not, says the cure."""
    if not any(header):
        source.refuse(file, _("the first row is empty: it must name the columns"), row=1)
    elif len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        sentence = _(
            "cells are separated by semicolons or tabs: save it with commas, as CSV UTF-8, or as "
            "XLSX"
        )
        source.refuse(file, sentence, row=1, value=header[0])
    elif len(header) > MAX_COLUMNS:
        source.refuse(file, _("more than %d columns") % MAX_COLUMNS, row=1)
    elif twice := sorted({name for name in header if name and header.count(name) > 1}):
        source.refuse(file, _("this column stands twice: remove one"), row=1, column=twice[0])
    else:
        return True
    return False


def read_csv(data: bytes, file: str, source: Source, separator: str = ",") -> Sheet | None:
    """One CSV file: UTF-8 (a byte order mark is welcome), commas, a header row."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"PK\x03\x04":
        source.refuse(file, _("this is not CSV in UTF-8: save it as CSV UTF-8 or as XLSX"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        source.refuse(file, _("a character is not UTF-8: save it as CSV UTF-8 or as XLSX"), row=row)
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return rows_of(reader, file, source)
    except csv.Error as error:
        sentence = _("cannot be read as CSV (%s): check the quotation marks") % error
        source.refuse(file, sentence, row=reader.line_num)
        return None


def read_bounded(stream: IO[bytes] | Upload, file: str, source: Source) -> bytes | None:
    """The bytes of one file, unless there are too many."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        source.refuse(file, _("larger than %d MB: split it") % (MAX_BYTES // 1024**2))
        return None
    return data


def stem_of(name: str) -> str:
    """The table a file is for: its name without folder and ending."""
    return Path(name.replace("\\", "/")).stem.strip().lower()
