"""One delegation: its contacts by role, those that are over, and the meetings it is asked to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count
from django.utils.translation import gettext as _

from consultations import contacts
from consultations.contacts import Delegation
from consultations.contacts.addresses import ORDER
from consultations.disclosure import with_details_for
from consultations.forms.delegations import ContactForm, EndForm
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Contact,
    ContactAddress,
    Invitation,
    Language,
    Participation,
)

MOST_MEETINGS = 100
Kind = ContactAddress.Kind


@dataclass(frozen=True, slots=True)
class Shown:
    """One contact with its other addresses, and whether it was ever invited."""

    contact: Contact
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    ahead: bool
    over: bool
    used: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One meeting to come, and how the delegation stands in it."""

    row: Consultation
    guest: Participation
    told: bool

    @property
    def answer(self) -> str:
        """What it answered; “no answer yet” only where somebody was asked."""
        waits = self.guest.partstat == Participation.Answer.NEEDS_ACTION
        if waits and not self.told:
            return _("not invited yet")
        return str(self.guest.get_partstat_display())


def shown(delegation: Delegation, user: User | AnonymousUser, form: Any = None) -> dict[str, Any]:
    """What the page of one delegation says."""
    lines = contacts_of(delegation)
    meetings = asked(delegation, user)
    return {
        "delegation": delegation,
        "valid": [line for line in lines if not (line.over or line.ahead)],
        "ahead": [line for line in lines if line.ahead],
        "over": [line for line in lines if line.over],
        "meetings": meetings,
        "form": form or ContactForm(initial={"language": usual_language(lines)}),
        "adding": form is not None,
        "today": contacts.today(),
    }


def usual_language(lines: Iterable[Shown]) -> str:
    """The one in which most of its contacts are written to; English where there is none."""
    valid = [one.contact.language for one in lines if not (one.over or one.ahead)]
    return max(dict.fromkeys(valid), key=valid.count, default=Language.ENGLISH)


def contacts_of(delegation: Delegation) -> list[Shown]:
    """Its contacts in the order of roles, the mission's mailbox first."""
    rows = Contact.objects.filter(delegation.contacts_filter).prefetch_related("addresses")
    rows = rows.annotate(used=Count("invitations"))
    ordered = sorted(rows, key=lambda one: (ORDER.get(one.role, len(ORDER)), one.name, one.email))
    return [_shown(one, contacts.today()) for one in ordered]


def one_contact(contact: Contact) -> Shown:
    """The same of one."""
    contact.used = contact.invitations.count()  # type: ignore[attr-defined]
    return _shown(contact, contacts.today())


def _shown(contact: Contact, today: date) -> Shown:
    others = list(contact.addresses.all())
    return Shown(
        contact,
        tuple(one.email for one in others if one.kind == Kind.ALIAS),
        tuple(one.email for one in others if one.kind == Kind.MEMBER),
        bool(contact.valid_from and contact.valid_from > today),
        bool(contact.valid_until and contact.valid_until < today),
        bool(contact.used),  # type: ignore[attr-defined]
    )


def asked(delegation: Delegation, user: User | AnonymousUser) -> list[Asked]:
    """The meetings from today on to which it is asked, soonest first."""
    first = datetime.combine(contacts.today(), time(), HEADQUARTERS)
    guests = Participation.objects.filter(delegation.participations_filter, removed=False)
    of = {
        guest.consultation_id: guest
        for guest in guests.filter(
            consultation__status__in=Consultation.LIVE, consultation__starts_at__gte=first
        )
    }
    rows = Consultation.objects.filter(pk__in=of).select_related("room")
    rows = rows.prefetch_related("missions").order_by("starts_at")
    told = {*Invitation.objects.filter(participation__in=of.values()).exclude(told={})
            .values_list("consultation_id", flat=True)}  # fmt: skip
    shown = with_details_for(rows, user)[:MOST_MEETINGS]
    return [Asked(row, of[row.pk], row.pk in told) for row in shown]


def form_of(line: Shown) -> ContactForm:
    """The contact as a form, with the mark of what was read."""
    one = line.contact
    names = ("role", "name", "email", "cutype", "language", "valid_from", "valid_until", "note")
    values = {name: getattr(one, name) for name in names} | {
        "aliases": "\n".join(line.aliases),
        "members": "\n".join(line.members),
        "seen": contacts.mark_of(one),
    }
    return ContactForm(initial=values)


def end_form() -> EndForm:
    """Today is the last day, unless somebody says another."""
    return EndForm(initial={"on": contacts.today()})
