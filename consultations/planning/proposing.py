"""Proposals for one consultation: its need, guests and premises brought to the core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from consultations.models import Choice, Consultation, Mission, Participation, RecordedMeeting
from consultations.planning.chaining import chain, register_for
from consultations.planning.inviting import guest_list
from consultations.planning.premises import premises, today, workdays
from planner.anchors import Anchor, Basis
from planner.chains import Called, Chain, Notice
from planner.choices import Option, choices
from planner.delegations import Guests
from planner.findings import Announcement, Finding
from planner.judging import Bench
from planner.known import MISSION_COMPONENT
from planner.measures import MEASURES
from planner.needs import KINDS, Need, need_of
from planner.proposals import Cell, Proposal, WhyNot, candidate_days, ranked, week, why_not
from planner.register import Register
from planner.slots import Premises, Slot
from planner.windows import Window, window_of
from planner.workdays import HEADQUARTERS, Workdays


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
    """What the person asking wants otherwise than the defaults."""

    minutes: int | None = None
    interpretation: bool = False
    choices: Mapping[str, str] | None = None
    theme: str = ""


def propose(
    mission: Mission,
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
    planned as asked for ad hoc (2017 report, para. 37), and says so.
    """
    as_of, wishes = as_of or today(), wishes or Wishes()
    found = chain(mission, as_of=as_of, component=component, expiry=expiry)
    register, days = register_for(mission), workdays(as_of)
    called = _called(found, kind, need, as_of, days, register)
    called = replace(called, need=_as_wished(called, wishes))
    guests = guest_list(
        [mission], kind, called.window.target or as_of, as_of=as_of, register=register,
        convener=called.need.convener, theme=wishes.theme,
    )  # fmt: skip
    bench = bench_for(
        called, found, guests, mission=mission, as_of=as_of, workdays=days, register=register,
        wishes=wishes,
    )  # fmt: skip
    return Proposals(
        chain=found,
        called=called,
        proposals=tuple(ranked(bench, candidate_days(bench, as_of), top)),
        why_not=tuple(why_not(bench, why_not_on)) if why_not_on else (),
        guests=guests,
        choices=choices(called.need, register, wishes.choices or {}),
        bench=bench,
    )


def bench_for(
    called: Called,
    found: Chain,
    guests: Guests,
    *,
    mission: Mission,
    as_of: date,
    workdays: Workdays,
    register: Register,
    wishes: Wishes,
) -> Bench:
    """What the slots of one need are judged against; a fixed number of range queries."""
    first, last = _span(called.window, as_of)
    attending = {g.iso3 or g.name for g in guests.invitees}
    return Bench(
        need=called.need,
        window=called.window,
        premises=premises(
            first,
            last,
            participants=attending,
            minutes=wishes.minutes or register.number("meeting_minutes"),
            seats=len(attending),
            interpretation=wishes.interpretation,
        ),
        announced=Announcement(as_of),
        workdays=workdays,
        register=register,
        missions=frozenset({mission.acronym}),
        siblings=_siblings(found, called.need.id),
    )


def _span(window: Window, as_of: date) -> tuple[date, date]:
    """Two weeks beyond the window on both sides, so that other days can be judged too."""
    edges = [d for d in (window.earliest, window.latest, window.target_day) if d] or [as_of]
    low = min(*edges, as_of) if len(edges) > 1 else min(edges[0], as_of)
    return max(low, min(edges) - timedelta(days=14)), max(*edges, as_of) + timedelta(days=21)


def _siblings(found: Chain, but: str) -> tuple[tuple[str, date], ...]:
    return tuple((c.need.kind, c.met_by.on) for c in found.called if c.met_by and c.need.id != but)


def _as_wished(called: Called, wishes: Wishes) -> Need:
    chosen = wishes.choices or {}
    return replace(
        called.need,
        format=chosen.get("72a", called.need.format),
        convener=chosen.get("72c", called.need.convener),
        level=chosen.get("72d", called.need.level),
    )


def _called(
    found: Chain, kind: str, need: str, as_of: date, days: Workdays, register: Register
) -> Called:
    called = found.need(need or kind)
    if called is not None and called.need.kind == kind:
        return called
    return _ad_hoc(found, kind, as_of, days, register)


