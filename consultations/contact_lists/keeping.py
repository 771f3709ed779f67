"""Contacts of a list are stored all together, or none; tried first, they are only counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations.contact_lists.columns import BY_NAME, STEM
from consultations.contact_lists.wanted import Wanted
from consultations.contacts import Names, folded, known_names, today
from consultations.contacts.changing import OTHERS, set_others
from consultations.facts.findings import Change, Finding, Outcome
from consultations.models import Contact

COLUMN_OF = {column.field: column.name for column in BY_NAME.values() if column.field}
Stored = dict[tuple[str, str], Contact]


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


def _store_all(listed: list[Wanted], names: Names, outcome: Outcome, *, only_new: bool) -> None:
    stored, elsewhere = _stored({one.email for one in listed}, names)
    figures = {"created": 0, "updated": 0, "left": 0}
    for one in listed:
        contact = stored.get((folded(one.delegation.name), one.email))
        if contact is None:
            _create(one, outcome)
            figures["created"] += 1
            _warn_of_others(one, elsewhere, outcome)
        elif only_new:
            figures["left"] += 1
            _warn_if_over(one, contact, outcome)
        else:
            figures["updated" if _update(one, contact, outcome) else "left"] += 1
    outcome.count(STEM, figures["created"], figures["updated"], figures["left"])


def _stored(emails: set[str], names: Names) -> tuple[Stored, dict[str, list[str]]]:
    """Contacts of these addresses by delegation; and for each address whose it is."""
    found: Stored = {}
    elsewhere: dict[str, list[str]] = {}
    rows = Contact.objects.filter(email__in=emails) if len(emails) < 500 else Contact.objects.all()
    for contact in rows.prefetch_related("addresses"):
        delegation = names.of(contact.member_id, contact.organization)
        found[folded(delegation.name), contact.email] = contact
        elsewhere.setdefault(contact.email, []).append(delegation.name)
    return found, elsewhere


def _create(one: Wanted, outcome: Outcome) -> None:
    told = {name: value for name, value in one.given.items() if name not in OTHERS}
    if "cutype" not in told and told.get("role", Contact.Role.MAILBOX) == Contact.Role.MAILBOX:
        told["cutype"] = str(Contact.CalendarType.GROUP)
    member = one.delegation.member
    contact = Contact(
        member_id=member,
        organization="" if member is not None else one.delegation.name,
        email=one.email,
        **told,
    )
    contact.save()
    set_others(contact, one.given)
    outcome.changes.append(Change(one.file, one.row, _label(one, contact), created=True))


def _update(one: Wanted, contact: Contact, outcome: Outcome) -> bool:
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
        contact.save()
    fields += set_others(contact, one.given)
    if fields:
        label = _label(one, contact)
        outcome.changes.append(
            Change(one.file, one.row, label, created=False, fields=tuple(fields))
        )
    return bool(fields)


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
