"""A Word template is tried before it is kept: what is wrong, in sentences that name the cure."""

from __future__ import annotations

import io
import re
import zipfile

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx import Document
from docx.oxml.ns import qn
from jinja2.exceptions import TemplateError, TemplateSyntaxError

from consultations.papers.asked import PaperKind
from consultations.papers.examples import MUST, example
from consultations.papers.rendering.placeholders import PlaceholderError
from consultations.papers.rendering.word import docx

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
LARGEST_UNPACKED = 30 * MEGABYTE
LARGEST_XML = 2 * MEGABYTE  # of one part that placeholders are sought in
MOST_PARTS = 500
LONGEST_PLACEHOLDER = 6000  # characters of XML from {{ to }}: Word cuts a line into pieces
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.I)
PICTURES = ("colspan", "cellbg", "vm", "hm")  # tags of the library that we do not offer
NO_DOCX = gettext_lazy("This is no .docx file: save it in Word as “Word Document (.docx)”.")


class NotATemplate(Exception):
    """The file cannot be a template; ``sentence`` says why and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


def faults(data: bytes, kind: PaperKind, language: str) -> tuple[str, ...]:
    """What is wrong with the file *data* as the template of *kind*; nothing: it may be used."""
    try:
        _check_file(data)
        made = docx(example(kind, language), data)
        return tuple(_missing(made))
    except NotATemplate as wrong:
        return (wrong.sentence,)
    except PlaceholderError as wrong:
        return (str(wrong.message),)
    except TemplateSyntaxError as wrong:
        return (_syntax(wrong),)
    except TemplateError as wrong:
        words = _("A placeholder cannot be filled (%s): compare it with the shipped template.")
        return (words % wrong.message,)
    except Exception as wrong:  # a broken document fails in a hundred ways, all meaning this
        words = _("The file cannot be read as a Word document (%s): save it again as .docx.")
        return (words % type(wrong).__name__,)


def _check_file(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise NotATemplate(_("The file is larger than 5 MB: use smaller pictures."))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise NotATemplate(NO_DOCX) from None
    with archive:
        _check_parts(archive)


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
        raise NotATemplate(_("The file unfolds to more than it should: begin with a new document."))
    names = [one.filename for one in parts]
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if any("vbaproject" in name.lower() for name in names) or b"macroEnabled" in types:
        raise NotATemplate(_("The file holds macros: save it in Word as .docx, without macros."))
    if MAIN.encode() not in types or len(names) != len(set(names)):
        raise NotATemplate(NO_DOCX)
    if any(re.search(r"/(embeddings|activeX)/", name) for name in names):
        raise NotATemplate(_("The file holds other files or controls: take embedded objects out."))
    for one in parts:
        if one.filename.endswith((".xml", ".rels")):
            _check_xml(one, archive.read(one))


def _check_xml(part: zipfile.ZipInfo, xml: bytes) -> None:
    if len(xml) > LARGEST_XML:
        raise NotATemplate(_("The document is too long for a template: a few pages will do."))
    head = xml.replace(b"\x00", b"")  # as UTF-16 would write it
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise NotATemplate(_("The file holds what Word does not write: save it again in Word."))
    for found in EXTERNAL.findall(xml):
        if b"/hyperlink" not in found:
            raise NotATemplate(
                _("The file takes something from elsewhere (%s): insert it into the document.")
                % _target(found)
            )
    if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", part.filename):
        _check_placeholders(xml.decode("utf-8", "replace"))


def _target(relationship: bytes) -> str:
    found = re.search(rb"Target\s*=\s*[\"']([^\"']*)", relationship)
    return found.group(1).decode("utf-8", "replace")[:80] if found else "?"


def _check_placeholders(xml: str) -> None:
    """Each opens and closes within a line; read without the library, which could take long."""
    flat = re.sub(r"<[^>]*>", "", xml)
    for opens, closes in (("{{", "}}"), ("{%", "%}"), ("{#", "#}")):
        at = flat.find(opens)
        while at >= 0:
            end = flat.find(closes, at)
            if end < 0 or end - at > LONGEST_PLACEHOLDER / 20:
                near = flat[at : at + 40]
                words = {"near": near, "closes": closes}
                raise NotATemplate(_("“%(near)s” is not closed: end it with %(closes)s.") % words)
            word = flat[at + 2 : end].strip().partition(" ")[0]
            if word in PICTURES:
                raise NotATemplate(_("“{%% %s %%}” is not offered here: take it out.") % word)
            at = flat.find(opens, end)


def _syntax(wrong: TemplateSyntaxError) -> str:
    near = " ".join(line.strip() for line in getattr(wrong, "docx_context", ()) if "{" in line)
    words = {"near": near[-80:], "what": (wrong.message or "").rstrip(".")}
    return (
        _(
            "Near “%(near)s”: %(what)s. A field reads {{ title }}; a loop begins with "
            "{%%p for block in blocks %%} and ends with {%%p endfor %%}, each alone in its line."
        )
        % words
    )


def _missing(made: bytes) -> list[str]:
    """What the example holds and the paper made from it does not."""
    body = Document(io.BytesIO(made)).element.body
    texts = "\n".join(one.text or "" for one in body.iter(qn("w:t")))
    return [
        _("The template never prints %(what)s. Add to it: %(cure)s")
        % {"what": word, "cure": cure}
        for word, cure in MUST.items()
        if word not in texts
    ]  # fmt: skip
