"""Two people typed in one text: both are kept, word by word, and nobody's words are lost."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from difflib import Match, SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

SPACE = re.compile(r"(\s+)")  # words are what stands between: linear, whatever the text
BUDGET = 800_000  # words and pairs of equal words looked at: some tenths of a second
PASSED_OVER = 0.3  # what a pair costs that lies outside the stretch compared


class Word(NamedTuple):
    """One word and the white space before it."""

    space: str
    text: str


class Side(NamedTuple):
    """What one side made of the base: words put in before each place, words kept, their spaces."""

    added: list[list[Word]]
    kept: dict[int, str]


def merge(base: str, theirs: str, mine: str) -> str:
    """*base* with what was changed in *theirs* and in *mine*.

    A word that either side put in stays; a word of the base that either took out goes. Where both
    put words in at one place theirs come first, and once where one typed on from the other's.
    Words that one took out around what the other wrote stay with it: alone it might say what
    nobody said ("not" of a sentence, the end of a text that was emptied).
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    words, tail = _words(base)
    (their_words, their_tail), (my_words, my_tail) = _words(theirs), _words(mine)
    one, two = _side(words, their_words), _side(words, my_words)
    _restore(words, one, two)
    _restore(words, two, one)
    made: list[Word] = []
    for place in range(len(words) + 1):
        made += _both(one.added[place], two.added[place])
        if place in one.kept and place in two.kept:
            space = _space(words[place].space, one.kept[place], two.kept[place])
            made.append(Word(space, words[place].text))
    return _text(made) + _space(tail, their_tail, my_tail)


def _words(text: str) -> tuple[list[Word], str]:
    """The words, and the white space after the last one."""
    first, *rest = SPACE.split(text)  # word, space, word, … space, word; ends may be empty
    found = [Word("", first)] if first else []
    found += [Word(*pair) for pair in zip(rest[::2], rest[1::2], strict=True)]
    if found and not found[-1].text:
        return found[:-1], found[-1].space
    return found, ""


def _side(base: list[Word], other: list[Word]) -> Side:
    added: list[list[Word]] = [[] for _place in range(len(base) + 1)]
    kept: dict[int, str] = {}
    first, last = _ends([w.text for w in base], [w.text for w in other])
    for place in range(first):
        kept[place] = other[place].space
    for back in range(1, last + 1):
        kept[len(base) - back] = other[len(other) - back].space
    a = [w.text for w in base[first : len(base) - last]]
    b = [w.text for w in other[first : len(other) - last]]
    here = there = 0
    for i, j in (*_pairs(a, b), (len(a), len(b))):
        added[first + here] += other[first + there : first + j]
        if i < len(a):
            kept[first + i] = other[first + j].space
        here, there = i + 1, j + 1
    return Side(added, kept)


def _ends(a: list[str], b: list[str]) -> tuple[int, int]:
    """How many words at the beginning and at the end are the same."""
    shorter = min(len(a), len(b))
    first = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    rest = shorter - first
    last = next((n for n in range(rest) if a[-1 - n] != b[-1 - n]), rest)
    return first, last


def _pairs(a: list[str], b: list[str]) -> Iterator[tuple[int, int]]:
    """Places of words that are the same in both, in order: first rare ones, then between them."""
    left, i, j = float(BUDGET), 0, 0
    for m, n in (*_rare(a, b), (len(a), len(b))):
        if i < m and j < n:
            between = _Thrifty(a[i:m], b[j:n], left)
            for block in between.get_matching_blocks():
                yield from ((i + block.a + k, j + block.b + k) for k in range(block.size))
            left = between.left
        if m < len(a):
            yield m, n
        i, j = m + 1, n + 1


def _rare(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """Words that either has once: the longest row of them that is in one order in both."""
    in_a, in_b, places = Counter(a), Counter(b), {word: n for n, word in enumerate(b)}
    pairs = [(n, places[w]) for n, w in enumerate(a) if in_a[w] == 1 and in_b[w] == 1]
    lowest: list[int] = []  # by length of a row: the lowest place in b that one can end on
    ends: list[int] = []  # and the pair that it ends with
    before: list[int] = []
    for one, (_n, place) in enumerate(pairs):
        length = bisect_left(lowest, place)
        lowest[length : length + 1], ends[length : length + 1] = [place], [one]
        before.append(ends[length - 1] if length else -1)
    row: list[tuple[int, int]] = []
    one = ends[-1] if ends else -1
    while one >= 0:
        row.append(pairs[one])
        one = before[one]
    return row[::-1]


class _Thrifty(SequenceMatcher[str]):
    """Exact where it can be afforded, the longest stretches first; then all counts as new."""

    def __init__(self, a: list[str], b: list[str], left: float) -> None:
        times = Counter(b)
        self._costs = list(accumulate((1 + times[word] for word in a), initial=0))
        self.left, self._ends = left, (len(a), len(b))
        super().__init__(None, a, b, autojunk=False)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        end_a, end_b = self._ends
        pairs = self._costs[end_a if ahi is None else ahi] - self._costs[alo]
        part = ((end_b if bhi is None else bhi) - blo) / (end_b or 1)
        self.left -= pairs * (PASSED_OVER + (1 - PASSED_OVER) * part)
        if self.left < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _restore(words: list[Word], taker: Side, writer: Side) -> None:
    """Keep what *taker* took out where *writer* wrote amid it, or into a text that was emptied."""
    whole = not taker.kept and not any(taker.added)
    place = 0
    while place < len(words):
        first = place
        while place < len(words) and place not in taker.kept:
            place += 1
        amid = writer.added if whole else writer.added[first + 1 : place]
        if any(amid):
            taker.kept.update({n: words[n].space for n in range(first, place) if n in writer.kept})
        place += 1


def _both(theirs: list[Word], mine: list[Word]) -> list[Word]:
    """Theirs, then mine; once where one is the other, or began like it and was typed on."""
    a, b = [w.text for w in theirs], [w.text for w in mine]
    if a[: len(b)] == b:
        return theirs
    return mine if b[: len(a)] == a else [*theirs, *mine]


def _space(base: str, theirs: str, mine: str) -> str:
    return theirs if mine == base else mine


def _text(words: list[Word]) -> str:
    """Words one after the other, never two grown into one."""
    return "".join(
        (space or (" " if place else "")) + word for place, (space, word) in enumerate(words)
    )
