"""Contacts as the table they can be brought in from again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from consultations.contact_lists.columns import COLUMNS
from consultations.facts.cells import FORMULA
from consultations.models import Contact, ContactAddress


def as_csv() -> str:
    """Every contact, by delegation; a header alone where there is none."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in COLUMNS)
    rows = Contact.objects.select_related("member").prefetch_related("addresses")
    writer.writerows([_safe(cell) for cell in _cells(contact)] for contact in rows)
    return text.getvalue()


def _cells(contact: Contact) -> Iterator[str]:
    yield contact.member.name if contact.member else ""
    yield contact.organization
    yield from (contact.role, contact.name, contact.email, contact.cutype, contact.language)
    for on in (contact.valid_from, contact.valid_until):
        yield on.isoformat() if on else ""
    others = list(contact.addresses.all())
    for kind in (ContactAddress.Kind.ALIAS, ContactAddress.Kind.MEMBER):
        yield "; ".join(sorted(one.email for one in others if one.kind == kind))
    yield from (contact.note, contact.source)


def _safe(text: str) -> str:
    """What somebody typed must not run as a formula in the spreadsheet of whoever opens it."""
    return f"'{text}" if text.startswith(FORMULA) else text
