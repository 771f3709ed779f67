"""Tasks of what is recorded: which there are, what settles them by itself, and what people note."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from consultations import invitations, planning, tasks
from consultations.models import (
    Consultation,
    CouncilVisit,
    CycleChoice,
    Feedback,
    Milestone,
    Mission,
    Paper,
    Participation,
    Point,
    Question,
    Record,
    ReportBack,
    TaskMark,
    WrittenInput,
)
from consultations.pages.today import desk
from consultations.pages.today_records import kept
from consultations.reminding.records import of_records
from consultations.tasks import settling
from consultations.tasks.wording import WORDS
from planner.tasks import TASKS
from tests.views import invited
from tests.views.stories import EXPIRY, at, headquarters, renewal

pytestmark = pytest.mark.django_db
MAY_24, JUNE_8, JUNE_20 = date(2017, 5, 24), date(2017, 6, 8), date(2017, 6, 20)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Wednesday 24 May 2017, before the holiday of the 29th."""
    with time_machine.travel(at(5, 24, 12), tick=False) as travelling:
        yield travelling


@pytest.fixture
def mission() -> Mission:
    headquarters()
    return renewal("MINUSMA")


def booked(mission: Mission | None = None, **terms: Any) -> Consultation:
    """The informal consultation on Thursday 8 June, booked on 24 May; nothing else is known."""
    told: dict[str, Any] = {
        "kind": "informal_triangular", "subject": "Before the renewal", "status": "confirmed",
        "starts_at": at(6, 8, 10), "ends_at": at(6, 8, 11, 30),
    }  # fmt: skip
    if mission is not None:
        told |= {"cycle_mission": mission, "expires_on": EXPIRY, "need": "informal_triangular"}
    row = Consultation.objects.create(**(told | terms))
    row.missions.set([mission] if mission else [])
    return row


def states(row: Consultation, today: date = MAY_24) -> dict[str, str]:
    return {one.id: one.state for one in tasks.of_consultation(row, today)}


def evidence(found: list[tasks.Task]) -> dict[str, str]:
    return {one.id: one.evidence for one in found if one.evidence}


def named(found: list[tasks.Task], id: str) -> tasks.Task:
    return next(one for one in found if one.id == id)


def test_a_consultation_just_booked_has_its_checklist_and_nothing_done(mission: Mission) -> None:
    found = tasks.of_consultation(booked(mission), MAY_24)
    assert [(one.id, one.due_on) for one in found[:5]] == [
        (id, MAY_24) for id in ("aim_and_documents", "aim_agreed", "existing_mechanisms",
                                "steering_questions", "announce")
    ]  # fmt: skip
    assert {one.state for one in found} == {"open"}
    assert named(found, "pack").due_on == date(2017, 6, 2)
    assert "Mon 29 May, Memorial Day, not counted" in found[0].counted


def test_what_is_recorded_settles_tasks_by_itself(mission: Mission, planner: User) -> None:
    row = booked(
        mission, aim="To hear them", documents="S/2017/478", questions="What is missing?",
        announced_on=date(2017, 5, 23), status="held", visibility="journal", purpose="a",
    )  # fmt: skip
    record_of(row)
    Participation.objects.create(consultation=row, name="African Union", category="regional")
    with time_machine.travel(at(6, 20, 12), tick=False):
        Feedback.objects.create(consultation=row, side="contributors", dialogue=4)
        assert evidence(tasks.of_consultation(row, JUNE_20)) == {
            "aim_and_documents": "Aim and list of documents are entered.",
            "steering_questions": "Questions are entered.",
            "announce": "Announced on Tue 23 May 2017.",
            "stakeholders": "Somebody of that kind is on the list.",
            "inputs": "A written input was received on Mon 5 June 2017.",
            "report_back_oral": "Reported orally on Fri 9 June 2017.",
            "report_back_written": "Reported in writing on Wed 14 June 2017.",
            "points_sent": "All points were sent, the last on Mon 12 June 2017.",
            "feedback": "Feedback came in from Tue 20 June 2017 on.",
            "self_check": "The self-check is filled in.",
            "close_record": "The record was closed on Thu 15 June 2017.",
            "next_look": "The next look is on Mon 28 August 2017.",
            "questions_answered": "All questions are answered, the last on Mon 19 June 2017.",
            "outcome": "The outcome of every point is noted.",
        }
        late = {one.id for one in tasks.of_consultation(row, JUNE_20) if one.late}
    assert late == {"report_back_written", "feedback"}


