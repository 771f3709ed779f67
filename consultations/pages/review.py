"""The page of the review: indicators of one or two scopes side by side, drawn and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import Consultation, Mission, RecordedMeeting
from consultations.pages.mission_filters import Filter, Option
from consultations.pages.review_values import Bars, Cell, Entry, Listed, Piece, Section, Spread
from consultations.planning import today
from consultations.reviewing import Review, Scope, of_missions, review
from consultations.reviewing.words import (
    BY_MISSION,
    SECTIONS,
    code_words,
    counted_words,
    notes_words,
    number,
    unknown_words,
    value_words,
    who_asks,
)
from planner.figures import Bar, Figure, Line, Part
from planner.indicators import INDICATORS, Indicator

EARLIEST, LATEST = 1945, 2099
# A piece of these is a bar of its own: what they count stands beside each other, not in a whole.
APART = frozenset({"variety", "conveners", "dialogue", "impact", "worth"})
TONES = {
    "kept": "kept", "before the draft": "kept", "in time": "kept", "reflected": "kept",
    "present": "kept", "both": "kept", "sent": "kept", "held": "kept", "partly": "short",
    "late": "short", "excused": "short", "after the draft": "short", "political only": "short",
    "no": "broken", "overdue": "broken", "none held": "broken", "not held": "broken",
    "absent": "off", "not sent": "off", "did not speak": "off", "not needed": "off", "n.a.": "off",
    "not due yet": "off", "to come": "off", "unknown": "unknown", "open": "unknown",
    "not recorded": "unknown", "not shown": "unknown", "beyond the plan": "more",
    "military or police only": "more", "informal": "more", "formal": "kept", "spoke": "kept",
}  # fmt: skip
WANTED = {
    "preparation": "preparation_kept", "notice": "notice_kept", "before_expiry": "lead_target",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a year and a mission, and what it is compared with."""

    year: int
    mission: str = ""
    with_year: int | None = None
    other: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        """As written; what is no year or no text is left out."""
        year = _year(query.get("year", "")) or today().year
        mission, other = (query.get(name, "").strip()[:40] for name in ("mission", "other"))
        return cls(year, mission, _year(query.get("with", "")), other)

    @property
    def compared(self) -> Asked | None:
        """The other side, None where nothing is compared."""
        if self.with_year is None and not self.other:
            return None
        beside = replace(
            self, year=self.with_year or self.year, mission=self.other or self.mission,
            with_year=None, other="",
        )  # fmt: skip
        return None if (beside.year, beside.mission) == (self.year, self.mission) else beside


def _year(text: str) -> int | None:
    text = text.strip()
    found = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    return found if EARLIEST <= found <= LATEST else None


