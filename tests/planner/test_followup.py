"""When views reach the Council and questions are answered: neighbouring days, holidays, bounds."""

from __future__ import annotations

from datetime import date

import pytest

from planner.followup import Bound, question_due, report_back_due
from planner.workdays import Holiday, Workdays

EID = Holiday(date(2017, 6, 26), "Eid al-Fitr")
LABOUR_DAY = Holiday(date(2017, 9, 4), "Labour Day")
DAYS = Workdays(holidays=(EID, LABOUR_DAY), today=date(2017, 6, 1))
CONSULTATIONS, DRAFT = "the Council's consultations", "the first draft"


def due(meeting_on, *before, oral=1, written=3):
    bounds = [Bound(name, on, *basis) for name, on, *basis in before]
    return report_back_due(meeting_on, workdays=DAYS, oral=oral, written=written, before=bounds)


def test_without_a_cycle_it_is_one_and_three_working_days():
    found = due(date(2017, 6, 13))
    assert (found.oral_by, found.written_by, found.before) == (
        date(2017, 6, 14), date(2017, 6, 16), (),
    )  # fmt: skip
    assert found.sentences == (
        "Oral by Wed 14 June 2017: 1 working day after Tue 13 June 2017.",
        "Written by Fri 16 June 2017: 3 working days after Tue 13 June 2017.",
    )


def test_a_holiday_and_a_weekend_are_not_counted_and_the_holiday_is_named():
    found = due(date(2017, 6, 23))  # a Friday, Eid al-Fitr on the Monday after
    assert (found.oral_by, found.written_by) == (date(2017, 6, 27), date(2017, 6, 29))
    assert found.sentences == (
        "Oral by Tue 27 June 2017: 1 working day: Mon 26 June, Eid al-Fitr, not counted after "
        "Fri 23 June 2017.",
        "Written by Thu 29 June 2017: 3 working days: Mon 26 June, Eid al-Fitr, not counted after "
        "Fri 23 June 2017.",
    )


@pytest.mark.parametrize(
    ("draft_on", "oral_by", "written_by"),
    [
        (date(2017, 6, 14), date(2017, 6, 13), date(2017, 6, 13)),  # the day after the meeting
        (date(2017, 6, 15), date(2017, 6, 14), date(2017, 6, 14)),
        (date(2017, 6, 16), date(2017, 6, 14), date(2017, 6, 15)),
        (date(2017, 6, 17), date(2017, 6, 14), date(2017, 6, 16)),  # a Saturday
        (date(2017, 6, 19), date(2017, 6, 14), date(2017, 6, 16)),  # the Monday after it
        (date(2017, 6, 20), date(2017, 6, 14), date(2017, 6, 16)),
    ],
)
def test_both_are_due_on_the_last_working_day_before_the_draft(draft_on, oral_by, written_by):
    found = due(date(2017, 6, 13), (DRAFT, draft_on))
    assert (found.oral_by, found.written_by) == (oral_by, written_by)
    assert found.before == ((DRAFT, draft_on),)


def test_a_bound_after_a_holiday_leaves_the_working_day_before_the_holiday():
    found = due(date(2017, 6, 22), (CONSULTATIONS, date(2017, 6, 27)))
    assert (found.oral_by, found.written_by) == (date(2017, 6, 23), date(2017, 6, 23))


def test_the_earlier_of_two_bounds_counts_and_an_estimate_is_called_one():
    found = due(
        date(2017, 6, 13),
        (DRAFT, date(2017, 6, 16), "estimated"), (CONSULTATIONS, date(2017, 6, 15)),
    )  # fmt: skip
    assert found.sentences[1] == (
        "Written by Wed 14 June 2017, the last working day before the Council's consultations "
        "(Thu 15 June 2017); 3 working days after Tue 13 June 2017 would be Fri 16 June 2017."
    )
    assert (found.estimated, found.before) == (
        False, ((CONSULTATIONS, date(2017, 6, 15)), (DRAFT, date(2017, 6, 16))),
    )  # fmt: skip
    other = due(date(2017, 6, 13), (DRAFT, date(2017, 6, 16), "estimated"))
    assert other.estimated
    assert "the first draft (Fri 16 June 2017, estimated)" in other.sentences[1]


def test_where_no_working_day_is_left_it_is_due_on_the_day_of_the_meeting():
    found = due(date(2017, 9, 1), (DRAFT, date(2017, 9, 5)))  # Labour Day in between
    assert (found.oral_by, found.written_by) == (date(2017, 9, 1), date(2017, 9, 1))
    assert found.sentences[0] == (
        "Oral on Fri 1 September 2017, the day of the meeting: no working day is left before the "
        "first draft (Tue 5 September 2017); 1 working day: Mon 4 September, Labour Day, not "
        "counted after Fri 1 September 2017 would be Tue 5 September 2017."
    )


@pytest.mark.parametrize("draft_on", [date(2017, 6, 12), date(2017, 6, 13)])
def test_a_bound_that_had_passed_binds_nothing_and_is_said(draft_on):
    found = due(date(2017, 6, 13), (DRAFT, draft_on))
    assert (found.oral_by, found.written_by) == (date(2017, 6, 14), date(2017, 6, 16))
    said = {date(2017, 6, 12): "Mon 12 June 2017", date(2017, 6, 13): "Tue 13 June 2017"}[draft_on]
    assert found.too_late == (f"the first draft ({said})",)
    assert found.sentences[2] == (
        f"The first draft ({said}) had been when the meeting was held: views could not reach it "
        "beforehand."
    )


def test_staff_may_ask_for_a_report_on_the_day_itself():
    found = due(date(2017, 6, 13), oral=0, written=0)
    assert (found.oral_by, found.written_by) == (date(2017, 6, 13), date(2017, 6, 13))


def test_a_year_without_its_list_of_holidays_is_provisional():
    assert due(date(2018, 6, 13)).provisional == ("2018: holiday list not published yet",)
    assert due(date(2017, 6, 13)).provisional == ()


@pytest.mark.parametrize(
    ("asked_on", "days", "incident", "by"),
    [
        (date(2017, 6, 13), 10, False, date(2017, 6, 28)),
        (date(2017, 6, 9), 10, False, date(2017, 6, 23)),
        (date(2017, 6, 12), 10, False, date(2017, 6, 27)),  # one day later crosses the holiday
        (date(2017, 6, 22), 2, True, date(2017, 6, 27)),
        (date(2017, 6, 21), 2, True, date(2017, 6, 23)),
    ],
)
def test_a_question_is_answered_within_so_many_working_days(asked_on, days, incident, by):
    assert question_due(asked_on, workdays=DAYS, days=days, incident=incident).on == by


def test_how_a_question_was_counted_is_said():
    found = question_due(date(2017, 6, 22), workdays=DAYS, days=2, incident=True)
    assert found.sentence == (
        "Tue 27 June 2017: 2 working days: Mon 26 June, Eid al-Fitr, not counted after "
        "Thu 22 June 2017, for an incident"
    )
