"""What a recipient is told of a consultation, as plain values; two of them compared in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from consultations.invitations.times import say_span
from consultations.models import HEADQUARTERS, Consultation, Services

Snapshot = dict[str, Any]
TIMES = ("start", "end")
NO_NEWS = frozenset({"room_granted"})


class Change(NamedTuple):
    """One thing that is no longer as it was told, in the recipient's language."""

    name: str
    was: str
    now: str


def snapshot(row: Consultation) -> Snapshot:
    """All of *row* that an invitation says, the same in every language; instants in ISO form.

    Whether the room is granted is told, but is no news of its own: an update for each step of our
    own correspondence would teach people not to read them.
    """
    return {
        "start": row.starts_at.astimezone(HEADQUARTERS).isoformat(),
        "end": row.ends_at.astimezone(HEADQUARTERS).isoformat(),
        "room": row.room.name if row.room else "",
        "room_granted": row.room_status == Services.CONFIRMED,
        "subject": " ".join(row.subject.split()),
        "aim": row.aim.strip(),
        "documents": _lines(row.documents),
        "questions": _lines(row.questions),
        "kind": row.kind,
        "format": row.format,
        "level": row.level,
        "convener": row.convener,
        "convener_name": row.convener_name,
        "visibility": row.visibility,
        "video": row.video_url,
        "guests": sorted(_guests(row)),
    }


def fallen(told: Snapshot) -> Snapshot:
    """That what was *told* does not hold: with the time and the words the recipient knows."""
    return {**told, "status": "CANCELLED"}


def says_the_same(was: Snapshot, now: Snapshot) -> bool:
    """Whether nothing in *now* is news to one who was told *was*."""
    names = {*was, *now} - NO_NEWS
    return bool(was) and all(was.get(name) == now.get(name) for name in names)


def is_retimed(was: Snapshot, now: Snapshot) -> bool:
    """Whether it begins or ends at another instant: then answers are asked for anew (RFC 5546,
    2.1.4)."""
    return any(_instant(was, name) != _instant(now, name) for name in TIMES)


def changes(was: Snapshot, now: Snapshot, language: str) -> list[Change]:
    """What differs, old and new in words, the time first."""
    with translation.override(language):
        found, none = [], _("none")
        if is_retimed(was, now):
            found.append(Change(_("Time"), when(was, language), when(now, language)))
        for name, label in _labels().items():
            if was.get(name) != now.get(name):
                found.append(Change(label, said(name, was) or none, said(name, now) or none))
        return found


def when(told: Snapshot, language: str) -> str:
    """Headquarters' time of what was told, with the zone."""
    return say_span(*instants(told), language, HEADQUARTERS)


def instants(told: Snapshot) -> tuple[datetime, datetime]:
    """Start and end of what was told, with their zone."""
    start, end = (datetime.fromisoformat(told[name]) for name in TIMES)
    return start, end


def place(told: Snapshot) -> str:
    """The room, and whether it is certain, in the language that is active."""
    if not told["room"] or told.get("room_granted", True):
        return str(told["room"])
    return _("%s (to be confirmed)") % told["room"]


def said(name: str, told: Snapshot) -> str:
    """One value in words, in the language that is active; empty where there is none."""
    value = told.get(name)
    if isinstance(value, list):
        value = "; ".join(value)
    if name in ("format", "level", "convener") and value:
        field: Any = Consultation._meta.get_field(name)
        value = dict(field.flatchoices).get(value, value)
    return str(value) if value else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _guests(row: Consultation) -> list[str]:
    if not row.guests_shown:
        return []
    return [one.name for one in row.participations.all() if not one.removed]


def _instant(told: Snapshot, name: str) -> datetime | None:
    return datetime.fromisoformat(told[name]) if told.get(name) else None


def _labels() -> dict[str, str]:
    """What is compared, by the words a mail uses; the time apart."""
    return {
        "room": _("Place"),
        "subject": _("Subject"),
        "aim": _("Aim"),
        "documents": _("Documents"),
        "questions": _("Questions"),
        "format": _("Format"),
        "level": _("Level"),
        "convener": _("Convened by"),
        "convener_name": _("Name of the convener"),
        "video": _("Link for video"),
        "guests": _("Invited"),
    }
