"""Proposals: rank the slots of a need, say why not another day, and what would allow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush

from planner.advice import smallest_change
from planner.findings import Finding, Verdict
from planner.judging import Bench, Mark
from planner.register import Force
from planner.slots import Place, Slot, grains, starts

FORCES = tuple(str(force) for force in Force)
Order = tuple[int | str, ...]
Entry = tuple[Order, int, Slot | None, date]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A slot with its findings and the tuple it is ordered by, readable aloud."""

    slot: Slot
    findings: tuple[Finding, ...]
    order: Order

    @property
    def verdict(self) -> str:
        """The worst thing said of it: excluded, broken, short, else kept."""
        return worst(self.findings)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A slot that was not proposed, why, and the smallest change that would allow it."""

    slot: Slot
    findings: tuple[Finding, ...]
    smallest_change: str


def worst(findings: Iterable[Finding]) -> str:
    """One word for a list of findings: the gravest verdict among them."""
    found = list(findings)
    if any(f.excludes for f in found):
        return "excluded"
    verdicts = {f.verdict for f in found}
    for verdict in (Verdict.BROKEN, Verdict.SHORT):
        if verdict in verdicts:
            return str(verdict)
    return str(Verdict.KEPT)


def score(marks: Iterable[Mark], bench: Bench) -> list[int]:
    """Musts broken; criteria broken by force; then, by force, how many are short and how far."""
    total = [0] * (1 + 3 * len(FORCES))
    for criterion, verdict, short in marks:
        entry = bench.register.criteria[criterion]
        rank = entry.force.rank
        if verdict is Verdict.BROKEN:
            total[0] += entry.obligation == "must"
            total[1 + rank] += 1
        elif verdict is Verdict.SHORT:
            total[1 + len(FORCES) + 2 * rank] += 1
            total[2 + len(FORCES) + 2 * rank] += short
    return total


def distance(day: date, bench: Bench) -> int:
    """Working days between *day* and the day aimed at."""
    aim = bench.window.target or bench.window.target_day
    return abs(bench.workdays.number(aim, day)) if aim else 0


def order_of(slot: Slot, bench: Bench) -> Order:
    """No must broken, fewest broken, fewest short, nearest the target, earliest."""
    place = bench.premises.place(slot.room)
    marks = [*bench.day_marks(slot.day), *bench.slot_marks(slot.day, slot.mask, place)]
    return _order(score(marks, bench), slot, bench)


def _order(total: Sequence[int], slot: Slot, bench: Bench) -> Order:
    return (*total, distance(slot.day, bench), slot.starts_at.isoformat())


def candidate_days(bench: Bench, first: date | None = None) -> tuple[date, ...]:
    """The window's working days from *first* on; where none is open, the days around its edges."""
    window = bench.window
    days = [d for d in window.days if first is None or d >= first]
    expiry = bench.need.anchors.get("expiry")
    ends = expiry.on if expiry and "lead" in bench.need.criteria else None
    if days or (ends and first and first >= ends):  # a renewal has no day after its expiry
        return tuple(days)
    edges = [d for d in (window.earliest, window.latest, window.target_day) if d]
    if first and (not edges or first > max(edges)):  # all of it lies behind
        edges.append(first)
    if not edges:
        return ()
    low = max(min(edges) - timedelta(days=7), first or date.min)
    return bench.workdays.days(low, max(low, *edges) + timedelta(days=7))


def ranked(bench: Bench, days: Sequence[date], top: int) -> list[Proposal]:
    """The best *top* slots of *days*, none with a broken must, best first.

    Days are opened in the order of what they alone decide: an hour or a room only adds to it.
    """
    queue: list[Entry] = []
    for day in days:
        total = score(bench.day_marks(day), bench)
        if total[0] == 0:
            heappush(queue, _entry((*total, distance(day, bench), ""), -1, None, day))
    best: list[Proposal] = []
    while queue and len(best) < top:
        order, _, slot, day = heappop(queue)
        if slot is not None:
            best.append(Proposal(slot, bench.findings(slot), order))
            continue
        for number, (slot_order, found) in enumerate(_slots(bench, day)):
            heappush(queue, _entry(slot_order, number, found, day))
    return best


