"""Examples of entries that are a principle, or that wait for a capability: the register says so."""

from __future__ import annotations

import pytest

from tests.planner.examples.registry import REGISTER, entry, example
from tests.planner.stories import WORKDAYS, bench, chained, minusma_2017, recorded, slot, verdict

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

# What each planned entry waits for, and where it will act.
PLANNED = {
    "R2006-3": ("records", "record:activity report"),
    "R2006-4": ("records", "indicator"),
    "R2006-9b": ("records", "record:report-back"),
    "R2006-10b": ("records", "record:report-back"),
    "R2006-14e-2": ("records", "task"),
    "R2006-14g": ("records", "indicator"),
    "R2006-X1": ("records", "record:annex 2006"),
    "R2006-X2": ("records", "record:annex 2006"),
    "R2006-X3": ("records", "record:attendance"),
    "R2017-3": ("records", "record:activity report"),
    "R2017-4": ("records", "indicator"),
    "R2017-15": ("records", "record:points"),
    "R2017-25": ("records", "record:points"),
    "R2017-36": ("records", "record:points"),
    "R2017-51": ("records", "task"),
    "R2017-52a": ("records", "task"),
    "R2017-52b": ("records", "record:points"),
    "R2017-63c": ("records", "field:aim"),
    "R2017-71a": ("records", "record:points"),
    "R2017-76": ("records", "record:feedback"),
    "R2017-79": ("records", "record:feedback"),
    "R2017-81c": ("records", "record:questions"),
    "R2017-82": ("records", "record:attendance"),
    "R2017-85": ("records", "record:attendance"),
    "R2017-X1": ("records", "record:annex 2017"),
    "R2017-X2": ("records", "record:activity report"),
}


@example(*PRINCIPLES)
@pytest.mark.parametrize("id", PRINCIPLES)
def test_a_principle_is_said_in_one_sentence_and_raises_no_criterion(id):
    found = entry(id)
    assert (found.kind, found.text) == ("principle", PRINCIPLES[id])
    assert [act for act in found.acts if act.startswith("criterion:")] == []


@example(*PLANNED)
@pytest.mark.parametrize("id", PLANNED)
def test_what_is_planned_says_what_it_waits_for_and_where_it_will_act(id):
    found = entry(id)
    awaits, act = PLANNED[id]
    assert (found.honours, found.awaits) == ("planned", awaits)
    assert act in found.acts


def test_no_other_entry_is_planned_or_a_principle():
    entries = REGISTER.recommendations.values()
    assert {e.id for e in entries if e.honours == "planned"} == set(PLANNED)
    assert {e.id for e in entries if e.kind == "principle"} == set(PRINCIPLES)


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
