"""The tests that show each entry of the register at work, by name: a list kept true by a test."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

EXAMPLES = Path(__file__).with_name("examples.toml")


@dataclass(frozen=True, slots=True)
class Example:
    """One test: the file it stands in, from the top of the project, and its name."""

    file: str
    name: str

    @property
    def sentence(self) -> str:
        """Its name is a sentence: "a debrief after adoption is called for in full"."""
        return self.name.removeprefix("test_").replace("_", " ")


@lru_cache(maxsize=2)
def examples(path: Path = EXAMPLES) -> Mapping[str, tuple[Example, ...]]:
    """Examples by the id of the entry they are of."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType(
        {id: tuple(Example(*one.split("::")) for one in row["tests"]) for id, row in data.items()}
    )
