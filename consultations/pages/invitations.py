"""Invitations on the consultation's page: how many were told, what waits, who answered how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from consultations.models import Consultation, Invitation, Message, Participation
from consultations.pages.attendance import attendance

State, Answer = Message.State, Participation.Answer
ANSWERABLE = (Consultation.Status.CONFIRMED,)


@dataclass(frozen=True, slots=True)
class Asked:
    """One address that was asked, with its invitee; *waits*: told, and not answered."""

    invitation: Invitation
    name: str
    waits: bool


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
    asked = [_asked(one, guests, row) for one in held if one.wanted or one.is_told]
    asked.sort(key=lambda one: (not one.waits, one.name, one.invitation.email))
    return context | _mails(row) | {
        "asked": asked,
        "waiting": [one for one in asked if one.waits],
        "may_plan": True,
    }  # fmt: skip


def _asked(one: Invitation, guests: dict[int, Participation], row: Consultation) -> Asked:
    guest = guests.get(one.participation_id)
    unanswered = one.is_told and one.wanted and one.partstat == Answer.NEEDS_ACTION
    waits = unanswered and row.status in ANSWERABLE
    return Asked(one, guest.name if guest else str(one), waits)


def _mails(row: Consultation) -> dict[str, int]:
    """How many drafts wait, how many mails are on their way, how many failed."""
    return row.messages.aggregate(
        drafts=Count("pk", filter=Q(state=State.DRAFT)),
        queued=Count("pk", filter=Q(state__in=(State.QUEUED, State.SENDING))),
        failed=Count("pk", filter=Q(state=State.FAILED) | Q(bounced_at__isnull=False)),
    )
