"""Days at Headquarters: working days, what is off, and the sessions of a day, read from rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, Value
from django.utils import timezone

from consultations.models import BuildingHours, Closure, CouncilVisit, Holiday
from consultations.planning.knowing import Earlier
from planner.workdays import HEADQUARTERS, SESSIONS, Session, Workdays
from planner.workdays import Closure as ClosedDays
from planner.workdays import Holiday as HolidayFact


def today() -> date:
    """The day at Headquarters."""
    return timezone.localdate(timezone=HEADQUARTERS)


def workdays(as_of: date | None = None) -> Workdays:
    """The working days as known on a day: holidays, closures, sessions, Council visits."""
    holidays, closures, sessions = [], [], []
    for first, last, name, kind, confidence in _days_off(as_of or today()):
        if kind in (Closure.Kind.CLOSURE, "visit"):
            closures.append(ClosedDays(first, last, name))
        elif kind == Closure.Kind.SESSION:
            sessions.append(ClosedDays(first, last, name))
        else:
            holidays.append(HolidayFact(first, name, kind, confidence != "high"))
    return Workdays(
        holidays=tuple(holidays),
        closures=tuple(closures),
        today=as_of or today(),
        soft_spans=tuple(sessions),
    )


OFF = {  # the dates of what is off, by its kind of row
    "holiday": ("on", "on"),
    "closure": ("first_on", "last_on"),
    "councilvisit": ("starts_on", "ends_on"),
}


def _days_off(as_of: date) -> Iterable[tuple]:
    """(first, last, name, kind, confidence) of all that is off, as it stood on a past day."""
    earlier = Earlier(as_of) if as_of < today() else None
    for pk, row, first, last, *rest in _listed_off(as_of):
        if earlier is not None:
            begins, ends = OFF[row]
            first = earlier.date(f"{row}:{pk}", begins, first) or first
            last = earlier.date(f"{row}:{pk}", ends, last) or last
        yield (first, last, *rest)


def _listed_off(as_of: date) -> Iterable[tuple]:
    """(pk, kind of row, first, last, name, kind, confidence), in one query."""

    def columns(row: str, *rest: F | Value) -> tuple:
        first, last = OFF[row]
        return (F("pk"), Value(row), F(first), F(last), *rest)

    visits = CouncilVisit.objects.filter(by__icontains="council").exclude(by__icontains="chair")
    visits = visits.filter(known_on__lte=as_of)
    off = Holiday.objects.order_by().values_list(
        *columns("holiday", F("name"), F("kind"), F("confidence"))
    )
    closed = Closure.objects.order_by().values_list(
        *columns("closure", F("name"), F("kind"), Value(""))
    )
    away = visits.order_by().values_list(
        *columns("councilvisit", Value("Council visit"), Value("visit"), Value(""))
    )
    return off.union(closed, away, all=True)


def sessions_on(on: date) -> tuple[Session, ...]:
    """The sessions of the day by the policy that held on it; the usual two where none is known."""
    rows = BuildingHours.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=on), Q(until_on__isnull=True) | Q(until_on__gte=on)
    ).order_by("starts")
    newest = {row.session: row for row in sorted(rows, key=lambda r: r.from_on or date.min)}
    found = tuple(Session(r.session, r.starts, r.ends) for r in newest.values())
    return tuple(sorted(found, key=lambda s: s.start)) or SESSIONS
