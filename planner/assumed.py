"""What may be assumed in a what-if: plain values, what each says, and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from planner.register import load
from planner.workdays import say_date

LATEST = 366  # days a report may be assumed late, and days a room may be lost
FIRST_DAY, LAST_DAY = date(1945, 1, 1), date(2199, 12, 31)  # calendars are kept for these
LONGEST = 80  # characters of a name


class AssumptionError(ValueError):
    """An assumption that cannot be read, or cannot be made of what is recorded."""


@dataclass(frozen=True, slots=True)
class ReportLate:
    """The report of a cycle comes so many calendar days after it is due."""

    mission: str
    component: str
    expiry: date
    days: int


@dataclass(frozen=True, slots=True)
class ExpiryMoved:
    """A technical rollover, taken as decided on the day asked, continues a mandate up to a day."""

    mission: str
    component: str
    expiry: date
    to: date


@dataclass(frozen=True, slots=True)
class CrisisArises:
    """A crisis that touches the safety and security of a mission's people."""

    mission: str
    on: date


@dataclass(frozen=True, slots=True)
class RoomLost:
    """A room (its key) cannot be used from one day to another, both included."""

    room: str
    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class HolidayDeclared:
    """Headquarters is closed on a day that was to work."""

    on: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class NumberChanged:
    """A number of the register, for one mission or for all."""

    key: str
    value: int
    mission: str = ""


Assumption = ReportLate | ExpiryMoved | CrisisArises | RoomLost | HolidayDeclared | NumberChanged
KINDS: dict[str, type] = {
    "report_late": ReportLate,
    "expiry_moved": ExpiryMoved,
    "crisis": CrisisArises,
    "room_lost": RoomLost,
    "holiday": HolidayDeclared,
    "number": NumberChanged,
}


# In words.


def say(assumption: Assumption) -> str:
    """One plain sentence, without a full stop."""
    match assumption:
        case ReportLate(mission, component, expiry, days):
            late = f"{days} day{'s' * (days != 1)} late"
            return f"{_mandate(mission, component, expiry)}: the report comes {late}"
        case ExpiryMoved(mission, component, expiry, to):
            said = f"a technical rollover continues it until {say_date(to)}"
            return f"{_mandate(mission, component, expiry)}: {said}"
        case CrisisArises(mission, on):
            return f"{mission}: a crisis arises on {say_date(on)}"
        case RoomLost(room, first, last, name):
            when = f"on {say_date(first)}"
            if last > first:
                when = f"from {say_date(first)} to {say_date(last)}"
            return f"{name or f'room {room}'} cannot be used {when}"
        case HolidayDeclared(on, name):
            return f"{say_date(on)} is declared a holiday{f' ({name})' if name else ''}"
        case NumberChanged(key, value, mission):
            whose = f" for {mission}" if mission else ""
            return f"the number {key.replace('_', ' ')} is {value}{whose}"


def _mandate(mission: str, component: str, expiry: date) -> str:
    part = "" if component == "mission" else f" ({component})"
    return f"{mission}{part}, mandate to {say_date(expiry)}"


# As JSON: a flat object with its kind, dates as ISO text.


def to_json(assumption: Assumption) -> dict[str, Any]:
    """A flat object: ``{"kind": "report_late", "mission": "MINUSMA", …}``."""
    kind = next(name for name, cls in KINDS.items() if type(assumption) is cls)
    values = {f.name: getattr(assumption, f.name) for f in fields(assumption)}
    return {"kind": kind} | {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def from_json(data: Mapping[str, Any]) -> Assumption:
    """The assumption :func:`to_json` wrote; AssumptionError says what is wrong with it."""
    if not isinstance(data, Mapping):
        raise AssumptionError(f"an assumption is an object with its kind, not {data!r}")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise AssumptionError(f"kind {kind!r}: not one of {', '.join(KINDS)}")
    known = {f.name: str(f.type) for f in fields(KINDS[kind])}
    unknown = sorted(set(data) - set(known) - {"kind"})
    if unknown:
        raise AssumptionError(f"{kind}: {', '.join(unknown)}: not known")
    optional = {"name", "mission"} if kind in ("room_lost", "holiday", "number") else set()
    for name in known:
        if name not in data and name not in optional:
            raise AssumptionError(f"{kind}: {name} is missing")
    values = {name: _value(kind, name, known[name], data[name]) for name in known if name in data}
    return checked(KINDS[kind](**values))


def _value(kind: str, name: str, wanted: str, given: Any) -> Any:
    if wanted == "date":
        try:
            return date.fromisoformat(given)
        except (TypeError, ValueError):
            raise AssumptionError(f"{kind}: {name} is {given!r}, not a date") from None
    if type(given).__name__ != wanted:
        raise AssumptionError(f"{kind}: {name} is {given!r}, not {wanted}")
    return given


def checked(assumption: Assumption) -> Assumption:
    """The same, if it can be meant; AssumptionError else."""
    problem = _problem(assumption)
    if problem:
        raise AssumptionError(problem)
    return assumption


def _out_of_bounds(assumption: Assumption) -> str:
    """A day for which no calendar is kept, or a name too long, in words."""
    values = {f.name: getattr(assumption, f.name) for f in fields(assumption)}
    for name, value in values.items():
        if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
            years = f"{FIRST_DAY.year} to {LAST_DAY.year}"
            return f"{name} is {value.isoformat()}: calendars are kept for {years}"
    if len(values.get("name", "")) > LONGEST:
        return f"a name has at most {LONGEST} characters, not {len(values['name'])}"
    return ""


def _problem(assumption: Assumption) -> str:
    if beyond := _out_of_bounds(assumption):
        return beyond
    match assumption:
        case ReportLate(days=days) if not 1 <= days <= LATEST:
            return f"a report is late by 1 to {LATEST} days, not by {days}"
        case ExpiryMoved(expiry=expiry, to=to) if to <= expiry:
            return f"a rollover ends after {say_date(expiry)}, not on {say_date(to)}"
        case RoomLost(first=first, last=last) if not 0 <= (last - first).days <= LATEST:
            return f"a room is lost for 1 day to {LATEST}: {say_date(first)} to {say_date(last)}"
        case NumberChanged(key=key) if key not in load().numbers:
            return f"number {key}: not in the register"
        case NumberChanged(key, value):
            number = load().numbers[key]
            if not number.minimum <= value <= number.maximum:
                bounds = f"{number.minimum} to {number.maximum} {number.unit}"
                return f"number {key}: {value} is outside {bounds}"
    return ""
