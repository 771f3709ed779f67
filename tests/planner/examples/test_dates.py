"""Examples of recommendations that are dates: kept, then short or broken, on neighbouring days."""

from __future__ import annotations

import pytest

from planner.slots import Load
from tests.planner.examples.registry import REGISTER, example, turns
from tests.planner.stories import bench, chained, d, minusma_2017, recorded, slot, verdict

REPORT = recorded("report_transmitted", "2017-06-06")
EXPIRY = recorded("expiry", "2017-06-30")
ADOPTION = recorded("adoption", "2017-06-29")
CONSULTATIONS = recorded("council_consultations", "2017-06-16")
DRAFT = recorded("first_draft", "2017-06-22")
CRISIS = recorded("crisis", "2017-07-10")
REVIEW_DUE = recorded("review_due", "2017-11-30")
REVIEW_OUT = recorded("review_circulated", "2017-11-28")
INFORMAL = (("informal_triangular", d("2017-06-13")),)


def behind(id: str, criterion: str) -> bool:
    found = REGISTER.criteria[criterion]
    return id in (found.leading, *found.also)


@example("R2006-5")
def test_the_working_group_organises_its_work_in_january():
    january = recorded("january_end", "2017-01-31")
    turns("R2006-5", "organisational", january, "2017-01-31 kept", "2017-02-01 broken")


@example("R2006-9a")
def test_options_are_discussed_ten_working_days_before_the_decision():
    turns("R2006-9a", "options_paper", ADOPTION, "2017-06-14 kept", "2017-06-15 broken")


@example("R2006-10")
def test_the_chair_debriefs_within_five_working_days_of_the_visit():
    visit = recorded("visit_end", "2005-11-09")
    turns("R2006-10", "visit_debrief", visit, "2005-11-09 broken", "2005-11-10 kept",
          "2005-11-15 kept", "2005-11-16 kept", "2005-11-17 broken")  # fmt: skip


@example("R2006-11", "R2006-14f-2")
@pytest.mark.parametrize("id", ["R2006-11", "R2006-14f-2"])
def test_the_same_situation_is_taken_up_again_as_in_2006(id):
    """18 January and 30 March 2006 lay 71 days apart: inside 60 to 75."""
    first = recorded("last_meeting", "2006-01-18")
    turns(id, "follow_up", first, "2006-03-18 broken", "2006-03-19 kept", "2006-03-30 kept",
          "2006-04-03 kept", "2006-04-04 broken")  # fmt: skip


@example("R2006-14a-2")
def test_the_chair_has_two_working_days_to_report_before_the_councils_consultations():
    turns("R2006-14a-2", "gap", CONSULTATIONS,
          "2017-06-14 kept", "2017-06-15 short", "2017-06-16 broken")  # fmt: skip


@example("R2006-14c")
def test_the_bureau_of_c34_is_met_before_six_months_are_over():
    due = recorded("bureau_due", "2017-10-26")
    turns("R2006-14c", "bureau_interval", due, "2017-10-26 kept", "2017-10-27 broken")


@example("R2006-14d", "R2017-64c")
@pytest.mark.parametrize("id", ["R2006-14d", "R2017-64c"])
def test_a_crisis_is_discussed_within_three_working_days(id):
    turns(id, "crisis_speed", CRISIS, "2017-07-13 kept", "2017-07-14 broken", kind="crisis")


@example("R2006-14e-1")
def test_the_transition_is_discussed_before_the_withdrawal():
    end = recorded("withdrawal", "2017-10-13")
    turns("R2006-14e-1", "withdrawal", end, "2017-10-12 kept", "2017-10-13 broken")


@example("R2017-58b")
def test_a_third_meeting_in_one_week_is_more_than_two():
    week = tuple(Load("informal_triangular", d(on)) for on in ("2017-06-12", "2017-06-15"))
    found = [verdict(bench(load=week[:n]), "week_load", slot("2017-06-13")) for n in (1, 2)]
    assert found == ["kept", "short"]
    assert behind("R2017-58b", "week_load")


@example("R2017-78a")
def test_two_informal_meetings_on_a_mission_within_thirty_days_are_too_many():
    other = (Load("informal_triangular", d("2017-06-13"), frozenset({"MINUSMA"})),)
    found = [
        verdict(bench(load=other), "mission_spacing", slot(day))
        for day in ("2017-07-12", "2017-07-13")
    ]
    assert found == ["short", "kept"]
    assert behind("R2017-78a", "mission_spacing")


@example("R2017-60", "R2017-73b")
@pytest.mark.parametrize("id", ["R2017-60", "R2017-73b"])
def test_the_formal_meeting_follows_the_informal_one(id):
    on = bench("formal_tcc", siblings=INFORMAL)
    found = [verdict(on, "order", slot(day)) for day in ("2017-06-13", "2017-06-14")]
    assert found == ["broken", "kept"]
    assert behind(id, "order")


@example("R2017-63d")
def test_views_reach_the_penholder_before_the_first_draft():
    turns("R2017-63d", "first_draft", DRAFT, "2017-06-21 kept", "2017-06-22 broken")


