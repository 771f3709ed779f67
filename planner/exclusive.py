"""Meetings of which no two can be held at a time, since somebody sits in both: in sets of many.

One row for a set says more than one for each person in it: of three meetings that exclude each
other for three people's sake the relaxation would hold a half each. Sets are the bits of a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

MANY = 64  # meetings on one day, from which on each person has a row instead
MOST = 400  # sets of one day, likewise


def rivals_of(count: int, groups: Iterable[Sequence[int]]) -> list[int]:
    """For each of *count* meetings those that share somebody with it: those of its *groups*."""
    rivals = [0] * count
    for group in groups:
        together = sum(1 << at for at in group)
        for at in group:
            rivals[at] |= together
    return [others & ~(1 << at) for at, others in enumerate(rivals)]


def exclusive(present: int, rivals: Sequence[int], groups: Sequence[Sequence[int]]) -> list[int]:
    """Sets of the *present* meetings that exclude each other; every two that do are in one of them.

    The largest ones, or where these are too many those who share one person.
    """
    if present.bit_count() <= MANY:
        found = list(islice(_largest(0, present, 0, rivals), MOST + 1))
        if len(found) <= MOST:
            return sorted(one for one in found if one & (one - 1))
    shared = {present & sum(1 << at for at in group) for group in groups}
    return sorted(one for one in shared if one & (one - 1))


def _largest(chosen: int, more: int, done: int, rivals: Sequence[int]) -> Iterator[int]:
    """*chosen* with all that can join it, each set once (Bron and Kerbosch, with a pivot)."""
    if not more and not done:
        yield chosen
        return
    pivot = max(_members(more | done), key=lambda at: (more & rivals[at]).bit_count())
    for at in _members(more & ~rivals[pivot]):
        yield from _largest(chosen | 1 << at, more & rivals[at], done & rivals[at], rivals)
        more &= ~(1 << at)
        done |= 1 << at


def _members(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
