"""What one delegation was told it is invited to, with its own answer; nobody else is in it.

It shows what was last sent, not what stands on our pages: a change that waits in the outbox, or
that somebody chose not to tell, is not told here either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from consultations.calendars.files import BUSY, LONGEST, conference, instant
from consultations.calendars.lines import line, one_line, text, utc
from consultations.calendars.uris import web
from consultations.contacts import Delegation
from consultations.models import CHANGES, Consultation, Feed, Invitation

CLOSED = Consultation.Visibility.INVITEES
FELL = "CANCELLED"


def invited_to(feed: Feed, since: datetime, fallen: datetime) -> list[Any]:
    """The invitations that were told, one for each consultation: the newest of its addresses.

    What was called off before *fallen* is no longer shown.
    """
    whose = Delegation(feed.member.name if feed.member else feed.organization, feed.member_id)
    rows = Invitation.objects.filter(_of(whose), consultation__ends_at__gte=since).exclude(told={})
    stamped = Max("messages__stamped_at", filter=Q(messages__occasion__in=CHANGES))
    rows = rows.annotate(told_at=stamped).select_related("consultation", "participation")
    found: dict[Any, Any] = {}
    for row in rows.order_by("pk"):
        before = found.get(row.consultation_id)
        if row.told_at and (before is None or _rank(row) > _rank(before)):
            found[row.consultation_id] = row
    standing = [row for row in found.values() if not row.called_off or row.told_at >= fallen]
    return sorted(standing, key=lambda row: (row.told["start"], str(row.consultation_id)))


def invited_lines(found: Iterable[Any], feed: Feed) -> list[str]:
    """One VEVENT each, under the UID and SEQUENCE of the invitation itself."""
    return [one for row in found for one in _event(row, feed.language)]


def _of(whose: Delegation) -> Q:
    """The invitations of a delegation; a country may stand on a list by its name alone."""
    by_name = Q(participation__member__isnull=True, participation__name__iexact=whose.name)
    return by_name if whose.member is None else by_name | Q(participation__member=whose.member)


def _rank(row: Any) -> tuple[bool, int, datetime]:
    """An invitation that stands before one called off, then the later revision."""
    return (not row.called_off, row.sequence, row.told_at)


def _event(row: Any, language: str) -> list[str]:
    told, meeting = row.told, row.consultation
    status, start = _status(row), datetime.fromisoformat(told["start"])
    stamp = utc(max(filter(None, [row.told_at, row.answered_at])))
    video = web(told.get("video", ""))
    return [
        "BEGIN:VEVENT",
        text("SUMMARY", one_line(told["subject"], LONGEST)),
        instant("DTSTART", start, start),
        instant("DTEND", datetime.fromisoformat(told["end"]), start),
        f"DTSTAMP:{stamp}",
        line("UID", meeting.uid),
        f"SEQUENCE:{row.sequence}",
        f"CLASS:{'PRIVATE' if told.get('visibility') == CLOSED else 'PUBLIC'}",
        *([conference(video)] if video else []),
        f"CREATED:{utc(meeting.created_at)}",
        text("DESCRIPTION", _description(row, video)),
        f"LAST-MODIFIED:{stamp}",
        text("LOCATION", one_line(told.get("room") or _("Room to be announced"), LONGEST)),
        f"STATUS:{status}",
        f"TRANSP:{'TRANSPARENT' if status == FELL else 'OPAQUE'}",
        *([f"X-MICROSOFT-CDO-BUSYSTATUS:{BUSY[status]}"] if status in BUSY else []),
        "END:VEVENT",
    ]  # fmt: skip


def _status(row: Any) -> str:
    """As it was told: a cancellation that waits in the outbox is none yet."""
    return FELL if row.called_off or row.told.get("status") == FELL else "CONFIRMED"


def _description(row: Any, video: str) -> str:
    told = row.told
    parts = [_("Your delegation's answer: %s") % row.participation.get_partstat_display()]
    if told.get("aim"):
        parts.append(_("Aim: %s") % told["aim"])
    if told.get("documents"):
        parts.append("\n".join([_("Documents:"), *(f"- {one}" for one in told["documents"])]))
    if video:
        parts.append(_("Video: %s") % video)
    return "\n\n".join(parts)
