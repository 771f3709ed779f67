"""The guest list while it is written: whoever comes twice keeps one line with both reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from planner.delegations import CHAIR, ROLES, Category, Invitee


@dataclass
class GuestBook:
    """Lines in the order they came, found by ISO code or by name."""

    lines: list[Invitee] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def place(self, *names: str) -> int | None:
        found = (self.places.get(name.casefold()) for name in names if name)
        return next((place for place in found if place is not None), None)

    def add(self, invitees: Iterable[Invitee]) -> None:
        for invitee in invitees:
            place = self.place(invitee.iso3, invitee.name)
            if place is None:
                place = len(self.lines)
                self.lines.append(invitee)
            else:
                self.lines[place] = _merged(self.lines[place], invitee)
            for name in (invitee.iso3, invitee.name):
                if name:
                    self.places[name.casefold()] = place

    def ordered(self) -> tuple[Invitee, ...]:
        """Chair first, then by category; inside one as they came."""
        kinds = list(Category)
        return tuple(sorted(self.lines, key=lambda i: (i.role != CHAIR, kinds.index(i.category))))


def _merged(a: Invitee, b: Invitee) -> Invitee:
    strengths = [s for s in (a.strength, b.strength) if s is not None]
    dates = (
        dict.fromkeys((*a.as_of.split(", "), b.as_of)) if a.category is b.category else [a.as_of]
    )
    return replace(
        a,
        role=min(a.role, b.role, key=ROLES.index),
        reasons=tuple(dict.fromkeys((*a.reasons, *b.reasons))),
        as_of=", ".join(dates),
        iso3=a.iso3 or b.iso3,
        seats=a.seats or b.seats,
        strength=sum(strengths) if strengths else None,
    )
