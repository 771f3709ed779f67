"""Rows of meetings held become plain values, in as many queries for one meeting as for many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.disclosure import with_details_for
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Milestone,
    Mission,
    Participation,
    Record,
    RecordedMeeting,
    ReportBack,
)
from consultations.planning.following import Following
from consultations.planning.knowing import midnight, overlapping
from consultations.planning.loading import KIND_OF_TYPE
from consultations.planning.looking_back import LookedBack
from consultations.records.showing import sees_outcome
from planner.reviewed import (
    CONTRIBUTORS,
    COUNCIL,
    OTHERS,
    SECRETARIAT,
    Answered,
    Delegation,
    Held,
    Opinion,
    Raised,
    Reported,
)

Person = User | AnonymousUser
SIDES: dict[str, str] = {
    Participation.Category.COUNCIL_MEMBER: COUNCIL,
    Participation.Category.CONTRIBUTOR: CONTRIBUTORS,
    Participation.Category.SECRETARIAT: SECRETARIAT,
}
KINDS = {**KIND_OF_TYPE, "special committee": "c34_bureau"}
PARTS = (
    "missions", "convener_user", "record__attendances", "record__points", "record__questions",
    "report_backs", "feedbacks",
)  # fmt: skip


def held_rows(reader: Person, first: date, last: date, mission: Mission | None) -> list[Any]:
    """Consultations held in the span, or confirmed and over, with all that hangs on them."""
    over = Q(status=Consultation.Status.CONFIRMED, ends_at__lt=timezone.now())
    rows: QuerySet[Consultation] = Consultation.objects.filter(
        Q(status=Consultation.Status.HELD) | over, overlapping(first, last)
    )
    if mission is not None:
        rows = rows.filter(Q(missions=mission) | Q(cycle_mission=mission)).distinct()
    rows = rows.select_related("cycle_mission", "record").prefetch_related(*PARTS)
    return list(with_details_for(rows.order_by("starts_at", "pk"), reader))


class Rows:
    """Consultations of this planner as values; what a reader may not see of them is left out."""

    def __init__(self, rows: list[Any], reader: Person, past: LookedBack) -> None:
        self._rows, self._reader, self._past = rows, reader, past
        self._due = Following(rows)

    def values(self) -> list[Held]:
        """Every meeting; a closed one tells its kind, day and missions alone."""
        return [self._held(row) for row in self._rows]

    def closed_from(self, first: date) -> int:
        """How many from a day on tell the reader no more."""
        since = midnight(first)
        return sum(not row.shown and row.starts_at >= since for row in self._rows)

    def _held(self, row: Any) -> Held:
        on = row.starts_at.astimezone(HEADQUARTERS).date()
        missions = tuple(sorted(m.acronym for m in row.missions.all()))
        if not missions and row.cycle_mission:
            missions = (row.cycle_mission.acronym,)
        component, expires_on = self._cycle(row, missions, on)
        values: dict[str, Any] = {
            "reference": str(row.pk),
            "on": on,
            "kind": row.kind,
            "label": label(missions, row.get_kind_display()),
            "missions": missions,
            "formality": row.format,
            "component": component,
            "expires_on": expires_on,
            "report_on": report_on(self._past, missions, component, expires_on),
            "announced_on": row.announced_on,
        }
        return Held(**values, **(self._told(row) if row.shown else {}))

    def _cycle(self, row: Any, missions: tuple[str, ...], on: date) -> tuple[str, date | None]:
        if row.cycle_mission and row.expires_on:
            return row.component, row.expires_on
        return self._past.prepared_by(missions, on) or ("", None)

    def _told(self, row: Any) -> dict[str, Any]:
        """What was noted of a meeting that the reader may see."""
        due, record = self._due.report_back(row), getattr(row, "record", None)
        by_mode: dict[str, date] = {
            ReportBack.Mode.ORAL: due.oral_by,
            ReportBack.Mode.WRITTEN: due.written_by,
        }
        reports = (Reported(r.mode, by_mode.get(r.mode), r.done_on) for r in row.report_backs.all())
        said = [Opinion(f.side, f.dialogue, f.impact, f.worth) for f in row.feedbacks.all()]
        told = {
            "purpose": row.purpose,
            "convener": row.convener,
            "noted": record is not None,
            "report_due_on": due.written_by,
            "reports": tuple(reports),
            "opinions": tuple(said),
        }
        return {**told, **(self._recorded(row, record) if record else {})}

    def _recorded(self, row: Any, record: Record) -> dict[str, Any]:
        kept = not sees_outcome(self._reader, row, record)
        return {
            "delegations": tuple(
                Delegation(SIDES.get(a.category, OTHERS), a.state, a.political, a.military,
                           a.police, a.spoke)
                for a in record.attendances.all() if not a.removed
            ),
            "points": tuple(
                Raised(p.sent_on is not None, p.in_draft, p.in_text, kept)
                for p in record.points.all() if not p.removed
            ),
            "questions": tuple(
                Answered(self._due.question(row, q.asked_on, q.incident).on, q.answered_on)
                for q in record.questions.all() if not q.removed
            ),
            "self_check": dict(record.self_check or {}),
        }  # fmt: skip


def recorded_values(
    first: date, last: date, mission: Mission | None, past: LookedBack, entered: Iterable[str]
) -> list[Held]:
    """Meetings of the tables of the past, but for those *entered* here; a visit is no meeting."""
    rows = RecordedMeeting.objects.filter(starts_on__range=(first, last), meeting_type__in=KINDS)
    if mission is not None:
        rows = rows.filter(missions=mission)
    announced = dict(
        Milestone.objects.filter(kind=Milestone.Kind.ANNOUNCED, on__range=(first, last))
        .exclude(event_id="")
        .values_list("event_id", "on")
    )
    found = rows.exclude(event_id__in=list(entered)).prefetch_related("missions")
    return [_recorded(row, past, announced.get(row.event_id)) for row in found]


def _recorded(row: RecordedMeeting, past: LookedBack, announced: date | None) -> Held:
    missions = tuple(sorted(m.acronym for m in row.missions.all()))
    kind = KINDS[row.meeting_type]
    component, expires_on = past.prepared_by(missions, row.starts_on) or ("", None)
    said = row.formality if row.formality != RecordedMeeting.Formality.NOT_STATED else ""
    return Held(
        reference=row.event_id,
        on=row.starts_on,
        kind=kind,
        label=label(missions, row.get_meeting_type_display()),
        missions=missions,
        formality=said,
        component=component,
        expires_on=expires_on,
        report_on=report_on(past, missions, component, expires_on),
        announced_on=announced,
    )


def report_on(
    past: LookedBack, missions: tuple[str, ...], component: str, expires_on: date | None
) -> date | None:
    """The report of the one renewal that a meeting prepares."""
    if len(missions) != 1 or expires_on is None:
        return None
    return past.report_on(missions[0], component, expires_on)


def label(missions: tuple[str, ...], kind: str) -> str:
    """As lists name a meeting: its missions and its kind."""
    named = ", ".join(missions) or _("no mission")
    return f"{named}: {kind}"


def followed_from() -> date | None:
    """Since when meetings are booked here; those entered for a table of the past do not count."""
    own = Consultation.objects.filter(source_event="", status__in=Consultation.LIVE)
    first = own.order_by("created_at").values_list("created_at", flat=True).first()
    return first.astimezone(HEADQUARTERS).date() if first else None


__all__ = ["Rows", "followed_from", "held_rows", "recorded_values"]
