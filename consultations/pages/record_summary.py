"""The record in a few words, on the page of its meeting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from consultations import planning
from consultations.models import Attendance, Consultation, Record
from consultations.pages.record_settling import Report, due, reports
from consultations.people import may


@dataclass(frozen=True, slots=True)
class Summary:
    """Who came, how much was said, how it was reported; *record* is None before one is opened."""

    row: Consultation
    record: Record | None
    may_open: bool
    begun: bool
    counts: dict[str, int]
    points: int
    questions: int
    due: Any
    reports: tuple[Report, ...]

    @property
    def present(self) -> int:
        return self.counts.get(Attendance.State.PRESENT, 0)

    @property
    def on_its_day(self) -> bool:
        """Whether the day of the meeting has come."""
        return planning.held_on(self.row) <= planning.today()

    @property
    def listed(self) -> int:
        return sum(self.counts.values())


def summary(row: Consultation, reader: Any) -> Summary:
    """Three queries, and what the due days cost while a report-back is not done."""
    begun = row.starts_at <= timezone.now()
    may_open = row.is_live and may(reader, "plan")
    said = Q(points__removed=False) & ~Q(points__text="")
    asked = Q(questions__removed=False) & ~Q(questions__text="")
    record = (
        Record.objects.filter(consultation=row)
        .annotate(said=Count("points", filter=said, distinct=True))
        .annotate(asked=Count("questions", filter=asked, distinct=True))
        .first()
    )
    if record is None:
        return Summary(row, None, may_open, begun, {}, 0, 0, None, ())
    states = record.attendances.filter(removed=False).values_list("state", flat=True)
    told = row.report_backs.all()
    waits = not told or any(one.done_on is None and one.mode != "not_needed" for one in told)
    when = due(row) if begun and waits else None
    counted = vars(record)
    return Summary(
        row, record, may_open, begun, dict(Counter(states)), counted["said"], counted["asked"],
        when, tuple(reports(row, when)),
    )  # fmt: skip
