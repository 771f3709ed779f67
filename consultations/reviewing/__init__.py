"""The review: indicators of a year or of a mission, counted from what is recorded."""

from __future__ import annotations

from consultations.reviewing.figures import Review, Scope, review

__all__ = ["Review", "Scope", "review"]
