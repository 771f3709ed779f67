"""Whether somebody works on the drafts that wait, as a monitor and the plan's page ask it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from consultations.models import Draft
from consultations.models.plans import SILENCE

QUEUED = Q(state=Draft.State.QUEUED)


@dataclass(frozen=True, slots=True)
class Queue:
    """How many drafts wait, since when the oldest, and the last sign of life of a worker."""

    waiting: int
    oldest: datetime | None
    heartbeat: datetime | None
    now: datetime

    @property
    def oldest_seconds(self) -> int | None:
        return int((self.now - self.oldest).total_seconds()) if self.oldest else None

    @property
    def works(self) -> bool:
        """Nothing waits for longer than a worker may be silent, unless one is at work."""
        if self.oldest is None or self.now - self.oldest <= SILENCE:
            return True
        return self.heartbeat is not None and self.now - self.heartbeat <= SILENCE


def queue_state() -> Queue:
    """The queue as it is now; one query."""
    found = Draft.objects.aggregate(
        waiting=Count("pk", filter=QUEUED),
        oldest=Min("queued_at", filter=QUEUED),
        heartbeat=Max("heartbeat_at"),
    )
    return Queue(now=timezone.now(), **found)