def record_of(row: Consultation) -> Record:
    """Two points, a question and an input; reported, answered and closed."""
    record = Record.objects.create(
        consultation=row, self_check=dict.fromkeys("abcde", "kept"), closed_at=at(6, 15, 9),
        next_look_on=date(2017, 8, 28),
    )  # fmt: skip
    WrittenInput.objects.create(record=record, name="Chad", received_on=date(2017, 6, 5))
    for day, outcome in ((9, "reflected"), (12, "no")):
        Point.objects.create(
            record=record, text="Helicopters", sent_on=date(2017, 6, day), in_text=outcome
        )
    Point.objects.create(record=record, text="Taken out", removed=True)
    Question.objects.create(record=record, text="When?", answered_on=date(2017, 6, 19))
    for mode, day in (("oral", 9), ("written", 14)):
        ReportBack.objects.create(consultation=row, mode=mode, done_on=date(2017, 6, day))
    return record


def test_one_point_that_was_not_sent_leaves_the_task_open(mission: Mission) -> None:
    row = booked(mission, status="held")
    record = record_of(row)
    Point.objects.create(record=record, text="Boats", standing="contested")
    found = states(row, JUNE_20)
    assert [found[id] for id in ("points_sent", "outcome")] == ["overdue", "open"]


def test_a_report_back_that_is_not_needed_settles_both_with_its_reason(mission: Mission) -> None:
    row = booked(mission, status="held")
    ReportBack.objects.create(consultation=row, mode="not_needed", reason="All fifteen were there")
    found = evidence(tasks.of_consultation(row, JUNE_20))
    said = "Not needed: All fifteen were there"
    assert [found[f"report_back_{mode}"] for mode in ("oral", "written")] == [said, said]


def test_views_are_reported_before_the_first_draft_whatever_the_count(mission: Mission) -> None:
    Milestone.objects.create(
        mission=mission, expires_on=EXPIRY, kind="first_draft", on=date(2017, 6, 12),
        known_on=date(2017, 5, 1), source="the penholder",
    )  # fmt: skip
    row = booked(mission, status="held")
    found = named(tasks.of_consultation(row, JUNE_8), "report_back_written")
    said = planning.report_back_due(row)
    assert (found.due_on, said.written_by) == (date(2017, 6, 9), date(2017, 6, 9))
    assert found.counted.startswith("the last working day before the first draft (Mon 12 June")


def test_no_invitation_goes_out_before_the_first_task_is_done(planner: User) -> None:
    row = invited.confirmed(aim="", documents="")
    invitations.redraft(row, who=planner)
    first = tasks.of_consultation(row)[0]
    assert (first.id, first.state) == ("aim_and_documents", "open")
    with pytest.raises(invitations.Refused):
        invitations.approve(row.messages.all(), who=planner)
    Consultation.objects.filter(pk=row.pk).update(aim="To hear them", documents="S/2017/478")
    row.refresh_from_db()
    invitations.redraft(row, who=planner)
    assert tasks.of_consultation(row)[0].state == "done"
    assert invitations.approve(row.messages.filter(state="draft"), who=planner) == 1


def test_a_mission_without_a_mandate_yet_has_peacebuilding_on_the_agenda() -> None:
    headquarters()
    new = Mission.objects.create(acronym="UNNEW", kind=Mission.Kind.PEACEKEEPING)
    row = booked(new, expires_on=None, purpose="a", kind="working_group", need="")
    assert "agenda_peacebuilding" in states(row)
    row = booked(renewal("MINUSMA"), purpose="a", starts_at=at(6, 9, 10), ends_at=at(6, 9, 11))
    assert "agenda_peacebuilding" not in states(row)


def test_a_meeting_that_was_cancelled_calls_for_nothing() -> None:
    assert states(booked(status="cancelled", cancelled_reason="no quorum")) == {}
    assert len(states(booked(status="tentative"))) > 10


