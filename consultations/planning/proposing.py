"""Proposals for one consultation: its need, guests and premises brought to the core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from consultations.models import Consultation, Mission
from consultations.planning.beside import released_together
from consultations.planning.calling import called_for, called_of, siblings
from consultations.planning.chaining import Asked, asked, asked_of_group
from consultations.planning.days import today
from consultations.planning.group_record import themed_missions
from consultations.planning.inviting import guest_list
from consultations.planning.premises import places, premises
from planner.chains import Called, Chain
from planner.choices import Option, choices
from planner.delegations import Category, Guests
from planner.findings import Announcement
from planner.judging import Bench
from planner.known import MISSION_COMPONENT
from planner.needs import Need
from planner.proposals import (
    Cell,
    Proposal,
    WhyNot,
    candidate_days,
    ranked,
    week,
    why_not,
    why_slot,
)
from planner.register import Register
from planner.windows import Window


@dataclass(frozen=True)
class Proposals:
    """Everything one page of proposals shows."""

    chain: Chain
    called: Called
    proposals: tuple[Proposal, ...]
    why_not: tuple[WhyNot, ...]
    guests: Guests
    choices: tuple[Option, ...]
    bench: Bench

    @property
    def window(self) -> Window:
        return self.called.window


@dataclass(frozen=True)
class Grid:
    """One week of slots, coloured by verdict: the cells by (day, start)."""

    days: tuple[date, ...]
    rows: tuple[str, ...]
    cells: dict[tuple[date, str], Cell]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asking wants otherwise than the defaults.

    ``on``: the day whose Council and rosters are invited (the target day by default). ``days``
    are looked at besides the window; ``moving`` is the consultation that would leave its place.
    Unless ``named``, closed meetings that stand in the way are not told by their subject.
    """

    minutes: int | None = None
    interpretation: bool = False
    choices: Mapping[str, str] | None = None
    theme: str = ""
    on: date | None = None
    days: tuple[date, ...] = ()
    moving: Consultation | None = None
    named: bool = True

    def with_day(self, on: date | None) -> Wishes:
        """The same, looking at one day more."""
        return replace(self, days=(*self.days, on)) if on else self


def propose(
    mission: Mission | None,
    kind: str,
    *,
    need: str = "",
    component: str = MISSION_COMPONENT,
    expiry: date | None = None,
    as_of: date | None = None,
    top: int = 5,
    why_not_on: date | None = None,
    wishes: Wishes | None = None,
) -> Proposals:
    """The best *top* slots for a consultation of *kind*, judged with what was known on *as_of*.

    Raises NoSuchCycle for an expiry no mandate has. A kind the cycle does not call for is
    planned as asked for ad hoc (2017 report, para. 37), and says so. Without a *mission* it is
    the Working Group's own meeting.
    """
    as_of, wishes = as_of or today(), wishes or Wishes()
    asking = _asked(mission, as_of, component, expiry, wishes.moving)
    found, register = asking.chain, asking.register
    called = _called(asking, kind, need, as_of, wishes.moving)
    options = choices(called.need, register, _answers(called.need, register, wishes))
    called = replace(called, need=_as_chosen(called.need, options))
    guests = _guests(mission, called, asking, wishes)
    bench = bench_for(called, asking, guests, wishes.with_day(why_not_on))
    return Proposals(
        chain=found,
        called=called,
        proposals=tuple(ranked(bench, candidate_days(bench, as_of), top)),
        why_not=tuple(why_not(bench, why_not_on)) if why_not_on else (),
        guests=guests,
        choices=options,
        bench=bench,
    )


def _asked(
    mission: Mission | None,
    as_of: date,
    component: str,
    expiry: date | None,
    moving: Consultation | None,
) -> Asked:
    if mission is None:
        return asked_of_group(as_of)
    return asked(mission, as_of=as_of, component=component, expiry=expiry, consultation=moving)


