"""What an authentic answer does: counted, another time kept open, the invitation sent again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import invitations
from consultations.answers.counting import ANSWERS, closed, count, locked_invitation
from consultations.answers.proposals import unfit
from consultations.answers.texts import SetAside
from consultations.models import Consultation, Invitation, Reply

Outcome = Reply.Outcome
AGAIN_AFTER = timedelta(minutes=15)  # one who asks more often is sent nothing new


class Stale(SetAside):
    """An answer to an older version: shown, not counted."""


def check_version(invitation: Invitation, sequence: int) -> None:
    """Raise for an answer to another version than the one the invitee was told last."""
    words = {"its": sequence, "ours": invitation.sequence}
    if sequence < invitation.sequence:
        said = _("It answers version %(its)d; version %(ours)d was sent since.") % words
        raise Stale("stale", said)
    if sequence > invitation.sequence:
        said = _("It answers version %(its)d, but the last one sent is %(ours)d.") % words
        raise SetAside("sequence_ahead", said)
    row = invitation.consultation
    now = invitations.snapshot(row)
    if invitation.told.get("start") and invitations.is_retimed(invitation.told, now):
        raise Stale("moved", _("The consultation was moved since, and they are not told yet."))


def repeated(reply: Reply, invitation: Invitation) -> Reply | None:
    """The row of the same answer that was taken in before, by another way of the post.

    The bytes differ in what servers write above a mail; DTSTAMP is what tells answers apart.
    """
    told = ("method", "via", "sender", "attendee", "sequence", "dtstamp", "partstat", "comment",
            "delegated_to", "proposed_start_at")  # fmt: skip
    rows = invitation.replies.select_for_update(of=("self",)).exclude(pk=reply.pk)
    known = rows.filter(outcome__in=(Outcome.COUNTED, Outcome.SUPERSEDED, Outcome.COUNTER))
    row = known.filter(**{name: getattr(reply, name) for name in told}).first()
    if row is not None:
        row.times += 1
        row.save(update_fields=["times", "last_at"])
    return row


def act(reply: Reply, invitation: Invitation, *, brings: int = 0) -> None:
    """Do what *reply* asks for; it is stored with its outcome. Raises ``SetAside``."""
    if reply.method == "COUNTER":
        keep_proposal(reply, invitation)
    elif reply.method == "REFRESH":
        _send_again(reply, invitation)
    else:
        count_reply(reply, invitation, brings=brings)


def count_reply(reply: Reply, invitation: Invitation, *, brings: int = 0) -> None:
    """A REPLY, or what an officer admits as one."""
    if reply.partstat not in ANSWERS:
        raise SetAside("no_answer", _("It neither accepts, declines nor delegates."))
    names = _("and %d more") % brings if brings and not invitation.attending else None
    count(
        invitation, reply.partstat, via=reply.via, dtstamp=reply.dtstamp, comment=reply.comment,
        attending=names, who=reply.entered_by, raw=bytes(reply.raw), reply=reply,
    )  # fmt: skip


def keep_proposal(reply: Reply, invitation: Invitation) -> None:
    """A COUNTER: kept open until an officer decides; the answer given before stands."""
    locked = locked_invitation(invitation.pk)
    if over := closed(locked):
        raise SetAside(*over)
    start, end = _proposed(reply, locked.consultation)
    reply.proposed_start_at, reply.proposed_end_at = start, end
    waiting = locked.replies.filter(counter=Reply.Counter.OPEN).exclude(pk=reply.pk)
    waiting.update(outcome=Outcome.SUPERSEDED, counter="")
    reply.invitation, reply.consultation = locked, locked.consultation
    reply.outcome, reply.counter = Outcome.COUNTER, Reply.Counter.OPEN
    reply.code = reply.reason = ""
    reply.save()


def _proposed(reply: Reply, row: Consultation) -> tuple[datetime, datetime]:
    start, end = reply.proposed_start_at, reply.proposed_end_at
    if start is None:
        said = _("It proposes another time, but in no zone that is known: ask for it.")
        raise SetAside("no_time", said)
    end = end or start + (row.ends_at - row.starts_at)
    if wrong := unfit(start, end):
        raise SetAside(*wrong)
    if (start, end) == (row.starts_at, row.ends_at):
        raise SetAside("same_time", _("It proposes the time at which the consultation stands."))
    return start, end


def _send_again(reply: Reply, invitation: Invitation) -> None:
    """A REFRESH: answered to the invitee alone, and not more often than anybody needs."""
    locked = locked_invitation(invitation.pk)
    if over := closed(locked):
        raise SetAside(*over)
    reply.outcome = Outcome.REFRESHED
    since = timezone.now() - AGAIN_AFTER
    if locked.replies.filter(outcome=Outcome.REFRESHED, received_at__gte=since).exists():
        reply.code, reply.reason = "recent", _("It was sent again a short time ago.")
    elif (message := invitations.queue_refresh(locked)) is None:
        reply.code, reply.reason = "nothing", _("There is no invitation to send again.")
    else:
        reply.message = message
    reply.save()
