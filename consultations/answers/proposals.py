"""Another time that an invitee proposes by their link: kept, open until an officer decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consultations.answers.counting import (
    LONGEST_COMMENT,
    Uncounted,
    closed,
    digest_of,
    locked_invitation,
)
from consultations.answers.words import clean
from consultations.models import Invitation, Reply


def propose(
    invitation: Invitation, starts_at: datetime, ends_at: datetime, *, via: str, comment: str = ""
) -> Reply:
    """Keep the proposal; the answer that was given stands, for it is to another question.

    The same once more is counted, not repeated; a later one takes the place of one still open.
    Raises ``Uncounted`` as an answer does.
    """
    with transaction.atomic():
        locked = locked_invitation(invitation.pk)
        if over := closed(locked):
            raise Uncounted(*over)
        words, now = clean(comment, LONGEST_COMMENT), timezone.now()
        waiting = locked.replies.filter(counter=Reply.Counter.OPEN)
        told = {"proposed_start_at": starts_at, "proposed_end_at": ends_at, "comment": words}
        if same := waiting.filter(**told, sequence=locked.sequence).first():
            same.times += 1
            same.save(update_fields=["times", "last_at"])
            return same
        waiting.update(outcome=Reply.Outcome.SUPERSEDED, counter="")
        return Reply.objects.create(
            outcome=Reply.Outcome.COUNTER, counter=Reply.Counter.OPEN, via=via, **told,
            digest=digest_of(b"", locked, starts_at, ends_at, now), sequence=locked.sequence,
            dtstamp=now, consultation=locked.consultation, invitation=locked,
            uid=locked.consultation.uid, attendee=locked.email,
        )  # fmt: skip
