"""Rows of missions become plain facts, in the same number of queries whatever the rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from consultations.models import (
    Consultation,
    CouncilVisit,
    Crisis,
    DateChange,
    Mandate,
    Milestone,
    Mission,
    Penholder,
    RecordedMeeting,
    Report,
    ReportRequirement,
    StrategicReview,
)
from planner.known import (
    Happening,
    MandateFact,
    Meeting,
    MilestoneFact,
    MissionFacts,
    ReportFact,
    Requirement,
)
from planner.workdays import HEADQUARTERS

KIND_OF_TYPE = {
    "internal": "organisational",
    "TCC/PCC meeting": "formal_tcc",
    "triangular": "working_group",
    "thematic": "working_group",
    "special committee": "working_group",
}
RESOLUTION = re.compile(r"S/RES/\d+ \(\d{4}\)")
Span = tuple[date, date]


class Earlier:
    """Dates as they stood on a day: what changed later is taken back (see DateChange)."""

    def __init__(self, as_of: date) -> None:
        self._was: dict[tuple[str, str], date | None] = {}
        later = DateChange.objects.filter(known_on__gt=as_of).order_by("-known_on", "-pk")
        for subject, field, was in later.values_list("subject", "field", "was"):
            self._was[subject, field] = was

    def date(self, subject: str, field: str, now: date | None) -> date | None:
        """What the date was on that day."""
        return self._was.get((subject, field), now)


def mission_facts(
    missions: Iterable[Mission], *, as_of: date, span: Span | None = None
) -> dict[int, MissionFacts]:
    """Facts by mission id; *span* leaves out what lies more than two years before its first day."""
    found = list(missions)
    ids = [m.pk for m in found]
    earlier = Earlier(as_of)
    since = span[0] - timedelta(days=800) if span else date.min
    parts: dict[str, dict[int, list[Any]]] = {
        "mandates": _mandates(ids, since, earlier),
        "reports": _reports(ids, since, earlier),
        "requirements": _requirements(ids),
        "milestones": _milestones(ids, since, earlier),
        "happenings": _happenings(ids, since),
        "meetings": _meetings(ids, since),
    }
    pens = penholders(ids, as_of)
    return {
        m.pk: MissionFacts(
            mission=m.acronym,
            name=m.full_name,
            open_ended=m.open_ended,
            ends_on=m.ends_on,
            expected_end_on=m.expected_end_on,
            penholders=tuple(p["name"] for p in pens[m.pk]),
            pledge=any(p["pledges"] for p in pens[m.pk]),
            **{name: tuple(rows[m.pk]) for name, rows in parts.items()},
        )
        for m in found
    }


def penholders(ids: Iterable[int], on: date) -> dict[int, list[dict[str, Any]]]:
    """Who holds each pen on a day; where none is recorded for it, the nearest, *estimated*."""
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    listed = Penholder.objects.filter(mission__in=list(ids)).values_list(
        "mission_id", "member__name", "member__iso3", "from_on", "until_on", "pledges_to_consult"
    )
    for mission, name, iso3, first, last, pledges in listed:
        holds = (first is None or first <= on) and (last is None or on <= last)
        gap = 0 if holds else min(abs((d - on).days) for d in (first, last) if d)
        rows[mission].append(
            {"name": name, "iso3": iso3, "pledges": pledges, "estimated": not holds, "gap": gap}
        )
    for mission, pens in rows.items():
        nearest = min(p["gap"] for p in pens)
        rows[mission] = [p for p in pens if p["gap"] == nearest]
    return rows


def _mandates(ids: list[int], since: date, earlier: Earlier) -> dict[int, list[MandateFact]]:
    rows = defaultdict(list)
    listed = Mandate.objects.filter(mission__in=ids, expires_on__gte=since).order_by("expires_on")
    columns = ("pk", "mission_id", "component", "resolution", "adopted_on", "starts_on",
               "expires_on", "kind")  # fmt: skip
    for pk, mission, component, resolution, adopted, starts, expires, kind in listed.values_list(
        *columns
    ):
        standing = earlier.date(f"mandate:{pk}", "expires_on", expires) or expires
        rows[mission].append(
            MandateFact(component, resolution, adopted, starts, standing, kind)
        )
    return rows


def _reports(ids: list[int], since: date, earlier: Earlier) -> dict[int, list[ReportFact]]:
    rows = defaultdict(list)
    adopted = dict(Mandate.objects.filter(mission__in=ids).values_list("resolution", "adopted_on"))
    listed = Report.objects.filter(mission__in=ids).filter(
        Q(issued_on__isnull=True) | Q(issued_on__gte=since)
    )
    columns = ("pk", "mission_id", "symbol", "kind", "cycle", "issued_on", "advance_copy_on",
               "due_on", "requested_by")  # fmt: skip
    for pk, mission, symbol, kind, wording, issued, advance, due, asked in listed.values_list(
        *columns
    ):
        named = [adopted[name] for name in RESOLUTION.findall(asked) if name in adopted]
        subject = f"report:{pk}"
        rows[mission].append(
            ReportFact(
                symbol=symbol,
                kind=kind,
                wording=wording,
                issued_on=earlier.date(subject, "issued_on", issued),
                advance_copy_on=earlier.date(subject, "advance_copy_on", advance),
                due_on=earlier.date(subject, "due_on", due),
                known_on=min(named) if named else issued,
            )
        )
    return rows


def _requirements(ids: list[int]) -> dict[int, list[Requirement]]:
    rows = defaultdict(list)
    listed = ReportRequirement.objects.filter(mission__in=ids)
    for mission, *values in listed.values_list(
        "mission_id", "component", "wording", "known_on", "until_on"
    ):
        rows[mission].append(Requirement(*values))
    return rows


def _milestones(ids: list[int], since: date, earlier: Earlier) -> dict[int, list[MilestoneFact]]:
    rows = defaultdict(list)
    listed = Milestone.objects.filter(mission__in=ids, expires_on__gte=since)
    columns = ("pk", "mission_id", "component", "expires_on", "kind", "on", "until_on",
               "known_on", "source", "event_id")  # fmt: skip
    for pk, mission, component, expires, kind, on, *rest in listed.values_list(*columns):
        on = earlier.date(f"milestone:{pk}", "on", on) or on
        rows[mission].append(MilestoneFact(component, expires, kind, on, *rest))
    return rows


def _happenings(ids: list[int], since: date) -> dict[int, list[Happening]]:
    rows = defaultdict(list)
    crises = Crisis.objects.filter(mission__in=ids, occurred_on__gte=since)
    for mission, name, on, over, known in crises.values_list(
        "mission_id", "summary", "occurred_on", "over_on", "known_on"
    ):
        rows[mission].append(Happening("crisis", name, on, over, known))
    reviews = StrategicReview.objects.filter(mission__in=ids)
    for mission, symbol, due, circulated, known in reviews.values_list(
        "mission_id", "symbol", "due_on", "circulated_on", "known_on"
    ):
        name = f"strategic review {symbol}".strip()
        rows[mission].append(Happening("review", name, due, circulated, known or circulated))
    issued = Report.objects.filter(
        mission__in=ids, kind=Report.Kind.REVIEW, issued_on__gte=since
    ).exclude(symbol__in=reviews.exclude(symbol="").values("symbol"))
    for mission, symbol, on in issued.values_list("mission_id", "symbol", "issued_on"):
        rows[mission].append(Happening("review", f"strategic review {symbol}", None, on, on))
    visits = CouncilVisit.objects.filter(missions__in=ids, ends_on__gte=since)
    for mission, by, first, last, known in visits.values_list(
        "missions", "by", "starts_on", "ends_on", "known_on"
    ):
        rows[mission].append(Happening("visit", f"visit ({by})" if by else "visit", first, last, known))
    return rows


def _meetings(ids: list[int], since: date) -> dict[int, list[Meeting]]:
    rows = defaultdict(list)
    booked = Consultation.objects.filter(missions__in=ids, starts_at__date__gte=since).exclude(
        status=Consultation.Status.CANCELLED
    )
    columns = ("missions", "kind", "starts_at", "status", "id", "need", "expires_on",
               "source_event")  # fmt: skip
    entered = set()
    for mission, kind, starts, status, pk, need, expires, event in booked.values_list(*columns):
        entered.add(event)
        on = starts.astimezone(HEADQUARTERS).date()
        rows[mission].append(Meeting(kind, on, status, str(pk), need, expires))
    recorded = RecordedMeeting.objects.filter(missions__in=ids, starts_on__gte=since)
    for mission, kind, on, event in recorded.values_list(
        "missions", "meeting_type", "starts_on", "event_id"
    ):
        if kind in KIND_OF_TYPE and event not in entered:
            rows[mission].append(Meeting(KIND_OF_TYPE[kind], on, "held", event))
    for found in rows.values():
        found.sort(key=lambda m: m.on)
    return rows
