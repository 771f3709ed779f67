"""How a time, a place, a room's standing and a person are said."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from consultations.models import HEADQUARTERS, Consultation, Services
from planner.workdays import say_date


def say_time(starts_at: datetime, ends_at: datetime) -> str:
    """Headquarters' time: "Thu 8 June 2017, 10:00–11:30"."""
    start, end = starts_at.astimezone(HEADQUARTERS), ends_at.astimezone(HEADQUARTERS)
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{say_date(end.date())}, {end:%H:%M}"
    return f"{say_date(start.date())}, {start:%H:%M}–{last}"


def say_instant(at: datetime) -> str:
    """When something was done, in Headquarters' time: "Mon 5 June 2017, 09:12"."""
    local = at.astimezone(HEADQUARTERS)
    return f"{say_date(local.date())}, {local:%H:%M}"


def say_day(on: date | None) -> str:
    """A day with its weekday, or that there is none."""
    return say_date(on) if on else _("no date")


def say_place(row: Consultation) -> str:
    """When and where, as deeds keep it."""
    when = say_time(row.starts_at, row.ends_at)
    return f"{when}, {row.room}" if row.room else when


def say_who(user: User | None) -> str:
    """A person's name as others know it."""
    return (user.get_full_name() or user.get_username()) if user else _("somebody")


def say_room(row: Consultation) -> str:
    """The room and how it stands: never more certain than it is."""
    if row.room is None:
        return _("no room chosen")
    if row.room_status == Services.CONFIRMED:
        return _("%s, confirmed") % row.room
    if row.room_status == Services.REFUSED:
        return _("%s, refused by Meetings Management") % row.room
    if row.room_status == Services.REQUESTED:
        words = {
            "room": row.room,
            "number": row.room_request_number,
            "day": say_day(row.room_requested_on),
        }
        return _("%(room)s, requested (%(number)s, %(day)s), not confirmed") % words
    return _("%s, wanted, not confirmed") % row.room


def say_interpretation(row: Consultation) -> str:
    """Interpretation and how it stands."""
    return _("interpretation: %s") % row.get_interpretation_status_display()
