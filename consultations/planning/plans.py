"""The joint plan: what a span calls for goes in as values, a plan with its proof comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any

from consultations.planning.answers import findings_json
from consultations.planning.gathering import Gathered, Horizon, gather
from planner.demands import Demand
from planner.judging import Mark
from planner.levels import Style
from planner.placing import Placing
from planner.plan import Placement, Plan, Unplaced, plan
from planner.prices import Cell, Ground, Why, price_of, weeks_of
from planner.slots import Slot
from planner.solver import Stop
from planner.solving import Progress
from planner.wanted import Wanted
from planner.workdays import HEADQUARTERS


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a kept plan has a consultation, and how that place was judged then."""

    slot: Slot
    marks: tuple[Mark, ...] | None = None


@dataclass(frozen=True)
class Keeping:
    """A plan to keep: its slots, those pinned, weeks locked (their Mondays), and what comes first.

    *gentle*: a meeting whose place is as good as it was moves only so that another can be placed
    at all or nothing is broken. *best*: the recommendations first, then the fewest moves.
    """

    slots: Mapping[str, Kept] = field(default_factory=dict)
    pins: Mapping[str, Slot] = field(default_factory=dict)
    locked: frozenset[date] = frozenset()
    style: str = Style.GENTLE


@dataclass(frozen=True)
class Planned:
    """A plan with what it was made from, and the seconds it took."""

    plan: Plan
    gathered: Gathered
    seconds: Mapping[str, float]


