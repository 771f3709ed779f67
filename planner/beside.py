"""The others of a plan, standing: one consultation judged as its page would once all are booked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from planner.anchor import Anchor, Basis
from planner.judging import WITHOUT_COUNCIL, Bench
from planner.placing import BRIEFING, Placing
from planner.slots import Busy, Load, Slot
from planner.ties import INFORMAL
from planner.wanted import Wanted
from planner.windows import zone

Slots = Mapping[str, Slot]


@dataclass(frozen=True)
class Fixed:
    """A consultation that is booked: it stands, and the others go around it."""

    key: str
    mission: str
    component: str
    expiry: date | None
    slot: Slot
    bench: Bench
    reference: str
    attendees: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        return self.bench.need.kind

    @property
    def cycle(self) -> tuple[str, str, date | None]:
        """What it belongs to: mission, component, expiry."""
        return self.mission, self.component, self.expiry


@dataclass
class Beside:
    """Where everything stands in a plan; ``bench`` judges one of them beside the others."""

    placing: Placing
    slots: Slots
    _busy: dict[date, tuple[Busy, ...]] = field(default_factory=dict)
    _load: tuple[Load, ...] = ()

    def __post_init__(self) -> None:
        placed = [(w, self.slots[w.key]) for w in self.placing.wanted if w.key in self.slots]
        for wanted, slot in placed:
            self._busy[slot.day] = (*self._busy.get(slot.day, ()), _busy(wanted, slot))
        self._load = tuple(_load(w, slot) for w, slot in placed if w.counted)

    def bench(self, wanted: Wanted) -> Bench:
        """Its bench with the others where the plan has them."""
        bench = self.placing.bench(wanted)
        premises = bench.premises
        busy = {**premises.busy}
        for day, found in self._busy.items():
            busy[day] = (*busy.get(day, ()), *found)
        beside = replace(premises, busy=busy, load=(*premises.load, *self._load))
        siblings = [s for s in bench.siblings if s[0] != wanted.kind]
        siblings += [
            (other.bench.need.id, self.slots[other.key].day)
            for other in self.placing.wanted
            if other.cycle == wanted.cycle and other.key != wanted.key and other.key in self.slots
        ]
        premises = beside.without(wanted.key)
        judged = replace(bench, premises=premises, siblings=tuple(siblings), _days={})
        return _counted_from(judged, wanted)


def _busy(wanted: Wanted, slot: Slot) -> Busy:
    need = wanted.bench.need
    said = f"{wanted.mission} {need.title}".strip()
    return Busy(
        slot.day, slot.mask, f"{said} (in this plan)", slot.room, wanted.attendees,
        council=need.kind not in WITHOUT_COUNCIL, consultation=True, key=wanted.key,
    )  # fmt: skip


def _load(wanted: Wanted, slot: Slot) -> Load:
    return Load(wanted.kind, slot.day, wanted.bench.missions, wanted.bench.need.id, wanted.key)


def _counted_from(bench: Bench, wanted: Wanted) -> Bench:
    """A briefing is counted from the consultation where it stands, as if it were booked."""
    if bench.need.id != BRIEFING or "briefing_before" in bench.need.criteria:
        return bench
    on = next((day for kind, day in bench.siblings if kind == INFORMAL), None)
    if on is None:
        return wanted_window(bench, wanted)
    here = Anchor("informal_target", on, Basis.RECORDED, "the consultation in this plan")
    found = zone("briefing_before", here, bench.workdays, bench.register)
    zones = (*bench.window.zones, *([found] if found else ()))
    return replace(bench, window=replace(bench.window, zones=zones), _days={})


def wanted_window(bench: Bench, wanted: Wanted) -> Bench:
    """Where the consultation has no place, the briefing goes by its own page's window."""
    return replace(bench, need=wanted.bench.need, window=wanted.bench.window, _days={})
