"""Every delegation: its addresses counted, what is missing or fails, and where it is asked to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from consultations import contacts
from consultations.contacts import Delegation, folded, known_names
from consultations.contacts.delegations import bodies
from consultations.contacts.missing import asked_from
from consultations.models import Contact


@dataclass(frozen=True, slots=True)
class Line:
    """One delegation: its addresses valid today, those that fail, and the meetings to come."""

    delegation: Delegation
    valid: int = 0
    mailboxes: int = 0
    failing: int = 0
    over: int = 0
    meetings: int = 0
    first: date | None = None

    @property
    def missing(self) -> bool:
        """Whether it is invited and nobody can be written to."""
        return bool(self.meetings) and not self.valid


@dataclass(frozen=True, slots=True)
class Listing:
    """The lines asked for, and how many there are of each sort in all."""

    lines: tuple[Line, ...]
    counts: dict[str, int]


def listing(q: str, show: str) -> Listing:
    """Delegations whose name or code holds *q*, of the sort *show*; the same few queries always."""
    lines = _lines()
    sorts = {show: [line for line in lines if _is(line, show)] for show in SORTS}
    words = folded(q)
    found = [
        line
        for line in sorts.get(show, lines)
        if words in folded(line.delegation.name) or words == line.delegation.iso3.casefold()
    ]
    return Listing(tuple(found), {name: len(some) for name, some in sorts.items()})


SORTS = ("missing", "failing", "without", "bodies")


def _is(line: Line, show: str) -> bool:
    if show == "missing":
        return line.missing
    if show == "failing":
        return bool(line.failing)
    return not line.valid if show == "without" else line.delegation.member is None


def _lines() -> list[Line]:
    """Member States by name, then the other bodies."""
    names, today = known_names(), contacts.today()
    states = sorted(names.states.values(), key=lambda one: one.name)
    found = {folded(one.name): Line(one) for one in (*states, *bodies(names))}
    rows = Contact.objects.order_by().only(
        "member_id", "organization", "role", "valid_from", "valid_until", "failing_since"
    )
    for contact in rows:
        key = folded(names.of(contact.member_id, contact.organization).name)
        found[key] = _with(found[key], contact, today)
    for member, name, meetings, first in asked_from(today):
        key = folded(names.of(member, name).name)
        line = found[key]
        soonest = min(first, line.first) if line.first else first
        found[key] = replace(line, meetings=line.meetings + meetings, first=soonest)
    return list(found.values())


def _with(line: Line, contact: Contact, today: date) -> Line:
    if not contact.is_valid(today):
        return replace(line, over=line.over + 1)
    box = contact.role == Contact.Role.MAILBOX
    return replace(
        line,
        valid=line.valid + 1,
        mailboxes=line.mailboxes + box,
        failing=line.failing + (contact.failing_since is not None),
    )


def choices() -> list[tuple[str, str]]:
    """Every delegation by its key, to choose from."""
    names = known_names()
    states: Iterable[Delegation] = sorted(names.states.values(), key=lambda one: one.name)
    return [(one.key, one.name) for one in (*states, *bodies(names))]
