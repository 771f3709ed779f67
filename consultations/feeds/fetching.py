"""A subscription composed, its validators moved forward, and its last fetch noted.

ETag is of the bytes; the date moves forward with every change of them, a loss included, for some
clients ask by the date alone (RFC 9110, 8.8 and 13.1.3).
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone, translation

from consultations.calendars.files import file
from consultations.calendars.lines import one_line
from consultations.feeds.components import Gathered, gather
from consultations.feeds.heads import head
from consultations.feeds.marks import Standing
from consultations.models import Feed

NOTED = timedelta(minutes=1)  # how often a fetch is written down, at most


def compose(standing: Standing) -> tuple[bytes, Standing]:
    """The bytes for its reader, and how it stands with them; stored where anything is new."""
    feed = Feed.objects.select_related("owner", "mission", "room", "member").get(pk=standing.pk)
    now = timezone.now()
    with translation.override(feed.language):
        found = gather(feed)
        body = _written(feed, found, standing.changed_at or feed.made_at)
        etag = _etag(body)
        changed_at = standing.changed_at
        if etag != standing.etag or changed_at is None:
            changed_at = _later(now, changed_at)
            if found.stamped_by_feed:
                body = _written(feed, found, changed_at)
                etag = _etag(body)
    # Where another process was faster with something newer, its word stands.
    older = Q(changed_at__isnull=True) | Q(changed_at__lte=changed_at)
    Feed.objects.filter(older, pk=feed.pk).update(
        mark=standing.mark, marked_at=now, etag=etag, changed_at=changed_at
    )
    return body, replace(standing, etag=etag, changed_at=changed_at, stands=True)


def note(standing: Standing, by: str) -> None:
    """When it was fetched last and by which program; at most once a minute, and never in bytes."""
    now = timezone.now()
    if standing.fetched_at is None or now - standing.fetched_at >= NOTED:
        said = one_line(by)[:200]
        Feed.objects.filter(pk=standing.pk).update(fetched_at=now, fetched_by=said)


def _written(feed: Feed, found: Gathered, stamp: datetime) -> bytes:
    return file(found.lines(stamp), head(feed))


def _etag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def _later(now: datetime, before: datetime | None) -> datetime:
    """Now in whole seconds, as HTTP has it; a second on where that is what was said before."""
    at = now.replace(microsecond=0)
    return at if before is None or at > before else before + timedelta(seconds=1)