def _ad_hoc(found: Chain, kind: str, as_of: date, days: Workdays, register: Register) -> Called:
    """A meeting nobody's preset or trigger calls for, asked for all the same (para. 37)."""
    anchors = dict(found.cycle.anchors)
    anchors["opened"] = Anchor("opened", as_of, Basis.RULE, "today")
    if kind == "crisis":
        anchors["crisis"] = Anchor("crisis", as_of, Basis.ESTIMATED, "asked for today")
    criteria = tuple(c for c in KINDS[kind].criteria if MEASURES[c].anchor in anchors)
    reason = "asked for: neither the preset nor an event calls for it"
    expiry = found.cycle.expires_on
    day = expiry - timedelta(days=register.number("lead_target")) if expiry else None
    asked = need_of(
        kind, anchors, day, reason, id="", criteria=criteria or ("opened",),
        why=("R2017-37", *KINDS[kind].why),
    )  # fmt: skip
    window = window_of(asked.criteria, anchors, day, days, register)
    if not window.days and not window.warnings:
        window = _open_window(asked.criteria, anchors, as_of, days, register)
    count = register.number("notice_crisis" if kind == "crisis" else "notice_kept")
    shift = days.shift(window.target, -count) if window.target else None
    return Called(asked, window, Notice(shift.on if shift else None, count, shift))


def _open_window(
    criteria: Sequence[str],
    anchors: dict[str, Anchor],
    as_of: date,
    days: Workdays,
    register: Register,
) -> Window:
    """Where no bound closes the window: the next forty working days, said to be ours."""
    window = window_of(criteria, anchors, None, days, register)
    last = days.shift(as_of, 40).on
    open_days = days.days(as_of, last)
    target = days.shift(as_of, register.number("notice_kept")).on
    return replace(
        window, earliest=open_days[0], latest=last, target=target, target_day=target,
        days=open_days, warnings=(*window.warnings, "no paragraph bounds it: 40 days shown"),
    )  # fmt: skip


def grid(found: Proposals, monday: date) -> Grid:
    """The cells of one week for the page's grid."""
    cells = week(found.bench, monday)
    rows = tuple(dict.fromkeys(start for _, start in cells))
    return Grid(tuple(monday + timedelta(days=n) for n in range(5)), rows, cells)


def judge(consultation: Consultation, *, as_of: date | None = None) -> tuple[Finding, ...]:
    """The findings of a booked consultation as they stand on *as_of*."""
    as_of = as_of or today()
    bench = _bench_of(consultation, as_of)
    return bench.findings(slot_of(consultation)) if bench else ()


def slot_of(consultation: Consultation) -> Slot:
    """The slot a consultation stands in."""
    start = consultation.starts_at.astimezone(HEADQUARTERS)
    end = consultation.ends_at.astimezone(HEADQUARTERS)
    room = str(consultation.room_id) if consultation.room_id else ""
    return Slot(start.date(), start.time(), end.time(), room)


def _bench_of(consultation: Consultation, as_of: date) -> Bench | None:
    mission = consultation.cycle_mission or consultation.missions.first()
    if mission is None:
        return None
    found = chain(
        mission, as_of=as_of, component=consultation.component, expiry=consultation.expires_on
    )
    register, days = register_for(mission, consultation), workdays(as_of)
    called = _called(found, consultation.kind, consultation.need, as_of, days, register)
    on = slot_of(consultation).day
    announced = consultation.announced_on
    started = consultation.status in (Consultation.Status.HELD, Consultation.Status.CANCELLED)
    since = announced or (None if started or on <= as_of else as_of)
    return Bench(
        need=called.need,
        window=called.window,
        premises=_premises_of(consultation, on, register),
        announced=Announcement(since, recorded=announced is not None),
        workdays=days,
        register=register,
        missions=frozenset({mission.acronym}),
        siblings=tuple(
            (c.need.kind, c.met_by.on)
            for c in found.called
            if c.met_by
            and c.met_by.reference != str(consultation.pk)
            and c.need.id != called.need.id
        ),
    )


def _premises_of(consultation: Consultation, on: date, register: Register) -> Premises:
    rows = Participation.objects.filter(consultation=consultation, removed=False)
    attending = {iso3 or name for iso3, name in rows.values_list("iso3", "name")}
    minutes = int((consultation.ends_at - consultation.starts_at).total_seconds() // 60)
    return premises(
        on, on, participants=attending, minutes=minutes, seats=len(attending),
        interpretation=consultation.interpretation_status != "none", without=consultation.pk,
    )  # fmt: skip


def chosen_of(consultation: Consultation) -> dict[str, str]:
    """The choices recorded on a consultation, by tension."""
    return dict(Choice.objects.filter(consultation=consultation).values_list("tension", "chosen"))


__all__ = ["Grid", "Proposals", "RecordedMeeting", "Wishes", "grid", "judge", "propose", "slot_of"]
