"""Examples of recommendations that call for a meeting: there with the event, not without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consultations.planning.calling import called_for
from planner.chains import Called, Chain
from planner.known import MissionFacts
from tests.planner.examples.registry import REGISTER, example
from tests.planner.stories import (
    WORKDAYS,
    chained,
    d,
    happened,
    held,
    milestone,
    minujusth_2017,
    minusma_2017,
    minusma_chain,
    minustah_2017,
    need_ids,
    unficyp_2026,
    unmik,
    with_more,
)


def asked_by(id: str, found: Chain) -> list[str]:
    """The needs that name this entry among their reasons."""
    return [c.need.id for c in found.called if id in c.need.why]


@example("R2006-7", "R2006-14b")
@pytest.mark.parametrize("id", ["R2006-7", "R2006-14b"])
def test_the_working_group_meets_when_a_mission_is_created_or_changes_in_substance(id):
    planned = (milestone("planned_adoption", "2017-06-29", "2017-06-01"),)
    creation = chained(MissionFacts("NEW", milestones=planned), "2017-06-06")
    first_renewal = chained(minujusth_2017(), "2018-02-15")
    options = minusma_chain(milestones=(milestone("options_paper", "2017-05-15", "2017-05-15"),))
    assert [asked_by(id, c) for c in (creation, first_renewal, options, minusma_chain())] == [
        ["new_mission"], ["working_group"], ["working_group", "options_paper"], [],
    ]  # fmt: skip


@example("R2006-9a")
def test_an_options_paper_calls_for_the_working_group():
    options = (milestone("options_paper", "2017-05-15", "2017-05-15"),)
    assert asked_by("R2006-9a", minusma_chain(milestones=options)) == ["options_paper"]
    assert asked_by("R2006-9a", minusma_chain()) == []


@example("R2006-10")
def test_a_visit_calls_for_a_debrief():
    visit = (happened("visit", "2017-06-01", "2017-06-05", "2017-05-01"),)
    assert asked_by("R2006-10", minusma_chain(happenings=visit)) == ["visit_debrief-2017-06-05"]
    assert asked_by("R2006-10", minusma_chain()) == []


@example("R2006-11")
def test_a_working_group_meeting_calls_for_a_further_one():
    facts = with_more(unmik(), meetings=(held("working_group", "2017-04-26"),))
    assert asked_by("R2006-11", chained(facts, "2017-06-06")) == ["follow_up"]
    assert asked_by("R2006-11", chained(unmik(), "2017-06-06")) == []


@example("R2006-14d", "R2017-64c")
@pytest.mark.parametrize("id", ["R2006-14d", "R2017-64c"])
def test_a_crisis_calls_for_a_meeting(id):
    crisis = (happened("crisis", "2017-06-01"),)
    assert asked_by(id, minusma_chain(happenings=crisis)) == ["crisis-2017-06-01"]
    assert asked_by(id, minusma_chain()) == []


@example("R2006-14e-1", "R2006-12c")
@pytest.mark.parametrize("id", ["R2006-14e-1", "R2006-12c"])
def test_the_end_of_a_mission_calls_for_an_informal_talk_on_the_transition(id):
    closing = chained(minustah_2017(), "2017-06-06")
    assert asked_by(id, closing) == ["withdrawal"]
    assert closing.need("withdrawal").need.format == "informal"
    assert asked_by(id, minusma_chain()) == []


@example("R2017-27")
def test_the_working_group_prepares_the_renewal_of_one_mandate():
    """As it did on 8 June 2017 for MINUSMA: the day lies in the window of that need."""
    full = chained(minusma_2017(), "2017-06-06", "2017-06-30", preset="full")
    assert d("2017-06-08") in full.need("working_group").window.days
    assert "R2017-27" in REGISTER.tensions["C17"].sides[0].recommendations
    assert minusma_chain().need("working_group") is None


@example("R2017-58a", "R2017-59", "R2017-68", "R2017-62a", "R2017-64a")
@pytest.mark.parametrize("id", ["R2017-58a", "R2017-59", "R2017-68", "R2017-62a", "R2017-64a"])
def test_every_renewal_calls_for_an_informal_consultation_without_anyone_asking(id):
    renewals = (
        minusma_chain(),
        chained(unficyp_2026(), "2026-01-05", "2026-01-31"),
        chained(minujusth_2017(), "2018-02-15"),
    )
    assert [asked_by(id, c) for c in renewals] == [["informal_triangular"]] * 3
    assert asked_by(id, chained(unmik(), "2017-06-06")) == []


@example("R2017-64b", "R2017-74c", "R2017-71b")
@pytest.mark.parametrize(
    ("id", "wanted"),
    [("R2017-64b", ["review_before-2017-06-20", "review_after-2017-06-05"]),
     ("R2017-74c", ["review_before-2017-06-20", "review_after-2017-06-05"]),
     ("R2017-71b", ["review_before-2017-06-20"])],
)  # fmt: skip
def test_a_strategic_review_calls_for_meetings(id, wanted):
    review = (happened("review", "2017-06-20", "2017-06-05", "2017-03-01"),)
    assert asked_by(id, minusma_chain(happenings=review)) == wanted
    assert asked_by(id, minusma_chain()) == []


@example("R2017-65c", "R2017-74b")
@pytest.mark.parametrize("id", ["R2017-65c", "R2017-74b"])
def test_the_secretariat_briefs_before_the_report(id):
    assert asked_by(id, minusma_chain()) == ["secretariat_briefing"]
    light = chained(minusma_2017(), "2017-06-06", "2017-06-30", preset="light")
    assert asked_by(id, light) == []


@example("R2017-73c-1", "R2017-74a", "R2017-60", "R2017-73b")
@pytest.mark.parametrize("id", ["R2017-73c-1", "R2017-74a", "R2017-60", "R2017-73b"])
def test_every_renewal_calls_for_a_formal_meeting_under_the_president(id):
    found = minusma_chain()
    assert asked_by(id, found) == ["formal_tcc"]
    formal = found.need("formal_tcc").need
    assert (formal.format, formal.convener) == ("formal", "president")
    assert asked_by(id, chained(unmik(), "2017-06-06")) == []


@example("R2017-78b")
def test_dialogue_informs_how_mandates_are_made_carried_out_and_renewed():
    planned = (milestone("planned_adoption", "2017-06-29", "2017-06-01"),)
    made = chained(MissionFacts("NEW", milestones=planned), "2017-06-06")
    carried_out = chained(
        with_more(unmik(), meetings=(held("formal_tcc", "2016-12-20"),)), "2017-06-06"
    )
    assert (need_ids(made), need_ids(carried_out)) == (["new_mission"], ["contact_gap"])
    renewed = minusma_chain()
    assert renewed.need("informal_triangular").window.latest < renewed.cycle.anchors["adoption"].on


@example("R2017-80")
def test_a_pledge_to_consult_is_a_reason_of_the_penholders_missions_alone():
    pledged = chained(replace(minusma_2017(), pledge=True), "2017-06-06", "2017-06-30")
    assert asked_by("R2017-80", pledged) == ["informal_triangular"]
    assert asked_by("R2017-80", minusma_chain()) == []


@example("R2017-81a")
def test_a_draft_in_circulation_calls_for_a_round():
    after = chained(minusma_2017(), "2017-06-23", "2017-06-30")
    assert asked_by("R2017-81a", after) == ["draft_consultation"]
    assert asked_by("R2017-81a", minusma_chain()) == []


@example("R2017-88a", "R2017-74b")
@pytest.mark.parametrize("id", ["R2017-88a", "R2017-74b"])
def test_a_silence_of_six_months_calls_for_a_consultation(id):
    silent = with_more(unmik(), meetings=(held("formal_tcc", "2016-12-20"),))
    assert asked_by(id, chained(silent, "2017-06-06")) == ["contact_gap"]
    assert asked_by(id, chained(unmik(), "2017-06-06")) == []


@example("R2017-37")
def test_a_meeting_that_a_member_asks_for_is_planned_though_nothing_calls_for_it():
    def called(kind: str) -> Called:
        found = minusma_chain()
        return called_for(found, kind, "", d("2017-06-06"), WORKDAYS, REGISTER)

    assert called("working_group").need.why[0] == "R2017-37"
    assert "R2017-37" not in called("informal_triangular").need.why
