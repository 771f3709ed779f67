"""Examples of recommendations that the review honours with an indicator."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.figures import Figure
from planner.indicators import INDICATORS
from planner.reviewed import Delegation, Held, Opinion, Raised, Reviewed
from tests.planner.examples.registry import REGISTER, example
from tests.planner.stories import WORKDAYS

MEASURES = {one.id: one for one in INDICATORS}
JUNE = date(2017, 6, 8)


def reviewed(*meetings: Held) -> Reviewed:
    """The year 2017, over, with these meetings and no other."""
    year = (date(2017, 1, 1), date(2017, 12, 31))
    return Reviewed(*year, date(2018, 2, 1), WORKDAYS, REGISTER, meetings, followed_from=year[0])


def met(number: int, **told: Any) -> Held:
    return Held(f"M{number}", JUNE, told.pop("kind", "working_group"), noted=True, **told)


def figure(indicator: str, *meetings: Held) -> Figure:
    """The indicator of these meetings; that it names its paragraph is checked by its entry."""
    return MEASURES[indicator].measure(reviewed(*meetings))


@example("R2006-4")
def test_nine_meetings_of_one_kind_in_ten_are_said_to_be_all_alike_and_eight_are_not():
    other = met(0, kind="formal_tcc")
    much = figure("variety", other, *(met(n) for n in range(9)))
    less = figure("variety", other, met(10, kind="crisis"), *(met(n) for n in range(8)))
    assert [(one.value, len(one.notes)) for one in (much, less)] == [(90.0, 1), (80.0, 0)]


@example("R2017-4")
def test_the_year_is_held_against_one_organisational_and_five_thematic_meetings():
    held = [met(0, kind="organisational"), *(met(n) for n in range(1, 5))]
    found = figure("year_plan", *held)
    assert (found.numerator, found.denominator) == (5, 6)


@example("R2006-14g")
def test_the_work_of_the_group_is_reviewed_with_indicators_that_each_name_who_asks():
    assert all(REGISTER.recommendation(id) for one in INDICATORS for id in one.recommendations)
    assert [one.id for one in INDICATORS if not one.recommendations] == []


@example("R2017-52b")
def test_of_four_points_three_sent_and_one_reflected_are_counted_so():
    points = (Raised(True, in_text="reflected"), Raised(True, in_text="no"), Raised(True), Raised())
    found = figure("points", met(1, points=points))
    counted = {bar.code: {part.code: part.count for part in bar.parts} for bar in found.bars}
    assert found.value == 75.0
    assert counted["in the text"] == {"reflected": 1, "no": 1, "open": 2}


@example("R2017-76", "R2017-58b")
@pytest.mark.parametrize("indicator", ["dialogue", "impact", "worth"])
def test_three_answers_are_shown_as_their_mean_and_two_are_not_shown(indicator):
    answers = [Opinion("council", n, n, n) for n in (2, 3, 4)]
    three = figure(indicator, met(1, opinions=tuple(answers)))
    two = figure(indicator, met(1, opinions=tuple(answers[:2])))
    assert (three.value, three.few) == (3.0, False)
    assert (two.value, two.few) == (None, True)


@example("R2017-79")
def test_four_principles_of_five_kept_score_four_and_one_left_open_gives_no_score():
    kept = dict.fromkeys("abcd", "kept")
    assert figure("self_check", met(1, self_check={**kept, "e": "no"})).value == 4.0
    assert figure("self_check", met(1, self_check=kept)).value is None


@example("R2017-82", "R2017-85")
def test_attendance_and_the_floor_are_counted_by_side_and_never_by_delegation():
    sides = (
        Delegation("contributors", "present", spoke=True), Delegation("contributors", "excused"),
        Delegation("council", "present", spoke=True), Delegation("secretariat", "present"),
    )  # fmt: skip
    meeting = met(1, delegations=sides)
    assert figure("attendance", meeting).value == 75.0
    assert figure("speaking", meeting).value == 50.0
    assert set(Delegation.__slots__) & {"name", "member", "iso3"} == set()
