"""What the Working Group met about itself, and the issues that meetings on missions took up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast

from consultations.models import Consultation, Mission, RecordedMeeting
from consultations.planning.knowing import booked_by
from consultations.planning.loading import KIND_OF_TYPE
from planner.known import Meeting, Raised
from planner.themes import THEME, is_theme, issue_of
from planner.workdays import HEADQUARTERS

GROUP_KINDS = ("c34_bureau", "organisational")
THEMATIC = "working_group"  # the kind of a meeting that an issue of several missions calls for
Status = Consultation.Status


def of_the_group(kind: str, need: str) -> bool:
    """Whether a consultation is the Working Group's own, and no mission's."""
    return kind in GROUP_KINDS or (kind == THEMATIC and is_theme(need))


def group_record(as_of: date) -> tuple[tuple[Meeting, ...], tuple[Raised, ...]]:
    """The Working Group's own meetings, and issues raised in those on missions; two queries."""
    meetings, raised = list(_recorded()), []
    for kind, starts, status, reference, need, mission in _booked(as_of):
        on = starts.astimezone(HEADQUARTERS).date()
        if mission:
            raised.append(Raised(need, mission, on, reference))
        else:
            named = need if is_theme(need) else ""  # the others are counted from the last one
            meetings.append(Meeting(kind, on, status, str(UUID(reference)), named))
    return tuple(meetings), tuple(raised)


def _booked(as_of: date) -> Iterable[tuple[Any, ...]]:
    """(kind, start, status, id, need, ""), and of issues (…, key of the issue, mission)."""
    live = Consultation.objects.filter(booked_by(as_of), status__in=Consultation.LIVE).order_by()
    themed = Q(kind=THEMATIC, need__startswith=THEME)
    own = live.filter(Q(kind__in=GROUP_KINDS) | themed)
    begun = live.filter(status__in=(Status.CONFIRMED, Status.HELD), record__tags__isnull=False)
    begun = begun.exclude(themed).filter(missions__isnull=False)
    text = CharField()
    start = ("kind", "starts_at", "status")
    return (
        own.annotate(ref=Cast("pk", text), mission=Value(""))
        .values_list(*start, "ref", "need", "mission")
        .union(
            begun.annotate(
                ref=Cast("pk", text), tag=Cast("record__tags", text), mission=F("missions__acronym")
            ).values_list(*start, "ref", "tag", "mission")
        )
    )


def _recorded() -> Iterable[Meeting]:
    types = {"internal": KIND_OF_TYPE["internal"], "special committee": "c34_bureau"}
    recorded = RecordedMeeting.objects.filter(meeting_type__in=types)
    for kind, on, event in recorded.values_list("meeting_type", "starts_on", "event_id"):
        yield Meeting(types[kind], on, "held", event)


def themed_missions(need: str, raised: Iterable[Raised]) -> list[Mission]:
    """The missions in whose meetings the issue of a need came up, in order."""
    key = issue_of(need)
    acronyms = {one.mission for one in raised if key and one.key == key}
    return list(Mission.objects.filter(acronym__in=acronyms).order_by("acronym")) if key else []
