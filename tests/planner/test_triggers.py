"""Triggers: a need appears when the event is there, and not without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.chains import Called, Chain, group_chain
from planner.cycle import cycle_of
from planner.known import MissionFacts
from planner.needs import Asking, Preset
from tests.planner.stories import (
    REGISTER,
    WORKDAYS,
    chained,
    d,
    happened,
    held,
    milestone,
    minusma_2017,
    minusma_chain,
    minustah_2017,
    need_ids,
    unmik,
    with_more,
)

RENEWAL = ["secretariat_briefing", "informal_triangular", "formal_tcc"]


def more(found: Chain) -> list[str]:
    """The needs beyond the preset's."""
    return [one for one in need_ids(found) if one not in RENEWAL]


def edges(called: Called) -> tuple[str, str, str]:
    w = called.window
    return (str(w.earliest), str(w.latest), str(w.target))


def test_nothing_happened_and_nothing_more_is_called_for():
    assert need_ids(minusma_chain()) == RENEWAL


def test_a_crisis_calls_for_a_meeting_within_three_working_days():
    crisis = (happened("crisis", "2017-06-01", name="attack on a camp"),)
    found = minusma_chain(happenings=crisis)
    assert more(found) == ["crisis-2017-06-01"]
    called = found.need("crisis-2017-06-01")
    assert edges(called) == ("2017-06-01", "2017-06-06", "2017-06-01")
    assert (called.need.reason, called.notice.working_days) == ("attack on a camp", 1)
    assert called.need.why == ("R2006-14d", "R2017-64c")


def test_a_crisis_before_the_mandate_is_another_cycles():
    old = (happened("crisis", "2016-05-01"),)
    assert more(minusma_chain(happenings=old)) == []


def test_a_crisis_calls_for_a_meeting_where_no_cycle_runs():
    facts = with_more(unmik(), happenings=(happened("crisis", "2017-06-01"),))
    assert need_ids(chained(facts, "2017-06-06")) == ["crisis-2017-06-01"]
    assert need_ids(chained(facts, "2018-06-05")) == []


def test_a_review_is_talked_about_before_it_is_final_and_after_it_is_out():
    review = (happened("review", "2017-06-20", "2017-06-05", "2017-03-01"),)
    found = minusma_chain(happenings=review)
    assert more(found) == ["review_before-2017-06-20", "review_after-2017-06-05"]
    after = found.need("review_after-2017-06-05")
    assert edges(after) == ("2017-06-05", "2017-06-19", "2017-06-05")
    before = found.need("review_before-2017-06-20")
    assert before.need.target_day == d("2017-06-06")


def test_a_review_not_out_yet_has_no_meeting_after_it():
    review = (happened("review", "2017-06-20", "2017-06-19", "2017-03-01"),)
    assert more(minusma_chain(happenings=review)) == ["review_before-2017-06-20"]


def test_the_traveller_debriefs_once_the_visit_is_over():
    visit = (happened("visit", "2017-06-01", "2017-06-05", "2017-05-01"),)
    during = chained(with_more(minusma_2017(), happenings=visit), "2017-06-04", "2017-06-30")
    assert more(during) == []
    found = minusma_chain(happenings=visit)
    assert more(found) == ["visit_debrief-2017-06-05"]
    assert edges(found.need("visit_debrief")) == ("2017-06-06", "2017-06-12", "2017-06-06")


def test_an_options_paper_is_discussed_before_the_decision():
    paper = (milestone("options_paper", "2017-05-15", "2017-05-15"),)
    found = minusma_chain(milestones=paper)
    called = found.need("options_paper")
    assert called.need.why == ("R2006-9a", "R2006-7", "R2006-14b")
    assert called.need.reason == "options paper of Mon 15 May 2017"
    assert "options_paper" not in need_ids(minusma_chain())


def test_a_first_draft_in_circulation_calls_for_a_round_in_any_preset():
    found = chained(minusma_2017(), "2017-06-23", "2017-06-30")
    assert more(found) == ["draft_consultation"]
    assert edges(found.need("draft_consultation"))[:2] == ("2017-06-22", "2017-06-28")
    assert more(chained(minusma_2017(), "2017-06-22", "2017-06-30")) == []


