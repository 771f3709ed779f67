"""A sheet as Word, PDF, CSV and workbook, read back; and Word templates, hostile ones too."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import pytest
import time_machine
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from consultations.papers import templates
from consultations.papers.asked import PaperKind, PaperRefused
from consultations.papers.checking import faults
from consultations.papers.examples import example
from consultations.papers.files import made
from consultations.papers.rendering import html, pdf, tables, word
from consultations.papers.rendering.placeholders import Placeholders
from consultations.papers.sheets import Bullets, Heading, Paragraph, Sheet, Table, filled

KIND = PaperKind(
    "agenda", "Agenda", "consultation", lambda asked: SHEET, formats=("docx", "pdf", "csv", "xlsx")
)
FAMILIES = ["report", "letter", "table", "sheet"]
SHEET = Sheet(
    kind="agenda",
    title="Agenda <MINUSMA> & others",
    subtitle="Thu 8 June 2017",
    fields={"symbol": "S/2017/1"},
    blocks=(
        Heading("Nothing stands here"),
        Heading("Meetings"),
        Paragraph("First {{ title }} {% for %}", number="1."),
        Bullets(("one", "", "two")),
        Table(
            ("Date", "Participants", "Subject"),
            tuple((f"{n} June", "Members\nContributors", "=1+1") for n in range(1, 61)),
            caption="Formal", name="Formal: [1]/2", widths=(1, 2, 3),
        ),
        Table(("Date", "Participants"), (("9 December", "@all"),), caption="Informal"),
        Heading("Nor here"),
    ),
    notes=("One date is estimated.",),
    stem="agenda of/MINUSMA",
)  # fmt: skip


def read(data):
    return Document(io.BytesIO(data))


def said(document):
    return [one.text for one in document.paragraphs if one.text]


# What a sheet keeps.


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ([Heading("A"), Heading("B"), Paragraph("b")], "B b"),
        ([Heading("A"), Heading("a", 3), Paragraph("text")], "A a text"),
        ([Heading("A"), Heading("a", 3), Heading("B"), Paragraph("b")], "B b"),
        ([Heading("A"), Heading("a", 3), Heading("b", 3), Paragraph("text")], "A b text"),
        ([Heading("A"), Paragraph("  "), Bullets((" ",)), Table(("x",), ())], ""),
        ([Heading("A"), Bullets(("", "item"))], "A item"),
    ],
)
def test_a_heading_stands_only_where_something_stands_under_it(blocks, kept):
    words = [getattr(one, "text", None) or " ".join(one.items) for one in filled(blocks)]
    assert " ".join(words) == kept


def test_a_table_refuses_a_row_of_another_length():
    with pytest.raises(ValueError, match="each row has 2 cells"):
        Table(("a", "b"), (("1",),))


def test_a_field_that_no_template_knows_is_refused():
    with pytest.raises(ValueError, match="no field"):
        Sheet("x", "t", (), fields={"adressee": "x"})


# Word.


@pytest.fixture(scope="module")
def document():
    return read(word.docx(SHEET, word.shipped("sheet")))


def test_word_has_the_paper_in_order(document):
    assert said(document) == [
        "S/2017/1", "Agenda <MINUSMA> & others", "Thu 8 June 2017", "Meetings",
        "1.\tFirst {{ title }} {% for %}", "one", "two", "Formal", "Informal",
        "What is estimated, unknown or still open", "One date is estimated.",
    ]  # fmt: skip


def test_word_uses_styles_that_staff_can_change(document):
    named = {one.text: one.style.name for one in document.paragraphs}
    assert [named[text] for text in ("Meetings", "one", "Formal", "One date is estimated.")] == [
        "Heading 1", "List Bullet", "Caption", "Small note"
    ]  # fmt: skip


def test_word_tables_repeat_their_header_and_are_as_wide_as_asked(document):
    formal, informal = document.tables
    assert [cell.text for cell in formal.rows[1].cells] == ["1 June", "Members\nContributors",
                                                            "=1+1"]  # fmt: skip
    assert [len(formal.rows), len(informal.rows)] == [61, 2]
    assert formal._tbl.tr_lst[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    widths = [int(one.get(qn("w:w"))) for one in formal._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert [round(width / widths[0]) for width in widths] == [1, 2, 3]


def test_word_says_when_it_was_made_and_by_nobody():
    with time_machine.travel(datetime(2027, 6, 9, 12, tzinfo=UTC), tick=False):
        about = read(word.docx(SHEET, word.shipped("sheet"))).core_properties
    now = datetime(2027, 6, 9, 12, tzinfo=UTC)
    assert (about.created, about.modified) == (now, now)
    assert (about.author, about.last_modified_by, about.revision) == ("", "", 1)
    assert about.title == SHEET.title


def test_word_pages_are_numbered_on_a4(document):
    section = document.sections[0]
    codes = [one.text.strip() for one in section.footer._element.iter(qn("w:instrText"))]
    assert (codes, section.header.paragraphs[0].text) == (["PAGE", "NUMPAGES"], SHEET.title)
    assert [round(one.mm) for one in (section.page_width, section.page_height)] == [210, 297]


def test_arabic_paragraphs_run_from_right_to_left():
    sheet = Sheet("x", "جدول", (Paragraph("نص"), Table(("أ",), (("ب",),))), language="ar")
    made = read(word.docx(sheet, word.shipped("sheet")))
    parts = (made.element.body, made.sections[0].header._element, made.sections[0].footer._element)
    paragraphs = [one for part in parts for one in part.iter(qn("w:p"))]
    assert all(one.find(qn("w:pPr")).find(qn("w:bidi")) is not None for one in paragraphs)
    assert made.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None


def test_a_line_of_another_script_keeps_its_full_stop_at_its_end():
    sheet = Sheet("x", "جدول", (Paragraph("See S/2017/478.\nنص."),), language="ar")
    lines = said(read(word.docx(sheet, word.shipped("sheet"))))[1]
    assert lines == "\u200eSee S/2017/478.\u200e\nنص."
    assert "\u200e" not in word.context(SHEET)["title"]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_shipped_template_prints_all_that_a_paper_may_hold(family):
    assert faults(word.shipped(family), KIND, "en") == ()


def test_what_somebody_typed_is_never_read_as_a_placeholder():
    sheet = Sheet("x", "{{ 7*7 }}", (Paragraph("{% if %} }_} {_{ \x00\x0b"),))
    made = read(word.docx(sheet, word.shipped("sheet")))
    assert said(made) == ["{{ 7*7 }}", "{% if %} } _} { _{ "]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_libreoffice_opens_the_word_file_with_the_same_words(tmp_path):
    source = tmp_path / "paper.docx"
    source.write_bytes(word.docx(SHEET, word.shipped("sheet")))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    pages = PdfReader(tmp_path / "paper.pdf").pages
    text = "\n".join(page.extract_text() for page in pages)
    assert len(pages) > 1
    assert [text.count(one) for one in ("60 June", "9 December", "One date is estimated.")] == [
        1, 1, 1
    ]  # fmt: skip
    assert all("Participants" in page.extract_text() for page in pages[:2])


# PDF.


@pytest.fixture(scope="module")
def printed():
    if pdf._weasyprint() is None:
        pytest.skip("no Pango on this machine: install libpango-1.0-0 and libpangoft2-1.0-0")
    return PdfReader(io.BytesIO(pdf.pdf(SHEET, "sheet")))


def test_pdf_has_the_words_the_title_and_page_numbers(printed):
    text = "\n".join(page.extract_text() for page in printed.pages)
    assert [text.count(one) for one in ("Meetings", "60 June", "9 December")] == [1, 1, 1]
    assert printed.metadata.title == SHEET.title
    last = f"{len(printed.pages)} / {len(printed.pages)}"
    assert last in printed.pages[-1].extract_text()


def test_pdf_is_tagged_and_says_its_language(printed):
    root = printed.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)


def test_pdf_tables_repeat_their_header(printed):
    assert all("Participants" in page.extract_text() for page in printed.pages[:2])


@pytest.mark.parametrize(
    "url",
    ["https://example.com/x.css", "file:///etc/passwd", "static:///../settings.py",
     "static:///consultations/../../../manage.py", "static:///consultations/none.css",
     "static:///consultations/plan.js", "data:text/css,x"],
)  # fmt: skip
def test_pdf_reads_nothing_but_our_own_static_files(url):
    with pytest.raises(ValueError, match=r"not ours|no such file"):
        pdf._fetch(url)


def test_without_its_libraries_pdf_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf, "_weasyprint", lambda: None)
    with pytest.raises(PaperRefused, match="libpangoft2"):
        pdf.pdf(SHEET, "sheet")
    assert made(KIND, SHEET, "csv").name == "agenda-of-MINUSMA-en.csv"


# Tables.


def test_csv_begins_with_a_mark_and_runs_no_formula():
    data = tables.csv_file(SHEET)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert data[:3] == b"\xef\xbb\xbf"
    assert rows[:3] == [["Formal"], ["Date", "Participants", "Subject"],
                        ["1 June", "Members\nContributors", "'=1+1"]]  # fmt: skip
    assert rows[-4:] == [[], ["Informal"], ["Date", "Participants"], ["9 December", "'@all"]]


@pytest.mark.parametrize("text", [
    "=1", "+1", "-1", "@x", "\t=1", " =1", "\n=1", "\uff1d1", "\u200b=1", "\ufeff=1", "\xa0=1",
    " \u200f \uff0b1", "\t1",
])  # fmt: skip
def test_what_a_spreadsheet_takes_for_a_formula_is_marked_as_text(text):
    assert tables.safe(text) == f"'{text}"


def test_the_workbook_has_a_sheet_a_table_with_its_header_frozen():
    book = load_workbook(io.BytesIO(tables.workbook(SHEET)))
    formal, _informal = book.worksheets
    assert [one.title for one in book.worksheets] == ["Formal   1  2", "Informal"]
    assert [one.freeze_panes for one in book.worksheets] == ["A2", "A2"]
    assert [cell.value for cell in formal[2]] == ["1 June", "Members\nContributors", "'=1+1"]
    assert (formal["C2"].data_type, formal["C2"].alignment.wrap_text) == ("s", True)
    widths = [formal.column_dimensions[name].width for name in "ABC"]
    assert widths == sorted(widths)


# The page.


def test_the_page_escapes_what_was_typed():
    part = html.part(Sheet("x", "t", (Paragraph("<script>x</script>"),)))
    assert "<script" not in part
    assert "&lt;script&gt;" in part


def test_the_page_as_a_file_needs_no_other_file():
    whole = html.whole(SHEET, "sheet")
    assert ("static:" in whole, "@page {" in whole) == (False, True)


# Templates of staff's own.


def with_lines(*lines):
    document = read(word.shipped("sheet"))
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(name, content, instead=False):
    """The shipped template with one part more, or with another in its place."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word.shipped("sheet"))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            if one.filename != name:
                new.writestr(one, old.read(one))
        new.writestr(name, content(old.read(name)) if instead else content)
    return buffer.getvalue()


