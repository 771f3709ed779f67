"""Rows of missions become plain facts, in the same number of queries whatever the rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateField, F, Q, Value
from django.db.models.functions import Cast

from consultations.models import (
    Consultation,
    Mandate,
    Milestone,
    Mission,
    Penholder,
    RecordedMeeting,
    Report,
    ReportRequirement,
)
from consultations.planning.happenings import happenings
from consultations.planning.knowing import Earlier, booked_by, midnight
from planner.known import (
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
OF_THE_GROUP = ("c34_bureau", "organisational")  # no contact with contributors
RESOLUTION = re.compile(r"S/RES/\d+ \(\d{4}\)")
Span = tuple[date, date]
REMEMBERED = timedelta(days=400)  # a cycle's own consultations; of older ones the last is enough
BOOKED = (
    F("missions"), F("kind"), Cast("starts_at", CharField()), F("status"),
    Cast("pk", CharField()), F("need"), F("expires_on"), F("source_event"),
)  # fmt: skip


def mission_facts(
    missions: Iterable[Mission],
    *,
    as_of: date,
    span: Span | None = None,
    met_since: date = date.min,
    booked_on: date | None = None,
) -> dict[int, MissionFacts]:
    """Facts by mission id; *span* leaves out what lies more than two years before its first day.

    Of the consultations before *met_since* only the last one is read. They are those that stood
    on *booked_on* (by default on *as_of*).
    """
    found = list(missions)
    ids = [m.pk for m in found]
    earlier = Earlier(as_of)
    reach = _reach(span, met_since, booked_on or as_of)
    parts = _parts(ids, reach, earlier)
    pens = penholders(ids, as_of)
    return {
        m.pk: MissionFacts(
            mission=m.acronym,
            name=m.full_name,
            open_ended=m.open_ended,
            ends_on=earlier.date(m.subject, "ends_on", m.ends_on),
            expected_end_on=earlier.date(m.subject, "expected_end_on", m.expected_end_on),
            penholders=tuple(p["name"] for p in pens[m.pk]),
            pledge=any(p["pledges"] for p in pens[m.pk]),
            **{name: tuple(rows[m.pk]) for name, rows in parts.items()},
        )
        for m in found
    }


class _Reach(NamedTuple):
    """From which day facts are read, from which one consultations, and up to which day both."""

    since: date
    met_since: date
    until: date | None
    as_of: date


def _reach(span: Span | None, met_since: date, booked_on: date) -> _Reach:
    since = span[0] - timedelta(days=800) if span else date.min
    until = span[1] + REMEMBERED if span else None
    return _Reach(since, max(since, met_since), until, booked_on)


def _parts(ids: list[int], reach: _Reach, earlier: Earlier) -> dict[str, dict[int, list[Any]]]:
    """By the name of a part of MissionFacts, what is recorded of it by mission id."""
    since = reach.since
    decided = _listed_mandates(ids)
    reports = _reports(ids, reach, earlier, {row[3]: row[4] for row in decided})
    return {
        "mandates": _mandates(decided, earlier),
        "reports": reports,
        "requirements": _requirements(ids),
        "milestones": _milestones(ids, since, earlier),
        "happenings": happenings(ids, since, reports, earlier),
        "meetings": _meetings(ids, reach),
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


def _mandates(listed: Iterable[tuple[Any, ...]], earlier: Earlier) -> dict[int, list[MandateFact]]:
    """All of them, however old: a mission that had one is not without a cycle."""
    rows = defaultdict(list)
    for pk, mission, component, resolution, adopted, starts, expires, kind, trust in listed:
        subject = f"mandate:{pk}"
        standing = earlier.date(subject, "expires_on", expires) or expires
        decided = earlier.date(subject, "adopted_on", adopted) or adopted
        starts = earlier.date(subject, "starts_on", starts)
        rows[mission].append(
            MandateFact(component, resolution, decided, starts, standing, kind, trust)
        )
    return rows


def _listed_mandates(ids: list[int]) -> list[tuple[Any, ...]]:
    columns = ("pk", "mission_id", "component", "resolution", "adopted_on", "starts_on",
               "expires_on", "kind", "confidence")  # fmt: skip
    listed = Mandate.objects.filter(mission__in=ids).order_by("expires_on")
    return list(listed.values_list(*columns))


def _reports(
    ids: list[int], reach: _Reach, earlier: Earlier, adopted: dict[str, date]
) -> dict[int, list[ReportFact]]:
    rows = defaultdict(list)
    listed = Report.objects.filter(mission__in=ids).filter(
        Q(issued_on__isnull=True) | Q(issued_on__gte=reach.since)
    )
    if reach.until:
        listed = listed.exclude(issued_on__gt=reach.until)
    columns = ("pk", "mission_id", "symbol", "kind", "cycle", "issued_on", "advance_copy_on",
               "due_on", "requested_by", "confidence")  # fmt: skip
    for row in listed.values_list(*columns):
        pk, mission, symbol, kind, wording, issued, advance, due, asked, trust = row
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
                confidence=trust,
                requested_by=asked,
            )
        )
    return rows


def _requirements(ids: list[int]) -> dict[int, list[Requirement]]:
    rows = defaultdict(list)
    listed = ReportRequirement.objects.filter(mission__in=ids)
    columns = ("mission_id", "component", "wording", "known_on", "until_on", "requested_by")
    for mission, component, wording, known, until, asked in listed.values_list(*columns):
        rows[mission].append(Requirement(component, wording, known, until, asked))
    return rows


def _milestones(ids: list[int], since: date, earlier: Earlier) -> dict[int, list[MilestoneFact]]:
    rows = defaultdict(list)
    listed = Milestone.objects.filter(mission__in=ids).filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=since)
    )
    columns = ("pk", "mission_id", "component", "expires_on", "kind", "on", "until_on",
               "known_on", "source", "event_id", "confidence")  # fmt: skip
    for pk, mission, component, expires, kind, on, *rest in listed.values_list(*columns):
        stood: date = earlier.date(f"milestone:{pk}", "on", on) or on
        rows[mission].append(MilestoneFact(component, expires, kind, stood, *rest))
    return rows


def _meetings(ids: list[int], reach: _Reach) -> dict[int, list[Meeting]]:
    """Booked here and recorded elsewhere; a recorded one that was entered here counts once."""
    rows, found = defaultdict(list), list(_listed_meetings(ids, reach))
    lately = reach.met_since + REMEMBERED
    if reach.met_since > reach.since and not any(_contact(row, lately) for row in found):
        found += _last_meeting(ids, reach)
    entered = {event for *_rest, status, _ref, _need, _expires, event in found if status}
    for mission, kind, at, status, reference, need, expires, event in found:
        on = _day(at)
        if status:
            rows[mission].append(Meeting(kind, on, status, str(UUID(reference)), need, expires))
        elif kind in KIND_OF_TYPE and event not in entered:
            rows[mission].append(Meeting(KIND_OF_TYPE[kind], on, "held", event))
    for listed in rows.values():
        listed.sort(key=lambda m: m.on)
    return rows


def _contact(row: tuple[Any, ...], before: date) -> bool:
    """Whether a row of ``_listed_meetings`` is a contact with contributors before a day."""
    _mission, kind, at, status, *_rest = row
    return status in Consultation.LIVE and kind not in OF_THE_GROUP and _day(at) < before


def _day(text: str) -> date:
    """The day at Headquarters of a date or an instant (in UTC) as the database writes it.

    Text, because no database then calls back for each of hundreds of rows.
    """
    if len(text) == 10:
        return date.fromisoformat(text)
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(HEADQUARTERS).date()


def _last_meeting(ids: list[int], reach: _Reach) -> Iterable[tuple[Any, ...]]:
    """The last contact before the reach, where nothing later is booked."""
    before = Q(starts_at__lt=midnight(reach.met_since))
    booked = Consultation.objects.filter(before, booked_by(reach.as_of), missions__in=ids)
    booked = booked.filter(status__in=Consultation.LIVE).exclude(kind__in=OF_THE_GROUP)
    return booked.order_by("-starts_at").values_list(*BOOKED)[:1]


def _listed_meetings(ids: list[int], reach: _Reach) -> Iterable[tuple[Any, ...]]:
    """(mission, kind, when, status, reference, need, expiry, event); no status: only recorded."""
    span = Q(starts_at__gte=midnight(reach.met_since))
    if reach.until:
        span &= Q(starts_at__lt=midnight(reach.until))
    booked = Consultation.objects.filter(span, booked_by(reach.as_of), missions__in=ids)
    booked = booked.exclude(status=Consultation.Status.CANCELLED)
    recorded = RecordedMeeting.objects.filter(missions__in=ids, starts_on__gte=reach.since)
    return (
        booked.order_by()
        .values_list(*BOOKED)
        .union(
            recorded.order_by().values_list(
                F("missions"), F("meeting_type"), Cast("starts_on", CharField()), Value(""),
                F("event_id"), Value(""), Cast(Value(None), DateField()), F("event_id"),
            ),
            all=True,
        )
    )  # fmt: skip
