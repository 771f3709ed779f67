"""The placements of a plan judged once more, on what is gathered now."""

from __future__ import annotations

from collections.abc import Mapping

from consultations.planning.gathering import Gathered
from planner.placing import Placing
from planner.plan import Placement, placed
from planner.slots import Slot


def judged(
    gathered: Gathered, slots: Mapping[str, Slot], key: str | None = None
) -> dict[str, Placement]:
    """Each consultation still called for (or that of one *key*) at its slot, beside the others."""
    wanted = tuple(sorted(gathered.wanted, key=lambda one: one.key))
    placing = Placing(wanted, gathered.horizon.as_of)
    return {one.key: one for one in placed(placing, slots, key)}
