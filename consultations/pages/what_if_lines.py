"""What follows from assumptions as a page shows it: closed meetings without their subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations import planning
from consultations.disclosure import with_details_for
from consultations.models import Consultation, Milestone, Mission
from consultations.pages.assumption_words import sentence
from consultations.pages.what_if import Start
from consultations.people import may
from planner.assumptions import Assumption, AssumptionError, ReportLate


@dataclass(frozen=True, slots=True)
class BookedLine:
    """A booked consultation that would be judged worse; ``row`` is None for a closed meeting."""

    line: planning.BookingLine
    row: Any

    @property
    def day(self) -> date:
        return self.line.slot.day


@dataclass(frozen=True, slots=True)
class ReportToRecord:
    """A report of which only a what-if says that it is late, and where its new day is recorded."""

    mission: str
    address: str
    label: str


def preview(start: Start, reader: User | AnonymousUser) -> dict[str, Any]:
    """The consequences, or the sentence why there can be none."""
    if not start.assumed or not start.chosen or start.over:
        return {}
    try:
        found = planning.what_follows(
            start.missions(), start.assumed, first=min(start.first, start.last), last=start.last,
            as_of=start.as_of, named=may(reader, "details"),
        )  # fmt: skip
    except AssumptionError as error:
        return {"sentence": str(error)}
    return shown(found, reader)


def shown(found: planning.Consequences, reader: User | AnonymousUser) -> dict[str, Any]:
    """The context of the lines."""
    wanted = [one.consultation for one in found.bookings]
    listed = Consultation.objects.filter(pk__in=wanted).select_related("room")
    rows = {row.pk: row for row in with_details_for(listed, reader) if row.shown}
    lines = [BookedLine(one, rows.get(one.consultation)) for one in found.bookings]
    return {
        "found": found,
        "bookings": lines,
        "again": [one for one in lines if one.line.again],
        "nothing": not (found.cycles or found.bookings),
    }


def sentences(assumed: Iterable[Assumption]) -> list[str]:
    """Each in words."""
    return [sentence(one) for one in assumed]


def to_record(assumed: Iterable[Assumption], reader: User | AnonymousUser) -> list[ReportToRecord]:
    """Late reports among what is assumed: their days are to be recorded once they are known."""
    late = [one for one in assumed if isinstance(one, ReportLate)]
    numbers = dict(
        Mission.objects.filter(acronym__in={one.mission for one in late}).values_list(
            "acronym", "pk"
        )
    )
    return [_record(one, numbers[one.mission], reader) for one in late if one.mission in numbers]


def _record(late: ReportLate, mission: int, reader: User | AnonymousUser) -> ReportToRecord:
    """Where facts are kept by this reader, the form for the day; else what is recorded."""
    if not may(reader, "facts"):
        address = reverse("mission", kwargs={"acronym": late.mission})
        return ReportToRecord(late.mission, address, _("see what is recorded of it"))
    told = {
        "mission": mission,
        "component": late.component,
        "expires_on": late.expiry.isoformat(),
        "kind": str(Milestone.Kind.REPORT_DUE),
        "known_on": planning.today().isoformat(),
    }
    address = f"{reverse('admin:consultations_milestone_add')}?{urlencode(told)}"
    return ReportToRecord(late.mission, address, _("record the day it is due now"))
