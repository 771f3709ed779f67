"""Booking: book, move, confirm, hold, cancel; each deed one transaction, kept by the database."""

from __future__ import annotations

from consultations.booking.changes import basis
from consultations.booking.choices import choose
from consultations.booking.deeds import (
    announce,
    book,
    cancel,
    confirm,
    edit,
    hold_meeting,
    move,
    pencil,
)
from consultations.booking.guests import set_invitees, set_participation
from consultations.booking.refusals import Fulfilled, Refusal, Refused, Stale, Taken
from consultations.booking.rooms import (
    set_interpretation_status,
    set_room_status,
)
from consultations.booking.terms import Details, Terms
from consultations.sayings import (
    say_instant,
    say_interpretation,
    say_place,
    say_room,
    say_time,
    say_who,
)

__all__ = [
    "Details",
    "Fulfilled",
    "Refusal",
    "Refused",
    "Stale",
    "Taken",
    "Terms",
    "announce",
    "basis",
    "book",
    "cancel",
    "choose",
    "confirm",
    "edit",
    "hold_meeting",
    "move",
    "pencil",
    "say_instant",
    "say_interpretation",
    "say_place",
    "say_room",
    "say_time",
    "say_who",
    "set_interpretation_status",
    "set_invitees",
    "set_participation",
    "set_room_status",
]
