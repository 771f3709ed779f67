"""What a delegation is: a Member State, or a body by its name; and by which names it is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Q
from django.urls import reverse

from consultations.models import Contact, MemberState, Participation

OF_A_BODY, BY_NUMBER = "o-", "m-"  # how keys of bodies, and of countries without a code, begin
KEY_DIGITS = 12  # of a hash: one name, one key, whatever is stored about it


def folded(name: str) -> str:
    """A name as it is compared: neither spaces nor capitals matter."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class Delegation:
    """One delegation; *member* is the number of a Member State, None for any other body."""

    name: str
    member: int | None = None
    iso3: str = ""

    @property
    def key(self) -> str:
        """How its page is called: the code of a country, or what its name hashes to."""
        if self.member is None:
            return OF_A_BODY + sha256(folded(self.name).encode()).hexdigest()[:KEY_DIGITS]
        return self.iso3.lower() or f"{BY_NUMBER}{self.member}"

    def get_absolute_url(self) -> str:
        return reverse("delegation", kwargs={"key": self.key})

    @property
    def contacts_filter(self) -> Q:
        """Its contacts; a country may stand there, too, as a body of its name."""
        by_name = Q(member__isnull=True, organization__iexact=self.name)
        return by_name if self.member is None else by_name | Q(member=self.member)

    @property
    def participations_filter(self) -> Q:
        """What it is invited to; a country may stand there by its name alone."""
        by_name = Q(member__isnull=True, name__iexact=self.name)
        return by_name if self.member is None else by_name | Q(member=self.member)


@dataclass(frozen=True, slots=True)
class Names:
    """Every Member State by code, name and other names, in small letters."""

    states: dict[int, Delegation]
    by_name: dict[str, int]

    def find(self, name: str) -> Delegation | None:
        """The Member State of that code or name."""
        found = self.by_name.get(folded(name))
        return None if found is None else self.states[found]

    def of(self, member: int | None, name: str) -> Delegation:
        """The delegation of an invitee or a contact."""
        if member is not None:
            return self.states[member]
        return self.find(name) or Delegation(" ".join(name.split()))


def known_names() -> Names:
    """In one query."""
    rows = MemberState.objects.values_list("pk", "name", "iso3", "other_names")
    states: dict[int, Delegation] = {}
    by_name: dict[str, int] = {}
    for pk, name, iso3, others in rows:
        states[pk] = Delegation(name, pk, iso3)
        by_name |= {folded(one): pk for one in (*others.split(";"), iso3, name) if one.strip()}
    return Names(states, by_name)


def delegation_of(key: str) -> Delegation | None:
    """The delegation whose page is called *key*; None where nobody knows it."""
    if not key.startswith(OF_A_BODY):
        states = MemberState.objects.exclude(iso3="").filter(iso3=key.upper())
        if key.startswith(BY_NUMBER) and key[2:].isascii() and key[2:].isdigit():
            states = MemberState.objects.filter(iso3="", pk=int(key[2:][:18]))
        found = states.values_list("name", "pk", "iso3").first()
        return Delegation(*found) if found else None
    return next((one for one in bodies(known_names()) if one.key == key), None)


def bodies(names: Names) -> list[Delegation]:
    """Every body that has contacts or was invited and is no Member State, by name."""
    asked = Participation.objects.filter(member__isnull=True, removed=False).order_by()
    known = Contact.objects.filter(member__isnull=True).order_by()
    written: Iterable[str] = [
        *known.values_list("organization", flat=True).distinct(),
        *asked.values_list("name", flat=True).distinct(),
    ]
    found: dict[str, Delegation] = {}
    for name in written:
        if names.find(name) is None:
            found.setdefault(folded(name), Delegation(" ".join(name.split())))
    return sorted(found.values(), key=lambda one: folded(one.name))
