"""What one year of all missions holds, as plain values ready to be drawn and tabulated."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from consultations.models import Presidency
from planner.register import Number


@dataclass(frozen=True, slots=True)
class Bar:
    """One mandate, or the whole year of an open-ended one (no expiry)."""

    component: str
    label: str
    first: date
    last: date
    kind: str
    url: str
    title: str
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A report: issued, due as recorded, due by its rule, or due as we estimate."""

    on: date
    basis: str  # issued | recorded | rule | estimated
    title: str
    component: str = "mission"


@dataclass(frozen=True, slots=True)
class Band:
    """The window of one need."""

    first: date
    last: date
    target: date | None
    kind: str
    need: str
    expires_on: date | None
    component: str
    estimated: bool
    title: str


@dataclass(frozen=True, slots=True)
class Booking:
    """A consultation, or a meeting in the tables of the past (no kind of ours)."""

    on: date
    status: str  # proposed | tentative | confirmed | held | recorded | closed
    kind: str
    need: str
    expires_on: date | None
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Needed:
    """A line of the table: one need of a cycle, its window, target day and what was booked."""

    title: str
    window: tuple[date, date] | None
    target: date | None
    booked: tuple[Booking, ...]
    estimated: bool
    note: str


@dataclass(frozen=True, slots=True)
class CycleLine:
    """The lines of one cycle: its expiry and report stand once, its needs below each other."""

    component: str
    expires_on: date | None
    url: str
    report_on: date | None
    report_basis: str
    report_source: str
    needs: tuple[Needed, ...]
    note: str = ""


@dataclass(slots=True)
class Row:
    """One mission's year."""

    acronym: str
    name: str
    url: str
    note: str = ""
    bars: list[Bar] = field(default_factory=list)
    changes: list[Mark] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    cycles: list[CycleLine] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.bars or self.marks or self.bands or self.bookings)


@dataclass(frozen=True, slots=True)
class Off:
    """Days off, or a session of another body, first and last day included."""

    first: date
    last: date
    name: str
    kind: str  # closure | session | official | floating
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """Everything the page of one year shows."""

    number: int
    today: date
    rows: tuple[Row, ...]
    presidencies: dict[int, Presidency]
    off: tuple[Off, ...]
    provisional: str
    changed: tuple[Number, ...] = ()

    @property
    def first(self) -> date:
        return date(self.number, 1, 1)

    @property
    def last(self) -> date:
        return date(self.number, 12, 31)

    def cut(self, first: date, last: date) -> tuple[date, date] | None:
        """The part of a span that lies in this year."""
        first, last = max(first, self.first), min(last, self.last)
        return (first, last) if first <= last else None

    @property
    def closures(self) -> tuple[Off, ...]:
        return tuple(one for one in self.off if one.kind in ("closure", "session"))

    @property
    def holidays(self) -> tuple[Off, ...]:
        return tuple(one for one in self.off if one.kind in ("official", "floating"))
