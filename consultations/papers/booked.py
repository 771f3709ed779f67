"""Meetings of a span as papers list them: consultations booked here, and those only recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from consultations.disclosure import with_details_for
from consultations.models import HEADQUARTERS, Consultation, RecordedMeeting, Services

Kind, Status, Visibility = Consultation.Kind, Consultation.Status, Consultation.Visibility
OF_MEMBERS = (Kind.ORGANISATIONAL, Kind.C34_BUREAU)  # contributors do not take part
Reader = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Listed:
    """One meeting with what a paper prints of it; *time* is empty where none is recorded."""

    on: date
    time: str
    kind: str
    formal: bool
    visibility: str
    title: str
    missions: str
    place: str
    state: str
    row: Consultation | None = None


def consultations(first: date, last: date, reader: Reader) -> list[Consultation]:
    """Booked, tentative or held, from *first* to *last*, as far as *reader* may see more than
    that there is a meeting; a fixed number of queries."""
    begins, ends = _midnight(first), _midnight(last + timedelta(days=1))
    rows = Consultation.objects.filter(
        status__in=Consultation.LIVE, starts_at__gte=begins, starts_at__lt=ends
    )
    shown = with_details_for(rows, reader).filter(shown=True)
    listed = shown.select_related("room", "cycle_mission").prefetch_related("missions")
    return list(listed.order_by("starts_at", "pk"))


def listed(first: date, last: date, reader: Reader) -> list[Listed]:
    """The same as lines, and the meetings recorded elsewhere that were not entered here."""
    rows = consultations(first, last, reader)
    found = [of_consultation(row) for row in rows]
    entered = Consultation.objects.exclude(source_event="").values("source_event")
    others = RecordedMeeting.objects.filter(starts_on__range=(first, last))
    others = others.exclude(event_id__in=entered).prefetch_related("missions")
    found += [of_recorded(one) for one in others]
    return sorted(found, key=lambda one: (one.on, one.time, one.title))


def of_consultation(row: Consultation) -> Listed:
    """As it is booked."""
    return Listed(
        on=day_of(row), time=hours(row), kind=row.kind, formal=row.kind == Kind.FORMAL_TCC,
        visibility=row.visibility, title=row.subject, missions=missions_of(row),
        place=place(row), state=str(row.get_status_display()), row=row,
    )  # fmt: skip


KINDS = {
    RecordedMeeting.Type.TCC: Kind.FORMAL_TCC,
    RecordedMeeting.Type.TRIANGULAR: Kind.WORKING_GROUP,
    RecordedMeeting.Type.THEMATIC: Kind.WORKING_GROUP,
    RecordedMeeting.Type.INTERNAL: Kind.ORGANISATIONAL,
    RecordedMeeting.Type.SPECIAL_COMMITTEE: Kind.C34_BUREAU,
}


def of_recorded(one: RecordedMeeting) -> Listed:
    """As its table words it; that it took place is public."""
    kind = KINDS.get(RecordedMeeting.Type(one.meeting_type), "")
    symbol = f" ({one.symbol})" if one.symbol else ""
    known = sorted(mission.acronym for mission in one.missions.all())
    return Listed(
        on=one.starts_on, time="", kind=kind, formal=kind == Kind.FORMAL_TCC,
        visibility=Visibility.JOURNAL, title=f"{one.subject}{symbol}",
        missions=", ".join(known) or one.mission_names, place="", state=_("recorded"),
    )  # fmt: skip


def day_of(row: Consultation) -> date:
    """Its day at Headquarters."""
    return row.starts_at.astimezone(HEADQUARTERS).date()


def hours(row: Consultation) -> str:
    """ "10:00–11:30", in Headquarters' time."""
    start, end = row.starts_at.astimezone(HEADQUARTERS), row.ends_at.astimezone(HEADQUARTERS)
    return f"{start:%H:%M}–{end:%H:%M}"


def missions_of(row: Consultation) -> str:
    """Acronyms in order; that of the cycle where no other is named."""
    names = sorted(mission.acronym for mission in row.missions.all())
    if not names and row.cycle_mission:
        names = [row.cycle_mission.acronym]
    return ", ".join(names)


def place(row: Consultation) -> str:
    """The room, never more certain than it is."""
    if row.room is None:
        return _("to be announced")
    if row.room_status == Services.CONFIRMED:
        return str(row.room)
    return _("%s (to be confirmed)") % row.room


def with_contributors(found: Iterable[Listed]) -> list[Listed]:
    """Those in which contributors take part."""
    return [one for one in found if one.kind and one.kind not in OF_MEMBERS]


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), HEADQUARTERS)
