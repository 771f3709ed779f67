"""What the record of a consultation says by itself, asked of the database in one query."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Coalesce

from consultations.models import (
    Consultation,
    Feedback,
    Milestone,
    Participation,
    Point,
    Question,
    ReportBack,
    WrittenInput,
)

Category, Mode = Participation.Category, ReportBack.Mode
STAKEHOLDERS = (Category.REGIONAL, Category.UN_ENTITY, Category.OTHER)
VOICES = (Category.HOST_STATE, Category.EXPERT)
UNHEARD = (Point.Outcome.NOT, Point.Outcome.PARTLY)


def with_evidence(rows: QuerySet[Consultation]) -> QuerySet[Any]:
    """*rows* with the record's own fields and, in ``e_…``, what settles tasks."""
    found = rows.select_related("record", "cycle_mission").prefetch_related("missions")
    return found.annotate(**_invited(), **_reported(), **_points(), **_asked(), **_heard())


def _invited() -> dict[str, Any]:
    on_list = Participation.objects.filter(consultation=OuterRef("pk"), removed=False)
    briefings = Consultation.objects.filter(
        kind=Consultation.Kind.SECRETARIAT_BRIEFING, status__in=Consultation.LIVE,
        cycle_mission=OuterRef("cycle_mission"), component=OuterRef("component"),
        expires_on=OuterRef("expires_on"), starts_at__lte=OuterRef("starts_at"),
    )  # fmt: skip
    told = Milestone.objects.filter(
        kind=Milestone.Kind.OUTLINE_BRIEFING, mission=OuterRef("cycle_mission"),
        expires_on=OuterRef("expires_on"),
    )  # fmt: skip
    return {
        "e_regional": Exists(on_list.filter(category=Category.REGIONAL)),
        "e_stakeholders": Exists(on_list.filter(category__in=STAKEHOLDERS)),
        "e_voices": Exists(on_list.filter(category__in=VOICES)),
        "e_experts": Exists(on_list.filter(category=Category.EXPERT)),
        "e_briefing": Exists(briefings),
        "e_outline": _first(told.order_by("on"), "on", DateField()),
    }


def _reported() -> dict[str, Any]:
    backs = ReportBack.objects.filter(consultation=OuterRef("pk"))
    done = backs.filter(done_on__isnull=False)
    return {
        "e_oral_on": _first(done.filter(mode=Mode.ORAL), "done_on", DateField()),
        "e_written_on": _first(done.filter(mode=Mode.WRITTEN), "done_on", DateField()),
        "e_not_needed": _first(backs.filter(mode=Mode.NOT_NEEDED), "reason", TextField()),
    }


def _points() -> dict[str, Any]:
    points = Point.objects.filter(record__consultation=OuterRef("pk"), removed=False).exclude(
        text=""
    )
    open_ones = Q(standing=Point.Standing.CONTESTED) | Q(in_text__in=UNHEARD)
    return {
        "e_points": _count(points),
        "e_points_sent": _count(points.filter(sent_on__isnull=False)),
        "e_points_sent_on": _value(points, Max("sent_on"), DateField()),
        "e_points_known": _count(points.exclude(in_text=Point.Outcome.OPEN)),
        "e_points_open": _count(points.filter(open_ones)),
        "e_followed": Exists(points.filter(follows__isnull=False)),
    }


def _asked() -> dict[str, Any]:
    questions = Question.objects.filter(record__consultation=OuterRef("pk"), removed=False).exclude(
        text=""
    )
    answered = questions.filter(answered_on__isnull=False)
    return {
        "e_questions": _count(questions),
        "e_answered": _count(answered),
        "e_answered_on": _value(questions, Max("answered_on"), DateField()),
    }


def _heard() -> dict[str, Any]:
    inputs = WrittenInput.objects.filter(record__consultation=OuterRef("pk"), removed=False)
    given = inputs.exclude(text="") | inputs.filter(received_on__isnull=False)
    said = Feedback.objects.filter(consultation=OuterRef("pk")).order_by("at")
    later = Consultation.objects.filter(
        record__continues=OuterRef("pk"), status__in=Consultation.LIVE
    )
    return {
        "e_input": Exists(given),
        "e_input_on": _value(given, Min("received_on"), DateField(), "record__consultation"),
        "e_feedback_at": Subquery(said.values("at")[:1]),
        "e_continued": Exists(later),
    }


def _first(rows: QuerySet[Any], name: str, field: Any) -> Subquery:
    return Subquery(rows.values(name)[:1], output_field=field)


def _value(rows: QuerySet[Any], how: Any, field: Any, by: str = "record__consultation") -> Subquery:
    """One aggregate over the rows of one consultation."""
    grouped = rows.order_by().annotate(of=F(by)).values("of").annotate(told=how)
    return Subquery(grouped.values("told"), output_field=field)


def _count(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(_value(rows, Count("pk"), IntegerField()), 0)
