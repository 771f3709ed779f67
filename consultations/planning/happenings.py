"""Crises, visits and strategic reviews as plain facts, their dates as they stood on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F, Value

from consultations.models import CouncilVisit, Crisis, Report, StrategicReview
from consultations.planning.knowing import Earlier
from planner.known import Happening, ReportFact

# The kind of row and its two dates, by the kind of what happened: as a DateChange names them.
ROWS = {
    "crisis": ("crisis", "occurred_on", "over_on"),
    "review": ("strategicreview", "due_on", "circulated_on"),
    "visit": ("councilvisit", "starts_on", "ends_on"),
}


def happenings(
    ids: list[int], since: date, reports: Mapping[int, list[ReportFact]], earlier: Earlier
) -> dict[int, list[Happening]]:
    """By mission id, in one query; and reviews that were only issued as reports."""
    rows: dict[int, list[Happening]] = defaultdict(list)
    reviews: set[str] = set()
    for pk, mission, kind, name, *dates, known, asked in _listed(ids, since):
        row, *fields = ROWS[kind]
        on, until = (
            earlier.date(f"{row}:{pk}", field, now)
            for field, now in zip(fields, dates, strict=True)
        )
        if kind == "review":
            reviews.add(name)
            name, known = f"strategic review {name}".strip(), known or until
        elif kind == "visit":
            name = f"visit ({name})" if name else "visit"
        rows[mission].append(Happening(kind, name, on, until, known, asked))
    for mission, issued in reports.items():
        rows[mission] += _issued_as_reports(issued, reviews)
    return rows


def _issued_as_reports(issued: Iterable[ReportFact], entered: set[str]) -> Iterable[Happening]:
    for one in issued:
        on, named = one.issued_on, one.symbol and one.symbol in entered
        if one.kind == Report.Kind.REVIEW and on and not named:
            yield Happening("review", f"strategic review {one.symbol}", None, on, on)


def _listed(ids: list[int], since: date) -> Iterable[tuple[Any, ...]]:
    """(pk, mission, kind, name, from, until, known on, asked by) of all three, in one query."""

    def columns(kind: str, mission: str, name: str) -> tuple[Any, ...]:
        _row, first, last = ROWS[kind]
        dates = (F(one) for one in (first, last, "known_on"))
        asked = F("requested_by") if kind == "review" else Value("")
        return (F("pk"), F(mission), Value(kind), F(name), *dates, asked)

    crises = Crisis.objects.filter(mission__in=ids, occurred_on__gte=since).order_by()
    reviews = StrategicReview.objects.filter(mission__in=ids).order_by()
    visits = CouncilVisit.objects.filter(missions__in=ids, ends_on__gte=since).order_by()
    return crises.values_list(*columns("crisis", "mission_id", "summary")).union(
        reviews.values_list(*columns("review", "mission_id", "symbol")),
        visits.values_list(*columns("visit", "missions", "by")),
        all=True,
    )
