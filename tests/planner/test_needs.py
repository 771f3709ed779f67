"""Needs: which consultations a preset calls for, with their defaults and their target days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.choices import CONVENERS, FORMATS, LEVELS
from planner.needs import KINDS, PRESETS, Preset, need_of
from tests.planner.stories import (
    REGISTER,
    chained,
    d,
    milestone,
    minujusth_2017,
    minusma_2017,
    minusma_chain,
    need_ids,
    unmik,
    with_more,
)

RENEWALS = {
    "light": ["formal_tcc"],
    "standard": ["secretariat_briefing", "informal_triangular", "formal_tcc"],
    "full": ["secretariat_briefing", "informal_triangular", "working_group", "formal_tcc",
             "draft_consultation", "debrief_after_adoption"],
}  # fmt: skip


@pytest.mark.parametrize("preset", RENEWALS)
def test_a_preset_calls_for_its_consultations_in_order(preset):
    found = chained(minusma_2017(), "2017-06-06", "2017-06-30", preset=preset)
    assert (str(found.preset), need_ids(found)) == (preset, RENEWALS[preset])


def test_every_preset_is_in_the_table():
    assert {str(p): len(names) for p, names in PRESETS.items()} == {
        name: len(ids) for name, ids in RENEWALS.items()
    }


def test_standard_is_the_default_and_full_for_a_new_mission_or_options():
    options = (milestone("options_paper", "2017-05-15", "2017-05-15"),)
    found = [
        minusma_chain().preset,
        minusma_chain(milestones=options).preset,
        chained(minujusth_2017(), "2018-02-15").preset,
    ]
    assert found == [Preset.STANDARD, Preset.FULL, Preset.FULL]


def test_an_options_paper_of_another_cycle_changes_no_preset():
    options = (milestone("options_paper", "2017-05-15", "2017-05-15", expires="2018-06-30"),)
    assert minusma_chain(milestones=options).preset is Preset.STANDARD


def test_what_is_chosen_goes_before_what_is_new():
    assert chained(minujusth_2017(), "2018-02-15", preset="light").preset is Preset.LIGHT


TARGETS = {
    "secretariat_briefing": "2017-06-05",  # three before the informal one, and before the report
    "informal_triangular": "2017-06-09",  # 21 days before expiry
    "working_group": "2017-06-09",
    "formal_tcc": "2017-06-14",  # two working days before the Council's consultations
    "draft_consultation": "2017-06-21",  # three working days after the first draft
    "debrief_after_adoption": "2017-06-29",
}


def test_each_need_aims_at_its_own_day():
    found = chained(minusma_2017(), "2017-06-06", "2017-06-30", preset="full")
    assert {c.need.id: str(c.need.target_day) for c in found.called} == TARGETS


def test_a_changed_number_moves_the_aim():
    changed = REGISTER.with_numbers({"lead_target": (17, "asked for by the mission")})
    found = chained(minusma_2017(), "2017-06-06", "2017-06-30", register=changed)
    assert found.need("informal_triangular").need.target_day == d("2017-06-13")


def test_a_penholders_pledge_is_a_reason_more():
    pledged = replace(minusma_2017(), pledge=True)
    with_pledge = chained(pledged, "2017-06-06", "2017-06-30").need("informal_triangular").need
    without = minusma_chain().need("informal_triangular").need
    assert with_pledge.why == (*without.why, "R2017-80")


def test_without_a_renewal_cycle_no_preset_calls_for_anything():
    assert need_ids(chained(unmik(), "2017-06-06")) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kinds_defaults_are_among_the_choices_and_its_reasons_in_the_register(kind):
    assert kind.format in FORMATS
    assert kind.convener in CONVENERS
    assert kind.level in LEVELS
    assert [w for w in kind.why if w not in REGISTER.recommendations] == []
    assert [c for c in kind.criteria if c not in REGISTER.criteria] == []


DEFAULTS = {
    "secretariat_briefing": ("informal", "secretariat"),
    "informal_triangular": ("informal", "penholder"),
    "formal_tcc": ("formal", "president"),
    "draft_consultation": ("informal", "penholder"),
    "working_group": ("formal", "chair"),
    "crisis": ("informal", "chair"),
    "review_before": ("informal", "secretariat"),
    "review_after": ("informal", "secretariat"),
    "visit_debrief": ("formal", "chair"),
    "c34_bureau": ("informal", "chair"),
    "organisational": ("formal", "chair"),
}


def test_the_defaults_of_every_kind():
    assert {k.name: (k.format, k.convener) for k in KINDS.values()} == DEFAULTS
    assert {k.level for k in KINDS.values()} == {"expert"}


def test_a_second_look_at_the_same_facts_is_the_same_chain():
    facts = with_more(minusma_2017())
    assert chained(facts, "2017-06-06") == chained(facts, "2017-06-06")


def test_the_journal_lists_formal_and_working_group_meetings_by_default_and_no_others() -> None:
    listed = {kind for kind in KINDS if need_of(kind, {}, None, "").listed}
    assert listed == {"formal_tcc", "working_group", "crisis", "visit_debrief"}
