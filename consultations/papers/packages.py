"""What a Word file is made of: its parts, what each is said to be, and what each leads to.

Everything is a list of what is allowed (ECMA-376, part 2): kinds of parts, kinds of relationships.
Parts are read as XML, never sought through as text, so that no way of writing gets past.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
LARGEST_UNPACKED = 30 * MEGABYTE
LARGEST_PART = MEGABYTE  # of one part in XML
LARGEST_XML = 3 * MEGABYTE  # of all parts in XML together
MOST_PARTS = 500
MOST_ELEMENTS = 100_000  # of all parts; the shipped templates have 19,000, nearly all of styles
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = f"{WORD}document.main+xml"
FILLED = {MAIN, f"{WORD}header+xml", f"{WORD}footer+xml", f"{WORD}footnotes+xml"}
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
BINARY = {
    f"{WORD}printerSettings", "image/png", "image/jpeg", "image/jpg", "image/gif", "image/tiff",
    "image/bmp", "image/x-emf", "image/x-wmf",
}  # fmt: skip
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = FILLED | BINARY | {
    CORE, "application/xml", "application/vnd.openxmlformats-package.relationships+xml",
    f"{OFFICE}extended-properties+xml", f"{OFFICE}custom-properties+xml", f"{OFFICE}theme+xml",
    f"{OFFICE}customXmlProperties+xml", f"{OFFICE}themeOverride+xml",
    "application/vnd.ms-word.stylesWithEffects+xml",
    "application/vnd.ms-office.classificationlabels+xml",
    *(f"{WORD}{name}+xml" for name in (
        "styles", "settings", "webSettings", "fontTable", "numbering", "endnotes", "comments",
        "commentsExtended", "commentsIds", "commentsExtensible", "people", "document.glossary",
    )),
}  # fmt: skip
LEADS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
HYPERLINK = f"{LEADS}hyperlink"
METADATA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
MICROSOFT = "http://schemas.microsoft.com/office/"
RELATIONSHIPS = {
    *(f"{LEADS}{name}" for name in (
        "officeDocument", "extended-properties", "custom-properties", "styles", "settings",
        "webSettings", "fontTable", "theme", "numbering", "header", "footer", "footnotes",
        "endnotes", "comments", "image", "customXml", "customXmlProps", "glossaryDocument",
        "printerSettings",
    )),
    f"{METADATA}core-properties", f"{METADATA}thumbnail",
    f"{MICROSOFT}2007/relationships/stylesWithEffects",
    f"{MICROSOFT}2011/relationships/commentsExtended", f"{MICROSOFT}2011/relationships/people",
    f"{MICROSOFT}2016/09/relationships/commentsIds",
    f"{MICROSOFT}2018/08/relationships/commentsExtensible",
    f"{MICROSOFT}2020/02/relationships/classificationlabels",
}  # fmt: skip
IN_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
IN_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT_TYPES = "[Content_Types].xml"
ENCODING = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)")
NO_DOCX = gettext_lazy("This is no .docx file: save it in Word as “Word Document (.docx)”.")
NOT_OF_WORD = gettext_lazy("The file holds what Word does not write: save it again in Word.")
MACROS = gettext_lazy("The file holds macros: save it in Word as .docx, without macros.")
EMBEDDED = gettext_lazy("The file holds other files or controls: take embedded objects out.")
TOO_LONG = gettext_lazy("The document is too long for a template: a few pages will do.")


class NotATemplate(Exception):
    """The file cannot be a template; ``sentence`` says why and what to do, and where it is."""

    def __init__(self, sentence: str | Promise, part: str = "") -> None:
        self.sentence = f"{sentence} ({part[:80]})" if part else str(sentence)
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class Part:
    """One part that is XML: its name, what it is said to be, and what it holds."""

    name: str
    kind: str
    root: etree._Element


def parts_of(data: bytes) -> list[Part]:
    """The parts in XML of the file *data*. Raises ``NotATemplate``."""
    if len(data) > LARGEST_FILE:
        raise NotATemplate(_("The file is larger than 5 MB: use smaller pictures."))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise NotATemplate(NO_DOCX) from None
    with archive:
        kinds = _kinds(archive)
        found = list(_xml_parts(archive, kinds))
    for part in found:
        if part.name.lower().endswith(".rels"):
            _check_relationships(part, {name.lower() for name in kinds})
    return found


def _kinds(archive: zipfile.ZipFile) -> dict[str, str]:
    """What each part is said to be, by its name; every one is on the list."""
    infos = [one for one in archive.infolist() if not one.is_dir()]
    if len(infos) > MOST_PARTS or sum(one.file_size for one in infos) > LARGEST_UNPACKED:
        raise NotATemplate(_("The file unfolds to more than it should: begin with a new document."))
    names = [one.filename for one in infos]
    if CONTENT_TYPES not in names or len(names) != len({name.lower() for name in names}):
        raise NotATemplate(NO_DOCX)
    by_name, by_ending = _declared(archive)
    kinds = {}
    for name in names:
        if name != CONTENT_TYPES:
            ending = name.rpartition(".")[2].lower()
            kinds[name] = by_name.get(f"/{name}".lower()) or by_ending.get(ending, "")
            _check_kind(kinds[name], name)
    if [*kinds.values()].count(MAIN) != 1:
        raise NotATemplate(NO_DOCX)
    return kinds


def _declared(archive: zipfile.ZipFile) -> tuple[dict[str, str], dict[str, str]]:
    root = xml_of(archive, archive.getinfo(CONTENT_TYPES))
    by_name: dict[str, str] = {}
    by_ending: dict[str, str] = {}
    for one in root:
        kind = one.get("ContentType", "")
        if one.tag == f"{IN_TYPES}Override":
            by_name[one.get("PartName", "").lower()] = kind
        elif one.tag == f"{IN_TYPES}Default":
            by_ending[one.get("Extension", "").lower()] = kind
        else:
            raise NotATemplate(NOT_OF_WORD, CONTENT_TYPES)
        _check_kind(kind, one.get("PartName") or one.get("Extension") or CONTENT_TYPES)
    return by_name, by_ending


def _check_kind(kind: str, name: str) -> None:
    if kind.startswith(f"{WORD}template") or kind.endswith(".document"):
        raise NotATemplate(NO_DOCX)
    if "vba" in f"{name} {kind}".lower() or "macro" in kind.lower():
        raise NotATemplate(MACROS, name)
    if kind not in TYPES:
        raise NotATemplate(EMBEDDED, name)


def _xml_parts(archive: zipfile.ZipFile, kinds: dict[str, str]) -> Iterator[Part]:
    size = elements = 0
    for name, kind in kinds.items():
        if kind in BINARY and not name.lower().endswith((".xml", ".rels")):
            continue
        info = archive.getinfo(name)
        size += info.file_size
        if size > LARGEST_XML:
            raise NotATemplate(TOO_LONG, name)
        root = xml_of(archive, info)
        elements += sum(1 for _one in root.iter())
        if elements > MOST_ELEMENTS:
            raise NotATemplate(TOO_LONG, name)
        yield Part(name, kind, root)


def xml_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> etree._Element:
    """A part as XML in UTF-8, without any document type. Raises ``NotATemplate``."""
    if info.file_size > LARGEST_PART:
        raise NotATemplate(TOO_LONG, info.filename)
    data = archive.read(info)
    try:
        text = data.decode("utf-8-sig")
        said = ENCODING.match(text)
        if said and said[1].lower() not in ("utf-8", "utf8"):
            raise NotATemplate(NOT_OF_WORD, info.filename)
        if "<!DOCTYPE" in text or "<!ENTITY" in text or "<![CDATA[" in text:
            raise NotATemplate(NOT_OF_WORD, info.filename)
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
            dtd_validation=False, huge_tree=False,
        )  # fmt: skip
        return etree.fromstring(data, parser)
    except (UnicodeDecodeError, etree.XMLSyntaxError):
        raise NotATemplate(NOT_OF_WORD, info.filename) from None


def _check_relationships(part: Part, names: set[str]) -> None:
    """Each is of a kind on the list and leads to a part of the file; hyperlinks alone lead out."""
    base = posixpath.dirname(posixpath.dirname(part.name))
    if part.root.tag != f"{IN_RELS}Relationships":
        raise NotATemplate(NOT_OF_WORD, part.name)
    for one in part.root:
        if one.tag != f"{IN_RELS}Relationship":
            raise NotATemplate(NOT_OF_WORD, part.name)
        kind, mode = one.get("Type", ""), one.get("TargetMode", "Internal")
        target = one.get("Target", "")
        if mode == "External" and not (kind == HYPERLINK and _is_address(target)):
            words = _("The file takes something from elsewhere (%s): insert it into the document.")
            raise NotATemplate(words % (target[:80] or "?"), part.name)
        if mode == "External":
            continue
        if mode != "Internal" or kind not in RELATIONSHIPS:
            raise NotATemplate(EMBEDDED if mode == "Internal" else NOT_OF_WORD, part.name)
        path = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
        if path.lower() not in names:
            raise NotATemplate(NOT_OF_WORD, part.name)


def _is_address(target: str) -> bool:
    try:
        return urlsplit(target).scheme.lower() in ("http", "https", "mailto")
    except ValueError:
        return False
