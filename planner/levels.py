"""The levels of a plan: the tuple a proposal is ordered by, added up over all that are placed.

With a plan to keep, how many move and how far come in as well: after the tuple where the *best*
plan is asked for; where a *gentle* one is, a meeting whose own place is as good as it was moves
only so that another can be placed at all, or so that nothing is broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.problem import Vector
from planner.proposals import FORCES
from planner.recommendation import Criterion

PINNED, NOT_PLACED = "pinned, not placed", "not placed"
DISTANCE, EARLIEST = "distance from the target", "earliest"
DISTURBED, MOVES, SIZE = "moves without need of its own", "moves", "size of moves"
BROKEN = tuple(f"broken: {force}" for force in FORCES)
SHORT = tuple(name for force in FORCES for name in (f"short: {force}", f"short by: {force}"))


class Style(StrEnum):
    """What a re-plan puts first."""

    GENTLE = "gentle"
    BEST = "best"


# Steep enough that the first look leaves little to do at each level; steeper weights could no
# longer be told apart by the solver.
GUESS = {
    PINNED: 3e7,
    NOT_PLACED: 1e7,
    DISTURBED: 1e4,
    DISTANCE: 2.0,
    MOVES: 1.0,
    SIZE: 5e-3,
    EARLIEST: 2e-4,
}
GUESS |= {name: 1e6 / 3**rank for rank, name in enumerate(BROKEN)}
GUESS |= {name: 3e4 / 4**rank for rank, name in enumerate(SHORT[::2])}
GUESS |= {name: 3e3 / 4**rank for rank, name in enumerate(SHORT[1::2])}


@dataclass(frozen=True, slots=True)
class Levels:
    """The names of the levels, strongest first, and where each stands."""

    names: tuple[str, ...]

    def at(self, name: str) -> int:
        return self.names.index(name)

    def broken(self, criterion: Criterion) -> int:
        return self.at(BROKEN[criterion.force.rank])

    def short(self, criterion: Criterion) -> int:
        return self.at(SHORT[2 * criterion.force.rank])

    def short_by(self, criterion: Criterion) -> int:
        return self.at(SHORT[2 * criterion.force.rank + 1])

    def unplaced(self, pinned: bool) -> Vector:
        """What it costs not to hold a meeting; one that somebody pinned counts first of all."""
        first = NOT_PLACED if not pinned else PINNED
        return tuple(int(name in (first, NOT_PLACED)) for name in self.names)

    def cost(self, score: Sequence[int], distance: int, earliest: int, moved: Moved) -> Vector:
        """A placement's own tuple at these levels; *score* as :func:`planner.proposals.score`."""
        forces = len(FORCES)
        broken, short = score[1 : 1 + forces], score[1 + forces :]
        if MOVES not in self.names:  # no plan is kept
            return (0, *broken, *short, distance, earliest)
        kept = (distance, moved.moves, moved.size, earliest)
        disturbed = (moved.disturbed,) if DISTURBED in self.names else ()
        return (0, 0, *broken, *disturbed, *short, *kept)

    @property
    def guess(self) -> tuple[float, ...]:
        """Weights for a first look at the whole (see ``Problem.guess``)."""
        return tuple(GUESS[name] for name in self.names)


@dataclass(frozen=True, slots=True)
class Moved:
    """Whether a place is another than the one kept, by how many half hours, and without need."""

    moves: int = 0
    size: int = 0
    disturbed: int = 0


def levels(style: Style | None) -> Levels:
    """The levels of a plan from scratch (None), or of one that keeps another."""
    short = (*SHORT, DISTANCE)
    if style is None:
        return Levels((NOT_PLACED, *BROKEN, *short, EARLIEST))
    before = (DISTURBED,) if style is Style.GENTLE else ()
    return Levels((PINNED, NOT_PLACED, *BROKEN, *before, *short, MOVES, SIZE, EARLIEST))
