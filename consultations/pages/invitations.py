"""Invitations on the consultation's page: how many were told, what waits, who answered how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from consultations.invitations import unanswered
from consultations.invitations.undelivered import to_mend
from consultations.models import Consultation, Invitation, Message, Participation
from consultations.pages.attendance import attendance

State, Answer = Message.State, Participation.Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """One address that was asked, with its invitee; *waits*: told how it stands, and the whole
    delegation silent.

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

    Two queries, none for those who do not plan. Nothing is forecast before anybody was told, nor
    of what was cancelled.
    """
    guests = {one.pk: one for one in people}
    held = list(row.invitations.all())
    told = sum(one.is_told and one.wanted for one in held)
    answered = any(one.partstat != Answer.NEEDS_ACTION for one in guests.values())
    ahead = row.status != Consultation.Status.CANCELLED and (told or answered)
    context: dict[str, Any] = {
        "told": told,
        "attendance": attendance(row, guests.values(), held) if held and ahead else None,
    }
    return context | _for_planners(row, guests, held) if may_plan else context


def _for_planners(
    row: Consultation, guests: dict[int, Participation], held: list[Invitation]
) -> dict[str, Any]:
    for one in held:
        one.participation = guests[one.participation_id]
    told = [one for one in held if one.is_told]
    silent = {one.pk for one in unanswered(row, told)} if told else set()
    asked = [_asked(one, silent) for one in held if one.wanted or one.is_told]
    asked.sort(key=lambda one: (not one.waits, one.name, one.invitation.email))
    waits = [one for one in asked if one.waits]
    return _mails(row) | {
        "asked": asked,
        "waiting": waits,
        "silent": len({one.invitation.participation_id for one in waits}),
        "may_plan": True,
    }


def _asked(one: Invitation, silent: set[int]) -> Asked:
    answered = one.partstat != Answer.NEEDS_ACTION
    return Asked(one, one.participation.name, one.pk in silent, answered)


def _mails(row: Consultation) -> dict[str, int]:
    """How many drafts wait, how many mails are on their way, how many failed and still matter."""
    return row.messages.aggregate(
        drafts=Count("pk", filter=Q(state=State.DRAFT)),
        queued=Count("pk", filter=Q(state__in=(State.QUEUED, State.SENDING))),
        failed=Count("pk", filter=to_mend(timezone.now())),
    )
