"""Where a consultation's invitees are written to: addresses by delegation, seat and day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from consultations.contacts.delegations import Delegation, Names, folded, known_names
from consultations.models import HEADQUARTERS, Consultation, Contact, Language, Participation

Role = Contact.Role
# How seats are written, by the beginnings of words in each language of ours.
SEATS = {
    Role.POLITICAL: ("polit", "سياس"),
    Role.MILITARY: ("milit", "عسكر"),
    Role.POLICE: ("polic", "شرط"),
}
ORDER = {str(role): n for n, role in enumerate(Role.values)}  # the mission's mailbox first
ROLES = {str(role): n for n, role in enumerate(Participation.Role.values)}  # the chair first


@dataclass(frozen=True, slots=True)
class Address:
    """One address to which one invitation goes; *seat* is the role of the contact."""

    participation: Participation
    contact: Contact | None
    email: str
    name: str
    cutype: str
    seat: str
    language: str
    failing: bool


def today() -> date:
    """The day at Headquarters, by which contacts are valid or over."""
    return timezone.localdate(timezone=HEADQUARTERS)


def addresses(row: Consultation, on: date) -> list[Address]:
    """Whom to write to, each address once: the chair's line first, mailboxes before persons.

    An address typed by hand for an invitee stands alone for it. Otherwise every contact that is
    valid on *on*: mailboxes of the mission, and persons for the seats asked; where none of the
    contacts sits there, all of them. Three queries, whatever the list.
    """
    found: dict[str, Address] = {}
    for _guest, its in _by_guest(row, on):
        for one in its:
            found.setdefault(one.email, one)
    return list(found.values())


def unreachable(row: Consultation, on: date | None = None) -> list[Participation]:
    """The invitees for whom no address is known on *on* (today)."""
    return [guest for guest, its in _by_guest(row, on or today()) if not its]


def seats_asked(seats: str) -> frozenset[str]:
    """The roles that a text such as “political; military or police” names; none: empty."""
    words = folded(seats)
    return frozenset(
        str(role) for role, starts in SEATS.items() if any(start in words for start in starts)
    )


def chosen(contacts: Iterable[Contact], seats: str) -> list[Contact]:
    """Of one delegation's contacts those to write to for *seats*, in the order of roles."""
    known = sorted(contacts, key=lambda c: (ORDER.get(c.role, len(ORDER)), c.email))
    asked = seats_asked(seats)
    if not asked:
        return known
    return [c for c in known if c.role == Role.MAILBOX or c.role in asked] or known


def _by_guest(row: Consultation, on: date) -> Iterator[tuple[Participation, list[Address]]]:
    guests = sorted(
        row.participations.filter(removed=False), key=lambda g: (ROLES.get(g.role, 9), g.name, g.pk)
    )
    names = known_names()
    of = {guest.pk: names.of(guest.member_id, guest.name) for guest in guests}
    contacts = contacts_of(of.values(), names, on)
    for guest in guests:
        its = contacts.get(folded(of[guest.pk].name), [])
        yield guest, list(_of_guest(guest, its))


def contacts_of(
    delegations: Iterable[Delegation], names: Names, on: date
) -> dict[str, list[Contact]]:
    """The contacts valid on *on*, by the folded name of their delegation, in one query."""
    wanted = {folded(one.name): one for one in delegations}
    members = {one.member for one in wanted.values() if one.member is not None}
    rows = Contact.objects.filter(member__in=members) | Contact.objects.filter(member__isnull=True)
    found: dict[str, list[Contact]] = {}
    for contact in rows.order_by("pk"):
        name = folded(names.of(contact.member_id, contact.organization).name)
        if name in wanted and contact.is_valid(on) and not is_ours(contact.email):
            found.setdefault(name, []).append(contact)
    return found


def is_ours(email: str) -> bool:
    """Whether it is the mailbox that invitations come from: nobody invites themselves."""
    return email.strip().lower() == settings.ORGANIZER_EMAIL.strip().lower()


def _of_guest(guest: Participation, contacts: list[Contact]) -> Iterator[Address]:
    typed = guest.email.strip().lower()
    if typed and not is_ours(typed):
        known = next((c for c in contacts if c.email == typed), None)
        yield _typed(guest, typed, known)
    elif not typed:
        for contact in chosen(contacts, guest.seats):
            yield Address(
                guest, contact, contact.email, contact.name or guest.name, contact.cutype,
                contact.role, contact.language, contact.failing_since is not None,
            )  # fmt: skip


def _typed(guest: Participation, email: str, known: Contact | None) -> Address:
    """What was typed for this invitee; who that is may be known."""
    return Address(
        guest,
        known,
        email,
        (known.name if known else "") or guest.name,
        known.cutype if known else guest.cutype,
        known.role if known else "",
        known.language if known else Language.ENGLISH,
        known is not None and known.failing_since is not None,
    )
