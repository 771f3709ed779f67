"""What an officer decides about what came: admit, dismiss, take another time or decline it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import booking, invitations
from consultations.answers.acting import act, count_reply, keep_proposal
from consultations.answers.counting import ANSWERS, closed, locked_invitation
from consultations.answers.texts import SetAside
from consultations.models import Consultation, Invitation, Reply, Room

Outcome, Counter = Reply.Outcome, Reply.Counter
SET_ASIDE = (Outcome.QUARANTINED, Outcome.STALE)
TO_DISMISS = (*SET_ASIDE, Outcome.BOUNCE)


def is_admissible(reply: Reply) -> bool:
    """Whether an officer's word is all it lacks: it was understood, and its meeting stands."""
    if reply.outcome not in SET_ASIDE or reply.consultation is None:
        return False
    if reply.invitation is not None and closed(reply.invitation):
        return False
    answers = reply.method == "REPLY" and reply.partstat in ANSWERS
    proposes = reply.method == "COUNTER" and reply.proposed_start_at is not None
    return answers or proposes or (reply.method == "REFRESH" and reply.invitation is not None)


@transaction.atomic
def admit(reply: Reply, *, who: User, reason: str, invitation: Invitation | None = None) -> Reply:
    """Take it as authentic on *who*'s word, for *invitation* where its own was not found.

    Raises ``invitations.Refused`` where it cannot be, or where no reason is given.
    """
    row = _locked(reply, SET_ASIDE)
    answers = row.invitation or invitation
    if not is_admissible(row) or answers is None or answers.consultation_id != row.consultation_id:
        raise invitations.Refused(_("It cannot be counted: enter the answer by hand instead."))
    _decided(row, who, reason)
    try:
        if row.method == "REPLY":
            count_reply(row, answers)
        elif row.method == "COUNTER":
            keep_proposal(row, answers)
        else:
            act(row, answers)
    except SetAside as over:
        raise invitations.Refused(over.args[0]) from over
    return row


@transaction.atomic
def dismiss(reply: Reply, *, who: User, reason: str) -> Reply:
    """Looked at, and nothing to be done; it stays with the reason."""
    row = _locked(reply, TO_DISMISS)
    _decided(row, who, reason)
    row.outcome = Outcome.DISMISSED
    row.save()
    return row


@transaction.atomic
def accept_counter(
    reply: Reply,
    *,
    who: User,
    version: int,
    room: Room | None,
    findings: Any = (),
    reason: str = "",
) -> Consultation:
    """Move the consultation to the proposed time; everybody's update is drafted with it.

    Raises ``booking.Refusal`` as a move does, ``invitations.Refused`` for one that is not open.
    """
    row = _open(reply)
    assert row.consultation is not None
    _decided(row, who, reason)
    moved = booking.move(
        row.consultation, starts_at=row.proposed_start_at, ends_at=row.proposed_end_at, room=room,  # type: ignore[arg-type]
        who=who, version=version, findings=findings, reason=reason,
    )  # fmt: skip
    row.counter = Counter.ACCEPTED
    row.save()
    return moved


@transaction.atomic
def decline_counter(reply: Reply, *, who: User, reason: str) -> Reply:
    """Say no with the reason: a DECLINECOUNTER goes to the one who proposed (RFC 5546, 3.2.8).

    Who holds no invitation that a calendar could answer by is not written to.
    """
    row = _open(reply)
    _decided(row, who, reason)
    if row.invitation is not None and row.proposed_start_at and row.proposed_end_at:
        held = locked_invitation(row.invitation.pk)
        if held.is_told and not closed(held):
            row.message = invitations.decline_counter(
                held, reason=reason, who=who,
                proposed_start=row.proposed_start_at, proposed_end=row.proposed_end_at,
            )  # fmt: skip
    row.counter = Counter.DECLINED
    row.save()
    return row


@transaction.atomic
def invite_delegate(reply: Reply, *, email: str, name: str) -> Invitation:
    """Invite whom the answer named in its place. Raises ``invitations.Refused``."""
    row = Reply.objects.select_related("invitation__consultation").get(pk=reply.pk)
    if row.invitation is None or closed(row.invitation):
        raise invitations.Refused(_("There is no invitation that could be passed on."))
    return invitations.invite_delegate(row.invitation, email=email, name=name)


def _locked(reply: Reply, outcomes: tuple[str, ...]) -> Reply:
    rows = Reply.objects.select_for_update(of=("self",))
    row = rows.select_related("invitation__consultation", "consultation__room").get(pk=reply.pk)
    if row.outcome not in outcomes:
        words = {"state": row.get_outcome_display(), "who": row.decided_by or _("nobody")}
        raise invitations.Refused(_("It is “%(state)s” already (%(who)s).") % words)
    return row


def _open(reply: Reply) -> Reply:
    row = _locked(reply, (Outcome.COUNTER,))
    if row.counter != Counter.OPEN:
        words = {"state": row.get_counter_display(), "who": row.decided_by or _("somebody")}
        raise invitations.Refused(_("The proposal is %(state)s already, by %(who)s.") % words)
    return row


def _decided(row: Reply, who: User, reason: str) -> None:
    if not reason.strip():
        raise invitations.Refused(_("Say why."))
    row.decided_by, row.decided_at, row.decision_reason = who, timezone.now(), reason.strip()
