"""Answers that come in: read with care, counted once, set aside with the reason, never lost."""

from __future__ import annotations

from consultations.answers.counting import Uncounted, closed, count
from consultations.answers.deciding import (
    accept_counter,
    admit,
    decline_counter,
    dismiss,
    invite_delegate,
    is_admissible,
)
from consultations.answers.delegations import delegate_of, waits_for_delegate
from consultations.answers.intake import read
from consultations.answers.proposals import propose

__all__ = [
    "Uncounted",
    "accept_counter",
    "admit",
    "closed",
    "count",
    "decline_counter",
    "delegate_of",
    "dismiss",
    "invite_delegate",
    "is_admissible",
    "propose",
    "read",
    "waits_for_delegate",
]