def plan_together(
    horizon: Horizon,
    *,
    keeping: Keeping | None = None,
    time_limit: float | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Planned:
    """The best plan for all that the span calls for, around what is booked.

    Never an exception for want of time: the best plan so far comes with its bounds.
    """
    started = monotonic()
    gathered = gather(horizon)
    loaded = monotonic() - started
    found = plan(
        _kept(gathered, keeping),
        gathered.fixed,
        as_of=horizon.as_of,
        style=_style(keeping),
        locked=keeping.locked if keeping else frozenset(),
        time_limit=time_limit,
        progress=progress,
        stop=stop,
    )
    return Planned(found, gathered, {"load": loaded, **found.seconds})


def _style(keeping: Keeping | None) -> Style | None:
    return Style(keeping.style) if keeping and (keeping.slots or keeping.pins) else None


def _kept(gathered: Gathered, keeping: Keeping | None) -> list[Wanted]:
    """What is wanted, with where the kept plan has it; all of a locked week is pinned."""
    if keeping is None:
        return list(gathered.wanted)
    return [_with_place(one, keeping) for one in gathered.wanted]


def _with_place(one: Wanted, keeping: Keeping) -> Wanted:
    pin, kept = keeping.pins.get(one.key), keeping.slots.get(one.key)
    if pin is not None:
        return replace(one, kept=pin, marks=None, pinned=True)
    if kept is None:
        return one
    monday = kept.slot.day - timedelta(days=kept.slot.day.weekday())
    return replace(one, kept=kept.slot, marks=kept.marks, pinned=monday in keeping.locked)


def _placing(
    horizon: Horizon, keeping: Keeping | None, gathered: Gathered | None
) -> tuple[Placing, Gathered]:
    gathered = gathered or gather(horizon)
    locked = keeping.locked if keeping else frozenset()
    wanted = tuple(sorted(_kept(gathered, keeping), key=lambda w: w.key))
    return Placing(wanted, horizon.as_of, _style(keeping), locked), gathered


def why(
    horizon: Horizon,
    keeping: Keeping | None,
    placements: Mapping[str, Slot],
    key: str,
    top: int = 5,
    *,
    gathered: Gathered | None = None,
) -> Why:
    """Why a consultation stands where a plan has it, and what its next best slots would cost all.

    *gathered*: what the horizon calls for, where it was read already. Raises KeyError for one that
    is not called for (any more).
    """
    placing, gathered = _placing(horizon, keeping, gathered)
    if placing.by_key[key].pinned:
        return price_of(placing, placements, key, top)
    return _ground(placing, gathered.fingerprint, placements).price(key, top)


_grounds: dict[str, Ground] = {}
GROUNDS = 4  # plans that one process keeps ready to be asked


def _ground(placing: Placing, fingerprint: str, slots: Mapping[str, Slot]) -> Ground:
    """The plan ready to be asked; one made of equal values before is that plan."""
    pins = sorted((w.key, str(w.kept)) for w in placing.wanted if w.pinned)
    stands = sorted((key, str(slot)) for key, slot in slots.items())
    locked = sorted(placing.locked)
    key = repr((fingerprint, placing.as_of, placing.style, locked, pins, stands))
    if key not in _grounds:
        if len(_grounds) >= GROUNDS:
            _grounds.clear()
        _grounds[key] = Ground(placing, slots)
    return _grounds[key]


def weeks(
    horizon: Horizon,
    keeping: Keeping | None,
    placements: Mapping[str, Slot],
    key: str,
    *,
    gathered: Gathered | None = None,
) -> dict[date, Cell]:
    """The best slot of a consultation in each week, by its Monday, with the others standing.

    A locked week has none. *gathered*: what the horizon calls for, where it was read already.
    Raises KeyError for one that is not called for (any more).
    """
    placing, _gathered = _placing(horizon, keeping, gathered)
    return weeks_of(placing, placements, key)


def plan_json(planned: Planned) -> dict[str, Any]:
    """The answer of the command ``plan``."""
    found = planned.plan
    return {
        "status": found.status,
        "engine": found.engine,
        "missed": found.missed,
        "from": planned.gathered.horizon.first.isoformat(),
        "to": planned.gathered.horizon.last.isoformat(),
        "as_of": planned.gathered.horizon.as_of.isoformat(),
        "levels": [{"name": x.name, "value": x.value, "bound": x.bound} for x in found.levels],
        "placements": [_placement_json(one, planned) for one in found.placements],
        "unplaced": [_unplaced_json(one, planned) for one in found.unplaced],
        "conflict": [demand_json(one) for one in found.conflict],
        "conflicts": [[demand_json(one) for one in together] for together in found.conflicts],
        "notes": list(planned.gathered.notes),
        "seconds": {name: round(value, 4) for name, value in planned.seconds.items()},
    }


def _placement_json(one: Placement, planned: Planned) -> dict[str, Any]:
    return {
        "key": one.key,
        "mission": one.mission,
        "component": one.component,
        "expiry": one.expiry.isoformat() if one.expiry else None,
        "kind": one.kind,
        "need": one.need,
        **_named(one.slot, planned),
        "verdict": one.verdict,
        "kept": one.kept,
        "pinned": one.pinned,
        "booked": one.booked or None,
        "moved_from": _named(one.moved_from, planned) if one.moved_from else None,
        "order": list(one.order),
        "findings": findings_json(one.findings),
    }


def _unplaced_json(one: Unplaced, planned: Planned) -> dict[str, Any]:
    return {
        "key": one.key,
        "mission": one.mission,
        "component": one.component,
        "expiry": one.expiry.isoformat() if one.expiry else None,
        "kind": one.kind,
        "need": one.need,
        "because": [demand_json(demand) for demand in one.because],
        "relaxations": [
            {
                "demands": [demand.id for demand in way.demands],
                "sentence": way.sentence,
                "references": sorted({r for demand in way.demands for r in demand.references}),
                **(_named(way.slot, planned) if way.slot else {}),
            }
            for way in one.relaxations
        ],
    }


def _named(slot: Slot, planned: Planned) -> dict[str, Any]:
    """The same with the room by its name, as the commands say it."""
    place = planned.gathered.places.get(slot.room)
    return {**slot_json(slot), "room": place.name if place else ""}


def demand_json(one: Demand) -> dict[str, Any]:
    """One demand, with its paragraph and whose word it is."""
    return {
        "id": one.id,
        "sentence": one.sentence,
        "recommendation": one.recommendation or None,
        "also": list(one.also),
        "force": one.force or None,
        "ours": one.ours or None,
        "references": list(one.references),
    }


def slot_json(slot: Slot) -> dict[str, Any]:
    """A slot as the drafts keep it: instants with their offset, the room by its key."""
    return {
        "start": slot.starts_at.isoformat(),
        "end": slot.ends_at.isoformat(),
        "room": slot.room or None,
    }


def slot_from_json(told: Mapping[str, Any]) -> Slot:
    """The slot that :func:`slot_json` wrote. Raises KeyError and ValueError for anything else."""
    start, end = (
        datetime.fromisoformat(told[name]).astimezone(HEADQUARTERS) for name in ("start", "end")
    )
    return Slot(start.date(), start.time(), end.time(), told.get("room") or "")
