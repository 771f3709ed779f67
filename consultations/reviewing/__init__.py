"""The review: indicators of a year or of a mission, counted from what is recorded."""

from __future__ import annotations

from consultations.reviewing.figures import Review, Scope, of_missions, review, years_of

__all__ = ["Review", "Scope", "of_missions", "review", "years_of"]
