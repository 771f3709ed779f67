"""What the personal link shows: what was told, whether it still stands, what was answered.

Nothing here comes from the consultation itself but whether it stands: who holds the link reads what
the last approved message said, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultations.invitations import Change, changes, is_retimed, stands_as_told, zone_of_mission
from consultations.invitations.snapshots import Snapshot
from consultations.invitations.times import say_zone
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Invitation,
    Language,
    Message,
    Participation,
)
from consultations.pages.daywords import said, timed

APPROVED = (Message.State.QUEUED, Message.State.SENDING, Message.State.SENT)
REQUEST, CANCEL = Message.Method.REQUEST, Message.Method.CANCEL
Status = Consultation.Status


class Standing(StrEnum):
    """Whether an answer is still taken, and if not, why."""

    OPEN = "open"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    OVER = "over"
    CHANGING = "changing"


KEPT = (Standing.OPEN, Standing.CHANGING)  # while it is of use in a calendar


@dataclass(frozen=True, slots=True)
class Hours:
    """When, on one clock: the day, from when to when, and whose clock it is."""

    day: SafeString
    start: str
    end: str
    last_day: SafeString
    zone: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was told of it, as the page says it."""

    subject: str
    hours: tuple[Hours, ...]
    place: str
    kind: str
    aim: str
    documents: tuple[str, ...]
    convener: str
    format: str
    level: str
    video: str
    guests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The messages approved for one invitation: how it was told last, and what that changed."""

    snapshot: Snapshot
    changed: tuple[Change, ...]

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.snapshot["start"])

    @property
    def ends_at(self) -> datetime:
        return datetime.fromisoformat(self.snapshot["end"])


def told_to(invitation: Invitation) -> Told | None:
    """What *invitation* was told last; None where no message to it was ever approved."""
    found = Message.objects.filter(
        invitation=invitation, state__in=APPROVED, method__in=(REQUEST, CANCEL)
    )
    sent = [one for one in found.order_by("pk").values_list("snapshot", flat=True) if one]
    last = invitation.told or (sent[-1] if sent else {})
    if not last:
        return None
    language = get_language() or "en"
    differing = [(was, now) for was, now in pairwise([*sent, last]) if was != now]
    was, now = differing[-1] if differing else (last, last)
    shown = changes(was, now, language) if "status" not in now else []
    if shown and language not in Language.values and is_retimed(was, now):
        shown[0] = Change(shown[0].name, _span(was), _span(now))  # mails speak fewer languages
    return Told(last, tuple(shown))


def entry_of(invitation: Invitation) -> str:
    """What was told last as a calendar file; empty where nothing stands that one could keep.

    The bytes of the mail less METHOD: a file that is downloaded announces nothing (RFC 5546 binds
    messages alone), and with the same UID and SEQUENCE it is the entry that came by mail.
    """
    told = told_to(invitation)
    if told is None or standing(invitation, told) not in KEPT:
        return ""
    found = Message.objects.filter(invitation=invitation, state__in=APPROVED, method=REQUEST)
    last = found.exclude(ics="").order_by("pk").values_list("ics", flat=True).last()
    return (last or "").replace(f"METHOD:{REQUEST}\r\n", "", 1)


def standing(invitation: Invitation, told: Told) -> Standing:
    """Whether the meeting still takes answers by this link."""
    row = invitation.consultation
    if row.status == Status.CANCELLED:
        return Standing.CANCELLED
    if row.status == Status.HELD or told.ends_at <= timezone.now():
        return Standing.OVER
    if not invitation.is_told or not invitation.wanted:
        return Standing.WITHDRAWN
    return Standing.OPEN if stands_as_told(invitation, row) else Standing.CHANGING


def shown(invitation: Invitation, told: Told) -> dict[str, Any]:
    """The context of the page, in the language that is active."""
    snapshot = told.snapshot
    here = standing(invitation, told)
    return {
        "invitation": invitation,
        "delegation": invitation.participation.name,
        "meeting": meeting(invitation.consultation, snapshot),
        "standing": here.value,
        "open": here is Standing.OPEN,
        "in_calendar": here in KEPT,
        "changed": told.changed,
        "delegates": [one.name or one.email for one in invitation.delegates.filter(wanted=True)],
        "asked_again": here is Standing.OPEN and _asked_again(invitation),
        **_proposal(invitation),
    }


def meeting(row: Consultation, told: Snapshot) -> Meeting:
    """What was told, in words; the mission's clock beside ours where it differs."""
    other = zone_of_mission(row)
    start, end = (datetime.fromisoformat(told[name]) for name in ("start", "end"))
    convener = (_label("convener", told.get("convener")), told.get("convener_name", ""))
    return Meeting(
        subject=told["subject"],
        hours=tuple(hours(start, end, zone) for zone in (HEADQUARTERS, other) if zone),
        place=told.get("room", ""),
        kind=_label("kind", told.get("kind")),
        aim=told.get("aim", ""),
        documents=tuple(told.get("documents", ())),
        convener=", ".join(filter(None, convener)),
        format=_label("format", told.get("format")),
        level=_label("level", told.get("level")),
        video=told.get("video", ""),
        guests=tuple(told.get("guests", ())),
    )


def hours(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Hours:
    """From when to when on the clock of *zone*; the second day only where it is another."""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    last = timed(end.date()) if end.date() != start.date() else SafeString("")
    return Hours(timed(start.date()), f"{start:%H:%M}", f"{end:%H:%M}", last, _zone(start))


def _zone(at: datetime) -> str:
    """The place whose clock it is, and the offset; our own place in the reader's language."""
    return say_zone(at).replace("New York", _("New York"))


def _span(told: Snapshot) -> str:
    """From when to when at Headquarters, in the language that is active."""
    start, end = (
        datetime.fromisoformat(told[name]).astimezone(HEADQUARTERS) for name in ("start", "end")
    )
    last = f"{said(end.date())}, {end:%H:%M}" if end.date() != start.date() else f"{end:%H:%M}"
    return f"{said(start.date())}, {start:%H:%M}–{last} ({_zone(start)})"


def _label(name: str, value: Any) -> str:
    field: Any = Consultation._meta.get_field(name)
    return str(dict(field.flatchoices).get(value, value)) if value else ""


def _asked_again(invitation: Invitation) -> bool:
    """Whether an answer was given once, to a time that no longer holds."""
    unanswered = invitation.partstat == Participation.Answer.NEEDS_ACTION
    return unanswered and invitation.answered_at is not None


def _proposal(invitation: Invitation) -> dict[str, Any]:
    """The last other time that they proposed, and what became of it."""
    found = invitation.replies.exclude(counter="").filter(
        proposed_start_at__isnull=False, proposed_end_at__isnull=False
    )
    row = found.order_by("-pk").first()
    if row is None or row.proposed_start_at is None or row.proposed_end_at is None:
        return {}
    when = hours(row.proposed_start_at, row.proposed_end_at, HEADQUARTERS)
    return {"proposal": row, "proposed": when}
