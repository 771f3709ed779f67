"""Invitations: what each recipient still has to be told, the outbox, and the mails themselves."""

from __future__ import annotations

from consultations.invitations.automatic import (
    decline_counter,
    invite_delegate,
    queue_plain,
    queue_refresh,
    queue_reminder,
)
from consultations.invitations.drafting import redraft, redraft_now
from consultations.invitations.due import stands_as_told
from consultations.invitations.outbox import (
    approve,
    edit,
    missing,
    retry,
    reword,
    was_not_told,
    withhold,
)
from consultations.invitations.refusals import Refused
from consultations.invitations.reminders import remind, rested, unanswered
from consultations.invitations.snapshots import Change, changes, is_retimed, snapshot, when
from consultations.invitations.standing_answers import combine, combined
from consultations.invitations.times import say_day, say_span, zone_of_mission
from consultations.invitations.tokens import answer_url, find, renew, revoke, token_of

__all__ = [
    "Change",
    "Refused",
    "answer_url",
    "approve",
    "changes",
    "combine",
    "combined",
    "decline_counter",
    "edit",
    "find",
    "invite_delegate",
    "is_retimed",
    "missing",
    "queue_plain",
    "queue_refresh",
    "queue_reminder",
    "redraft",
    "redraft_now",
    "remind",
    "renew",
    "rested",
    "retry",
    "revoke",
    "reword",
    "say_day",
    "say_span",
    "snapshot",
    "stands_as_told",
    "token_of",
    "unanswered",
    "was_not_told",
    "when",
    "withhold",
    "zone_of_mission",
]
