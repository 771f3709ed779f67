"""Who sends which mail: one worker claims a row, and only that claim finishes it.

Every step is one UPDATE that names the state it starts from, so that of several workers one wins,
on SQLite and on PostgreSQL, and nothing is held open while a server is spoken to.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from consultations.invitations.failures import GIVEN_UP_AFTER, pause
from consultations.models import Message, Occasion

State = Message.State
UNSENT = (State.QUEUED, State.SENDING)
# A worker that died is no fault of the mail; one over which it dies again and again waits longer.
DEATHS_WITHOUT_PAUSE = 3
UNKNOWN_END = "The sending ended without a word again and again; whether it arrived is unknown."


def lease() -> timedelta:
    """How long a claim holds.

    After it another worker may take the row. It is twice what one mail may ever take: see
    ``line.Line``, which cuts the conversation at half of it. With the default of 300 s that is
    150 s, above the four answers a server owes for a mail (MAIL, RCPT, DATA, the text) at
    ``EMAIL_TIMEOUT`` of 20 s each.
    """
    return timedelta(seconds=settings.OUTBOX_LEASE)


def due(now: datetime) -> QuerySet[Message]:
    """Those that may go now: queued, their time come, no earlier one to that recipient unsent.

    New ones first, then by DTSTAMP, so that one that fails again and again delays no other.
    """
    before = Q(stamped_at__lt=OuterRef("stamped_at")) | Q(
        stamped_at=OuterRef("stamped_at"), pk__lt=OuterRef("pk")
    )
    earlier = Message.objects.filter(before, invitation=OuterRef("invitation"), state__in=UNSENT)
    waited = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    found = Message.objects.filter(waited, ~Exists(earlier), state=State.QUEUED)
    return found.order_by("tries", "stamped_at", "pk")


def claim(pk: int, now: datetime) -> Message | None:
    """The row, if it is ours now; None where another worker was faster or it is due no longer."""
    mark = uuid.uuid4()
    changes = {"state": State.SENDING, "claim": mark, "claimed_at": now, "tries": F("tries") + 1}
    if not due(now).order_by().filter(pk=pk).update(**changes):
        return None
    return Message.objects.select_related("invitation").filter(pk=pk, claim=mark).first()


def renew(message: Message, now: datetime) -> bool:
    """Hold it for another lease; False where it is ours no longer."""
    return bool(_ours(message).update(claimed_at=now))


def finish(message: Message, **changes: Any) -> bool:
    """What became of it; False, and nothing changed, where it is ours no longer."""
    return bool(_ours(message).update(claim=None, claimed_at=None, **changes))


def blame(message: Message, now: datetime) -> None:
    """Count a refusal as a try of *message* after all: the server took another mail meanwhile."""
    rows = Message.objects.filter(pk=message.pk, state=State.QUEUED, claim=None)
    later = now + pause(message.tries, message.pk)
    rows.update(tries=message.tries, next_try_at=later)


def withdraw(message: Message) -> int:
    """Keep back what was to follow an invitation that failed for good; answers how many.

    A change or a reminder must not be the first that somebody hears of a meeting. How it stands is
    drafted anew as an invitation.
    """
    if message.occasion != Occasion.INVITE or message.invitation_id is None:
        return 0
    later = Message.objects.filter(invitation=message.invitation_id, state=State.QUEUED)
    words = _("Not sent: the invitation before it did not arrive (%s).") % message.error
    return later.exclude(pk=message.pk).update(state=State.WITHHELD, next_try_at=None, reason=words)


def take_back(now: datetime) -> int:
    """Queue anew what a worker left behind when it died; answers how many rows.

    Whether the server had taken the mail nobody knows: it goes again as it was, with the same
    Message-ID, UID and SEQUENCE.
    """
    left = Message.objects.filter(state=State.SENDING, claimed_at__lte=now - lease())
    return sum(finish(message, **_after_death(message, now)) for message in left)


def _after_death(message: Message, now: datetime) -> dict[str, Any]:
    if message.tries >= GIVEN_UP_AFTER:
        return {"state": State.FAILED, "next_try_at": None, "error": UNKNOWN_END}
    deaths = message.tries - DEATHS_WITHOUT_PAUSE
    later = pause(deaths, message.pk) if deaths > 0 else timedelta(0)
    return {"state": State.QUEUED, "next_try_at": now + later}


def _ours(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, state=State.SENDING, claim=message.claim)
