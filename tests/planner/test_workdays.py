"""Working days of Headquarters: what is counted, what is skipped and why."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.workdays import (
    SESSIONS,
    Closure,
    Count,
    DayKind,
    Holiday,
    Shift,
    Skipped,
    Workdays,
    say_date,
)

OFFICIAL_2017 = (
    ((1, 2), "New Year's Day"), ((4, 14), "Good Friday"), ((5, 29), "Memorial Day"),
    ((6, 26), "Eid al-Fitr"), ((7, 4), "Independence Day"), ((9, 1), "Eid al-Adha"),
    ((9, 4), "Labour Day"), ((11, 23), "Thanksgiving Day"), ((12, 25), "Christmas Day"),
)  # fmt: skip
FLOATING_2017 = (((1, 6), "Orthodox Christmas"), ((10, 19), "Diwali"))
HIGH_LEVEL_WEEK = Closure(date(2017, 9, 18), date(2017, 9, 25), "high-level week")
HOLIDAYS = tuple(Holiday(date(2017, *md), name, "official") for md, name in OFFICIAL_2017) + tuple(
    Holiday(date(2017, *md), name, "floating") for md, name in FLOATING_2017
)
W = Workdays(holidays=HOLIDAYS, closures=(HIGH_LEVEL_WEEK,), today=date(2017, 6, 6))
DAYS = st.dates(date(2016, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize(("month_day", "name"), OFFICIAL_2017)
def test_each_official_holiday_of_2017_is_off_and_named(month_day, name):
    on = date(2017, *month_day)
    assert (W.kind(on), W.is_working(on)) == (DayKind.HOLIDAY, False)
    assert W.why_not(on) == f"{name} (official holiday)"


def test_the_days_beside_eid_work():
    around = [date(2017, 6, day) for day in (23, 24, 25, 26, 27)]
    assert [W.why_not(d) for d in around] == [
        "", "Saturday", "Sunday", "Eid al-Fitr (official holiday)", "",
    ]  # fmt: skip


def test_a_floating_holiday_works_and_is_a_softer_fact():
    diwali = date(2017, 10, 19)
    assert W.is_working(diwali)
    assert W.softer(diwali) == ("floating_holiday",)
    assert W.softer_name(diwali, "floating_holiday") == "Diwali (floating holiday)"
    assert W.softer(date(2017, 10, 18)) == ()


def test_a_closure_is_off_from_its_first_to_its_last_day_and_no_further():
    days = [date(2017, 9, day) for day in (15, 18, 23, 25, 26)]
    assert [W.kind(d) for d in days] == [
        DayKind.WORKING, DayKind.CLOSURE, DayKind.WEEKEND, DayKind.CLOSURE, DayKind.WORKING,
    ]  # fmt: skip
    assert W.why_not(days[1]) == "high-level week (closure)"


def test_a_holiday_on_a_weekend_is_a_weekend():
    saturday = date(2017, 7, 1)
    w = Workdays(holidays=(Holiday(saturday, "Invented", "official"),))
    assert (w.kind(saturday), w.why_not(saturday)) == (DayKind.WEEKEND, "Saturday")
    assert w.shift(date(2017, 6, 30), 1).skipped == ()


def test_two_working_days_from_the_mali_report_to_the_real_meeting():
    assert W.count(date(2017, 6, 6), date(2017, 6, 8)) == Count(2)
    assert W.count(date(2017, 6, 8), date(2017, 6, 6)) == Count(-2)
    assert W.count(date(2017, 6, 6), date(2017, 6, 6)) == Count(0)


def test_ten_working_days_say_which_day_was_not_counted():
    shift = W.shift(date(2017, 6, 15), 10)
    assert shift == Shift(date(2017, 6, 30), 10, (Skipped(date(2017, 6, 26), "Eid al-Fitr"),), ())
    assert shift.sentence == "10 working days: Mon 26 June, Eid al-Fitr, not counted"


def test_nine_working_days_that_end_before_eid_do_not_mention_it():
    assert W.count(date(2017, 6, 12), date(2017, 6, 23)).sentence == "9 working days"
    assert W.count(date(2017, 6, 12), date(2017, 6, 26)).sentence == (
        "9 working days: Mon 26 June, Eid al-Fitr, not counted"
    )
    assert W.count(date(2017, 6, 12), date(2017, 6, 27)).days == 10


def test_two_holidays_are_both_named_and_a_closure_is_one_span():
    assert W.count(date(2017, 8, 31), date(2017, 9, 6)).sentence == (
        "2 working days: Fri 1 September, Eid al-Adha; Mon 4 September, Labour Day, not counted"
    )
    assert W.count(date(2017, 9, 15), date(2017, 9, 26)).sentence == (
        "1 working day: Mon 18 September to Mon 25 September, high-level week, not counted"
    )


def test_counting_backwards_says_so():
    assert W.shift(date(2017, 6, 29), -3) == Shift(
        date(2017, 6, 23), -3, (Skipped(date(2017, 6, 26), "Eid al-Fitr"),)
    )
    assert W.shift(date(2017, 6, 29), -3).sentence == (
        "3 working days before: Mon 26 June, Eid al-Fitr, not counted"
    )


def test_a_shift_of_nothing_is_the_day_itself_or_the_next_working_day():
    assert W.shift(date(2017, 6, 23), 0) == Shift(date(2017, 6, 23), 0)
    assert W.shift(date(2017, 6, 24), 0) == Shift(
        date(2017, 6, 27), 0, (Skipped(date(2017, 6, 26), "Eid al-Fitr"),)
    )


def test_an_estimated_holiday_is_marked_where_it_is_skipped():
    on = date(2026, 3, 20)
    w = Workdays(holidays=(Holiday(on, "Eid al-Fitr", "official", estimated=True),))
    assert w.why_not(on) == "Eid al-Fitr (official holiday, estimated)"
    assert w.count(date(2026, 3, 19), on).sentence == (
        "0 working days: Fri 20 March, Eid al-Fitr (estimated date), not counted"
    )


def test_an_unlisted_past_year_is_not_loaded_and_a_coming_one_not_published():
    w = Workdays(holidays=HOLIDAYS, today=date(2026, 11, 1))
    assert w.provisional(date(2015, 3, 2)) == "2015: holiday list not loaded"
    assert w.provisional(date(2028, 3, 2)) == "2028: holiday list not published yet"
    assert w.provisional(date(2026, 3, 2)) == "2026: holiday list not loaded"
    assert w.provisional(date(2017, 3, 2)) == ""


@pytest.mark.parametrize(
    ("today", "days"),
    [(1, 2), (2, 1), (5, 0), (6, -1), (9, -4), (10, -4), (11, -4), (12, -5)],
)
def test_what_has_passed_since_a_day_leaves_that_day_out_on_a_weekend_too(today, days):
    assert W.left(date(2017, 6, today), date(2017, 6, 5)).days == days


def test_on_the_weekend_after_its_day_a_thing_is_late():
    assert [W.left(date(2017, 6, day), date(2017, 6, 9)).days for day in (9, 10, 11, 12)] == [
        0, -1, -1, -1,
    ]  # fmt: skip


def test_counting_into_an_unlisted_year_works_on_with_weekdays_and_says_so():
    count = W.count(date(2017, 12, 29), date(2018, 1, 2))
    assert count == Count(2, (), ("2018: holiday list not published yet",))
    assert count.sentence == "2 working days (provisional, 2018: holiday list not published yet)"
    assert W.shift(date(2017, 1, 4), -3).provisional == ("2016: holiday list not loaded",)
    assert W.count(date(2016, 12, 31), date(2017, 1, 3)).provisional == ()


def test_fridays_are_soft_and_thursdays_are_not():
    assert W.softer(date(2017, 6, 9)) == ("friday",)
    assert W.softer(date(2017, 6, 8)) == ()
    assert W.softer(date(2017, 6, 10)) == ()


def test_the_first_working_day_of_a_month_is_found_after_a_holiday():
    assert W.softer(date(2017, 5, 1)) == ("first_working_day",)
    assert W.softer(date(2017, 5, 2)) == ()
    assert W.softer(date(2017, 9, 5)) == ("first_working_day",)  # 1 and 4 September are off


def test_the_usual_c34_span_counts_where_no_session_is_recorded():
    days = [date(2017, 2, 14), date(2017, 2, 15), date(2017, 3, 15), date(2017, 3, 16)]
    assert [W.softer(d) for d in days] == [(), ("c34_session",), ("c34_session",), ()]
    assert W.softer_name(days[1], "c34_session") == (
        "usual time of the C-34 session (mid February to mid March, not recorded)"
    )


def test_a_recorded_c34_session_replaces_the_usual_span_of_its_year_only():
    session = Closure(date(2017, 2, 20), date(2017, 3, 17), "C-34 session")
    w = Workdays(soft_spans=(session,))
    assert w.softer(date(2017, 2, 15)) == ()
    assert w.softer(date(2017, 3, 16)) == ("c34_session",)
    assert w.softer_name(date(2017, 3, 16), "c34_session") == (
        "C-34 session (Mon 20 February 2017 to Fri 17 March 2017)"
    )
    assert w.softer(date(2018, 2, 15)) == ("c34_session",)


def test_late_december_begins_on_the_twentieth():
    assert W.softer(date(2017, 12, 19)) == ()
    assert W.softer(date(2017, 12, 20)) == ("late_december",)
    assert W.softer_name(date(2017, 12, 20), "late_december") == "late December (from 20 December)"


def test_the_two_sessions_are_three_hours_each():
    assert [(s.name, s.start, s.end) for s in SESSIONS] == [
        ("morning", time(10), time(13)), ("afternoon", time(15), time(18)),
    ]  # fmt: skip


def test_the_working_days_between_two_dates_are_listed():
    assert W.days(date(2017, 6, 22), date(2017, 6, 27)) == (
        date(2017, 6, 22), date(2017, 6, 23), date(2017, 6, 27),
    )  # fmt: skip
    assert W.days(date(2017, 6, 27), date(2017, 6, 22)) == ()


def test_a_shift_beyond_the_last_date_there_is_ends_on_it():
    assert (W.shift(date.max, 3).on, W.shift(date(9999, 12, 30), 9).on) == (date.max, date.max)
    assert (W.shift(date.min, -3).on, W.shift(date(1, 1, 6), -9).on) == (date.min, date.min)
    assert W.shift(date(9999, 12, 30), 1).on == date.max


def test_workdays_of_the_same_facts_are_equal_and_hashable():
    same = Workdays(holidays=list(HOLIDAYS), closures=[HIGH_LEVEL_WEEK], today=date(2017, 6, 6))
    assert {W, same} == {W}


@given(DAYS, st.integers(-300, 300).filter(bool))
def test_counting_to_a_shifted_day_gives_the_shift_back(d, n):
    assert W.count(d, W.shift(d, n).on).days == n


@given(DAYS.filter(W.is_working), st.integers(-300, 300))
def test_shifting_there_and_back_ends_on_the_same_working_day(d, n):
    there = W.shift(d, n).on
    assert W.is_working(there)
    assert W.shift(there, -n).on == d


@given(DAYS, DAYS)
def test_a_count_agrees_with_the_listed_days(a, b):
    first, last = sorted((a, b))
    one = timedelta(days=1)
    listed = W.days(first + one, last) if a <= b else W.days(first, last - one)
    assert abs(W.count(a, b).days) == len(listed)


@given(st.dates())
def test_every_date_is_said_with_its_weekday(d):
    weekday, day, _month, year = say_date(d).split()
    assert (weekday, int(day), int(year)) == (
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[d.weekday()], d.day, d.year,
    )  # fmt: skip


def test_the_eighth_of_june_2017_is_a_thursday():
    assert say_date(date(2017, 6, 8)) == "Thu 8 June 2017"
