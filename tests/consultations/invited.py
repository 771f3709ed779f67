"""A consultation with two delegations that can be written to, as most tests of mails want it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from consultations import booking, invitations
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Contact,
    Invitation,
    MemberState,
    Message,
    Mission,
    Room,
)

STARTS_AT = datetime(2027, 6, 8, 10, tzinfo=HEADQUARTERS)
LENGTH = timedelta(minutes=90)
CHAD, CHAD_MILITARY, FRANCE = "mission@chad.example", "mil@chad.example", "mission@france.example"


def booked(who: User, **terms: Any) -> Consultation:
    """Tentative, with Chad (a mailbox and a military adviser) and France on the list."""
    room = Room.objects.get_or_create(name="Conference Room 7")[0]
    mission = Mission.objects.get_or_create(
        acronym="MINUSMA", defaults={"time_zone": "Africa/Bamako"}
    )[0]
    for name, iso3 in (("Chad", "TCD"), ("France", "FRA")):
        MemberState.objects.get_or_create(name=name, defaults={"iso3": iso3})
    _contacts()
    given = {
        "kind": Consultation.Kind.INFORMAL_TRIANGULAR, "subject": "MINUSMA: renewal", "room": room,
        "starts_at": STARTS_AT, "ends_at": STARTS_AT + LENGTH, "cycle_mission": mission,
        "missions": [mission], "aim": "To hear the contributors", "documents": "S/2017/478",
        "guests": [
            {"name": "Chad", "iso3": "TCD", "category": "contributor"},
            {"name": "France", "iso3": "FRA", "category": "council_member"},
        ],
    }  # fmt: skip
    return booking.book(who=who, **{**given, **terms})  # type: ignore[arg-type]


def _contacts() -> None:
    chad, france = (MemberState.objects.get(name=name) for name in ("Chad", "France"))
    for member, email, values in (
        (chad, CHAD, {"cutype": "GROUP", "language": "fr"}),
        (chad, CHAD_MILITARY, {"role": "military", "name": "Col. Idriss"}),
        (france, FRANCE, {"cutype": "GROUP", "language": "fr"}),
    ):
        Contact.objects.get_or_create(member=member, email=email, defaults=values)


def confirmed(who: User, **terms: Any) -> Consultation:
    """The same, confirmed: three invitations stand as drafts."""
    row = booked(who, **terms)
    return booking.confirm(row, who=who, version=row.version)


def told(who: User, **terms: Any) -> Consultation:
    """The same, with its three invitations approved."""
    row = confirmed(who, **terms)
    invitations.approve(drafts(row), who=who)
    row.refresh_from_db()
    return row


def moved(row: Consultation, who: User, hours: float = 5, **changes: Any) -> Consultation:
    """That many hours later on the same day."""
    later = timedelta(hours=hours)
    return booking.move(
        row, starts_at=row.starts_at + later, ends_at=row.ends_at + later, room=row.room,
        who=who, version=row.version, reason="the room is needed", **changes,
    )  # fmt: skip


def taken_off(row: Consultation, name: str, who: User) -> Consultation:
    """*name* is no longer on the list."""
    booking.set_participation(
        row, name, reason="asked to be left out", who=who, version=row.version, removed=True
    )
    row.refresh_from_db()
    return row


def drafts(row: Consultation) -> list[Message]:
    """The drafts of *row*, by address."""
    return sorted(row.messages.filter(state="draft"), key=lambda one: one.to_email)


def of(row: Consultation, email: str) -> Invitation:
    """The invitation of that address."""
    return row.invitations.get(email=email)


def said(row: Consultation) -> list[tuple[str, str]]:
    """(occasion, address) of each draft."""
    return [(one.occasion, one.to_email) for one in drafts(row)]
