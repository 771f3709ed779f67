"""A subscription made: a secret path of 256 bits, shown once, kept as a hash, revoked at will."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from consultations.models import Feed
from consultations.people import may

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
GOOGLE = "https://calendar.google.com/calendar/r"


@dataclass(frozen=True, slots=True)
class Links:
    """The same subscription for each sort of client; all three carry the secret."""

    https: str
    webcal: str
    google: str


def subscribe(*, made_by: User, **about: Any) -> tuple[Feed, str]:
    """A new subscription and its token, which nobody can read again.

    *about*: scope, mission, room, member, organization, language, todos. A delegation's has no
    owner: it is for people without an account.
    """
    token = secrets.token_urlsafe(32)
    owner = None if about["scope"] == Feed.Scope.DELEGATION else made_by
    feed = Feed.objects.create(owner=owner, made_by=made_by, token_hash=hash_of(token), **about)
    return feed, token


def revoke(feed: Feed) -> None:
    """Its path is answered 404 from now on."""
    Feed.objects.filter(pk=feed.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def living(user: User) -> QuerySet[Feed]:
    """Subscriptions that *user* may see and revoke; planners also those of delegations."""
    seen = Q(owner=user)
    if may(user, "plan"):
        seen |= Q(scope=Feed.Scope.DELEGATION)
    rows = Feed.objects.filter(seen, revoked_at__isnull=True)
    return rows.select_related("mission", "room", "member", "made_by")


def path_of(token: str) -> str:
    """The address with the installation's public name."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('feed', kwargs={'token': token})}"


def links(token: str) -> Links:
    """What each sort of client wants to be given."""
    url = path_of(token)
    parts = urlsplit(url)
    webcal = f"webcal://{parts.netloc}{parts.path}"
    return Links(url, webcal, f"{GOOGLE}?{urlencode({'cid': webcal})}")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
