"""A problem as a list of demands that can be dropped one by one, and whether the rest can be met.

Demands are told by their ids: "hold:KEY" (the meeting takes place), "gap:FIRST:THEN" (their
order), "person:WHO" (in one place at a time; one name stands for all who attend the same
meetings), "room:NAME" (one meeting at a time), "rooms" (no more meetings than rooms), and those
that shut a place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from planner.fitting import Plan, placed
from planner.ordering import Days, Shut
from planner.problem import Gap, Meeting, Option, Problem

ROOMS = "rooms"
REACH = 60  # meetings looked at around one

Demands = frozenset[str]


@dataclass(frozen=True, slots=True)
class Barred:
    """A place that is shut by these demands, and open once they are all dropped."""

    option: Option
    breaks: frozenset[str]


def hold(key: str) -> str:
    """The demand that the meeting takes place."""
    return f"hold:{key}"


def gap_id(gap: Gap) -> str:
    """The demand that two meetings keep their order and distance."""
    return f"gap:{gap.first}:{gap.then}"


@dataclass(frozen=True)
class Ground:
    """A problem and its shut places, with some demands dropped."""

    problem: Problem
    barred: Mapping[str, tuple[Barred, ...]]
    dropped: Demands = frozenset()
    _meetings: dict[str, Meeting] = field(default_factory=dict)
    _people: dict[str, Demands] = field(default_factory=dict)
    _shut: dict[str, list[Shut]] = field(default_factory=dict)
    _open_days: dict[tuple[str, tuple[int, ...]], Days] = field(default_factory=dict)

    def without(self, dropped: Iterable[str]) -> Ground:
        """The same with these demands dropped too."""
        return replace(self, dropped=self.dropped | frozenset(dropped))

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        """All meetings by their key."""
        if not self._meetings:
            self._meetings.update({m.key: m for m in self.problem.meetings})
        return self._meetings

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps that must be kept, without the dropped ones."""
        return tuple(
            g for g in self.problem.gaps if g.cost is None and gap_id(g) not in self.dropped
        )

    def tied(self, key: str, among: Collection[str] | None = None) -> list[str]:
        """A meeting and those that hard gaps tie to it, through others too; near ones first."""
        inside = self.meetings if among is None else among
        found = [key]
        for one in found:
            for gap in self.gaps:
                if one in (gap.first, gap.then):
                    ends = (gap.first, gap.then)
                    found += [k for k in ends if k in inside and k not in found]
        return found

    @cached_property
    def people(self) -> dict[str, Demands]:
        """The meetings of each demand on people; those who attend the same ones share one."""
        if not self._people:
            self._people.update(self._attended())
        return self._people

    def _attended(self) -> dict[str, Demands]:
        attended: dict[str, set[str]] = defaultdict(set)
        for meeting in self.problem.meetings:
            for who in meeting.attendees:
                attended[who].add(meeting.key)
        named: dict[frozenset[str], str] = {}
        for who in sorted(attended):
            named.setdefault(frozenset(attended[who]), f"person:{who}")
        return {demand: keys for keys, demand in named.items() if len(keys) > 1}

    def days(self, key: str, asked: Demands | None = None) -> Days:
        """The open days of a meeting and the shut ones; open too what no demand *asked* shuts."""
        shut, opened = [], []
        for at, one in enumerate(self._shut_days(key)):
            if one.breaks <= self.dropped if asked is None else one.breaks.isdisjoint(asked):
                opened.append(at)
            else:
                shut.append(
                    replace(one, breaks=one.breaks - self.dropped) if asked is None else one
                )
        return self._with(key, tuple(opened), shut)

    def _with(self, key: str, opened: tuple[int, ...], shut: list[Shut]) -> Days:
        """The open days with those of the given groups, put together once."""
        if (key, opened) not in self._open_days:
            spots = {(o.day, o.number) for o in self.meetings[key].options}
            for at in opened:
                one = self._shut[key][at]
                spots.update(zip(one.days, one.numbers, strict=True))
            self._open_days[key, opened] = Days.of(spots)
        found = self._open_days[key, opened]
        return Days(found.days, found.numbers, shut)

    def _shut_days(self, key: str) -> list[Shut]:
        """The days that each set of demands shuts."""
        if key not in self._shut:
            spots: dict[Demands, set[tuple[int, int]]] = defaultdict(set)
            for one in self.barred.get(key, ()):
                spots[one.breaks].add((one.option.day, one.option.number))
            self._shut[key] = [
                Shut(breaks, *map(list, zip(*sorted(days), strict=True)))
                for breaks, days in spots.items()
            ]
        return self._shut[key]

    def shut(self, key: str) -> set[Demands]:
        """What shuts the places of a meeting; empty for one that is open."""
        distinct = {b.breaks for b in self.barred.get(key, ())}
        return {breaks - self.dropped for breaks in distinct} if self.dropped else distinct

    def demands(self, keys: Collection[str]) -> list[str]:
        """What is asked of these meetings together, apart from what shuts a place."""
        held = set(keys)
        found = [hold(key) for key in keys]
        found += [gap_id(g) for g in self.gaps if {g.first, g.then} <= held]
        found += [who for who, of in self.people.items() if len(of & held) > 1]
        rooms: dict[str, int] = defaultdict(int)
        for key in keys:
            for room in self._rooms(key):
                rooms[room] += 1
        found += [f"room:{room}" for room, many in sorted(rooms.items()) if room and many > 1]
        if self.problem.rooms:
            found.append(ROOMS)
        return [one for one in dict.fromkeys(found) if one not in self.dropped]

    def _rooms(self, key: str) -> set[str]:
        barred = (one.option.room for one in self.barred.get(key, ()))
        return {*(o.room for o in self.meetings[key].options), *barred}

    def met(self, keys: Collection[str], demands: Demands, first: str = "") -> Plan | None:
        """Places for the meetings held among *keys* that meet *demands*, or None.

        Where there is a choice, *first* takes the cheapest place.
        """
        held = [key for key in keys if hold(key) in demands]
        return placed(self._asked(held, demands, first), first)

    def _asked(self, held: list[str], demands: Demands, first: str) -> Problem:
        """The problem that is left when only *demands* are made."""
        inside = set(held)
        people = {who for who in demands if who.startswith("person:")}
        attending = {key: frozenset(w for w in people if key in self.people[w]) for key in held}
        meetings = [
            Meeting(
                key, self._open(key, demands, key == first), (1, 0), attending[key],
                seats=self.meetings[key].seats,
            )
            for key in held
        ]  # fmt: skip
        return Problem(
            levels=("not held", "rank"),
            meetings=tuple(meetings),
            gaps=tuple(
                g for g in self.gaps if {g.first, g.then} <= inside and gap_id(g) in demands
            ),
            rooms=self.problem.rooms if ROOMS in demands else (),
        )

    def open(self, key: str, demands: Demands) -> list[Option]:
        """The places open to a meeting when only *demands* are made, the cheapest first."""
        found = [*self.meetings[key].options]
        found += [b.option for b in self.barred.get(key, ()) if b.breaks.isdisjoint(demands)]
        return sorted(found, key=lambda o: (o.cost, o.day, o.mask, o.room))

    def _open(self, key: str, demands: Demands, ranked: bool) -> tuple[Option, ...]:
        """The same, costing its rank where *ranked*; who need not share a room has his own."""
        return tuple(
            Option(
                o.day, o.mask, (0, rank if ranked else 0),
                o.room if not o.room or f"room:{o.room}" in demands else f"{o.room}/{key}",
                o.number,
            )
            for rank, o in enumerate(self.open(key, demands))
        )  # fmt: skip


def around(ground: Ground, key: str, others: list[str]) -> Iterator[list[str]]:
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
