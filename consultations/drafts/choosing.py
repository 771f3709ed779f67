"""A slot that somebody chose for a meeting: refused at once where nobody could meet in it."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from consultations import planning
from consultations.booking import Refused
from consultations.drafts.wishes import horizon_of
from consultations.models import Draft, Room
from planner.assumptions import workdays_assuming
from planner.slots import GRAIN, Slot
from planner.workdays import say_date


def refuse_slot(row: Draft, slot: Slot) -> None:
    """Raises ``Refused``, with the cure, for a day, an hour or a room that cannot be had."""
    refuse_locked(row, slot.day)
    _refuse_day(row, slot.day)
    _refuse_hours(row, slot)
    refuse_room(slot.room)


def refuse_locked(row: Draft, day: date) -> None:
    """Raises ``Refused`` for a day of a locked week: nothing leaves it, nothing is put into it."""
    monday = day - timedelta(days=day.weekday())
    if monday.isoformat() in row.locked_weeks:
        raise Refused(_("That week is locked: unlock it first."))


def _refuse_day(row: Draft, day: date) -> None:
    words = {"day": say_date(day), "as_of": say_date(row.as_of)}
    if day < row.as_of:
        raise Refused(
            _("%(day)s lies before %(as_of)s, from which it is planned: choose a later day.")
            % words
        )
    days = workdays_assuming(planning.workdays(row.as_of), horizon_of(row).assumptions)
    if why := days.why_not(day):
        raise Refused(
            _("%(day)s is no working day (%(why)s): choose another.") % {**words, "why": why}
        )


def _refuse_hours(row: Draft, slot: Slot) -> None:
    """The sessions are those of the day, or those that the plan goes by: of its beginning."""
    sessions = {*planning.sessions_on(slot.day), *planning.sessions_on(row.first_on)}
    inside = any(s.start <= slot.start < slot.end <= s.end for s in sessions)
    if not inside or slot.start != time(slot.start.hour, slot.start.minute // GRAIN * GRAIN):
        raise Refused(
            _("A meeting begins on the hour or half hour and lies within a session: choose so.")
        )


def refuse_room(room: str) -> None:
    """Raises ``Refused`` but for a room in use; where none is recorded a plan has none either."""
    rooms = Room.objects.filter(in_use=True)
    if room and not rooms.filter(pk=room).exists():
        raise Refused(_("This room is not in use: choose another."))
    if not room and rooms.exists():
        raise Refused(_("No room is chosen: choose one first."))
