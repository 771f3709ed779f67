"""From draft to queue: the mail gets its revision, its stamp and its Message-ID, and is frozen.

One transaction: what is queued and what the recipient counts as told change together.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone

from consultations.calendars.itip import Guest, compose
from consultations.invitations.entries import entry, guests_of
from consultations.invitations.tokens import opens, renew, revoke
from consultations.models import (
    CHANGES,
    Consultation,
    Deed,
    FeedMark,
    Invitation,
    Message,
    Occasion,
    Participation,
)

State, Method = Message.State, Message.Method


def queue(messages: Iterable[Message], *, who: User | None) -> int:
    """Queue drafts (locked by the caller, in a transaction); answers how many.

    DTSTAMP is now, and later than any that the recipient holds (RFC 5546, 2.1.5).
    """
    queued = list(messages)
    held = _last_stamps(queued)
    rows = {one.consultation_id: one.consultation for one in queued if one.consultation}
    guests = {pk: guests_of(row) for pk, row in rows.items()}
    for message in queued:
        _freeze(message, who, held.get(message.invitation_id))
        _compose(message, who, guests.get(message.consultation_id, ()))
        message.save()
    for row, count in _by_consultation(queued):
        Deed.objects.create(consultation=row, verb=Deed.Verb.TELL, now=count, who=who)
    if queued:
        FeedMark.bump()
    return len(queued)


def revision(message: Message, invitation: Invitation, row: Consultation) -> int:
    """SEQUENCE of the mail (RFC 5546, 2.1.4).

    It grows, past whatever the recipient holds, when an answer is asked for anew and when the
    meeting falls for them; another room, a reminder and a refusal leave it. It is kept for each
    recipient, so that one who is taken off and asked again makes nobody else's answer old.
    """
    if message.occasion == Occasion.CANCEL or message.asks_anew:
        return max(row.sequence, invitation.sequence + bool(invitation.thread_id))
    return invitation.sequence


def _freeze(message: Message, who: User | None, held: datetime | None) -> None:
    now = timezone.now().replace(microsecond=0)
    message.stamped_at = max(now, held + timedelta(seconds=1)) if held else now
    message.message_id = _new_message_id()
    message.state, message.next_try_at = State.QUEUED, timezone.now()
    message.decided_by, message.decided_at = who, timezone.now()


def _compose(message: Message, who: User | None, guests: tuple[Guest, ...]) -> None:
    """Its revision and its calendar part; then the recipient counts as told."""
    invitation, row = message.invitation, message.consultation
    if invitation is None or row is None:
        return
    message.sequence = revision(message, invitation, row)
    message.references = invitation.thread_id
    if message.method:
        message.ics = compose(
            message.method, entry(message, row, who=who or row.booked_by, guests=guests)
        )
    _tell(invitation, message)


def _tell(invitation: Invitation, message: Message) -> None:
    """What the recipient counts as told from now on."""
    invitation.thread_id = invitation.thread_id or message.message_id or ""
    invitation.sequence = message.sequence
    if message.occasion in CHANGES:
        counted_as_told(invitation, message)
        invitation.withheld = {}
        if message.asks_anew:
            invitation.partstat = Participation.Answer.NEEDS_ACTION
    if message.occasion == Occasion.REMINDER:
        invitation.reminded_at = message.stamped_at
    invitation.save()
    if message.occasion == Occasion.INVITE or (_lasts(message) and not opens(invitation)):
        renew(invitation)
    elif message.occasion == Occasion.CANCEL and not _has_fallen(message):
        revoke(invitation)  # taken off: the link shows nothing more


def _lasts(message: Message) -> bool:
    return message.method != Method.CANCEL


def _has_fallen(message: Message) -> bool:
    """Whether it is the meeting that is off: then the link goes on to say so."""
    row = message.consultation
    return row is not None and row.status == Consultation.Status.CANCELLED


def counted_as_told(invitation: Invitation, message: Message | None) -> None:
    """Set what *invitation* was told by *message*, the last one that stands; not stored."""
    fell = message is None or message.occasion == Occasion.CANCEL
    invitation.told = {} if message is None else message.snapshot
    invitation.called_off = message is not None and fell


def _last_stamps(messages: list[Message]) -> dict[int | None, datetime]:
    """The latest DTSTAMP that each recipient was sent."""
    stamped = Message.objects.filter(
        invitation__in={one.invitation_id for one in messages} - {None}, stamped_at__isnull=False
    )
    found = stamped.order_by().values_list("invitation").annotate(Max("stamped_at"))
    return {pk: at.astimezone(UTC) for pk, at in found}


def _new_message_id() -> str:
    """Unguessable, and of the domain that sends (RFC 5322, 3.6.4)."""
    domain = settings.ORGANIZER_EMAIL.rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4()}@{domain}>"


def _by_consultation(messages: list[Message]) -> Iterable[tuple[Consultation, str]]:
    """What the record says was approved, consultation by consultation."""
    rows = {one.consultation_id: one.consultation for one in messages if one.consultation}
    for pk, row in rows.items():
        kinds: dict[str, int] = {}
        for one in messages:
            if one.consultation_id == pk:
                label = str(one.get_occasion_display())
                kinds[label] = kinds.get(label, 0) + 1
        yield row, "; ".join(f"{label}: {n}" for label, n in kinds.items())
