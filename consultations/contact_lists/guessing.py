"""Which delegation a line means: by the names in it, or by a domain known to be its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from consultations.contacts import Delegation, Names, folded, known_names
from consultations.contacts.delegations import bodies
from consultations.models import Contact

# A code before the words, or in brackets behind a name, as directories of missions write it.
CODE = re.compile(r"^\s*([A-Z]{3})\s*[:;,\t|–-]")
IN_BRACKETS = re.compile(r"[(\[]\s*([A-Z]{3})\s*[)\]]")
WORD = re.compile(r"\w+")
# What stands around a country's name in the display names of missions.
FRAME = re.compile(
    r"\b(?:the\s+)?permanent\s+mission(?:\s+of)?(?:\s+the)?(?!\w)|\bto the (?:un|united nations)\b",
    re.IGNORECASE,
)


ROLES = {
    Contact.Role.MILITARY: ("milit", "defence", "defense", "défense", "milad"),
    Contact.Role.POLICE: ("polic",),
    Contact.Role.POLITICAL: ("politi",),
}


def role_in(text: str) -> str:
    """The role that some words tell; empty where none does."""
    words = folded(text)
    return next((str(r) for r, starts in ROLES.items() if any(s in words for s in starts)), "")


@dataclass(frozen=True, slots=True)
class Guesser:
    """Names of delegations as they are looked for in a line; domains that only one of them has."""

    names: Names
    known: dict[str, Delegation]
    patterns: dict[str, re.Pattern[str]]  # of names, by their first word: a line is read once
    domains: dict[str, Delegation]

    @classmethod
    def ready(cls) -> Guesser:
        """From what is stored, in four queries."""
        names = known_names()
        codes = {folded(one.iso3) for one in names.states.values()}
        known = {
            name: names.states[pk] for name, pk in names.by_name.items() if name not in codes
        } | {folded(one.name): one for one in bodies(names)}
        return cls(names, known, _patterns(known), _domains(names))

    def exactly(self, text: str) -> Delegation | None:
        """The delegation that the whole text names."""
        bare = FRAME.sub(" ", text)
        return self.names.find(bare) or self.known.get(folded(bare))

    def named_in(self, text: str) -> list[Delegation]:
        """Every delegation that some words of the text name, each once.

        A code in brackets is said of the person before it, whatever their name reminds of.
        """
        if coded := self._coded(IN_BRACKETS.findall(text)):
            return coded
        found = {}
        for start, end in self._spans(text):
            one = self.known[folded(text[start:end])]
            found[one.key] = one
        return list(found.values()) or self._coded(CODE.findall(text))

    def without_names(self, text: str) -> str:
        """The text less what names a delegation."""
        code = CODE.match(text)
        if code and self.names.find(code[1]):
            text = text[code.end() :]
        bare = IN_BRACKETS.sub(lambda m: " " if self.names.find(m[1]) else m[0], text)
        text, coded = FRAME.sub(" ", bare), bare != text
        if coded:
            return text  # the code says it: another country's name is part of a person's
        for start, end in reversed(self._spans(text)):
            text = f"{text[:start]} {text[end:]}"
        return text

    def _coded(self, codes: list[str]) -> list[Delegation]:
        found = [state for code in codes if (state := self.names.find(code))]
        return list({one.key: one for one in found}.values())

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where names stand in the text, the longest at each place."""
        found, last = [], 0
        for word in WORD.finditer(text):
            pattern = self.patterns.get(word[0].casefold())
            if pattern and word.start() >= last and (name := pattern.match(text, word.start())):
                last = name.end()
                found.append(name.span())
        return found

    def by_domain(self, email: str) -> Delegation | None:
        """The one delegation whose known contacts have this domain."""
        return self.domains.get(email.rpartition("@")[2])


def _patterns(known: dict[str, Delegation]) -> dict[str, re.Pattern[str]]:
    by_word: dict[str, list[str]] = {}
    for name in sorted(known, key=len, reverse=True):
        if first := WORD.match(name):
            by_word.setdefault(first[0], []).append(r"\s+".join(map(re.escape, name.split())))
    return {
        word: re.compile(rf"(?:{'|'.join(some)})(?!\w)", re.IGNORECASE)
        for word, some in by_word.items()
    }


def _domains(names: Names) -> dict[str, Delegation]:
    whose: dict[str, set[str]] = {}
    found: dict[str, Delegation] = {}
    rows = Contact.objects.values_list("email", "member_id", "organization")
    for email, member, organization in rows:
        delegation, domain = names.of(member, organization), email.rpartition("@")[2]
        whose.setdefault(domain, set()).add(delegation.key)
        found[domain] = delegation
    return {domain: found[domain] for domain, keys in whose.items() if len(keys) == 1}
