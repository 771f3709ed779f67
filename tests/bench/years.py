"""Made-up years as problems of planning: mandates with their chains, tied by people and weeks.

Realistic: expiries spread over the year, windows as the criteria draw them (report 28 days
before expiry, consultations 15, draft 14), some reports late, some days busy. Contended: all
expiries at month ends, 40 % of all starts busy. The same seed gives the same problem anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from planner.problem import Cap, Gap, Meeting, Option, Problem, Spacing, Vector

FORCES = ("rule", "working group", "members", "panellist", "default")
LEVELS = (
    "not placed",
    *(f"broken: {force}" for force in FORCES),
    *(name for force in FORCES for name in (f"short: {force}", f"short by: {force}")),
    "distance from the target",
    "earliest",
)
GROUP, MEMBERS, PANELLIST, DEFAULT = range(1, 5)  # places in FORCES
DISTANCE, EARLIEST = 16, 17
GUESS = (
    1e7,
    *(1e6 / 3**n for n in range(5)),
    *(weight for n in range(5) for weight in (3e4 / 4**n, 3e3 / 4**n)),
    2.0,
    2e-4,
)

SIZES = (60, 120, 250, 500, 1000, 2000)
A_YEAR = 400  # more consultations than these take more years
STARTS = (20, 21, 22, 23, 30, 31, 32, 33)  # half hours of 90 minutes inside the sessions
LENGTH = 0b111
HOLIDAYS = ((1, 1), (1, 16), (2, 20), (4, 14), (5, 29), (7, 4), (9, 4), (11, 23), (12, 25))
COUNCIL = frozenset(f"member {n:02}" for n in range(1, 16))
CONTRIBUTORS, A_ROSTER = 60, 10
ROOMS = (60, 150)
SEATS = {"briefing": 40, "informal": 60, "formal": 110, "review": 60, "draft": 60, "crisis": 110}
CHAIN = ("briefing", "informal", "formal")
COUNTED = ("informal", "review")  # towards the load of a week


@dataclass(frozen=True)
class Calendar:
    """The working days of some years, and which half hours the Council itself needs."""

    first: date
    numbers: Mapping[int, int]  # ordinal of a working day -> its number
    ordinals: tuple[int, ...]
    council: Mapping[int, int]  # ordinal -> mask

    def near(self, ordinal: int) -> int:
        """The number of this working day, or of the next one."""
        last = self.ordinals[-1]
        while ordinal < last and ordinal not in self.numbers:
            ordinal += 1
        return self.numbers.get(ordinal, len(self.ordinals) - 1)


@dataclass(frozen=True)
class Cycle:
    """One mandate's end and what hangs on it, as ordinals."""

    key: str
    expiry: int
    report: int
    roster: frozenset[str]
    department: str
    kinds: tuple[str, ...]
    chance: str  # seeds what is busy for this cycle alone

    @property
    def consultations(self) -> int:
        return self.expiry - 15