def test_a_final_mandate_calls_for_talks_on_the_transition():
    found = chained(minustah_2017(), "2017-06-06")
    assert more(found) == ["withdrawal"]
    assert found.need("withdrawal").need.why == ("R2006-14e-1", "R2006-12c")
    assert found.need("withdrawal").window.latest == d("2017-10-13")


@pytest.mark.parametrize(("ends", "called"), [("2018-06-06", True), ("2018-06-07", False)])
def test_a_withdrawal_within_twelve_months_is_near(ends, called):
    facts = replace(minusma_2017(), expected_end_on=d(ends))
    found = chained(facts, "2017-06-06", "2017-06-30")
    assert ("withdrawal" in need_ids(found)) is called


def test_a_mission_about_to_be_created_is_discussed_with_potential_contributors():
    planned = (milestone("planned_adoption", "2017-06-29", "2017-06-01"),)
    facts = MissionFacts("NEW", milestones=planned)
    found = chained(facts, "2017-06-06")
    assert need_ids(found) == ["new_mission"]
    called = found.need("new_mission")
    assert called.need.why == ("R2006-7", "R2006-14b", "R2006-9a")
    assert edges(called) == ("2017-06-01", "2017-06-14", "2017-06-14")
    assert need_ids(chained(facts, "2017-05-31")) == []


def test_a_working_group_meeting_is_followed_up_after_sixty_to_seventy_five_days():
    first = (held("working_group", "2017-01-18"),)
    facts = with_more(minusma_2017(), meetings=first)
    found = chained(facts, "2017-03-01", "2017-06-30")
    assert "follow_up" in need_ids(found)
    assert edges(found.need("follow_up")) == ("2017-03-20", "2017-04-03", "2017-04-03")
    assert "follow_up" not in need_ids(chained(facts, "2017-04-04", "2017-06-30"))


def test_a_later_meeting_on_the_mission_is_the_follow_up():
    two = (held("working_group", "2017-01-18"), held("formal_tcc", "2017-02-15"))
    facts = with_more(minusma_2017(), meetings=two)
    assert "follow_up" not in need_ids(chained(facts, "2017-03-01", "2017-06-30"))


def test_six_months_without_contact_call_for_a_consultation():
    last = (held("formal_tcc", "2017-01-27"),)
    facts = with_more(unmik(), meetings=last)
    assert need_ids(chained(facts, "2017-05-26")) == []
    found = chained(facts, "2017-05-27")
    assert need_ids(found) == ["contact_gap"]
    assert found.need("contact_gap").window.latest == d("2017-07-27")
    assert found.need("contact_gap").need.why == ("R2017-88a", "R2017-74b")


def test_near_a_renewal_its_own_consultations_are_contact_enough():
    last = (held("formal_tcc", "2016-11-01"),)
    facts = with_more(minusma_2017(), meetings=last)
    assert "contact_gap" in need_ids(chained(facts, "2017-03-31", "2017-06-30"))
    assert "contact_gap" not in need_ids(chained(facts, "2017-04-01", "2017-06-30"))


# What the Working Group calls for itself.


def group(as_of: str, *meetings) -> dict[str, Called]:
    facts = MissionFacts("WG", meetings=tuple(meetings))
    cycle = cycle_of(facts, as_of=d(as_of), workdays=WORKDAYS, register=REGISTER)
    asking = Asking(facts.known(d(as_of)), cycle, Preset.STANDARD, d(as_of), WORKDAYS, REGISTER)
    return {called.need.id: called for called in group_chain(asking)}


def test_the_bureau_of_c34_is_met_every_six_months():
    found = group("2017-06-06", held("c34_bureau", "2017-04-26"))["c34_bureau"]
    assert found.window.latest == d("2017-10-26")
    assert found.need.why == ("R2006-14c", "R2017-88a")


def test_a_session_of_c34_that_comes_first_is_the_latest_day():
    found = group("2016-12-01", held("c34_bureau", "2016-10-10"))["c34_bureau"]
    assert found.window.latest == d("2017-02-15")


def test_an_organisational_meeting_is_called_for_every_january_until_it_is_held():
    assert edges(group("2017-06-06")["organisational"]) == (
        "2018-01-01", "2018-01-31", "2018-01-11",
    )  # fmt: skip
    assert edges(group("2017-01-04")["organisational"])[1] == "2017-01-31"
    once = held("organisational", "2017-01-11")
    assert "organisational" not in group("2017-01-20", once)
    assert "organisational" in group("2017-02-01", once)
