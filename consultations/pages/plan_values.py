"""What the board of a plan holds, as plain values: weeks, rows of cards, loads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultations.models import DraftPlacement

SHORT = {
    "secretariat_briefing": _("Briefing"),
    "informal_triangular": _("Informal triangular"),
    "formal_tcc": _("Formal meeting"),
    "draft_consultation": _("Draft round"),
    "working_group": _("Working Group"),
}  # what fits on a card; other kinds are named in full


@dataclass(frozen=True, slots=True)
class Card:
    """One placement on the board; *closed*: this reader may not see more than that it stands."""

    row: DraftPlacement
    on: date
    starts: datetime
    ends: datetime
    marks: tuple[tuple[str, str], ...]  # (code, word)
    closed: bool = False
    room: str = ""
    seen: Any = None  # the consultation it stands as, where this reader may open it

    @property
    def movable(self) -> bool:
        """Whether the plan may put it elsewhere: what is booked stands."""
        return self.row.booked_id is None and self.row.released_id is None

    @property
    def past(self) -> bool:
        """Whether its hour is over, or has begun."""
        return self.starts < timezone.now()

    @property
    def monday(self) -> date:
        """The Monday of its week: all that is said of the day of a closed meeting."""
        return self.on - timedelta(days=self.on.weekday())

    @property
    def short(self) -> str:
        """The kind of the meeting, as far as a card has room."""
        return str(SHORT.get(self.row.kind) or capfirst(self.row.get_kind_display()))

    @property
    def verdict(self) -> str:
        return self.row.verdict or "unknown"


@dataclass(frozen=True, slots=True)
class Week:
    """One column: its Monday, the days off in it, and whether its meetings stay where they are."""

    monday: date
    number: int
    locked: bool
    off: tuple[str, ...]
    counted: int
    all: int
    cap: int
    iso: str  # the Monday as it stands in addresses; a year's board names it in every cell

    @property
    def over(self) -> int:
        """How many counted meetings are more than the cap."""
        return max(0, self.counted - self.cap)


@dataclass(slots=True)
class Row:
    """One mission's line: a list of cards for each week shown, and what could not be placed."""

    name: str
    url: str
    cells: list[tuple[Week, list[Card]]] = field(default_factory=list)
    unplaced: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Board:
    """The weeks shown, the rows, every card of the plan by date, and the years to choose from."""

    weeks: tuple[Week, ...]
    rows: tuple[Row, ...]
    cards: tuple[Card, ...]
    years: tuple[int, ...]
    year: int | None
    busiest: tuple[Week, ...]
