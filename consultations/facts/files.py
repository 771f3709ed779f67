"""Where facts come from: a directory of files, or files that somebody sends."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from consultations.facts.findings import Finding
from consultations.facts.loading import stems
from consultations.facts.reading import Source, Upload, read_bounded, read_csv, stem_of
from consultations.facts.workbooks import read_workbook


def read_directory(path: Path | str) -> Source:
    """All tables in the files of *path* (or the one file *path*); other files are left out.

    Raises ``OSError`` where there is nothing to read.
    """
    place = Path(path)
    files = [place] if place.is_file() else sorted(place.iterdir())
    source = Source()
    for file in files:
        if not file.is_file() or file.suffix.lower() not in (".csv", ".xlsx"):
            continue
        if file.suffix.lower() == ".csv" and stem_of(file.name) not in stems():
            sentence = _("file left out: no table of this name")
            source.warnings.append(Finding(file.name, None, "", "", sentence))
            continue
        with file.open("rb") as stream:
            if (data := read_bounded(stream, file.name, source)) is not None:
                _read_one(data, file.name, source)
    return source


def read_uploads(files: Iterable[Upload]) -> Source:
    """All tables in uploaded files, each named like its table (``mandates.csv``) or a workbook."""
    source = Source()
    for upload in files:
        name = Path((upload.name or "").replace("\\", "/")).name
        if name.lower().endswith(".csv") and stem_of(name) not in stems():
            known = ", ".join(sorted(stems()))
            source.refuse(name, _("name the file like its table, one of: %s") % known)
        elif not name.lower().endswith((".csv", ".xlsx")):
            source.refuse(name, _("neither a .csv nor an .xlsx file"))
        elif (data := read_bounded(upload, name, source)) is not None:
            _read_one(data, name, source)
    return source


def _read_one(data: bytes, name: str, source: Source) -> None:
    if name.lower().endswith(".xlsx"):
        read_workbook(data, name, source, stems())
    elif (sheet := read_csv(data, name, source)) is not None:
        source.add(stem_of(name), sheet)
