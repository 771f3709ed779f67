"""Judging a recorded meeting that prepares no one renewal, by the criteria that need no expiry."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from planner.anchor import Anchor, Basis
from planner.findings import Announcement, Finding, Verdict, finding
from planner.judging import COUNTED, SUBSIDIARY, Bench
from planner.needs import need_of
from planner.register import Register
from planner.slots import Load, Premises
from planner.windows import Window, Zone, zone
from planner.workdays import Workdays, say_date

# A meeting farther off than so many times the number had another purpose (the reach is ours).
REACH = 2
SOFTER = ("friday", "first_working_day", "c34_session", "late_december")


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting or visit as recorded: its kind (none: a visit), days, missions, whether with the
    Bureau of the Special Committee.
    """

    event: str
    kind: str
    on: date
    until: date
    missions: frozenset[str] = frozenset()
    bureau: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What is recorded beside one meeting and bears on it.

    *week*: the others of its week that count towards the load; *last*: the Working Group's last
    meeting on the same missions; *visit*: the end of a visit that nobody spoke of before; *bureau*:
    whether it is with the Bureau, and *last_bureau* the one before.
    """

    week: tuple[date, ...] = ()
    last: date | None = None
    visit: date | None = None
    bureau: bool = False
    last_bureau: date | None = None


class Occasions:
    """Everything recorded, ready to be asked what stood beside one meeting.

    What was held is compared with what was held, whenever it came to be known.
    """

    def __init__(self, occasions: Iterable[Occasion]) -> None:
        self._weeks: dict[date, list[Occasion]] = {}
        self._same: dict[frozenset[str], list[date]] = {}
        self._met: dict[str, list[date]] = {}
        self._visits: dict[str, list[date]] = {}
        self._bureau: list[date] = []
        for one in sorted(occasions, key=lambda o: (o.on, o.event)):
            self._keep(one)

    def _keep(self, one: Occasion) -> None:
        if one.kind in COUNTED:
            self._weeks.setdefault(_monday(one.on), []).append(one)
        if one.bureau:
            self._bureau.append(one.on)
        elif one.kind == "working_group":
            self._same.setdefault(one.missions, []).append(one.on)
        for mission in one.missions:
            days = self._met if one.kind else self._visits
            days.setdefault(mission, []).append(one.on if one.kind else one.until)

    def beside(self, own: Occasion) -> Beside:
        """What stood beside *own*; nothing beside a visit."""
        if not own.kind:
            return Beside()
        week = self._weeks.get(_monday(own.on), [])
        group = own.kind == "working_group" and not own.bureau
        return Beside(
            week=tuple(o.on for o in week if o.event != own.event),
            last=_before(self._same.get(own.missions, []), own.on)
            if group and own.missions else None,
            visit=self._visit(own) if group else None,
            bureau=own.bureau,
            last_bureau=_before(self._bureau, own.on) if own.bureau else None,
        )  # fmt: skip

    def _visit(self, own: Occasion) -> date | None:
        ends = []
        for mission in own.missions:
            end = _before(sorted(self._visits.get(mission, [])), own.on)
            met = _before(self._met.get(mission, []), own.on)
            if end and not (met and met > end):
                ends.append(end)
        return max(ends, default=None)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _before(days: Sequence[date], on: date) -> date | None:
    at = bisect_left(days, on)
    return days[at - 1] if at else None


def bench_alone(
    kind: str, on: date, beside: Beside, announced: Announcement, days: Workdays, register: Register
) -> Bench:
    """The bench of a meeting with no cycle: its window has no days, only what bears on it."""
    zones = tuple(z for z in _zones(on, beside, days, register) if z)
    alone = beside.bureau and beside.last_bureau is None
    why = "bureau_interval: no earlier meeting with the Bureau is recorded"
    window = Window(None, None, None, None, (), (), zones, unknown=(why,) if alone else ())
    need = need_of(kind, {}, None, "")
    return Bench(
        need, window, Premises(load=tuple(Load("working_group", day) for day in beside.week)),
        announced, days, register,
    )  # fmt: skip


def findings_alone(bench: Bench, on: date) -> tuple[Finding, ...]:
    """Every criterion that needs no expiry, those of the calendar also where they were kept."""
    found = bench.day_findings(on)
    judged = {one.criterion for one in found}
    free = bench.need.kind in SUBSIDIARY  # Fridays are left to subsidiary bodies (note 507)
    kept = [c for c in SOFTER if c not in judged and not (free and c == "friday")]
    if not bench.workdays.is_working(on):
        return found
    return (*found, *(finding(bench.register, c, Verdict.KEPT, say_date(on)) for c in kept))


def _zones(on: date, beside: Beside, days: Workdays, register: Register) -> Iterator[Zone | None]:
    number = register.number
    if beside.last_bureau:
        due = beside.last_bureau + relativedelta(months=number("c34_bureau_months"))
        yield zone("bureau_interval", _at("bureau_due", due, Basis.RULE), days, register)
    ended, last = beside.visit, beside.last
    if ended and days.number(ended, on) <= REACH * number("visit_debrief"):
        yield zone("visit_debrief", _at("visit_end", ended), days, register)
    elif last and (on - last).days <= REACH * number("follow_up_to"):
        yield zone("follow_up", _at("last_meeting", last), days, register)


def _at(name: str, on: date, basis: Basis = Basis.RECORDED) -> Anchor:
    return Anchor(name, on, basis, "the table of the past")
