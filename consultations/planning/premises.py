"""Rooms and what is busy in them, read from rows for a span of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from consultations.models import Consultation, CouncilMeeting, Participation, Room
from consultations.planning.days import sessions_on, today
from consultations.planning.elsewhere import elsewhere
from consultations.planning.knowing import booked_by, midnight, overlapping
from planner.judging import COUNTED, WITHOUT_COUNCIL
from planner.slots import Busy, Load, Place, Premises, by_day, by_grains
from planner.workdays import HEADQUARTERS, Session


def places(*, formal: bool = False) -> tuple[Place, ...]:
    """Rooms in use, those near the Chamber first.

    Of these the Chamber itself comes first for a *formal* meeting and last for any other, which
    asks for a conference room near it (2017 report, para. 67). It is told by its name.
    """
    rooms = Room.objects.filter(in_use=True).order_by("name")
    columns = ("pk", "name", "capacity", "interpretation", "near_chamber")
    found = [Place(str(pk), *rest) for pk, *rest in rooms.values_list(*columns)]
    return for_format(found, formal=formal)


def for_format(found: Iterable[Place], *, formal: bool) -> tuple[Place, ...]:
    """Rooms in the order of :func:`places`."""
    return tuple(
        sorted(found, key=lambda p: (not p.near_chamber, p.name.endswith("Chamber") != formal))
    )


def place_of(room: Room) -> Place:
    """A room as the core sees it."""
    return Place(str(room.pk), room.name, room.capacity, room.interpretation, room.near_chamber)


def premises(
    first: date,
    last: date,
    *,
    as_of: date,
    participants: Mapping[str, str] | None = None,
    members: Iterable[str] = (),
    minutes: int = 90,
    seats: int = 0,
    interpretation: bool = False,
    without: UUID | None = None,
    rooms: tuple[Place, ...] | None = None,
    named: bool = True,
) -> Premises:
    """Rooms and what is busy from *first* to *last*; *without* leaves one consultation out.

    *participants* are names by ISO code (else by name), *members* codes of the Council's. What
    was not known on *as_of* stands in nobody's way. Unless *named*, a closed meeting is busy
    without its subject.
    """
    rows, names = _booked(first, last, _standing(as_of, without), named), dict(participants or {})
    invited, sessions = frozenset(names), sessions_on(first)
    who = _attending(first, last, invited)
    busy = [*_consultations(rows, who), *_council(first, last, sessions, as_of),
            *elsewhere(first, last, invited=invited, read_by=_past(as_of))]  # fmt: skip
    return Premises(
        places=places() if rooms is None else rooms,
        busy=by_day(one for one in busy if first <= one.day <= last),
        load=_load(rows), sessions=sessions, minutes=minutes, seats=seats,
        interpretation=interpretation, participants=invited, names=names,
        members=frozenset(members),
    )  # fmt: skip


class Occupied(NamedTuple):
    """What stands in a span of days: by the key of its consultation, the Council's own, and
    what the calendars of rooms and delegations say."""

    booked: Mapping[str, tuple[Busy, ...]]
    council: tuple[Busy, ...]
    load: Mapping[str, Load]
    elsewhere: tuple[Busy, ...] = ()


def occupied(
    first: date,
    last: date,
    *,
    as_of: date,
    booked_on: date,
    invited: frozenset[str],
    named: bool = True,
) -> Occupied:
    """The same as :func:`premises`, so that each consultation can be judged beside all others.

    The Council's meetings are those known on *as_of*, ours and what the calendars of others say
    those that stand on *booked_on*.
    """
    rows = _booked(first, last, _standing(booked_on, None), named)
    who = _attending(first, last, invited)
    of_each: dict[str, list[tuple]] = defaultdict(list)
    for row in rows:
        of_each[str(UUID(row[0]))].append(row)  # as every database would write it
    return Occupied(
        booked={key: tuple(_consultations(own, who)) for key, own in of_each.items()},
        council=tuple(_council(first, last, sessions_on(first), as_of)),
        load={key: one for key, own in of_each.items() for one in _load(own)},
        elsewhere=tuple(elsewhere(first, last, read_by=_past(booked_on))),
    )


def _standing(as_of: date, without: UUID | None) -> Q:
    known = booked_by(as_of) if _past(as_of) else Q()
    return known & ~Q(pk=without) if without else known


def _past(as_of: date) -> date | None:
    """The day itself where it is over, so that what came later is left out."""
    return as_of if as_of < today() else None


def _booked(first: date, last: date, standing: Q, named: bool) -> list[tuple]:
    """Live consultations of the span, and a month more each side those that the load counts."""
    margin = timedelta(days=31)
    closed = When(visibility=Consultation.Visibility.INVITEES, then=Value(_("a closed meeting")))
    said = F("subject") if named else Case(closed, default=F("subject"))
    columns = ("key", "kind", "starts_at", "ends_at", "room_id", "said", "need",
               "missions__acronym")  # fmt: skip
    return list(  # a row for each mission of a meeting
        Consultation.objects.filter(
            standing,
            status__in=Consultation.LIVE,
            starts_at__gte=midnight(first - margin),
            starts_at__lt=midnight(last + margin + timedelta(days=1)),
        )
        .filter(overlapping(first, last) | Q(kind__in=COUNTED))
        .annotate(key=Cast("pk", CharField()), said=said)
        .values_list(*columns)
    )


def _consultations(rows: list[tuple], who: Mapping[str, list[str]]) -> Iterable[Busy]:
    for pk, kind, starts_at, ends_at, room, subject, *_rest in {r[0]: r for r in rows}.values():
        start, end = starts_at.astimezone(HEADQUARTERS), ends_at.astimezone(HEADQUARTERS)
        for day, mask in by_grains(start, end):
            yield Busy(
                day=day,
                mask=mask,
                what=subject,
                room=str(room) if room else "",
                who=frozenset(who.get(pk, ())),
                council=kind not in WITHOUT_COUNCIL,
                consultation=True,
            )


def _attending(first: date, last: date, invited: frozenset[str]) -> dict[str, list[str]]:
    """Those of *invited* (ISO code, else name) who sit in each consultation, by its key.

    The key is text, here and in ``_booked``: thousands of rows are read, none needs a UUID.
    """
    listed = (
        Participation.objects.filter(
            overlapping(first, last, "consultation__"),
            Q(iso3__in=invited) | Q(iso3="", name__in=invited),
            removed=False,
            consultation__status__in=Consultation.LIVE,
        )
        .order_by()
        .annotate(key=Cast("consultation_id", CharField()))
    )
    who: dict[str, list[str]] = defaultdict(list)
    for key, iso3, name in listed.values_list("key", "iso3", "name"):
        who[key].append(iso3 or name)
    return who


def _council(first: date, last: date, sessions: tuple[Session, ...], as_of: date) -> Iterable[Busy]:
    """Meetings of the Council that were known; one that begins the day before may run on."""
    hours = {s.name: (s.start, s.end) for s in sessions}
    whole = (sessions[0].start, sessions[-1].end)
    listed = CouncilMeeting.objects.filter(
        Q(known_on__isnull=True) | Q(known_on__lte=as_of),
        on__gte=first - timedelta(days=1),
        on__lte=last,
    )
    columns = ("on", "session", "starts_at", "ends_at", "room_id", "subject", "firmness")
    for on, session, starts_at, ends_at, room, subject, firmness in listed.values_list(*columns):
        usual = hours.get(session, whole)
        for day, mask in by_grains(*_hours(on, usual, starts_at, ends_at)):
            yield Busy(
                day=day,
                mask=mask,
                what=f"Council meeting: {subject}" if subject else "Council meeting",
                room=str(room) if room else "",
                council=True,
                firm=firmness == CouncilMeeting.Firmness.FIRM,
            )


def _hours(
    on: date, usual: tuple[time, time], starts_at: datetime | None, ends_at: datetime | None
) -> tuple[datetime, datetime]:
    """From when to when the Council meets; without an end, to the session's or to midnight."""
    begins, over = (datetime.combine(on, hour, HEADQUARTERS) for hour in usual)
    begins = starts_at.astimezone(HEADQUARTERS) if starts_at else begins
    over = ends_at.astimezone(HEADQUARTERS) if ends_at else over
    return begins, over if over > begins else midnight(begins.date() + timedelta(days=1))


def _load(rows: list[tuple]) -> tuple[Load, ...]:
    counted = {row[0]: row for row in rows if row[1] in COUNTED}
    missions: dict[object, set[str]] = defaultdict(set)
    for row in rows:
        missions[row[0]].update(filter(None, row[7:]))
    return tuple(
        Load(row[1], row[2].astimezone(HEADQUARTERS).date(), frozenset(missions[pk]), row[6])
        for pk, row in counted.items()
    )
