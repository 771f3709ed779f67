"""The review reads rows: what counts as held, for whom, and in how many queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models import (
    HEADQUARTERS,
    Attendance,
    Consultation,
    CycleChoice,
    Feedback,
    Mission,
    Point,
    Question,
    Record,
    RecordedMeeting,
    ReportBack,
    TaskMark,
)
from consultations.reviewing import Review, Scope, of_missions, review, years_of
from consultations.reviewing.indicator_words import WORDS
from planner.figures import Figure
from planner.indicators import INDICATORS
from tests.views.stories import EXPIRY, headquarters, renewal

pytestmark = pytest.mark.django_db
QUERIES = 39


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2017, 7, 20, 12, tzinfo=HEADQUARTERS), tick=False):
        yield


@pytest.fixture(autouse=True)
def mali() -> Mission:
    headquarters()  # Eid is off on 26 June
    return renewal("MINUSMA")


def held(mission: Mission, day: int = 13, **told: Any) -> Consultation:
    """An informal consultation of June 2017 for the renewal, its record opened."""
    start = datetime(2017, 6, day, 10, tzinfo=HEADQUARTERS)
    told = {
        "kind": "informal_triangular", "format": "informal", "convener": "penholder",
        "purpose": "b", "status": "held", "announced_on": date(2017, 5, 30), "subject": "On Mali",
        "cycle_mission": mission, "expires_on": EXPIRY, "starts_at": start,
        "ends_at": start + timedelta(minutes=90), "need": "", **told,
    }  # fmt: skip
    row = Consultation.objects.create(**told)
    row.missions.add(mission)
    Record.objects.create(consultation=row, self_check=dict.fromkeys("abcde", "kept"))
    return row


def filled(row: Consultation) -> Consultation:
    """With who came, what was said, asked, reported, thought and skipped."""
    record = row.record  # type: ignore[attr-defined]
    for n, category in enumerate(("council_member", "contributor", "secretariat")):
        Attendance.objects.create(
            record=record, name=f"Delegation {n}", category=category, state="present",
            political=True, military=n < 2, spoke=n == 1,
        )  # fmt: skip
    Attendance.objects.create(record=record, name="Taken out", state="present", removed=True)
    Point.objects.create(record=record, text="Helicopters", sent_on=date(2017, 6, 14),
                         in_text="reflected")  # fmt: skip
    Point.objects.create(record=record, text="Taken out", removed=True)
    Question.objects.create(record=record, text="When?", answered_on=date(2017, 6, 28))
    ReportBack.objects.create(consultation=row, mode="oral", done_on=date(2017, 6, 14))
    for mark in (3, 4, 5):
        Feedback.objects.create(consultation=row, side="contributors", dialogue=mark)
    TaskMark.objects.create(
        task="steering_questions", subject=f"consultation:{row.pk}", consultation=row,
        state="skipped", on=date(2017, 6, 12), reason="sent by the penholder",
    )  # fmt: skip
    return row


def of_2017(reader: User, mission: Mission | None = None) -> Review:
    return review(Scope.year(2017, mission), reader)


def values(found: Review, *ids: str) -> dict[str, float | None]:
    return {id: found.figure(id).value for id in ids}


def counted(figure: Figure, number: int = 0) -> dict[str, int]:
    return {part.code: part.count for part in figure.bars[number].parts}


def test_one_meeting_with_its_record_is_counted_in_every_indicator(mali, reader):
    filled(held(mali))
    found = of_2017(reader)
    assert (found.meetings, found.recorded, found.closed) == (1, 0, 0)
    assert {one.id: figure.value for one, figure in found.figures} == {
        "consulted": 100.0, "preparation": 5, "notice": 10, "before_expiry": 17,
        "same_offset": None, "gaps": None, "formal_informal": 0.0, "variety": 100.0,
        "year_plan": None, "conveners": 1, "attendance": 100.0, "both_seats": 100.0,
        "speaking": 100.0, "report_back": 100.0, "points": 100.0, "questions": 100.0,
        "self_check": 5.0, "dialogue": 4.0, "impact": None, "worth": None, "left_out": 1,
    }  # fmt: skip


def test_a_question_is_answered_in_time_on_its_last_day(mali, reader):
    row = held(mali)
    for on in (date(2017, 6, 28), date(2017, 6, 29)):  # ten working days; Eid is on 26 June
        Question.objects.create(record=row.record, text="When?", answered_on=on)
    assert counted(of_2017(reader).figure("questions")) == {"in time": 1, "late": 1}


@pytest.mark.parametrize(
    ("status", "meetings"),
    [("held", 1), ("confirmed", 1), ("tentative", 0), ("proposed", 0), ("cancelled", 0)],
)
def test_what_is_confirmed_and_over_was_held_and_nothing_else(mali, reader, status, meetings):
    held(mali, status=status, cancelled_reason="no quorum" if status == "cancelled" else "")
    assert of_2017(reader).meetings == meetings


def test_a_confirmed_meeting_that_is_still_to_come_was_not_held(mali, reader):
    start = datetime(2017, 9, 6, 10, tzinfo=HEADQUARTERS)
    held(mali, status="confirmed", starts_at=start, ends_at=start + timedelta(hours=1))
    assert of_2017(reader).meetings == 0


def test_a_closed_meeting_tells_who_may_not_see_it_its_day_and_nothing_of_its_record(
    mali, reader, convener
):
    filled(held(mali, visibility="invitees"))
    seen, closed = of_2017(reader), of_2017(convener)
    assert (seen.closed, closed.closed) == (0, 1)
    assert values(seen, "before_expiry") == values(closed, "before_expiry") == {"before_expiry": 17}
    told = ("attendance", "both_seats", "speaking", "report_back", "points", "questions",
            "self_check", "dialogue", "conveners")  # fmt: skip
    assert values(closed, *told) == dict.fromkeys(told)
    assert closed.figure("left_out").lines == ()


def test_the_outcome_of_points_is_for_organisers_until_the_record_shows_it(mali, reader, planner):
    row = filled(held(mali))
    assert counted(of_2017(reader).figure("points"), 2) == {"not shown": 1}
    assert counted(of_2017(planner).figure("points"), 2) == {"reflected": 1}
    Record.objects.filter(consultation=row).update(outcome_shown="readers")
    assert counted(of_2017(reader).figure("points"), 2) == {"reflected": 1}


def recorded(event: str, kind: str = "thematic", **told: Any) -> RecordedMeeting:
    told = {"starts_on": date(2017, 6, 8), "formality": "not stated", **told}
    return RecordedMeeting.objects.create(event_id=event, meeting_type=kind, body="WG", **told)


def test_a_meeting_of_a_table_counts_once_a_visit_not_at_all(mali, reader):
    recorded("WG17-003").missions.add(mali)
    recorded("WG17-009", "visit", ends_on=date(2017, 6, 9)).missions.add(mali)
    alone = of_2017(reader)
    assert (alone.meetings, alone.recorded) == (1, 1)
    assert [dot.value for dot in alone.figure("preparation").dots] == [2]
    held(mali, 8, source_event="WG17-003", kind="working_group")
    entered = of_2017(reader)
    assert (entered.meetings, entered.recorded) == (1, 0)


def test_a_meeting_with_the_special_committees_bureau_is_no_thematic_one(reader):
    recorded("WG17-010", "special committee", starts_on=date(2017, 2, 6))
    recorded("WG17-011", starts_on=date(2017, 4, 26))
    assert counted(of_2017(reader).figure("year_plan"), 1) == {"held": 1, "to come": 4}


def test_a_need_that_was_skipped_stands_with_its_reason(mali, reader):
    CycleChoice.objects.create(
        mission=mali, expires_on=EXPIRY, need="formal_tcc", chosen="skip", reason="no time"
    )
    (line,) = of_2017(reader).figure("left_out").lines
    assert (line.label, line.state, line.note) == (
        "Formal meeting with T/PCCs", "MINUSMA, mandate to Fri 30 June 2017", "no time",
    )  # fmt: skip


def test_one_mission_alone_is_counted_as_in_the_year_of_all(mali, reader):
    other = renewal("UNMIL")
    filled(held(mali))
    held(other, 20)
    found = of_2017(reader)
    alone = of_2017(reader, mali)
    assert (found.meetings, alone.meetings) == (2, 1)
    lines = {name: (number, figures) for name, number, figures in of_missions(found)}
    assert {name: number for name, (number, _f) in lines.items()} == {"MINUSMA": 1, "UNMIL": 1}
    of_mali = lines["MINUSMA"][1]
    for id in ("consulted", "preparation", "before_expiry", "report_back", "points"):
        assert of_mali[id] == alone.figure(id), id


def test_the_years_of_a_mission_are_those_of_its_meetings_and_this_one(mali):
    recorded("TCC-1", "TCC/PCC meeting", starts_on=date(2016, 6, 14)).missions.add(mali)
    held(mali)
    assert years_of(mali, date(2018, 3, 1)) == (2016, 2017, 2018)


def test_the_words_of_every_indicator_are_marked_for_translation():
    assert {*WORDS} == {words for one in INDICATORS for words in (one.title, one.about)}


def test_three_meetings_cost_as_many_queries_as_one(mali, planner, reader):
    def asked(who: User) -> int:
        with CaptureQueriesContext(connection) as seen:
            of_2017(User.objects.get(pk=who.pk))
        return len(seen)

    filled(held(mali))
    recorded("WG17-003").missions.add(mali)
    one = asked(planner), asked(reader)
    for n in (1, 2):
        filled(held(renewal(f"UNMI{n}"), 13 + n))
        recorded(f"WG17-01{n}").missions.add(mali)
    assert one == (asked(planner), asked(reader)) == (QUERIES, QUERIES)
