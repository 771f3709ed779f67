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

from planner.greedy import Board
from planner.ordering import Days, spans
from planner.problem import Gap, Meeting, Option, Problem
from planner.solver import AVAILABLE
from planner.solving import solve

TRIES = 1500  # places looked at before the solver is asked
ALONE = 200_000  # the same where no solver is installed
LIMIT = 1.0  # seconds for one question to the solver
ROOMS = "rooms"
REACH = 60  # meetings looked at around one

Plan = dict[str, Option]
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

    def days(self, key: str, dropped: Demands = frozenset()) -> Days:
        """The open days of a meeting and the shut ones."""
        gone = self.dropped | dropped
        spots = [(o.day, o.number) for o in self.meetings[key].options]
        shut = []
        for one in self.barred.get(key, ()):
            left = one.breaks - gone if gone else one.breaks
            if left:
                shut.append((one.option.day, one.option.number, left))
            else:
                spots.append((one.option.day, one.option.number))
        return Days.of(spots, shut)

    def shut(self, key: str) -> list[Demands]:
        """What shuts each place of a meeting that is not open."""
        return [b.breaks - self.dropped for b in self.barred.get(key, ())]

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
        found += [b.option for b in self.barred.get(key, ()) if not b.breaks & demands]
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


class Undecided(Exception):
    """More places would have to be looked at than is sensible, or more time taken."""


def placed(problem: Problem, first: str = "") -> Plan | None:
    """A place for every meeting, or None where they cannot all be held.

    A short search finds most answers; the rest is asked of the solver. Raises Undecided.
    """
    trimmed = _in_order(problem)
    if trimmed is None:
        return None
    try:
        return _searched(trimmed, first, TRIES if AVAILABLE else ALONE)
    except Undecided:
        if not AVAILABLE:
            raise
    answer = solve(trimmed, time_limit=LIMIT)
    found = {key: option for key, option in answer.chosen.items() if option is not None}
    if len(found) == len(trimmed.meetings):
        return found
    if not answer.bounds[0]:
        raise Undecided
    return None


def _in_order(problem: Problem) -> Problem | None:
    """The problem without the places that the order closes; None where it leaves one none."""
    spots = {m.key: Days.of((o.day, o.number) for o in m.options) for m in problem.meetings}
    open_spans = spans(spots, problem.gaps)
    if open_spans is None or not problem.gaps:
        return problem if open_spans is not None else None
    meetings = []
    for one in problem.meetings:
        low, high = open_spans[one.key]
        kept = tuple(o for o in one.options if low <= o.day <= high)
        meetings.append(replace(one, options=kept))
    return replace(problem, meetings=tuple(meetings))


def _searched(problem: Problem, first: str, tries: int) -> Plan | None:
    """Each meeting in turn at its first free place, and back where none is left."""
    board = Board(problem)
    order = sorted(problem.meetings, key=lambda m: (m.key != first, len(m.options), m.key))
    left = [tries]

    def found(at: int) -> bool:
        if at == len(order):
            return True
        meeting = order[at]
        for option in meeting.options:
            left[0] -= 1
            if left[0] < 0:
                raise Undecided
            if board.free(meeting, option):
                board.put(meeting, option)
                if found(at + 1):
                    return True
                board.put(meeting, None)
        return False

    if found(0):
        return {k: o for k, o in board.chosen.items() if o}
    if problem.rooms:  # who sits where is guessed in this search: it proves nothing
        raise Undecided
    return None
