"""Another time that an invitee proposes: whether it can be one, and those proposed by the link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.answers.counting import (
    LONGEST_COMMENT,
    Uncounted,
    closed,
    digest_of,
    locked_invitation,
)
from consultations.answers.words import clean
from consultations.models import Invitation, Reply

AHEAD = timedelta(days=730)  # ours: another time lies within two years
LONGEST = timedelta(hours=12)


def unfit(starts_at: datetime, ends_at: datetime) -> tuple[str, str] | None:
    """Why nobody can meet then: a code and a sentence; None where it can be.

    Instants are compared: two hours of one zone are no measure on the day its clocks change.
    """
    start, end, now = starts_at.astimezone(UTC), ends_at.astimezone(UTC), timezone.now()
    if not timedelta() < end - start <= LONGEST:
        return "bad_time", _("The time it proposes ends before it begins, or much later.")
    if start <= now:
        return "bad_time", _("The time it proposes is past.")
    if start > now + AHEAD:
        return "bad_time", _("The time it proposes lies more than two years ahead.")
    return None


def propose(
    invitation: Invitation, starts_at: datetime, ends_at: datetime, *, via: str, comment: str = ""
) -> Reply:
    """Keep the proposal; the answer that was given stands, for it is to another question.

    The same once more is counted, not repeated; a later one takes the place of one still open.
    Raises ``Uncounted`` as an answer does, and for a time at which nobody can meet.
    """
    with transaction.atomic():
        locked = locked_invitation(invitation.pk)
        if over := closed(locked) or unfit(starts_at, ends_at):
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