def problem(count: int, seed: int = 1, contended: bool = False, late: int = 0) -> Problem:
    """*count* consultations; the report of one cycle in the middle comes *late* days later."""
    span = -(-count // A_YEAR)
    calendar = _calendar(span, f"{seed}/{contended}", contended)
    cycles = list(_cycles(count, span, seed, contended, calendar))
    middle = len(cycles) // 2
    cycles[middle] = replace(cycles[middle], report=cycles[middle].report + late)
    meetings = [m for cycle in cycles for m in _meetings(cycle, calendar, contended)]
    there = {m.key for m in meetings}
    ties = [tie for cycle in cycles for tie in _ties(cycle)]
    return Problem(
        LEVELS,
        tuple(meetings),
        gaps=tuple(t for t in ties if isinstance(t, Gap) and {t.first, t.then} <= there),
        spacings=tuple(t for t in ties if isinstance(t, Spacing) and {t.one, t.other} <= there),
        caps=tuple(_caps(meetings, calendar, seed)),
        rooms=ROOMS,
        guess=GUESS,
    )


def _calendar(span: int, seed: str, contended: bool) -> Calendar:
    chance = Random(f"calendar/{seed}")
    first = date(2017, 1, 1)
    days, council = [], {}
    for n in range(365 * span):
        day = first + timedelta(days=n)
        high_level = day.month == 9 and 18 <= day.day <= 24
        if day.weekday() > 4 or (day.month, day.day) in HOLIDAYS or high_level:
            continue
        days.append(day.toordinal())
        morning, afternoon = chance.random() < 0.35, chance.random() < 0.2
        busy = (0b111111 << 20 if morning else 0) | (0b111111 << 30 if afternoon else 0)
        council[day.toordinal()] = 0 if contended else busy
    return Calendar(first, {d: n for n, d in enumerate(days)}, tuple(days), council)


def _cycles(
    count: int, span: int, seed: int, contended: bool, calendar: Calendar
) -> Iterator[Cycle]:
    chance = Random(f"cycles/{seed}")
    missions = max(12, count // span // 6)
    rosters = [_roster(chance) for _ in range(missions)]
    first, last = calendar.ordinals[0] + 60, calendar.ordinals[-1] - 3
    left, number = count, 0
    while left:
        kinds = _kinds(chance)[:left]
        expiry = chance.randrange(first, last)
        if contended:
            expiry = _month_end(expiry)
        mission = chance.randrange(missions)
        report = expiry - 28 + chance.choice((-7, -3, 0, 0, 0, 4, 9))
        yield Cycle(
            f"{number:04}", expiry, report, rosters[mission], ("DPO", "DPPA")[mission % 2], kinds,
            f"{seed}/{number}",
        )  # fmt: skip
        left, number = left - len(kinds), number + 1


def _roster(chance: Random) -> frozenset[str]:
    """Ten contributors; the largest are in many missions."""
    found: set[str] = set()
    while len(found) < A_ROSTER:
        found.add(f"contributor {int(CONTRIBUTORS * chance.random() ** 1.5):02}")
    return frozenset(found)


def _kinds(chance: Random) -> tuple[str, ...]:
    more = (("review", 0.25), ("draft", 0.25), ("crisis", 0.1))
    return (*CHAIN, *(kind for kind, share in more if chance.random() < share))


def _month_end(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return date(day.year + day.month // 12, day.month % 12 + 1, 1).toordinal() - 1


def _meetings(cycle: Cycle, calendar: Calendar, contended: bool) -> Iterator[Meeting]:
    chance = Random(f"options/{cycle.chance}")
    busy = {
        who: frozenset(chance.sample(calendar.ordinals, len(calendar.ordinals) // 40))
        for who in sorted(cycle.roster)
    }
    for kind in cycle.kinds:
        own = Random(f"{kind}/{cycle.chance}")
        options = tuple(
            Option(day, LENGTH << start, cost, number=number)
            for day, number, cost in _days(cycle, kind, calendar, busy, own)
            for start, cost in _starts(cost, calendar.council[day], kind, day, calendar)
            if not contended or own.random() >= 0.4
        )
        people = cycle.roster | {cycle.department} | (COUNCIL if kind != "briefing" else set())
        unplaced = (1, *(0,) * (len(LEVELS) - 1))
        yield Meeting(f"{cycle.key} {kind}", options, unplaced, people, seats=SEATS[kind])


def _starts(
    cost: list[int], council: int, kind: str, day: int, calendar: Calendar
) -> Iterator[tuple[int, Vector]]:
    for start in STARTS:
        if kind == "briefing" or not (LENGTH << start) & council:
            yield start, (*cost[:-1], (day - calendar.ordinals[0]) * 48 + start)


def _days(
    cycle: Cycle, kind: str, calendar: Calendar, busy: Mapping[str, frozenset[int]], own: Random
) -> Iterator[tuple[int, int, list[int]]]:
    """The days this kind of meeting could take, with what each would cost."""
    report, council = calendar.near(cycle.report), calendar.near(cycle.consultations)
    expiry = calendar.near(cycle.expiry)
    review = calendar.near(cycle.expiry - own.randrange(45, 90))
    first, last, target = {
        "briefing": (report - 6, council - 2, report + 1),
        "informal": (report + 1, council, calendar.near(cycle.expiry - 21)),
        "formal": (report + 2, council + 1, council - 2),
        "review": (review - 12, review - 1, review - 10),
        "draft": (council + 1, expiry - 1, council + 4),
        "crisis": (review, review + 4, review),
    }[kind]
    for number in range(max(0, first), min(len(calendar.ordinals) - 1, max(last, first + 3)) + 1):
        cost = [0] * len(LEVELS)
        day = calendar.ordinals[number]
        if kind in ("informal", "formal"):
            _short(cost, MEMBERS, 14 - (cycle.expiry - day), 7)
            _short(cost, PANELLIST, 5 - (number - report), 3)
            _short(cost, PANELLIST, number - report - 10, 5)
            _short(cost, GROUP, 2 - (council - number), 1)
        elif kind == "draft":
            _short(cost, PANELLIST, 3 - (expiry - number), 2)
        elif kind in ("review", "crisis"):
            _short(cost, PANELLIST, number - review - (3 if kind == "crisis" else -10), 9)
        _short(cost, MEMBERS, int(date.fromordinal(day).weekday() == 4), 1)
        _short(cost, PANELLIST, sum(day in days for days in busy.values()), len(busy))
        cost[DISTANCE] = abs(number - target)
        yield day, number, cost


def _short(cost: list[int], force: int, missing: int, most: int) -> None:
    """Kept where nothing is missing, short up to *most*, broken above."""
    if missing > most:
        cost[1 + force] += 1
    elif missing > 0:
        cost[6 + 2 * force] += 1
        cost[7 + 2 * force] += missing


def _ties(cycle: Cycle) -> Iterator[Gap | Spacing]:
    name = {kind: f"{cycle.key} {kind}" for kind in cycle.kinds}
    short = [0] * len(LEVELS)
    short[6 + 2 * PANELLIST] = 1
    if "informal" in name:
        yield Gap(name["briefing"], name["informal"], 1)
        yield Gap(name["briefing"], name["informal"], 3, 10, working=True, cost=tuple(short))
    if "formal" in name:
        yield Gap(name["informal"], name["formal"], 1)
    if "draft" in name:
        yield Gap(name["informal"], name["draft"], 1)
    if "review" in name:
        yield Spacing(name["review"], name["informal"], 30, 6 + 2 * PANELLIST, 7 + 2 * PANELLIST)


def _caps(meetings: list[Meeting], calendar: Calendar, seed: int) -> Iterator[Cap]:
    """Two of those that count a week; here and there one stands already."""
    chance = Random(f"weeks/{seed}")
    counted = frozenset(m.key for m in meetings if m.key.split()[1] in COUNTED)
    begin = calendar.ordinals[0] - date.fromordinal(calendar.ordinals[0]).weekday()
    for monday in range(begin, calendar.ordinals[-1] + 1, 7):
        free = 1 if chance.random() < 0.1 else 2
        yield Cap(counted, monday, monday + 6, free, 6 + 2 * PANELLIST, 7 + 2 * PANELLIST)


KEPT_AT = 6  # below what is placed and not broken, above all that is only short


def keeping(now: Problem, kept: Mapping[str, Option | None]) -> Problem:
    """The same problem with two levels more: how many leave the place kept, and how far."""

    def wider(cost: Vector, moves: int = 0, days: int = 0) -> Vector:
        return (*cost[:KEPT_AT], moves, days, *cost[KEPT_AT:])

    def moved(option: Option, was: Option | None) -> Option:
        if was is None or (option.day, option.mask) == (was.day, was.mask):
            return replace(option, cost=wider(option.cost))
        return replace(option, cost=wider(option.cost, 1, abs(option.number - was.number)))

    return replace(
        now,
        levels=(*LEVELS[:KEPT_AT], "moves", "size of moves", *LEVELS[KEPT_AT:]),
        meetings=tuple(
            replace(
                m,
                options=tuple(moved(o, kept.get(m.key)) for o in m.options),
                unplaced=wider(m.unplaced),
            )
            for m in now.meetings
        ),
        gaps=tuple(replace(g, cost=g.cost and wider(g.cost)) for g in now.gaps),
        spacings=tuple(replace(s, count=s.count + 2, depth=s.depth + 2) for s in now.spacings),
        caps=tuple(replace(c, count=c.count + 2, depth=c.depth + 2) for c in now.caps),
        guess=(*GUESS[:KEPT_AT], 2e4, 5e2, *GUESS[KEPT_AT:]),
    )
