"""What the calendar shows between two days: consultations, Council meetings, days off, expiries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations import planning
from consultations.disclosure import with_details_for
from consultations.models import (
    HEADQUARTERS,
    MISSION,
    Consultation,
    CouncilMeeting,
    Mandate,
    Mission,
    RecordedMeeting,
    Room,
    Services,
    Session,
)
from consultations.pages.calendar_grid import Entry
from planner.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Chosen:
    """The room and the mission the address asks for; none of either shows all."""

    room: Room | None = None
    mission: Mission | None = None


def entries(
    first: date, last: date, chosen: Chosen, reader: User | AnonymousUser
) -> tuple[list[Entry], str]:
    """Everything from *first* to *last*, and why working days are provisional, if they are."""
    workdays = planning.workdays()
    found = [*_days_off(workdays, first, last), *_consultations(first, last, chosen, reader)]
    found += _council(first, last, chosen)
    if chosen.room is None:
        found += [*_recorded(first, last, chosen), *_deadlines(first, last, chosen)]
    provisional = {workdays.provisional(first), workdays.provisional(last)} - {""}
    return found, "; ".join(sorted(provisional))


def _days_off(workdays: Workdays, first: date, last: date) -> Iterator[Entry]:
    for kind, spans in (("closure", workdays.closures), ("session", workdays.soft_spans)):
        for span in spans:
            if span.first <= last and span.last >= first:
                yield Entry(span.first, span.last, kind, span.name)
    for holiday in workdays.holidays:
        if first <= holiday.on <= last:
            note = _("estimated date") if holiday.estimated else ""
            yield Entry(holiday.on, holiday.on, str(holiday.kind), holiday.name, note=note)


def _consultations(
    first: date, last: date, chosen: Chosen, reader: User | AnonymousUser
) -> Iterator[Entry]:
    start = datetime.combine(first, time(), HEADQUARTERS)
    end = datetime.combine(last + timedelta(days=1), time(), HEADQUARTERS)
    names = Prefetch("missions", Mission.objects.only("acronym"))
    among = Consultation.objects.filter(starts_at__gte=start, starts_at__lt=end)
    rows = with_details_for(among, reader).select_related("room").prefetch_related(names)
    if chosen.room:
        rows = rows.filter(room=chosen.room, shown=True)
    if chosen.mission:
        mine = Q(missions=chosen.mission) | Q(cycle_mission=chosen.mission)
        rows = rows.filter(mine, shown=True).distinct()
    for row in rows.defer("basis", "documents", "aim"):
        yield _consultation(row)


def _consultation(row: Any) -> Entry:
    starts, ends = row.starts_at.astimezone(HEADQUARTERS), row.ends_at.astimezone(HEADQUARTERS)
    day = starts.date()
    hours: dict[str, Any] = {"starts": starts.time(), "ends": ends.time()}
    if not row.shown:
        return Entry(day, day, "consultation", _("Closed meeting"), **hours)
    return Entry(
        first=day,
        last=day,
        kind="consultation",
        title=row.subject,
        url=row.get_absolute_url(),
        status=row.status,
        note=" · ".join(filter(None, _notes(row))),
        room=row.room.name if row.room else "",
        **hours,
    )


def _notes(row: Consultation) -> Iterator[str]:
    """Its status, its missions where the subject does not name them, a room not yet granted."""
    yield row.get_status_display()
    acronyms = ", ".join(mission.acronym for mission in row.missions.all())
    yield "" if acronyms in row.subject else acronyms
    if row.room and row.room_status != Services.CONFIRMED:
        yield _("room %(status)s") % {"status": row.get_room_status_display()}


def _council(first: date, last: date, chosen: Chosen) -> Iterator[Entry]:
    if chosen.mission:
        return
    rows = CouncilMeeting.objects.filter(on__range=(first, last)).select_related("room")
    for row in rows.filter(room=chosen.room) if chosen.room else rows:
        starts = row.starts_at.astimezone(HEADQUARTERS).time() if row.starts_at else None
        ends = row.ends_at.astimezone(HEADQUARTERS).time() if row.ends_at else None
        session = "" if starts or not row.session else str(Session(row.session).label)
        yield Entry(
            row.on,
            row.on,
            "council",
            _("Council: %(subject)s") % {"subject": row.subject} if row.subject else _("Council"),
            status=row.firmness,
            note=" · ".join(filter(None, [session, row.get_firmness_display()])),
            starts=starts,
            ends=ends,
            room=row.room.name if row.room else row.room_name,
        )


def _recorded(first: date, last: date, chosen: Chosen) -> Iterator[Entry]:
    """Meetings of the past in the tables; those brought in as consultations are shown as such."""
    brought_in = Consultation.objects.exclude(source_event="").values("source_event")
    rows = RecordedMeeting.objects.filter(starts_on__lte=last).exclude(event_id__in=brought_in)
    rows = rows.filter(Q(ends_on__gte=first) | Q(starts_on__gte=first))
    if chosen.mission:
        rows = rows.filter(missions=chosen.mission)
    for row in rows:
        what = row.get_meeting_type_display()
        title = f"{row.mission_names}: {what}" if row.mission_names else row.subject or what
        yield Entry(
            row.starts_on,
            row.ends_on or row.starts_on,
            "recorded",
            title,
            status="held",
            note=_("held (recorded, %(id)s)") % {"id": row.event_id},
        )


def _deadlines(first: date, last: date, chosen: Chosen) -> Iterator[Entry]:
    """The days on which a mandate expires."""
    rows = Mandate.objects.filter(expires_on__range=(first, last)).exclude(kind=Mandate.Kind.CHANGE)
    if chosen.mission:
        rows = rows.filter(mission=chosen.mission)
    columns = ("mission__acronym", "component", "resolution", "expires_on")
    for acronym, component, resolution, on in rows.order_by("expires_on").values_list(*columns):
        part = "" if component == MISSION else f" ({component})"
        url = reverse("cycle", kwargs={"acronym": acronym, "expiry": on.isoformat()})
        yield Entry(
            on,
            on,
            "deadline",
            _("%(mission)s%(part)s: mandate expires") % {"mission": acronym, "part": part},
            url=url + (f"?component={component}" if part else ""),
            note=resolution,
        )
