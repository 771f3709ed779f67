"""When mails to staff are written: in the morning at Headquarters, and not before."""

from __future__ import annotations

from datetime import datetime

from consultations.models import HEADQUARTERS

MORNING = 7  # ours: the hour at Headquarters from which the mails of the day go out


def awake(now: datetime) -> bool:
    """Whether the mails of the day may be written."""
    return now.astimezone(HEADQUARTERS).hour >= MORNING
