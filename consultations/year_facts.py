"""The rows of the database that touch one year, as the bars, marks and bookings of its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.daywords import said
from consultations.disclosure import with_details_for
from consultations.models import (
    HEADQUARTERS,
    MISSION,
    Consultation,
    Mandate,
    Mission,
    Report,
)
from consultations.year_values import Bar, Booking, Mark, Off
from planner.known import CHANGE, MandateFact, Meeting, ReportFact
from planner.workdays import Workdays


class Booked(NamedTuple):
    """The columns of a consultation that its mark needs."""

    pk: UUID
    kind: str
    status: str
    starts_at: datetime
    subject: str
    need: str
    expires_on: date | None
    component: str


NO_ONE = UUID(int=0)
PLACEHOLDER = "9999-12-31"
Bookings = dict[int, list[Booking]]


def bounds(year: int) -> tuple[date, date]:
    """1 January and 31 December."""
    return date(year, 1, 1), date(year, 12, 31)


def exists_in(mission: Mission, year: int) -> bool:
    """Whether a mission has a row: it had begun, had not ended, and more than its name is known."""
    first, last = bounds(year)
    begun = mission.starts_on or mission.established_on
    return (
        not mission.known_by_name_only
        and (begun is None or begun <= last)
        and (mission.ends_on is None or mission.ends_on >= first)
    )


def cycle_base(mission: str) -> str:
    """The address of a cycle of *mission*, once for all of them; see ``cycle_link``."""
    return reverse("cycle", kwargs={"acronym": mission, "expiry": PLACEHOLDER})


def cycle_link(base: str, component: str, expires_on: date) -> str:
    """The address of one cycle, from ``cycle_base``."""
    url = base.replace(PLACEHOLDER, expires_on.isoformat())
    return url if component == MISSION else f"{url}?{urlencode({'component': component})}"


def bars(mission: Mission, mandates: Iterable[MandateFact], year: int, cycle_url: str) -> list[Bar]:
    """One bar a mandate; where none is recorded, the whole year of an open-ended mission."""
    first, last = bounds(year)
    if mission.open_ended:
        begun = max(mission.starts_on or first, first)
        ends = min(mission.ends_on or last, last)
        title = _("%(mission)s: open-ended, no renewal cycle") % {"mission": mission.acronym}
        label = _("open-ended: no renewal cycle")
        return [Bar(MISSION, label, begun, ends, "open", mission.get_absolute_url(), title, True)]
    return [
        _bar(mission, m, cycle_url)
        for m in mandates
        if m.kind != CHANGE and (m.starts_on or m.adopted_on) <= last and m.expires_on >= first
    ]


def _bar(mission: Mission, mandate: MandateFact, cycle_url: str) -> Bar:
    begun = mandate.starts_on or mandate.adopted_on
    words = {
        "mission": mission.acronym,
        "component": "" if mandate.component == MISSION else f" ({mandate.component})",
        "resolution": mandate.resolution or _("resolution not established"),
        "kind": Mandate.Kind(mandate.kind).label,
        "first": said(begun),
        "last": said(mandate.expires_on),
    }
    title = _("%(mission)s%(component)s: %(resolution)s, %(kind)s, %(first)s to %(last)s") % words
    if mandate.starts_on is None:
        title += " " + _("(start not recorded: drawn from the adoption)")
    url = cycle_link(cycle_url, mandate.component, mandate.expires_on)
    label = mandate.resolution.removeprefix("S/RES/")
    return Bar(mandate.component, label, begun, mandate.expires_on, mandate.kind, url, title)


def changes(mandates: Iterable[MandateFact], year: int) -> list[Mark]:
    """Substantive changes within a mandate: they move no expiry."""
    return [
        Mark(
            m.adopted_on,
            "change",
            _("%(resolution)s: substantive change, %(day)s")
            % {"resolution": m.resolution, "day": said(m.adopted_on)},
            m.component,
        )
        for m in mandates
        if m.kind == CHANGE and m.adopted_on.year == year
    ]


def issued(reports: Iterable[ReportFact], year: int) -> list[Mark]:
    """Reports that reached contributors in the year: issued, or sent in advance."""
    marks = []
    for one in reports:
        on = one.transmitted_on
        if on and on.year == year:
            words = {
                "symbol": one.symbol or _("without a symbol"),
                "kind": Report.Kind(one.kind).label,
                "day": said(on),
            }
            title = _("Report %(symbol)s, %(kind)s, %(day)s (recorded)") % words
            marks.append(Mark(on, "issued", title))
    return marks


def consultations(year: int, reader: User | AnonymousUser) -> Bookings:
    """Consultations of the year that are not cancelled, by mission; closed to *reader*: left out."""
    first, last = bounds(year)
    span = (
        datetime.combine(first, time.min, HEADQUARTERS),
        datetime.combine(last + timedelta(days=1), time.min, HEADQUARTERS),
    )
    among = Consultation.objects.filter(starts_at__gte=span[0], starts_at__lt=span[1])
    rows = (
        with_details_for(among, reader)
        .filter(shown=True)
        .exclude(status=Consultation.Status.CANCELLED)
        .order_by("starts_at", "pk")
    )
    columns = ("missions", "cycle_mission_id", *Booked._fields)
    base = reverse("consultation", kwargs={"pk": NO_ONE})
    found: dict[UUID, tuple[Booking, set[int]]] = {}
    for mission, cycle_mission, *values in rows.values_list(*columns):
        one = Booked(*values)
        if one.pk not in found:
            found[one.pk] = (_booking(one, base.replace(str(NO_ONE), str(one.pk))), set())
        found[one.pk][1].update(filter(None, (mission, cycle_mission)))
    by_mission: Bookings = defaultdict(list)
    for booking, missions in found.values():
        for mission in missions:
            by_mission[mission].append(booking)
    return by_mission


def _booking(one: Booked, url: str) -> Booking:
    starts = one.starts_at.astimezone(HEADQUARTERS)
    words = {
        "subject": one.subject,
        "kind": Consultation.Kind(one.kind).label,
        "status": Consultation.Status(one.status).label,
        "day": said(starts.date()),
        "time": f"{starts:%H:%M}",
    }
    title = _("%(subject)s: %(kind)s, %(day)s, %(time)s, %(status)s") % words
    return Booking(
        starts.date(), one.status, one.kind, one.need, one.expires_on, one.component, url, title
    )


def recorded(meetings: Iterable[Meeting], year: int) -> list[Booking]:
    """Meetings in the tables of the reports and of the Council; consultations stand apart."""
    marks = []
    for one in meetings:
        if one.on.year == year and not is_consultation(one.reference):
            words = {
                "kind": Consultation.Kind(one.kind).label,
                "day": said(one.on),
                "id": one.reference,
            }
            title = _("Meeting held %(day)s: %(kind)s (%(id)s in the records)") % words
            marks.append(Booking(one.on, "recorded", one.kind, "", None, MISSION, "", title))
    return marks


def is_consultation(reference: str) -> bool:
    """Whether a meeting's reference is the number of a consultation, not of a recorded row."""
    return len(reference) == 36


def days_off(workdays: Workdays, year: int) -> tuple[Off, ...]:
    """Closures, sessions of other bodies and holidays that touch the year, as planning counts."""
    first, last = bounds(year)
    spans = [Off(c.first, c.last, c.name, "closure") for c in workdays.closures]
    spans += [Off(c.first, c.last, c.name, "session") for c in workdays.soft_spans]
    spans += [Off(h.on, h.on, h.name, h.kind, h.estimated) for h in workdays.holidays]
    kept = [one for one in spans if one.first <= last and one.last >= first]
    return tuple(sorted(kept, key=lambda one: (one.first, one.name)))
