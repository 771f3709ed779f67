"""Examples of recommendations kept in the record of a consultation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from consultations import booking, records
from consultations.models import HEADQUARTERS, Consultation, Mission, Point, Record
from consultations.records import Change
from tests.planner.examples.registry import example

pytestmark = pytest.mark.django_db
MEETING = datetime(2017, 6, 8, 10, tzinfo=HEADQUARTERS)


@pytest.fixture
def meeting(planner):
    """``meeting(days)``: a consultation on MINUSMA so many days after 8 June 2017."""

    def make(days: int = 0) -> Consultation:
        mission, _made = Mission.objects.get_or_create(acronym="MINUSMA")
        begins = MEETING + timedelta(days=days)
        return booking.book(
            who=planner, kind="working_group", subject="The mandate of MINUSMA", missions=[mission],
            starts_at=begins, ends_at=begins + timedelta(minutes=90),
        )  # fmt: skip

    return make


def typed(row: Consultation, item: str, **fields: str) -> Record:
    """The record, after somebody typed that."""
    record = records.open_record(row, who=None)
    applied = records.apply(
        row, [Change(uuid4(), item, name, "", value) for name, value in fields.items()], who=None
    )
    assert applied.refused == ()
    record.refresh_from_db()
    return record


def raised(row: Consultation, **fields: str) -> Point:
    """A point of the record."""
    return typed(row, f"point:{uuid4()}", text="Mobility", **fields).points.get()


@example("R2006-10b")
def test_whom_a_visit_met_and_the_symbol_of_its_report_stay_with_the_debrief(meeting):
    told = {"visit": "Officials of the mission; contributors' people", "visit_symbol": "S/2005/723"}
    record = typed(meeting(), "record", **told)
    assert (record.visit, record.visit_symbol) == tuple(told.values())


@example("R2017-36")
def test_a_point_says_its_theme_its_mandate_and_whether_it_was_agreed(meeting):
    mission = Mission.objects.get_or_create(acronym="MINUSMA")[0]
    point = raised(meeting(), theme="Resources", standing="agreed", mission=str(mission.pk))
    assert (point.theme, str(point.get_standing_display()), point.mission) == (
        "Resources", "agreed", mission,
    )  # fmt: skip


@example("R2017-25")
def test_a_point_that_was_not_taken_up_has_its_reply_and_the_reason(meeting):
    point = records.set_outcome(
        raised(meeting()), who=None, in_text="no", outcome_reason="A more operable definition",
        outcome_from="secretariat",
    )  # fmt: skip
    assert (str(point.get_in_text_display()), point.outcome_reason) == (
        "not reflected", "A more operable definition",
    )  # fmt: skip


@example("R2017-71a", "R2017-63d")
def test_a_concern_is_followed_from_the_meeting_to_draft_and_text_in_neutral_words(meeting):
    point = records.set_outcome(
        raised(meeting()), who=None, sent_on="2017-06-09", in_draft="partly", in_text="reflected"
    )
    assert (point.sent_on, point.in_draft, point.in_text) == (
        date(2017, 6, 9), "partly", "reflected",
    )  # fmt: skip
    words = [str(label).casefold() for _code, label in Point.Outcome.choices]
    assert [word for word in words if "accept" in word] == []


@example("R2017-15", "R2006-11")
def test_a_point_is_followed_into_a_later_meeting_and_not_into_an_earlier(meeting):
    first, later = meeting(), meeting(365)
    point = raised(first)
    follow = records.follow_point(point, later, "answered", who=None)
    assert str(follow) == "answered in The mandate of MINUSMA"
    with pytest.raises(records.Refused, match="Choose a later meeting"):
        records.follow_point(point, meeting(-30), "continues", who=None)


@example("R2017-81c")
@pytest.mark.parametrize(
    ("incident", "due"), [("false", date(2017, 6, 22)), ("true", date(2017, 6, 12))]
)
def test_a_question_is_due_after_ten_working_days_and_one_on_an_incident_after_two(
    meeting, incident, due
):
    typed(meeting(), f"question:{uuid4()}", text="How many?", incident=incident)
    (question,) = Record.objects.get().questions.all()
    assert records.question_due(question) == due


@example("R2006-14a-2")
def test_a_record_is_not_closed_before_its_report_back_is_settled(meeting, planner):
    row = meeting()
    records.open_record(row, who=planner)
    said = " ".join(records.standing_against(row, row.record))
    assert "The report-back is not settled" in said
    records.report_back(row, mode="not_needed", reason="It was an internal one", who=planner)
    assert "report-back" not in " ".join(records.standing_against(row, row.record))


@example("R2006-14a-2")
def test_the_oral_report_back_is_due_the_next_working_day_and_the_written_one_after_three(meeting):
    due = records.due(meeting())
    assert (due.oral_by, due.written_by) == (date(2017, 6, 9), date(2017, 6, 13))
