"""Choices: the four questions of para. 72, and the tensions that a kind of meeting shows."""

from __future__ import annotations

import pytest

from planner.choices import TENSIONS, Option, choices
from planner.needs import KINDS, need_of
from planner.register import load
from tests.planner.stories import REGISTER


def asked(kind: str, **chosen: str) -> dict[str, Option]:
    return {o.tension: o for o in choices(need_of(kind, {}, None, ""), REGISTER, chosen)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_four_questions_stand_first_on_every_consultation(kind):
    found = choices(need_of(kind, {}, None, ""), REGISTER, {})
    assert [o.tension for o in found[:4]] == ["72a", "72b", "72c", "72d"]
    assert [o.title for o in found[:4]] == ["Format", "Frequency", "Convener", "Level"]
    assert [o.tension for o in found[4:]] == list(TENSIONS[kind])


def test_the_defaults_of_an_informal_consultation():
    found = asked("informal_triangular")
    assert {t: found[t].chosen for t in ("72a", "72b", "72c", "72d")} == {
        "72a": "informal", "72b": "once in every renewal cycle", "72c": "penholder",
        "72d": "expert",
    }  # fmt: skip
    assert all(o.default for o in found.values())


def test_a_choice_names_both_paragraphs_the_one_followed_and_the_one_departed_from():
    informal, formal = asked("informal_triangular")["72a"], asked("formal_tcc")["72a"]
    assert (informal.source, informal.departs_from) == (
        ("R2017-62a", "R2017-63b", "R2017-68"), ("R2017-73c-1", "R2017-74a"),
    )  # fmt: skip
    assert (formal.source, formal.departs_from) == (informal.departs_from, informal.source)


def test_choosing_otherwise_turns_the_paragraphs_round_and_is_no_default():
    found = asked("informal_triangular", **{"72a": "formal", "72c": "elected_member"})
    assert (found["72a"].chosen, found["72a"].default) == ("formal", False)
    assert found["72a"].source == ("R2017-73c-1", "R2017-74a")
    assert found["72c"].source == ("R2017-73d-1", "R2017-75")
    assert "R2017-67a" in found["72c"].departs_from


def test_a_tension_shows_the_registers_default_and_its_reason():
    found = asked("informal_triangular")["C6"]
    tension = REGISTER.tensions["C6"]
    assert (found.chosen, found.why, found.default) == (tension.default, tension.why, True)
    assert found.options == ("At once", "Time to prepare")


def test_a_side_chosen_departs_from_the_other():
    found = asked("informal_triangular", C6="At once")["C6"]
    assert found.source == ("R2017-65b",)
    assert found.departs_from == (
        "R2017-65a", "R2017-79a", "R2017-79b", "R2017-73a", "R2017-73g",
    )  # fmt: skip
    assert not found.default


def test_only_a_crisis_shows_speed_against_notice():
    assert [kind for kind, names in TENSIONS.items() if "C13" in names] == ["crisis"]


def test_every_tension_of_the_register_is_shown_somewhere_and_no_other():
    assert {name for names in TENSIONS.values() for name in names} == set(load().tensions)


@pytest.mark.parametrize("kind", KINDS)
def test_every_paragraph_named_is_in_the_register(kind):
    found = choices(need_of(kind, {}, None, ""), REGISTER, {})
    named = {id for o in found for id in (*o.source, *o.departs_from)}
    assert named - set(REGISTER.recommendations) == set()
