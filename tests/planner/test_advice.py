"""Advice: the smallest change that would allow a day, one clause for each date to move."""

from __future__ import annotations

from datetime import time

import pytest

from planner.advice import ANCHORED, OTHERS, say, smallest_change
from planner.judging import Bench
from planner.register import load
from planner.slots import Busy, Load, Place, grains
from tests.planner.stories import bench, d, recorded, slot

EXPIRY = recorded("expiry", "2017-06-30")


def advice(on: Bench, day: str, room: str = "") -> str:
    where = slot(day, room=room)
    return smallest_change(on.findings(where), where.day, on)


def about(criterion: str, anchor: str, on: str, day: str, kind: str = "working_group") -> str:
    on_bench = bench(kind, recorded(anchor, on), criteria=(criterion,), announced="2016-11-01")
    return advice(on_bench, day)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [("2017-06-08", "report by 1 June 2017 (Thu)"), ("2017-06-09", "report by 2 June 2017 (Fri)"),
     ("2017-06-12", "report by 5 June 2017 (Mon)"), ("2017-06-13", "")],
)  # fmt: skip
def test_a_report_would_have_to_be_five_working_days_earlier(day, wanted):
    assert about("preparation", "report_transmitted", "2017-06-06", day) == wanted


@pytest.mark.parametrize(
    ("criterion", "anchor", "on", "day", "wanted"),
    [
        ("closeness", "report_transmitted", "2017-06-06", "2017-06-22",
         "report no earlier than 8 June 2017 (Thu)"),
        ("gap", "council_consultations", "2017-06-16", "2017-06-15",
         "Council consultations no earlier than 19 June 2017 (Mon)"),
        ("first_draft", "first_draft", "2017-06-15", "2017-06-15",
         "first draft no earlier than 16 June 2017 (Fri)"),
        ("before_adoption", "adoption", "2017-06-29", "2017-06-29",
         "adoption no earlier than 30 June 2017 (Fri)"),
        ("before_vote", "adoption", "2017-06-29", "2017-06-28",
         "adoption no earlier than 3 July 2017 (Mon)"),
        ("options_paper", "adoption", "2017-06-29", "2017-06-15",
         "decision no earlier than 30 June 2017 (Fri)"),
        ("review_before", "review_due", "2017-11-30", "2017-11-16",
         "review final no earlier than 1 December 2017 (Fri)"),
        ("outline", "report_transmitted", "2017-06-06", "2017-06-06",
         "report no earlier than 7 June 2017 (Wed)"),
        ("lead", "expiry", "2017-06-30", "2017-06-20", "hold it by 16 June 2017 (Fri)"),
        ("after_draft", "first_draft", "2017-06-22", "2017-06-29", "hold it by 28 June 2017 (Wed)"),
        ("visit_debrief", "visit_end", "2017-04-06", "2017-04-06",
         "hold it from 7 April 2017 (Fri) on"),
        ("crisis_speed", "crisis", "2017-07-10", "2017-07-14", "hold it by 13 July 2017 (Thu)"),
        ("follow_up", "last_meeting", "2017-06-08", "2017-08-23",
         "hold it by 22 August 2017 (Tue)"),
        ("contact_gap", "contact_due", "2017-12-14", "2017-12-15",
         "hold it by 14 December 2017 (Thu)"),
        ("withdrawal", "withdrawal", "2017-10-13", "2017-10-13",
         "hold it by 12 October 2017 (Thu)"),
        ("bureau_interval", "bureau_due", "2017-02-10", "2017-02-13",
         "hold it by 10 February 2017 (Fri)"),
        ("organisational", "january_end", "2017-01-31", "2017-02-02",
         "hold it by 31 January 2017 (Tue)"),
    ],
)  # fmt: skip
def test_each_dated_criterion_names_the_date_that_would_have_to_move(
    criterion, anchor, on, day, wanted
):
    assert about(criterion, anchor, on, day) == wanted


def test_the_change_named_would_indeed_make_it_kept():
    moved = bench("working_group", recorded("report_transmitted", "2017-06-01"),
                  criteria=("preparation",))  # fmt: skip
    assert advice(moved, "2017-06-08") == ""


def test_notice_already_given_too_late_says_when_it_should_have_been():
    on = bench("working_group", announced="2017-06-01")
    assert advice(on, "2017-06-13") == "announce by 30 May 2017 (Tue)"


def test_notice_not_yet_given_names_the_first_day_that_keeps_it():
    on = bench("working_group", announced="2017-06-06", recorded_notice=False)
    assert advice(on, "2017-06-13") == (
        "hold it from 20 June 2017 (Tue) on, to give 10 working days of notice"
    )


def test_a_day_off_and_a_friday_name_another_day():
    assert advice(bench(), "2017-06-26") == "another day, such as 27 June 2017 (Tue)"
    assert advice(bench(), "2017-06-09") == "another day, such as 8 June 2017 (Thu)"


def test_late_december_names_the_nearest_day_outside_it():
    assert advice(bench(), "2017-12-27") == "another day, such as 2 January 2018 (Tue)"


def test_a_meeting_out_of_order_names_a_day_on_the_right_side():
    on = bench("formal_tcc", siblings=(("informal_triangular", d("2017-06-13")),))
    assert advice(on, "2017-06-12") == "another day, such as 14 June 2017 (Wed)"


def test_two_informal_meetings_too_near_name_a_day_far_enough():
    other = (Load("informal_triangular", d("2017-06-13"), frozenset({"MINUSMA"})),)
    assert advice(bench(load=other), "2017-06-14") == "another day, such as 13 July 2017 (Thu)"


def test_every_criterion_has_advice_where_anything_can_change():
    assert set(load().criteria) - set(OTHERS) - set(ANCHORED) == set()


def test_a_taken_room_asks_for_another_room_and_a_sitting_council_for_another_hour():
    morning = grains(time(10), time(13))
    busy = [Busy(d("2017-06-13"), morning, "another meeting", room="a", council=True)]
    rooms = (Place("a", "Consultations Room", 30, True, True),)
    assert advice(bench(places=rooms, busy=busy), "2017-06-13", "a") == (
        "another hour; another room"
    )


def test_criteria_counted_from_one_date_share_a_clause_and_others_are_listed():
    on = bench(
        "formal_tcc", recorded("report_transmitted", "2017-06-06"),
        recorded("council_consultations", "2017-06-09"), criteria=("preparation", "gap"),
    )  # fmt: skip
    assert advice(on, "2017-06-08") == (
        "report by 1 June 2017 (Thu); Council consultations no earlier than 12 June 2017 (Mon)"
    )


def test_where_nothing_is_short_there_is_nothing_to_change():
    assert advice(bench(), "2017-06-13") == ""


def test_advice_names_a_day_with_its_weekday():
    assert say(d("2017-06-01")) == "1 June 2017 (Thu)"
