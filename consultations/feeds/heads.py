"""The head of a subscription: its name, and how often to ask (RFC 7986)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consultations.calendars.lines import line, one_line, text
from consultations.models import HEADQUARTERS, Feed

ASK_EACH = "PT1H"
COLOURS = {Feed.Scope.DEADLINES: "firebrick"}  # names of CSS: no other value is lawful
COLOUR = "steelblue"


def title(feed: Feed) -> str:
    """What clients call the calendar."""
    about = {
        Feed.Scope.MISSION: feed.mission.acronym if feed.mission else "",
        Feed.Scope.ROOM: feed.room.name if feed.room else "",
        Feed.Scope.DELEGATION: feed.member.name if feed.member else feed.organization,
    }.get(Feed.Scope(feed.scope), "")
    if feed.scope == Feed.Scope.DEADLINES:
        return _("Consultations: deadlines")
    return _("Consultations: %s") % about if about else _("Consultations")


def head(feed: Feed) -> list[str]:
    """Both spellings of each property: older clients know only those that begin with X.

    No SOURCE (RFC 7986, 5.8): it would carry the secret path, and whoever is sent the file, or
    opens one that was saved, would have the subscription with it. Who fetched it knows where.

    No UID of the calendar itself (5.3): vdirsyncer, for one, copies the head before each entry and
    takes the first UID it reads for that of the entry: all would be one.
    """
    named, said = one_line(title(feed)), _said(feed)
    asked = "DURATION"
    return [
        # No METHOD: a subscription announces nothing, and PUBLISH would want an ORGANIZER in all.
        text("NAME", named),
        text("X-WR-CALNAME", named),
        text("DESCRIPTION", said),
        text("X-WR-CALDESC", said),
        line("COLOR", COLOURS.get(Feed.Scope(feed.scope), COLOUR)),
        line("REFRESH-INTERVAL", ASK_EACH, VALUE=asked),
        line("X-PUBLISHED-TTL", ASK_EACH),
        line("X-WR-TIMEZONE", HEADQUARTERS.key),
    ]


def _said(feed: Feed) -> str:
    if feed.scope == Feed.Scope.DEADLINES:
        return _("Mandates that expire, reports due, and last days to announce consultations.")
    if feed.scope == Feed.Scope.DELEGATION:
        return _("What your delegation was invited to: from a year back, and all that is to come.")
    return _("From a year back, and all that is to come.")
