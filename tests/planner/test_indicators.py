"""The indicators of the review: each by an example, and what is unknown is never taken for 0."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from planner.figures import Figure
from planner.indicators import INDICATORS, SECTIONS, figures
from planner.register import load
from planner.reviewed import (
    Answered,
    Delegation,
    Held,
    LastContact,
    Left,
    Opinion,
    Raised,
    Renewal,
    Reported,
    Reviewed,
)
from tests.planner.stories import REGISTER, WORKDAYS, d

MEASURES = {one.id: one for one in INDICATORS}
YEAR = Reviewed(
    d("2017-01-01"), d("2017-12-31"), d("2018-03-01"), WORKDAYS, REGISTER,
    followed_from=d("2016-06-01"),
)  # fmt: skip


def met(on: str = "2017-06-08", **told: Any) -> Held:
    """The meeting on Mali of June 2017, or another one."""
    told = {"kind": "working_group", "missions": ("MINUSMA",), "component": "mission", **told}
    return Held(told.pop("reference", on), d(on), label=on, **told)


def renewal(expires: str = "2017-06-30", draft: str = "2017-06-16", **told: Any) -> Renewal:
    ends = d(expires)
    opens = ends - timedelta(days=45)
    told = {"mission": "MINUSMA", **told}
    return Renewal(component="mission", expires_on=ends, opens_on=opens,
                   draft_on=d(draft) if draft else None, **told)  # fmt: skip


def of(*meetings: Held, **told: Any) -> Reviewed:
    return replace(YEAR, meetings=meetings, **told)


def measured(id: str, *meetings: Held, **told: Any) -> Figure:
    return MEASURES[id].measure(of(*meetings, **told))


def counted(figure: Figure, number: int = 0) -> dict[str, int]:
    """The pieces of one bar."""
    return {part.code: part.count for part in figure.bars[number].parts}


def notes(figure: Figure) -> dict[str, int]:
    return {note.code: note.count for note in figure.notes}


JUNE = {"expires_on": d("2017-06-30")}


# What every indicator is.


def test_every_indicator_names_a_unit_a_section_and_paragraphs_of_the_register():
    register = load()
    for one in INDICATORS:
        assert all((one.unit, one.about, one.counted)), one.id
        assert one.section in SECTIONS
        assert [register.recommendation(id).id for id in one.recommendations] == [
            *one.recommendations
        ]
    assert len(MEASURES) == len(INDICATORS) == 21


def test_the_indicators_that_the_two_reports_ask_for_are_there():
    asked = {"R2006-4", "R2006-14a-2", "R2006-14b", "R2017-4", "R2017-52b", "R2017-58a",
             "R2017-58b", "R2017-63d", "R2017-64a", "R2017-66b", "R2017-73a", "R2017-73b",
             "R2017-73d-2", "R2017-75", "R2017-76", "R2017-79", "R2017-81c", "R2017-82",
             "R2017-85", "R2017-88a"}  # fmt: skip
    assert asked - {id for one in INDICATORS for id in one.recommendations} == set()


def test_of_a_year_of_which_nothing_is_recorded_nothing_is_known():
    """Before meetings were kept here, silence is no answer: no value is 0."""
    silent = replace(YEAR, followed_from=None)
    assert {one.id: figure.value for one, figure in figures(silent)} == dict.fromkeys(MEASURES)


def test_meetings_that_are_only_in_a_table_of_the_past_leave_what_was_said_unknown():
    figure = {one.id: found for one, found in figures(of(met(), met("2017-06-14")))}
    for id in ("notice", "conveners", "report_back", "self_check", "dialogue", "speaking"):
        assert (figure[id].value, figure[id].unknown) == (None, 2), id
    assert notes(figure["points"]) == notes(figure["questions"]) == {"no_record": 2}


# In time.


@pytest.mark.parametrize(
    ("on", "state"), [("2017-06-15", "before the draft"), ("2017-06-16", "after the draft")]
)
def test_a_renewal_is_consulted_on_before_the_day_of_the_first_draft(on, state):
    found = measured("consulted", met(on, **JUNE), renewals=(renewal(),))
    assert counted(found) == {state: 1}
    assert found.value == (100.0 if state == "before the draft" else 0.0)
    assert [(line.label, line.other_on, line.against_on) for line in found.lines] == [
        ("MINUSMA", d(on), d("2017-06-16"))
    ]


def test_a_renewal_without_a_meeting_is_none_held_only_where_meetings_were_kept():
    kept = measured("consulted", renewals=(renewal(),))
    assert (counted(kept), kept.value) == ({"none held": 1}, 0.0)
    unkept = measured("consulted", renewals=(renewal(),), followed_from=d("2017-05-17"))
    assert (counted(unkept), unkept.value, unkept.unknown) == ({"unknown": 1}, None, 1)


def test_a_meeting_on_another_mandate_or_on_the_text_is_no_consultation_before_the_draft():
    others = (met(missions=("UNMIL",), **JUNE), met(kind="draft_consultation", **JUNE),
              met(expires_on=d("2018-06-30")))  # fmt: skip
    assert counted(measured("consulted", *others, renewals=(renewal(),))) == {"none held": 1}


def test_an_estimated_draft_and_one_to_come_are_said():
    told = (renewal(draft_estimated=True), renewal("2017-12-31", "2017-12-18"))
    found = measured("consulted", met(**JUNE), renewals=told, until=d("2017-12-01"))
    assert (found.numerator, found.denominator) == (1, 1)
    assert notes(found) == {"draft_estimated": 1, "renewals_to_come": 1}


def test_what_was_held_for_the_mandate_that_a_rollover_continues_counts_for_it():
    rolled = renewal("2017-07-14", "2017-07-05", continues=d("2017-06-30"))
    assert counted(measured("consulted", met(**JUNE), renewals=(rolled,))) == {
        "before the draft": 1
    }


def test_working_days_run_from_the_report_and_fall_below_zero_before_it():
    meetings = (met(report_on=d("2017-06-06"), **JUNE), met("2017-06-05", report_on=d("2017-06-06"),
                **JUNE), met("2017-06-20", **JUNE), met("2017-06-21"))  # fmt: skip
    found = measured("preparation", *meetings)
    assert [dot.value for dot in found.dots] == [2, -1]
    assert (found.value, found.low, found.high, found.unknown) == (0.5, -1, 2, 1)


def test_notice_runs_in_working_days_from_the_announcement():
    found = measured("notice", met(announced_on=d("2017-05-25")), met("2017-06-14"))
    assert (found.value, found.unknown) == (9, 1)  # Memorial Day is not counted


def test_days_before_expiry_are_calendar_days_and_their_spread_is_shown():
    found = measured("before_expiry", met(**JUNE), met("2017-06-14", **JUNE), met("2017-10-03"))
    assert (found.value, found.low, found.high) == (19, 16, 22)
    assert notes(found) == {"prepares_none": 1}


@pytest.mark.parametrize(("on", "value"), [("2017-06-13", 100.0), ("2017-06-14", 0.0)])
def test_five_days_from_the_distance_of_the_cycle_before_are_the_same_and_six_are_not(on, value):
    before = met("2016-06-08", expires_on=d("2016-06-30"))
    found = measured("same_offset", before, met(on, **JUNE))
    assert (found.value, found.denominator, found.unknown) == (value, 1, 0)


def test_a_first_cycle_has_nothing_to_be_compared_with():
    found = measured("same_offset", met(**JUNE))
    assert (found.value, found.unknown) == (None, 1)


def test_six_months_without_a_meeting_are_a_gap_and_three_times_that_is_no_record():
    until = d("2017-12-31")
    contacts = (
        LastContact("UNMIL", d("2017-06-29")), LastContact("UNFICYP", d("2017-06-30")),
        LastContact("UNTSO", d("2016-06-01")), LastContact("UNMOGIP", None),
    )  # fmt: skip
    found = measured("gaps", contacts=contacts, until=until, ended=("MINUSTAH", "UNOCI"))
    assert [(n.count, n.what) for n in found.notes[1:]] == [(2, "MINUSTAH, UNOCI")]
    assert (found.value, found.denominator, found.unknown) == (1, 2, 2)
    assert [(line.label, line.state) for line in found.lines] == [
        ("UNMIL", "short"), ("UNFICYP", "kept")
    ]  # fmt: skip


# The meetings.


def test_formal_and_informal_meetings_are_counted_and_those_not_said_apart():
    found = measured("formal_informal", met(formality="formal"), met(formality="informal"),
                     met(formality="formal"), met())  # fmt: skip
    assert (found.numerator, found.denominator, found.unknown) == (2, 3, 1)


def test_a_meeting_on_two_missions_counts_for_both_and_one_on_none_is_said():
    found = measured("variety", met(missions=("UNMIS", "AMIS")), met(missions=()), met())
    assert counted(found, 2) == {"UNMIS": 1, "AMIS": 1, "no mission": 1, "MINUSMA": 1}


def test_two_meetings_of_one_kind_say_nothing_about_variety():
    assert measured("variety", met(), met()).notes == ()
    assert notes(measured("variety", met(), met(), met())) == {"one_kind": 3}


def test_the_plan_of_a_year_is_met_not_met_and_passed():
    meetings = (met(kind="organisational"), met(kind="organisational"), met(), met())
    found = measured("year_plan", *meetings)
    assert (found.value, found.denominator) == (4, 6)
    assert counted(found, 0) == {"held": 1, "beyond the plan": 1}
    assert counted(found, 1) == {"held": 2, "not held": 3}


def test_the_plan_of_a_year_that_runs_is_still_to_come_and_of_one_long_past_not_recorded():
    running = measured("year_plan", met(), until=d("2017-07-01"))
    assert (counted(running, 1), notes(running)) == ({"held": 1, "to come": 4}, {"not_over": 0})
    past = measured("year_plan", met(), followed_from=None)
    assert counted(past, 1) == {"held": 1, "not recorded": 4}
    nothing = measured("year_plan", met(kind="formal_tcc"), followed_from=None)
    assert (nothing.value, notes(nothing)) == (None, {"none_recorded": 0})


def test_a_mission_and_a_part_of_a_year_have_no_plan():
    assert notes(measured("year_plan", met(), mission="MINUSMA")) == {"years_only": 0}
    assert measured("year_plan", met(), last=d("2017-06-30")).value is None


def test_conveners_are_counted_by_office():
    found = measured("conveners", met(convener="chair"), met(convener="penholder"),
                     met(convener="chair"), met())  # fmt: skip
    assert (found.value, found.unknown) == (2, 1)
    assert counted(found) == {"chair": 2, "penholder": 1, "unknown": 1}


# Who came.


def seats(side: str, *codes: str, state: str = "present") -> Delegation:
    return Delegation(side, state, "p" in codes, "m" in codes, "o" in codes, "s" in codes)


def test_attendance_is_a_share_of_what_was_noted_and_a_dot_for_each_side_and_meeting():
    others = (seats("contributors", state=one) for one in ("present", "absent", "unknown"))
    here = met(delegations=(seats("council"), *others))
    found = measured("attendance", here, met("2017-06-14"))
    assert (found.value, found.numerator, found.denominator) == (66.7, 2, 3)
    assert (found.unknown, notes(found)) == (1, {"no_attendance": 1})
    assert [(dot.series, dot.value) for dot in found.dots] == [("council", 1), ("contributors", 1)]


def test_political_with_military_or_police_is_both_and_no_note_is_unknown():
    sent = [seats("contributors", *codes) for codes in ("po", "p", "m", "")]
    away = seats("contributors", "p", "m", state="absent")
    here = met(delegations=(seats("council", "p", "m"), *sent, seats("secretariat", "p"), away))
    found = measured("both_seats", here)
    assert (found.numerator, found.denominator, found.unknown) == (2, 4, 1)


def test_a_meeting_in_which_nobody_is_noted_to_have_spoken_does_not_say_who_did():
    spoken = met(delegations=(seats("contributors", "s"), seats("council", "s"), seats("council")))
    found = measured("speaking", spoken, met("2017-06-14", delegations=(seats("council"),)))
    assert (found.value, found.unknown) == (50.0, 1)
    assert counted(found) == {"spoke": 1, "did not speak": 1}


# What became of the views.


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ((Reported("oral", d("2017-06-09"), d("2017-06-09")),), "in time"),
        ((Reported("oral", d("2017-06-09"), d("2017-06-12")),), "late"),
        ((Reported("oral", d("2017-06-09"), d("2017-06-12")),
          Reported("written", d("2017-06-13"), d("2017-06-13"))), "in time"),
        ((Reported("not_needed"),), "not needed"),
        ((), "overdue"),
    ],
)  # fmt: skip
def test_a_report_back_stands_by_its_own_due_day(reports, state):
    found = measured("report_back", met(reports=reports, report_due_on=d("2017-06-13")))
    assert counted(found) == {state: 1}


def test_a_report_back_is_overdue_the_day_after_its_due_day_not_on_it():
    meeting = met(report_due_on=d("2017-06-13"))
    on_it = measured("report_back", meeting, until=d("2017-06-13"))
    after = measured("report_back", meeting, until=d("2017-06-14"))
    assert [counted(one) for one in (on_it, after)] == [{"not due yet": 1}, {"overdue": 1}]


def test_points_whose_outcome_is_for_organisers_alone_are_counted_without_it():
    points = (Raised(True, "reflected", "partly"), Raised(False, "no", "no", kept=True))
    found = measured("points", met(points=points, noted=True))
    assert (found.value, found.unknown) == (50.0, 0)
    assert counted(found, 1) == {"reflected": 1, "not shown": 1}
    assert counted(found, 2) == {"partly": 1, "not shown": 1}


def test_questions_are_answered_in_time_late_or_overdue():
    due = d("2017-06-22")
    asked = (Answered(due, due), Answered(due, d("2017-06-23")), Answered(due))
    found = measured("questions", met(questions=asked, noted=True))
    assert counted(found) == {"in time": 1, "late": 1, "overdue": 1}
    assert found.value == 33.3


# What it was worth.


def test_half_a_principle_is_half_a_point_and_the_letters_are_counted_one_by_one():
    check = {"a": "kept", "b": "partly", "c": "no", "d": "kept", "e": "kept"}
    found = measured("self_check", met(self_check=check), met(self_check={"a": "kept"}))
    assert (found.value, found.unknown) == (3.5, 1)
    assert counted(found, 1) == {"partly": 1, "unknown": 1}


def opinions(side: str, *marks: int) -> tuple[Opinion, ...]:
    return tuple(Opinion(side, mark) for mark in marks)


def test_two_answers_are_counted_without_a_value():
    found = measured("dialogue", met(opinions=opinions("council", 1, 5)))
    assert (found.value, found.few, found.bars, notes(found)) == (None, True, (), {"few": 2})
    assert (found.low, found.high) == (None, None)


def test_a_side_of_two_is_not_shown_nor_can_it_be_told_from_the_others():
    given = opinions("council", 3, 4, 5) + opinions("contributors", 1, 2)
    found = measured("dialogue", met(opinions=given))
    assert (found.value, [bar.code for bar in found.bars]) == (3.0, ["everybody"])
    assert notes(found) == {"few_of_a_side": 0}
    more = measured("dialogue", met(opinions=given + opinions("contributors", 3)))
    assert [bar.code for bar in more.bars] == ["everybody", "council", "contributors"]


def test_what_was_skipped_stands_with_its_reason():
    left = Left(date(2017, 6, 1), "Write questions", "MINUSMA", "the penholder did")
    found = measured("left_out", left=(left,))
    assert [(one.label, one.state, one.note) for one in found.lines] == [
        ("Write questions", "MINUSMA", "the penholder did")
    ]
    assert measured("left_out").value == 0
    assert measured("left_out", followed_from=d("2018-06-01")).value is None
