"""Contacts of a list are stored all together, or none; tried first, they are only counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.contact_lists.columns import BY_NAME, STEM
from consultations.contact_lists.wanted import Wanted
from consultations.contacts import Names, folded, known_names, today
from consultations.contacts.changing import OTHERS, Others, others_of
from consultations.facts.findings import Change, Finding, Outcome
from consultations.models import Contact, ContactAddress, Language

COLUMN_OF = {column.field: column.name for column in BY_NAME.values() if column.field}
Stored = dict[tuple[str, str], Contact]
AllOthers = dict[int, list[ContactAddress]]
AT_ONCE = 500  # rows of one statement: SQLite takes so many values, and no more


def store(
    wanted: Iterable[Wanted], outcome: Outcome, *, dry_run: bool, only_new: bool = False
) -> Outcome:
    """Create and update contacts; with any problem, or *dry_run*, nothing is written.

    *only_new*: an address that its delegation has already stays as it is, whatever the list says.
    """
    listed = [] if outcome.problems else list(wanted)
    try:
        with transaction.atomic():
            _store_all(listed, known_names(), outcome, only_new=only_new)
            if dry_run or outcome.problems:
                transaction.set_rollback(True)
    except IntegrityError:
        sentence = _("somebody else has just stored one of these addresses: check the list again")
        outcome.problems.append(Finding(listed[0].file, None, "", "", sentence))
    if outcome.problems:
        outcome.changes = []
        outcome.count(STEM, 0, 0, 0)
    outcome.written = not (dry_run or outcome.problems)
    return outcome


@dataclass(slots=True)
class Batch:
    """What is to be written in the end: thousands of rows in a few statements."""

    created: list[Contact] = field(default_factory=list)
    updated: list[Contact] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    gone: list[int] = field(default_factory=list)
    new: list[ContactAddress] = field(default_factory=list)

    def take(self, others: Others) -> None:
        self.gone += [one.pk for one in others.gone]
        self.new += others.new

    def write(self) -> None:
        """Contacts first: their other addresses need their numbers."""
        Contact.objects.bulk_create(self.created, AT_ONCE)
        now = timezone.now()
        for one in self.updated:
            one.updated_at = now
        if self.updated:
            # Every row anew, over itself: many times as fast as a CASE for each value.
            Contact.objects.bulk_create(
                self.updated, AT_ONCE, update_conflicts=True, unique_fields=["id"],
                update_fields=sorted({*self.fields, "updated_at"}),
            )  # fmt: skip
        for first in range(0, len(self.gone), AT_ONCE):
            some = self.gone[first : first + AT_ONCE]
            ContactAddress.objects.filter(pk__in=some).delete()
        ContactAddress.objects.bulk_create(self.new, AT_ONCE)


def _store_all(listed: list[Wanted], names: Names, outcome: Outcome, *, only_new: bool) -> None:
    stored, elsewhere = _stored({one.email for one in listed}, names)
    others = {} if only_new else _others(stored)
    usual, batch = _usual(listed, names), Batch()
    figures = {"created": 0, "updated": 0, "left": 0}
    for one in listed:
        contact = stored.get((folded(one.delegation.name), one.email))
        if contact is None:
            _create(one, usual, batch, outcome)
            figures["created"] += 1
            _warn_of_others(one, elsewhere, outcome)
        elif only_new:
            figures["left"] += 1
            _warn_if_over(one, contact, outcome)
        else:
            figures["updated" if _update(one, contact, others, batch, outcome) else "left"] += 1
    if not outcome.problems:
        batch.write()
    outcome.count(STEM, figures["created"], figures["updated"], figures["left"])


@dataclass(slots=True)
class Usual:
    """What the contacts that a delegation has today say of a new one."""

    languages: Counter[str] = field(default_factory=Counter)
    mailbox: str = ""

    @property
    def language(self) -> str:
        """The one that most of them are written to in; English where there is none."""
        return max(self.languages, key=lambda one: self.languages[one], default=Language.ENGLISH)


def _usual(listed: list[Wanted], names: Names) -> dict[str, Usual]:
    """By the folded name of each delegation of the list, in one query."""
    found, on = {folded(one.delegation.name): Usual() for one in listed}, today()
    rows = Contact.objects.order_by("pk").filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
    )
    told = rows.values_list("member_id", "organization", "role", "language", "email")
    for member, organization, role, language, email in told if found else ():
        if usual := found.get(folded(names.of(member, organization).name)):
            usual.languages[language] += 1
            if role == Contact.Role.MAILBOX:
                usual.mailbox = usual.mailbox or email
    return found


def _stored(emails: set[str], names: Names) -> tuple[Stored, dict[str, list[str]]]:
    """Contacts of these addresses by delegation; and for each address whose it is."""
    found: Stored = {}
    elsewhere: dict[str, list[str]] = {}
    rows = Contact.objects.filter(email__in=emails) if len(emails) < 500 else Contact.objects.all()
    for contact in rows:
        delegation = names.of(contact.member_id, contact.organization)
        found[folded(delegation.name), contact.email] = contact
        elsewhere.setdefault(contact.email, []).append(delegation.name)
    return found, elsewhere


def _others(stored: Stored) -> AllOthers:
    """The other addresses of these contacts, by their numbers, in one query."""
    known = {contact.pk for contact in stored.values()}
    found: AllOthers = {}
    for one in ContactAddress.objects.order_by("pk") if known else ():
        if one.contact_id in known:
            found.setdefault(one.contact_id, []).append(one)
    return found


def _create(one: Wanted, usual: dict[str, Usual], batch: Batch, outcome: Outcome) -> None:
    told = one.fallback | {name: value for name, value in one.given.items() if name not in OTHERS}
    its = usual[folded(one.delegation.name)]
    told.setdefault("language", its.language)
    if told.get("role", Contact.Role.MAILBOX) == Contact.Role.MAILBOX:
        told.setdefault("cutype", str(Contact.CalendarType.GROUP))
        _warn_of_mailbox(one, its, outcome)
    member = one.delegation.member
    contact = Contact(
        member_id=member,
        organization="" if member is not None else one.delegation.name,
        email=one.email,
        **told,
    )
    batch.created.append(contact)
    batch.take(others_of(contact, (), one.given))
    outcome.changes.append(Change(one.file, one.row, _label(one, contact), created=True))


def _update(
    one: Wanted, contact: Contact, others: AllOthers, batch: Batch, outcome: Outcome
) -> bool:
    now = {name: value for name, value in one.given.items() if name not in OTHERS}
    changed = [name for name, value in now.items() if getattr(contact, name) != value]
    fields = [
        (COLUMN_OF[name], _said(getattr(contact, name)), _said(now[name])) for name in changed
    ]
    for name in changed:
        setattr(contact, name, now[name])
    first, last = contact.valid_from, contact.valid_until
    if first and last and last < first:
        sentence = _("is before the day from which it is valid")
        finding = Finding(one.file, one.row, "valid_until", _said(last), sentence)
        outcome.problems.append(finding)
        return False
    if changed:
        batch.updated.append(contact)
        batch.fields |= {*changed}
    found = others_of(contact, others.get(contact.pk, ()), one.given)
    batch.take(found)
    fields += found.said
    if fields:
        label = _label(one, contact)
        outcome.changes.append(
            Change(one.file, one.row, label, created=False, fields=tuple(fields))
        )
    return bool(fields)


def _warn_of_mailbox(one: Wanted, usual: Usual, outcome: Outcome) -> None:
    if usual.mailbox:
        sentence = _("%(name)s has a mailbox already, %(email)s: invitations will go to both")
        said = sentence % {"name": one.delegation.name, "email": usual.mailbox}
        outcome.warnings.append(Finding(one.file, one.row, "role", one.email, said))
    usual.mailbox = usual.mailbox or one.email


def _warn_of_others(one: Wanted, elsewhere: dict[str, list[str]], outcome: Outcome) -> None:
    if one.email in elsewhere:
        sentence = _("stands for %s too: an invitation goes there once a consultation")
        whose = ", ".join(elsewhere[one.email][:3])
        finding = Finding(one.file, one.row, "email", one.email, sentence % whose)
        outcome.warnings.append(finding)


def _warn_if_over(one: Wanted, contact: Contact, outcome: Outcome) -> None:
    if not contact.is_valid(today()):
        sentence = _("stands already, but is not valid today: open it to make it valid again")
        outcome.warnings.append(Finding(one.file, one.row, "email", one.email, sentence))


def _label(one: Wanted, contact: Contact) -> str:
    how = f" [{one.how}]" if one.how else ""
    return f"{one.delegation.name}{how}: {contact} ({contact.get_role_display()})"


def _said(value: Any) -> str:
    return "" if value is None else str(value)
