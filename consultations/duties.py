"""What the errands do by the clock: reminders, other people's calendars, the mailbox."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from consultations import answers, feeds, reminding
from consultations.answers.sources import Letter, from_imap
from consultations.busy import keeping
from consultations.errands import Duty
from consultations.models import ExternalCalendar, Invitation
from consultations.pages.delegation_drafts import follow_days

logger = logging.getLogger(__name__)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def read_calendars(now: datetime) -> int:
    """Read anew those external calendars that nobody tried for an hour; answers how many.

    What cannot be read keeps its last good reading, and says so on its page.
    """
    old = Q(tried_at__isnull=True) | Q(tried_at__lte=now - HOUR)
    return sum(
        keeping.read_again(row) for row in ExternalCalendar.objects.filter(old).exclude(url="")
    )


def read_mailbox(now: datetime) -> int:
    """Take in what came to ``IMAP_URL``; answers how many. Raises NoSource where it is away."""
    if not settings.IMAP_URL:
        return 0
    return sum(_taken_in(letter) for letter in from_imap(settings.IMAP_URL))


def _taken_in(letter: Letter) -> bool:
    """One over which we stumble stays unread, and keeps no other from being read."""
    try:
        answers.read(letter.data, via=Invitation.Via.MAIL, received_at=letter.received_at)
    except Exception:
        logger.exception("An answer could not be taken in: %s", letter.name)
        return False
    letter.done()
    return True


DUTIES = (
    Duty("contacts whose first or last day came", follow_days, HOUR),
    Duty("reminders to invitees", reminding.remind_invitees, MINUTE),
    Duty("reminders and digests for staff", reminding.staff, HOUR),
    Duty("the mailbox", read_mailbox, MINUTE),
    Duty("external calendars", read_calendars, MINUTE),
    Duty("changes that every subscription has seen", feeds.forget, HOUR),
)
