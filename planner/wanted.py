"""One consultation that a plan is to place, and what a plan holds to beside a page's musts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from planner.judging import COUNTED, Bench, Mark
from planner.problem import Option
from planner.slots import Slot


@dataclass(frozen=True)
class Wanted:
    """One consultation to be placed, and the bench its slots are judged on.

    *attendees* (delegations, departments, named panellists) are in one place at a time. *kept* is
    where the plan to keep has it, *marks* how that place was judged then; *pinned*: there or
    nowhere.
    """

    key: str
    mission: str
    component: str
    expiry: date | None
    bench: Bench
    attendees: frozenset[str] = frozenset()
    kept: Slot | None = None
    marks: tuple[Mark, ...] | None = None
    pinned: bool = False

    @property
    def kind(self) -> str:
        return self.bench.need.kind

    @property
    def cycle(self) -> tuple[str, str, date | None]:
        return self.mission, self.component, self.expiry

    @property
    def counted(self) -> bool:
        """Whether it counts towards the meetings of a week."""
        return self.kind in COUNTED


def slot_of(option: Option) -> Slot:
    """The slot an option stands for."""
    low = (option.mask & -option.mask).bit_length() - 1
    start, end = (time(n // 2 % 24, n % 2 * 30) for n in (low, option.mask.bit_length()))
    return Slot(date.fromordinal(option.day), start, end, option.room)


def may_stand(wanted: Wanted, bench: Bench, slot: Slot) -> bool:
    """What a plan holds to besides the musts of a page: the order within a cycle, nobody double
    booked, interpretation where it is wanted."""
    return may_stand_on(bench, slot.day) and may_stand_at(wanted, bench, slot)


def may_stand_on(bench: Bench, day: date) -> bool:
    """The part of :func:`may_stand` that the day decides."""
    return not bench.out_of_order(day) and not _before_the_draft(bench, day)


def may_stand_at(wanted: Wanted, bench: Bench, slot: Slot) -> bool:
    """The part of :func:`may_stand` that the hour and the room decide."""
    busy = bench.premises.busy.get(slot.day)
    if busy and any(b.who & wanted.attendees for b in busy if b.mask & slot.mask):
        return False
    if not bench.premises.interpretation:
        return True
    place = bench.premises.place(slot.room)
    return place is None or place.interpretation


def _before_the_draft(bench: Bench, day: date) -> bool:
    """A draft round follows its draft (2017 report, para. 81 (a))."""
    return any(
        z.criterion.id == "after_draft" and z.whole.first is not None and day < z.whole.first
        for z in bench.window.zones
    )


def standing_marks(bench: Bench, slot: Slot) -> tuple[Mark, ...]:
    """How a slot is judged by what the cycle's dates and the building decide; without notice."""
    place = bench.premises.place(slot.room)
    marks = (*bench.day_marks(slot.day), *bench.slot_marks(slot.day, slot.mask, place))
    return tuple(m for m in marks if m[0] not in ("notice", "week_load", "mission_spacing"))
