"""Who is written to for a delegation, who speaks for it, and whom no mail reaches."""

from __future__ import annotations

from consultations.contacts.addresses import Address, addresses, today, unreachable
from consultations.contacts.changing import Moved, NotChanged, add, change, end, mark_of, remove
from consultations.contacts.delegations import Delegation, Names, delegation_of, folded, known_names
from consultations.contacts.missing import (
    Failing,
    Missing,
    failing_everywhere,
    missing_everywhere,
)
from consultations.contacts.speaking import mark_failing, mark_well, speaks_for

__all__ = [
    "Address",
    "Delegation",
    "Failing",
    "Missing",
    "Moved",
    "Names",
    "NotChanged",
    "add",
    "addresses",
    "change",
    "delegation_of",
    "end",
    "failing_everywhere",
    "folded",
    "known_names",
    "mark_failing",
    "mark_of",
    "mark_well",
    "missing_everywhere",
    "remove",
    "speaks_for",
    "today",
    "unreachable",
]
