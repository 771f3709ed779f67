"""What an indicator answers: a value, what it was counted from, and how much was unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from planner.reviewed import Held, Reviewed

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar: how many of what; the code names it."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of pieces, such as a side of the table or a purpose of meetings."""

    code: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, slots=True)
class Dot:
    """One meeting's value, on its day."""

    on: date
    value: float
    label: str
    reference: str
    series: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list behind a figure: what, on which day, how it stands.

    *other_on* and *against_on* are the days it is held against; *estimated* says so of the latter.
    """

    on: date
    label: str
    state: str
    reference: str = ""
    other_on: date | None = None
    against_on: date | None = None
    estimated: bool = False
    value: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark by its code, with the numbers it names; the page has the words."""

    code: str
    count: int = 0
    limit: int = 0
    on: date | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of one span: *value* is None where nothing is known, never 0 for that.

    *numerator* of *denominator* counts what is known, *unknown* what is not. *few*: too few
    answered for values to be shown.
    """

    value: float | None = None
    numerator: int = 0
    denominator: int = 0
    unknown: int = 0
    low: float | None = None
    high: float | None = None
    bars: tuple[Bar, ...] = ()
    dots: tuple[Dot, ...] = ()
    lines: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()
    few: bool = False


def share(numerator: int, denominator: int) -> float | None:
    """In per cent, to one decimal; None of nothing."""
    return round(100 * numerator / denominator, 1) if denominator else None


def bar(code: str, counted: Counter[str], order: Iterable[str] = ()) -> Bar:
    """The pieces in *order*, the others after them as they come; those of 0 left out."""
    codes = [*dict.fromkeys([*order, *counted])]
    return Bar(code, tuple(Part(one, counted[one]) for one in codes if counted[one]))


def middle(dots: Iterable[Dot], unknown: int, notes: Iterable[Note] = ()) -> Figure:
    """The median of some meetings' values with the least and the greatest."""
    found = tuple(dots)
    values = [dot.value for dot in found]
    return Figure(
        value=median(values) if values else None,
        numerator=len(values),
        denominator=len(values),
        unknown=unknown,
        low=min(values, default=None),
        high=max(values, default=None),
        dots=found,
        notes=tuple(notes),
    )


def dots_of(
    meetings: Iterable[Held], measure: Callable[[Held], float | None]
) -> tuple[list[Dot], int]:
    """The meetings that can be measured as dots, and how many cannot."""
    dots, unknown = [], 0
    for one in meetings:
        value = measure(one)
        if value is None:
            unknown += 1
        else:
            dots.append(Dot(one.on, value, one.label, one.reference))
    return dots, unknown


Measured = Callable[[Reviewed], Figure]
