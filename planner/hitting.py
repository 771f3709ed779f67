"""Sets that meet each of some other sets: the smallest one, and all of them from the smallest up.

What shuts each place is a set of demands; the smallest set of demands that shuts them all meets
each of these. And what frees a meeting meets every set of demands that cannot hold together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

Names = frozenset[str]
HEAVIEST = 1000


def smallest(
    sets: Iterable[Names], weight: Mapping[str, int] | None = None
) -> tuple[str, ...] | None:
    """The fewest names of which each set holds one; None where one of them is empty.

    Where two names do as well, the one of more *weight* is taken, then the first by the alphabet.
    """
    distinct = set(sets)
    if frozenset() in distinct:
        return None
    if weight:  # the weight goes before the name, where the alphabet reads it
        named = {n: f"{HEAVIEST - weight.get(n, 0):04}{n}" for one in distinct for n in one}
        distinct = {frozenset(named[n] for n in one) for one in distinct}
    single = {next(iter(one)) for one in distinct if len(one) == 1}
    left = [one for one in distinct if single.isdisjoint(one)]
    found = single | _fewest(left) if left else single
    return tuple(sorted(n[4:] for n in found) if weight else sorted(found))


def minimal(sets: Iterable[Names]) -> list[Names]:
    """The distinct sets that contain no other, smallest first."""
    kept: list[Names] = []
    for one in sorted(set(sets), key=lambda s: (len(s), sorted(s))):
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept


def _fewest(sets: list[Names]) -> set[str]:
    """A smallest hitting set: what is forced, then each part that shares no name by itself."""
    forced, left = _reduced(sets)
    for part in _parts(left):
        forced |= _branched(part)
    return forced


def _reduced(sets: list[Names]) -> tuple[set[str], list[Names]]:
    """Names that some smallest hitting set has, and the sets that these leave open."""
    forced: set[str] = set()
    left = minimal(sets)
    while True:
        useful = _undominated(left)
        smaller = minimal(one & useful for one in left)
        single = {next(iter(one)) for one in smaller if len(one) == 1}
        forced |= single
        smaller = [one for one in smaller if single.isdisjoint(one)]
        if smaller == left:
            return forced, left
        left = smaller


def _undominated(sets: list[Names]) -> Names:
    """Names without those that meet no more sets than another one does."""
    met: dict[str, int] = {}
    for at, one in enumerate(sets):
        for name in one:
            met[name] = met.get(name, 0) | 1 << at
    kept: list[str] = []
    for name in sorted(met, key=lambda n: (-met[n].bit_count(), n)):
        if not any(met[name] & met[other] == met[name] for other in kept):
            kept.append(name)
    return frozenset(kept)


def _parts(sets: list[Names]) -> list[list[Names]]:
    """The sets grouped so that those of different groups share no name."""
    parts: list[tuple[set[str], list[Names]]] = []
    for one in sets:
        names, members = set(one), [one]
        for part in [p for p in parts if not p[0].isdisjoint(one)]:
            parts.remove(part)
            names |= part[0]
            members += part[1]
        parts.append((names, members))
    return [members for _, members in parts]


def _branched(sets: list[Names]) -> set[str]:
    """Each name of the smallest set tried in turn, as long as fewer names may do."""
    best: set[str] | None = None
    small = min(sets, key=lambda s: (len(s), sorted(s)))
    for name in sorted(small):
        left = [one for one in sets if name not in one]
        if best is not None and 1 + _apart(left) >= len(best):
            continue
        found = {name} | (_fewest(left) if left else set())
        if best is None or len(found) < len(best):
            best = found
    return best or set()


def _apart(sets: list[Names]) -> int:
    """How many of the sets share no name: no fewer names can meet them all."""
    seen: set[str] = set()
    count = 0
    for one in sorted(sets, key=len):
        if seen.isdisjoint(one):
            seen |= one
            count += 1
    return count


def by_size(sets: Iterable[Names], most: int) -> Iterator[list[Names]]:
    """All hitting sets of at most *most* names that need each of them, a list for each size."""
    wanted = minimal(sets)
    if frozenset() in wanted:
        return
    for size in range(1, most + 1):
        found = {one for one in _of_size(wanted, frozenset(), size) if _needed(one, wanted)}
        yield sorted(found, key=sorted)


def _of_size(sets: list[Names], so_far: Names, size: int) -> Iterator[Names]:
    left = next((one for one in sets if so_far.isdisjoint(one)), None)
    if left is None:
        if size == 0:
            yield so_far
    elif size > 0:
        for name in left:
            yield from _of_size(sets, so_far | {name}, size - 1)


def _needed(names: Names, sets: list[Names]) -> bool:
    """Whether each name alone meets one of the sets."""
    return all(any(one & names == {name} for one in sets) for name in names)
