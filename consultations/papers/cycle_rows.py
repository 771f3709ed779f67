"""The rows of the table of reporting and mandate cycles, as values that an issue can keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from consultations.models import MISSION, Mission
from consultations.planning.reporting import Reported, reporting
from planner.anchors import Anchor
from planner.reporting import Due, ReportTask

MANDATE = "mandate"
DEFAULT = "default"
LONG_AGO = timedelta(days=366)  # a component that expired longer ago is no longer current
OPEN, NOT_RECORDED, LAPSED, FINAL = "open-ended", "not recorded", "lapsed", "final"


@dataclass(frozen=True, slots=True)
class DueDay:
    """A date with how it is known: "recorded", "rule" (reckoned from the wording), "default" (our
    own, which the cycle goes by) or "estimated". *month*: no day is stated;
    *missed*: it is past and nothing is recorded as having come."""

    on: date
    basis: str
    month: bool = False
    missed: bool = False


@dataclass(frozen=True, slots=True)
class CycleRow:
    """One line: a mandate, or a report or review asked for.

    *key* is the same in every issue. *standing* says what the expiry is where it is none, or no
    longer one; *why* why no date is due. Nothing here is in words of a language.
    """

    key: str
    region: str
    mission: str
    hosts: str
    component: str
    task: str
    kind: str
    decision: str
    changes: tuple[str, ...]
    frequency: str
    months: int
    due: tuple[DueDay, ...]
    why: str
    expires_on: date | None
    standing: str
    adopted_on: date | None = None
    last_symbol: str = ""
    last_on: date | None = None

    def as_json(self) -> dict[str, Any]:
        """As an issue keeps it."""
        told = asdict(self)
        for name in ("expires_on", "adopted_on", "last_on"):
            told[name] = told[name].isoformat() if told[name] else None
        told["due"] = [{**one, "on": one["on"].isoformat()} for one in told["due"]]
        told["changes"] = list(self.changes)
        return told


def from_json(told: dict[str, Any]) -> CycleRow:
    """The row again. What an earlier version of the planner did not keep is left empty."""
    known = {name: told[name] for name in CycleRow.__dataclass_fields__ if name in told}
    for name in ("expires_on", "adopted_on", "last_on"):
        known[name] = date.fromisoformat(known[name]) if known.get(name) else None
    due = (DueDay(**{**one, "on": date.fromisoformat(one["on"])}) for one in told["due"])
    return CycleRow(**{**known, "due": tuple(due), "changes": tuple(told["changes"])})


def cycle_rows(
    *, as_of: date, until: date, since: date | None = None, mission: Mission | None = None
) -> list[CycleRow]:
    """Every mandate and every report asked for as known on *as_of*, by mission; fixed queries.

    Dates before *since* (by default that day) are past.
    """
    missions = Mission.objects.filter(known_by_name_only=False).order_by("acronym")
    if mission:
        missions = missions.filter(pk=mission.pk)
    found = reporting(missions, as_of=as_of, until=until, since=since)
    return [row for one in found for row in _rows(one, since or as_of)]


def _rows(one: Reported, as_of: date) -> Iterator[CycleRow]:
    yield from _mandates(one, as_of)
    counted: dict[tuple[str, str], int] = {}
    for task in one.tasks:
        place = (task.component, task.kind)
        counted[place] = counted.get(place, 0) + 1
        yield _report(one, task, counted[place], as_of)


def _mandates(one: Reported, as_of: date) -> Iterator[CycleRow]:
    if not one.cycles:
        open_ended = one.mission.open_ended
        yield _row(
            one, MISSION, 1, kind="", decision=one.mission.established_by if open_ended else "",
            standing=OPEN if open_ended else NOT_RECORDED,
        )  # fmt: skip
        return
    counted: dict[str, int] = {}
    for cycle in one.cycles:
        counted[cycle.component] = number = counted.get(cycle.component, 0) + 1
        over = cycle.expires_on is not None and cycle.expires_on < as_of
        standing = LAPSED if over else FINAL if cycle.final else ""
        due = () if standing else tuple(_decision_due(cycle.anchors.get("adoption"), as_of))
        yield _row(
            one, cycle.component, number, kind=cycle.kind, decision=cycle.resolution,
            changes=tuple(c.resolution for c in cycle.changes if c.resolution),
            months=_months(cycle.starts_on, cycle.expires_on), due=due,
            expires_on=cycle.expires_on, standing=standing, adopted_on=cycle.adopted_on,
        )  # fmt: skip


def _decision_due(adoption: Anchor | None, as_of: date) -> Iterator[DueDay]:
    """When the Council is to decide on the mandate again, while it lies ahead."""
    if adoption and adoption.on and adoption.on >= as_of:
        yield DueDay(adoption.on, str(adoption.basis))


def _report(one: Reported, task: ReportTask, number: int, as_of: date) -> CycleRow:
    own = [c for c in one.cycles if c.component == task.component]
    ahead = [c for c in own if c.expires_on and c.expires_on >= as_of]
    running = ahead[0] if ahead else own[-1] if own else None
    missing = OPEN if one.mission.open_ended else NOT_RECORDED
    standing = (LAPSED if not ahead else "") if running else missing
    due = (*(_day(d, missed=True) for d in task.missed), *map(_day, task.due))
    return _row(
        one, task.component, number, task=task.kind, decision=task.requested_by,
        frequency=task.wording, due=due, why=task.why_none,
        expires_on=running.expires_on if running else None, standing=standing,
        last_symbol=task.last_symbol, last_on=task.last_on,
    )  # fmt: skip


def _row(
    one: Reported, component: str, number: int, *, task: str = MANDATE, **told: Any
) -> CycleRow:
    mission = one.mission
    empty: dict[str, Any] = {
        "kind": "", "changes": (), "frequency": "", "months": 0, "due": (), "why": "",
        "expires_on": None,
    }  # fmt: skip
    return CycleRow(
        key=f"{mission.acronym}|{component}|{task}|{number}", region=mission.region,
        mission=mission.acronym, hosts=mission.host_countries, component=component, task=task,
        **{**empty, **told},
    )  # fmt: skip


def _months(first: date | None, last: date | None) -> int:
    """How many whole months a mandate runs; 0 where its beginning is not recorded, or they are
    not whole."""
    if first is None or last is None:
        return 0
    length = relativedelta(last + relativedelta(days=1), first)
    return length.years * 12 + length.months if not length.days else 0


def _day(due: Due, missed: bool = False) -> DueDay:
    return DueDay(due.on, DEFAULT if due.default else str(due.basis), due.month_only, missed)


def is_current(row: CycleRow, on: date) -> bool:
    """Whether it belongs in a table of that day: not a component that lapsed long before."""
    lapsed = row.component != MISSION and row.standing == LAPSED
    return not (lapsed and row.expires_on and row.expires_on < on - LONG_AGO)


def in_order(rows: Iterable[CycleRow]) -> list[CycleRow]:
    """By mission, the mandate before its reports."""
    return sorted(rows, key=lambda r: (r.mission, r.component != MISSION, r.task != MANDATE, r.key))
