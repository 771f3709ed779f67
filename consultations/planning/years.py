"""What the page of a year asks of planning: facts, chains and working days, asked once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from consultations.models import Mission
from consultations.planning.chaining import chosen_for, one_chain, registers
from consultations.planning.days import today, workdays
from consultations.planning.loading import mission_facts
from planner.chains import Chain, Chosen
from planner.cycle import expiries
from planner.known import MissionFacts
from planner.register import Number, Register
from planner.workdays import Workdays

LOOKBACK = timedelta(days=400)  # a mandate's year, and its report before that
KEPT = 1000  # chains remembered by one process: some twenty years of fourteen missions


@dataclass(frozen=True, slots=True)
class Years:
    """Facts by mission id, the chains of the cycles that end in the span, and the working days."""

    facts: dict[int, MissionFacts]
    chains: dict[int, list[Chain]]
    workdays: Workdays
    today: date
    changed: tuple[Number, ...] = ()


def years(missions: Iterable[Mission], *, first: date, last: date) -> Years:
    """Every cycle that ends from *first* to *last*: one that is over as known when it ended."""
    found, now = list(missions), today()
    days, numbers = workdays(now), registers(m.pk for m in found)
    # A cycle that is over asks only for its own meetings, not for how long ago the last was held.
    met_since = first - LOOKBACK if last < now else date.min
    facts = mission_facts(found, as_of=now, span=(first, last), met_since=met_since)
    chosen = chosen_for(found)
    remembered = _remembered(days)
    chains: dict[int, list[Chain]] = {}
    for mission in found:
        own = {key[1:]: value for key, value in chosen.items() if key[0] == mission.pk}
        decided = replace(facts[mission.pk], reports=()).known(now)
        ends = [pair for pair in expiries(decided) if first <= pair[1] <= last]
        among = _Cycles(facts[mission.pk], numbers[mission.pk], own)
        chains[mission.pk] = list(remembered.chains(among, ends, now))
    return Years(facts, chains, days, now, numbers[0].changed)


@dataclass(frozen=True, slots=True)
class _Cycles:
    """What the cycles of one mission follow from, besides working days and the day asked."""

    facts: MissionFacts
    register: Register
    chosen: dict[tuple[str, date], Chosen]


class _Remembered:
    """Chains worked out before for equal facts, days and numbers.

    A chain is a value that follows from values alone, so what was worked out for equal ones is
    the answer and cannot grow old; the facts themselves are read afresh for each page.
    """

    def __init__(self, days: Workdays) -> None:
        self._days = days
        self._known: dict[Any, Chain] = {}

    def chains(
        self, among: _Cycles, ends: Iterable[tuple[str, date]], now: date
    ) -> Iterator[Chain]:
        """The chain of each (component, expiry) of one mission."""
        numbers = among.register.numbers.values()
        changed = tuple((n.key, n.value) for n in numbers if not n.is_default)
        for component, expiry in ends:
            as_of = min(now, expiry)
            chosen = among.chosen.get((component, expiry))
            choice = (chosen.preset, tuple((chosen.skipped or {}).items())) if chosen else None
            key = (among.facts, as_of, changed, component, expiry, choice)
            if key not in self._known:
                if len(self._known) >= KEPT:
                    self._known.clear()
                self._known[key] = one_chain(
                    among.facts, as_of, self._days, among.register, component, expiry, chosen
                )
            yield self._known[key]


@lru_cache(maxsize=4)
def _remembered(days: Workdays) -> _Remembered:
    return _Remembered(days)
