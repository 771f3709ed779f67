"""After a meeting: due days of its cycle, what waits, who is named, what became of points."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from consultations import booking, records, tasks
from consultations.models import (
    HEADQUARTERS,
    Attendance,
    Consultation,
    IssueTag,
    Mandate,
    Milestone,
    Mission,
    NumberOverride,
    Point,
    Question,
    Record,
    RecordEdit,
)
from tests.consultations.invited import confirmed

pytestmark = pytest.mark.django_db
AFTER = datetime(2027, 6, 9, 16, tzinfo=UTC)
TODAY = date(2027, 6, 9)


@pytest.fixture(autouse=True)
def _afterwards():
    with time_machine.travel(AFTER, tick=False):
        yield


def held(planner, **terms):
    """A meeting of Tue 8 June 2027, confirmed a month before."""
    with time_machine.travel(AFTER - timedelta(days=30), tick=False):
        return confirmed(planner, **terms)


def another(planner, days, **terms):
    """One more, so many days before the first."""
    starts = datetime(2027, 6, 8, 10, tzinfo=HEADQUARTERS) - timedelta(days=days)
    ends = starts + timedelta(minutes=90)
    return held(planner, starts_at=starts, ends_at=ends, subject=f"{days} days before", **terms)


def of_a_cycle(planner, **terms):
    """The same in the cycle that ends on Wed 30 June 2027."""
    mission = Mission.objects.create(acronym="MINUSMA", time_zone="Africa/Bamako")
    Mandate.objects.create(
        mission=mission, resolution="S/RES/1", adopted_on=date(2026, 6, 29), kind="renewal",
        starts_on=date(2026, 7, 1), expires_on=date(2027, 6, 30),
    )  # fmt: skip
    return held(planner, expires_on=date(2027, 6, 30), need="informal_triangular", **terms)


def closed(row, planner):
    records.open_record(row, who=planner)
    Attendance.objects.filter(record__consultation=row).update(state="present")
    records.report_back(row, mode="oral", who=planner, done_on=TODAY)
    row.refresh_from_db()
    records.close(row, who=planner, version=row.version)
    row.refresh_from_db()
    return row


def said(found):
    return [(one.kind, one.on, one.late) for one in found]


# Due days.


def test_a_meeting_without_a_cycle_has_no_bounds(planner):
    found = records.due(held(planner))
    assert (found.oral_by, found.written_by, found.before) == (
        date(2027, 6, 9), date(2027, 6, 11), (),
    )  # fmt: skip


def test_a_report_back_is_due_before_the_first_draft_and_the_consultations(planner):
    row = of_a_cycle(planner)
    bounds = dict(records.due(row).before)
    assert bounds == {
        "the first draft": date(2027, 6, 16), "the Council's consultations": date(2027, 6, 15),
    }  # fmt: skip
    Milestone.objects.create(
        mission=row.cycle_mission, component="mission", expires_on=row.expires_on,
        kind="first_draft", on=date(2027, 6, 10), known_on=date(2027, 6, 1), source="a letter",
    )  # fmt: skip
    found = records.due(row)
    assert (found.oral_by, found.written_by) == (date(2027, 6, 9), date(2027, 6, 9))


def test_a_cycle_that_nobody_recorded_gives_no_bounds(planner):
    assert records.due(held(planner, expires_on=date(2027, 6, 30))).before == ()


def test_numbers_changed_for_the_mission_and_the_meeting_apply(planner):
    row = held(planner)
    scopes = (("report_back_written", row.cycle_mission, None), ("question_reply", None, row))
    for key, mission, meeting in scopes:
        NumberOverride.objects.create(
            key=key, value=5, reason="a trial", mission=mission, consultation=meeting, who=planner
        )
    assert records.due(row).written_by == date(2027, 6, 15)
    record = records.open_record(row, who=planner)
    question = Question(record=record, text="When?")
    assert records.question_due(question) == date(2027, 6, 15)
    question.incident, question.asked_on = True, date(2027, 6, 9)
    assert records.question_due(question) == date(2027, 6, 11)


# What waits.


def test_of_a_meeting_held_report_back_and_record_wait_until_they_are_done(planner):
    row = held(planner)
    close = date(2027, 6, 15)  # as the task has it
    assert [t.due_on for t in tasks.of_consultation(row) if t.id == "close_record"] == [close]
    assert said(records.waiting(TODAY)) == [
        ("report_back", TODAY, False), ("to_close", close, False),
    ]  # fmt: skip
    assert said(records.overdue(date(2027, 6, 10))) == [("report_back", TODAY, True)]
    assert said(records.overdue(date(2027, 6, 16)))[1] == ("to_close", close, True)
    records.report_back(row, mode="written", who=planner)
    assert said(records.waiting(TODAY))[0] == ("report_back", date(2027, 6, 11), False)
    records.report_back(row, mode="written", who=planner, done_on=TODAY)
    assert said(records.waiting(TODAY)) == [("to_close", close, False)]
    closed(row, planner)
    assert records.waiting(TODAY) == []


def test_a_meeting_to_come_or_cancelled_waits_for_nothing(planner):
    with time_machine.travel(datetime(2027, 6, 8, 10, tzinfo=UTC), tick=False):
        row = confirmed(planner)
        assert records.waiting(date(2027, 6, 8)) == []
        booking.cancel(row, reason="no need", who=planner, version=row.version)
    assert records.waiting(TODAY) == []


def test_a_question_waits_from_its_due_day_until_it_is_answered(planner):
    row = closed(held(planner), planner)
    question = Question.objects.create(
        record=row.record, text="What of mobility?", incident=True, asked_on=date(2027, 6, 8)
    )
    assert records.waiting(date(2027, 6, 9)) == []
    assert said(records.waiting(date(2027, 6, 10))) == [("question", date(2027, 6, 10), False)]
    assert said(records.overdue(date(2027, 6, 11))) == [("question", date(2027, 6, 10), True)]
    question.answered_on = date(2027, 6, 11)
    question.save()
    assert records.overdue(date(2027, 6, 30)) == []


def test_once_the_text_is_adopted_its_outcome_for_each_point_waits(planner):
    row = closed(of_a_cycle(planner), planner)
    for text in ("one", "two"):
        Point.objects.create(record=row.record, text=text)
    assert records.waiting(TODAY) == []
    Mandate.objects.create(
        mission=row.cycle_mission, resolution="S/RES/2", adopted_on=date(2027, 6, 28),
        kind="renewal", starts_on=date(2027, 7, 1), expires_on=date(2028, 6, 30),
    )  # fmt: skip
    (found,) = records.waiting(date(2027, 6, 28))
    with time_machine.travel(datetime(2027, 6, 28, 18, tzinfo=UTC), tick=False):
        (task,) = (t for t in tasks.of_consultation(row) if t.id == "outcome")
    assert (found.on, found.late) == (task.due_on, False) == (date(2027, 7, 5), False)
    assert found.sentence == (
        "The text is adopted: say what it made of 2 points of “MINUSMA: renewal”."
    )
    Point.objects.update(in_text="partly")
    assert records.waiting(date(2027, 6, 28)) == []


def test_a_look_that_was_promised_waits_from_its_day(planner):
    closed(held(planner), planner)
    Record.objects.update(next_look_on=date(2027, 7, 1))
    IssueTag.objects.create(name="mobility", review_on=date(2027, 7, 2))
    assert records.waiting(date(2027, 6, 30)) == []
    assert said(records.waiting(date(2027, 7, 2))) == [
        ("next_look", date(2027, 7, 1), True), ("issue", date(2027, 7, 2), False),
    ]  # fmt: skip


def test_a_closed_meeting_waits_for_those_alone_who_may_see_it(planner, convener, reader):
    row = held(planner, visibility=Consultation.Visibility.INVITEES)
    assert records.waiting(TODAY, convener) == []
    assert len(records.waiting(TODAY, reader)) == len(records.waiting(TODAY, planner)) == 2
    row.convener_user.add(convener)
    assert len(records.waiting(TODAY, convener)) == 2


def test_what_waits_costs_the_same_for_one_meeting_and_for_four(
    planner, django_assert_max_num_queries
):
    row = of_a_cycle(planner)
    Point.objects.create(record=records.open_record(row, who=planner), text="Now")
    with django_assert_max_num_queries(17) as one:
        assert len(records.waiting(TODAY)) == 2
    for days in (1, 5, 6):
        more = another(planner, days, expires_on=row.expires_on)
        record = records.open_record(more, who=planner)
        Question.objects.create(record=record, text="When?")
        Point.objects.create(record=record, text="Soon")
    with django_assert_max_num_queries(len(one)):
        assert len(records.waiting(TODAY)) == 8


# Names and outcomes.


@pytest.mark.parametrize(
    ("of_record", "of_point", "shown"),
    [
        ("none", "", ""), ("named", "", "India"), ("group", "", "contributors"),
        ("named", "none", ""), ("named", "group", "contributors"), ("none", "named", "India"),
        ("group", "none", ""),
    ],
)  # fmt: skip
def test_a_name_is_shown_only_as_openly_as_was_chosen(of_record, of_point, shown):
    record = Record(attribution=of_record)
    point = Point(attribution=of_point, raised_by="India", group="contributors")
    assert records.visible_name(point, record) == shown
    question = Question(attribution=of_point, asked_by="India")
    assert records.visible_name(question, record) == ("India" if shown == "India" else "")


def test_the_outcome_is_for_organisers_unless_the_record_says_otherwise(
    planner, convener, reader, administrator
):
    row = held(planner)
    record = records.open_record(row, who=planner)
    people = (administrator, planner, convener, reader)
    assert [records.sees_outcome(one, row, record) for one in people] == [True, True, False, False]
    row.convener_user.add(convener)
    row = Consultation.objects.get(pk=row.pk)
    assert records.sees_outcome(convener, row, record)
    record.outcome_shown = Record.Shown.READERS
    assert records.sees_outcome(reader, row, record)


# What became of it.


def test_an_outcome_is_told_after_the_record_was_closed_and_kept_as_a_change(planner):
    row = closed(held(planner), planner)
    point = Point.objects.create(record=row.record, text="More helicopters")
    records.set_outcome(
        point, who=planner, sent_on=date(2027, 6, 9), in_text="partly", text_paragraph="12",
        outcome_reason="as the penholder said",
    )  # fmt: skip
    point.refresh_from_db()
    assert (point.sent_on, point.in_text, point.text_paragraph) == (TODAY, "partly", "12")
    edits = RecordEdit.objects.filter(item=f"point:{point.pk}").values_list("field", "now")
    assert dict(edits) == {
        "sent_on": "2027-06-09", "in_text": "partly", "text_paragraph": "12",
        "outcome_reason": "as the penholder said",
    }  # fmt: skip
    with pytest.raises(records.Refused, match="choose one of the answers"):
        records.set_outcome(point, who=planner, in_text="accepted")


def test_a_point_is_taken_up_in_a_later_meeting_that_stands(planner):
    later, first = held(planner), another(planner, 7)
    record = records.open_record(first, who=planner)
    point = Point.objects.create(record=record, text="Mobility")
    records.follow_point(point, later, "continues", "again", planner)
    found = records.follow_point(point, later, "answered", "here it is", planner)
    assert [(one.pk, one.how, one.note) for one in point.follows.all()] == [
        (found.pk, "answered", "here it is")
    ]
    for wrong in (first, another(planner, 9)):
        with pytest.raises(records.Refused, match="Choose a later meeting"):
            records.follow_point(point, wrong, "continues", "", planner)
    with pytest.raises(records.Refused, match="continues the point or answers it"):
        records.follow_point(point, later, "likes", "", planner)


def test_issues_are_found_by_name_and_made_when_they_are_new(planner):
    record = records.open_record(held(planner), who=planner)
    records.set_tags(record, ["Mobility", " women,  peace and security "], planner)
    records.set_tags(record, ["MOBILITY", ""], planner)
    assert [tag.name for tag in record.tags.all()] == ["Mobility"]
    assert IssueTag.objects.count() == 2
    with pytest.raises(records.Refused, match="80 characters"):
        records.set_tags(record, ["x" * 81], planner)


def test_feedback_waits_until_the_meeting_has_begun(planner):
    row = held(planner)
    before = time_machine.travel(row.starts_at - timedelta(minutes=1), tick=False)
    with before, pytest.raises(records.Refused, match="held"):
        records.give_feedback(row, "council", 5, who=planner)
    assert row.feedbacks.count() == 0
    with time_machine.travel(row.starts_at, tick=False):
        records.give_feedback(row, "council", 5, who=planner)


def test_a_day_of_a_slip_of_the_hand_that_is_stored_still_has_its_due_day(planner):
    record = records.open_record(held(planner), who=planner)
    question = Question.objects.create(record=record, text="When?", asked_on=date.max)
    assert records.question_due(question) == date.max
    assert [one.kind for one in records.waiting(TODAY)] == ["report_back", "to_close"]


def test_feedback_has_a_side_and_marks_and_no_name(planner):
    row = held(planner)
    one = records.give_feedback(row, "contributors", 4, 3, None, "more time", planner)
    assert (one.side, one.dialogue, one.impact, one.worth, one.comment) == (
        "contributors", 4, 3, None, "more time",
    )  # fmt: skip
    assert {field.name for field in one._meta.fields} & {"who", "name", "invitation"} == set()
    for wrong in ({"side": "press", "dialogue": 3}, {"side": "council", "dialogue": 6}):
        with pytest.raises(records.Refused):
            records.give_feedback(row, **wrong)


def test_the_self_check_keeps_what_was_answered_before(planner):
    record = records.open_record(held(planner), who=planner)
    records.set_self_check(record, {"a": "kept"}, planner)
    kept = records.set_self_check(record, {"b": "no"}, planner)
    assert kept.self_check == {"a": "kept", "b": "no"}
    assert RecordEdit.objects.filter(field="self_check.b").get().was == "unknown"
    with pytest.raises(records.Refused):
        records.set_self_check(record, {"f": "kept"}, planner)
