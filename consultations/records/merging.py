"""Two people typed in one text: both are kept, word by word, and nobody's words are lost."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"(\s*)(\S+)")
COSTLY = 1_000_000  # pairs of equal words: above it comparing would take seconds


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
    put words in at one place theirs come first, and once where one has the other's words already.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    words, tail = _words(base)
    (their_words, their_tail), (my_words, my_tail) = _words(theirs), _words(mine)
    one, two = _side(words, their_words), _side(words, my_words)
    made: list[Word] = []
    for place in range(len(words) + 1):
        made += _both(one.added[place], two.added[place])
        if place in one.kept and place in two.kept:
            space = _space(words[place].space, one.kept[place], two.kept[place])
            made.append(Word(space, words[place].text))
    return _text(made) + _space(tail, their_tail, my_tail)


def _words(text: str) -> tuple[list[Word], str]:
    """The words, and the white space after the last one."""
    found = [Word(*match.groups()) for match in WORD.finditer(text)]
    return found, text[sum(len(space) + len(word) for space, word in found) :]


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
    for tag, i, j, m, n in _matcher(a, b).get_opcodes():
        if tag == "equal":
            for step in range(j - i):
                kept[first + i + step] = other[first + m + step].space
        else:
            added[first + i] += other[first + m : first + n]
    return Side(added, kept)


def _ends(a: list[str], b: list[str]) -> tuple[int, int]:
    """How many words at the beginning and at the end are the same."""
    shorter = min(len(a), len(b))
    first = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    rest = shorter - first
    last = next((n for n in range(rest) if a[-1 - n] != b[-1 - n]), rest)
    return first, last


def _matcher(a: list[str], b: list[str]) -> SequenceMatcher[str]:
    """Exact where it can be afforded; else what differs counts as written anew."""
    times = Counter(b)
    if sum(times[word] for word in a) > COSTLY:
        return SequenceMatcher(lambda _word: True, a, b, autojunk=False)  # no two are the same
    return SequenceMatcher(None, a, b, autojunk=False)


def _both(theirs: list[Word], mine: list[Word]) -> list[Word]:
    if _holds(theirs, mine):
        return theirs
    return mine if _holds(mine, theirs) else [*theirs, *mine]


def _holds(longer: list[Word], shorter: list[Word]) -> bool:
    """Whether the words of one stand, in a row, among those of the other."""
    a, b = [w.text for w in longer], [w.text for w in shorter]
    return any(a[n : n + len(b)] == b for n in range(len(a) - len(b) + 1))


def _space(base: str, theirs: str, mine: str) -> str:
    return theirs if mine == base else mine


def _text(words: list[Word]) -> str:
    """Words one after the other, never two grown into one."""
    return "".join(
        (space or (" " if place else "")) + word for place, (space, word) in enumerate(words)
    )
