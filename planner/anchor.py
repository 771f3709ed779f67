"""One date of a cycle, and how it is established."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.known import ASSUMED


class Basis(StrEnum):
    """How a date is established: what is known, follows from a rule, or is only our estimate."""

    RECORDED = "recorded"
    RULE = "rule"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"
    ASSUMED = "assumed"  # a what-if: nobody recorded it

    @classmethod
    def entered(cls, confidence: str) -> Basis:
        """The basis of what stands among the facts: recorded, or only assumed."""
        return cls.ASSUMED if confidence == ASSUMED else cls.RECORDED


@dataclass(frozen=True, slots=True)
class Anchor:
    """One date of a cycle; *on* is None when its basis is unknown.

    *confidence* in what was recorded: high, medium, low, or empty where nobody has said.
    """

    name: str
    on: date | None
    basis: Basis
    source: str
    confidence: str = ""

    @property
    def soft(self) -> bool:
        """An estimated date narrows a target; it never excludes a day."""
        return self.basis is Basis.ESTIMATED

    @property
    def standing(self) -> str:
        """Its basis, or "unconfirmed": recorded with no more than medium confidence."""
        weak = self.basis is Basis.RECORDED and self.confidence in ("medium", "low")
        return "unconfirmed" if weak else str(self.basis)
