"""What of held meetings still waits for somebody, for Today and the digest; constant queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import planning
from consultations.disclosure import with_details_for
from consultations.models import (
    Consultation,
    IssueTag,
    Mandate,
    Point,
    Question,
    Record,
    ReportBack,
)

REMEMBERED = timedelta(days=365)  # what was held earlier and never closed is left in peace
Status, Mode = Consultation.Status, ReportBack.Mode
Reader = User | AnonymousUser | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to be done about a meeting that was held, and by which day.

    *kind*: ``report_back``, ``to_close``, ``question``, ``outcome``, ``next_look`` or ``issue``
    (then without a meeting). *counted* says how the day was found, where it was counted.
    """

    kind: str
    on: date
    late: bool
    sentence: str
    consultation: Consultation | None = None
    subject: UUID | int | None = None
    counted: tuple[str, ...] = ()
    provisional: tuple[str, ...] = ()


def overdue(today: date, reader: Reader = None) -> list[Waiting]:
    """What should have been done before *today*."""
    return [one for one in waiting(today, reader) if one.late]


def waiting(
    today: date,
    reader: Reader = None,
    until: date | None = None,
    known: planning.Known | None = None,
) -> list[Waiting]:
    """Report-backs and records of meetings held, and what else is due by *until* (*today*).

    In the order of their days. For a *reader*: of meetings alone whose details they may see.
    *known*: the cycles, where they were computed already.
    """
    until = until or today
    read = _Read(reader)
    rows = read.meetings.values()
    following = planning.KnownFollowing(rows, known) if known else planning.Following(rows)
    found = [
        *_report_backs(read, following, today),
        *_to_close(read, following, today),
        *(one for one in _questions(read, following, today) if one.on <= until),
        *_outcomes(read, following, today),
        *_next_looks(read, today, until),
        *_issues(today, until),
    ]
    return sorted(found, key=lambda one: (one.on, one.kind, one.sentence))


class _Read:
    """The meetings that something may wait for, with what is recorded of them."""

    def __init__(self, reader: Reader) -> None:
        now = timezone.now()
        self.questions = _listed(
            Question.objects.filter(removed=False, answered_on=None).exclude(text="")
        )
        self.points = _listed(Point.objects.filter(removed=False, in_text="").exclude(text=""))
        held = Q(ends_at__lt=now, ends_at__gt=now - REMEMBERED, status__in=_HELD)
        held &= Q(source_event="") | Q(record__isnull=False)
        spoken = {one.record.consultation_id for one in (*self.questions, *self.points)}
        look = Q(record__next_look_on__isnull=False)
        rows = Consultation.objects.filter(held | look | Q(pk__in=spoken))
        if reader is not None:
            rows = with_details_for(rows, reader).filter(shown=True)
        rows = rows.exclude(status=Status.CANCELLED).select_related("cycle_mission", "record")
        self.meetings: dict[Any, Consultation] = {row.pk: row for row in rows.order_by("starts_at")}
        since = now - REMEMBERED
        self.held = [
            r
            for r in self.meetings.values()
            if since < r.ends_at < now and r.status in _HELD
            if not r.source_event or _record(r)
        ]
        self.reported: dict[Any, list[ReportBack]] = defaultdict(list)
        for one in ReportBack.objects.filter(consultation__in=[r.pk for r in self.held]):
            self.reported[one.consultation_id].append(one)


_HELD = (Status.CONFIRMED, Status.HELD)


def _listed(rows: Any) -> list[Any]:
    return list(rows.select_related("record").order_by("position", "pk"))


def _record(row: Consultation) -> Record | None:
    return getattr(row, "record", None)


def _report_backs(read: _Read, following: planning.Following, today: date) -> Iterator[Waiting]:
    for row in read.held:
        recorded = read.reported[row.pk]
        open_modes = {one.mode for one in recorded if one.done_on is None} - {Mode.NOT_NEEDED}
        if recorded and not open_modes:
            continue
        found = following.report_back(row)
        on = found.oral_by if not recorded or Mode.ORAL in open_modes else found.written_by
        words = {"meeting": row.subject}
        said = _("Report the views of “%(meeting)s” to the Council.") % words
        yield Waiting(
            "report_back", on, on < today, said, row, None, found.sentences, found.provisional
        )


def _to_close(read: _Read, following: planning.Following, today: date) -> Iterator[Waiting]:
    for row in read.held:
        record = _record(row)
        if record is None or not record.is_closed:
            due = following.task(row, "close_record", planning.held_on(row))
            said = _("Close the record of “%(meeting)s”.") % {"meeting": row.subject}
            assert due.on is not None
            yield Waiting("to_close", due.on, due.on < today, said, row)


def _questions(read: _Read, following: planning.Following, today: date) -> Iterator[Waiting]:
    for one in read.questions:
        row = read.meetings.get(one.record.consultation_id)
        if row is None:
            continue
        found = following.question(row, one.asked_on, one.incident)
        words = {"meeting": row.subject, "question": one.text[:80]}
        said = _("A question asked in “%(meeting)s” is not answered: %(question)s") % words
        yield Waiting(
            "question", found.on, found.on < today, said, row, one.pk, (found.sentence,),
            found.provisional,
        )  # fmt: skip


def _outcomes(read: _Read, following: planning.Following, today: date) -> Iterator[Waiting]:
    """Meetings whose cycle has its text, while nobody said what it made of their points."""
    of_meeting: dict[Any, list[Point]] = defaultdict(list)
    for one in read.points:
        of_meeting[one.record.consultation_id].append(one)
    rows = [r for r in read.meetings.values() if of_meeting[r.pk] and r.expires_on]
    adopted = _adoptions(rows, today)
    for row in rows:
        days = [
            day
            for day, expires in adopted[row.cycle_mission_id, row.component]
            if day > planning.held_on(row) and row.expires_on and expires > row.expires_on
        ]
        if not days:
            continue
        count = len(of_meeting[row.pk])
        said = ngettext(
            "The text is adopted: say what it made of %(count)s point of “%(meeting)s”.",
            "The text is adopted: say what it made of %(count)s points of “%(meeting)s”.",
            count,
        ) % {"count": count, "meeting": row.subject}
        due = following.task(row, "outcome", min(days))
        assert due.on is not None
        yield Waiting("outcome", due.on, due.on < today, said, row)


def _adoptions(
    rows: Iterable[Consultation], today: date
) -> dict[tuple[Any, str], list[tuple[date, date]]]:
    """When each mandate was decided and until when, by mission and component."""
    found: dict[tuple[Any, str], list[tuple[date, date]]] = defaultdict(list)
    decided = Mandate.objects.filter(
        mission__in={row.cycle_mission_id for row in rows}, adopted_on__lte=today
    ).exclude(kind=Mandate.Kind.CHANGE)
    for mission, component, on, expires in decided.values_list(
        "mission", "component", "adopted_on", "expires_on"
    ):
        found[mission, component].append((on, expires))
    return found


def _next_looks(read: _Read, today: date, until: date) -> Iterator[Waiting]:
    for row in read.meetings.values():
        record = _record(row)
        on = record.next_look_on if record else None
        if on and on <= until:
            said = _("Look again at “%(meeting)s”.") % {"meeting": row.subject}
            yield Waiting("next_look", on, on < today, said, row)


def _issues(today: date, until: date) -> Iterator[Waiting]:
    for tag in IssueTag.objects.filter(review_on__lte=until):
        assert tag.review_on is not None
        said = _("Look again at the issue “%(issue)s”.") % {"issue": tag.name}
        yield Waiting("issue", tag.review_on, tag.review_on < today, said, None, tag.pk)
