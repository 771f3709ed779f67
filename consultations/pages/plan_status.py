"""How far a plan is and how good: its proof in one sentence, its levels, its progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Draft
from consultations.templatetags.plans import level

EARLIEST = "earliest"  # the level that only breaks ties


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level of the tuple, strongest first: what the plan reaches, and what none can beat."""

    name: str
    value: int
    bound: int | None
    open_before: bool = False  # a stronger level is not proven: of this one nothing is

    @property
    def proven(self) -> bool:
        """Whether no plan is better at this level, given the levels before it."""
        return not self.open_before and self.bound is not None and self.value <= self.bound

    @property
    def says(self) -> bool:
        """Whether its number tells a reader something; among equals the earliest tells nothing."""
        return not self.proven or bool(self.value and self.name != EARLIEST)

    @property
    def gap(self) -> int | None:
        """How much a better plan could still win here; None where nothing is known."""
        return None if self.bound is None else max(0, self.value - self.bound)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the worker last said: the level it is at, of how many, its best and its bound."""

    level: str
    number: int
    of: int
    best: int | None
    bound: int | None

    @property
    def percent(self) -> int:
        """Levels that are done, of a hundred."""
        return round(100 * max(0, self.number - 1) / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Status:
    """All that the head of a plan's page says of it."""

    draft: Draft
    sentence: str
    levels: tuple[LevelLine, ...]
    progress: Progress | None
    silent: bool
    seconds: float | None

    @property
    def told(self) -> tuple[LevelLine, ...]:
        """Levels at which something is counted, or not yet proven; the rest is proven nothing."""
        return tuple(line for line in self.levels if line.says)

    @property
    def nothing(self) -> int:
        """How many levels are proven to be at nothing."""
        return sum(line.proven and not line.value for line in self.levels)

    @property
    def open(self) -> tuple[LevelLine, ...]:
        """Levels at which a better plan is not ruled out."""
        return tuple(line for line in self.levels if not line.proven)


def status_of(draft: Draft, now: datetime | None = None) -> Status:
    """The status of *draft* as it is stored; *now* tells whether its worker fell silent."""
    levels = _levels(draft)
    return Status(
        draft=draft,
        sentence=_sentence(draft, levels),
        levels=levels,
        progress=_progress(draft.progress) if draft.is_at_work else None,
        silent=draft.is_silent(now or timezone.now()),
        seconds=sum(map(float, draft.seconds.values())) if draft.seconds else None,
    )


def _levels(draft: Draft) -> tuple[LevelLine, ...]:
    """The levels, strongest first: after the first that is open none is proven."""
    lines: list[LevelLine] = []
    for told in draft.levels:
        open_before = bool(lines) and not lines[-1].proven
        bound = None if open_before else _whole(told.get("bound"))
        name, value = str(told.get("name", "")), _whole(told.get("value")) or 0
        lines.append(LevelLine(name, value, bound, open_before))
    return tuple(lines)


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _progress(told: Mapping[str, Any]) -> Progress | None:
    if not told.get("level"):
        return None
    return Progress(
        level=str(told["level"]),
        number=_whole(told.get("number")) or 0,
        of=_whole(told.get("of")) or 0,
        best=_whole(told.get("best")),
        bound=_whole(told.get("bound")),
    )


def _sentence(draft: Draft, levels: tuple[LevelLine, ...]) -> str:
    """How good the plan is, honestly."""
    if draft.status == Draft.Status.OPTIMAL:
        return _("Proven optimal: no plan is better, level by level, the strongest first.")
    if draft.status == Draft.Status.INFEASIBLE:
        return _("What is booked breaks what must be kept: see what cannot hold together.")
    if draft.status == Draft.Status.FEASIBLE:
        return _feasible(levels)
    return ""


def _feasible(levels: tuple[LevelLine, ...]) -> str:
    left = [line for line in levels if not line.proven]
    if not left:
        return _("A good plan; that it is optimal was not proven.")
    before = next(n for n, line in enumerate(levels) if not line.proven)
    words = {"n": before, "level": level(left[0].name), "value": left[0].value}
    proven = ngettext("%(n)d level is proven", "%(n)d levels are proven", before) % words
    if left[0].bound is None:
        open_ = _("at “%(level)s” it reaches %(value)d, and no bound is known") % words
    else:
        words["bound"] = left[0].bound
        open_ = _("at “%(level)s” it reaches %(value)d, and no plan is below %(bound)d") % words
    return _("A good plan, not proven optimal: %(proven)s; %(open)s.") % {
        "proven": proven, "open": open_,
    }  # fmt: skip
