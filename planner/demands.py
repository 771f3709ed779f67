"""What could not be placed, in words: demands that cannot hold together, and what would free it.

The demands come from the same benches as the plan itself (``planner.barring``); which of them
cannot hold together is found by ``planner.conflicts``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from planner.barring import AS_OF, Places
from planner.beside import Fixed
from planner.conflicts import Relaxed, Wish, conflict, place_of
from planner.demand_words import (
    Demand,
    Relaxation,
    booked_here,
    hours,
    listed,
    of_criterion,
    of_need,
    of_stand,
    unsourced,
    when,
)
from planner.demanded import Barred, gap_id, hold
from planner.judging import WITHOUT_COUNCIL
from planner.occupied import STANDS
from planner.placing import Placing
from planner.problem import Option
from planner.register import Register
from planner.slots import Slot
from planner.wanted import Wanted, slot_of
from planner.workdays import say_date

__all__ = ["Demand", "Relaxation", "explain", "standing_conflicts"]

OF_CYCLE = frozenset({"order", "briefing_before"})  # judged by another meeting of the cycle
MUST, OTHERS, ORDER = 20, 8, 9  # how unwillingly a demand is dropped; a should: by its force


def explain(
    placing: Placing, slots: Mapping[str, Slot], key: str
) -> tuple[tuple[Demand, ...], tuple[Relaxation, ...]]:
    """Why the consultation of that key has no place in a plan, and what would free it.

    *slots* are where the plan has the others. Never empty: where nothing stands in the way, that
    is said, with a place that is open.
    """
    case = _Told(placing, slots, key)
    wish = Wish(case.firm, case.strength)
    standing = {one: option_at(slot) for one, slot in slots.items() if one != key}
    found = conflict(placing.problem, key, case.barred, standing=standing, wish=wish)
    if found is None:
        return case.open(standing)
    ordered = sorted(found.demands, key=lambda id: (id != hold(key), _order(id)))
    because = tuple(case.demand(id, found.demands) for id in ordered)
    if not found.proven:
        said = "that these cannot all be held is likely, but was not proven in time"
        because = (*because, Demand("unproven", said))
    return because, tuple(case.relaxation(one, found.demands) for one in found.relaxations)


def option_at(slot: Slot) -> Option:
    """Where a plan has a meeting, for the engine."""
    return Option(slot.day.toordinal(), slot.mask, (), slot.room)


def _order(id: str) -> int:
    """As one tells it: who meets, from when, until when, and what is in the way."""
    kind, _, rest = id.partition(":")
    if kind == "hold":
        return 0
    return 1 if rest.startswith("earliest") else 2 if rest.startswith("latest") else 3


class _Told:
    """The demands around one consultation, by their ids, and how each is said."""

    def __init__(self, placing: Placing, slots: Mapping[str, Slot], key: str) -> None:
        self.placing, self.slots, self.key = placing, slots, key
        self.wanted = placing.by_key[key]
        self.bench = placing.bench(self.wanted)
        self.register: Register = self.bench.register
        self.places = {one: self._places(one) for one in self._tied()}
        self.barred: dict[str, tuple[Barred, ...]] = {
            one: of.barred() for one, of in self.places.items()
        }
        self.told = {id: d for of in self.places.values() for id, d in of.demands.items()}
        self.gaps = {gap_id(g): g for g in placing.problem.gaps if g.cost is None}
        self._attendees = {m.key: m.attendees for m in placing.problem.meetings}

    def _places(self, key: str) -> Places:
        wanted = self.placing.by_key[key]
        return Places(self.placing, wanted, "" if key == self.key else f"{self.subject(wanted)}: ")

    def _tied(self) -> list[str]:
        """The consultation and those of its cycle that stand in order with it."""
        found = [self.key]
        for key in found:
            for gap in self.placing.problem.gaps:
                if gap.cost is None and key in (gap.first, gap.then):
                    found += {gap.first, gap.then} - set(found)
        return [key for key in found if key in self.placing.by_key]

    @property
    def firm(self) -> frozenset[str]:
        """What nobody can drop: the past, and that nobody sits in two places."""
        who = {f"person:{name}" for names in self._attendees.values() for name in names}
        return frozenset({AS_OF, "offered", *who})

    @property
    def strength(self) -> dict[str, int]:
        criteria = self.register.criteria.values()
        musts = {c.leading for c in criteria if c.obligation == "must"}
        ranks = {str(c.force): 5 - c.force.rank for c in criteria}
        found = dict.fromkeys(self.gaps, ORDER)
        for key in self._attendees:
            found |= {hold(key): OTHERS, STANDS + key: OTHERS}
        for id, demand in self.told.items():
            found[id] = MUST if demand.recommendation in musts else ranks.get(demand.force, 1)
        return found

    def subject(self, wanted: Wanted) -> str:
        """A consultation by its mission, its title and the mandate it is for."""
        until = f" (mandate to {say_date(wanted.expiry)})" if wanted.expiry else ""
        return f"{wanted.mission} {wanted.bench.need.title}{until}".strip()

    # Demands by their ids.

    def demand(self, id: str, beside: Collection[str]) -> Demand:
        """The demand of that id; *beside* are the others it cannot hold together with."""
        if id in self.told:
            return self.told[id]
        kind, _, rest = id.partition(":")
        if kind == "hold":
            wanted = self.placing.by_key[rest]
            return of_need(id, self.subject(wanted), wanted.bench)
        if kind == "stands":
            wanted = self.placing.by_key[rest]
            return of_stand(id, self.subject(wanted), wanted.bench, self.slots[rest])
        if kind == "gap":
            return of_criterion(id, self._ordered(id), "order", self.register)
        if kind == "person":
            who = self._names(rest, beside)
            return of_criterion(id, f"in one place at a time: {who}", *self._sitting(rest))
        return of_criterion(
            id, f"one meeting at a time in {self._room(rest)}", "room_free", self.register
        )

    def _ordered(self, id: str) -> str:
        gap = self.gaps[id]
        titles = [self.placing.by_key[key].bench.need.title for key in (gap.first, gap.then)]
        mission = self.placing.by_key[gap.first].mission
        return f"{mission}: {titles[0]} before {titles[1]}".removeprefix(": ")

    def _names(self, who: str, beside: Collection[str]) -> str:
        """All who are wanted wherever *who* is, of the meetings that are told of."""
        wanting = [of for key, of in self._attendees.items() if who in of and hold(key) in beside]
        alike = frozenset.intersection(*wanting) if wanting else frozenset({who})
        names = self.bench.premises.names
        return listed(names.get(one, one) for one in alike)

    def _sitting(self, who: str) -> tuple[str, Register]:
        member = who in self.bench.premises.members
        return ("council_free" if member else "participants_free"), self.register

    def _room(self, key: str) -> str:
        place = self.bench.premises.place(key)
        return place.name if place else "a room"

    # What would free it.

    def relaxation(self, found: Relaxed, beside: Collection[str]) -> Relaxation:
        """One way to free it, in a sentence with the paragraphs that it gives up."""
        slot = slot_of(found.option)
        demands = tuple(self.demand(id, beside) for id in found.demands)
        clauses = [self._clause(one, slot, found) for one in demands]
        said = f"hold it on {when(slot)}"
        return Relaxation(
            demands, slot.day, slot, f"{said}, {', and '.join(filter(None, clauses))}"
        )

    def _clause(self, demand: Demand, slot: Slot, found: Relaxed) -> str:
        said = self._without(demand.id, slot, found)
        if not demand.recommendation or demand.id.startswith(("hold:", STANDS)):
            return said
        source = self.register.recommendation(demand.recommendation).source
        return said if unsourced(source) else f"{said} ({source})"

    def _without(self, id: str, slot: Slot, found: Relaxed) -> str:
        """How the meeting is held without that demand."""
        for key, of in self.places.items():
            if id in of.clauses and key == self.key:
                return of.clauses[id](slot.day)
            if id in of.clauses and key in found.days:
                on = date.fromordinal(found.days[key])
                title = of.bench.need.title
                return f"with the {title} on {say_date(on)}, {of.clauses[id](on)}"
        kind, _, rest = id.partition(":")
        if kind == "hold":
            return f"without {self.subject(self.placing.by_key[rest])}"
        if kind == "stands":
            return f"once {self.subject(self.placing.by_key[rest])} makes room then"
        if kind == "gap":
            return f"out of order ({self._ordered(id)})"
        return f"sharing {self._room(rest)}"

    def open(
        self, standing: Mapping[str, Option]
    ) -> tuple[tuple[Demand, ...], tuple[Relaxation, ...]]:
        """What is said where nothing stands in its way: the plan was not finished."""
        said = (
            "nothing stands in its way: the plan was stopped, or made without a solver, too early"
        )
        place = place_of(self.placing.problem, self.key, self.barred, standing)
        if place is None:
            return (Demand("unfinished", said),), ()
        slot = slot_of(place)
        way = Relaxation((), slot.day, slot, f"hold it on {when(slot)}: plan again")
        return (Demand("unfinished", said),), (way,)


# What is booked already.


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two that are booked for the same time."""

    one: Fixed
    other: Fixed

    @property
    def together(self) -> bool:
        same_day = self.one.slot.day == self.other.slot.day
        return same_day and bool(self.one.slot.mask & self.other.slot.mask)


