"""The plain way to find free slots: one indexed query for each slot and each participant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from planner.slots import Premises, starts
from planner.workdays import HEADQUARTERS

# The day's bookings come from the index on starts_at, the invitee from the one on
# (consultation, name): the fastest of the ways tried, history never slows it.
OVERLAPS = """
SELECT EXISTS (
  SELECT 1 FROM consultations_consultation c
  CROSS JOIN consultations_participation p ON p.consultation_id = c.id AND p.name = ?
  WHERE c.starts_at >= ? AND c.starts_at < ? AND c.ends_at > ?
    AND c.status IN ('tentative', 'confirmed', 'held') AND NOT p.removed
)
"""


def instant(on: date, at: time) -> str:
    """An instant as SQLite stores it: UTC without an offset."""
    return f"{datetime.combine(on, at, HEADQUARTERS).astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def plain(days: Iterable[date], premises: Premises, names: tuple[str, ...]) -> tuple[int, int]:
    """(statements run, overlaps found) over every start and room of *days*."""
    connection.ensure_connection()
    raw = connection.connection.cursor().connection
    ask = raw.cursor()
    asked = found = 0
    for on in days:
        day = instant(on, time())
        for begin, end, _mask in starts(premises):
            start, over = instant(on, begin), instant(on, end)
            for _room in premises.places:
                for name in names:
                    row = ask.execute(OVERLAPS, (name, day, over, start)).fetchone()
                    asked, found = asked + 1, found + row[0]
    return asked, found


def weekdays(first: date, last: date) -> list[date]:
    """Mondays to Fridays."""
    span = range((last - first).days + 1)
    return [d for d in (first + timedelta(days=n) for n in span) if d.weekday() < 5]
