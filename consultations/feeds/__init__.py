"""Subscriptions: secret paths, what stands behind each, and the same bytes for the same data."""

from __future__ import annotations

from consultations.feeds.fetching import compose, note
from consultations.feeds.marks import Standing, forget, look
from consultations.feeds.subscribing import Links, links, living, revoke, subscribe

__all__ = [
    "Links",
    "Standing",
    "compose",
    "forget",
    "links",
    "living",
    "look",
    "note",
    "revoke",
    "subscribe",
]
