"""What is assumed moves a chain as if it had been entered, and says that it is assumed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.assumptions import (
    AssumptionError,
    CrisisArises,
    ExpiryMoved,
    HolidayDeclared,
    NumberChanged,
    ReportLate,
    RoomLost,
    busy_assuming,
    continued_key,
    facts_assuming,
    from_json,
    places_assuming,
    register_assuming,
    say,
    superseded,
    to_json,
    workdays_assuming,
)
from planner.slots import Place
from planner.workdays import Workdays
from tests.planner.stories import (
    REGISTER,
    WORKDAYS,
    chained,
    d,
    held,
    milestone,
    minusma_2017,
    need_ids,
    slot,
    unmiss_2025,
    verdict,
    with_more,
)
from tests.planner.stories import bench as bench_of

MALI = minusma_2017()
JUNE = d("2017-06-30")
LATE = ReportLate("MINUSMA", "mission", JUNE, 10)
ROLLOVER = ExpiryMoved("MINUSMA", "mission", JUNE, d("2017-08-31"))
EACH = (
    LATE,
    ROLLOVER,
    CrisisArises("MINUSMA", d("2017-06-12")),
    RoomLost("3", d("2017-06-12"), d("2017-06-14"), "Conference Room 3"),
    HolidayDeclared(d("2017-06-15"), "day of mourning"),
    NumberChanged("notice_kept", 15, "MINUSMA"),
)


def assuming(*assumptions, as_of="2017-05-01", facts=MALI):
    return facts_assuming(facts, assumptions, d(as_of), WORKDAYS, REGISTER)


# A report late.


def test_a_report_ten_days_late_moves_the_window_as_if_staff_had_entered_it():
    entered = milestone("report_due", "2017-06-12", "2017-05-01")
    said = chained(with_more(MALI, milestones=(entered,)), "2017-05-01", "2017-06-30")
    found = chained(assuming(LATE), "2017-05-01", "2017-06-30")
    assert [(c.need.id, c.window.days, c.window.target, c.notice.announce_by)
            for c in found.called] == [
        (c.need.id, c.window.days, c.window.target, c.notice.announce_by) for c in said.called
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "earliest"),
    [(9, "2017-06-13"), (10, "2017-06-14"), (11, "2017-06-15"), (12, "2017-06-16")],
)
def test_each_day_of_delay_moves_the_earliest_day_by_one(days, earliest):
    late = replace(LATE, days=days)
    informal = chained(assuming(late), "2017-05-01", "2017-06-30").need("informal_triangular")
    assert informal.window.earliest == d(earliest)


def test_the_anchor_says_that_it_is_assumed_and_what_it_was():
    due = chained(assuming(LATE), "2017-05-01", "2017-06-30").cycle.anchors["report_due"]
    assert (due.on, due.basis, due.standing) == (d("2017-06-12"), "assumed", "assumed")
    assert due.source == (
        "assumed 10 days late; due Fri 2 June 2017, 28 days before expiry (our default)"
    )


def test_a_due_date_that_is_recorded_is_the_one_that_slips():
    entered = milestone("report_due", "2017-06-01", "2017-04-01")
    found = chained(
        assuming(LATE, facts=with_more(MALI, milestones=(entered,))), "2017-05-01", "2017-06-30"
    )
    assert found.cycle.anchors["report_transmitted"].on == d("2017-06-11")


def test_an_advance_copy_that_is_planned_slips_too():
    planned = milestone("advance_copy", "2017-06-01", "2017-04-01")
    found = chained(
        assuming(LATE, facts=with_more(MALI, milestones=(planned,))), "2017-05-01", "2017-06-30"
    )
    assert found.cycle.anchors["report_transmitted"].on == d("2017-06-12")


def test_a_report_already_sent_is_not_late():
    assert assuming(LATE, as_of="2017-06-06") == MALI


def test_nobody_elses_chain_moves():
    assert assuming(LATE, facts=unmiss_2025()) == unmiss_2025()


def test_a_report_of_a_cycle_that_is_not_known_cannot_be_late():
    late = replace(LATE, expiry=d("2018-06-30"))
    with pytest.raises(AssumptionError, match="no mandate known on Mon 1 May 2017 that expires on"):
        assuming(late)


# An expiry moved.


def test_a_rollover_is_a_cycle_of_its_own_that_continues_the_one_before():
    found = chained(assuming(ROLLOVER), "2017-05-01", "2017-08-31").cycle
    assert (found.kind, found.continues, found.starts_on) == (
        "technical rollover", JUNE, d("2017-07-01"),
    )  # fmt: skip
    assert found.anchors["expiry"].basis == "assumed"


def test_what_is_booked_for_the_cycle_it_continues_counts_for_the_rollover():
    booked = held("formal_tcc", "2017-06-14", "formal_tcc", "2017-06-30", "confirmed")
    facts = assuming(ROLLOVER, facts=with_more(MALI, meetings=(booked,)))
    found = chained(facts, "2017-05-01", "2017-08-31")
    assert need_ids(found) == ["secretariat_briefing", "informal_triangular", "formal_tcc"]
    assert found.need("formal_tcc").met_by == booked
    assert found.need("informal_triangular").met_by is None


def test_the_cycle_that_is_continued_is_told():
    assert superseded(EACH, "MINUSMA") == {("mission", JUNE)}
    assert superseded(EACH, "UNMISS") == frozenset()


def test_a_need_is_called_for_by_the_cycle_that_continues_its_own():
    key = "MINUSMA/mission/2017-06-30/formal_tcc"
    assert continued_key(key, EACH) == "MINUSMA/mission/2017-08-31/formal_tcc"
    others = ("MINUSMA/mission/2018-06-30/formal_tcc", "UNISFA/mission/2017-06-30/formal_tcc", "")
    assert tuple(continued_key(one, EACH) for one in others) == others


def test_an_assumed_rollover_of_no_known_mandate_is_refused():
    with pytest.raises(AssumptionError, match="MINUSMA, mandate to Sat 1 July 2017"):
        assuming(replace(ROLLOVER, expiry=d("2017-07-01")))


# A crisis.


def test_a_crisis_to_come_calls_for_a_meeting_within_days():
    facts = assuming(CrisisArises("MINUSMA", d("2017-06-12")))
    crisis = chained(facts, "2017-05-01", "2017-06-30").need("crisis")
    assert crisis.need.id == "crisis-2017-06-12"
    assert crisis.window.earliest == d("2017-06-12")


# Days, rooms, numbers.


def test_a_holiday_declared_is_no_working_day():
    days = workdays_assuming(WORKDAYS, EACH)
    assert days.why_not(d("2017-06-15")) == "day of mourning (assumed) (official holiday)"
    assert days.number(d("2017-06-14"), d("2017-06-16")) == 1


def test_a_year_without_its_list_stays_provisional():
    days = workdays_assuming(Workdays(today=d("2017-01-02")), EACH)
    assert not days.is_working(d("2017-06-15"))
    assert days.provisional(d("2017-06-15")) == "2017: holiday list not loaded"


def test_a_room_lost_is_busy_all_day_on_its_days():
    lost = list(busy_assuming(EACH, d("2017-06-13"), d("2017-06-30")))
    assert [(b.day, b.room) for b in lost] == [(d("2017-06-13"), "3"), (d("2017-06-14"), "3")]
    room = Place("3", "Conference Room 3")
    on = bench_of(places=(room,), busy=lost)
    where = slot("2017-06-13", room="3")
    assert verdict(on, "room_free", where) == "broken"
    assert verdict(on, "room_free", replace(where, day=d("2017-06-15"))) == "kept"


def test_a_room_lost_all_the_time_is_no_room():
    rooms = (Place("3", "Conference Room 3"), Place("4", "Conference Room 4"))
    whole = places_assuming(rooms, EACH, d("2017-06-12"), d("2017-06-14"))
    part = places_assuming(rooms, EACH, d("2017-06-12"), d("2017-06-15"))
    assert (whole, part) == (rooms[1:], rooms)


def test_a_number_is_changed_for_its_mission_alone():
    assert register_assuming(REGISTER, EACH, "MINUSMA").number("notice_kept") == 15
    assert register_assuming(REGISTER, EACH, "UNMISS") is REGISTER


def test_the_missions_own_number_comes_before_the_one_for_all():
    both = (NumberChanged("notice_kept", 15, "MINUSMA"), NumberChanged("notice_kept", 12))
    assert register_assuming(REGISTER, both, "MINUSMA").number("notice_kept") == 15
    assert register_assuming(REGISTER, both, "UNMISS").number("notice_kept") == 12


def test_numbers_that_contradict_each_other_are_refused():
    short = NumberChanged("notice_kept", 1)
    with pytest.raises(AssumptionError, match="is more than notice_kept"):
        register_assuming(REGISTER, [short])


# Words and JSON.


def test_each_says_what_it_assumes():
    assert [say(one) for one in EACH] == [
        "MINUSMA, mandate to Fri 30 June 2017: the report comes 10 days late",
        "MINUSMA, mandate to Fri 30 June 2017: a technical rollover continues it until "
        "Thu 31 August 2017",
        "MINUSMA: a crisis arises on Mon 12 June 2017",
        "Conference Room 3 cannot be used from Mon 12 June 2017 to Wed 14 June 2017",
        "Thu 15 June 2017 is declared a holiday (day of mourning)",
        "the number notice kept is 15 for MINUSMA",
    ]


def test_each_comes_back_from_its_json():
    assert tuple(from_json(to_json(one)) for one in EACH) == EACH


@given(st.integers(1, 366), st.integers(0, 366))
def test_any_delay_and_any_days_come_back(days, more):
    late = replace(LATE, days=days)
    lost = RoomLost("3", JUNE, JUNE + timedelta(days=more))
    assert (from_json(to_json(late)), from_json(to_json(lost))) == (late, lost)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([], "an assumption is an object with its kind, not []"),
        ({"kind": "flood"}, "kind 'flood': not one of report_late"),
        ({"kind": ["crisis"]}, "kind ['crisis']: not one of report_late"),
        ({"kind": "crisis", "mission": "X"}, "crisis: on is missing"),
        ({"kind": "crisis", "mission": "X", "on": "soon"}, "crisis: on is 'soon', not a date"),
        ({"kind": "crisis", "mission": "X", "on": None}, "crisis: on is None, not a date"),
        ({"kind": "crisis", "mission": 3, "on": "2017-06-12"}, "crisis: mission is 3, not str"),
        (to_json(LATE) | {"days": True}, "report_late: days is True, not int"),
        (to_json(LATE) | {"days": 0}, "a report is late by 1 to 366 days, not by 0"),
        (to_json(LATE) | {"why": ""}, "report_late: why: not known"),
        (to_json(ROLLOVER) | {"to": "2017-06-30"}, "a rollover ends after Fri 30 June 2017"),
        (to_json(EACH[3]) | {"last": "2017-06-11"}, "a room is lost for 1 day to 366"),
        (to_json(EACH[5]) | {"key": "luck"}, "number luck: not in the register"),
        (to_json(EACH[5]) | {"value": -1}, "number notice_kept: -1 is outside"),
        (to_json(ROLLOVER) | {"to": "9999-12-31"}, "to is 9999-12-31: calendars are kept for 1945"),
        (to_json(ROLLOVER) | {"to": "2200-01-01"}, "to is 2200-01-01: calendars are kept for 1945"),
        (to_json(LATE) | {"expiry": "1944-12-31"}, "expiry is 1944-12-31: calendars are kept"),
        ({"kind": "holiday", "on": "0001-01-01"}, "on is 0001-01-01: calendars are kept for"),
        ({"kind": "crisis", "mission": "X", "on": "1900-01-01"}, "on is 1900-01-01: calendars"),
        ({"kind": "holiday", "on": "2017-06-15", "name": "x" * 81}, "a name has at most 80"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, problem):
    with pytest.raises(AssumptionError) as refused:
        from_json(data)
    assert str(refused.value).startswith(problem)


@pytest.mark.parametrize("day", ["1945-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_of_the_calendars_can_be_assumed(day):
    told = {"kind": "holiday", "on": day, "name": "x" * 80}
    assert to_json(from_json(told)) == told