def test_a_cycle_needs_a_consultation_or_the_reasons_for_none(mission: Mission) -> None:
    def one() -> tuple[str, str]:
        found = named(tasks.of_cycle(planning.chain(mission)), "consultation_or_reason")
        return found.state, found.evidence

    assert one() == ("open", "")
    called = [one.need.id for one in planning.chain(mission).called]
    for need in called:
        CycleChoice.objects.create(
            mission=mission, expires_on=EXPIRY, need=need, chosen="skip", reason="a rollover"
        )
    assert one() == ("done", "Left out: a rollover")
    booked(mission)
    assert one() == ("done", "A consultation stands on Thu 8 June 2017.")


def test_a_month_and_a_year_are_settled_by_what_stands_in_them(mission: Mission) -> None:
    assert tasks.of_month(2017, 6) == []
    booked(mission, visibility="programme")
    assert [(t.id, t.state, t.due_on) for t in tasks.of_month(2017, 6)] == [
        ("programme", "open", date(2017, 6, 1))
    ]
    assert [t.id for t in tasks.of_month(2017, 5)] == ["handover_president"]
    Milestone.objects.create(
        mission=mission, kind="programme_adopted", on=date(2017, 6, 1), known_on=date(2017, 6, 1)
    )
    Paper.objects.create(kind="yearly", key="2017", state="agreed")
    for month, kind in ((1, "organisational"), (2, "c34_bureau"), *((m, "working_group")
                        for m in range(3, 8))):  # fmt: skip
        booked(kind=kind, starts_at=at(month, 9, 10), ends_at=at(month, 9, 11))
    assert evidence([*tasks.of_month(2017, 6), *tasks.of_year(2017)]) == {
        "programme": "Its adoption is recorded for Thu 1 June 2017.",
        "year_plan": "1 organizational and 5 further meetings stand.",
        "c34_link": "A meeting with the Bureau stands on Thu 9 February 2017.",
        "yearly_report": "The yearly report is agreed.",
    }


def test_a_visit_is_settled_by_its_report_and_its_debriefing(mission: Mission) -> None:
    visit = CouncilVisit.objects.create(
        starts_on=date(2017, 5, 22), ends_on=date(2017, 5, 24), known_on=date(2017, 5, 1), by="x"
    )
    visit.missions.add(mission)
    key = f"visit:{visit.pk}"
    assert [tasks.find(id, key)[0].due_on for id in ("visit_report", "visit_debriefing")] == [
        date(2017, 6, 8), date(2017, 6, 1),
    ]  # fmt: skip
    CouncilVisit.objects.update(report_symbol="S/2017/500")
    booked(mission, kind="visit_debrief", starts_at=at(5, 30, 10), ends_at=at(5, 30, 11), need="")
    assert [tasks.find(id, key)[0].evidence for id in ("visit_report", "visit_debriefing")] == [
        "The report is S/2017/500.", "A debriefing stands.",
    ]  # fmt: skip


# What people note.


def test_a_task_is_done_by_somebody_on_a_day_and_that_is_taken_back(planner: User) -> None:
    row = booked()
    key = f"consultation:{row.pk}"
    tasks.settle("pack", key, state="done", who=planner, on=date(2017, 5, 23))
    found = tasks.find("pack", key)[0]
    assert (found.state, found.done_on, found.mark and found.mark.who) == (
        "done", date(2017, 5, 23), "planner",
    )  # fmt: skip
    assert TaskMark.objects.get().consultation == row
    assert found.mark is not None
    tasks.clear("pack", key, who=planner, seen=found.mark.seen)
    assert tasks.find("pack", key)[0].state == "open"


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"state": "skipped", "reason": " "}, "Say why it is skipped"),
        ({"state": "done", "on": date(2017, 5, 25)}, "It cannot be noted for a day to come"),
        ({"state": "begun"}, "A task is noted as done or as skipped."),
    ],
)
def test_what_cannot_be_noted_is_refused_in_a_sentence(
    planner: User, terms: dict[str, Any], said: str
) -> None:
    key = f"consultation:{booked().pk}"
    with pytest.raises(tasks.Refused, match=said):
        tasks.settle("pack", key, who=planner, **terms)
    assert not TaskMark.objects.exists()


def test_what_is_there_needs_no_note(planner: User) -> None:
    row = booked(aim="To hear them", documents="S/2017/478")
    with pytest.raises(tasks.Refused, match="needs no note: Aim and list of documents"):
        tasks.settle("aim_and_documents", f"consultation:{row.pk}", state="done", who=planner)


