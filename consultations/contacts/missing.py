"""Delegations that are invited somewhere and cannot be reached: no address, or one that fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Min, Q, QuerySet

from consultations.contacts.delegations import Delegation, folded, known_names
from consultations.models import HEADQUARTERS, Consultation, Contact, Participation


@dataclass(frozen=True, slots=True)
class Missing:
    """One delegation without any address: to how many meetings to come, the first on *first*."""

    delegation: Delegation
    meetings: int
    first: date


@dataclass(frozen=True, slots=True)
class Failing:
    """One address from which mail comes back, and what its server said."""

    contact: Contact
    delegation: Delegation
    meetings: int


def missing_everywhere(on: date) -> list[Missing]:
    """Delegations invited from *on* for which no address is known, the soonest meeting first.

    Three queries, whatever the meetings.
    """
    names = known_names()
    reached = {
        folded(names.of(member, organization).name)
        for member, organization in _valid(on).values_list("member_id", "organization").distinct()
    }
    asked = asked_from(on, Q(email=""))
    found: dict[str, Missing] = {}
    for member, name, meetings, first in asked:
        delegation = names.of(member, name)
        key = folded(delegation.name)
        if key not in reached:
            was = found.get(key, Missing(delegation, 0, first))
            found[key] = Missing(delegation, was.meetings + meetings, min(was.first, first))
    return sorted(found.values(), key=lambda one: (one.first, -one.meetings, one.delegation.name))


def failing_everywhere(on: date) -> list[Failing]:
    """Valid addresses from which mail comes back, those with the most meetings to come first."""
    contacts = list(_valid(on).filter(failing_since__isnull=False).order_by("pk"))
    if not contacts:
        return []
    names = known_names()
    meetings: dict[str, int] = {}
    for member, name, count, _first in asked_from(on):
        key = folded(names.of(member, name).name)
        meetings[key] = meetings.get(key, 0) + count
    found = [
        Failing(contact, one, meetings.get(folded(one.name), 0))
        for contact in contacts
        for one in [names.of(contact.member_id, contact.organization)]
    ]
    return sorted(found, key=lambda one: (-one.meetings, one.delegation.name, one.contact.email))


def _valid(on: date) -> QuerySet[Contact]:
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return Contact.objects.filter(begun, Q(valid_until__isnull=True) | Q(valid_until__gte=on))


def asked_from(on: date, which: Q | None = None) -> Iterator[tuple[int | None, str, int, date]]:
    """Who is invited from *on*: number of the Member State, name, meetings, day of the first."""
    rows = (
        Participation.objects.filter(which or Q(), removed=False)
        .filter(
            consultation__status__in=Consultation.LIVE,
            consultation__starts_at__gte=datetime.combine(on, time(), HEADQUARTERS),
        )
        .order_by()
        .values_list("member_id", "name")
        .annotate(n=Count("consultation"), first=Min("consultation__starts_at"))
    )
    for member, name, n, first in rows:
        yield member, name, n, first.astimezone(HEADQUARTERS).date()
