"""What is written without anybody's click: to invitees who asked, and to staff who asked.

Each mail has a key that the database keeps unique: whoever looks twice, or beside another, sends it
once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultations.reminding.announcements import remind_of_announcements
from consultations.reminding.digests import send_digests
from consultations.reminding.invitees import remind_invitees

__all__ = ["Written", "due", "remind_invitees", "remind_of_announcements", "send_digests", "staff"]


@dataclass(frozen=True, slots=True)
class Written:
    """How many mails were queued."""

    invitees: int
    deadlines: int
    digests: int


def due(now: datetime) -> Written:
    """Queue all that is due at *now*."""
    return Written(remind_invitees(now), remind_of_announcements(now), send_digests(now))


def staff(now: datetime) -> Written:
    """What is due to members of the staff alone: costlier to find out, and in no hurry."""
    return Written(0, remind_of_announcements(now), send_digests(now))
