"""One authentic answer counted: for the invitation, and for the delegation it belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.answers.record import note_answer
from consultations.answers.texts import SetAside
from consultations.answers.words import clean, one_line
from consultations.invitations import combine
from consultations.models import Consultation, Invitation, Participation, Reply

Answer, Outcome = Participation.Answer, Reply.Outcome
ANSWERS = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED, Answer.DELEGATED)
LONGEST_COMMENT = 4000  # characters
GROUP = Participation.CalendarType.GROUP


class Uncounted(SetAside):
    """No answer counts here any more."""


class Given(TypedDict, total=False):
    """What an answer says besides, and how it came."""

    comment: str
    attending: str | None
    level: str | None
    who: User | None
    raw: bytes
    reply: Reply | None
    kept: Mapping[str, Any]


def count(
    invitation: Invitation,
    partstat: str,
    *,
    via: str,
    dtstamp: datetime | None = None,
    **given: Unpack[Given],
) -> Reply:
    """Count one answer that is known to be the invitee's; the row of it is answered.

    *dtstamp* is when it was given (RFC 5546, 2.1.5), now where left out; of two answers to one
    SEQUENCE the later counts, whichever came first. *attending* and *level* stay as they were
    where the answer says nothing of them (None), unless nobody comes. *who* entered it, *kept* are
    further columns of the row, *raw* its bytes, and *reply* the row where it stands already.

    Raises ``Uncounted`` where the consultation is over or the invitation was called off, and
    ``ValueError`` for no answer.
    """
    if partstat not in ANSWERS:
        raise ValueError(partstat)
    with transaction.atomic():
        locked = locked_invitation(invitation.pk)
        if over := closed(locked):
            raise Uncounted(*over)
        coming = _who_comes(locked, partstat, given.get("attending"), given.get("level"))
        comment = clean(given.get("comment", ""), LONGEST_COMMENT)
        if not given.get("reply") and (same := _same(locked, partstat, via, comment, coming)):
            return _once_more(same)
        reply = _row(locked, partstat, via, given)
        now = timezone.now()
        reply.dtstamp = min(dtstamp or now, now)  # a clock ahead would outdo every later answer
        reply.comment = comment
        if _is_later(reply, locked):
            _apply(reply, locked, *coming)
        else:
            reply.outcome, reply.code = Outcome.SUPERSEDED, "older"
            reply.reason = _("A later answer was counted before this one came.")
            reply.save()
        return reply


def locked_invitation(pk: int) -> Invitation:
    """The invitation as it stands, held until the transaction ends.

    The consultation first, as every deed of booking does, so that two wait and never block.
    """
    row = Invitation.objects.only("consultation_id").get(pk=pk)
    Consultation.objects.select_for_update(of=("self",)).get(pk=row.consultation_id)
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("consultation__room", "participation", "contact").get(pk=pk)


def closed(invitation: Invitation) -> tuple[str, str] | None:
    """Why no answer to it counts any more: a code and a sentence; None where answers count."""
    row = invitation.consultation
    if row.status == Consultation.Status.CANCELLED:
        return "cancelled", _("The consultation was cancelled.")
    if row.status == Consultation.Status.HELD or row.ends_at <= timezone.now():
        return "over", _("The consultation is over.")
    if invitation.called_off or not invitation.wanted:
        return "called_off", _("The invitation to this address was called off.")
    return None


def digest_of(raw: bytes, *parts: object) -> str:
    """Of the bytes that came; of what is said of it where none did."""
    if raw:
        return hashlib.sha256(raw).hexdigest()
    said = [str(one.pk) if isinstance(one, Invitation) else str(one) for one in parts]
    return hashlib.sha256("\n".join(["by us", *said]).encode()).hexdigest()


def _who_comes(
    invitation: Invitation, partstat: str, attending: str | None, level: str | None
) -> tuple[str, str]:
    if partstat == Answer.DECLINED:
        return "", ""
    names = invitation.attending if attending is None else one_line(attending, 300)
    stands = invitation.level if level is None else level
    return names, stands if stands in Consultation.Level.values else ""


def _same(
    invitation: Invitation, partstat: str, via: str, comment: str, coming: tuple[str, str]
) -> Reply | None:
    """The answer that counts now, where this one says the same again in the same way."""
    if via not in (Invitation.Via.LINK, Invitation.Via.HAND):
        return None
    told = (partstat, comment, *coming, via)
    stands = (invitation.partstat, invitation.comment, invitation.attending, invitation.level)
    if told != (*stands, invitation.answered_via):
        return None
    counted = invitation.replies.filter(outcome=Outcome.COUNTED, sequence=invitation.sequence)
    return counted.filter(partstat=partstat, via=via).first()


def _once_more(reply: Reply) -> Reply:
    reply.times += 1
    reply.save(update_fields=["times", "last_at"])
    return reply


def _row(invitation: Invitation, partstat: str, via: str, given: Given) -> Reply:
    """The row of the answer, not stored yet."""
    raw = given.get("raw", b"")
    digest = digest_of(raw, invitation, partstat, via, timezone.now())
    reply = given.get("reply") or Reply(raw=raw, digest=digest)
    for name, value in given.get("kept", {}).items():
        setattr(reply, name, value)
    reply.consultation, reply.invitation = invitation.consultation, invitation
    reply.partstat, reply.via = partstat, via
    if reply.sequence is None:  # what came says to which version it is; admitted, it goes on to
        reply.sequence = invitation.sequence
    reply.uid = reply.uid or invitation.consultation.uid
    reply.attendee = reply.attendee or invitation.email
    reply.entered_by = reply.entered_by or given.get("who")
    return reply


def _is_later(reply: Reply, invitation: Invitation) -> bool:
    """Of the same second, what came last counts."""
    rows = invitation.replies.filter(outcome=Outcome.COUNTED, sequence=invitation.sequence)
    last = rows.exclude(pk=reply.pk).order_by("-dtstamp").values_list("dtstamp", flat=True).first()
    return last is None or reply.dtstamp is None or reply.dtstamp >= last


def _apply(reply: Reply, invitation: Invitation, attending: str, level: str) -> None:
    before = invitation.replies.filter(outcome=Outcome.COUNTED).exclude(pk=reply.pk)
    before.update(outcome=Outcome.SUPERSEDED)
    reply.outcome, reply.code, reply.reason = Outcome.COUNTED, "", ""
    reply.save()
    invitation.partstat, invitation.comment = reply.partstat, reply.comment
    invitation.attending, invitation.level = attending, level
    invitation.answered_at, invitation.answered_via = timezone.now(), reply.via
    invitation.answered_dtstamp = reply.dtstamp
    invitation.save(
        update_fields=[
            "partstat", "comment", "attending", "level", "answered_at", "answered_via",
            "answered_dtstamp",
        ]
    )  # fmt: skip
    combine(invitation.participation)
    note_answer(reply)
