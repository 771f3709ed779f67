"""Invitations on the consultation's page: how many were told, what waits, who answered how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from consultations.invitations.due import due
from consultations.invitations.snapshots import Snapshot, snapshot
from consultations.models import Consultation, Invitation, Message, Participation
from consultations.pages.attendance import attendance

State, Answer = Message.State, Participation.Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """One address that was asked, with its invitee; *waits*: told how it stands, and silent.

    What an answer said is shown while the answer counts: it falls with the time it was given for.
    """

    invitation: Invitation
    name: str
    waits: bool
    answered: bool


def section(
    row: Consultation, people: Iterable[Participation], *, may_plan: bool
) -> dict[str, Any]:
    """The context of the section: the forecast for all who see it, addresses for planners alone.

    Two queries, one for those who do not plan.
    """
    guests = {one.pk: one for one in people}
    held = list(row.invitations.all())
    context: dict[str, Any] = {
        "told": sum(one.is_told and one.wanted for one in held),
        "attendance": attendance(row, guests.values(), held) if held else None,
    }
    if not may_plan:
        return context
    stands = snapshot(row)
    asked = [_asked(one, guests, row, stands) for one in held if one.wanted or one.is_told]
    asked.sort(key=lambda one: (not one.waits, one.name, one.invitation.email))
    return context | _mails(row) | {
        "asked": asked,
        "waiting": [one for one in asked if one.waits],
        "may_plan": True,
    }  # fmt: skip


def _asked(
    one: Invitation, guests: dict[int, Participation], row: Consultation, stands: Snapshot
) -> Asked:
    guest, answered = guests.get(one.participation_id), one.partstat != Answer.NEEDS_ACTION
    confirmed = row.status == Consultation.Status.CONFIRMED
    told = one.is_told and one.wanted and confirmed and due(one, row, stands) is None
    return Asked(one, guest.name if guest else str(one), told and not answered, answered)


def _mails(row: Consultation) -> dict[str, int]:
    """How many drafts wait, how many mails are on their way, how many failed."""
    return row.messages.aggregate(
        drafts=Count("pk", filter=Q(state=State.DRAFT)),
        queued=Count("pk", filter=Q(state__in=(State.QUEUED, State.SENDING))),
        failed=Count("pk", filter=Q(state=State.FAILED) | Q(bounced_at__isnull=False)),
    )