@dataclass(frozen=True, slots=True)
class MissionLine:
    """One mission beside the others: its page of the review, its meetings, its figures."""

    name: str
    query: str
    held: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows: a head for each column, and the sections."""

    heads: tuple[dict, ...]
    sections: tuple[Section, ...]
    filters: tuple[Filter, ...]
    empty: bool
    years: tuple[int, ...]
    columns: tuple[str, ...]
    missions: tuple[MissionLine, ...]


def gather(asked: Asked, reader: User | AnonymousUser) -> Page:
    """The review of what was asked for, and beside it of what it is compared with."""
    missions = {m.acronym: m for m in Mission.objects.all()}
    sides = [one for one in (asked, asked.compared) if one]
    reviews = [review(Scope.year(s.year, missions.get(s.mission)), reader) for s in sides]
    heads = tuple(_head(s, r) for s, r in zip(sides, reviews, strict=True))
    years = _years()
    return Page(
        heads=heads,
        sections=tuple(_sections(reviews, heads)),
        filters=_filters(asked, years, missions),
        empty=not any(r.meetings for r in reviews),
        years=years,
        columns=tuple(_(one.title) for one in INDICATORS if one.id in BY_MISSION),
        missions=tuple(_mission_lines(asked, reviews)),
    )


def _mission_lines(asked: Asked, reviews: list[Review]) -> Iterator[MissionLine]:
    """Each mission of a year of all of them; nothing where two are compared."""
    if len(reviews) > 1 or reviews[0].scope.mission:
        return
    chosen = [one for one in INDICATORS if one.id in BY_MISSION]
    for name, held, figures in of_missions(reviews[0]):
        values = tuple(value_words(one, figures[one.id]) for one in chosen)
        query = urlencode({"year": asked.year, "mission": name})
        yield MissionLine(name, query, held, values)


def _head(asked: Asked, found: Review) -> dict:
    mission = found.scope.mission
    title = f"{mission.acronym} {asked.year}" if mission else str(asked.year)
    paper = reverse("paper", args=["review-mission" if mission else "review"])
    query = {"mission": mission.acronym} if mission else {"year": asked.year}
    return {"title": title, "review": found, "paper": f"{paper}?{urlencode(query)}"}


def _years() -> tuple[int, ...]:
    """The years of which some meeting is known, and this one; the latest first."""
    own = Consultation.objects.filter(status__in=Consultation.LIVE).order_by()
    booked = own.dates("starts_at", "year")
    recorded = RecordedMeeting.objects.order_by().dates("starts_on", "year")
    return tuple(
        sorted({today().year, *(d.year for d in booked), *(d.year for d in recorded)})[::-1]
    )


def _filters(
    asked: Asked, years: Iterable[int], missions: dict[str, Mission]
) -> tuple[Filter, ...]:
    """The form: a year and a mission, and another of each to compare with."""
    named = [m for m in missions.values() if not m.known_by_name_only]
    acronyms = [(m.acronym, m.acronym) for m in named]
    known = [(str(y), str(y)) for y in sorted({*years, asked.year}, reverse=True)]
    return (
        Filter("year", _("Year"), _options(known, str(asked.year))),
        Filter("mission", _("Mission"), _options(acronyms, asked.mission)),
        Filter("with", _("Compare with the year"), _options(known, str(asked.with_year or ""))),
        Filter("other", _("Compare with the mission"), _options(acronyms, asked.other)),
    )


def _options(pairs: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in pairs)


def _sections(reviews: list[Review], heads: tuple[dict, ...]) -> Iterator[Section]:
    by_id = [{one.id: figure for one, figure in r.figures} for r in reviews]
    for code, title in SECTIONS.items():
        entries = tuple(
            Entry(
                one.id, _(one.title), _(one.about), one.recommendations, who_asks(one),
                tuple(
                    _cell(one, figures[one.id], head)
                    for figures, head in zip(by_id, heads, strict=True)
                ),
            )
            for one, _figure in reviews[0].figures if one.section == code
        )  # fmt: skip
        yield Section(code, str(title), entries)


def _cell(indicator: Indicator, figure: Figure, head: dict) -> Cell:
    found: Review = head["review"]
    title = f"{_(indicator.title)}, {head['title']}"
    return Cell(
        name=head["title"],
        value=value_words(indicator, figure),
        known=figure.value is not None,
        counted=counted_words(indicator, figure),
        unknown=unknown_words(indicator, figure),
        notes=tuple(notes_words(indicator, figure.notes)),
        bars=tuple(_bars(indicator, figure, title)),
        spread=_spread(indicator, figure, found, title),
        lines=tuple(_listed(indicator, line) for line in figure.lines),
    )


def _bars(indicator: Indicator, figure: Figure, title: str) -> Iterator[Bars]:
    """One drawing; where pieces stand apart, one for each bar, its pieces as bars."""
    if indicator.id in APART:
        for one in figure.bars:
            rows = tuple(
                (code_words(indicator.id, part.code), (_piece(indicator, part, "plain"),))
                for part in one.parts
            )
            label = code_words(indicator.id, one.code)
            yield Bars(f"{title}, {label}", label, rows, ())
    elif figure.bars:
        yield Bars(title, "", tuple(_row(indicator, one) for one in figure.bars),
                   tuple(_codes(indicator, figure.bars)))  # fmt: skip


def _row(indicator: Indicator, one: Bar) -> tuple[str, tuple[Piece, ...]]:
    return code_words(indicator.id, one.code), tuple(_piece(indicator, p) for p in one.parts)


def _piece(indicator: Indicator, part: Part, tone: str = "") -> Piece:
    tone = "unknown" if part.code == "unknown" else tone or TONES.get(part.code, "plain")
    return Piece(part.code, code_words(indicator.id, part.code), part.count, tone)


def _codes(indicator: Indicator, bars: Iterable[Bar]) -> Iterator[Piece]:
    """The columns of the table: every code that occurs, in the order of the first bar with it."""
    parts = {part.code: part for one in bars for part in one.parts}
    return (_piece(indicator, part) for part in parts.values())


def _spread(indicator: Indicator, figure: Figure, found: Review, title: str) -> Spread | None:
    if not figure.dots:
        return None
    key = WANTED.get(indicator.id)
    wanted = found.wanted(key) if key else None
    median = figure.value if indicator.unit.endswith("days") else None
    dots = tuple(
        (dot, code_words(indicator.id, dot.series) if dot.series else "", _address(dot.reference))
        for dot in figure.dots
    )
    return Spread(title, found.scope.first, found.scope.last, dots, median, wanted)


def _listed(indicator: Indicator, line: Line) -> Listed:
    return Listed(
        line=line,
        state=code_words(indicator.id, line.state),
        tone=TONES.get(line.state, "plain"),
        value=number(line.value),
        url=_address(line.reference),
    )


def _address(reference: str) -> str:
    """The page of a consultation; a meeting that is only recorded has none."""
    try:
        return reverse("consultation", kwargs={"pk": UUID(reference)})
    except ValueError:
        return ""
