"""In whose name an address answers, and whether mail reaches it."""

from __future__ import annotations

import re
from datetime import datetime

from django.db.models import Q

from consultations.contacts.addresses import today
from consultations.contacts.delegations import known_names
from consultations.models import Contact, ContactAddress, Invitation

LONGEST = 2000  # characters that we keep of what a mail server said
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def speaks_for(email: str, invitation: Invitation) -> bool:
    """Whether an answer from *email* may count for *invitation*.

    It may be the address invited, another one of that contact, a member of its group mailbox, or
    one of the delegation's other contacts valid today, under any of their addresses. Whoever is no
    longer valid speaks for nobody, even as the other address of a mailbox that is.
    """
    email = email.strip().lower()
    if not email or email == invitation.email.lower():
        return bool(email)
    guest = invitation.participation
    of_it = known_names().of(guest.member_id, guest.name).contacts_filter
    its = Contact.objects.filter(of_it | Q(pk=invitation.contact_id))
    known = [(c.email, c.pk, c.is_valid(today())) for c in its]
    if any(address == email for address, _pk, _valid in known):
        return any(address == email and valid for address, _pk, valid in known)
    speaking = [pk for _address, pk, valid in known if valid]
    return ContactAddress.objects.filter(contact__in=speaking, email=email).exists()


def mark_failing(email: str, words: str, at: datetime) -> int:
    """Note that mail to *email* came back at *at*, with the server's own *words*.

    Since when it fails stays as first noted. Answers how many contacts have that address.
    """
    rows = Contact.objects.filter(email=email.strip().lower())
    said = CONTROL.sub(" ", words).strip()[:LONGEST]
    rows.filter(failing_since__isnull=True).update(failing_since=at)
    return rows.update(failure=said)


def mark_well(email: str) -> int:
    """Note that mail to *email* arrives (again); answers how many contacts were failing."""
    rows = Contact.objects.filter(email=email.strip().lower(), failing_since__isnull=False)
    return rows.update(failing_since=None, failure="")
