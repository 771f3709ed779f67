"""Which missions a page shows: by kind, region and penholder, as its address says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from consultations.models import Mission, Penholder


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a filter's list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the form: its name in the address, its label and what can be chosen."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class MissionFilters:
    """What the address asks for; empty text is no filter."""

    kind: str = ""
    region: str = ""
    penholder: str = ""

    @classmethod
    def asked(cls, query: QueryDict) -> MissionFilters:
        """As written in the address; a value nobody has simply finds nothing."""
        return cls(*(query.get(name, "").strip()[:120] for name in cls.__slots__))

    def __bool__(self) -> bool:
        return any((self.kind, self.region, self.penholder))

    @property
    def query(self) -> str:
        """The filters for a link to another page of the same kind ("?kind=…", or nothing)."""
        chosen = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}
        return f"?{urlencode(chosen)}" if chosen else ""

    def holds(self, mission: Mission, pens: Iterable[Pen]) -> bool:
        """Whether *mission*, drafted by *pens*, is asked for."""
        return (
            self.kind in ("", mission.kind)
            and self.region in ("", mission.region)
            and (not self.penholder or self.penholder in {pen.code for pen in pens})
        )

    def filters(self, missions: Iterable[Mission], pens: Iterable[Pen]) -> tuple[Filter, ...]:
        """The form: every kind, the regions and penholders that occur."""
        regions = sorted({m.region for m in missions if m.region})
        members = sorted({(pen.name, pen.code) for pen in pens})
        return (
            Filter("kind", _("Kind"), self._options("kind", Mission.Kind.choices)),
            Filter("region", _("Region"), self._options("region", [(r, r) for r in regions])),
            Filter(
                "penholder",
                _("Penholder"),
                self._options("penholder", [(code, name) for name, code in members]),
            ),
        )

    def _options(self, name: str, pairs: Iterable[tuple[Any, Any]]) -> tuple[Option, ...]:
        chosen = getattr(self, name)
        return tuple(Option(str(v), str(label), str(v) == chosen) for v, label in pairs)


def pen_code(pen: Penholder) -> str:
    """How a penholder is named in an address: its ISO code, else its name."""
    return pen.member.iso3 or pen.member.name


@dataclass(frozen=True, slots=True)
class Pen:
    """Who drafts on a mission in a span of days; *estimated*: only recorded for other days."""

    name: str
    code: str
    estimated: bool


def pens_between(first: date, last: date) -> dict[int, list[Pen]]:
    """The pens held on some day from *first* to *last*, by mission; else the nearest recorded."""
    rows: dict[int, list[tuple[int, Penholder]]] = defaultdict(list)
    for pen in Penholder.objects.select_related("member"):
        early = (pen.from_on - last).days if pen.from_on else 0
        late = (first - pen.until_on).days if pen.until_on else 0
        rows[pen.mission_id].append((max(early, late, 0), pen))
    found = defaultdict(list)
    for mission, pens in rows.items():
        nearest = min(gap for gap, _pen in pens)
        found[mission] = [
            Pen(p.member.name, pen_code(p), gap > 0 or p.basis == Penholder.Basis.ESTIMATED)
            for gap, p in pens
            if gap == nearest
        ]
    return found
