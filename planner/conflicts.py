"""Why a meeting cannot be placed: a set of demands that cannot hold together, and what frees it.

Looked for near by first: what shuts the meeting's own places, then the meetings that stand in
order with it, then those that want the same people or rooms. Every demand of the set is
necessary: without it the others can be met.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from planner.demanded import Barred, Demands, Ground, Plan, Undecided, gap_id, hold
from planner.hitting import by_size, smallest
from planner.ordering import dead_end
from planner.problem import Option, Problem

__all__ = ["Barred", "Conflict", "Relaxed", "conflict"]

REACH = 60  # meetings looked at around one
MOST = 4  # demands in a relaxation
WAYS = 40  # sets of demands tried before it is left at what was found


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Demands whose dropping frees the meeting, and the cheapest place it could then take."""

    demands: tuple[str, ...]
    option: Option


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands that cannot hold together, and the smallest relaxations, fewest demands first.

    Every demand is necessary where *proven*; else the search ended before it could be told.
    """

    demands: tuple[str, ...]
    relaxations: tuple[Relaxed, ...]
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """What a relaxation may drop: nothing of *firm*, and rather what has less *strength*."""

    firm: Demands = frozenset()
    strength: Mapping[str, int] = field(default_factory=dict)
    top: int = 4

    def order(self, demands: Collection[str]) -> tuple[int, int, list[str]]:
        """Fewest demands first, then the weakest."""
        return len(demands), sum(self.strength.get(d, 0) for d in demands), sorted(demands)


def conflict(
    problem: Problem,
    key: str,
    barred: Mapping[str, tuple[Barred, ...]],
    *,
    standing: Collection[str] | None = None,
    wish: Wish | None = None,
) -> Conflict | None:
    """Why the meeting of that key cannot be placed beside the others; None where it can.

    *standing* are the others that are to be held (all, if None): where these cannot all be held
    even without it, some are left out.
    """
    ground = Ground(problem, barred)
    others = [k for k in ground.meetings if k != key and (standing is None or k in standing)]
    case = _Case(ground, key, others)
    try:
        demands = case.demands()
    except Undecided:
        return Conflict(tuple(hold(k) for k in case.reach), (), proven=False)
    if demands is None:
        return None
    return Conflict(demands, tuple(_relaxations(case, demands, wish or Wish())))


class _Case:
    """One meeting that may not find a place, and those around it."""

    def __init__(self, ground: Ground, key: str, others: list[str]) -> None:
        self.ground, self.key, self.others = ground, key, others
        self.place: Option | None = None
        self._rings: list[list[str]] | None = None

    def without(self, dropped: Demands) -> _Case:
        """The same case with these demands dropped."""
        gone = [k for k in self.others if hold(k) in dropped]
        others = [k for k in self.others if k not in gone]
        case = _Case(self.ground.without(dropped), self.key, others)
        case._rings = [[k for k in ring if k not in gone] for ring in self.rings]
        return case

    def demands(self) -> tuple[str, ...] | None:
        """The smallest set that can be told at once, from the nearest cause outwards."""
        return self._alone() or self._in_order() or self._crowded()

    # First: its own places.

    def _alone(self) -> tuple[str, ...] | None:
        if self.ground.meetings[self.key].options:
            return None
        shut = smallest(self.ground.shut(self.key))
        return None if shut is None else (hold(self.key), *shut)

    # Then: the order with its neighbours in time.

    def _in_order(self) -> tuple[str, ...] | None:
        tied = self._tied()
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
        asked += smallest(found.shut) or ()
        return self._needed(asked, self._ordered)

    def _tied(self) -> list[str]:
        """The meetings that hard gaps tie to it, near ones first."""
        standing, found = {self.key, *self.others}, {self.key: None}
        for key in (queue := [self.key]):
            for gap in self.ground.gaps:
                ends = (gap.first, gap.then)
                for other in ends if key in ends else ():
                    if other in standing and other not in found:
                        found[other] = None
                        queue.append(other)
        return list(found)

    def _ordered(self, asked: Demands) -> bool:
        """Whether days can be found in order when only this is asked."""
        keys = [k for k in self._tied() if hold(k) in asked]
        gaps = [g for g in self.ground.gaps if gap_id(g) in asked]
        spots = {}
        for key in keys:
            shut = {d for one in self.ground.barred.get(key, ()) for d in one.breaks}
            spots[key] = self.ground.days(key, frozenset(shut - asked))
        return dead_end(spots, gaps) is None

    # Last: people and rooms.

    @property
    def rings(self) -> list[list[str]]:
        """The others by how near they are: tied to it or competing, then to these, ..."""
        if self._rings is None:
            self._rings = list(_rings(self.ground, self.key, self.others))
        return self._rings

    @property
    def reach(self) -> list[str]:
        return [self.key, *(k for ring in self.rings for k in ring)]

    def _crowded(self) -> tuple[str, ...] | None:
        near = self._stuck()
        if near is None:
            return None
        asked = self.ground.demands(near)
        asked += smallest(s for k in near for s in self.ground.shut(k) if s) or ()
        return self._needed(asked, lambda d: self._can(near, d))

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

    def _can(self, keys: list[str], asked: Demands) -> bool:
        try:
            return self.ground.met(keys, asked) is not None
        except Undecided:
            return True

    def _needed(self, asked: list[str], can: Callable[[Demands], bool]) -> tuple[str, ...]:
        """*asked* without what the conflict does not need: first the far meetings, in halves."""
        asked = list(dict.fromkeys(asked))
        kept = sorted(asked, key=lambda d: (d[:5] == "hold:", asked.index(d)), reverse=True)
        size = max(1, len(asked) // 2)
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


def _relaxations(case: _Case, demands: Collection[str], wish: Wish) -> Iterator[Relaxed]:
    """What frees the meeting, fewest demands first.

    It meets every set that cannot hold together; where a guess does not free the meeting, that
    shows a further such set.
    """
    sets = [_loose(case, demands, wish)]
    found: list[Demands] = []
    for _ in range(WAYS):
        best = _next(sets, found, wish)
        if best is None or len(found) == wish.top:
            return
        freer = case.without(best)
        try:
            more = freer.demands()
        except Undecided:
            found.append(best)  # not to be tried again
            continue
        if more is not None:
            sets.append(_loose(case, more, wish))
            continue
        found.append(best)
        assert freer.place is not None
        yield Relaxed(tuple(sorted(best)), freer.place)


def _loose(case: _Case, demands: Collection[str], wish: Wish) -> Demands:
    return frozenset(demands) - {hold(case.key)} - wish.firm


def _next(sets: list[Demands], found: list[Demands], wish: Wish) -> Demands | None:
    """The best set that meets all *sets* and goes beyond none *found*."""
    for equals in by_size(sets, MOST):
        left = [one for one in equals if not any(other <= one for other in found)]
        if left:
            return min(left, key=wish.order)
    return None


def _rings(ground: Ground, key: str, others: list[str]) -> Iterator[list[str]]:
    """The others around a meeting, ring by ring, as far as the reach goes."""
    wanted = {k: _wants(ground, k) for k in ((key, *others) if others else ())}
    left, ring, many = dict.fromkeys(others), [key], 1
    while ring and left and many < REACH:
        near = set().union(*(wanted[k] for k in ring))
        tied = {k for g in ground.gaps if {g.first, g.then} & set(ring) for k in (g.first, g.then)}
        ring = [k for k in left if k in tied or not near.isdisjoint(wanted[k])][: REACH - many]
        for k in ring:
            del left[k]
        many += len(ring)
        if ring:
            yield ring


def _wants(ground: Ground, key: str) -> set[tuple[int, str]]:
    """Whom and which rooms a meeting may want, day by day."""
    options = [*ground.meetings[key].options, *(b.option for b in ground.barred.get(key, ()))]
    who = [name for name, keys in ground.people.items() if key in keys]
    found = {(o.day, o.room) for o in options if o.room or ground.problem.rooms}
    return found | {(day, name) for day in {o.day for o in options} for name in who}
