"""One contact added, changed, ended, or removed where nobody was ever invited through it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations.contacts.delegations import Delegation
from consultations.models import Contact, ContactAddress

OTHERS = {"aliases": ContactAddress.Kind.ALIAS, "members": ContactAddress.Kind.MEMBER}


class NotChanged(ValueError):
    """The contact could not be changed so; the message says why. *field* is whose error it is."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Moved(NotChanged):
    """Somebody else changed the contact meanwhile."""


def add(delegation: Delegation, told: Mapping[str, Any]) -> Contact:
    """A new contact of *delegation*; raises ``NotChanged`` where it has that address already."""
    body = "" if delegation.member is not None else delegation.name
    contact = Contact(member_id=delegation.member, organization=body)
    return _keep(contact, told)


def change(pk: int, told: Mapping[str, Any], *, seen: str) -> Contact:
    """Change the contact that was *seen* (``mark_of``).

    Raises ``Moved`` where it is another by now, and ``NotChanged`` for an address that its
    delegation has already. A new address is taken to work until the next failure.
    """
    with transaction.atomic():
        contact = Contact.objects.select_for_update(of=("self",)).get(pk=pk)
        if mark_of(contact) != seen:
            raise Moved(_("Somebody else has changed this contact meanwhile: read it again."))
        if told.get("email", contact.email) != contact.email:
            contact.failing_since, contact.failure = None, ""
        return _keep(contact, told)


def end(contact: Contact, on: date) -> None:
    """*on* is its last day; raises ``NotChanged`` where it was not valid yet by then."""
    if contact.valid_from and on < contact.valid_from:
        raise NotChanged(_("It is not valid before its first day: choose a later day."), "on")
    contact.valid_until = on
    contact.save(update_fields=["valid_until", "updated_at"])


def remove(contact: Contact) -> None:
    """Delete it; raises ``NotChanged`` where somebody was invited through it."""
    if contact.invitations.exists():
        raise NotChanged(_("Invitations went to this contact: end it, so that its answers count."))
    contact.delete()


def mark_of(contact: Contact) -> str:
    """What tells one state of a contact from the next."""
    return contact.updated_at.isoformat()


def _keep(contact: Contact, told: Mapping[str, Any]) -> Contact:
    for name, value in told.items():
        if name not in OTHERS:
            setattr(contact, name, value)
    try:
        with transaction.atomic():
            contact.save()
            set_others(contact, told)
    except IntegrityError:  # the database alone knows what two people do at once
        raise NotChanged(_("This delegation has this address already."), "email") from None
    return contact


def set_others(contact: Contact, given: Mapping[str, Iterable[str]]) -> list[tuple[str, str, str]]:
    """Bring aliases and members to what is given of them; answers (which, was, now) in words."""
    others = others_of(contact, list(contact.addresses.all()), given)
    ContactAddress.objects.filter(pk__in=[one.pk for one in others.gone]).delete()
    ContactAddress.objects.bulk_create(others.new)
    return others.said


@dataclass(slots=True)
class Others:
    """What becomes of a contact's other addresses: rows to delete, rows to make, and in words."""

    gone: list[ContactAddress] = field(default_factory=list)
    new: list[ContactAddress] = field(default_factory=list)
    said: list[tuple[str, str, str]] = field(default_factory=list)


def others_of(
    contact: Contact, stored: Iterable[ContactAddress], given: Mapping[str, Iterable[str]]
) -> Others:
    """The difference between what is *stored* and *given*; nothing is written.

    One address is one of the two kinds at most, and never the contact's own.
    """
    found, taken = Others(), {contact.email}
    left = {one.email: one for one in stored}
    for name, kind in OTHERS.items():
        if name not in given:
            continue
        was = {email for email, one in left.items() if one.kind == kind}
        now = {email for email in given[name] if email not in taken}
        taken |= now
        if was == now:
            continue
        # What is given up, and what was of the other kind until now.
        found.gone += [left.pop(email) for email in sorted((was - now) | (now - was) & {*left})]
        found.new += [
            ContactAddress(contact=contact, kind=kind, email=email) for email in sorted(now - was)
        ]
        found.said.append((name, "; ".join(sorted(was)), "; ".join(sorted(now))))
    return found
