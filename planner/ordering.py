"""Order alone: whether meetings tied by gaps find days one after another, and if not, why.

A gap only ever pushes a meeting to a later day, so the earliest day of each is found by pushing
until nothing moves. A meeting pushed past its last day is a dead end, and the way to it, read
backwards, is why: which meetings, which gaps, and which places in between are shut.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.problem import Gap

Spot = tuple[int, int]  # day, number of the working day


@dataclass(frozen=True, slots=True)
class Shut:
    """The days in order that some demands shut to one meeting, by themselves or together."""

    breaks: frozenset[str]
    days: list[int]
    numbers: list[int]

    def between(self, gap: Gap | None, least: int, until: int | None) -> bool:
        """Whether one of the days is late enough for *gap*, and before *until*."""
        at = 0 if gap is None else bisect_left(self.numbers if gap.working else self.days, least)
        return at < len(self.days) and (until is None or self.days[at] < until)


@dataclass(slots=True)
class Days:
    """The days open to one meeting in order, and those that are shut."""

    days: list[int]
    numbers: list[int]
    shut: Sequence[Shut] = field(default=())

    @classmethod
    def of(cls, spots: Iterable[Spot], shut: Sequence[Shut] = ()) -> Days:
        """From days in any order."""
        ordered = sorted(set(spots))
        return cls([day for day, _ in ordered], [number for _, number in ordered], shut)


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """Why they find no days: these meetings, these gaps, and of each set of demands one."""

    keys: tuple[str, ...]
    gaps: tuple[Gap, ...]
    shut: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class _Push:
    """A meeting pushed to the day at *at* of its days, since *gap* wants *least* or later."""

    key: str
    at: int
    gap: Gap | None = None
    least: int = 0
    after: _Push | None = None


def dead_end(days: Mapping[str, Days], gaps: Sequence[Gap]) -> DeadEnd | None:
    """Why meetings with these days cannot keep the gaps between them; None where they can."""
    found = _walked(days, gaps)
    return found if isinstance(found, DeadEnd) else None


def spans(days: Mapping[str, Days], gaps: Sequence[Gap]) -> dict[str, Spot] | None:
    """The first and the last day of each meeting that the gaps leave open; None at a dead end."""
    low = _walked(days, gaps)
    mirrored = {key: Days(_mirror(own.days), _mirror(own.numbers)) for key, own in days.items()}
    turned = [replace(gap, first=gap.then, then=gap.first) for gap in gaps]
    high = _walked(mirrored, turned)
    if isinstance(low, DeadEnd) or isinstance(high, DeadEnd):
        return None
    return {
        key: (own.days[low[key].at], own.days[len(own.days) - 1 - high[key].at])
        for key, own in days.items()
    }


def _mirror(line: list[int]) -> list[int]:
    return [-one for one in reversed(line)]


def _walked(days: Mapping[str, Days], gaps: Sequence[Gap]) -> dict[str, _Push] | DeadEnd:
    """How far each meeting is pushed in the end."""
    reached: dict[str, _Push] = {}
    for key, own in days.items():
        reached[key] = _Push(key, 0)
        if not own.days:
            return _reason(reached[key], days)
    tied = [g for g in gaps if g.first in days and g.then in days]
    moved = True
    while moved:
        moved = False
        for push in (push for gap in tied for push in _pushes(gap, reached, days)):
            if push.at >= len(days[push.key].days):
                return _reason(push, days)
            reached[push.key] = push
            moved = True
    return reached


def _pushes(gap: Gap, reached: Mapping[str, _Push], days: Mapping[str, Days]) -> Iterable[_Push]:
    """What the gap asks for beyond what is reached: the later meeting later, or the earlier."""
    if gap.least is not None:
        yield from _pushed(gap, reached[gap.first], reached[gap.then], gap.least, days)
    if gap.most is not None:
        yield from _pushed(gap, reached[gap.then], reached[gap.first], -gap.most, days)


def _pushed(
    gap: Gap, since: _Push, push: _Push, by: int, days: Mapping[str, Days]
) -> Iterable[_Push]:
    from_, own = _line(days[since.key], gap), _line(days[push.key], gap)
    least = from_[since.at] + by
    if own[push.at] < least:
        yield _Push(push.key, bisect_left(own, least), gap, least, since)


def _line(days: Days, gap: Gap) -> list[int]:
    return days.numbers if gap.working else days.days


def _reason(push: _Push, days: Mapping[str, Days]) -> DeadEnd:
    """The way back from a dead end, with the shut places it leads past."""
    keys: dict[str, None] = {}
    gaps: dict[Gap, None] = {}
    shut: dict[frozenset[str], None] = {}
    at: _Push | None = push
    while at is not None:
        keys[at.key] = None
        if at.gap:
            gaps[at.gap] = None
        own = days[at.key]
        until = own.days[at.at] if at.at < len(own.days) else None
        for one in own.shut:
            if one.between(at.gap, at.least, until):
                shut[one.breaks] = None
        at = at.after
    return DeadEnd(tuple(keys), tuple(gaps), tuple(shut))
