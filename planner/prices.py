"""Why a consultation stands where a plan has it: its next best slots, and what each costs the plan.

The price of a slot is what the best plan costs with the consultation there, less what the best
plan costs: solved, not estimated, so it is never above what moving it there really costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from threading import Lock

from planner.beside import Beside
from planner.findings import Finding, Verdict
from planner.judging import Bench
from planner.levels import EARLIEST, MOVES, SIZE, Style
from planner.placing import Placing
from planner.plan import Placement, placed
from planner.problem import OPTIMAL, Answer, Option
from planner.proposals import ranked, worst
from planner.slots import Slot
from planner.solving import Forcing
from planner.wanted import Wanted, slot_of
from planner.windows import Window
from planner.workdays import say_date

FREE = frozenset({MOVES, SIZE, EARLIEST})  # said as moves, or worth no word
AROUND = timedelta(days=21)
GRAVE = (Verdict.BROKEN, Verdict.SHORT)


@dataclass(frozen=True, slots=True)
class Move:
    """Another consultation that would have to stand elsewhere; None: that would have no place."""

    key: str
    was: Slot | None
    now: Slot | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another slot: its findings beside the others, and what it costs the plan by level.

    *exact*: the price is proven; else it is what it costs at least.
    """

    slot: Slot
    findings: tuple[Finding, ...]
    verdict: str
    price: tuple[tuple[str, int], ...]
    moves: tuple[Move, ...]
    sentence: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Where a consultation stands (None: nowhere), and its next best slots with their prices."""

    placement: Placement | None
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The best slot of a week, if any, and what is to be said of it."""

    slot: Slot | None
    verdict: str
    sentence: str


class Ground:
    """A plan as it stands, ready to be asked what another slot of any of its meetings costs."""

    def __init__(self, placing: Placing, slots: Mapping[str, Slot]) -> None:
        kept = tuple(
            replace(w, kept=slots.get(w.key), marks=None, pinned=w.pinned and w.key in slots)
            for w in placing.wanted
        )
        self.placing = replace(placing, wanted=kept, style=Style.BEST)
        self.slots = dict(slots)
        self.options = {m.key: m.options for m in self.placing.problem.meetings}
        self._forcing = Forcing(self.placing.problem)
        self._turn = Lock()  # one solver, asked by one page at a time

    @cached_property
    def least(self) -> Answer:
        """The best plan, keeping what stands as far as the recommendations allow."""
        return self._forcing.solve()

    def price(self, key: str, top: int) -> Why:
        """Where *key* stands, and its *top* next best slots with what each costs the plan."""
        placement = next(iter(placed(self.placing, self.slots, key)), None)
        with self._turn:
            found = [_alternative(self, key, option) for option in self._next_best(key, top)]
        return Why(placement, tuple(one for one in found if one))

    def forced(self, key: str, option: Option) -> Answer:
        return self._forcing.solve(key, option)

    def _next_best(self, key: str, top: int) -> list[Option]:
        """The best option of each other day, and another hour of its own: as it looks alone."""
        here, best = self.slots.get(key), dict[int, Option]()
        for option in self.options[key]:
            if here is None or slot_of(option) != here:
                known = best.get(option.day)
                if known is None or self._alone(option) < self._alone(known):
                    best[option.day] = option
        return sorted(best.values(), key=self._alone)[:top]

    def _alone(self, option: Option) -> tuple[int, ...]:
        """Its own tuple without the moves: it is to move."""
        names = self.placing.levels.names
        return tuple(
            c for name, c in zip(names, option.cost, strict=True) if name not in (MOVES, SIZE)
        )


def price_of(placing: Placing, slots: Mapping[str, Slot], key: str, top: int = 5) -> Why:
    """The placement of *key* in the plan at *slots*, and its *top* next best days.

    What is pinned stays, but for *key* itself. Raises KeyError for one that is not wanted.
    """
    if placing.by_key[key].pinned:
        wanted = tuple(replace(w, pinned=w.pinned and w.key != key) for w in placing.wanted)
        placing = replace(placing, wanted=wanted)
    return Ground(placing, slots).price(key, top)


def _alternative(ground: Ground, key: str, option: Option) -> Alternative | None:
    answer, least, placing = ground.forced(key, option), ground.least, ground.placing
    if answer.chosen.get(key) != option:
        return None  # something pinned stands there
    there = {k: slot_of(o) for k, o in answer.chosen.items() if o}
    bench = Beside(placing, there).bench(placing.by_key[key])
    findings = bench.findings(there[key])
    moves = tuple(_moves(ground, there, key))
    price = _price(placing, least, answer)
    exact = least.status == answer.status == OPTIMAL
    return Alternative(
        slot_of(option), findings, worst(findings), price, moves,
        _sentence(bench, findings, moves, price), exact,
    )  # fmt: skip


