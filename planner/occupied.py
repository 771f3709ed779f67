"""The others where a plan has them, as demands: each place they take is shut by "stands:KEY"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from planner.demanded import Barred, Demands, Ground
from planner.problem import Meeting, Option, Problem

STANDS = "stands:"
Standing = Mapping[str, Option]


def beside(
    problem: Problem, key: str, barred: Mapping[str, tuple[Barred, ...]], standing: Standing
) -> tuple[Problem, str, dict[str, tuple[Barred, ...]]]:
    """The part of a problem that is left when all but those in order with a meeting stay put.

    Those of its order that have no place in the plan are left out.
    """
    ground = Ground(problem, barred)
    free = ground.tied(key, {key, *standing})
    taken = _Taken(ground, {k: o for k, o in standing.items() if k not in free})
    meetings, shut = [], {}
    for one in free:
        meeting = ground.meetings[one]
        stood = {option: taken.by(meeting, option) for option in meeting.options}
        meetings.append(replace(meeting, options=tuple(o for o, who in stood.items() if not who)))
        shut[one] = (
            *(Barred(option, who) for option, who in stood.items() if who),
            *(
                Barred(b.option, b.breaks | taken.by(meeting, b.option))
                for b in barred.get(one, ())
            ),
        )
    gaps = tuple(g for g in ground.gaps if {g.first, g.then} <= set(free))
    return replace(problem, meetings=tuple(meetings), gaps=gaps), key, shut


class _Taken:
    """Who stands where, by day."""

    def __init__(self, ground: Ground, standing: Standing) -> None:
        self._days: dict[int, list[tuple[Meeting, Option]]] = defaultdict(list)
        for key, option in standing.items():
            self._days[option.day].append((ground.meetings[key], option))

    def by(self, meeting: Meeting, option: Option) -> Demands:
        """What of those that stand a meeting would run into there."""
        then = [at for at in self._days.get(option.day, ()) if at[1].mask & option.mask]
        found = {other.key for other, at in then if self._meets(meeting, option, other, at)}
        return frozenset(STANDS + key for key in found)

    def _meets(self, meeting: Meeting, option: Option, other: Meeting, at: Option) -> bool:
        same_room = bool(option.room) and option.room == at.room
        return same_room or not meeting.attendees.isdisjoint(other.attendees)
