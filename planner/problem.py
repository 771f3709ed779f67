"""A planning problem in plain values: meetings, the places each could take, and what ties them.

Nothing here knows of missions or recommendations: a day is an ordinal, an hour a bit, a level a
place in a tuple of costs. The strongest level comes first, and less is better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Vector = tuple[int, ...]
OPTIMAL, FEASIBLE = "optimal", "feasible"


@dataclass(frozen=True, slots=True)
class Option:
    """One place a meeting could take, and what that costs by level.

    *day* is an ordinal, *mask* its grains of time (bit 0 is the first of the day; all between its
    first and its last), *number* the number of the working day. Without a *room* any one of
    ``Problem.rooms`` that is large enough is taken, for the whole of the time.
    """

    day: int
    mask: int
    cost: Vector
    room: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its options, and what it costs by level not to hold it.

    *attendees* are in one place at a time; where *preferred* ones are not, that is counted at
    ``Problem.preferred_level``, a grain of time at a time. *seats* matter where no room is named.
    """

    key: str
    options: tuple[Option, ...]
    unplaced: Vector
    attendees: frozenset[str] = frozenset()
    preferred: frozenset[str] = frozenset()
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """*then* stands at least *least* and at most *most* days after *first*.

    In working days where *working*. A *must* without *cost*; else that is what a breach costs.
    """

    first: str
    then: str
    least: int | None = 1
    most: int | None = None
    working: bool = False
    cost: Vector | None = None


@dataclass(frozen=True, slots=True)
class Spacing:
    """Two meetings fewer than *days* apart: one at level *count*, each missing day at *depth*."""

    one: str
    other: str
    days: int
    count: int
    depth: int


@dataclass(frozen=True, slots=True)
class Cap:
    """From day *first* to *last* there is room for *free* of these meetings.

    Each one more counts one at level *count*, and at *depth* as many as there are too many then.
    *free* is negative where those that stand already are too many.
    """

    members: frozenset[str]
    first: int
    last: int
    free: int
    count: int
    depth: int

    def holds(self, day: int) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Problem:
    """Meetings to be placed together; ``levels`` names the places of every tuple of costs.

    *guess* weighs the levels for a first look at the whole: it decides how fast the answer is
    found, never what it is.
    """

    levels: tuple[str, ...]
    meetings: tuple[Meeting, ...]
    gaps: tuple[Gap, ...] = ()
    spacings: tuple[Spacing, ...] = ()
    caps: tuple[Cap, ...] = ()
    rooms: tuple[int, ...] = ()
    preferred_level: int | None = None
    guess: tuple[float, ...] = ()


Chosen = Mapping[str, Option | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan for a problem: an option or None for each key, and how good it is proven to be.

    No plan is better than *bounds*, read level by level; *optimal* where *values* reach them.
    ``seconds`` went into the rows and into solving them.
    """

    chosen: dict[str, Option | None]
    values: Vector
    bounds: Vector
    status: str
    engine: str
    seconds: tuple[float, float] = (0.0, 0.0)


def evaluate(problem: Problem, chosen: Chosen) -> Vector:
    """What a plan costs, level by level, whether or not it keeps what must be kept."""
    total = [0] * len(problem.levels)
    for meeting in problem.meetings:
        option = chosen.get(meeting.key)
        _add(total, option.cost if option else meeting.unplaced)
    for gap in problem.gaps:
        if gap.cost and gap_broken(gap, chosen):
            _add(total, gap.cost)
    for spacing in problem.spacings:
        missing = _missing_days(spacing, chosen)
        if missing:
            total[spacing.count] += 1
            total[spacing.depth] += missing
    for cap in problem.caps:
        over = _over(cap, chosen)
        total[cap.count] += len(over)
        total[cap.depth] += sum(over)
    if problem.preferred_level is not None:
        total[problem.preferred_level] += _preferred_overlap(problem, chosen)
    return tuple(total)


def _add(total: list[int], cost: Iterable[int]) -> None:
    for level, amount in enumerate(cost):
        total[level] += amount


def gap_broken(gap: Gap, chosen: Chosen) -> bool:
    """Whether both meetings stand, and too near to each other, too far, or the wrong way round."""
    first, then = chosen.get(gap.first), chosen.get(gap.then)
    if first is None or then is None:
        return False
    between = then.number - first.number if gap.working else then.day - first.day
    low = gap.least is not None and between < gap.least
    return low or (gap.most is not None and between > gap.most)


def _missing_days(spacing: Spacing, chosen: Chosen) -> int:
    one, other = chosen.get(spacing.one), chosen.get(spacing.other)
    if one is None or other is None:
        return 0
    return max(0, spacing.days - abs(one.day - other.day))


def _over(cap: Cap, chosen: Chosen) -> list[int]:
    """How many are too many, at each meeting beyond the last there was room for."""
    standing = sum((o := chosen.get(key)) is not None and cap.holds(o.day) for key in cap.members)
    return [n - cap.free for n in range(1, standing + 1) if n > cap.free]


def _preferred_overlap(problem: Problem, chosen: Chosen) -> int:
    """Grains of time at which somebody whose presence is preferred is wanted elsewhere too."""
    wanted: Counter[tuple[str, int, int]] = Counter()
    preferred = set().union(*(m.preferred for m in problem.meetings)) if problem.meetings else set()
    for meeting in problem.meetings:
        option = chosen.get(meeting.key)
        if option is None:
            continue
        people = (meeting.attendees | meeting.preferred) & preferred
        for grain in grains_of(option.mask):
            wanted.update((who, option.day, grain) for who in people)
    return sum(count - 1 for count in wanted.values() if count > 1)


def grains_of(mask: int) -> list[int]:
    """The numbers of the bits of a mask, first to last."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
