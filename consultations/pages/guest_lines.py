"""The guest list as pages show it: by what each is invited as, counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from consultations.models import Participation
from planner.delegations import Guests

LABELS = dict(Participation.Category.choices)


def grouped(guests: Guests) -> list[tuple[str, list[Any]]]:
    """(category in words, its invitees), in the list's own order."""
    return by_category(guests.invitees)


def by_category(people: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """The same for any list whose lines have a category."""
    groups: dict[str, list[Any]] = {code: [] for code in LABELS}
    for one in people:
        groups.setdefault(str(one.category), []).append(one)
    return [(str(LABELS.get(code, code)), lines) for code, lines in groups.items() if lines]
