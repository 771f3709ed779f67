"""Which invitation an address in an answer means, and whether who sent it may speak for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from consultations import contacts
from consultations.answers.itip import Guest
from consultations.answers.texts import SetAside
from consultations.models import Consultation, Contact, Invitation


def invitation_of(row: Consultation, email: str) -> Invitation | None:
    """The invitation to *email*, to a mailbox it belongs to, or to its delegation; None if none."""
    rows = row.invitations.select_related("participation", "contact", "consultation__room")
    if not email:
        return None
    if own := rows.filter(email=email).first():
        return own
    by_contact = rows.filter(contact__addresses__email=email).order_by("pk")
    for one in (*by_contact, *_of_delegation(rows, email)):
        if contacts.speaks_for(email, one):
            return one
    return None


def _of_delegation(rows: Iterable[Invitation], email: str) -> list[Invitation]:
    """Where another contact of a delegation answers: its mailbox first."""
    names = contacts.known_names()
    its = Contact.objects.filter(Q(email=email) | Q(addresses__email=email)).distinct()
    known = {names.of(one.member_id, one.organization).key for one in its}
    if not known:
        return []
    found = [
        one
        for one in rows
        if names.of(one.participation.member_id, one.participation.name).key in known
    ]
    return sorted(found, key=lambda one: (one.cutype != "GROUP", one.pk))


def guest_of(guests: Iterable[Guest], row: Consultation, sender: str) -> Guest:
    """The one guest that the answer is of: of several, the one its sender speaks for."""
    named = [one for one in guests if one.email]
    if not named:
        raise SetAside("no_attendee", _("It does not say whose answer it is (ATTENDEE)."))
    if len(named) == 1:
        return named[0]
    own = [one for one in named if sender and _is_of(one, row, sender)]
    own = [one for one in own if one.email == sender] or own
    if len(own) != 1:
        raise SetAside("several_attendees", _("It names several people: whose answer is it?"))
    return own[0]


def _is_of(guest: Guest, row: Consultation, sender: str) -> bool:
    invitation = invitation_of(row, guest.email)
    return invitation is not None and contacts.speaks_for(sender, invitation)
