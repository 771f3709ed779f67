"""Looking back: recorded meetings against their windows, beside two rules that know nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from datetime import date as Day
from statistics import median

from planner.advice import smallest_change
from planner.chains import Called, Chain, chain
from planner.cycle import expiries
from planner.findings import Announcement, Finding
from planner.judging import Bench
from planner.known import MISSION_COMPONENT, MissionFacts
from planner.proposals import candidate_days, ranked, worst
from planner.register import Register
from planner.slots import Premises
from planner.uncycled import Beside, bench_alone, findings_alone
from planner.windows import Window
from planner.workdays import Workdays

NOTHING = Beside()
CENTRE = 18  # days before expiry: the middle of the second rule that knows nothing


@dataclass(frozen=True, slots=True)
class Past:
    """A meeting that was held: its number, kind, day, and what of its announcement is recorded.

    *beside*: the other meetings and visits that bear on one which prepares no one renewal.
    """

    event: str
    kind: str
    on: date
    announced_on: date | None = None
    beside: Beside = NOTHING


@dataclass(frozen=True, slots=True)
class Judged:
    """One recorded meeting against the window of its cycle, as known on *as_of*.

    ``in_window`` is None where no renewal cycle applies, or the meeting is mid-mandate: its
    findings are then those that need no expiry, none for a visit.
    ``proposed`` is the best day that was left on *as_of*, None where there was none;
    ``proposed_verdict`` the worst thing said of it.
    """

    event: str
    missions: tuple[str, ...]
    kind: str
    date: Day
    as_of: Day
    component: str = ""
    expiry: Day | None = None
    in_window: bool | None = None
    window: Window | None = None
    from_target: int | None = None
    findings: tuple[Finding, ...] = ()
    smallest_change: str = ""
    proposed: Day | None = None
    proposed_verdict: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Hits with the windows' median width, beside two rules that know nothing.

    Widths and distances are in working days; the rules' hits are out of the same meetings.
    """

    meetings: int
    hits: int
    median_width: float | None
    median_distance: float | None
    every_day_28_to_7: int
    every_day_width: float | None
    centred: int
    centred_width: float | None


def judge_past(
    past: Past,
    concerned: Sequence[MissionFacts],
    *,
    lead_days: int,
    workdays: Workdays,
    register: Register,
) -> Judged:
    """Judge one meeting with what was known *lead_days* calendar days before it."""
    as_of = past.on - timedelta(days=lead_days)
    missions = tuple(f.mission for f in concerned)
    base = Judged(past.event, missions, past.kind, past.on, as_of)
    if not past.kind:
        return base
    told = past.announced_on if past.announced_on and past.announced_on <= as_of else None
    announced = Announcement(told, recorded=told is not None)
    renewal = _renewal(concerned, past, as_of, workdays, register)
    if renewal is None:
        bench = bench_alone(past.kind, past.on, past.beside, announced, workdays, register)
        found = findings_alone(bench, past.on)
        return replace(base, findings=found, smallest_change=smallest_change(found, past.on, bench))
    called, component, expiry = renewal
    need = replace(called.need, kind=past.kind)
    bench = Bench(need, called.window, Premises(), announced, workdays, register)
    judged = _against(base, bench, component, expiry)
    return _with_proposal(judged, replace(bench, announced=Announcement(as_of), _days={}))


def _renewal(
    concerned: Sequence[MissionFacts], past: Past, as_of: date, days: Workdays, register: Register
) -> tuple[Called, str, date] | None:
    """What the renewal that the meeting prepares called for, as known on *as_of*; None: none."""
    cycle = renewal_at(concerned, past.on, as_of, register)
    if cycle is None:
        return None
    facts, component, expiry = cycle
    found = chain(
        facts, as_of=as_of, workdays=days, register=register, component=component, expiry=expiry
    )
    called = _renewal_need(found, past.kind)
    return (called, component, expiry) if called else None


def _with_proposal(judged: Judged, bench: Bench) -> Judged:
    """The day that would have been proposed on *as_of*, announced at once; hours are not judged."""
    best = ranked(bench, candidate_days(bench, judged.as_of), 1)
    if not best:
        return judged
    on = best[0].slot.day
    return replace(judged, proposed=on, proposed_verdict=worst(bench.day_findings(on)))


def _renewal_need(found: Chain, kind: str) -> Called | None:
    """The renewal's own need of that kind, else its informal consultation: no other event's."""
    by_id = {called.need.id: called for called in found.called}
    return by_id.get(kind) or by_id.get("informal_triangular")


def _against(base: Judged, bench: Bench, component: str, expiry: date) -> Judged:
    window = bench.window
    findings = bench.day_findings(base.date)
    aim = window.target or window.target_day
    return replace(
        base,
        component=component,
        expiry=expiry,
        in_window=base.date in window.days,
        window=window,
        from_target=bench.workdays.count(aim, base.date).days if aim else None,
        findings=findings,
        smallest_change=smallest_change(findings, base.date, bench),
    )


def renewal_at(
    concerned: Sequence[MissionFacts], on: date, as_of: date, register: Register
) -> tuple[MissionFacts, str, date] | None:
    """The renewal a meeting on *on* prepares: the one mission's next expiry, if its season is open.

    A meeting on several missions, or earlier than the season, prepares no one renewal.
    """
    if len(concerned) != 1:
        return None
    facts = concerned[0]
    ahead = [
        (expiry, component) for component, expiry in expiries(facts.known(as_of)) if expiry >= on
    ]
    own = [pair for pair in ahead if pair[1] == MISSION_COMPONENT] or ahead
    if not own:
        return None
    expiry, component = min(own)
    if (expiry - on).days > register.number("mid_mandate"):
        return None
    return facts, component, expiry


def summarise(judged: Iterable[Judged], workdays: Workdays) -> Summary:
    """Hits and widths of ours, and of two rules on the same meetings."""
    renewal = [j for j in judged if j.in_window is not None and j.expiry and j.window]
    widths = [j.window.width for j in renewal if j.window]
    width = median(widths) if widths else None
    plain = [_days_before(j, 28, 7, workdays) for j in renewal]
    centred = [_centred(j, round(width or 0), workdays) for j in renewal]
    distances = [abs(j.from_target) for j in renewal if j.from_target is not None]
    return Summary(
        meetings=len(renewal),
        hits=sum(bool(j.in_window) for j in renewal),
        median_width=width,
        median_distance=median(distances) if distances else None,
        every_day_28_to_7=sum(j.date in days for j, days in zip(renewal, plain, strict=True)),
        every_day_width=median(map(len, plain)) if plain else None,
        centred=sum(j.date in days for j, days in zip(renewal, centred, strict=True)),
        centred_width=median(map(len, centred)) if centred else None,
    )


def _days_before(judged: Judged, first: int, last: int, workdays: Workdays) -> tuple[date, ...]:
    assert judged.expiry is not None
    end = judged.expiry
    return workdays.days(end - timedelta(days=first), end - timedelta(days=last))


def _centred(judged: Judged, width: int, workdays: Workdays) -> tuple[date, ...]:
    """*width* working days centred 18 days before expiry."""
    assert judged.expiry is not None
    middle = workdays.shift(judged.expiry - timedelta(days=CENTRE), 0).on
    first = workdays.shift(middle, -(width // 2)).on if width > 1 else middle
    return workdays.days(first, workdays.shift(first, max(0, width - 1)).on) if width else ()
