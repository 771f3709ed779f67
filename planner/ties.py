"""What ties the consultations of a plan: order, distance between them, and how many in a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from planner.judging import BEFORE
from planner.levels import Levels
from planner.problem import Cap, Gap, Meeting, Spacing
from planner.wanted import Wanted

INFORMAL = "informal_triangular"


def gaps(kinds: Mapping[tuple[object, str], Wanted], levels: Levels) -> Iterator[Gap]:
    """In a cycle the briefing comes first, then the informal consultation, then the formal."""
    for (cycle, kind), wanted in kinds.items():
        before = kinds.get((cycle, BEFORE.get(kind, "")))
        if before is None:
            continue
        yield Gap(before.key, wanted.key)
        if kind == INFORMAL:
            register = wanted.bench.register
            cost = [0] * len(levels.names)
            cost[levels.broken(register.criteria["briefing_before"])] = 1
            yield Gap(
                before.key, wanted.key, register.number("briefing_latest"),
                register.number("briefing_earliest"), True, tuple(cost),
            )  # fmt: skip


def spacings(wanted: Sequence[Wanted], levels: Levels) -> Iterator[Spacing]:
    """Informal consultations on one mission keep their distance (2017 report, para. 78 (a))."""
    informal = [w for w in wanted if w.kind == INFORMAL]
    for one, other in combinations(informal, 2):
        register = one.bench.register
        entry = register.criteria["mission_spacing"]
        if one.bench.missions & other.bench.missions:
            yield Spacing(
                one.key, other.key, register.number("mission_spacing"),
                levels.short(entry), levels.short_by(entry),
            )  # fmt: skip


def caps(wanted: Sequence[Wanted], meetings: Sequence[Meeting], levels: Levels) -> Iterator[Cap]:
    """So many informal and Working Group meetings a week (2017 report, para. 58 (b))."""
    counted = [w for w in wanted if w.counted]
    if not counted:
        return
    register = counted[0].bench.register
    entry, cap = register.criteria["week_load"], register.number("week_load_cap")
    keys = {w.key for w in counted}
    by_week = _weeks(m for m in meetings if m.key in keys)
    for monday, members in sorted(by_week.items()):
        day = date.fromordinal(monday)
        free = cap - len(counted[0].bench.week_load(day))
        yield Cap(
            frozenset(members), monday, monday + 6, free,
            levels.short(entry), levels.short_by(entry),
        )  # fmt: skip


def _weeks(meetings: Iterable[Meeting]) -> dict[int, set[str]]:
    weeks: dict[int, set[str]] = {}
    for meeting in meetings:
        for option in meeting.options:
            weeks.setdefault(option.day - (option.day - 1) % 7, set()).add(meeting.key)
    return weeks
