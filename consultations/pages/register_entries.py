"""The register as pages show it: which entries are asked for, and where each one acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from consultations.forms.register import HONOURED
from consultations.models import NumberOverride
from consultations.pages.register_places import Place, places
from planner.register import DIMENSIONS, Number, Recommendation, Register


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number in force and the missions and meetings for which it differs."""

    number: Number
    exceptions: tuple[NumberOverride, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as a page shows it."""

    entry: Recommendation
    dimensions: tuple[str, ...]
    places: tuple[Place, ...]
    numbers: tuple[NumberLine, ...]

    @property
    def honoured(self) -> str:
        """What mainly acts on it, in words."""
        return str(HONOURED[self.entry.honours])


def asked_for(book: Register, wanted: Mapping[str, str]) -> list[Recommendation]:
    """The entries of the two reports that every filter holds for, in the documents' order."""
    entries: Iterable[Recommendation] = book.recommendations.values()
    if words := wanted.get("q"):
        found = {entry.id for entry in book.search(words)}
        entries = (entry for entry in entries if entry.id in found)
    same = {k: wanted[k] for k in ("document", "force", "kind", "honours") if wanted.get(k)}
    dimension = wanted.get("dimension")
    return [
        entry
        for entry in entries
        if all(getattr(entry, name) == value for name, value in same.items())
        and (not dimension or dimension in entry.dimensions)
    ]


def shown(entry: Recommendation, book: Register, rows: Iterable[NumberOverride]) -> Shown:
    """*entry* with its places in words and its numbers as they are in force."""
    return Shown(
        entry,
        tuple(DIMENSIONS[code] for code in entry.dimensions),
        tuple(places(entry, book)),
        tuple(number_lines((book.numbers[key] for key in entry.numbers), rows)),
    )


def number_lines(numbers: Iterable[Number], rows: Iterable[NumberOverride]) -> list[NumberLine]:
    """Each number with its exceptions; what holds for everybody is the number itself."""
    by_key: dict[str, list[NumberOverride]] = {}
    for row in rows:
        if row.mission_id or row.consultation_id:
            by_key.setdefault(row.key, []).append(row)
    return [NumberLine(number, tuple(by_key.get(number.key, ()))) for number in numbers]


def neighbours(book: Register, id: str) -> dict[str, Any]:
    """The entries before and after in the documents' order (rules among themselves)."""
    table = book.recommendations if id in book.recommendations else book.rules
    ids = list(table)
    at = ids.index(id)
    return {"before": ids[at - 1] if at else "", "after": ids[at + 1] if at + 1 < len(ids) else ""}
