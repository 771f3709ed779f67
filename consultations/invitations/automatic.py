"""Mails that nobody reviews: what somebody asked for, or what one click of an officer decides."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations.invitations.drafting import redraft_now
from consultations.invitations.outbox import locked
from consultations.invitations.queueing import queue
from consultations.invitations.refusals import Refused
from consultations.invitations.reminders import reminder
from consultations.invitations.snapshots import is_retimed, snapshot
from consultations.invitations.times import say_span
from consultations.invitations.values import values
from consultations.invitations.wording import write
from consultations.invitations.writing import writer
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Invitation,
    Message,
    Occasion,
    Participation,
)


def queue_refresh(invitation: Invitation) -> Message | None:
    """Send what the invitation said last once more, to its attendee alone (RFC 5546, 3.2.6).

    None where nothing stands to be sent.
    """
    return _again(invitation, Occasion.REFRESH, None)


def queue_reminder(invitation: Invitation, key: str) -> Message | None:
    """A reminder that the invitee asked for; *key* keeps it from being sent twice."""
    return _again(invitation, Occasion.REMINDER, key)


def queue_plain(
    *, to: str, name: str, subject: str, body: str, language: str, occasion: Occasion, key: str
) -> Message | None:
    """A mail without a calendar part, to staff; None where *key* was sent before."""
    draft = Message(
        occasion=occasion, to_email=to, to_name=name, subject=subject, body=body,
        language=language, key=key,
    )  # fmt: skip
    return _once(draft, None)


@transaction.atomic
def decline_counter(
    invitation: Invitation,
    *,
    reason: str,
    proposed_start: datetime,
    proposed_end: datetime,
    who: User | None,
) -> Message:
    """Say that the time somebody proposed is not taken (RFC 5546, 3.2.8). Raises ``Refused``."""
    if not reason.strip():
        raise Refused(_("Say why the other time is declined."))
    if not invitation.is_told:
        raise Refused(_("%s holds no invitation that could be answered.") % invitation.email)
    row, language = invitation.consultation, invitation.language
    told = values(row, invitation, invitation.told, language=language, reason=reason, who=who)
    proposed = say_span(proposed_start, proposed_end, language, HEADQUARTERS)
    words = write(Occasion.DECLINE_COUNTER, language, {**told, "proposed": proposed})
    draft = Message.objects.create(
        consultation=row, invitation=invitation, occasion=Occasion.DECLINE_COUNTER,
        method=Message.Method.DECLINECOUNTER, to_email=invitation.email, to_name=invitation.name,
        language=language, subject=words.subject, body=words.body, snapshot=invitation.told,
        reason=reason.strip(), drafted_by=who,
    )  # fmt: skip
    queue(locked([draft]), who=who)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def invite_delegate(invitation: Invitation, *, email: str, name: str) -> Invitation:
    """Make the delegate whom somebody named an invitee of the same delegation, and draft the mail.

    Raises ``Refused`` where the address is invited already.
    """
    address = email.strip().lower()
    row = Consultation.objects.select_for_update(of=("self",)).get(pk=invitation.consultation_id)
    if row.invitations.filter(email=address, wanted=True).exclude(delegated_from=invitation):
        raise Refused(_("%s is invited already.") % address)
    delegate, _made = Invitation.objects.update_or_create(
        consultation=row,
        email=address,
        defaults={
            "participation": invitation.participation, "name": " ".join(name.split())[:200],
            "language": invitation.language, "delegated_from": invitation, "wanted": True,
            "seat": invitation.seat, "partstat": Participation.Answer.NEEDS_ACTION,
        },
    )  # fmt: skip
    redraft_now(row.pk, who=None)
    delegate.refresh_from_db()
    return delegate


def _again(invitation: Invitation, occasion: Occasion, key: str | None) -> Message | None:
    row: Consultation = invitation.consultation
    confirmed = row.status == Consultation.Status.CONFIRMED
    if not (invitation.is_told and invitation.wanted and confirmed):
        return None
    if is_retimed(invitation.told, snapshot(row)):
        return None  # a change is on its way, and says more
    draft = reminder(writer(row, None), invitation, occasion)
    draft.key = key
    return _once(draft, None)


def _once(draft: Message, who: User | None) -> Message | None:
    """Store and queue *draft*; None where its key says that it was sent before."""
    try:
        with transaction.atomic():
            draft.save()
            queue(locked([draft]), who=who)
    except IntegrityError:
        if draft.key and Message.objects.filter(key=draft.key).exists():
            return None
        raise
    draft.refresh_from_db()
    return draft
