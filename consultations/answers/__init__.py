"""Answers that come in: read with care, counted once, set aside with the reason, never lost."""

from __future__ import annotations

from consultations.answers.counting import Uncounted, closed, combined, count

__all__ = ["Uncounted", "closed", "combined", "count"]
