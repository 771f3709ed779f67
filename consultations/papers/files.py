"""A paper as a file to download: its bytes, their type and the file's name."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from jinja2.exceptions import TemplateError

from consultations.papers.asked import PaperKind, PaperRefused
from consultations.papers.rendering import html, pdf, tables, word
from consultations.papers.sheets import Sheet
from consultations.papers.templates import in_force

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class File:
    """What is downloaded."""

    content: bytes
    content_type: str
    name: str


def made(kind: PaperKind, sheet: Sheet, form: str) -> File:
    """*sheet* in the format *form*. Raises ``PaperRefused`` with the sentence to show."""
    offered = (*kind.formats, "html", "json")
    if form not in offered:
        words = {"form": form, "offered": ", ".join(offered)}
        raise PaperRefused(_("There is no “%(form)s” of this paper: choose %(offered)s.") % words)
    if sheet.is_empty:
        nothing = _("There is nothing to print yet: enter what is missing in the record first.")
        raise PaperRefused(kind.empty or nothing)
    stem = re.sub(r"[^\w-]+", "-", sheet.stem).strip("-") or kind.slug
    return File(_content(kind, sheet, form), TYPES[form], f"{stem}-{sheet.language}.{form}")


def _content(kind: PaperKind, sheet: Sheet, form: str) -> bytes:
    match form:
        case "docx":
            return _word(kind, sheet)
        case "pdf":
            return pdf.pdf(sheet, kind.family)
        case "csv":
            return tables.csv_file(sheet)
        case "xlsx":
            return tables.workbook(sheet)
        case "html":
            return html.whole(sheet, kind.family).encode()
    return as_json(sheet).encode()


def _word(kind: PaperKind, sheet: Sheet) -> bytes:
    try:
        return word.docx(sheet, in_force(kind, sheet.language).content)
    except TemplateError as wrong:  # checked when it was uploaded; the planner changed since
        words = _("The Word template cannot be filled (%s): restore the shipped one, or mend it.")
        raise PaperRefused(words % wrong.message) from wrong


def as_json(sheet: Sheet) -> str:
    """The paper as data: each block says its ``type``."""
    told = asdict(sheet)
    told["blocks"] = [
        {"type": type(block).__name__.lower(), **asdict(block)} for block in sheet.blocks
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
