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


def reporting(missions: Iterable[Mission], *, as_of: date, until: date) -> list[Reported]:
    """What stands on *as_of*, with dates up to *until*; missions not at work then are left out."""
    found = [m for m in missions if _at_work(m, as_of)]
    facts = mission_facts(found, as_of=as_of, met_since=as_of)
    days, numbers = workdays(as_of), registers(m.pk for m in found)
    answers = []
    for mission in found:
        known = facts[mission.pk].known(as_of)
        if known.ends_on and known.ends_on < as_of:
            continue
        cycles = tuple(_cycles(known, as_of, days, numbers[mission.pk]))
        tasks = report_tasks(known, Span(as_of, until, cycles))
        answers.append(Reported(mission, known, cycles, tasks))
    return answers


def _at_work(mission: Mission, on: date) -> bool:
    begun = mission.established_on or mission.starts_on
    return not mission.known_by_name_only and (begun is None or begun <= on)


def _cycles(
    known: MissionFacts, as_of: date, days: Workdays, register: Register
) -> Iterator[Cycle]:
    """Of each component every cycle that is not over, else the last one."""
    ends = expiries(known)
    for component in dict.fromkeys(name for name, _day in ends):
        own = [day for name, day in ends if name == component]
        for day in [one for one in own if one >= as_of] or own[-1:]:
            yield cycle_of(
                known, as_of=as_of, workdays=days, register=register, component=component,
                expiry=day,
            )  # fmt: skip
