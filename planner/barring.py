"""Every place around a window, and which demands shut it: what a plan's options leave out.

The same rules as the options of a plan (``planner.placing``), read the other way round: not
whether a place is open, but what would have to be dropped for it to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from planner.demand_words import (
    Demand,
    although,
    booked_here,
    in_one_place,
    instead,
    of_criterion,
    of_zone,
    stands,
    taken,
)
from planner.demanded import Barred
from planner.findings import Verdict
from planner.judging import Bench
from planner.placing import EPOCH, Placing
from planner.problem import Option
from planner.proposals import candidate_days, distance, score
from planner.slots import Busy, Place, grains, starts
from planner.wanted import Wanted
from planner.windows import Zone
from planner.workdays import DayKind, say_date

AROUND = timedelta(days=14)  # looked at on each side of what bounds a window
LONGEST = 500  # days
AS_OF = "as_of"
Ids = frozenset[str]
Hour = tuple[int, str, Ids]  # half hours, room, what shuts it


@dataclass
class Places:
    """The places of one consultation, and the demands that shut them, told as they are met.

    ``demands`` are by their id; ``clauses`` say, by id, how a place goes without it.
    """

    placing: Placing
    wanted: Wanted
    subject: str = ""  # how sentences about another than the one asked about begin
    demands: dict[str, Demand] = field(default_factory=dict)
    clauses: dict[str, Callable[[date], str]] = field(default_factory=dict)

    @cached_property
    def bench(self) -> Bench:
        return self.placing.bench(self.wanted)

    @cached_property
    def _candidates(self) -> frozenset[date]:
        return frozenset(candidate_days(self.bench, self.placing.as_of))

    @cached_property
    def _strict(self) -> bool:
        """Whether the window's own days are all that is offered."""
        return self._candidates <= frozenset(self.bench.window.days)

    def barred(self) -> tuple[Barred, ...]:
        """All that is shut, a few places a day: for each least set of demands the best one."""
        offered = next(m for m in self.placing.problem.meetings if m.key == self.wanted.key)
        taken = {o.day for o in offered.options}
        pin, found = frozenset(self._pin()), []
        for day in self.days():
            of_day = self._day(day) | pin
            for mask, room, of_hour in self._hours(day):
                breaks = of_day | of_hour
                if not breaks and day.toordinal() not in taken:
                    breaks = self._unnamed(day)
                if breaks:
                    found.append(Barred(self._option(day, mask, room), breaks))
        return (*found, *self._pinned(taken))

    def _pin(self) -> Iterator[str]:
        kept = self.wanted.kept
        if self.wanted.pinned and kept:
            said = f"{self.subject}pinned to {say_date(kept.day)}, {kept.start:%H:%M}"
            yield self._plain(f"pin:{self.wanted.key}", said, lambda _: "unpinned")

    def _pinned(self, taken: set[int]) -> Iterator[Barred]:
        """The place it is pinned to, which a window or a lock does not shut."""
        kept = self.wanted.kept
        if not (self.wanted.pinned and kept) or kept.day.toordinal() in taken:
            return
        place = self.bench.premises.place(kept.room)
        clashes = self.bench.clashes(kept.day, kept.mask)
        of_hour = {*self._room(place, clashes), *(self._away(b) for b in clashes if self._busy(b))}
        breaks = self._musts(kept.day) | of_hour or self._unnamed(kept.day)
        yield Barred(self._option(kept.day, kept.mask, kept.room), breaks)

    def days(self) -> Iterator[date]:
        """The season of the window with two weeks on each side, and the day asked about."""
        window, edges = self.bench.window, set()
        for zone in window.zones:
            edges |= {d for d in (zone.whole.first, zone.whole.last, zone.anchor.on) if d}
        edges |= {d for d in (window.target, window.target_day) if d}
        edges |= set(self._candidates)
        if not edges or max(edges) < self.placing.as_of:
            edges.add(self.placing.as_of)
        first, last = min(edges) - AROUND, max(edges) + AROUND
        for n in range(min((last - first).days + 1, LONGEST)):
            yield first + timedelta(days=n)

    def _option(self, day: date, mask: int, room: str) -> Option:
        """A shut place: the less it breaks what is broken there, the better."""
        bench, place = self.bench, self.bench.premises.place(room)
        marks = [*bench.day_marks(day), *bench.slot_marks(day, mask, place)]
        far = sum(m[2] for m in marks if m[1] is Verdict.BROKEN and m[0] != "notice")
        cost = (far, *score(marks, bench), distance(day, bench))
        return Option(day.toordinal(), mask, cost, room, bench.workdays.number(EPOCH, day))

    def _told(self, id: str, demand: Callable[[str], Demand], clause: Callable[[date], str]) -> str:
        if id not in self.demands:
            self.demands[id], self.clauses[id] = demand(id), clause
        return id

    def _criterion(
        self, id: str, said: str, criterion: str, clause: str, booked: tuple[str, ...] = ()
    ) -> str:
        def demand(id: str) -> Demand:
            return of_criterion(id, said, criterion, self.bench.register, booked)

        return self._told(id, demand, lambda _: clause)

    # The day.

    def _day(self, day: date) -> Ids:
        found = self._musts(day) | {*self._locked(day), *self._zones(day, self._strict)}
        if not found and day not in self._candidates:
            said = f"{self.subject}not more than a week outside of the window"
            return frozenset({self._plain("near", said, lambda _: "farther from the window")})
        return found

    def _musts(self, day: date) -> Ids:
        """What shuts a day to every place, to the one it has too."""
        past = self._past() if day < self.placing.as_of else ()
        zones = self._zones(day, False)
        return frozenset((*past, *self._off(day), *zones, *self._order(day)))

    def _plain(self, id: str, said: str, clause: Callable[[date], str]) -> str:
        """A demand that no paragraph makes."""
        return self._told(id, lambda i: Demand(i, said), clause)

    def _past(self) -> Iterator[str]:
        said = f"not before {say_date(self.placing.as_of)}, the day the plan is made for"
        yield self._plain(AS_OF, said, lambda _: "in the past")

    def _locked(self, day: date) -> Iterator[str]:
        monday = day - timedelta(days=day.weekday())
        if monday in self.placing.locked:
            week = f"the week of {say_date(monday)}"
            yield self._plain(f"locked:{monday}", f"{week} is locked", lambda _: f"{week} unlocked")

    def _off(self, day: date) -> Iterator[str]:
        workdays = self.bench.workdays
        kind, why = workdays.kind(day), workdays.why_not(day)
        if kind is DayKind.WEEKEND:
            yield self._told(
                "off:weekend",
                lambda i: of_criterion(
                    i, "no meeting on Saturdays and Sundays", "working_day", self.bench.register
                ),
                lambda on: f"although it is a {workdays.why_not(on)}",
            )
        elif kind is DayKind.HOLIDAY:
            said = f"no meeting on {say_date(day)}, {why}"
            yield self._criterion(f"off:{day}", said, "working_day", f"although it is {why}")
        elif kind is DayKind.CLOSURE:
            said = f"no meeting during the {why}"
            yield self._criterion(f"off:{why}", said, "working_day", f"during the {why}")

    def _zones(self, day: date, strict: bool) -> Iterator[str]:
        """The edges that exclude the day: musts, the draft itself, and if *strict* all others."""
        for zone in self.bench.window.zones:
            if zone.whole.holds(day):
                continue
            early = zone.whole.first is not None and day < zone.whole.first
            drafted = zone.criterion.id == "after_draft" and early
            if drafted or (zone.binding and (strict or zone.criterion.obligation == "must")):
                yield self._edge(zone, "earliest" if early else "latest")

    def _edge(self, zone: Zone, edge: str) -> str:
        return self._told(
            f"{zone.criterion.id}:{edge}{self._own}",
            lambda id: of_zone(id, self.bench, zone, edge, self.subject),
            lambda on: instead(zone, on, self.bench),
        )

    @property
    def _own(self) -> str:
        """What tells a demand on another consultation from the same on the one asked about."""
        return f":{self.wanted.key}" if self.subject else ""

    def _order(self, day: date) -> Iterator[str]:
        """Each booked meeting of the cycle on whose wrong side the day is."""
        for bench in self._siblings:
            wrong = bench.out_of_order(day)
            if wrong:
                ((kind, on),) = bench.siblings
                id = f"order:{kind}:{on}{self._own}"
                said = f"{self.subject}in order: {wrong}"
                yield self._criterion(id, said, "order", f"although {wrong}")

    @cached_property
    def _siblings(self) -> list[Bench]:
        """The bench with one booked meeting of its cycle each, to tell each by itself."""
        return [replace(self.bench, siblings=(one,), _days={}) for one in self.bench.siblings]

    def _unnamed(self, day: date) -> Ids:
        """A day that a plan leaves out for another must than those named here."""
        broken = [f for f in self.bench.day_findings(day) if f.excludes]
        return frozenset(
            self._criterion(f"{f.criterion}:{day}", f.sentence, f.criterion, f"although {f.title}")
            for f in broken
        ) or frozenset({self._plain("offered", "only the best slots are offered", lambda _: "")})

    # The hour and the room.

    def _hours(self, day: date) -> list[Hour]:
        """For each least set of demands that shuts an hour in a room, the first such hour."""
        if day not in self.bench.premises.busy:
            return self._quiet
        return self._least(day)

    @cached_property
    def _quiet(self) -> list[Hour]:
        """The hours of a day on which nothing stands."""
        return self._least(date.min)

    def _least(self, day: date) -> list[Hour]:
        found: list[Hour] = []
        for mask, long in self._masks():
            clashes = self.bench.clashes(day, mask)
            of_hour = {*long, *(self._away(one) for one in clashes if self._busy(one))}
            for place in self._rooms:
                breaks = frozenset((*of_hour, *self._room(place, clashes)))
                if not any(less <= breaks for _, _, less in found):
                    found = [one for one in found if not breaks <= one[2]]
                    found.append((mask, place.key if place else "", breaks))
        return found

    def _masks(self) -> Iterator[tuple[int, Ids]]:
        """The half hours of each start; where no session is long enough, the first one all the
        same."""
        premises = self.bench.premises
        masks = [mask for _, _, mask in starts(premises)]
        for mask in masks:
            yield mask, frozenset()
        if not masks:
            begin = datetime.combine(date(2000, 1, 1), premises.sessions[0].start)
            end = min(begin + timedelta(minutes=premises.minutes), begin.replace(hour=23))
            said = f"{self.subject}inside a session ({premises.minutes} minutes wanted)"
            long = self._criterion("session", said, "session", "beyond the session")
            yield grains(begin.time(), end.time() or time(23)), frozenset({long})

    @cached_property
    def _rooms(self) -> list[Place | None]:
        """The best room first."""
        bench = self.bench
        places = bench.premises.places
        return [*sorted(places, key=lambda p: score(bench.room_marks(p), bench))] or [None]

    def _busy(self, one: Busy) -> bool:
        """Whether people wanted here sit there."""
        sits = self.bench.needs_council and one.council and one.firm
        return sits or bool(one.who & self.wanted.attendees)

    def _away(self, one: Busy) -> str:
        id = f"busy:{one.day}:{one.key or one.what}"
        criterion = "participants_free"
        if self.bench.needs_council and one.council:
            criterion = "council_free"
            said = f"the Council's members sit in one place: {stands(one)}"
        else:
            names = self.bench.premises.names
            away = (names.get(w, w) for w in one.who & self.wanted.attendees)
            said = in_one_place(away, one)
        return self._criterion(id, said, criterion, although(one), booked_here(one))

    def _room(self, place: Place | None, clashes: list[Busy]) -> Iterator[str]:
        if place is None:
            return
        for one in (b for b in clashes if b.room == place.key):
            id, said, clause = taken(place, one)
            yield self._criterion(id, said, "room_free", clause, booked_here(one))
        if self.bench.premises.interpretation and not place.interpretation:
            word = "interpretation"
            said = f"{self.subject}interpretation where it is to be had"
            yield self._criterion(word, said, word, f"without {word}")
