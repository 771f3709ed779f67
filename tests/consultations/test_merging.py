"""Two who type in one text: no word of either is lost, whatever they do."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.records.merging import merge

TEXTS = st.lists(
    st.tuples(st.sampled_from(["alpha", "beta", "gamma", "Ωmega", "x"]), st.sampled_from(" \n")),
    max_size=8,
).map(lambda pairs: "".join(word + space for word, space in pairs))
FEW = settings(max_examples=150, deadline=None)


@FEW
@given(TEXTS, TEXTS, TEXTS)
def test_every_word_that_either_put_in_survives(base, theirs, mine):
    made = set(merge(base, theirs, mine).split())
    assert (set(theirs.split()) - set(base.split())) - made == set()
    assert (set(mine.split()) - set(base.split())) - made == set()


@FEW
@given(TEXTS, TEXTS)
def test_what_one_alone_changed_stands_as_it_was_typed(base, changed):
    assert merge(base, base, changed) == changed
    assert merge(base, changed, base) == changed
    assert merge(base, changed, changed) == changed


@FEW
@given(TEXTS, TEXTS, TEXTS)
def test_sending_what_stands_there_already_adds_nothing(base, theirs, mine):
    once = merge(base, theirs, mine)
    assert merge(mine, once, mine) == once
    assert merge(base, once, once) == once


@FEW
@given(TEXTS, TEXTS, TEXTS)
def test_no_two_words_grow_into_one(base, theirs, mine):
    known = {*base.split(), *theirs.split(), *mine.split()}
    assert set(merge(base, theirs, mine).split()) - known == set()


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "made"),
    [
        ("a b c", "a c", "a b c d", "a c d"),  # taken out by one, untouched by the other
        ("a b c", "a b c", "a c", "a c"),
        ("a b", "a b x", "a b y", "a b x y"),  # at one place: theirs first
        ("a b", "x a b", "y a b", "x y a b"),
        ("a b c", "a X c", "a Y c", "a X Y c"),
        ("a b c", "a X c", "a c", "a X c"),
        ("", "one two", "three", "one two three"),
        ("", "one two", "one two three", "one two three"),  # typed on, the answer was lost
        ("", "one two three", "one two", "one two three"),
        ("a", "a\n- b", "a\n- c", "a\n- b\n- c"),
        ("a\nb", "a\nb", "a b", "a b"),
        ("a b", "a  b", "a b c", "a  b c"),
        ("a", "", "a b", " b"),
        ("a b", "", "", ""),
        ("  a", "  a b", "  a", "  a b"),
        ("a", "a ", "a b", "a b "),
    ],
)
def test_what_becomes_of_two_texts(base, theirs, mine, made):
    assert merge(base, theirs, mine) == made


def test_the_longest_texts_are_merged_at_once():
    prose = " ".join(f"word{n % 700} and" for n in range(2000))
    hostile = "a b " * 5000
    began = time.process_time()
    merged = merge(prose, f"{prose} theirs", f"mine {prose.replace('word9 ', 'other ')}")
    assert (merged[:5], merged[-7:]) == ("mine ", " theirs")
    other = hostile.replace("a b a", "b a", 7)
    hostile_made = merge(hostile, f"x {hostile[:-4]}b a ", other)
    assert "x" in hostile_made.split()
    assert time.process_time() - began < 5
