"""The drafts of one consultation, to be read before they leave: who, why, and old → new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from consultations.contacts.addresses import today, unreachable
from consultations.contacts.delegations import Names, known_names
from consultations.invitations.outbox import missing
from consultations.models import Consultation, Message, Occasion, Participation

CATEGORIES = {value: place for place, value in enumerate(Participation.Category.values)}


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: *value* names it and what it says, so that nobody approves what they have not
    read."""

    mail: Message
    value: str
    delegation: str
    key: str
    failing: str
    ticked: bool


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
    return {
        "row": row,
        "drafts": lines,
        "stale": sum(one.mail.stale for one in lines),
        "failing": sum(bool(one.failing) for one in lines),
        "lacking": missing(row),
        "unreached": _unreached(row, names),
        "announces": row.announced_on is None and any(map(_invites, lines)),
        "today": today(),
    }


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
