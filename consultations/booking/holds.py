"""Half hours of rooms and of the Council, which the database gives to one consultation alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from consultations import planning
from consultations.booking.refusals import Fulfilled, Refused, Taken
from consultations.models import HEADQUARTERS, Consultation, Deed, Hold, Room, Services
from consultations.sayings import say_time, say_who

GRAIN = timedelta(minutes=30)
LONGEST = timedelta(hours=24)
COUNCIL = "council"
BOOKED = (Deed.Verb.BOOK, Deed.Verb.MOVE, Deed.Verb.IMPORT, Deed.Verb.ROOM)


def room_key(room: Room) -> str:
    """The name under which a room's half hours are held."""
    return f"room:{room.pk}"


def half_hours(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """The half hours that a meeting touches, each by its beginning in UTC.

    Raises ``Refused`` for an end before the start, or more than a day later.
    """
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise ValueError("a booking needs instants with a time zone")
    if ends_at <= starts_at:
        raise Refused(_("A consultation ends after it begins: correct the times."))
    if ends_at - starts_at > LONGEST:
        raise Refused(_("A consultation lasts at most a day: book each day on its own."))
    if _over_midnight(starts_at, ends_at):
        raise Refused(_("A consultation does not last over midnight: book each day on its own."))
    start = starts_at.astimezone(UTC)
    at = start.replace(minute=start.minute // 30 * 30, second=0, microsecond=0)
    found = []
    while at < ends_at:
        found.append(at)
        at += GRAIN
    return found


def _over_midnight(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether it goes on into another day at Headquarters; to end at midnight is no such thing."""
    last = (ends_at - timedelta(microseconds=1)).astimezone(HEADQUARTERS).date()
    return starts_at.astimezone(HEADQUARTERS).date() != last


def resources(row: Consultation) -> list[str]:
    """What a live consultation holds; a room that was refused is not held."""
    if not row.is_live:
        return []
    held = [] if row.kind in planning.WITHOUT_COUNCIL else [COUNCIL]
    if row.room and row.room_status != Services.REFUSED:
        held.append(room_key(row.room))
    return held


def take(row: Consultation) -> None:
    """Hold what *row* needs now and let go of the rest.

    New half hours are taken before old ones go, in one order for everybody, so that two who swap
    places are refused instead of waiting for each other. Raises ``IntegrityError``.
    """
    halves = half_hours(row.starts_at, row.ends_at)
    wanted = {(name, at) for at in halves for name in resources(row)}
    have = {(hold.resource, hold.grain_at): hold.pk for hold in row.holds.all()}
    missing = sorted(wanted - have.keys())
    Hold.objects.bulk_create(
        Hold(resource=name, grain_at=at, consultation=row) for name, at in missing
    )
    if surplus := [pk for key, pk in have.items() if key not in wanted]:
        Hold.objects.filter(pk__in=surplus).delete()


def taken(row: Consultation) -> Taken | None:
    """Who stands in the way of *row*, once the database has refused it."""
    rivals = (
        Hold.objects.filter(
            resource__in=resources(row), grain_at__in=half_hours(row.starts_at, row.ends_at)
        )
        .exclude(consultation=row.pk)
        .select_related("consultation__room", "consultation__booked_by")
        .order_by("-resource", "grain_at")  # the room first: it says more than the Council
    )
    if (hold := rivals.first()) is not None:
        other = hold.consultation
        thing = str(row.room) if hold.resource != COUNCIL else _("The Council")
        what = f"{thing}, {say_time(other.starts_at, other.ends_at)},"
        return Taken(what, *_booked(other), other)
    if (same := _fulfilling(row)) is not None:
        return Fulfilled(say_time(same.starts_at, same.ends_at), *_booked(same), same)
    return None


def _fulfilling(row: Consultation) -> Consultation | None:
    same = Consultation.objects.filter(
        cycle_mission=row.cycle_mission,
        component=row.component,
        expires_on=row.expires_on,
        need=row.need,
        status__in=Consultation.LIVE,
    )
    return same.exclude(pk=row.pk).exclude(need="").select_related("booked_by").first()


def _booked(other: Consultation) -> tuple[str, datetime]:
    """Who gave it the place it has, and when."""
    last = other.deeds.filter(verb__in=BOOKED).select_related("who").last()
    if last is None:
        return say_who(other.booked_by), other.created_at
    return say_who(last.who or other.booked_by), last.at
