"""Which of the mechanisms that exist a plan uses, and which of its meetings could be one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from planner.judging import COUNTED
from planner.needs import KINDS
from planner.register import Register

OF_THE_GROUP = frozenset(
    {"working_group", "crisis", "visit_debrief", "c34_bureau", "organisational"}
)


@dataclass(frozen=True, slots=True)
class Stands:
    """A meeting of a plan, as far as these questions need it."""

    key: str
    kind: str
    mission: str
    on: date


@dataclass(frozen=True, slots=True)
class Use:
    """How often a mechanism is used, and for how many missions; *group*: the Working Group's."""

    kind: str
    meetings: int
    missions: int
    group: bool


def uses(meetings: Iterable[Stands]) -> tuple[Use, ...]:
    """Every mechanism there is, those not used with a zero (2017 report, paras. 74 and 81)."""
    found = list(meetings)
    return tuple(
        Use(
            kind,
            sum(m.kind == kind for m in found),
            len({m.mission for m in found if m.kind == kind and m.mission}),
            kind in OF_THE_GROUP,
        )
        for kind in KINDS
    )


def mergers(meetings: Iterable[Stands], register: Register) -> tuple[tuple[Stands, Stands], ...]:
    """Pairs of informal or Working Group meetings on one mission within the number of days.

    Offered for merging (2017 report, para. 74; the number is ours). A formal meeting is another
    mechanism: the informal one never counts as it (2006 report, para. 1).
    """
    within = register.number("merge_window")
    counted = sorted((m for m in meetings if m.kind in COUNTED), key=lambda m: (m.on, m.key))
    return tuple(
        (one, other)
        for one, other in combinations(counted, 2)
        if one.mission and one.mission == other.mission and (other.on - one.on).days <= within
    )
