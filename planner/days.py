"""The words and values of days: how a date is said, holidays, closures, shifts and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Months spelled here, not by strftime: the words must not follow the server's locale.


def say_day(d: date) -> str:
    """A date without its year: "Mon 26 June"."""
    return f"{WEEKDAYS[d.weekday()][:3]} {d.day} {MONTHS[d.month - 1]}"


def say_date(d: date) -> str:
    """A date as every page says it, weekday first: "Thu 8 June 2017"."""
    return f"{say_day(d)} {d.year}"


class DayKind(StrEnum):
    """What a day is at Headquarters."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday of the yearly circular; only an official one closes the building.

    A floating one is a softer fact (A/RES/69/250 asks that meetings be avoided).
    ``estimated``: the date follows a calendar rule, the circular was not seen.
    """

    on: date
    name: str
    kind: str = "official"
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """A recorded span of days, both ends included, in which nothing can be booked."""

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Session:
    """One of the two sessions of a meeting day, in Headquarters' local time."""

    name: str
    start: time
    end: time


SESSIONS = (
    Session("morning", time(10), time(13)),
    Session("afternoon", time(15), time(18)),
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A weekday that was not counted, and why. Weekends are never listed."""

    on: date
    why: str


def _spans(skipped: tuple[Skipped, ...]) -> list[tuple[Skipped, Skipped]]:
    """Neighbouring weekdays with one reason, as (first, last): a closure reads as a span."""
    spans: list[tuple[Skipped, Skipped]] = []
    for one in skipped:
        last = spans[-1][1] if spans else None
        step = 3 if last and last.on.weekday() == 4 else 1
        if last and last.why == one.why and one.on - last.on == timedelta(days=step):
            spans[-1] = (spans[-1][0], one)
        else:
            spans.append((one, one))
    return spans


def _sentence(days: int, skipped: tuple[Skipped, ...], provisional: tuple[str, ...]) -> str:
    amount = abs(days)
    said = f"{amount} working {'day' if amount == 1 else 'days'}{' before' if days < 0 else ''}"
    if skipped:
        named = [
            f"{say_day(a.on)}{'' if a is b else f' to {say_day(b.on)}'}, {a.why}"
            for a, b in _spans(skipped)
        ]
        said += f": {'; '.join(named)}, not counted"
    if provisional:
        said += f" (provisional, {'; '.join(provisional)})"
    return said


@dataclass(frozen=True, slots=True)
class Shift:
    """The day *days* working days away, the weekdays passed over, and what is provisional."""

    on: date
    days: int
    skipped: tuple[Skipped, ...] = ()
    provisional: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """ "10 working days: Mon 26 June, Eid al-Fitr, not counted"."""
        return _sentence(self.days, self.skipped, self.provisional)


@dataclass(frozen=True, slots=True)
class Count:
    """Working days between two dates (negative when backwards), and what was not counted."""

    days: int
    skipped: tuple[Skipped, ...] = ()
    provisional: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """ "10 working days: Mon 26 June, Eid al-Fitr, not counted"."""
        return _sentence(self.days, self.skipped, self.provisional)
