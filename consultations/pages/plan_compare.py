"""Two plans side by side: by recommendation first, then by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Draft, DraftPlacement
from consultations.pages.plan_status import EARLIEST, LevelLine, status_of
from consultations.pages.plan_values import Card
from planner.recommendation import Force

VERDICTS = ("kept", "short", "broken", "unknown")
FORCES = tuple(str(force) for force in Force)
WEIGHT = {"broken": 1000, "short": 1, "unknown": 0, "kept": 0}


@dataclass(slots=True)
class CriterionLine:
    """One criterion in both plans: how often kept, short, broken or unknown."""

    criterion: str
    title: str
    recommendations: tuple[str, ...]
    force: str
    obligation: str
    a: Counter[str] = field(default_factory=Counter)
    b: Counter[str] = field(default_factory=Counter)

    @property
    def counts(self) -> list[tuple[str, int, int]]:
        """(verdict, in the first, in the second)."""
        return [(verdict, self.a[verdict], self.b[verdict]) for verdict in VERDICTS]

    @property
    def turn(self) -> str:
        """better | worse | other | same: the second plan beside the first.

        The same where nothing else than *kept* differs: then only the meetings are more or fewer.
        """
        if all(self.a[verdict] == self.b[verdict] for verdict in VERDICTS[1:]):
            return "same"
        was, now = (sum(WEIGHT[v] * n for v, n in one.items()) for one in (self.a, self.b))
        return "other" if was == now else "better" if now < was else "worse"

    @property
    def change(self) -> str:
        """What changed, in words: "2 fewer short; 1 more broken"."""
        said = [
            _more(self.b[verdict] - self.a[verdict]) % {"verdict": word}
            for verdict, word in _words().items()
            if self.a[verdict] != self.b[verdict]
        ]
        return "; ".join(said) or _("the same")


def _words() -> dict[str, str]:
    return {
        "broken": _("broken"),
        "short": _("short"),
        "kept": _("kept"),
        "unknown": _("unknown"),
    }


def _more(number: int) -> str:
    n = abs(number)
    words = (
        ngettext("%(n)d more %(verdict)s", "%(n)d more %(verdict)s", n)
        if number > 0
        else ngettext("%(n)d fewer %(verdict)s", "%(n)d fewer %(verdict)s", n)
    )
    return words.replace("%(n)d", str(n))


@dataclass(frozen=True, slots=True)
class DateLine:
    """One meeting in both plans; None where a plan does not place it."""

    a: Card | None
    b: Card | None

    @property
    def card(self) -> Card:
        found = self.a or self.b
        assert found is not None, "a line is made of one of the two"
        return found

    @property
    def what(self) -> str:
        """same | moved | first | second."""
        if self.a is None or self.b is None:
            return "second" if self.a is None else "first"
        return "same" if _place(self.a.row) == _place(self.b.row) else "moved"

    @property
    def words(self) -> str:
        """Moved by how many days, or in which plan alone."""
        if self.a is None or self.b is None:
            return _("only in the second") if self.a is None else _("only in the first")
        days = (self.b.on - self.a.on).days
        if not days:
            return _("another hour") if self.a.starts != self.b.starts else _("another room")
        words = (
            ngettext("%(n)d day later", "%(n)d days later", days)
            if days > 0
            else ngettext("%(n)d day earlier", "%(n)d days earlier", -days)
        )
        return words % {"n": abs(days)}


def _place(row: DraftPlacement) -> tuple[Any, ...]:
    return row.starts_at, row.ends_at, row.room_id


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the page of two plans shows."""

    criteria: tuple[CriterionLine, ...]
    dates: tuple[DateLine, ...]
    levels: tuple[tuple[str, LevelLine | None, LevelLine | None], ...]

    @property
    def changed(self) -> tuple[CriterionLine, ...]:
        return tuple(line for line in self.criteria if line.turn != "same")

    @property
    def same(self) -> tuple[CriterionLine, ...]:
        return tuple(line for line in self.criteria if line.turn == "same")

    @property
    def moved(self) -> tuple[DateLine, ...]:
        """Meetings that stand elsewhere, or in one plan alone."""
        return tuple(line for line in self.dates if line.what != "same")


def asked_drafts(query: QueryDict) -> tuple[int | None, int | None]:
    """The two numbers in the address; None where there is none that can be one."""
    first, second = (query.get(name, "") for name in ("a", "b"))
    return _number(first), _number(second)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def compared(a: Draft, of_a: Iterable[Card], b: Draft, of_b: Iterable[Card]) -> Comparison:
    """Both plans beside each other, the strongest recommendations first."""
    firsts, seconds = ({card.row.key: card for card in cards} for cards in (of_a, of_b))
    keys = sorted({*firsts, *seconds}, key=lambda key: _day(firsts.get(key), seconds.get(key)))
    return Comparison(
        criteria=_criteria(firsts.values(), seconds.values()),
        dates=tuple(DateLine(firsts.get(key), seconds.get(key)) for key in keys),
        levels=_levels(a, b),
    )


def _day(a: Card | None, b: Card | None) -> tuple[date, str]:
    card = a or b
    assert card is not None, "each key is of one of the two"
    return card.on, card.row.key


def _criteria(a: Iterable[Card], b: Iterable[Card]) -> tuple[CriterionLine, ...]:
    lines: dict[str, CriterionLine] = {}
    for side, cards in (("a", a), ("b", b)):
        for card in cards:
            for told in card.row.findings:
                getattr(_line(lines, told), side)[str(told.get("verdict", "unknown"))] += 1
    return tuple(sorted(lines.values(), key=_rank))


def _line(lines: dict[str, CriterionLine], told: Mapping[str, Any]) -> CriterionLine:
    name = str(told.get("criterion", ""))
    if name not in lines:
        lines[name] = CriterionLine(
            criterion=name,
            title=str(told.get("title", name)),
            recommendations=(str(told.get("recommendation", "")), *told.get("also", ())),
            force=str(told.get("force", "")),
            obligation=str(told.get("obligation", "")),
        )
    return lines[name]


def _rank(line: CriterionLine) -> tuple[int, int, str]:
    force = FORCES.index(line.force) if line.force in FORCES else len(FORCES)
    return line.obligation != "must", force, line.title


def _levels(a: Draft, b: Draft) -> tuple[tuple[str, LevelLine | None, LevelLine | None], ...]:
    first, second = ({line.name: line for line in status_of(d).levels} for d in (a, b))
    names = [name for name in {**first, **second} if name != EARLIEST]
    return tuple((name, first.get(name), second.get(name)) for name in names)
