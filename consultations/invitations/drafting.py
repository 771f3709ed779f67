"""What each recipient still has to be told, kept as drafts: one pure comparison, one store.

A draft is due where what was told last differs from what stands now. Called in the transaction of
the deed that changed something, so that no change is without its drafts, and no draft without its
change.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consultations.invitations.due import Due, due
from consultations.invitations.recipients import bring_up_to_date, invitations_of
from consultations.invitations.snapshots import snapshot
from consultations.invitations.standing_answers import keep_to_the_time
from consultations.invitations.writing import writer
from consultations.models import (
    CHANGES,
    HEADQUARTERS,
    Consultation,
    Invitation,
    Message,
)

Status = Consultation.Status
STORED = (
    "occasion", "method", "to_email", "to_name", "language", "subject", "body", "edited", "stale",
    "snapshot", "changes", "asks_anew", "reason", "drafted_by",
)  # fmt: skip


def redraft_now(pk: UUID, *, who: User | None) -> None:
    """The same for a consultation that nobody has locked, as it is stored."""
    with transaction.atomic():
        rows = Consultation.objects.select_for_update(of=("self",)).select_related("room")
        redraft(rows.get(pk=pk), who=who)


def redraft(row: Consultation, *, who: User | None, reason: str = "") -> None:
    """Bring the drafts of *row*, locked by the caller, to what each still has to be told.

    Invitations begin with a confirmed consultation; one that is over changes nobody's calendar.
    """
    known = invitations_of(row)
    confirmed = row.status == Status.CONFIRMED and row.ends_at > timezone.now()
    if not known and not confirmed:
        return
    today = timezone.now().astimezone(HEADQUARTERS).date()
    invitations = bring_up_to_date(row, known, today, listed=confirmed)
    over = row.status == Status.HELD or (not confirmed and row.status != Status.CANCELLED)
    stands = snapshot(row)
    keep_to_the_time(row, invitations, stands)
    wanted = {} if over else {one.pk: due(one, row, stands) for one in invitations}
    _store(row, invitations, {pk: one for pk, one in wanted.items() if one}, who, reason)


def _store(
    row: Consultation,
    invitations: list[Invitation],
    wanted: dict[int, Due],
    who: User | None,
    reason: str,
) -> None:
    """Drafts as they are due: new ones written, those overtaken written anew, the rest deleted."""
    found = row.messages.filter(state=Message.State.DRAFT, occasion__in=CHANGES)
    drafts = {one.invitation_id: one for one in found}
    gone = [one.pk for pk, one in drafts.items() if pk not in wanted]
    if gone:
        Message.objects.filter(pk__in=gone).delete()
    if not wanted:
        return
    writes, new, changed = writer(row, who), [], []
    for one in (invitation for invitation in invitations if invitation.pk in wanted):
        what, draft = wanted[one.pk], drafts.get(one.pk)
        if draft is None:
            new.append(writes.fill(Message(consultation=row, invitation=one), what, reason))
        elif (draft.occasion, draft.snapshot) != (what.occasion, what.snapshot):
            draft.invitation = one
            changed.append(writes.fill(draft, what, reason or draft.reason))
    Message.objects.bulk_create(new)
    if changed:
        Message.objects.bulk_update(changed, STORED)
