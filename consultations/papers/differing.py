"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\s*\S+|\s+$")  # a word with the space before it
COSTLY = 20_000  # words of both: above it comparing would take seconds


class Part(NamedTuple):
    """Words that stayed ("same"), were put in ("ins") or were taken out ("del")."""

    how: str
    text: str


def differences(was: str, now: str) -> list[Part]:
    """*was* made into *now*; in the order of reading, what was taken out first."""
    a: list[str] = _WORDS.findall(was)
    b: list[str] = _WORDS.findall(now)
    if len(a) + len(b) > COSTLY:
        return [part for part in (Part("del", was), Part("ins", now)) if part.text]
    parts: list[Part] = []
    old, new = ([word.strip() for word in words] for words in (a, b))
    for how, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            parts.append(Part("same", "".join(b[m:n])))
        else:
            parts += [Part("del", "".join(a[i:j])), Part("ins", "".join(b[m:n]))]
    return [part for part in parts if part.text]
