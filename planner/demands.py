"""What could not be placed, in words: demands that cannot hold together, and what would free it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.beside import Fixed
from planner.placing import Placing
from planner.slots import Slot


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing asked for, with the paragraph that asks it and its force."""

    id: str
    sentence: str
    recommendation: str = ""
    also: tuple[str, ...] = ()
    force: str = ""
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Demands to drop, and the slot that is then open."""

    demands: tuple[Demand, ...]
    day: date | None
    slot: Slot | None
    sentence: str


def explain(
    placing: Placing, slots: Mapping[str, Slot], key: str
) -> tuple[tuple[Demand, ...], tuple[Relaxation, ...]]:
    """Why the consultation of that key has no place in a plan."""
    return (), ()


def standing_conflicts(fixed: Sequence[Fixed]) -> tuple[Demand, ...]:
    """Where what is booked breaks a must."""
    return ()
