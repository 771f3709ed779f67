"""The page of the back-test: meetings of the past judged by today's register, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import MISSION, Consultation, RecordedMeeting
from consultations.pages.slot_lines import FindingLine, finding_lines
from planner.backtest import Judged, Summary
from planner.register import Register

ALL = "all"
KINDS = {str(code): label for code, label in Consultation.Kind.choices}
LEAD, LONGEST = 14, 400  # calendar days


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: one year or (None) all, and how long before each meeting."""

    year: int | None
    lead: int = LEAD

    @classmethod
    def read(cls, query: QueryDict, years: Iterable[int]) -> Asked:
        """As written; without a year that is recorded, the latest with more than one meeting."""
        text, lead = query.get("year", "").strip(), query.get("lead", "").strip()
        short = lead.isascii() and lead.isdecimal() and len(lead) <= 3
        days = min(max(int(lead), 0), LONGEST) if short else LEAD
        if text == ALL:
            return cls(None, days)
        known = list(years)
        if text.isascii() and text.isdecimal() and int(text[:5]) in known:
            return cls(int(text[:5]), days)
        return cls(known[0] if known else planning.today().year, days)


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting as the table and the picture show it; *inside* is None where no cycle applies."""

    judged: Judged
    kind: str
    inside: bool | None
    verdict: str
    on_the_eve: str
    lines: tuple[FindingLine, ...]
    url: str
    moved: int | None

    @property
    def missions(self) -> str:
        return ", ".join(self.judged.missions) or _("no mission")

    @property
    def before_expiry(self) -> int | None:
        """Calendar days from the meeting to the expiry."""
        expiry = self.judged.expiry
        return (expiry - self.judged.date).days if expiry else None


@dataclass(frozen=True, slots=True)
class Year:
    """The meetings of one year."""

    number: int
    rows: tuple[Row, ...]

    @property
    def drawn(self) -> tuple[Row, ...]:
        """Those with a window, in the order of their days."""
        return tuple(row for row in self.rows if row.inside is not None)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page shows."""

    years: tuple[Year, ...]
    summary: tuple[tuple[str, Summary], ...]
    recorded: tuple[int, ...]
    register: Register


def recorded_years() -> tuple[int, ...]:
    """The years in which a meeting is recorded, those with more than one first, then latest."""
    found: dict[int, int] = {}
    for on in RecordedMeeting.objects.order_by().values_list("starts_on", flat=True):
        found[on.year] = found.get(on.year, 0) + 1
    return tuple(sorted(found, key=lambda year: (found[year] == 1, -year)))


def gather(asked: Asked, recorded: tuple[int, ...]) -> Page:
    """The back-test of the year, or of all years, as the command gives it."""
    found = planning.backtest(year=asked.year, lead_days=asked.lead)
    register = planning.register_for()
    rows = list(_rows(found, register))
    numbers = sorted({row.judged.date.year for row in rows}, reverse=True)
    years = tuple(
        Year(number, tuple(row for row in rows if row.judged.date.year == number))
        for number in numbers
    )
    # Of one year alone the lines of the year say the same as those of all.
    told = {n: one for n, one in found.summary.items() if asked.year is None or ", " not in n}
    summary = tuple((_said(name), one) for name, one in told.items())
    return Page(years, summary if rows else (), tuple(sorted(recorded, reverse=True)), register)


def _said(name: str) -> str:
    """The name of a line of the summary, as in "14 days before, 2017"."""
    when, _comma, year = name.partition(", ")
    days = when.partition(" ")[0]
    said = _("on the eve") if when == "eve" else _("%(n)s days before") % {"n": days}
    return f"{said}, {year}" if year else said


def _rows(found: planning.Backtest, register: Register) -> Iterator[Row]:
    for judged, eve in zip(found.meetings, found.eve, strict=True):
        moved = (judged.proposed - judged.date).days if judged.proposed else None
        yield Row(
            judged=judged,
            kind=str(KINDS.get(judged.kind, _("visit"))),
            inside=judged.in_window,
            verdict=_verdict(judged),
            on_the_eve=_verdict(eve),
            lines=tuple(finding_lines(judged.findings, register)),
            url=_cycle(judged),
            moved=moved,
        )


def _verdict(judged: Judged) -> str:
    if not judged.kind:
        return _("a visit: listed, not judged")
    if judged.in_window is None:
        return _("no renewal cycle")
    return _("in the window") if judged.in_window else _("outside the window")


def _cycle(judged: Judged) -> str:
    """The page of the cycle as known then; empty where the meeting prepares no one renewal."""
    if judged.expiry is None:
        return ""
    path = reverse("cycle", kwargs={"acronym": judged.missions[0], "expiry": judged.expiry})
    query = {"as_of": judged.as_of.isoformat()}
    if judged.component not in ("", MISSION):
        query["component"] = judged.component
    return f"{path}?{urlencode(query)}"
