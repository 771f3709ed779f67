"""One meeting that may find no place: looked at alone, then in its order, then among the others.

Every demand of the set found is necessary: without it the others can be met.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property

from planner.demanded import Demands, Ground, around, gap_id, hold
from planner.fitting import Plan
from planner.hitting import smallest
from planner.ordering import dead_end
from planner.problem import Option

FEW = 12  # demands that are tried one by one


class Case:
    """One meeting that may not find a place, and those around it."""

    def __init__(
        self, ground: Ground, key: str, others: list[str], strength: Mapping[str, int]
    ) -> None:
        self.ground, self.key, self.others = ground, key, others
        self.strength = strength
        self.place: Option | None = None
        self.plan: dict[str, int] = {}
        self._rings: list[list[str]] | None = None

    def without(self, dropped: Demands) -> Case:
        """The same case with these demands dropped."""
        gone = [k for k in self.others if hold(k) in dropped]
        others = [k for k in self.others if k not in gone]
        case = Case(self.ground.without(dropped), self.key, others, self.strength)
        case._rings = [[k for k in ring if k not in gone] for ring in self.rings]
        return case

    def demands(self) -> tuple[str, ...] | None:
        """Demands that cannot hold together, each necessary; None where it can be placed.

        From the nearest cause outwards. Raises Undecided.
        """
        return self._alone() or self._in_order() or self._crowded()

    # First: its own places.

    def _alone(self) -> tuple[str, ...] | None:
        if self.ground.meetings[self.key].options:
            return None
        shut = smallest(self.ground.shut(self.key), self.strength)
        return None if shut is None else (hold(self.key), *shut)

    # Then: the order with its neighbours in time.

    def _in_order(self) -> tuple[str, ...] | None:
        tied = self._tied
        if len(tied) < 2:
            return None
        days = {k: self.ground.days(k) for k in tied}
        own = days.pop(self.key)
        while found := dead_end(days, self.ground.gaps):
            del days[found.keys[0]]  # cannot be held with the rest anyhow
        found = dead_end({self.key: own, **days}, self.ground.gaps)
        if found is None:
            return None
        asked = [hold(k) for k in found.keys] + [gap_id(g) for g in found.gaps]
        asked += smallest(found.shut, self.strength) or ()
        return self._needed(asked, self._ordered)

    @cached_property
    def _tied(self) -> list[str]:
        """The meetings that hard gaps tie to it, near ones first."""
        return self.ground.tied(self.key, {self.key, *self.others})

    def _ordered(self, asked: Demands) -> bool:
        """Whether days can be found in order when only this is asked."""
        spots = {k: self.ground.days(k, asked) for k in self._tied if hold(k) in asked}
        return dead_end(spots, [g for g in self.ground.gaps if gap_id(g) in asked]) is None

    # Last: people and rooms.

    @property
    def rings(self) -> list[list[str]]:
        """The others by how near they are: tied to it or competing, then to these, ..."""
        if self._rings is None:
            self._rings = list(around(self.ground, self.key, self.others))
        return self._rings

    @property
    def reach(self) -> list[str]:
        return [self.key, *(k for ring in self.rings for k in ring)]

    def _crowded(self) -> tuple[str, ...] | None:
        near = self._stuck()
        if near is None:
            return None
        asked = self.ground.demands(near)
        shut = [s for k in near for s in self.ground.shut(k) if s]
        asked += smallest(shut, self.strength) or ()
        return self._needed(asked, lambda d: self.ground.met(near, d) is not None)

    def _stuck(self) -> list[str] | None:
        """The nearest meetings beside which it finds no place; None, and its place, if it does."""
        if self._finds(self.reach):
            return None
        near = [self.key]
        for ring in self.rings:
            near += self._agreed(near[1:], ring)
            if not self._finds(near):
                return near
        return None

    def _finds(self, keys: list[str]) -> bool:
        """Whether all can be held; the cheapest place found for it is then kept."""
        asked = self._all(keys)
        plan = self.ground.met(keys, asked, self.key) if len(keys) > 1 else {}
        places = self.ground.open(self.key, asked) if plan is not None else []
        if places:
            self.place = places[plan[self.key].cost[1] if plan else 0]
            self.plan = {k: o.day for k, o in (plan or {}).items() if k != self.key}
        return bool(places)

    def _all(self, keys: Collection[str]) -> Demands:
        shut = (d for k in keys for one in self.ground.shut(k) for d in one)
        return frozenset((*self.ground.demands(keys), *shut))

    def _met(self, keys: Collection[str]) -> Plan | None:
        return self.ground.met(keys, self._all(keys))

    def _agreed(self, kept: list[str], more: list[str]) -> list[str]:
        """Those of *more* that can be held with *kept*: all, or as many as do one by one."""
        if self._met([*kept, *more]) is not None:
            return more
        found: list[str] = []
        for key in more:
            if self._met([*kept, *found, key]) is not None:
                found.append(key)
        return found

    def _needed(self, asked: list[str], can: Callable[[Demands], bool]) -> tuple[str, ...]:
        """*asked* without what the conflict does not need: first the far meetings, in halves."""
        asked = list(dict.fromkeys(asked))
        kept = sorted(asked, key=lambda d: (d[:5] == "hold:", asked.index(d)), reverse=True)
        size = len(asked) // 2 if len(asked) > FEW else 1
        while size:
            at = 0
            while at < len(kept):
                left = kept[:at] + kept[at + size :]
                if hold(self.key) in left and not can(frozenset(left)):
                    kept = left
                else:
                    at += size
            size //= 2
        return tuple(sorted(kept, key=asked.index))
