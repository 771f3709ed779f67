"""Demands that cannot hold together, and what would free a meeting, as they were stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SHORT = 2  # demands named beside a meeting on the board


@dataclass(frozen=True, slots=True)
class Demanded:
    """One demand or relaxation: its sentence and the paragraphs behind it."""

    sentence: str
    paragraphs: tuple[str, ...] = ()
    force: str = ""


def demands(stored: Iterable[Any]) -> list[Demanded]:
    """What was stored, as lines."""
    return [_one(told) for told in stored]


def because(told: Mapping[str, Any]) -> str:
    """The first demands in one line."""
    found = [one.sentence for one in demands(told.get("because", ()))]
    return "; ".join(found[:SHORT]) + ("; …" if len(found) > SHORT else "")


def _one(told: Any) -> Demanded:
    if not isinstance(told, Mapping):
        return Demanded(str(told))
    leading = told.get("recommendation")
    named = told.get("recommendations") or ([leading, *told.get("also", ())] if leading else ())
    paragraphs = tuple(str(one) for one in named if one)
    return Demanded(str(told.get("sentence", "")), paragraphs, str(told.get("force") or ""))
