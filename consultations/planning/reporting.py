"""Which reports and reviews stand on a day, and under which mandate; a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from consultations.models import Mission
from consultations.planning.chaining import registers
from consultations.planning.days import workdays
from consultations.planning.loading import mission_facts
from planner.cycle import Cycle, cycle_of, expiries
from planner.known import MissionFacts
from planner.register import Register
from planner.reporting import ReportTask, Span, report_tasks
from planner.workdays import Workdays


@dataclass(frozen=True)
class Reported:
    """One mission: what was known of it, the cycles that run (or the last one), what is asked."""

    mission: Mission
    facts: MissionFacts
    cycles: tuple[Cycle, ...]
    tasks: tuple[ReportTask, ...]


def reporting(
    missions: Iterable[Mission], *, as_of: date, until: date, since: date | None = None
) -> list[Reported]:
    """What was known on *as_of* of dates from *since* (by default that day) to *until*.

    Missions not at work are left out.
    """
    since = since or as_of
    found = [m for m in missions if _at_work(m, as_of)]
    facts = mission_facts(found, as_of=as_of, met_since=as_of)
    days, numbers = workdays(as_of), registers(m.pk for m in found)
    answers = []
    for mission in found:
        known = facts[mission.pk].known(as_of)
        if known.ends_on and known.ends_on < since:
            continue
        cycles = tuple(_cycles(known, (as_of, since), days, numbers[mission.pk]))
        tasks = report_tasks(known, Span(since, until, cycles))
        answers.append(Reported(mission, known, cycles, tasks))
    return answers


def _at_work(mission: Mission, on: date) -> bool:
    begun = mission.established_on or mission.starts_on
    return not mission.known_by_name_only and (begun is None or begun <= on)


def _cycles(
    known: MissionFacts, asked: tuple[date, date], days: Workdays, register: Register
) -> Iterator[Cycle]:
    """Of each component every cycle that is not over on the second day, else the last one."""
    (as_of, since), ends = asked, expiries(known)
    for component in dict.fromkeys(name for name, _day in ends):
        own = [day for name, day in ends if name == component]
        for day in [one for one in own if one >= since] or own[-1:]:
            yield cycle_of(
                known, as_of=as_of, workdays=days, register=register, component=component,
                expiry=day,
            )  # fmt: skip
