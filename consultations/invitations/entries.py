"""What the calendar part of one mail says: a message and its consultation as one plain value."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.calendars.itip import Entry, Guest
from consultations.invitations.snapshots import Snapshot, instants, place
from consultations.models import Consultation, Invitation, Message, Participation

Answer, Role = Participation.Answer, Participation.Role
Status, CLOSED = Consultation.Status, Consultation.Visibility.INVITEES


def entry(
    message: Message, row: Consultation, *, who: User | None, guests: tuple[Guest, ...] = ()
) -> Entry:
    """The entry of *message* as it stands; the instants are those that it tells."""
    invitation, stamped_at, told = message.invitation, message.stamped_at, message.snapshot
    if invitation is None or stamped_at is None:
        raise ValueError("a mail without recipient or stamp has no calendar part")
    with translation.override(message.language):
        return Entry(
            uid=row.uid,
            sequence=message.sequence,
            stamped_at=stamped_at,
            created_at=row.created_at.astimezone(UTC),
            changed_at=stamped_at,
            **_times(told),
            summary=told["subject"],
            description=_description(row, told),
            location=place(told) or _("Room to be announced"),
            status="CANCELLED" if row.status == Status.CANCELLED else "CONFIRMED",
            classification="PRIVATE" if told["visibility"] == CLOSED else "PUBLIC",
            categories=(str(row.get_kind_display()),),
            language=message.language,
            **_organizer(who),
            attendee=_guest(invitation, message),
            others=tuple(one for one in guests if one.email != invitation.email),
            video_url=told["video"],
            alarm_minutes=_alarm(message),
            comment=message.reason,
        )


def _times(told: Snapshot) -> dict[str, Any]:
    starts_at, ends_at = instants(told)
    return {"starts_at": starts_at, "ends_at": ends_at}


def _organizer(who: User | None) -> dict[str, Any]:
    """The mailbox that stays when people and presidencies change, and who acts for it."""
    return {
        "organizer_email": settings.ORGANIZER_EMAIL,
        "organizer_name": settings.ORGANIZER_NAME,
        "acting_email": who.email if who else "",
    }


def guests_of(row: Consultation) -> tuple[Guest, ...]:
    """Everybody who holds an invitation, where the list is shown to all; else nobody."""
    if not row.guests_shown:
        return ()
    rows = row.invitations.select_related("participation").filter(wanted=True)
    return tuple(_shown(one) for one in rows if not one.participation.removed)


def _guest(invitation: Invitation, message: Message) -> Guest:
    """The recipient; whoever is asked anew has not answered."""
    asked = message.method == Message.Method.REQUEST
    anew = asked and message.asks_anew
    guest = invitation.participation
    named_by = invitation.delegated_from
    to = next((one for one in invitation.delegates.all() if one.wanted), None)
    return Guest(
        email=invitation.email,
        name=invitation.name or guest.name,
        cutype=invitation.cutype,
        role=guest.role,
        partstat=Answer.NEEDS_ACTION if anew else invitation.partstat,
        rsvp=asked and guest.role != Role.INFORMED,
        delegated_from=named_by.email if named_by else "",
        delegated_to=to.email if to else "",
    )


def _shown(invitation: Invitation) -> Guest:
    guest = invitation.participation
    return Guest(
        email=invitation.email, name=invitation.name or guest.name, cutype=invitation.cutype,
        role=guest.role, partstat=invitation.partstat, rsvp=False,
    )  # fmt: skip


def _alarm(message: Message) -> int | None:
    """Only in an invitation, and only for the guest who asked for it."""
    assert message.invitation is not None
    lasting = message.method == Message.Method.REQUEST
    return message.invitation.alarm_minutes if lasting else None


def _description(row: Consultation, told: Snapshot) -> str:
    missions = ", ".join(sorted(mission.acronym for mission in row.missions.all()))
    parts = [": ".join(filter(None, [str(row.get_kind_display()).capitalize(), missions]))]
    if told["aim"]:
        parts.append(_("Aim: %s") % told["aim"])
    if told["documents"]:
        parts.append("\n".join([_("Documents:"), *(f"- {one}" for one in told["documents"])]))
    if told.get("questions"):
        parts.append("\n".join([_("Questions:"), *(f"- {one}" for one in told["questions"])]))
    return "\n\n".join(parts)
