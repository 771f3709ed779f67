"""What the parts of a Word file would have Word do: its fields, what they link, placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from lxml import etree

from consultations.papers.packages import (
    CORE,
    FILLED,
    NOT_OF_WORD,
    TOO_LONG,
    NotATemplate,
    Part,
)

FIELDS = (
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "STYLEREF", "REF", "PAGEREF",
    "TOC",
)  # fmt: skip
CODE = re.compile(rf"\s*({'|'.join(FIELDS)})(\s[^{{}}%]*)?", re.I)  # of Word, no placeholder in it
LINKS = ("src", "href", "althref")  # of a drawing that stands elsewhere
MOST_ELEMENTS = 20_000  # of the parts that are filled in
MOST_SECTIONS = 20
MOST_PLACEHOLDERS = 500
LONGEST_PLACEHOLDER = 300  # characters: Word cuts a line into pieces
TAGS = re.compile(r"\{[{%#]")
PICTURES = ("colspan", "cellbg", "vm", "hm")  # tags of the library that we do not offer


def check(parts: Iterable[Part]) -> None:
    """Raises ``NotATemplate`` at the first thing that a template may not hold."""
    elements = placeholders = sections = 0
    for part in parts:
        _check_links(part)
        for code in codes(part.root):
            if not CODE.fullmatch(code):
                _refuse(code, part)
        if part.kind in (*FILLED, CORE):
            placeholders += _flat(part.root).count("{") // 2
        if part.kind in FILLED:
            _check_elsewhere(part)
            elements += sum(1 for _one in part.root.iter())
            sections += sum(1 for _one in part.root.iter("{*}sectPr"))
            _check_placeholders(part)
    if elements > MOST_ELEMENTS or sections > MOST_SECTIONS:
        raise NotATemplate(TOO_LONG)
    if placeholders > MOST_PLACEHOLDERS:
        words = _("The template has more than %d placeholders: a few dozen will do.")
        raise NotATemplate(words % MOST_PLACEHOLDERS)


def codes(root: etree._Element) -> Iterator[str]:
    """What each field says, put together as Word does it; one within another's words as well."""
    open_fields: list[list[str] | None] = []  # the words of each; None: they are read, it prints
    for one in root.iter(etree.Element):
        name = etree.QName(one).localname
        if name == "fldSimple":
            yield from (v for k, v in _attributes(one) if k == "instr")
        elif name == "fldChar":
            kind = next((v for k, v in _attributes(one) if k == "fldCharType"), "")
            if kind == "begin":
                if open_fields and open_fields[-1] is not None:
                    open_fields[-1].append(" {field}")
                open_fields.append([])
            elif open_fields:
                said = open_fields.pop()
                yield from ["".join(said)] if said is not None else []
                open_fields += [None] if kind == "separate" else []
        elif name in ("instrText", "delInstrText", "t") and one.text:
            said = open_fields[-1] if open_fields else None
            if said is not None:
                said.append(one.text)
            elif name != "t":
                yield one.text
    yield from ("".join(said) for said in open_fields if said is not None)


def _flat(root: etree._Element) -> str:
    """The words of its elements; comments left out."""
    return "".join(map(str, root.itertext("*")))


def _attributes(one: etree._Element) -> Iterator[tuple[str, str]]:
    """(name without namespace, value)."""
    for name, value in one.items():
        yield etree.QName(name).localname, str(value)


def _refuse(code: str, part: Part) -> None:
    words = {"code": " ".join(code.split())[:40], "known": ", ".join(FIELDS)}
    raise NotATemplate(
        _("The field “%(code)s” is not offered here: take it out, or use %(known)s.") % words,
        part.name,
    )


def _check_links(part: Part) -> None:
    """Pictures of old drawings and letters in series name what they take without a relationship."""
    for one in part.root.iter(etree.Element):
        name = etree.QName(one)
        where = (name.namespace or "").startswith("urn:schemas-microsoft-com:")
        found = [v for k, v in _attributes(one) if v and where and k in LINKS]
        if name.localname in ("mailMerge", "altChunk", "subDoc"):
            found.append(name.localname)
        for target in found:
            words = _("The file takes something from elsewhere (%s): insert it into the document.")
            raise NotATemplate(words % target[:80], part.name)


def _check_elsewhere(part: Part) -> None:
    """Placeholders stand in the text alone: not in attributes, where they could hide a field."""
    for one in part.root.iter():
        hidden = one.text if one.tag in (etree.Comment, etree.PI) else ""
        held = [hidden or "", *(value for _name, value in _attributes(one))]
        if any(TAGS.search(text) for text in held):
            raise NotATemplate(NOT_OF_WORD, part.name)


def _check_placeholders(part: Part) -> None:
    """Each opens and closes within a line; read without the library, which could take long."""
    flat = _flat(part.root)
    for opens, closes in (("{{", "}}"), ("{%", "%}"), ("{#", "#}")):
        at = flat.find(opens)
        while at >= 0:
            end = flat.find(closes, at)
            if end < 0 or end - at > LONGEST_PLACEHOLDER:
                near = flat[at : at + 40]
                words = {"near": near, "closes": closes}
                raise NotATemplate(_("“%(near)s” is not closed: end it with %(closes)s.") % words)
            word = flat[at + 2 : end].strip().partition(" ")[0]
            if word in PICTURES:
                raise NotATemplate(_("“{%% %s %%}” is not offered here: take it out.") % word)
            at = flat.find(opens, end)
