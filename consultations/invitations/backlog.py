"""Whether the outbox is served, as a monitor asks it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, DateTimeField, F, Min, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from consultations.invitations.claims import UNSENT, due, lease
from consultations.models import Message

State = Message.State
LONG = timedelta(minutes=15)  # as long a mail may be due and not go


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many mails wait, since when the longest due could have gone, how many failed."""

    waiting: int
    failed: int
    due_since: datetime | None
    now: datetime

    @property
    def due_seconds(self) -> int | None:
        return int((self.now - self.due_since).total_seconds()) if self.due_since else None

    @property
    def works(self) -> bool:
        """No mail is due for long: a worker runs, and the mail server speaks to it."""
        return self.due_since is None or self.now - self.due_since <= LONG


def outbox_state() -> Outbox:
    """The outbox as it is now; a mail that waits for its next try is not due."""
    now = timezone.now()
    counted = Message.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=UNSENT)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
    )
    left = Q(state=State.SENDING, claimed_at__lte=now - lease())
    since = Case(
        When(left, then=F("claimed_at") + lease()),
        default=Coalesce("next_try_at", "stamped_at"),
        output_field=DateTimeField(),
    )
    found = Message.objects.filter(Q(pk__in=due(now).order_by().values("pk")) | left)
    return Outbox(now=now, due_since=found.aggregate(since=Min(since))["since"], **counted)