def _called(
    asking: Asked, kind: str, need: str, as_of: date, moving: Consultation | None
) -> Called:
    """What is called for; one that moves is judged as on its own page."""
    found, days, register = asking.chain, asking.workdays, asking.register
    if moving is not None and (moving.kind, moving.need) == (kind, need):
        beside = released_together([moving]).get(str(moving.pk), frozenset())
        return called_of(moving, found, days, register, beside)
    return called_for(found, kind, need, as_of, days, register)


def _guests(mission: Mission | None, called: Called, asking: Asked, wishes: Wishes) -> Guests:
    need, as_of = called.need, asking.chain.as_of
    themed = themed_missions(need.id, asking.facts.raised)
    return guest_list(
        themed or mission, need.kind, wishes.on or called.window.target or as_of,
        facts=asking.facts, as_of=as_of, register=asking.register,
        convener=need.convener, theme=wishes.theme,
    )  # fmt: skip


def bench_for(called: Called, asking: Asked, guests: Guests, wishes: Wishes) -> Bench:
    """What the slots of one need are judged against; a fixed number of range queries."""
    as_of, moving = asking.chain.as_of, wishes.moving
    first, last = _span(called.window, as_of, wishes.days)
    delegations = [g for g in guests.invitees if g.category != Category.SECRETARIAT]
    announced = moving.announced_on if moving else None
    return Bench(
        need=called.need,
        window=called.window,
        premises=premises(
            first,
            last,
            as_of=as_of,
            participants={g.iso3 or g.name: g.name for g in delegations},
            members=(g.iso3 for g in delegations if g.category == Category.COUNCIL_MEMBER),
            minutes=wishes.minutes or asking.register.number("meeting_minutes"),
            seats=sum(len(g.seats) or 1 for g in guests.invitees),
            interpretation=wishes.interpretation,
            without=moving.pk if moving else None,
            rooms=places(formal=called.need.format == "formal"),
            named=wishes.named,
        ),
        announced=Announcement(announced or as_of, recorded=announced is not None),
        workdays=asking.workdays,
        register=asking.register,
        missions=frozenset({asking.chain.cycle.mission}),
        siblings=siblings(asking.chain, called.need.id, own=str(moving.pk) if moving else ""),
    )


def _span(window: Window, as_of: date, also: Sequence[date]) -> tuple[date, date]:
    """Two weeks beyond the window on both sides, and *also*, so that other days can be judged."""
    edges = [d for d in (window.earliest, window.latest, window.target_day) if d] or [as_of]
    low = min(*edges, as_of) if len(edges) > 1 else min(edges[0], as_of)
    first, last = max(low, min(edges) - timedelta(days=14)), max(*edges, as_of) + timedelta(days=21)
    return min(first, *also, first), max(last, *also, last)


def _answers(need: Need, register: Register, wishes: Wishes) -> dict[str, str]:
    """What was chosen, as far as it answers a question that is asked."""
    asked = wishes.choices or {}
    known = {one.tension: one.options for one in choices(need, register, {})}
    return {key: value for key, value in asked.items() if value in known.get(key, ())}


def _as_chosen(need: Need, options: Sequence[Option]) -> Need:
    chosen = {one.tension: one.chosen for one in options}
    return replace(need, format=chosen["72a"], convener=chosen["72c"], level=chosen["72d"])


def grid(found: Proposals, monday: date) -> Grid:
    """The cells of one week for the page's grid."""
    cells = week(found.bench, monday)
    rows = tuple(dict.fromkeys(start for _, start in cells))
    return Grid(tuple(monday + timedelta(days=n) for n in range(5)), rows, cells)


def at(found: Proposals, day: date, start: time, room: str = "") -> WhyNot:
    """One slot in full, proposed or not; without a *room* the best one then."""
    return why_slot(found.bench, day, start, room)


__all__ = ["Grid", "Proposals", "Wishes", "at", "grid", "propose"]
