"""Consultations to be planned together, made from the stories: cycles, their needs, a house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from planner.findings import Announcement
from planner.judging import Bench
from planner.known import MissionFacts
from planner.register import Register
from planner.slots import Busy, Place, Premises, Slot, by_day, grains
from planner.wanted import Wanted
from planner.workdays import Workdays
from tests.planner.stories import REGISTER, WORKDAYS, chained, d

NEAR = Place("near", "Consultations Room", 40, True, True)
FAR = Place("far", "Conference Room 7", 40, True, False)
MORNING, AFTERNOON = grains(time(10), time(13)), grains(time(15), time(18))
COUNCIL = frozenset({"the fifteen"})


def cycle(
    facts: MissionFacts,
    as_of: str,
    expiry: str,
    *,
    component: str = "mission",
    preset: str = "",
    needs: Iterable[str] = (),
    attendees: frozenset[str] = COUNCIL,
    register: Register = REGISTER,
    workdays: Workdays = WORKDAYS,
    **premises: object,
) -> list[Wanted]:
    """All that one cycle calls for (or only those *needs*), announced long before."""
    found = chained(
        facts, as_of, expiry, component=component, preset=preset, register=register,
        workdays=workdays,
    )  # fmt: skip
    house = Premises(**{"places": (NEAR, FAR), **premises})
    names = set(needs)
    return [
        Wanted(
            f"{facts.mission}/{component}/{expiry}/{one.need.id}", facts.mission, component,
            d(expiry),
            Bench(one.need, one.window, house, Announcement(d(as_of)), workdays, register,
                  frozenset({facts.mission})),
            attendees,
        )
        for one in found.called
        if not one.met_by and not one.skipped and (not names or one.need.id in names)
    ]  # fmt: skip


def as_if(facts: MissionFacts, mission: str) -> MissionFacts:
    """Another mission, as if it had the same dates."""
    return replace(facts, mission=mission)


def keeping(
    wanted: Iterable[Wanted], slots: Mapping[str, Slot], marks: Mapping[str, tuple] | None = None
) -> list[Wanted]:
    """The same, with the plan that is to be kept."""
    return [replace(w, kept=slots.get(w.key), marks=(marks or {}).get(w.key)) for w in wanted]


def pinned(wanted: Iterable[Wanted], key: str, slot: Slot) -> list[Wanted]:
    return [replace(w, kept=slot, pinned=True) if w.key == key else w for w in wanted]


def with_busy(wanted: Iterable[Wanted], busy: Mapping[date, tuple]) -> list[Wanted]:
    """The same in a house where more is going on."""
    return [
        replace(w, bench=replace(w.bench, premises=replace(w.bench.premises, busy=busy), _days={}))
        for w in wanted
    ]


def only(*open_days: str) -> dict[date, tuple[Busy, ...]]:
    """The Council sits all day from May to July, but for these days."""
    first, whole = d("2017-05-01"), MORNING | AFTERNOON
    busy = [Busy(first + timedelta(days=n), whole, "the Council", council=True) for n in range(90)]
    return by_day(b for b in busy if str(b.day) not in open_days)
