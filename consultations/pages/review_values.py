"""What the page of the review draws and lists, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.figures import Dot, Line


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar: how many of what, and the tone it is drawn in."""

    code: str
    label: str
    count: int
    tone: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A drawing of bars, each a label and its pieces; *columns* are those of its table."""

    name: str
    heading: str
    rows: tuple[tuple[str, tuple[Piece, ...]], ...]
    columns: tuple[Piece, ...]

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((sum(p.count for p in pieces) for _label, pieces in self.rows), default=0)

    @property
    def table(self) -> list[tuple[str, list[int]]]:
        """Label and a count for each column; where there are no columns, the one count."""
        found = []
        for label, pieces in self.rows:
            counts = {piece.code: piece.count for piece in pieces}
            codes = [piece.code for piece in self.columns] or list(counts)
            found.append((label, [counts.get(code, 0) for code in codes]))
        return found


@dataclass(frozen=True, slots=True)
class Spread:
    """Values of meetings over the days of a span: (dot, its series in words, its address)."""

    name: str
    first: date
    last: date
    dots: tuple[tuple[Dot, str, str], ...]
    median: float | None = None
    wanted: int | None = None

    @property
    def series(self) -> tuple[str, ...]:
        """The series in words, in the order in which they come; empty where there is but one."""
        return tuple(dict.fromkeys(words for _dot, words, _url in self.dots if words))


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list behind a figure, in words."""

    line: Line
    state: str
    tone: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one scope: headline, what it was counted from, drawings, list."""

    name: str
    value: str
    known: bool
    counted: str
    unknown: str
    notes: tuple[str, ...]
    bars: tuple[Bars, ...]
    spread: Spread | None
    lines: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator, with a cell for each scope."""

    id: str
    title: str
    about: str
    recommendations: tuple[str, ...]
    who: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Indicators that belong together."""

    code: str
    title: str
    entries: tuple[Entry, ...]
