"""The rows of the database that touch one year, as the bars, marks and bookings of its page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.disclosure import with_details_for
from consultations.models import (
    HEADQUARTERS,
    MISSION,
    Consultation,
    Mandate,
    Mission,
    Report,
)
from consultations.pages.daywords import sayer
from consultations.pages.year_values import Bar, Booking, Mark, Off
from consultations.people import may
from planner.known import CHANGE, MandateFact, Meeting, ReportFact
from planner.workdays import Workdays

NO_ONE = UUID(int=0)
PLACEHOLDER = "9999-12-31"


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


class Decided:
    """Bars and marks of mandates and reports; the words are looked up once for all missions."""

    def __init__(self, year: int) -> None:
        self._first, self._last = bounds(year)
        self._say = sayer()
        self._mandates = {key: str(label) for key, label in Mandate.Kind.choices}
        self._reports = {key: str(label) for key, label in Report.Kind.choices}
        self._bar = _("%(mission)s%(part)s: %(resolution)s, %(kind)s, %(first)s to %(last)s")
        self._no_start = _("(start not recorded: drawn from the adoption)")
        self._change = _("%(resolution)s: substantive change, %(day)s")
        self._report = _("Report %(symbol)s, %(kind)s, %(day)s (recorded)")
        self._no_symbol, self._no_resolution = _("without a symbol"), _("resolution not recorded")

    def bars(self, mission: Mission, mandates: Iterable[MandateFact], base: str) -> list[Bar]:
        """One bar a mandate; for an open-ended mission the year. *base*: see ``cycle_base``."""
        if mission.open_ended:
            return [self._open_ended(mission)]
        return [
            self._mandate(mission.acronym, m, base)
            for m in mandates
            if m.kind != CHANGE
            and (m.starts_on or m.adopted_on) <= self._last
            and m.expires_on >= self._first
        ]

    def _open_ended(self, mission: Mission) -> Bar:
        begun = max(mission.starts_on or self._first, self._first)
        ends = min(mission.ends_on or self._last, self._last)
        title = _("%(mission)s: open-ended, no renewal cycle") % {"mission": mission.acronym}
        label = _("open-ended: no renewal cycle")
        return Bar(MISSION, label, begun, ends, "open", mission.get_absolute_url(), title, True)

    def _mandate(self, mission: str, mandate: MandateFact, base: str) -> Bar:
        begun = mandate.starts_on or mandate.adopted_on
        title = self._bar % {
            "mission": mission,
            "part": "" if mandate.component == MISSION else f" ({mandate.component})",
            "resolution": mandate.resolution or self._no_resolution,
            "kind": self._mandates[mandate.kind],
            "first": self._say(begun),
            "last": self._say(mandate.expires_on),
        }
        title = title if mandate.starts_on else f"{title} {self._no_start}"
        url = cycle_link(base, mandate.component, mandate.expires_on)
        label = mandate.resolution.removeprefix("S/RES/")
        return Bar(mandate.component, label, begun, mandate.expires_on, mandate.kind, url, title)

    def changes(self, mandates: Iterable[MandateFact]) -> list[Mark]:
        """Substantive changes within a mandate: they move no expiry."""
        return [
            Mark(
                m.adopted_on,
                "change",
                self._change % {"resolution": m.resolution, "day": self._say(m.adopted_on)},
                m.component,
            )
            for m in mandates
            if m.kind == CHANGE and m.adopted_on.year == self._first.year
        ]

    def issued(self, reports: Iterable[ReportFact]) -> list[Mark]:
        """Reports that reached contributors in the year: issued, or sent in advance."""
        marks = []
        for one in reports:
            on = one.transmitted_on
            if on and on.year == self._first.year:
                symbol = one.symbol or self._no_symbol
                words = {"symbol": symbol, "kind": self._reports[one.kind], "day": self._say(on)}
                marks.append(Mark(on, "issued", self._report % words))
        return marks


class Booked:
    """Marks for consultations and recorded meetings; the words are looked up once for all."""

    def __init__(self, year: int, reader: User | AnonymousUser) -> None:
        self._year = year
        self._seen = None if may(reader, "details") else _shown_to(reader, year)
        self._kinds = {key: str(label) for key, label in Consultation.Kind.choices}
        self._statuses = {key: str(label) for key, label in Consultation.Status.choices}
        self._booked = _("%(kind)s, %(day)s, %(status)s")
        self._held = _("Meeting held %(day)s: %(kind)s (%(id)s in the records)")
        self._base = reverse("consultation", kwargs={"pk": NO_ONE})
        self._say = sayer()

    def marks(self, meetings: Iterable[Meeting]) -> list[Booking]:
        """The meetings of the year, but for those whose details are not for this reader."""
        return [
            self._consultation(one) if is_consultation(one.reference) else self._recorded(one)
            for one in meetings
            if one.on.year == self._year and not self.closed(one)
        ]

    def closed(self, meeting: Meeting) -> bool:
        """Whether it is a consultation whose details are not for this reader."""
        if self._seen is None or not is_consultation(meeting.reference):
            return False
        return meeting.reference not in self._seen

    def _consultation(self, one: Meeting) -> Booking:
        status = self._statuses[one.status]
        words = {"kind": self._kinds[one.kind], "day": self._say(one.on), "status": status}
        url = self._base.replace(str(NO_ONE), one.reference)
        title = self._booked % words
        return Booking(one.on, one.status, one.kind, one.need, one.expires_on, url, title)

    def _recorded(self, one: Meeting) -> Booking:
        words = {"kind": self._kinds[one.kind], "day": self._say(one.on), "id": one.reference}
        return Booking(one.on, "recorded", one.kind, "", None, "", self._held % words)


def _shown_to(reader: User | AnonymousUser, year: int) -> set[str]:
    """The consultations of the year that *reader* may see more of than that there is one."""
    first, last = bounds(year)
    span = (
        datetime.combine(first, time.min, HEADQUARTERS),
        datetime.combine(last + timedelta(days=1), time.min, HEADQUARTERS),
    )
    among = Consultation.objects.filter(starts_at__gte=span[0], starts_at__lt=span[1])
    shown = with_details_for(among, reader).filter(shown=True)
    return {str(pk) for pk in shown.values_list("pk", flat=True)}


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
