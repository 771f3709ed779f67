"""Which delegation a line means: by the names in it, or by a domain known to be its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from consultations.contacts import Delegation, Names, folded, known_names
from consultations.contacts.delegations import bodies
from consultations.models import Contact

CODE = re.compile(r"^\s*([A-Z]{3})\s*[:;,\t|–-]")
# What stands around a country's name in the display names of missions.
FRAME = re.compile(
    r"\b(?:the\s+)?permanent\s+mission(?:\s+of)?(?:\s+the)?(?!\w)|\bto the (?:un|united nations)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Guesser:
    """Names of delegations as they are looked for in a line; domains that only one of them has."""

    names: Names
    known: dict[str, Delegation]
    pattern: re.Pattern[str]
    domains: dict[str, Delegation]

    @classmethod
    def ready(cls) -> Guesser:
        """From what is stored, in four queries."""
        names = known_names()
        codes = {folded(one.iso3) for one in names.states.values()}
        known = {
            name: names.states[pk] for name, pk in names.by_name.items() if name not in codes
        } | {folded(one.name): one for one in bodies(names)}
        longest = sorted(known, key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest) or "(?!)"
        return cls(
            names, known, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), _domains(names)
        )

    def exactly(self, text: str) -> Delegation | None:
        """The delegation that the whole text names."""
        bare = FRAME.sub(" ", text)
        return self.names.find(bare) or self.known.get(folded(bare))

    def named_in(self, text: str) -> list[Delegation]:
        """Every delegation that some words of the text name, each once."""
        found = {self.known[folded(match[0])].key: self.known[folded(match[0])]
                 for match in self.pattern.finditer(text)}  # fmt: skip
        code = CODE.match(text)
        if not found and code and (state := self.names.find(code[1])):
            return [state]
        return list(found.values())

    def without_names(self, text: str) -> str:
        """The text less what names a delegation."""
        code = CODE.match(text)
        if code and self.names.find(code[1]):
            text = text[code.end() :]
        return self.pattern.sub(" ", FRAME.sub(" ", text))

    def by_domain(self, email: str) -> Delegation | None:
        """The one delegation whose known contacts have this domain."""
        return self.domains.get(email.rpartition("@")[2])


def _domains(names: Names) -> dict[str, Delegation]:
    whose: dict[str, set[str]] = {}
    found: dict[str, Delegation] = {}
    rows = Contact.objects.values_list("email", "member_id", "organization")
    for email, member, organization in rows:
        delegation, domain = names.of(member, organization), email.rpartition("@")[2]
        whose.setdefault(domain, set()).add(delegation.key)
        found[domain] = delegation
    return {domain: found[domain] for domain, keys in whose.items() if len(keys) == 1}