@pytest.mark.parametrize("locked", [True, False])
def test_who_comes_second_reads_who_was_first(
    planner: User, administrator: User, locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the first word was there when the second looked, or was written in between."""
    key = f"consultation:{booked().pk}"
    tasks.settle("pack", key, state="skipped", who=planner, reason="It is a short meeting")
    if not locked:
        monkeypatch.setattr(settling, "_as_seen", lambda *_told: None)
    with pytest.raises(tasks.Refused) as refused:
        tasks.settle("pack", key, state="done", who=administrator)
    assert str(refused.value) == (
        "planner noted it as skipped on Wed 24 May 2017 meanwhile. It is a short meeting"
    )
    assert TaskMark.objects.get().state == "skipped"


@pytest.mark.parametrize(
    "subject",
    ["", "consultation:", "consultation:x", "cycle:A:B", "cycle:NONE:mission:2017-06-30",
     "month:2017-13", "year:0", "year:99999", "visit:9", "visit:x", "week:3",
     "consultation:00000000-0000-4000-8000-000000000000"],
)  # fmt: skip
def test_there_is_no_task_of_what_there_is_not(subject: str) -> None:
    with pytest.raises(tasks.NoSuchTask):
        tasks.find("pack", subject)


# All of them.


def all_of(today: date, rows: Any = None) -> list[tasks.Task]:
    known = planning.known(Mission.objects.all(), first=date(2017, 1, 1), last=date(2017, 12, 31))
    seen = tasks.sight(today, known.chains, workdays=known.workdays, register=known.register)
    return tasks.all_of(
        Consultation.objects.all() if rows is None else rows, seen, today + timedelta(days=45)
    )


def test_all_together_are_as_each_alone(mission: Mission) -> None:
    row = booked(mission, questions="x", status="held")
    record_of(row)
    alone = [*tasks.of_consultation(row, MAY_24), *tasks.of_cycle(planning.chain(mission)),
             *tasks.of_month(2017, 5), *tasks.of_month(2017, 6), *tasks.of_year(2017)]  # fmt: skip
    found = [one for one in all_of(MAY_24) if one.subject not in ("month:2017-04", "month:2017-07")]
    told = [sorted((t.subject, t.id, t.state, t.due_on, t.evidence) for t in of)
            for of in (found, alone)]  # fmt: skip
    assert told[0] == told[1]


def test_nothing_is_said_of_rows_that_are_not_asked_for(mission: Mission) -> None:
    booked(mission)
    found = all_of(MAY_24, Consultation.objects.none())
    assert {one.of.scope for one in found} == {"cycle", "year"}


def test_a_meeting_of_the_past_that_was_brought_in_has_no_tasks_until_it_has_a_record() -> None:
    row = booked(status="held", source_event="2017-3")
    assert {one.of.scope for one in all_of(JUNE_20)} == {"year"}
    Record.objects.create(consultation=row)
    assert {one.of.scope for one in all_of(JUNE_20)} == {"consultation", "year"}


def test_every_word_of_the_file_can_be_translated() -> None:
    rows = tomllib.loads(TASKS.read_text(encoding="utf-8"))["task"]
    assert {*WORDS} == {words for row in rows for words in (row["title"], row["about"])}


def test_the_digest_tells_what_is_due_and_what_held_meetings_wait_for(
    mission: Mission, planner: User, clock: Any
) -> None:
    row = booked(mission, status="held", aim="x", documents="y", questions="z")
    record = Record.objects.create(consultation=row)
    Point.objects.create(record=record, text="Helicopters")
    Question.objects.create(record=record, text="When?")
    clock.move_to(at(6, 12, 12))
    found = desk(planner)
    told = list(of_records(kept(planner, found.today, found.known), "en"))
    assert [(heading, lines) for heading, lines in told if lines] == [
        ("Tasks due in the next seven days", [
            "Before the renewal: Send the points to the penholder, by Tue 13 June 2017",
            "Before the renewal: Ask the three questions of feedback, by Tue 13 June 2017",
            "Before the renewal: Fill in the self-check (a) to (e), by Tue 13 June 2017",
        ]),
        ("To report back to the Council", [
            "Report the views of “Before the renewal” to the Council. Overdue since "
            "Fri 9 June 2017.",
        ]),
        ("Held and not closed", [
            "Close the record of “Before the renewal”. By Thu 15 June 2017.",
        ]),
    ]  # fmt: skip
    assert timezone.now() == at(6, 12, 12)