@example("R2017-64a")
def test_consultations_take_place_before_the_renewal():
    turns("R2017-64a", "before_adoption", ADOPTION, "2017-06-28 kept", "2017-06-29 broken")
    assert REGISTER.criteria["before_adoption"].obligation == "must"


@example("R2017-64b", "R2017-74c")
@pytest.mark.parametrize("id", ["R2017-64b", "R2017-74c"])
def test_a_strategic_review_is_talked_about_before_and_after(id):
    turns(id, "review_before", REVIEW_DUE, "2017-11-15 kept", "2017-11-16 broken")
    turns(id, "review_after", REVIEW_OUT, "2017-12-12 kept", "2017-12-13 broken")


@example("R2017-71b")
def test_a_coming_review_is_talked_about_while_it_can_still_change():
    turns("R2017-71b", "review_before", REVIEW_DUE, "2017-11-15 kept", "2017-11-16 broken")


@example("R2017-65a", "R2017-73a", "R2017-73g", "R2017-79a")
@pytest.mark.parametrize("id", ["R2017-65a", "R2017-73a", "R2017-73g", "R2017-79a"])
def test_five_working_days_after_the_report_are_enough_to_prepare(id):
    turns(id, "preparation", REPORT, "2017-06-07 broken", "2017-06-08 short", "2017-06-12 short",
          "2017-06-13 kept")  # fmt: skip


@example("R2017-65b")
def test_the_meeting_follows_the_report_closely():
    turns("R2017-65b", "closeness", REPORT, "2017-06-20 kept", "2017-06-21 short",
          "2017-06-28 short", "2017-06-29 broken")  # fmt: skip


@example("R2017-65c")
def test_a_briefing_comes_before_the_consultation_and_before_the_report():
    target = recorded("informal_target", "2017-06-13")
    turns("R2017-65c", "briefing_before", target, "2017-05-26 broken", "2017-05-30 kept",
          "2017-06-08 kept", "2017-06-09 broken")  # fmt: skip
    turns("R2017-65c", "outline", REPORT, "2017-06-05 kept", "2017-06-06 broken")


@example("R2017-73c-2")
def test_substance_comes_well_before_the_renewal():
    turns("R2017-73c-2", "lead", EXPIRY, "2017-06-16 kept", "2017-06-17 short",
          "2017-06-23 short", "2017-06-24 broken")  # fmt: skip


@example("R2017-74b", "R2017-88a")
@pytest.mark.parametrize("id", ["R2017-74b", "R2017-88a"])
def test_six_months_without_contact_are_too_long(id):
    due = recorded("contact_due", "2017-12-14")
    turns(id, "contact_gap", due, "2017-12-14 kept", "2017-12-15 broken")


@example("R2017-79b")
def test_ten_working_days_of_notice_let_others_be_consulted():
    on = bench(announced="2017-05-30")
    found = [
        verdict(on, "notice", slot(day))
        for day in ("2017-06-05", "2017-06-06", "2017-06-12", "2017-06-13")
    ]
    assert found == ["broken", "short", "short", "kept"]
    assert REGISTER.criteria["notice"].leading == "R2017-79b"


@example("R2017-79e")
def test_those_concerned_can_attend_with_enough_notice_and_nowhere_else_to_be():
    on = bench(announced="2017-05-30")
    days = ("2017-06-12", "2017-06-13")
    assert [verdict(on, "notice", slot(day)) for day in days] == ["short", "kept"]
    assert behind("R2017-79e", "notice")
    assert REGISTER.criteria["participants_free"].leading == "R2017-79e"


@example("R2017-80")
def test_a_penholders_pledge_is_kept_before_the_adoption():
    turns("R2017-80", "before_adoption", ADOPTION, "2017-06-28 kept", "2017-06-29 broken")
    turns("R2017-80", "lead", EXPIRY, "2017-06-16 kept", "2017-06-17 short")


@example("R2017-81a")
def test_the_draft_is_talked_about_soon_after_it_and_in_time_for_the_vote():
    turns("R2017-81a", "after_draft", DRAFT, "2017-06-21 broken", "2017-06-22 kept",
          "2017-06-28 kept", "2017-06-29 broken")  # fmt: skip
    turns("R2017-81a", "before_vote", ADOPTION, "2017-06-23 kept", "2017-06-27 broken")


@example("R2017-84b")
def test_the_presidents_note_leaves_fridays_to_subsidiary_bodies():
    days = ("2017-06-08", "2017-06-09")
    council = [verdict(bench("formal_tcc"), "friday", slot(day)) for day in days]
    group = [verdict(bench("working_group"), "friday", slot(day)) for day in days]
    assert (council, group) == (["kept", "short"], ["kept", "kept"])


@example("R2017-73g")
def test_the_schedule_follows_the_report_and_the_deadline_when_either_moves():
    """One more week for the report moves the first day; a later expiry moves the last."""
    found = chained(minusma_2017(), "2017-06-06", "2017-06-30").need("informal_triangular").window
    edges = {b.criterion: b.on for b in found.bounds if b.binding}
    assert edges["preparation"] == d("2017-06-08")
    assert edges["lead"] == d("2017-06-23")
