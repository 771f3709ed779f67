"""What an officer decides about what came: admit, dismiss, take another time or decline it.

The consultation is locked first, as every deed and every answer does, then the reply.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import booking, invitations
from consultations.answers.acting import act, count_reply, keep_proposal
from consultations.answers.counting import ANSWERS, closed, locked_invitation
from consultations.answers.delegations import NOT_PASSED_ON, waits_for_delegate
from consultations.answers.record import note_declined
from consultations.answers.texts import SetAside
from consultations.answers.words import named
from consultations.models import Consultation, Invitation, Message, Reply, Room

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
    """Looked at, and nothing to be done; it stays with the reason.

    An answer that passed the invitation on still counts: nobody is invited in their place.
    """
    row = _locked(reply, (*TO_DISMISS, Outcome.COUNTED))
    if row.outcome == Outcome.COUNTED:
        if not waits_for_delegate(row):
            raise invitations.Refused(_("It is counted: there is nothing to dismiss."))
        row.code, row.reason = NOT_PASSED_ON, _("Nobody is invited in their place.")
    else:
        row.outcome = Outcome.DISMISSED
    _decided(row, who, reason)
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

    Raises ``booking.Refusal`` as a move does, ``invitations.Refused`` for one that is not open,
    or whose time has passed meanwhile. *reason* is read by all: who proposed it stays here.
    """
    row = _open(reply)
    if row.consultation is None or row.proposed_start_at is None or row.proposed_end_at is None:
        raise invitations.Refused(_("It proposes no time."))
    if row.proposed_start_at <= timezone.now():
        raise invitations.Refused(_("The time they proposed is past: decline it."))
    _decided(row, who, reason)
    moved = booking.move(
        row.consultation, starts_at=row.proposed_start_at, ends_at=row.proposed_end_at, room=room,
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
    note_declined(row)
    return row


@transaction.atomic
def invite_delegate(reply: Reply, *, email: str, name: str) -> Invitation:
    """Invite whom the answer named in its place.

    Raises ``invitations.Refused`` unless it is the answer that stands, names this address, and a
    mail to it results.
    """
    row = _locked(reply)
    if row.invitation is None or closed(row.invitation):
        raise invitations.Refused(_("There is no invitation that could be passed on."))
    stands = row.outcome == Outcome.COUNTED and row.invitation.partstat == row.partstat
    if not stands or row.partstat != ANSWERS[-1] or named(row.delegated_to)[1] != email.lower():
        raise invitations.Refused(
            _("What stands as their answer does not name %s: look at the last one.") % email
        )
    delegate = invitations.invite_delegate(row.invitation, email=email, name=name)
    drafted = delegate.messages.filter(state=Message.State.DRAFT).exists()
    if not drafted and not delegate.is_told:
        raise invitations.Refused(_("No invitation to %s results: is it confirmed?") % email)
    return delegate


def _locked(reply: Reply, outcomes: tuple[str, ...] = ()) -> Reply:
    """The row as it stands, its consultation held before it; of any outcome where none is named."""
    of = Reply.objects.filter(pk=reply.pk).values("consultation")
    list(Consultation.objects.select_for_update(of=("self",)).filter(pk__in=of).values_list("pk"))
    rows = Reply.objects.select_for_update(of=("self",))
    row = rows.select_related(
        "invitation__consultation", "invitation__participation", "consultation__room"
    ).get(pk=reply.pk)
    if outcomes and row.outcome not in outcomes:
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