def _entry(order: Order, number: int, slot: Slot | None, day: date) -> Entry:
    return (order, number, slot, day)


def _slots(bench: Bench, day: date) -> Iterator[tuple[Order, Slot]]:
    """Every slot of a day that no must excludes, with its order: one room an hour, the best."""
    far = distance(day, bench)
    for total, slot in day_slots(bench, day):
        yield (*total, far, slot.starts_at.isoformat()), slot


def day_slots(bench: Bench, day: date, rooms: int = 1) -> Iterator[tuple[list[int], Slot]]:
    """The same slots with their score, each hour in the best *rooms* that are free then."""
    base, places = score(bench.day_marks(day), bench), _rooms(bench)
    if base[0]:
        return
    for start, end, mask in starts(bench.premises):
        clashes = bench.clashes(day, mask)
        hour = _sum(base, score(bench.hour_marks(clashes), bench)) if clashes else base
        taken = {b.room for b in clashes if b.room}
        free = [r for r in places if r[1] not in taken][:rooms] if hour[0] == 0 else ()
        for room, key in free:
            yield _sum(hour, room), Slot(day, start, end, key)


def _rooms(bench: Bench) -> list[tuple[list[int], str]]:
    """Rooms that no must excludes, with what each adds whatever the hour: the best first."""
    rooms = [(score(bench.room_marks(place), bench), place.key) for place in bench.premises.places]
    kept = [room for room in rooms if room[0][0] == 0]
    return sorted(kept, key=lambda room: room[0]) if rooms else [(score((), bench), "")]


def _sum(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [a + b for a, b in zip(one, other, strict=True)]


def why_not(bench: Bench, day: date) -> list[WhyNot]:
    """For each session of *day* its best slot, refused or not: findings and smallest change."""
    found = []
    for session in bench.premises.sessions:
        slots = [
            Slot(day, start, end, place.key if place else "")
            for start, end, _ in starts(bench.premises)
            if session.start <= start and end <= session.end
            for place in (bench.premises.places or (None,))
        ]
        if slots:
            slot = min(slots, key=lambda s: order_of(s, bench))
            findings = bench.findings(slot)
            change = smallest_change(findings, day, bench)
            found.append(WhyNot(slot, findings, change))
    return found


def why_slot(bench: Bench, day: date, start: time, room: str = "") -> WhyNot:
    """One slot in full, proposed or not; without a *room* the best one at that hour."""
    begin = datetime.combine(day, start)
    end = min(begin + timedelta(minutes=bench.premises.minutes), datetime.combine(day, time.max))
    if not room:
        place = _best_place(bench, day, grains(start, end.time()))
        room = place.key if place else ""
    slot = Slot(day, start, end.time(), room)
    findings = bench.findings(slot)
    return WhyNot(slot, findings, smallest_change(findings, day, bench))


@dataclass(frozen=True, slots=True)
class Cell:
    """One start of the week grid: the best room then, its verdict and its findings."""

    slot: Slot
    verdict: str
    findings: tuple[Finding, ...]


def week(bench: Bench, monday: date) -> dict[tuple[date, str], Cell]:
    """The cells of the five days from *monday*, keyed by (day, "10:00")."""
    cells = {}
    for day in (monday + timedelta(days=n) for n in range(5)):
        of_day = bench.day_findings(day)
        for start, end, mask in starts(bench.premises):
            place = _best_place(bench, day, mask)
            slot = Slot(day, start, end, place.key if place else "")
            findings = (*of_day, *bench.slot_findings(slot))
            cells[day, f"{start:%H:%M}"] = Cell(slot, worst(findings), findings)
    return cells


def _best_place(bench: Bench, day: date, mask: int) -> Place | None:
    places = bench.premises.places
    if not places:
        return None
    return min(
        places, key=lambda p: (score(bench.slot_marks(day, mask, p), bench), places.index(p))
    )