def test_letterhead_and_order_are_staff_s_own():
    changed = with_lines("United Nations", "{{ addressee|upper }}")
    assert faults(changed, KIND, "fr") == ()
    made = word.docx(example(KIND, "fr"), changed)
    assert said(read(made))[-2:] == ["United Nations", "‹ADDRESSEE›"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{{ adressee }}", "There is no field “adressee”: did you mean “addressee”?"),
        ("{{ title", "“{{ title” is not closed: end it with }}."),
        ("{% for block in blocks %}{{ block.txt }}{% endfor %}",
         "There is no field “txt”: did you mean “text”?"),
        ("{% for a in blocks %}{% for b in blocks %}x{% endfor %}{% endfor %}",
         "No loop over “blocks” here: loop over a."),
        ("{{ title.__class__ }}", "There is no field “__class__”: known are kind, text, number, "
         "items, columns, rows, caption."),
        ("{{ ''.__class__.__mro__ }}", "“__mro__” goes too deep: name a part of the block."),
        ("{{ title|map('x') }}", "The filter “map” is not known: use upper, lower, title, "
         "capitalize, trim, e, escape, default."),
        ("{% vm %}", "“{% vm %}” is not offered here: take it out."),
    ],
)  # fmt: skip
def test_a_wrong_placeholder_is_named_with_its_cure(line, sentence):
    assert faults(with_lines(line), KIND, "en") == (sentence,)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{{ range(10) }}", "call"), ("{{ title.format(1) }}", "call"),
        ("{{ cycler.__init__.__globals__ }}", ""), ("{{ title * 99999999 }}", "mul"),
        ("{{ title ~ title }}", "concat"), ("{% set a = title %}", "assign"),
        ("{% include 'x' %}", "include"), ("{{ blocks[0] }}", "getitem"), ("{{ self }}", ""),
        ("{% for a in [1, 2] %}{% endfor %}", "list"), ("{% macro x() %}{% endmacro %}", "macro"),
        ("{% for block in blocks recursive %}{{ loop(blocks) }}{% endfor %}", "call"),
        ("{% fro %}", ""), ("{% endfor %}", ""), ("{{ '%9999999d'|format(1) }}", ""),
    ],
)  # fmt: skip
def test_a_template_cannot_reach_the_program(line, what):
    (sentence,) = faults(with_lines(line), KIND, "en")
    assert not what or sentence.startswith(f"“{what}” is not understood here")


