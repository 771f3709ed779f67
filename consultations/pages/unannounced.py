"""Meetings that are booked and not announced: the last day for full notice, and days left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from consultations import planning
from consultations.models import HEADQUARTERS, Consultation, Message, NumberOverride
from planner.workdays import Workdays

STANDING = (Consultation.Status.TENTATIVE, Consultation.Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Unannounced:
    """A booked meeting, the last day on which full notice can be given, and working days left.

    *drafts* is how many of its mails wait to be read.
    """

    row: Consultation
    by: date
    left: int
    drafts: int = 0

    @property
    def late(self) -> bool:
        """Too late for full notice."""
        return self.left < 0

    @property
    def tentative(self) -> bool:
        """Nobody is written to before it is confirmed."""
        return self.row.status == Consultation.Status.TENTATIVE


def of_rows(
    rows: Iterable[Consultation], days: Workdays, today: date, *, drafts: bool = False
) -> Iterator[Unannounced]:
    """Of *rows* those that nobody announced, in order; few queries, whatever their number."""
    left = [row for row in rows if row.announced_on is None and row.status in STANDING]
    waiting = _drafts(left) if drafts and left else {}
    for row, notice in _with_notice(left):
        by = days.shift(row.starts_at.astimezone(HEADQUARTERS).date(), -notice).on
        yield Unannounced(row, by, days.left(today, by).days, waiting.get(row.pk, 0))


def _drafts(rows: list[Consultation]) -> dict[object, int]:
    found = Message.objects.filter(state=Message.State.DRAFT, consultation__in=rows).order_by()
    return dict(found.values_list("consultation").annotate(n=Count("pk")))


def _with_notice(rows: list[Consultation]) -> Iterator[tuple[Consultation, int]]:
    """Each with its working days of notice; numbers changed for one alone are looked up."""
    if not rows:
        return
    general = planning.register_for()
    apart = set(NumberOverride.objects.values_list("mission_id", "consultation_id"))
    missions, meetings = {one for one, _c in apart}, {one for _m, one in apart}
    for row in rows:
        own = row.pk in meetings or row.cycle_mission_id in missions - {None}
        register = planning.register_for(row.cycle_mission, row) if own else general
        yield row, register.number("notice_crisis" if row.kind == "crisis" else "notice_kept")
