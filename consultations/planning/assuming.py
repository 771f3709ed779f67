"""What would follow from assumptions: dates, windows, clocks and bookings, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from consultations.models import Consultation, Mission
from consultations.planning.bookings import Booked, booked
from consultations.planning.standing import slot_of
from consultations.planning.worlds import CycleKey, World, world
from planner.anchor import Anchor
from planner.assumptions import (
    Assumption,
    ExpiryMoved,
    HolidayDeclared,
    ReportLate,
    is_sent,
    say,
)
from planner.chains import Called, Chain
from planner.findings import Finding, Verdict
from planner.slots import Slot
from planner.workdays import say_date

GRAVITY = {Verdict.KEPT: 0, Verdict.UNKNOWN: 1, Verdict.SHORT: 2, Verdict.BROKEN: 3}


@dataclass(frozen=True, slots=True)
class Pair:
    """A day before and after."""

    was: date | None
    now: date | None

    @property
    def moved(self) -> bool:
        return self.was != self.now


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date of a cycle that would be another, or known otherwise."""

    name: str
    was: Anchor | None
    now: Anchor | None


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need whose window or notice clock would move; ``met`` is the day of what meets it."""

    need: str
    title: str
    met: date | None
    earliest: Pair
    target: Pair
    latest: Pair
    announce_by: Pair


@dataclass(frozen=True, slots=True)
class CycleLine:
    """One cycle that would change: ``new`` where it is there only by what is assumed."""

    mission: str
    component: str
    expiry: date | None
    new: bool
    over: date | None
    dates: tuple[DateLine, ...]
    needs: tuple[NeedLine, ...]
    appears: tuple[Called, ...]
    vanishes: tuple[Called, ...]
    warnings: tuple[str, ...]

    @property
    def changed(self) -> bool:
        return bool(self.new or self.over or self.dates or self.needs or self.appears
                    or self.vanishes)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worse:
    """A finding that would be worse than it is; ``was`` is None where nothing was found."""

    was: Finding | None
    now: Finding


@dataclass(frozen=True, slots=True)
class BookingLine:
    """A booked consultation with findings that would be worse."""

    consultation: UUID
    kind: str
    mission: str
    slot: Slot
    worse: tuple[Worse, ...]
    announced: bool

    @property
    def breaks(self) -> bool:
        """Whether something would be broken, so that it would have to move."""
        return any(one.now.verdict is Verdict.BROKEN for one in self.worse)

    @property
    def again(self) -> bool:
        """Whether its invitation is out and would have to go out again."""
        return self.announced and self.breaks


@dataclass(frozen=True, slots=True)
class Consequences:
    """All that would follow, line by line; ``notes`` say what has no effect, and why."""

    assumptions: tuple[Assumption, ...]
    as_of: date
    cycles: tuple[CycleLine, ...]
    bookings: tuple[BookingLine, ...]
    notes: tuple[str, ...]

    @property
    def invitations(self) -> tuple[BookingLine, ...]:
        """Those that would have to go out again."""
        return tuple(one for one in self.bookings if one.again)


def what_follows(
    missions: Iterable[Mission],
    assumptions: Sequence[Assumption],
    *,
    first: date,
    last: date,
    as_of: date,
    named: bool = True,
) -> Consequences:
    """What would be otherwise for cycles that end from *first* to *last*, and for what is booked.

    A fixed number of queries. *missions* are those whose cycles are looked at. Unless *named*,
    closed meetings in the way keep their subject. Raises AssumptionError where an assumption
    cannot be made of what is recorded.
    """
    told = tuple(assumptions)
    last = max([last, *(one.to for one in told if isinstance(one, ExpiryMoved))])
    before = world(missions, as_of=as_of, span=(first, last))
    after = before.assuming(told)
    own = [pk for pk, facts in before.facts.items() if _concerned(facts.mission, told)]
    standing = booked(before, last, missions=None if len(own) == len(before.facts) else own,
                      named=named)  # fmt: skip
    return Consequences(
        assumptions=told,
        as_of=as_of,
        cycles=tuple(_cycles(before, after, first, last)),
        bookings=tuple(_bookings(standing, before, after, told)),
        notes=tuple(_notes(before, told)),
    )


def _concerned(mission: str, assumptions: Iterable[Assumption]) -> bool:
    return any(getattr(one, "mission", "") in ("", mission) for one in assumptions)


# Cycles.


def _cycles(before: World, after: World, first: date, last: date) -> Iterator[CycleLine]:
    had, has = before.cycles(first, last), after.cycles(first, last)
    for key in dict.fromkeys((*had, *has)):
        now = after.chain(key)
        if now is not None:
            line = _cycle(key, before.chain(key), now, after.over.get(key))
            if line.changed:
                yield line


def _cycle(key: CycleKey, was: Chain | None, now: Chain, over: date | None) -> CycleLine:
    called = {} if was is None else {c.need.id: c for c in was.called}
    calls = {c.need.id: c for c in now.called if over is None or c.met_by}
    return CycleLine(
        mission=now.cycle.mission,
        component=key[1],
        expiry=key[2],
        new=was is None,
        over=over,
        dates=tuple(one for one in _dates(was, now) if over is None or one.name == "adoption"),
        needs=tuple(line for id in called if id in calls
                    for line in _need(called[id], calls[id])),
        appears=tuple(calls[id] for id in calls if id not in called),
        vanishes=tuple(called[id] for id in called if id not in calls),
        warnings=tuple(
            w for w in now.warnings if over is None and (was is None or w not in was.warnings)
        ),
    )  # fmt: skip


def _dates(was: Chain | None, now: Chain) -> Iterator[DateLine]:
    earlier = {} if was is None else was.cycle.anchors
    for name, anchor in now.cycle.anchors.items():
        old = earlier.get(name)
        if old is None or (old.on, old.basis) != (anchor.on, anchor.basis):
            yield DateLine(name, old, anchor)


def _need(was: Called, now: Called) -> Iterator[NeedLine]:
    a, b = was.window, now.window
    line = NeedLine(
        need=now.need.id,
        title=now.need.title,
        met=now.met_by.on if now.met_by else None,
        earliest=Pair(a.earliest, b.earliest),
        target=Pair(a.target, b.target),
        latest=Pair(a.latest, b.latest),
        announce_by=Pair(was.notice.announce_by, now.notice.announce_by),
    )
    if any(pair.moved for pair in (line.earliest, line.target, line.latest, line.announce_by)):
        yield line


# Bookings.


def _bookings(
    standing: Booked, before: World, after: World, told: tuple[Assumption, ...]
) -> Iterator[BookingLine]:
    for row in standing.rows:
        was, now = standing.findings(row, before), standing.findings(row, after, told)
        worse = tuple(worsened(was or (), now or ()))
        if worse:
            yield BookingLine(
                consultation=row.pk,
                kind=row.kind,
                mission=row.cycle_mission.acronym if row.cycle_mission else "",
                slot=slot_of(row),
                worse=worse,
                announced=row.announced_on is not None
                or row.status == Consultation.Status.CONFIRMED,
            )


def worsened(was: Iterable[Finding], now: Iterable[Finding]) -> Iterator[Worse]:
    """What is graver in *now* than in *was*; what was not found then was kept."""
    earlier = {one.criterion: one for one in was}
    for one in now:
        old = earlier.get(one.criterion)
        before = (GRAVITY[old.verdict], old.shortfall) if old else (0, 0)
        if (GRAVITY[one.verdict], one.shortfall) > before and one.verdict is not Verdict.KEPT:
            yield Worse(old, one)


# What has no effect.


def _notes(before: World, told: Iterable[Assumption]) -> Iterator[str]:
    by_name = {facts.mission: pk for pk, facts in before.facts.items() if pk}
    for one in told:
        if isinstance(one, HolidayDeclared) and not before.days.is_working(one.on):
            why = before.days.why_not(one.on)
            yield f"{say(one)}: nothing changes, it is no working day already ({why})"
        elif isinstance(one, ReportLate) and one.mission in by_name:
            chain = before.chain((by_name[one.mission], one.component, one.expiry))
            if chain and is_sent(chain.cycle.anchors, before.as_of):
                sent = chain.cycle.anchors["report_transmitted"]
                on = say_date(sent.on) if sent.on else ""
                yield f"{say(one)}: nothing changes, it was sent on {on} ({sent.source})"