def standing_conflicts(fixed: Sequence[Fixed]) -> tuple[tuple[Demand, ...], ...]:
    """Every must that a booked consultation breaks, and every two that need one room, or the same
    people, at one time: each a set of demands that cannot hold together, smallest and earliest
    first."""
    found = [(one.slot, of) for one in fixed for of in _broken(one, fixed)]
    for pair in (_Pair(*two) for two in combinations(sorted(fixed, key=lambda f: f.key), 2)):
        if pair.together:
            found += [(pair.one.slot, of) for of in _wanting(pair)]
    ordered = sorted(found, key=lambda at: (len(at[1]), at[0].starts_at, [d.id for d in at[1]]))
    return tuple(demands for _, demands in ordered)


def _stands(fixed: Fixed) -> Demand:
    said = f"{fixed.mission} {fixed.bench.need.title} is booked for {when(fixed.slot)}".strip()
    return Demand(f"stands:{fixed.key}", said, references=(fixed.reference,))


def _broken(one: Fixed, fixed: Sequence[Fixed]) -> Iterator[tuple[Demand, ...]]:
    """The musts it breaks by itself; a clash with another that is booked is told of both."""
    register, slot = one.bench.register, one.slot
    booked = {other.reference for other in fixed}
    clashes = [b for b in one.bench.clashes(slot.day, slot.mask) if b.key not in booked]
    booked_then = (ref for b in clashes for ref in booked_here(b))
    about = tuple(dict.fromkeys((one.reference, *booked_then)))
    cycle = [o.reference for o in fixed if o.cycle == one.cycle and o is not one]
    for finding in one.bench.findings(slot):
        council = any(b.council and b.firm for b in clashes)
        room = any(b.room == slot.room for b in clashes)
        alone = {"council_free": council, "room_free": room}.get(finding.criterion, True)
        if finding.excludes and alone:
            said = f"{finding.title}: {finding.sentence}"
            id = f"{finding.criterion}:{one.key}"
            refs = (*about, *cycle) if finding.criterion in OF_CYCLE else about
            yield _stands(one), of_criterion(id, said, finding.criterion, register, refs)


def _wanting(pair: _Pair) -> Iterator[tuple[Demand, ...]]:
    """The room and the people that both need."""
    one, other = pair.one, pair.other
    both, register = (_stands(one), _stands(other)), one.bench.register
    refs = (one.reference, other.reference)
    slot, names = one.slot, one.bench.premises.names
    at = f"{say_date(slot.day)}, {hours(slot.mask & other.slot.mask)}"
    if slot.room and slot.room == other.slot.room:
        place = one.bench.premises.place(slot.room)
        said = f"one meeting at a time in {place.name if place else 'a room'} ({at})"
        yield *both, of_criterion(f"room:{slot.room}", said, "room_free", register, refs)
    shared = one.attendees & other.attendees
    if not {one.kind, other.kind} & WITHOUT_COUNCIL:
        said = f"the members of the Council in one place at a time ({at})"
        yield *both, of_criterion("person:council", said, "council_free", register, refs)
    elif shared:
        who = listed(names.get(name, name) for name in shared)
        said = f"in one place at a time: {who} ({at})"
        id = f"person:{min(shared)}"
        yield *both, of_criterion(id, said, "participants_free", register, refs)
