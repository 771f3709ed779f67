"""What a booking says: the terms of a consultation, checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Required, TypedDict

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.booking.holds import half_hours
from consultations.booking.refusals import Refused
from consultations.models import HEADQUARTERS, Consultation, Mission, Room, Services
from consultations.sayings import say_day


class Details(TypedDict, total=False):
    """What may be edited at any time: no date, no status, no room."""

    subject: str
    forum: str
    format: str
    convener: str
    convener_name: str
    co_conveners: str
    requested_by: str
    legal_basis: str
    purpose: str
    level: str
    frequency: str
    aim: str
    documents: str
    questions: str
    visibility: str
    guests_shown: bool
    video_url: str
    missions: Iterable[Mission]
    conveners: Iterable[User]


class Terms(Details, total=False):
    """What a booking is made of; instants carry a zone."""

    kind: Required[str]
    starts_at: Required[datetime]
    ends_at: Required[datetime]
    room: Room | None
    interpretation: bool
    need: str
    cycle_mission: Mission | None
    component: str
    expires_on: date | None
    announced_on: date | None
    source_event: str


LISTS = {"missions": "missions", "conveners": "convener_user"}
CHOICES = ("kind", "format", "convener", "purpose", "level", "visibility")


def drafted(terms: Terms, status: str, who: User | None) -> Consultation:
    """An unsaved consultation on these terms; raises ``Refused`` for what cannot be."""
    values: dict[str, Any] = {k: v for k, v in terms.items() if k not in LISTS}
    interpretation = values.pop("interpretation", False)
    row = Consultation(**values, status=status, booked_by=who)
    row.subject = row.subject.strip()
    row.room_status = Services.WANTED if row.room else Services.NONE
    row.interpretation_status = Services.WANTED if interpretation else Services.NONE
    check(row)
    return row


def check(row: Consultation) -> None:
    """Times, subject, room and choices; raises ``Refused`` with the cure."""
    half_hours(row.starts_at, row.ends_at)
    check_days(row)
    if not row.subject:
        raise Refused(_("Say what the consultation is about."))
    if row.room and not row.room.in_use:
        raise Refused(_("%s is not in use: choose another room.") % row.room)
    for name in CHOICES:
        field: Any = Consultation._meta.get_field(name)
        known = {value for value, _label in field.choices}
        value = getattr(row, name)
        if value not in known and not (value == "" and field.blank):
            words = {"value": value, "known": ", ".join(sorted(known))}
            raise Refused(_("“%(value)s” is not one of: %(known)s.") % words)


def check_days(row: Consultation) -> None:
    """What was done was done by today: announced before the meeting, requested not ahead."""
    today = timezone.localdate(timezone=HEADQUARTERS)
    on, meeting = row.announced_on, timezone.localdate(row.starts_at, HEADQUARTERS)
    if on and on > today:
        raise Refused(_("It cannot have been announced on %s: that day lies ahead.") % say_day(on))
    if on and on > meeting:
        words = {"on": say_day(on), "meeting": say_day(meeting)}
        raise Refused(
            _("Announced on %(on)s is after the meeting of %(meeting)s: correct one of them.")
            % words
        )
    if row.room_requested_on and row.room_requested_on > today:
        said = say_day(row.room_requested_on)
        raise Refused(_("The room cannot have been requested on %s: that day lies ahead.") % said)


def set_lists(row: Consultation, terms: Details) -> None:
    """Missions and conveners, where the terms name them."""
    if "missions" in terms:
        row.missions.set(terms["missions"])
    if "conveners" in terms:
        row.convener_user.set(terms["conveners"])
