"""Two who type in one text: no word of either is lost, whatever they do."""

from __future__ import annotations

import time
from random import Random

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
        ("x", "x not agreed", "x agreed", "x not agreed agreed"),  # two statements, not one
        ("x", "x agreed", "x agreed by Chad", "x agreed by Chad"),
        ("a", "", "a b", "a b"),  # emptied while the other typed on: with its context
        ("a b c", "a b c d", "", "a b c d"),
        ("a b c", "", "a c", ""),
        ("a b c", "", "X", "X"),
        ("a b c d e", "a e", "a b not c d e", "a b not c d e"),
        ("a b c d e", "a b not d e", "a e", "a b not d e"),
        ("a b c d", "a d", "a b c X d", "a X d"),
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


ONES, TENS = ["a"] * 9998, [f"{n * n % 10}" for n in range(9900)]
MANY = [str(n) for n in range(3900)]
OFTEN = [1 / (n + 1) for n in range(3000)]  # as words of a language are: a few, again and again
PROSE = Random(2).choices([f"w{n}" for n in range(3000)], OFTEN, k=3900)


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        (" " * 20_000, "\n" * 19_998 + "a", "b" + "\n" * 19_990),
        (" ".join(ONES), " ".join(["x", *ONES[2:], "y"]), " ".join(["z", *ONES[3:], "t"])),
        (" ".join(TENS), " ".join(["x", *TENS[::-1]]), " ".join(TENS[1::2] + TENS[::2])),
        (" ".join(TENS[:800]), " ".join(TENS[800:0:-1]), " ".join(TENS[1:800:2] + TENS[:800:2])),
        (" ".join(MANY), " ".join(MANY[::-1]), " ".join(MANY[1::2] + MANY[::2])),
        (" ".join(PROSE), " ".join(PROSE[::-1]), " ".join(PROSE[1::2] + PROSE[::2])),
    ],
    ids=["white space", "one word", "ten words", "ten words, few", "other order", "prose"],
)
def test_hostile_texts_are_merged_in_about_half_a_second(base, theirs, mine):
    began = time.process_time()
    made = set(merge(base, theirs, mine).split())
    assert time.process_time() - began < 1  # twice that, for a slow machine
    assert ({*theirs.split(), *mine.split()} - {*base.split()}) - made == set()


def test_scattered_edits_of_a_long_text_are_told_word_by_word():
    """Forty of one, forty of another, in the longest text there may be: all in their places."""
    theirs = [f"{word}T" if n % 97 == 40 else word for n, word in enumerate(PROSE)]
    mine = [f"{word}M" if n % 97 == 60 else word for n, word in enumerate(PROSE)]
    both = [t if t != word else m for word, t, m in zip(PROSE, theirs, mine, strict=True)]
    assert merge(" ".join(PROSE), " ".join(theirs), " ".join(mine)) == " ".join(both)
