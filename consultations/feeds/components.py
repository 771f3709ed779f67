"""What a subscription holds: gathered in a fixed number of queries, then written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q
from django.utils import timezone

from consultations.calendars.files import entry
from consultations.disclosure import with_details_for
from consultations.feeds.deadlines import deadline_lines, deadlines
from consultations.feeds.invited import invited_lines, invited_to
from consultations.models import HEADQUARTERS, Consultation, Feed, Mission

BACK = timedelta(days=366)  # how far the past is shown
FALLEN = timedelta(days=42)  # how long what was cancelled is shown as such: clients ask seldom
Status = Consultation.Status


@dataclass(frozen=True, slots=True)
class Gathered:
    """*lines* writes the components; deadlines are stored nowhere and stamped by the feed."""

    lines: Callable[[datetime], list[str]]
    stamped_by_feed: bool = False


def gather(feed: Feed) -> Gathered:
    """Everything that the subscription shows today to who it is for."""
    today = timezone.localdate(timezone=HEADQUARTERS)
    if feed.scope == Feed.Scope.DEADLINES:
        found = deadlines(feed, today)
        return Gathered(lambda at: deadline_lines(found, at, feed), stamped_by_feed=True)
    if feed.scope == Feed.Scope.DELEGATION:
        told = invited_to(feed, midnight(today - BACK), midnight(today - FALLEN))
        return Gathered(lambda _at: invited_lines(told, feed))
    rows = consultations(feed, today)
    return Gathered(lambda _at: [one for row in rows for one in _lines(row)])


def consultations(feed: Feed, today: date) -> list[Any]:
    """Those that *feed*'s owner may know of: proposals in no file, what fell for some weeks.

    A closed meeting stands in the calendar of all meetings alone, as such: in one of a mission or
    of a room its very place would tell.
    """
    since, fallen = midnight(today - BACK), midnight(today - FALLEN)
    rows = with_details_for(
        Consultation.objects.filter(ends_at__gte=since)
        .exclude(status=Status.PROPOSED)
        .exclude(status=Status.CANCELLED, updated_at__lt=fallen),
        feed.owner or AnonymousUser(),
    )
    if feed.scope == Feed.Scope.ROOM:
        rows = rows.filter(room=feed.room, shown=True)
    if feed.scope == Feed.Scope.MISSION:
        through = Consultation.missions.through.objects
        named = through.filter(mission=feed.mission).values("consultation_id")
        rows = rows.filter(Q(cycle_mission=feed.mission) | Q(pk__in=named), shown=True)
    names = Prefetch("missions", Mission.objects.only("acronym"))
    rows = rows.select_related("room", "booked_by").prefetch_related(names)
    return list(rows.order_by("starts_at", "pk"))


def midnight(on: date) -> datetime:
    """When that day begins at Headquarters."""
    return datetime.combine(on, time(), HEADQUARTERS)


def _lines(row: Any) -> list[str]:
    """Of a closed meeting nothing else than when it is; no guests in any subscription."""
    return entry(row, shown=row.shown, organizer=row.shown)
