"""A sheet becomes a Word file: the template's styles and order, the sheet's words."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.table import Table as WordTable
from docxtpl import DocxTemplate  # type: ignore[import-untyped]

from consultations.papers.rendering.directions import TAGS, directed, set_language
from consultations.papers.rendering.placeholders import NAMES, Placeholders
from consultations.papers.rendering.tables import HOSTILE
from consultations.papers.sheets import FIELDS, Block, Bullets, Heading, Paragraph, Sheet, Table

SHIPPED = Path(__file__).resolve().parents[1] / "word"
KINDS = {2: "heading", 3: "subheading"}


@dataclass(frozen=True, slots=True)
class Part:
    """A block as placeholders know it (``placeholders.PARTS``); ``kind`` is heading, subheading,
    paragraph, numbered, letter, right, centre, note, signature, bullets or table."""

    kind: str
    text: str = ""
    number: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""


def shipped(family: str) -> bytes:
    """The template that comes with the planner."""
    return (SHIPPED / f"{family}.docx").read_bytes()


def docx(sheet: Sheet, template: bytes) -> bytes:
    """*sheet* in *template*. Raises jinja2's errors where the template is not understood."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(context(directed(sheet)), jinja_env=Placeholders())
    made: Document = document.docx
    _properties(made, sheet)
    _widths(made, directed(sheet))
    set_language(made, sheet.language)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _properties(document: Document, sheet: Sheet) -> None:
    """The file tells of the paper, and of nobody who once saved the template."""
    about = document.core_properties
    about.title = _clean(sheet.title)[:255]
    about.language = TAGS.get(sheet.language, sheet.language)
    about.author = about.last_modified_by = ""
    about.revision = 1
    about.created = about.modified = timezone.now().astimezone(UTC).replace(tzinfo=None)


def context(sheet: Sheet) -> dict[str, Any]:
    """What placeholders may name (``placeholders.NAMES``); a field the paper lacks is empty."""
    with translation.override(sheet.language):
        heading = _("What is estimated, unknown or still open") if sheet.notes else ""
    found: dict[str, Any] = {name: _clean(sheet.fields.get(name, "")) for name in FIELDS}
    found |= {"title": _clean(sheet.title), "subtitle": _clean(sheet.subtitle)}
    found |= {"blocks": [_block(block) for block in sheet.blocks], "language": sheet.language}
    found |= {"notes": [_clean(note) for note in sheet.notes], "notes_heading": heading}
    assert set(found) == set(NAMES)
    return found


def _block(block: Block) -> Part:
    match block:
        case Heading():
            return Part(KINDS.get(block.level, "subheading"), _clean(block.text))
        case Paragraph():
            kind = block.style or ("numbered" if block.number else "paragraph")
            return Part(kind, _clean(block.text), _clean(block.number))
        case Bullets():
            return Part("bullets", items=_cleaned(block.items))
        case Table():
            return Part(
                "table",
                caption=_clean(block.caption),
                columns=_cleaned(block.columns),
                rows=tuple(_cleaned(row) for row in block.rows),
            )


def _cleaned(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_clean(text) for text in texts)


def _clean(text: str) -> str:
    """Without characters that no XML holds, nor those that a template would take for its own."""
    plain = HOSTILE.sub("", str(text)).replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    for one in ("{_{", "}_}", "{_%", "%_}"):
        plain = plain.replace(one, one[0] + " " + one[1:])
    return plain


def _widths(document: Document, sheet: Sheet) -> None:
    """Columns of a table as wide as the sheet says; a table is known by its header."""
    wanted = list(sheet.tables)
    for drawn in document.tables:
        header = [cell.text for cell in drawn.rows[0].cells] if drawn.rows else []
        if not wanted or header != [_clean(name) for name in wanted[0].columns]:
            continue
        table = wanted.pop(0)
        if table.widths:
            _share(drawn, table.widths)


def _share(drawn: WordTable, shares: tuple[float, ...]) -> None:
    grid = drawn._tbl.tblGrid.findall(qn("w:gridCol"))
    total = sum(int(float(one.get(qn("w:w")) or 0)) for one in grid) or 9000
    widths = [round(total * share / sum(shares)) for share in shares]
    for one, width in zip(grid, widths, strict=False):
        one.set(qn("w:w"), str(width))
    for row in drawn._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=False):
            properties = cell.get_or_add_tcPr()
            place = properties.find(qn("w:tcW"))
            if place is None:
                place = OxmlElement("w:tcW")
                properties.insert(0, place)
            place.set(qn("w:w"), str(width))
            place.set(qn("w:type"), "dxa")