def _price(placing: Placing, least: Answer, answer: Answer) -> tuple[tuple[str, int], ...]:
    """The levels at which it costs more, or less because a stronger one costs more.

    Where an answer is not proven, its bound against the value of the best plan found.
    """
    reached = answer.values if answer.status == OPTIMAL else answer.bounds
    pairs = zip(placing.levels.names, reached, least.values, strict=True)
    changed = [(name, now - was) for name, now, was in pairs if name not in FREE and now != was]
    return tuple(changed) if changed and changed[0][1] > 0 else ()


def _moves(ground: Ground, there: Mapping[str, Slot], key: str) -> Iterator[Move]:
    judged = Beside(ground.placing, there)
    for wanted in ground.placing.wanted:
        was, now = ground.slots.get(wanted.key), there.get(wanted.key)
        if wanted.key != key and was != now:
            yield Move(wanted.key, was, now, _said(wanted, now, judged))


def _said(wanted: Wanted, now: Slot | None, judged: Beside) -> str:
    name = name_of(wanted)
    if now is None:
        return f"{name} would have no place"
    wrong = wrongs(judged.bench(wanted), now)
    tail = f": {'; '.join(wrong)}" if wrong else ""
    return f"{name} would move to {say_date(now.day)}, {now.start:%H:%M}{tail}"


def name_of(wanted: Wanted) -> str:
    """A consultation as a sentence names it: "MINUSMA: Formal meeting with T/PCCs"."""
    title = wanted.bench.need.title
    return f"{wanted.mission}: {title}" if wanted.mission else title


def wrongs(bench: Bench, slot: Slot) -> list[str]:
    """What is broken or short at a slot, each with its paragraph."""
    return [_wrong(f, bench) for f in bench.findings(slot) if f.verdict in GRAVE]


def _wrong(finding: Finding, bench: Bench) -> str:
    source = bench.register.recommendation(finding.recommendation).source
    by = f" by {finding.shortfall}" if finding.verdict is Verdict.SHORT else ""
    return f"{finding.title} ({source}) {finding.verdict}{by}"


def _sentence(
    bench: Bench,
    findings: tuple[Finding, ...],
    moves: tuple[Move, ...],
    price: tuple[tuple[str, int], ...],
) -> str:
    own = [_wrong(f, bench) for f in findings if f.verdict in GRAVE]
    said = [f"here {'; '.join(own)}" if own else "here nothing is short"]
    said += [move.sentence for move in moves]
    cost = ", ".join(f"{name} {amount:+d}" for name, amount in price if amount > 0)
    said.append(f"the whole plan: {cost}" if cost else "the whole plan costs no more")
    return ". ".join(one[0].upper() + one[1:] for one in said) + "."


def weeks_of(placing: Placing, slots: Mapping[str, Slot], key: str) -> dict[date, Cell]:
    """The best slot in each week round its window, by the week's Monday, the others standing.

    Raises KeyError for a consultation that is not wanted.
    """
    wanted = placing.by_key[key]
    others = {k: slot for k, slot in slots.items() if k != key}
    bench = Beside(placing, others).bench(wanted)
    return {
        monday: _cell(bench, monday, placing)
        for monday in _mondays(bench.window, slots.get(key), placing.as_of)
    }


def _mondays(window: Window, here: Slot | None, as_of: date) -> Iterator[date]:
    edges = [d for d in (window.earliest, window.latest, window.target_day) if d]
    edges += [here.day] if here else []
    if not edges:
        return
    day = max(as_of, min(edges) - AROUND)
    day -= timedelta(days=day.weekday())
    while day <= max(edges) + AROUND:
        yield day
        day += timedelta(days=7)


def _cell(bench: Bench, monday: date, placing: Placing) -> Cell:
    days = [monday + timedelta(days=n) for n in range(5)]
    days = [d for d in days if d >= placing.as_of]
    if monday in placing.locked:
        return Cell(None, "excluded", "this week is locked")
    best = ranked(bench, days, 1)
    if not best:
        closed = [bench.workdays.why_not(d) for d in days]
        why = "; ".join(dict.fromkeys(filter(None, closed))) or "no hour is free on any day"
        return Cell(None, "excluded", why)
    slot = best[0].slot
    said = wrongs(bench, slot)
    return Cell(slot, best[0].verdict, "; ".join(said) or "nothing is short")
