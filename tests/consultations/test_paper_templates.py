"""Word templates that are refused: what hides in a file, and what would take too long."""

from __future__ import annotations

import io
import re
import zipfile
from codecs import BOM_UTF16_LE

import pytest
from docx import Document

from consultations.papers import packages
from consultations.papers.asked import PaperKind
from consultations.papers.checking import faults
from consultations.papers.rendering import word
from consultations.papers.sheets import Sheet

KIND = PaperKind("agenda", "Agenda", "consultation", lambda asked: Sheet("agenda", "Agenda", ()))
TYPES, RELS, MAIN = "[Content_Types].xml", "word/_rels/document.xml.rels", "word/document.xml"
LEADS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MACROS = "The file holds macros: save it in Word as .docx, without macros."
NOT_OF_WORD = "The file holds what Word does not write: save it again in Word."
EMBEDDED = "The file holds other files or controls: take embedded objects out."
TOO_LONG = "The document is too long for a template: a few pages will do."


def template(changed):
    """The shipped template, each part of *changed* put in or in the place of the old one."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word.shipped("sheet"))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *changed]):
            content = changed.get(name)
            if content is None or callable(content):
                was = old.read(name)
                content = content(was) if content else was
            new.writestr(name, content)
    return buffer.getvalue()


def related(more):
    return template(
        {RELS: lambda old: old.replace(b"</Relationships>", more + b"</Relationships>")}
    )


def typed(more, **parts):
    said = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    return template({TYPES: lambda old: old.replace(b"</Types>", more + b"</Types>")} | said)


def with_body(xml):
    return template({MAIN: lambda old: old.replace(b"<w:sectPr", xml + b"<w:sectPr", 1)})


def leads(kind, target, mode=' TargetMode="External"'):
    said = f'<Relationship Id="x9" Type="{kind}" Target="{target}"{mode}/>'
    return related(said.encode())


def field(*code):
    """A field whose words stand in several pieces, as Word cuts them."""
    runs = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in code)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    return with_body(f"<w:p>{begin}{runs}{end}</w:p>".encode())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no file at all", packages.NO_DOCX),
        (b"", packages.NO_DOCX),
        (b"x" * (packages.LARGEST_FILE + 1), "The file is larger than 5 MB: use smaller pictures."),
        (template({"word/vbaProject.bin": b"x"}), f"{MACROS} (word/vbaProject.bin)"),
        (typed(b'<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/>',
               word__a_dat=b"x"), f"{MACROS} (dat)"),
        (template({TYPES: lambda old: old.replace(
            WORD_TYPE.encode() + b"document.main",
            b"application/vnd.ms-word.document.macroEnabled.main")}),
         f"{MACROS} (/word/document.xml)"),
        (template({"word/embeddings/a.bin": b"x"}), f"{EMBEDDED} (word/embeddings/a.bin)"),
        (typed(b'<Default Extension="html" ContentType="text/html"/>', word__a_html=b"<p>x</p>"),
         f"{EMBEDDED} (html)"),
        (template({"word/media/a.png": b"\0" * (31 * 1024 * 1024)}),
         "The file unfolds to more than it should: begin with a new document."),
        (template({TYPES: lambda old: old.replace(b"document.main", b"styles")}), packages.NO_DOCX),
        (template({MAIN: lambda old: old[:500]}), f"{NOT_OF_WORD} (word/document.xml)"),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_file_that_is_no_template_is_refused(data, sentence):
    assert faults(data, KIND, "en") == (str(sentence),)


@pytest.mark.parametrize(
    ("data", "target"),
    [
        (leads(f"{LEADS}attachedTemplate", "http://evil/x.dotm"), "http://evil/x.dotm"),
        (leads(f"{LEADS}attachedTemplate", "http://evil/hyperlink"), "http://evil/hyperlink"),
        (leads(f"{LEADS}image", "http://evil/>/hyperlink"), "http://evil/>/hyperlink"),
        (leads(f"{LEADS}image", "//evil/a.png", ' TargetMode="&#69;xternal"'), "//evil/a.png"),
        (leads(f"{LEADS}hyperlink", "file:///c:/x"), "file:///c:/x"),
        (template({RELS: lambda old: re.sub(rb"<(/?)Rel", rb"<\1p:Rel", old)
                   .replace(b"xmlns=", b"xmlns:p=")
                   .replace(b"</p:Relationships>",
                            b'<p:Relationship Id="x9" Type="%simage" Target="http://evil/a" '
                            b'TargetMode="External"/></p:Relationships>' % LEADS.encode())}),
         "http://evil/a"),
    ],
    ids=range(6),
)  # fmt: skip
def test_nothing_is_taken_from_elsewhere(data, target):
    assert faults(data, KIND, "en") == (
        f"The file takes something from elsewhere ({target}): insert it into the document. "
        f"({RELS})",
    )


@pytest.mark.parametrize("target", ["https://www.un.org/", "mailto:a@un.org"])
def test_a_hyperlink_may_lead_out(target):
    assert faults(leads(f"{LEADS}hyperlink", target), KIND, "en") == ()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (leads(f"{LEADS}aFChunk", "header1.xml", ""), EMBEDDED),
        (leads(f"{LEADS}image", "gone.png", ""), NOT_OF_WORD),
        (leads(f"{LEADS}hyperlink", "http://x", ' TargetMode="external"'), NOT_OF_WORD),
        (template({RELS: lambda old: BOM_UTF16_LE + old.decode().replace("UTF-8", "UTF-16")
                   .encode("utf-16-le")}), NOT_OF_WORD),
        (template({RELS: b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>'}),
         NOT_OF_WORD),
        (template({RELS: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), NOT_OF_WORD),
    ],
    ids=range(6),
)  # fmt: skip
def test_what_parts_lead_to_is_on_a_list(data, sentence):
    assert faults(data, KIND, "en") == (f"{sentence} ({RELS})",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (field('DDEAUTO c:\\cmd "/k"'), 'DDEAUTO c:\\cmd "/k"'),
        (field("D", "DE", "AUTO x y"), "DDEAUTO x y"),
        (field(' INCLUDEPICTURE "http://evil/a" '), 'INCLUDEPICTURE "http://evil/a"'),
        (field("PAGE {{ title }}"), "PAGE {{ title }}"),
        (field("PAGED"), "PAGED"),
        (with_body(b'<w:p><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>'), "INCLUDETEXT x"),
        (with_body(b"<w:p><w:r><w:instrText>DDE x</w:instrText></w:r></w:p>"), "DDE x"),
    ],
    ids=range(7),
)
def test_fields_are_those_on_the_list(data, code):
    assert faults(data, KIND, "en") == (
        f"The field “{code}” is not offered here: take it out, or use PAGE, NUMPAGES, SECTION, "
        f"SECTIONPAGES, DATE, TIME, STYLEREF, REF, PAGEREF, TOC. ({MAIN})",
    )


def test_a_date_of_word_s_own_may_stand_in_a_template():
    assert faults(field(" DA", 'TE \\@ "d MMMM yyyy" '), KIND, "en") == ()


@pytest.mark.parametrize(
    "xml",
    [b'<w:p w:rsidR="{% if title %}"/>', b"<!-- {% if title %} -->", b"<w:p><![CDATA[x]]></w:p>"],
)
def test_placeholders_stand_in_the_text_alone(xml):
    assert faults(with_body(xml), KIND, "en") == (f"{NOT_OF_WORD} ({MAIN})",)


def test_a_new_document_of_word_passes_but_for_what_it_lacks():
    buffer = io.BytesIO()
    Document().save(buffer)
    assert faults(buffer.getvalue(), KIND, "en")[0].startswith("The template never prints")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (with_body(b"<w:p/>" * 20_000), TOO_LONG),
        (with_body(b"<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * 20), TOO_LONG),
        (with_body(b"<w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p>" * 500),
         "The template has more than 500 placeholders: a few dozen will do."),
        (template({MAIN: b" " * (packages.LARGEST_PART + 1)}), f"{TOO_LONG} ({MAIN})"),
        (template({f"customXml/i{n}.xml": b"<a>" + b"x" * 1_000_000 + b"</a>" for n in range(3)}),
         f"{TOO_LONG} (customXml/i2.xml)"),
    ],
    ids=range(5),
)  # fmt: skip
def test_what_would_take_long_is_refused_before_it_is_tried(data, sentence, monkeypatch):
    monkeypatch.setattr("consultations.papers.checking.docx", None)
    assert faults(data, KIND, "en") == (sentence,)
