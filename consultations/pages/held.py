"""Meetings that were held: whose record is to be noted or closed, how the report-back stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations import planning
from consultations.models import Attendance, Consultation, ReportBack
from consultations.pages.records_filters import A_PAGE, Asked, missions_and_years, of_mission
from consultations.pages.records_seen import Reader, met_seen
from consultations.people import may

Mode = ReportBack.Mode
# Whether a meeting is noted, closed, and reported, as the database tells it.
STATES: dict[str, tuple[Any, Q]] = {
    "note": (gettext_lazy("To be noted"), Q(is_noted=False, record__closed_at=None)),
    "close": (gettext_lazy("To be closed"), Q(is_noted=True, record__closed_at=None)),
    "due": (gettext_lazy("Report-back due"), Q(is_reported=False)),
    "overdue": (gettext_lazy("Report-back overdue"), Q(is_reported=False)),
    "done": (gettext_lazy("Report-back done"), Q(is_reported=True)),
    "late": (gettext_lazy("Report-back done, late"), Q(is_reported=True)),
    "closed": (gettext_lazy("Closed"), Q(record__closed_at__isnull=False)),
}
BY_DAY = ("due", "overdue", "late")  # which of them, only counting working days tells


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting: how far its record is, and how its views reached the Council."""

    row: Consultation
    missions: tuple[str, ...]
    record: str
    report: str
    due_on: date | None
    done_on: date | None
    mode: str
    reason: str

    @property
    def record_label(self) -> str:
        return str(STATES[self.record][0])

    @property
    def report_label(self) -> str:
        return str(STATES[self.report][0]) if self.report != "not needed" else _("Not needed")


def held(reader: Reader, query: QueryDict, today: date) -> dict[str, Any]:
    """The context of the page; the same number of queries whatever the rows."""
    asked = Asked(query, ("state", "mission", "year"))
    meetings = met_seen(reader)
    filters = missions_and_years(asked, meetings)
    state = asked["state"] if asked["state"] in STATES else ""
    rows = _rows(meetings.filter(of_mission(asked["mission"]), asked.of_year()), state)
    found: Any = rows
    if state in BY_DAY:
        found = [one for one in _lines(rows, today) if one.report == state]
    shown = Paginator(found, A_PAGE).get_page(asked.page)
    lines = list(shown) if state in BY_DAY else _lines(shown, today)
    states = [(name, label) for name, (label, _of) in STATES.items()]
    return {
        "lines": lines, "page": shown, "asked": asked, "more": asked.more,
        "filters": (asked.choice("state", _("State"), states), *filters),
        "may_plan": may(reader, "plan"),
    }  # fmt: skip


def _rows(meetings: QuerySet[Consultation], state: str) -> QuerySet[Consultation]:
    here = OuterRef("pk")
    noted = Attendance.objects.filter(record__consultation=here, removed=False).exclude(
        state=Attendance.State.UNKNOWN
    )
    settled = ReportBack.objects.filter(
        Q(mode=Mode.NOT_NEEDED) | Q(done_on__isnull=False), consultation=here
    )
    rows = meetings.annotate(is_noted=Exists(noted), is_reported=Exists(settled))
    points = Q(record__points__removed=False) & ~Q(record__points__text="")
    rows = rows.annotate(points=Count("record__points", filter=points, distinct=True))
    if state:
        rows = rows.filter(STATES[state][1])
    rows = rows.select_related("record", "cycle_mission")
    return rows.prefetch_related("missions", "report_backs").order_by("-starts_at", "pk")


def _lines(rows: Iterable[Any], today: date) -> list[Held]:
    found = list(rows)
    following = planning.Following(found)
    return [_line(row, following, today) for row in found]


def _line(row: Any, following: planning.Following, today: date) -> Held:
    record = getattr(row, "record", None)
    closed = record is not None and record.is_closed
    standing = "closed" if closed else "close" if row.is_noted else "note"
    missions = tuple(one.acronym for one in row.missions.all())
    backs = list(row.report_backs.all())
    spared = next((one for one in backs if one.mode == Mode.NOT_NEEDED), None)
    if spared:
        return Held(row, missions, standing, "not needed", None, None, "", spared.reason)
    done = [one for one in backs if one.done_on]
    if done:
        first = min(done, key=lambda one: one.done_on)
        state, mode = _timely(row, done, following), str(first.get_mode_display())
        return Held(row, missions, standing, state, None, first.done_on, mode, "")
    due_on, mode = due_of(row, following)
    state = "overdue" if due_on < today else "due"
    return Held(row, missions, standing, state, due_on, None, mode, "")


def _timely(row: Consultation, done: Iterable[Any], following: planning.Following) -> str:
    """In time once one report was made by its own due day, as the indicator counts it."""
    due = following.report_back(row)
    last = {Mode.ORAL: due.oral_by, Mode.WRITTEN: due.written_by}
    return "done" if any(one.done_on <= last[one.mode] for one in done) else "late"


def due_of(row: Consultation, following: planning.Following) -> tuple[date, str]:
    """By which day the views are to reach the Council, and how; by default orally first."""
    due, modes = following.report_back(row), {one.mode for one in row.report_backs.all()}
    if modes == {Mode.WRITTEN}:
        return due.written_by, str(Mode.WRITTEN.label)
    return due.oral_by, str(Mode.ORAL.label)
