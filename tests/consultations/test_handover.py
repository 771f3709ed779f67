"""The handover file: what runs, what is open and overdue, what was chosen and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from consultations.models import (
    HEADQUARTERS,
    Choice,
    Consultation,
    CycleChoice,
    Draft,
    IssueTag,
    Mission,
    NumberOverride,
    Point,
    Question,
    Record,
)
from consultations.papers import handover
from consultations.papers.asked import Asked, operator
from consultations.papers.kinds import PAPERS
from consultations.papers.sheets import Sheet
from tests.consultations.paper_text import assert_golden, headings, table, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]
TODAY = date(2017, 6, 9)
EXPIRY = date(2017, 6, 30)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime(2017, 6, 9, 14, tzinfo=UTC), tick=False):
        yield


def sheet(reader: Any = None) -> Sheet:
    return handover.build(Asked(reader or operator(), TODAY))


def of_june(reader: Any = None) -> Sheet:
    return handover.build_month(Asked(reader or operator(), TODAY, month=date(2017, 6, 1)))


def booked(kind: str, day: int, status: str = "confirmed", **more: Any) -> Consultation:
    at = datetime(2017, 6, day, 10, tzinfo=HEADQUARTERS)
    mission = Mission.objects.get(acronym="MINUSMA")
    values = {
        "kind": kind, "status": status, "starts_at": at, "subject": f"{kind} on MINUSMA",
        "ends_at": at + timedelta(minutes=90), "cycle_mission": mission, "expires_on": EXPIRY,
        "need": kind, "convener": "president", "convener_name": "Bolivia",
    }  # fmt: skip
    row = Consultation.objects.create(**values | more)
    row.missions.add(mission)
    return row


@pytest.fixture
def met() -> Consultation:
    """An informal consultation held on Wednesday 7 June, with a record."""
    row = booked("informal_triangular", 7, "held", convener="penholder", convener_name="France")
    record = Record.objects.create(consultation=row, attribution="group")
    told_by = {"raised_by": "Chad", "group": "Contributors of troops"}
    Point.objects.create(record=record, text="More helicopters", position=1, **told_by)
    Point.objects.create(
        record=record, text="Rotation of battalions", position=2, attribution="named",
        sent_on=date(2017, 6, 8), in_draft="partly", draft_paragraph="12", **told_by,
    )  # fmt: skip
    Point.objects.create(
        record=record, text="Medical care", position=3, attribution="none", **told_by
    )
    Point.objects.create(record=record, text="Settled", position=4, in_text="reflected")
    Question.objects.create(record=record, text="When do the helicopters come?", asked_by="Chad")
    return row


def test_the_file_of_9_june_2017_is_as_checked_by_hand(met: Consultation) -> None:
    booked("formal_tcc", 14)
    assert_golden("handover_2017-06-09", sheet(), only=("MINUSMA", "Chad", "June 2017"))


def test_points_carry_a_name_only_where_their_attribution_says_so(met: Consultation) -> None:
    meeting = "informal_triangular on MINUSMA\nWed 7 June 2017"
    assert table(sheet(), "points") == [
        ("More helicopters\n(Contributors of troops)", meeting, "not sent", "not known yet"),
        ("Rotation of battalions\n(Chad)", meeting, "Thu 8 June 2017",
         "partly reflected, para. 12"),
        ("Medical care", meeting, "not sent", "not known yet"),
    ]  # fmt: skip


def test_a_question_is_due_ten_working_days_after_the_meeting(met: Consultation) -> None:
    assert table(sheet(), "questions") == [
        ("When do the helicopters come?", "informal_triangular on MINUSMA\nWed 7 June 2017",
         "Wed 21 June 2017"),
    ]  # fmt: skip


def test_a_report_back_that_is_overdue_stands_first(met: Consultation) -> None:
    waiting = table(sheet(), "waiting")
    assert waiting[0][0] == "Thu 8 June 2017"
    said = ("Report the views of “informal_triangular on MINUSMA” to the Council.", "overdue")
    assert ("Thu 8 June 2017", *said) in waiting


def test_what_waits_stands_among_the_tasks_no_second_time(met: Consultation) -> None:
    found = sheet()
    (closing,) = [row for row in table(found, "waiting") if row[1].startswith("Close the record")]
    assert closing[0] == "Wed 14 June 2017"  # five working days after, as the task has it
    assert "Close the record" not in "".join(row[1] for row in table(found, "tasks"))


def test_the_cycle_names_its_next_dates_and_what_is_booked(met: Consultation) -> None:
    booked("formal_tcc", 14)
    row = next(row for row in table(sheet(), "cycles") if row[0] == "MINUSMA")
    assert row[1] == "S/RES/2295 (2016)\nexpires Fri 30 June 2017"
    assert row[2].split("\n") == [
        "first draft: Fri 16 June 2017 (estimated)", "council consultations: Fri 16 June 2017",
        "adoption: Thu 29 June 2017 (estimated)",
    ] or row[2].split("\n") == [
        "council consultations: Fri 16 June 2017", "first draft: Fri 16 June 2017 (estimated)",
        "adoption: Thu 29 June 2017 (estimated)",
    ]  # fmt: skip
    assert "Formal meeting with T/PCCs: booked Wed 14 June 2017" in row[3].split("\n")
    assert "Informal triangular consultation: held Wed 7 June 2017" in row[3].split("\n")


def test_choices_and_numbers_stand_with_their_reasons(planner: User) -> None:
    row = booked("formal_tcc", 14)
    Choice.objects.create(
        consultation=row, tension="C3", chosen="All contributors", reason="A wide mandate",
        decided_by=planner, decided_at=timezone.now(),
    )  # fmt: skip
    CycleChoice.objects.create(
        mission=row.cycle_mission, expires_on=EXPIRY, need="secretariat_briefing", chosen="skip",
        reason="Held in May", who=planner,
    )  # fmt: skip
    NumberOverride.objects.create(key="notice_kept", value=8, reason="Short June", who=planner)
    assert [line[:3] for line in table(sheet(), "choices")] == [
        ("formal_tcc on MINUSMA\nWed 14 June 2017", "C3: All contributors", "A wide mandate"),
        ("MINUSMA\nexpires Fri 30 June 2017", "secretariat_briefing: skip", "Held in May"),
    ]
    assert table(sheet(), "numbers") == [
        ("notice_kept", "8 working days", "10", "everywhere", "Short June",
         "planner\nFri 9 June 2017"),
    ]  # fmt: skip


def test_issues_drafts_and_conveners_stand_in_it(met: Consultation) -> None:
    IssueTag.objects.create(name="Peacekeeping-intelligence", review_on=date(2017, 9, 1))
    IssueTag.objects.create(name="Much later", review_on=date(2019, 1, 1))
    Draft.objects.create(
        name="Summer", first_on=date(2017, 6, 1), last_on=date(2017, 8, 31), as_of=TODAY,
        state="done",
    )  # fmt: skip
    assert [row[:2] for row in table(sheet(), "issues")] == [
        ("Peacekeeping-intelligence", "Fri 1 September 2017")
    ]
    assert table(sheet(), "drafts") == [
        ("Summer", "Thu 1 June 2017 to Thu 31 August 2017", "0", "planned, not released")
    ]
    assert table(sheet(), "conveners") == [
        ("MINUSMA", "Wed 7 June 2017", "informal triangular consultation", "penholder\nFrance")
    ]


def test_of_a_month_only_what_falls_in_it_is_told() -> None:
    booked("formal_tcc", 14)
    at = datetime(2017, 7, 5, 10, tzinfo=HEADQUARTERS)
    booked("working_group", 14, starts_at=at, ends_at=at + timedelta(hours=1), need="")
    found = of_june()
    assert [row[1] for row in table(found, "meetings")] == ["formal_tcc on MINUSMA"]
    assert table(found, "presidencies") == [
        ("June 2017", "Bolivia (Plurinational State of)", "held")
    ]
    assert {row[0] for row in table(found, "cycles")} >= {"MINUSMA", "UNDOF", "UNAMID"}
    assert found.subtitle == (
        "President: Bolivia (Plurinational State of). Thu 1 June 2017 to Fri 30 June 2017, as it "
        "stood on Fri 9 June 2017"
    )


def test_every_heading_has_something_under_it() -> None:
    assert headings(sheet()) == [
        "Running cycles", "Meetings booked", "Waiting to be done", "Tasks overdue or due today",
        "Points without an outcome", "Questions without an answer", "Issues to be looked at again",
        "Choices made, with their reasons", "Numbers changed, with their reasons",
        "Drafts of plans", "Who convened before", "Presidencies to come",
    ]  # fmt: skip
    assert "No meeting is booked in these days." in told(sheet())


def test_the_file_is_for_those_who_plan() -> None:
    assert {PAPERS[slug].right for slug in ("handover", "handover-month")} == {"plan"}


def test_the_file_costs_the_same_queries_for_one_record_and_for_three(
    met: Consultation, django_assert_num_queries: Any
) -> None:
    sheet()
    with django_assert_num_queries(74):
        sheet()
    for day in (5, 6):
        row = booked("informal_triangular", day, "held", need="")
        record = Record.objects.create(consultation=row)
        Point.objects.create(record=record, text="Again")
        Question.objects.create(record=record, text="When?")
    with django_assert_num_queries(74):
        sheet()
