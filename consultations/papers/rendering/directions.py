"""The language of a Word file; and words of another script within a text from right to left."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from consultations.papers.sheets import Block, Bullets, Sheet, Table

TAGS = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-SA"}
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
MARK = "\u200e"  # left-to-right mark: what stands between two of them keeps that direction
# What stands before w:bidi and w:bidiVisual (ECMA-376, part 1, 17.3.1.26 and 17.4.59).
BEFORE_BIDI = (
    "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl",
    "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens",
    "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE",
    "w:autoSpaceDN",
)  # fmt: skip
BEFORE_VISUAL = ("w:tblStyle", "w:tblpPr", "w:tblOverlap")


def direction(language: str) -> str:
    """ "rtl" or "ltr"."""
    return "rtl" if language.startswith(RIGHT_TO_LEFT) else "ltr"


def directed(sheet: Sheet) -> Sheet:
    """*sheet* in which lines of another script keep their full stops and brackets in place."""
    if direction(sheet.language) == "ltr":
        return sheet
    return replace(
        sheet,
        title=kept(sheet.title),
        subtitle=kept(sheet.subtitle),
        fields={name: kept(text) for name, text in sheet.fields.items()},
        blocks=tuple(_directed(block) for block in sheet.blocks),
        notes=tuple(map(kept, sheet.notes)),
    )


def kept(text: str) -> str:
    """Each line that begins with letters from left to right, between two marks."""
    lines = str(text).split("\n")
    return "\n".join(f"{MARK}{one}{MARK}" if _begins_left(one) else one for one in lines)


def _directed(block: Block) -> Block:
    if isinstance(block, Bullets):
        return replace(block, items=tuple(map(kept, block.items)))
    if isinstance(block, Table):
        return replace(
            block,
            columns=tuple(map(kept, block.columns)),
            rows=tuple(tuple(map(kept, row)) for row in block.rows),
            caption=kept(block.caption),
        )
    return replace(block, text=kept(block.text))


def _begins_left(text: str) -> bool:
    """Whether the first letter runs from left to right."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "") == "L"


def set_language(document: Document, language: str) -> None:
    """Mark every run; from right to left, turn paragraphs and tables around as well."""
    backwards = direction(language) == "rtl"
    for part in _parts(document):
        for run in part.iter(qn("w:r")):
            text = "".join(one.text or "" for one in run.iter(qn("w:t")))
            _mark(run, language, backwards and not _begins_left(text))
        for paragraph in part.iter(qn("w:p")) if backwards else ():
            _add(paragraph.get_or_add_pPr(), "w:bidi", BEFORE_BIDI)
        for properties in part.iter(qn("w:tblPr")) if backwards else ():
            _add(properties, "w:bidiVisual", BEFORE_VISUAL)


def _parts(document: Document) -> Iterator[Any]:
    """The body, and the headers and footers that belong to it now."""
    yield document.element.body
    for one in document.part.rels.values():
        if one.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            yield one.target_part.element


def _mark(run: Any, language: str, backwards: bool) -> None:
    properties = run.get_or_add_rPr()
    for old in (*properties.findall(qn("w:lang")), *properties.findall(qn("w:rtl"))):
        properties.remove(old)
    if backwards:
        properties.append(OxmlElement("w:rtl"))
    lang = OxmlElement("w:lang")
    lang.set(qn("w:bidi" if backwards else "w:val"), TAGS.get(language, language))
    properties.append(lang)


def _add(properties: Any, name: str, before: tuple[str, ...]) -> None:
    """Put an element where the order of the format wants it, unless it is there."""
    if properties.find(qn(name)) is not None:
        return
    names = {qn(one) for one in before}
    at = max((n for n, one in enumerate(properties, 1) if one.tag in names), default=0)
    properties.insert(at, OxmlElement(name))
