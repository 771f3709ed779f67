"""A demand and a relaxation, and the sentences they are told in, each with its paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from planner.findings import zone_finding
from planner.judging import Bench
from planner.measures import DAYS
from planner.register import Register
from planner.say_slot import told
from planner.slots import Busy, Place, Slot, grains
from planner.windows import Zone
from planner.workdays import say_date

MANY = 3  # names that are listed; of more it is said how many


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing asked for, with the paragraph that asks it and its force.

    *recommendation* and *also* are ids of the register; *ours* is what the planner adds to the
    paragraph. What no paragraph asks (the day asked about, a lock) has none. *references* name
    the booked consultations that the sentence tells of.
    """

    id: str
    sentence: str
    recommendation: str = ""
    also: tuple[str, ...] = ()
    force: str = ""
    ours: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Demands to drop, and the slot that is then open."""

    demands: tuple[Demand, ...]
    day: date | None
    slot: Slot | None
    sentence: str


def of_criterion(
    id: str, sentence: str, criterion: str, register: Register, references: tuple[str, ...] = ()
) -> Demand:
    """A demand that a criterion of the register makes; the sentence ends with its source."""
    entry = register.criteria[criterion]
    source = register.recommendation(entry.leading).source
    said = sentence if source in sentence or unsourced(source) else f"{sentence}; {source}"
    return Demand(id, said, entry.leading, entry.also, str(entry.force), entry.ours, references)


def unsourced(source: str) -> bool:
    """Whether a rule is a plain fact, for which there is no text to name."""
    return source.startswith("No text")


def of_zone(id: str, bench: Bench, zone: Zone, edge: str, subject: str = "") -> Demand:
    """The edge of a window as a demand: "not before Thu 8 June 2017: at least 2 working days …"."""
    bounds = bench.window.bounds
    said = next(
        (b.sentence for b in bounds if b.criterion == zone.criterion.id and b.edge == edge),
        edge,  # a zone that came in besides the window's own
    )
    word = "not before" if edge == "earliest" else "not after"
    said = f"{subject}{word}{said.removeprefix(edge)}"
    return of_criterion(id, said, zone.criterion.id, bench.register)


def of_need(id: str, subject: str, bench: Bench) -> Demand:
    """That a consultation takes place, with the paragraphs that call for it."""
    first, *rest = bench.need.why or ("",)
    if not first:
        return Demand(id, f"{subject} takes place")
    entry = bench.register.recommendation(first)
    said = f"{subject} takes place: {bench.need.reason}; {entry.source}"
    return Demand(id, said, first, tuple(rest), str(entry.force))


def of_stand(id: str, subject: str, bench: Bench, slot: Slot) -> Demand:
    """That another consultation of the plan keeps its place, with what calls for it."""
    whole = of_need(id, subject, bench)
    return replace(whole, sentence=f"{subject} stands on {when(slot)} in this plan")


def instead(zone: Zone, day: date, bench: Bench) -> str:
    """How a day breaks a dated criterion: "1 working day after the report instead of 2"."""
    found = zone_finding(zone, day, bench.workdays, bench.register)
    measure, count = zone.measure, found.measured
    assert isinstance(count, int)
    side, noun = measure.side, measure.noun or "expiry"
    limit = _limit(zone, day, bench)
    if count == 0:
        said = f"on the day of {noun}"
        return f"{said} instead of {many(limit, measure.unit)} {side}" if limit else said
    if count < 0:
        side = "before" if side == "after" else "after"
    said = f"{many(abs(count), measure.unit)} {side} {noun}"
    away = f" {measure.side}" if side != measure.side else ""
    return f"{said} instead of {limit}{away}" if limit else said


def _limit(zone: Zone, day: date, bench: Bench) -> int:
    """The number that *day* falls short of, or goes beyond."""
    early = zone.whole.first is not None and day < zone.whole.first
    least, most = zone.measure.least, zone.measure.most
    pair = least if early == (zone.measure.side == "after") else most
    if pair is None:
        return 0
    return pair[1] if isinstance(pair[1], int) else bench.register.number(pair[1])


def many(count: int, unit: str) -> str:
    """ "1 working day", "5 days"."""
    unit = "days" if unit == DAYS else unit
    return f"{count} {unit.removesuffix('s') if count == 1 else unit}"


def listed(names: Iterable[str]) -> str:
    """A few names, or the first of them and how many more."""
    found = sorted(set(names))
    if len(found) > MANY + 1:
        return f"{', '.join(found[:MANY])} and {len(found) - MANY} more"
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def hours(mask: int) -> str:
    """The half hours of a mask from first to last: "10:00 to 11:30"."""
    first, last = (mask & -mask).bit_length() - 1, mask.bit_length()
    return f"{first // 2:02}:{first % 2 * 30:02} to {last // 2:02}:{last % 2 * 30:02}"


def when(slot: Slot) -> str:
    """A slot in words: "Thu 8 June 2017, 10:00 to 11:30"."""
    return f"{say_date(slot.day)}, {hours(grains(slot.start, slot.end))}"


def stands(busy: Busy) -> str:
    """What stands, and when: "Council meeting: Mali (Thu 8 June 2017, 10:00 to 13:00)"."""
    return f"{told(busy)} ({say_date(busy.day)}, {hours(busy.mask)})"


def in_one_place(names: Iterable[str], busy: Busy) -> str:
    """That nobody sits in two places: who, and where they sit."""
    where = "taken then by" if busy.read else "in"
    return f"{listed(names)}: in one place at a time, {where} {stands(busy)}"


def although(busy: Busy) -> str:
    """How a slot goes although people wanted there sit elsewhere."""
    return f"although {busy.what} {'says they are away' if busy.read else 'stands'} then"


def booked_here(busy: Busy) -> tuple[str, ...]:
    """The consultation that it is, where it is booked here."""
    return (busy.key,) if busy.key and busy.consultation else ()


def taken(place: Place, busy: Busy) -> tuple[str, str, str]:
    """A room that is taken: id, sentence, and how it goes without; one lost for days on end is
    one demand, not one a day."""
    if busy.span is None:
        id = f"taken:{busy.day}:{place.key}:{busy.key or busy.what}"
        said = f"one meeting at a time in {place.name}: {stands(busy)}"
        if busy.read:
            said = f"one meeting at a time in {place.name}, taken by {stands(busy)}"
        return id, said, f"once {busy.what} gives up {place.name}"
    first, last = busy.span
    days = f"on {say_date(first)}"
    if last > first:
        days = f"from {say_date(first)} to {say_date(last)}"
    said = f"{place.name} is lost {days} (assumed)"
    return f"lost:{place.key}:{first}:{last}", said, f"once {place.name} can be used"
