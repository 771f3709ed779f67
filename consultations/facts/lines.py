"""One row of a file on its way in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Line:
    """One row of a file: its values by field, and what else hangs on the row it becomes."""

    file: str
    row: int
    values: dict[str, Any]
    texts: dict[str, str]
    aside: dict[str, Any] = field(default_factory=dict)  # values that are no field of the row
    pk: Any = None

    def text(self, column: str) -> str:
        """The cell as it stood in the file."""
        return self.texts.get(column, "")


def split_list(text: str) -> list[str]:
    """The parts of a cell that holds a list."""
    return [part.strip() for part in text.split(";") if part.strip()]
