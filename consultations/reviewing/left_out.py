"""Tasks and needs that somebody left out, with the reason given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.disclosure import with_details_for
from consultations.models import Consultation, CycleChoice, Mission, TaskMark
from consultations.planning import KINDS
from planner import tasks
from planner.reviewed import Left
from planner.workdays import HEADQUARTERS, say_date

Person = User | AnonymousUser


def left_out(first: date, last: date, mission: Mission | None, reader: Person) -> Iterator[Left]:
    """Tasks skipped in the span, and needs skipped in the cycles that end in it."""
    yield from _tasks(first, last, mission, reader)
    yield from _needs(first, last, mission)


def _tasks(first: date, last: date, mission: Mission | None, reader: Person) -> Iterator[Left]:
    """Those of a meeting closed to the reader are left out altogether."""
    seen = with_details_for(Consultation.objects.all(), reader).filter(shown=True).order_by()
    marks = TaskMark.objects.filter(state=TaskMark.State.SKIPPED, on__range=(first, last))
    marks = marks.filter(
        Q(consultation__in=seen.values("pk"))
        | Q(consultation=None) & ~Q(subject__startswith="consultation:")
    )
    if mission is not None:
        own = Q(consultation__missions=mission) | Q(consultation__cycle_mission=mission)
        marks = marks.filter(own | Q(subject__startswith=f"cycle:{mission.acronym}:")).distinct()
    rules = tasks.load()
    for mark in marks.select_related("consultation"):
        rule = rules.get(mark.task)
        yield Left(mark.on, rule.title if rule else mark.task, _subject(mark), mark.reason)


def _subject(mark: TaskMark) -> str:
    """What the task was for, in words."""
    if mark.consultation:
        on = mark.consultation.starts_at.astimezone(HEADQUARTERS).date()
        return f"{mark.consultation.subject}, {say_date(on)}"
    scope, _colon, rest = mark.subject.partition(":")
    if scope != "cycle":
        return rest
    mission, _colon, ends = rest.partition(":")
    return _cycle(mission, ends.rpartition(":")[2])


def _cycle(mission: str, expiry: str) -> str:
    try:
        day = say_date(date.fromisoformat(expiry))
    except ValueError:
        return mission
    return _("%(mission)s, mandate to %(day)s") % {"mission": mission, "day": day}


def _needs(first: date, last: date, mission: Mission | None) -> Iterator[Left]:
    choices = CycleChoice.objects.filter(
        chosen=CycleChoice.Chosen.SKIP, expires_on__range=(first, last)
    ).select_related("mission")
    if mission is not None:
        choices = choices.filter(mission=mission)
    for choice in choices:
        kind = KINDS.get(choice.need)
        title = kind.title if kind else choice.need.replace("_", " ")
        subject = _cycle(choice.mission.acronym, choice.expires_on.isoformat())
        on = choice.at.astimezone(HEADQUARTERS).date()
        yield Left(on, title, subject, choice.reason)
