"""Papers on screen: what is offered to whom, the same as files, and Word templates."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from consultations import booking
from consultations.models import Consultation, PaperTemplate
from consultations.papers.rendering import pdf, word
from tests.consultations.held_meeting import held
from tests.consultations.invited import STARTS_AT, booked

pytestmark = pytest.mark.django_db
INDEX = "/records/papers/"
TEMPLATE = "/records/templates/agenda/fr/"
AFTER = datetime(2027, 6, 9, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _afterwards():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def meeting(planner):
    return held(planner)


@pytest.fixture
def client(signed_in, planner):
    return signed_in(planner)


def of(row, slug, **told):
    return f"{INDEX}{slug}/", {"consultation": str(row.pk), **told}


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


# The index.


def test_the_index_says_what_to_do_first(client):
    page = client.get(INDEX)
    assert page.context["of_meeting"] == []
    assert "Choose a meeting above" in page.content.decode()


def test_a_chosen_meeting_has_its_papers(client, meeting):
    page = client.get(INDEX, {"consultation": str(meeting.pk)})
    names = [one.kind.slug for one in page.context["of_meeting"]]
    assert names[:4] == ["agenda", "steering", "preparation", "checklist"]
    assert page.context["of_meeting"][0].url == f"{INDEX}agenda/?consultation={meeting.pk}"


def test_what_was_chosen_goes_along_with_every_link(client):
    told = {"year": "2005-2006", "month": "2027-06"}
    page = client.get(INDEX, told)
    assert {one.url.partition("?")[2] for one in page.context["of_year"]} == {"year=2005-2006"}
    assert {one.url.partition("?")[2] for one in page.context["of_month"]} == {"month=2027-06"}


@pytest.mark.parametrize("told", [{"year": "soon"}, {"month": "2027-13"}, {"mission": "NOSUCH"},
                                  {"consultation": "x"}, {"year": "2017\x00"}])  # fmt: skip
def test_what_cannot_be_chosen_is_said(client, told):
    assert client.get(INDEX, told).status_code == 400


def test_a_closed_meeting_is_not_offered_to_who_may_not_see_it(signed_in, convener, meeting):
    page = signed_in(convener).get(INDEX)
    assert "MINUSMA: renewal" not in page.content.decode()


def test_the_index_asks_as_much_for_three_meetings_as_for_one(client, planner):
    row = booked(planner)
    one = queries(client, INDEX)
    for day in (1, 2):
        start = STARTS_AT.replace(day=STARTS_AT.day + day)
        booked(planner, starts_at=start, ends_at=start.replace(hour=11), need=f"{day}")
    assert Consultation.objects.count() == 3
    assert queries(client, INDEX) == one
    assert row.pk


# One paper.


def test_a_paper_is_shown_with_its_downloads(client, meeting):
    page = client.get(*of(meeting, "agenda"))
    assert page.context["sheet"].title == "Agenda: MINUSMA: renewal"
    assert [str(one.name) for one in page.context["downloads"]] == ["Word", "PDF"]
    assert page.context["downloads"][0].url == (
        f"?language=en&consultation={meeting.pk}&format=docx"
    )


def test_a_table_is_offered_as_a_table_too(client, meeting):
    downloads = client.get(*of(meeting, "attendance")).context["downloads"]
    assert [str(one.name) for one in downloads] == ["Word", "PDF", "CSV", "Excel (XLSX)"]


def test_a_paper_speaks_the_language_asked_for_within_a_page_of_another(client, meeting):
    page = client.get(*of(meeting, "agenda", language="ar")).content.decode()
    assert '<article class="paper family-sheet" lang="ar" dir="rtl">' in page
    assert '<html lang="en" dir="ltr">' in page


def test_word_holds_what_the_page_shows(client, meeting):
    answer = client.get(*of(meeting, "record", format="docx"))
    assert answer["Content-Disposition"] == (
        'attachment; filename="record-MINUSMA-2027-06-08-en.docx"'
    )
    document = Document(io.BytesIO(answer.content))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    page = client.get(*of(meeting, "record")).context["sheet"]
    assert headings == [one.text for one in page.blocks if getattr(one, "level", 0) == 2]
    assert len(document.tables) == len(page.tables)


def test_a_workbook_holds_the_tables(client, meeting):
    answer = client.get(*of(meeting, "attendance", format="xlsx"))
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Members of the Council", "Contributors", "Secretariat"]


@pytest.mark.parametrize(("form", "status"), [("exe", 400), ("csv", 400)])
def test_a_format_that_a_paper_does_not_have_is_refused(client, meeting, form, status):
    answer = client.get(*of(meeting, "agenda", format=form))
    assert answer.status_code == status
    assert answer.context["refused"].startswith(f"There is no “{form}” of this paper")


def test_without_pango_the_page_says_what_to_install(client, meeting, monkeypatch):
    monkeypatch.setattr(pdf, "_weasyprint", lambda: None)
    answer = client.get(*of(meeting, "agenda", format="pdf"))
    assert answer.status_code == 409
    assert "install the packages libpango-1.0-0" in answer.context["refused"]
    assert client.get(*of(meeting, "agenda", format="docx")).status_code == 200


def test_nothing_to_print_says_what_to_do(client, planner):
    page = client.get(*of(booked(planner), "summary"))
    assert page.context["downloads"] == []
    assert "Nothing is noted of this meeting yet" in page.content.decode()


def test_a_paper_of_a_meeting_leads_to_the_index_without_one(client):
    assert client.get(f"{INDEX}agenda/")["Location"] == INDEX


@pytest.mark.parametrize("told", ["x", "0", "00000000-0000-4000-8000-000000000000"])
def test_a_meeting_that_is_not_there_is_not_found(client, told):
    assert client.get(f"{INDEX}agenda/", {"consultation": told}).status_code == 404


def test_a_closed_meeting_keeps_its_papers_from_who_may_not_see_it(signed_in, convener, meeting):
    for slug in ("agenda", "record", "summary", "attendance", "letter"):
        for form in ("", "docx"):
            path, told = of(meeting, slug, format=form)
            assert (slug, signed_in(convener).get(path, told).status_code) == (slug, 403)


def test_the_steering_note_is_for_those_who_steer(signed_in, reader, convener, meeting):
    meeting.convener_user.add(convener)
    answers = [signed_in(who).get(*of(meeting, "steering")).status_code
               for who in (reader, convener)]  # fmt: skip
    assert answers == [403, 200]


def test_a_consultation_s_page_leads_to_its_papers(client, signed_in, reader, meeting):
    def named(who):
        page = who.get(meeting.get_absolute_url())
        return [one.kind.slug for one in page.context["papers_of_consultation"]]

    assert "steering" in named(client)
    assert "steering" not in named(signed_in(reader))


def test_a_paper_of_a_mission_asks_for_one_first(client):
    page = client.get(f"{INDEX}twelve-months/")
    assert (page.status_code, page.context["unsaid"]) == (200, True)
    assert "This field is required" not in page.content.decode()
    assert client.get(f"{INDEX}twelve-months/", {"mission": "NOSUCH"}).status_code == 400


def test_what_planners_alone_may_print_is_not_offered_to_others(client, signed_in, reader):
    def others(who):
        return [one.kind.slug for one in who.get(INDEX).context["of_none"]]

    assert others(client) == ["handover"]
    assert others(signed_in(reader)) == []
    assert signed_in(reader).get(f"{INDEX}handover/").status_code == 403


# Word templates.


def upload(client, data, name="ours.docx"):
    return client.post(TEMPLATE, {"file": SimpleUploadedFile(name, data)})


def letterhead():
    document = Document(io.BytesIO(word.shipped("sheet")))
    document.sections[0].header.paragraphs[0].text = "Nations Unies"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_an_uploaded_template_gives_the_paper_its_letterhead(client, meeting, planner):
    assert upload(client, letterhead())["Location"] == TEMPLATE
    assert PaperTemplate.objects.get().who == planner

    def header(language):
        answer = client.get(*of(meeting, "agenda", format="docx", language=language))
        document = Document(io.BytesIO(answer.content))
        return document.sections[0].header.paragraphs[0].text

    assert (header("fr"), header("en")) == ("Nations Unies", "Agenda: MINUSMA: renewal")
    client.post(TEMPLATE, {"deed": "restore"})
    assert header("fr").endswith("MINUSMA: renewal")


def test_the_template_in_force_is_downloaded(client):
    answer = client.get(TEMPLATE, {"format": "docx"})
    assert answer.content == word.shipped("sheet")
    assert answer["Content-Disposition"] == 'attachment; filename="agenda-fr.docx"'


def test_a_wrong_template_is_refused_and_the_one_in_force_stays(client):
    upload(client, letterhead())
    answer = upload(client, b"not a document")
    assert answer.status_code == 400
    assert len(answer.context["wrong"]) == 1
    assert bytes(PaperTemplate.objects.get().content) == letterhead()


def test_a_file_that_is_too_large_is_not_read(client):
    assert upload(client, b"x" * (5 * 1024 * 1024 + 1)).status_code == 413


def test_a_template_that_broke_since_says_so(client, meeting, planner):
    PaperTemplate.objects.create(kind="agenda", language="en", name="x", content=broken())
    answer = client.get(*of(meeting, "agenda", format="docx"))
    assert answer.status_code == 409
    assert answer.context["refused"].startswith("The Word template cannot be filled")


def broken():
    document = Document(io.BytesIO(word.shipped("sheet")))
    document.add_paragraph("{{ a_field_of_another_time }}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_the_list_of_templates_asks_once(client):
    few = queries(client, "/records/templates/")
    for language in ("en", "fr", "ar"):
        PaperTemplate.objects.create(kind="agenda", language=language, name="x", content=b"x")
    assert queries(client, "/records/templates/") == few


def test_a_cancelled_meeting_says_so_on_its_agenda(client, planner):
    row = booked(planner)
    booking.cancel(row, reason="Overtaken", who=planner, version=row.version)
    sheet = client.get(*of(row, "agenda")).context["sheet"]
    assert sheet.notes[0] == "This meeting was cancelled: Overtaken"
