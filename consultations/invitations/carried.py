"""What an invitation has to say whoever edits its words: the aim, the documents, the time."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from consultations.calendars.lines import clean
from consultations.invitations.snapshots import instants, when
from consultations.invitations.times import say_span, zone_of_mission
from consultations.models import Message, Occasion

CARRIES = (Occasion.INVITE, Occasion.UPDATE)
LINK = "{answer_link}"


def lost(mail: Message, body: str) -> list[str]:
    """What *body* no longer says of what *mail* tells, each in words to be put back.

    Aim and documents: 2017 report, para. 79 (c); the time at Headquarters and at the mission.
    """
    if mail.occasion not in CARRIES or not mail.snapshot:
        return []
    text = _flat(body)
    return [_flat(words) for words in _owed(mail) if _flat(words) not in text]


def without(mail: Message, body: str) -> list[str]:
    """The same as sentences, each with its cure."""
    return [_("Keep this in the text: “%s”.") % words for words in lost(mail, body)]


def _owed(mail: Message) -> Iterator[str]:
    told = mail.snapshot
    yield when(told, mail.language)
    start, end = instants(told)
    if mail.consultation and (zone := zone_of_mission(mail.consultation, start)):
        yield say_span(start, end, mail.language, zone)
    yield told.get("aim", "")
    yield from told.get("documents", ())


def _flat(words: str) -> str:
    """Where lines break does not matter; a value that reads like the link's name is not one."""
    return " ".join(clean(words).replace(LINK, "answer_link").split())
