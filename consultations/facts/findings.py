"""What an import says back: counts, and each problem or warning by file, row and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MAX_FINDINGS = 1000  # of each sort; nobody reads more, and a hostile file could make millions


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one cell (or row, or file: then column or row is empty)."""

    file: str
    row: int | None
    column: str
    value: str
    problem: str

    def as_dict(self) -> dict[str, Any]:
        """The keys every consumer of the JSON knows."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "problem": self.problem,
        }

    def __str__(self) -> str:
        place = [self.file]
        place += [f"row {self.row}"] if self.row is not None else []
        place += [self.column] if self.column else []
        value = f" “{self.value}”" if self.value else ""
        return f"{', '.join(place)}:{value} {self.problem}"


@dataclass(frozen=True, slots=True)
class Change:
    """What one row of a file creates or updates; fields as (name, was, now)."""

    file: str
    row: int
    label: str
    created: bool
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class Outcome:
    """The answer to one import; nothing was written when there is any problem."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    written: bool = False

    def count(self, stem: str, created: int, updated: int, unchanged: int) -> None:
        """Set the three numbers of one table."""
        self.created[stem], self.updated[stem] = created, updated
        self.unchanged[stem] = unchanged

    def as_json(self) -> dict[str, Any]:
        """The document of ``load_facts --format json``."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "problems": [one.as_dict() for one in self.problems[:MAX_FINDINGS]],
            "warnings": [one.as_dict() for one in self.warnings[:MAX_FINDINGS]],
        }
