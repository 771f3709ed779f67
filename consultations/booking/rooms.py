"""A room and interpretation are wanted, requested, then granted or not by others."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.booking.changes import changing, keep
from consultations.booking.refusals import Refused
from consultations.booking.terms import check_days
from consultations.models import HEADQUARTERS, Consultation, Deed, Services
from consultations.sayings import say_interpretation, say_room

BEFORE = {
    Services.NONE: frozenset({Services.WANTED, Services.REFUSED}),
    Services.WANTED: frozenset({Services.NONE, Services.REQUESTED, Services.REFUSED}),
    Services.REQUESTED: frozenset(
        {Services.WANTED, Services.REQUESTED, Services.CONFIRMED, Services.REFUSED}
    ),
    Services.CONFIRMED: frozenset({Services.REQUESTED}),
    Services.REFUSED: frozenset({Services.REQUESTED, Services.CONFIRMED}),
}  # from where each answer can follow


def set_room_status(
    consultation: Consultation,
    status: str,
    *,
    who: User | None,
    version: int,
    number: str = "",
    on: date | None = None,
    reason: str = "",
) -> Consultation:
    """Record how the room stands; *requested* takes the number and the day of the request.

    A refused room is let go; asking again takes it anew, which may raise ``Taken``.
    """
    with changing(consultation, version) as row:
        if row.room is None:
            raise Refused(_("No room is chosen: choose one first."))
        _check_way(row.room_status, status)
        was = say_room(row)
        if status == Services.REQUESTED:
            if not number.strip():
                raise Refused(_("Give the number of the request to Meetings Management."))
            row.room_request_number = number.strip()
            row.room_requested_on = on or timezone.now().astimezone(HEADQUARTERS).date()
        row.room_status = status
        check_days(row)
        return keep(row, Deed.Verb.ROOM, who=who, was=was, now=say_room(row), reason=reason)


def set_interpretation_status(
    consultation: Consultation, status: str, *, who: User | None, version: int, reason: str = ""
) -> Consultation:
    """Record how interpretation stands; it goes with the request for the room."""
    with changing(consultation, version) as row:
        _check_way(row.interpretation_status, status)
        was = say_interpretation(row)
        row.interpretation_status = status
        now = say_interpretation(row)
        return keep(row, Deed.Verb.ROOM, who=who, was=was, now=now, reason=reason)


def _check_way(was: str, status: str) -> None:
    if status not in Services.values or was not in BEFORE[Services(status)]:
        words = {"was": was, "status": status}
        raise Refused(_("From %(was)s there is no way to %(status)s.") % words)
