"""A sheet becomes a Word file: the template's styles and order, the sheet's words."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.table import Table as WordTable
from docxtpl import DocxTemplate  # type: ignore[import-untyped]

from consultations.papers.rendering.html import direction
from consultations.papers.rendering.placeholders import NAMES, Placeholders
from consultations.papers.rendering.tables import HOSTILE
from consultations.papers.sheets import FIELDS, Block, Bullets, Heading, Paragraph, Sheet, Table

SHIPPED = Path(__file__).resolve().parents[1] / "word"
KINDS = {2: "heading", 3: "subheading"}
WORDS_LANGUAGE = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-SA"}


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
    document.render(context(sheet), jinja_env=Placeholders())
    made: Document = document.docx
    made.core_properties.title = _clean(sheet.title)
    made.core_properties.language = WORDS_LANGUAGE.get(sheet.language, sheet.language)
    _widths(made, sheet)
    _language(made, sheet.language)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


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


def _language(document: Document, language: str) -> None:
    """The language of the text; where it runs from right to left, paragraphs and tables too."""
    backwards = direction(language) == "rtl"
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    for part in parts:
        for run in part.iter(qn("w:r")):
            _run_language(run, language, backwards)
        if backwards:
            for paragraph in part.iter(qn("w:p")):
                _first(paragraph.get_or_add_pPr(), "w:bidi", BEFORE_BIDI)
            for properties in part.iter(qn("w:tblPr")):
                _first(properties, "w:bidiVisual", ("w:tblStyle", "w:tblpPr", "w:tblOverlap"))


BEFORE_BIDI = (
    "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl",
    "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens",
    "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE",
    "w:autoSpaceDN",
)  # fmt: skip


def _run_language(run: Any, language: str, backwards: bool) -> None:
    properties = run.get_or_add_rPr()
    for old in (*properties.findall(qn("w:lang")), *properties.findall(qn("w:rtl"))):
        properties.remove(old)
    if backwards:
        properties.append(OxmlElement("w:rtl"))
    lang = OxmlElement("w:lang")
    lang.set(qn("w:bidi" if backwards else "w:val"), WORDS_LANGUAGE.get(language, language))
    properties.append(lang)


def _first(properties: Any, name: str, before: tuple[str, ...]) -> None:
    """Put an element where the order of the format wants it (ECMA-376, part 1, 17.3.1.26)."""
    if properties.find(qn(name)) is not None:
        return
    names = {qn(one) for one in before}
    at = max((n for n, one in enumerate(properties, 1) if one.tag in names), default=0)
    properties.insert(at, OxmlElement(name))
