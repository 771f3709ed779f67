"""Examples of recommendations that are honoured by a paper."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from consultations.models import HEADQUARTERS, Consultation, Record, RecordedMeeting
from consultations.papers.asked import Asked, operator
from consultations.papers.kinds import PAPERS, build
from consultations.papers.sheets import Heading, Paragraph, Sheet
from tests.planner.examples.registry import example

pytestmark = pytest.mark.django_db
GROUP = "Security Council Working Group on Peacekeeping Operations"


def paper(kind: str, year: int = 2017, row: Consultation | None = None) -> Sheet:
    span = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    return build(PAPERS[kind], Asked(operator(), date(2026, 11, 22), consultation=row, **span))


def met(id: str, on: date, **told: object) -> None:
    told = {"meeting_type": "triangular", "formality": "formal", "body": GROUP} | told
    RecordedMeeting.objects.create(event_id=id, starts_on=on, **told)


def words(sheet: Sheet) -> str:
    said = [one.text for one in sheet.blocks if isinstance(one, Heading | Paragraph)]
    return "\n".join([sheet.title, *said])


@pytest.fixture
def held() -> Consultation:
    row = Consultation.objects.create(
        kind="working_group", subject="Renewing a mandate", status="held", convener="chair",
        starts_at=datetime(2017, 6, 8, 10, tzinfo=HEADQUARTERS),
        ends_at=datetime(2017, 6, 8, 12, tzinfo=HEADQUARTERS),
    )  # fmt: skip
    record = Record.objects.create(consultation=row, discussion="Helicopters are lacking.")
    record.points.create(text="Mobility comes first", raised_by="Chad", standing="agreed")
    return row


@example("R2006-X1")
def test_the_table_of_meetings_has_date_participants_and_subject_matter_in_their_order():
    met("B", date(2017, 6, 8), subject="Second")
    met("A", date(2017, 3, 1), subject="First", participants="Members of Working Group only")
    (table,) = paper("annex-2006").tables
    assert table.columns == ("Date", "Participants", "Subject matter")
    assert [row[2] for row in table.rows] == ["First", "Second"]


@example("R2006-X2")
def test_an_informal_meeting_stands_in_a_table_of_its_own_and_is_never_dropped():
    met("A", date(2017, 3, 1), subject="Formal")
    met("B", date(2017, 3, 2), subject="Informal", formality="informal")
    assert [[row[2] for row in one.rows] for one in paper("annex-2006").tables] == [
        ["Formal"], ["Informal"],
    ]  # fmt: skip


@example("R2006-X3")
def test_a_visit_has_its_span_and_a_day_may_have_several_entries():
    visit = {"meeting_type": "visit", "formality": ""}
    met("A", date(2017, 11, 6), ends_on=date(2017, 11, 9), subject="Visit", **visit)
    met("B", date(2017, 11, 20), subject="One")
    met("C", date(2017, 11, 20), subject="Another")
    (table,) = paper("annex-2006").tables
    assert [(row[0], row[2]) for row in table.rows] == [
        ("6-9 November 2017", "Visit"), ("20 November 2017", "One"),
        ("20 November 2017", "Another"),
    ]  # fmt: skip


@example("R2017-X1")
def test_the_table_of_2017_numbers_thematic_meetings_and_names_panellists_by_post(held):
    met("A", date(2017, 1, 11), meeting_type="internal", subject="Organization of work")
    held.record.panellists.create(honorific="Mr.", name="A. Rao", post="Team Leader", entity="DPKO")
    (table,) = paper("annex-2017").tables
    assert table.columns == ("Number", "Date", "Panellists", "Theme")
    assert table.rows == (("1", "8 June", "Mr. A. Rao, Team Leader, DPKO", "Renewing a mandate"),)


@example("R2006-3", "R2017-X2", "R2017-3")
def test_the_yearly_report_goes_to_the_president_with_structure_and_substance(held):
    said = words(paper("yearly"))
    assert "addressed to the President of the Security Council" in said
    assert "circulate" in said
    assert "Helicopters are lacking." in said
    assert [one for one in ("I. ", "II. ") if one not in said] == []


@example("R2006-9b")
def test_after_a_meeting_the_chair_writes_the_views_to_the_president_without_names(held):
    said = words(paper("letter", row=held))
    assert "Mobility comes first" in said
    assert "Chad" not in said
