"""Examples of entries that are a principle, and of what comes after the adoption."""

from __future__ import annotations

import pytest

from planner.known import Raised
from planner.themes import themes
from tests.planner.examples.registry import REGISTER, entry, example
from tests.planner.stories import WORKDAYS, bench, chained, d, minusma_2017, recorded, slot, verdict

PRINCIPLES = {
    "R2017-50": "Triangular dialogue should improve, so that mandates are better carried out.",
    "R2017-57": "Triangular co-operation should be a core principle of a UN in which those who "
    "define mandates, pay, and send personnel are not the same.",
    "R2017-84a": "Several members endorsed the panellists' proposals.",
    "R2017-86": "This trend should be harnessed to strengthen the strategic dialogue of the three.",
    "R2017-87": "The meeting organised with the facilitators of the Special Committee's process "
    "laid foundations for closer co-operation between the Council and troop contributors: joining "
    "efforts, renewed trust as the precondition, higher expectations.",
}


@example(*PRINCIPLES)
@pytest.mark.parametrize("id", PRINCIPLES)
def test_a_principle_is_said_in_one_sentence_and_raises_no_criterion(id):
    found = entry(id)
    assert (found.kind, found.text) == ("principle", PRINCIPLES[id])
    assert [act for act in found.acts if act.startswith("criterion:")] == []


def test_no_other_entry_is_a_principle():
    entries = REGISTER.recommendations.values()
    assert {e.id for e in entries if e.kind == "principle"} == set(PRINCIPLES)
    assert {e.id for e in entries if e.honours == "principle"} == set(PRINCIPLES)


@example("R2006-13")
def test_a_debrief_after_adoption_is_called_for_in_full():
    full = chained(minusma_2017(), "2017-06-06", "2017-06-30", preset="full")
    assert "R2006-13" in full.need("debrief_after_adoption").need.why
    adoption = recorded("adoption", "2017-06-29")
    on = bench("secretariat_briefing", adoption, criteria=("after_vote",), workdays=WORKDAYS)
    days = ("2017-06-29", "2017-06-30", "2017-07-07", "2017-07-10")
    assert [verdict(on, "after_vote", slot(day)) for day in days] == [
        "broken", "kept", "kept", "broken",
    ]  # fmt: skip


@example("R2006-14f-1")
def test_an_issue_of_three_missions_within_twelve_months_calls_for_a_meeting_and_not_a_day_later():
    told = [Raised("7", *one) for one in (("A", d("2016-07-01")), ("B", d("2016-10-03")),
                                          ("C", d("2017-03-01")))]  # fmt: skip
    found = {
        day: len(themes(told, (), as_of=d(day), missions=3, months=12))
        for day in ("2017-02-28", "2017-03-01", "2017-07-01", "2017-07-02")
    }
    assert [*found.values()] == [0, 1, 1, 0]
