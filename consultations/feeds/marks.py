"""How a subscription stands, in one query: who may, what was sent last, and whether anything moved.

The mark is a digest of what all its bytes rest on. While it stands, a client that has the bytes is
told so and nothing is composed. What leaves no trace there is found when the mark is :data:`FRESH`
no more.

What is changed by a person or by a mail is counted, in ``FeedMark``: the highest number alone would
not do, for on PostgreSQL a number is given out before its row is there for others to see, and of
two changes the later number may be there first.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from consultations.feeds.subscribing import SHAPE, hash_of
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    CycleChoice,
    DateChange,
    Deed,
    Feed,
    FeedMark,
    Mandate,
    Milestone,
    NumberOverride,
    Report,
)
from consultations.people import GROUPS

FORM = "2"  # counts up when the same data are to be written otherwise
FRESH = timedelta(minutes=15)
KEPT = timedelta(days=2)  # far longer than any transaction is open
OWN = (
    "id", "scope", "mark", "marked_at", "etag", "changed_at", "fetched_at", "language", "owner_id",
)  # fmt: skip
NEWEST: tuple[tuple[type[Model], str], ...] = (
    (FeedMark, "COUNT(*)"),
    (FeedMark, "SUM(id)"),  # with the number: rows that went and rows that came are never even
    (Deed, "MAX(id)"),
    (Consultation, "COUNT(*)"),
    (Consultation, "MAX(updated_at)"),
    (LogEntry, "COUNT(*)"),  # of the admin; nobody takes one away
)
OF_DEADLINES: tuple[tuple[type[Model], str], ...] = (
    (DateChange, "COUNT(*)"),
    (NumberOverride, "MAX(at)"),
    (NumberOverride, "COUNT(*)"),
    (CycleChoice, "MAX(at)"),
    (CycleChoice, "COUNT(*)"),
    (Mandate, "MAX(id)"),
    (Mandate, "COUNT(*)"),
    (Report, "MAX(id)"),
    (Report, "COUNT(*)"),
    (Milestone, "MAX(id)"),
    (Milestone, "COUNT(*)"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A subscription that may be answered, and the mark of this moment."""

    pk: int
    scope: str
    language: str
    etag: str
    changed_at: datetime | None
    fetched_at: datetime | None
    mark: str
    stands: bool


def look(token: str) -> Standing | None:
    """None for a token that is wrong or revoked, and where its owner may read no more."""
    if not SHAPE.fullmatch(token):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [hash_of(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    own = dict(zip(OWN, row, strict=False))
    active, superuser, groups, *newest = row[len(OWN) :]
    if own["owner_id"] is not None and not (active and (superuser or groups)):
        return None
    now = timezone.now()
    if own["scope"] == Feed.Scope.DEADLINES:
        newest += _newest_facts()
    mark = _mark(bool(superuser), groups or 0, newest, now)
    marked_at = _instant(own["marked_at"])
    fresh = marked_at is not None and now - FRESH < marked_at <= now
    return Standing(
        pk=own["id"],
        scope=own["scope"],
        language=own["language"],
        etag=own["etag"],
        changed_at=_instant(own["changed_at"]),
        fetched_at=_instant(own["fetched_at"]),
        mark=mark,
        stands=bool(own["etag"]) and fresh and mark == own["mark"],
    )


def forget(now: datetime) -> int:
    """Take away counted changes that are long seen by all; answers how many."""
    return FeedMark.objects.filter(at__lt=now - KEPT).delete()[0]


def _mark(superuser: bool, groups: int, newest: list[Any], now: datetime) -> str:
    """Of the rights, the day (what lies too far back falls out with it) and what is newest."""
    parts = (
        FORM, settings.PUBLIC_URL, settings.ORGANIZER_EMAIL, superuser, groups,
        now.astimezone(HEADQUARTERS).date(), *newest,
    )  # fmt: skip
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def _newest_facts() -> list[Any]:
    """What deadlines are computed from, beside the meetings."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(_one(*each) for each in OF_DEADLINES))
        return list(cursor.fetchone())


@lru_cache(maxsize=1)
def _statement() -> str:
    """One row by the hash; the maxima come from indexes, and each count is of a small table."""
    feed, user, group = (model._meta.db_table for model in (Feed, User, Group))
    of_user = User.groups.through._meta.db_table
    own = ", ".join(f"f.{name}" for name in OWN)
    bits = " ".join(f"WHEN '{name}' THEN {1 << n}" for n, name in enumerate(GROUPS))
    newest = ", ".join(_one(model, what) for model, what in NEWEST)
    return (
        f"SELECT {own}, u.is_active, u.is_superuser, "
        f"(SELECT SUM(CASE g.name {bits} ELSE 0 END) FROM {of_user} m "
        f"JOIN {group} g ON g.id = m.group_id WHERE m.user_id = f.owner_id), {newest} "
        f"FROM {feed} f LEFT JOIN {user} u ON u.id = f.owner_id "
        "WHERE f.token_hash = %s AND f.revoked_at IS NULL"
    )


def _one(model: type[Model], what: str) -> str:
    return f"(SELECT {what} FROM {model._meta.db_table})"


def _instant(value: Any) -> datetime | None:
    """With its zone, however the database gives it."""
    at = parse_datetime(value) if isinstance(value, str) else value
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
