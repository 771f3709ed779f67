"""What is suspect only when rows are seen together: seats, presidencies, cycles, holidays."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from consultations.facts.context import Context
from consultations.facts.lines import Line
from consultations.models import (
    CouncilTerm,
    Holiday,
    Mandate,
    RecordedMeeting,
)

SEATS = 15


def cross_check(lines: dict[str, list[Line]], context: Context) -> None:
    """Warn of rows that contradict others, stored or loaded with them."""
    _seats(lines.get("council", []), context)
    _presidencies(lines.get("presidencies", []), context)
    _milestones(lines.get("milestones", []), context)
    _meetings_on_holidays(lines, context)


def _seats(lines: list[Line], context: Context) -> None:
    if not lines:
        return
    seats = Counter(CouncilTerm.objects.values_list("year", flat=True))
    first: dict[int, Line] = {}
    for line in lines:
        first.setdefault(line.values["year"], line)
    for year, line in first.items():
        if seats[year] != SEATS:
            words = {"year": year, "count": seats[year]}
            context.warn(line, "year", _("%(year)d has %(count)d members, not fifteen") % words)


def _presidencies(lines: list[Line], context: Context) -> None:
    if not lines:
        return
    terms = set(CouncilTerm.objects.values_list("year", "member_id"))
    years = {year for year, _member in terms}
    for line in lines:
        year, member = line.values["year"], line.values["member_id"]
        if year in years and (year, member) not in terms:
            context.warn(line, "presidency", _("no member of the Council in %d") % year)


def _milestones(lines: list[Line], context: Context) -> None:
    if not lines:
        return
    cycles = set(Mandate.objects.values_list("mission_id", "component", "expires_on"))
    events = set(RecordedMeeting.objects.values_list("event_id", flat=True))
    for line in lines:
        values = line.values
        cycle = (values["mission_id"], values["component"], values.get("expires_on"))
        if cycle[0] and cycle[2] and cycle not in cycles:
            sentence = _("no mandate of the mission expires on this day: the date stands alone")
            context.warn(line, "expires_on", sentence)
        if values.get("event_id") and values["event_id"] not in events:
            context.warn(line, "event_id", _("no meeting of this number is recorded"))


def _meetings_on_holidays(lines: dict[str, list[Line]], context: Context) -> None:
    days = [("events", "date_start", "starts_on"), ("council_meetings", "date", "on")]
    if not any(lines.get(stem) for stem, _column, _field in days):
        return
    official = Holiday.objects.filter(kind=Holiday.Kind.OFFICIAL)
    holidays = dict(official.values_list("on", "name"))
    for stem, column, field in days:
        for line in lines.get(stem, []):
            visit = line.values.get("meeting_type") == RecordedMeeting.Type.VISIT
            if (name := holidays.get(line.values[field])) and not visit:
                context.warn(line, column, _("a meeting on an official holiday: %s") % name)