def test_a_template_that_leaves_something_out_is_told_what_to_add():
    document = Document()
    document.add_paragraph("{{ title }}")
    buffer = io.BytesIO()
    document.save(buffer)
    first, *others = faults(buffer.getvalue(), KIND, "en")
    assert first == (
        'The template never prints ‹heading›. Add to it: {%p if block.kind == "heading" %} '
        "{{ block.text }} {%p endif %}"
    )
    assert len(others) == 12


def test_what_a_template_prints_is_bounded(monkeypatch):
    monkeypatch.setattr("consultations.papers.rendering.placeholders.LARGEST", 100)
    assert faults(word.shipped("sheet"), KIND, "en") == ("The paper grows beyond every measure.",)


def test_placeholders_know_no_function():
    assert Placeholders().globals == {}


@pytest.mark.django_db
def test_an_uploaded_template_is_in_force_until_the_shipped_one_is_restored(planner):
    shipped = templates.in_force(KIND, "fr")
    templates.keep(KIND, "fr", "ours.docx", b"ours", planner)
    own = templates.in_force(KIND, "fr")
    assert (own.content, own.name, own.row.who) == (b"ours", "ours.docx", planner)
    assert templates.in_force(KIND, "en").row is None
    assert [templates.restore(KIND, "fr"), templates.restore(KIND, "fr")] == [True, False]
    assert templates.in_force(KIND, "fr") == shipped
