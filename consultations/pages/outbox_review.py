"""The drafts of one consultation, to be read before they leave: who, why, and old → new."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from consultations.contacts.addresses import today, unreachable
from consultations.contacts.delegations import Names, known_names
from consultations.invitations.outbox import ASKING, missing
from consultations.invitations.times import say_zone, zone_of_mission
from consultations.invitations.wording import LINK
from consultations.models import HEADQUARTERS, Consultation, Message, Occasion, Participation
from consultations.pages.daywords import said

CATEGORIES = {value: place for place, value in enumerate(Participation.Category.values)}


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: *value* names it and what it says, so that nobody approves what they have not
    read. *alike*: it reads as most of its group do."""

    mail: Message
    value: str
    delegation: str
    key: str
    failing: str
    ticked: bool
    alike: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Drafts of one occasion in one language.

    *sample* is one of those that read the same but for the name, *alike* how many they are;
    *shared*: what changed, and why, is the same for all.
    """

    title: str
    language: str
    drafts: tuple[Draft, ...]
    sample: Message
    alike: int
    shared: bool

    @property
    def text(self) -> str:
        """The sample's words; the personal link is named, not shown."""
        return self.sample.body.replace(f"{{{LINK}}}", _("‹the recipient's personal link›"))


@dataclass(frozen=True, slots=True)
class Unreached:
    """An invitee without any address."""

    name: str
    key: str


def seen(mail: Message) -> str:
    """A short name of what a mail says as it stands, to tell whether it changed since."""
    told = [mail.state, mail.occasion, mail.language, mail.to_email, mail.subject, mail.body,
            mail.stale, mail.snapshot]  # fmt: skip
    words = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def value_of(mail: Message) -> str:
    """What a tick in the list of drafts sends."""
    return f"{mail.pk}-{seen(mail)}"


def chosen(values: Iterable[str]) -> dict[int, str]:
    """The drafts that were ticked, each with what was seen of it (empty: nothing was said)."""
    found = {}
    for value in values:
        number, _dash, words = value.partition("-")
        if number.isascii() and number.isdigit() and len(number) <= 18:
            found[int(number)] = words
    return found


def review(row: Consultation, ticked: Iterable[str] | None = None) -> dict[str, Any]:
    """The context of the page; *ticked*: what was sent and refused, else all that may leave."""
    drafts = row.messages.filter(state=Message.State.DRAFT).select_related(
        "invitation__participation", "invitation__contact", "drafted_by"
    )
    names = known_names()
    sent = None if ticked is None else set(chosen(ticked))
    lines = [_line(one, names, sent) for one in drafts]
    lines.sort(key=lambda one: (_place(one.mail), one.delegation, one.mail.to_email))
    groups = _groups(lines)
    return {
        "row": row,
        "drafts": [one for group in groups for one in group.drafts],
        "groups": groups,
        "times": times(row),
        "stale": sum(one.mail.stale for one in lines),
        "failing": sum(bool(one.failing) for one in lines),
        "lacking": lacking(row, (one.mail for one in lines)),
        "all_lack": all(one.mail.occasion in ASKING for one in lines),
        "unreached": _unreached(row, names),
        "announces": row.announced_on is None and any(map(_invites, lines)),
        "today": today(),
    }


def lacking(row: Consultation, mails: Iterable[Message]) -> list[str]:
    """What keeps any of *mails* from leaving; nothing keeps a cancellation."""
    return missing(row) if any(one.occasion in ASKING for one in mails) else []


def times(row: Consultation) -> list[tuple[date, str, str]]:
    """Day, times and name of the zone: Headquarters', and the mission's where it differs."""
    zones = (HEADQUARTERS, zone_of_mission(row))
    return [_in_zone(row, zone) for zone in zones if zone]


def _in_zone(row: Consultation, zone: ZoneInfo) -> tuple[date, str, str]:
    start, end = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{said(end.date())}, {end:%H:%M}"
    return start.date(), f"{start:%H:%M}–{last}", say_zone(start)


def _groups(lines: Iterable[Draft]) -> list[Group]:
    """By occasion and language, each in the order of *lines*."""
    found: dict[tuple[int, str], list[Draft]] = {}
    for one in lines:
        key = (Occasion.values.index(one.mail.occasion), one.mail.language)
        found.setdefault(key, []).append(one)
    return [_group(found[key]) for key in sorted(found)]


def _group(lines: list[Draft]) -> Group:
    texts = {one.mail.pk: _nameless(one) for one in lines}
    [(most, alike)] = Counter(texts.values()).most_common(1)
    told = [(one.mail.changes, one.mail.reason) for one in lines]
    first = next(one.mail for one in lines if texts[one.mail.pk] == most)
    return Group(
        str(first.get_occasion_display()),
        str(first.get_language_display()),
        tuple(replace(one, alike=texts[one.mail.pk] == most) for one in lines),
        first,
        alike,
        all(one == told[0] for one in told),
    )


def _nameless(one: Draft) -> tuple[str, str]:
    """Subject and text without the name that is greeted."""
    name = one.mail.to_name or one.delegation
    subject, body = one.mail.subject, one.mail.body
    return (subject, body.replace(name, "", 1)) if name else (subject, body)


def _invites(line: Draft) -> bool:
    return line.mail.occasion == Occasion.INVITE


def _place(mail: Message) -> int:
    category = mail.invitation.participation.category if mail.invitation else ""
    return CATEGORIES.get(category, len(CATEGORIES))


def _line(mail: Message, names: Names, sent: set[int] | None) -> Draft:
    ticked = not mail.stale if sent is None else mail.pk in sent
    if mail.invitation is None:
        return Draft(mail, value_of(mail), "", "", "", ticked)
    guest, contact = mail.invitation.participation, mail.invitation.contact
    failing = contact.failure or str(contact) if contact and contact.failing_since else ""
    key = names.of(guest.member_id, guest.name).key
    return Draft(mail, value_of(mail), guest.name, key, failing, ticked)


def _unreached(row: Consultation, names: Names) -> list[Unreached]:
    if row.status != Consultation.Status.CONFIRMED:
        return []
    found = unreachable(row)
    return [Unreached(one.name, names.of(one.member_id, one.name).key) for one in found]
