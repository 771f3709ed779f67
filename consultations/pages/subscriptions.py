"""What the page of subscriptions shows: mine, those of delegations, and how each was used last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from consultations import feeds
from consultations.feeds.heads import title
from consultations.models import Feed

MOST = 50  # living subscriptions of one person: more are a mistake, or a script
FILLED_BY = ("scope", "mission", "room", "delegation")


@dataclass(frozen=True, slots=True)
class Line:
    """One subscription that stands."""

    feed: Feed
    title: str
    mine: bool


def lines(user: User) -> list[Line]:
    """Newest first, in two queries."""
    return [Line(one, title(one), one.owner_id == user.pk) for one in feeds.living(user)]


def asked(query: Mapping[str, Any], language: str) -> dict[str, str]:
    """What the form begins with, as the link to it says."""
    begun = {name: str(query.get(name, ""))[:60] for name in FILLED_BY}
    return {"scope": Feed.Scope.ALL, "language": language} | {k: v for k, v in begun.items() if v}


def too_many(user: User) -> str:
    """Why there can be no more; empty where there can."""
    if Feed.objects.filter(made_by=user, revoked_at__isnull=True).count() < MOST:
        return ""
    return _("You have %d subscriptions: revoke those that nobody uses.") % MOST
