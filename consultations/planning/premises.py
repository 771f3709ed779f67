"""Working days, rooms and what is busy, read from rows for a span of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from consultations.models import (
    BuildingHours,
    Closure,
    Consultation,
    CouncilMeeting,
    CouncilVisit,
    Holiday,
    Participation,
    Room,
)
from consultations.planning.loading import midnight
from planner.judging import COUNTED, WITHOUT_COUNCIL
from planner.slots import Busy, Load, Place, Premises, by_day, grains
from planner.workdays import HEADQUARTERS, SESSIONS, Session, Workdays
from planner.workdays import Closure as ClosedDays
from planner.workdays import Holiday as HolidayFact

LIVE = Consultation.LIVE


def today() -> date:
    """The day at Headquarters."""
    return timezone.localdate(timezone=HEADQUARTERS)


def workdays(as_of: date | None = None) -> Workdays:
    """The working days as recorded: holidays, closures, sessions, Council visits."""
    holidays, closures, sessions = [], [], []
    for first, last, name, kind, confidence in _days_off():
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


def _days_off() -> Iterable[tuple]:
    """(first, last, name, kind, confidence) of all that is off, in one query."""
    visits = CouncilVisit.objects.filter(by__icontains="council").exclude(by__icontains="chair")
    return (
        Holiday.objects.order_by()
        .values_list(F("on"), F("on"), F("name"), F("kind"), F("confidence"))
        .union(
            Closure.objects.order_by().values_list(
                F("first_on"), F("last_on"), F("name"), F("kind"), Value("")
            ),
            visits.order_by().values_list(
                F("starts_on"), F("ends_on"), Value("Council visit"), Value("visit"), Value("")
            ),
            all=True,
        )
    )


def sessions_on(on: date) -> tuple[Session, ...]:
    """The sessions of the day by the policy that held on it; the usual two where none is known."""
    rows = BuildingHours.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=on), Q(until_on__isnull=True) | Q(until_on__gte=on)
    ).order_by("starts")
    newest = {row.session: row for row in sorted(rows, key=lambda r: r.from_on or date.min)}
    found = tuple(Session(r.session, r.starts, r.ends) for r in newest.values())
    return tuple(sorted(found, key=lambda s: s.start)) or SESSIONS


def places() -> tuple[Place, ...]:
    """Rooms in use; those near the Chamber first."""
    rooms = Room.objects.filter(in_use=True).order_by("-near_chamber", "name")
    columns = ("pk", "name", "capacity", "interpretation", "near_chamber")
    return tuple(Place(str(pk), *rest) for pk, *rest in rooms.values_list(*columns))


def place_of(room: Room) -> Place:
    """A room as the core sees it."""
    return Place(str(room.pk), room.name, room.capacity, room.interpretation, room.near_chamber)


def premises(
    first: date,
    last: date,
    *,
    participants: Iterable[str] = (),
    minutes: int = 90,
    seats: int = 0,
    interpretation: bool = False,
    without: UUID | None = None,
    rooms: tuple[Place, ...] | None = None,
) -> Premises:
    """Rooms and what is busy from *first* to *last*; *without* leaves one consultation out."""
    rows, invited = _booked(first, last, without), frozenset(participants)
    sessions = sessions_on(first)
    who = _attending(first, last, invited)
    busy = [*_consultations(rows, who, first, last), *_council(first, last, sessions)]
    return Premises(
        places=places() if rooms is None else rooms,
        busy=by_day(busy),
        load=_load(rows),
        sessions=sessions,
        minutes=minutes,
        seats=seats,
        interpretation=interpretation,
        participants=invited,
    )


def _booked(first: date, last: date, without: UUID | None) -> list[tuple]:
    """Live consultations of the span, and a month more each side those that the load counts."""
    margin = timedelta(days=31)
    columns = ("key", "kind", "starts_at", "ends_at", "room_id", "subject", "need",
               "missions__acronym")  # fmt: skip
    return list(  # a row for each mission of a meeting
        Consultation.objects.filter(
            status__in=LIVE,
            starts_at__gte=midnight(first - margin),
            starts_at__lt=midnight(last + margin + timedelta(days=1)),
        )
        .filter(within("starts_at", first, last) | Q(kind__in=COUNTED))
        .exclude(pk__in=[without] if without else [])
        .annotate(key=Cast("pk", CharField()))
        .values_list(*columns)
    )


def within(field: str, first: date, last: date) -> Q:
    """Instants from the beginning of *first* to the end of *last*, at Headquarters."""
    after = midnight(last + timedelta(days=1))
    return Q(**{f"{field}__gte": midnight(first), f"{field}__lt": after})


def _consultations(
    rows: list[tuple], who: Mapping[str, list[str]], first: date, last: date
) -> Iterable[Busy]:
    for pk, kind, starts_at, ends_at, room, subject, *_rest in {r[0]: r for r in rows}.values():
        start, end = starts_at.astimezone(HEADQUARTERS), ends_at.astimezone(HEADQUARTERS)
        if first <= start.date() <= last:
            yield Busy(
                day=start.date(),
                mask=grains(start.time(), end.time()),
                what=subject,
                room=str(room) if room else "",
                who=frozenset(who.get(pk, ())),
                council=kind not in WITHOUT_COUNCIL,
            )


def _attending(first: date, last: date, invited: frozenset[str]) -> dict[str, list[str]]:
    """Those of *invited* (ISO code, else name) who sit in each consultation, by its key.

    The key is text, here and in ``_booked``: thousands of rows are read, none needs a UUID.
    """
    listed = (
        Participation.objects.filter(
            within("consultation__starts_at", first, last),
            Q(iso3__in=invited) | Q(iso3="", name__in=invited),
            removed=False,
            consultation__status__in=LIVE,
        )
        .order_by()
        .annotate(key=Cast("consultation_id", CharField()))
    )
    who: dict[str, list[str]] = defaultdict(list)
    for key, iso3, name in listed.values_list("key", "iso3", "name"):
        who[key].append(iso3 or name)
    return who


def _council(first: date, last: date, sessions: tuple[Session, ...]) -> Iterable[Busy]:
    hours = {s.name: (s.start, s.end) for s in sessions}
    listed = CouncilMeeting.objects.filter(on__gte=first, on__lte=last)
    columns = ("on", "session", "starts_at", "ends_at", "room_id", "subject", "firmness")
    for on, session, starts_at, ends_at, room, subject, firmness in listed.values_list(*columns):
        start, end = hours.get(session, (sessions[0].start, sessions[-1].end))
        if starts_at:
            start = starts_at.astimezone(HEADQUARTERS).time()
            end = ends_at.astimezone(HEADQUARTERS).time() if ends_at else end
        yield Busy(
            day=on,
            mask=grains(start, end),
            what=f"Council meeting: {subject}" if subject else "Council meeting",
            room=str(room) if room else "",
            council=True,
            firm=firmness == CouncilMeeting.Firmness.FIRM,
        )


def _load(rows: list[tuple]) -> tuple[Load, ...]:
    counted = {row[0]: row for row in rows if row[1] in COUNTED}
    missions: dict[object, set[str]] = defaultdict(set)
    for row in rows:
        missions[row[0]].update(filter(None, row[7:]))
    return tuple(
        Load(row[1], row[2].astimezone(HEADQUARTERS).date(), frozenset(missions[pk]), row[6])
        for pk, row in counted.items()
    )
