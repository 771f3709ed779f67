"""Examples of recommendations that are a choice: the option is there, with that paragraph."""

from __future__ import annotations

import pytest

from planner.choices import CONVENERS, Option, choices
from planner.needs import need_of
from planner.slots import Place, Premises, starts
from tests.planner.examples.registry import REGISTER, entry, example
from tests.planner.stories import bench, chained, minusma_chain, minustah_2017, slot, verdict


def option(kind: str, key: str, chosen: str = "") -> Option:
    """One choice of a kind of meeting, as it stands or with *chosen* taken."""
    taken = {key: chosen} if chosen else {}
    found = {o.tension: o for o in choices(need_of(kind, {}, None, ""), REGISTER, taken)}
    return found[key]


# entry, kind of meeting, choice, the option whose source it is
FOLLOWED = [
    ("R2006-8", "informal_triangular", "72d", "expert"),
    ("R2017-62a", "informal_triangular", "72a", "informal"),
    ("R2017-63b", "informal_triangular", "72a", "informal"),
    ("R2017-68", "informal_triangular", "72a", "informal"),
    ("R2017-73c-1", "informal_triangular", "72a", "formal"),
    ("R2017-66a", "informal_triangular", "72d", "expert"),
    ("R2017-66c", "informal_triangular", "72d", "pr"),
    ("R2017-67a", "informal_triangular", "72c", "penholder"),
    ("R2017-73d-1", "informal_triangular", "72c", "elected_member"),
    ("R2017-73d-2", "informal_triangular", "72b", "once in every renewal cycle"),
    ("R2017-73f", "informal_triangular", "72c", "tcc"),
    ("R2017-74a", "formal_tcc", "72c", "president"),
    ("R2017-75", "informal_triangular", "72c", "elected_member"),
    ("R2006-2", "working_group", "C15", "Other stakeholders and guests"),
    ("R2006-14d", "crisis", "C13", "Speed"),
    ("R2017-73e", "working_group", "C17", "Normative themes"),
    ("R2017-79d", "formal_tcc", "C2", "Whichever works best"),
]


def put_down(test):
    return example(*(row[0] for row in FOLLOWED))(test)


@put_down
@pytest.mark.parametrize(("id", "kind", "key", "taken"), FOLLOWED)
def test_taking_the_option_follows_the_entry_and_another_departs_from_it(id, kind, key, taken):
    asked = option(kind, key, taken)
    assert id in asked.source
    others = [o for o in asked.options if id not in option(kind, key, o).source]
    departing = [o for o in others if id in option(kind, key, o).departs_from]
    assert departing == others


@example("R2017-72")
def test_the_four_questions_are_asked_of_every_meeting_and_left_open():
    found = [option("informal_triangular", key) for key in ("72a", "72b", "72c", "72d")]
    assert [o.title for o in found] == ["Format", "Frequency", "Convener", "Level"]
    assert [len(o.options) for o in found] == [2, 2, 6, 4]
    assert {o.why for o in found} == {
        "The report leaves the question open (2017 report, para. 72)."
    }


@example("R2006-12c")
def test_a_transition_is_discussed_informally_though_the_working_group_is_formal():
    closing = chained(minustah_2017(), "2017-06-06").need("withdrawal").need
    assert "R2006-12c" in closing.why
    found = {o.tension: o for o in choices(closing, REGISTER, {})}
    assert found["72a"].chosen == "informal"
    assert option("working_group", "72a").chosen == "formal"


@example("R2006-14a-1")
def test_an_interactive_meeting_is_informal_for_an_hour_and_a_half_unless_chosen_otherwise():
    assert option("informal_triangular", "72a").chosen == "informal"
    minutes = REGISTER.number("meeting_minutes")
    assert len(starts(Premises(minutes=minutes))) == 8
    assert entry("R2006-14a-1").acts == ("choice:format",)


@example("R2017-73f")
def test_a_contributor_may_request_a_meeting_and_is_not_the_default_convener():
    assert "tcc" in CONVENERS
    taken = option("informal_triangular", "72c", "tcc")
    assert (taken.source, taken.default) == (("R2017-73f",), False)


@example("R2017-67b")
def test_the_room_near_the_chamber_is_better_and_one_too_small_is_broken():
    near, far = Place("a", "Consultations Room", 20, True, True), Place("b", "Room 7", 60)
    on = bench(places=(near, far), seats=25)
    found = [
        verdict(on, criterion, slot("2017-06-13", room=room))
        for criterion in ("room_near", "room_fits")
        for room in ("a", "b")
    ]
    assert found == ["kept", "short", "broken", "kept"]
    assert entry("R2017-67b").id in option("formal_tcc", "C16", "Near the Chamber").source


@example("R2017-73d-2")
def test_an_informal_consultation_comes_once_in_every_cycle():
    assert [c.need.kind for c in minusma_chain().called].count("informal_triangular") == 1
