"""Data entry by administrators: one module per subject, as the models have."""

from __future__ import annotations

from consultations.admin import (
    accounts,
    busy,
    contacts,
    council,
    decisions,
    mail_wishes,
    meetings,
    milestones,
    missions,
    plans,
    premises,
    reports,
)

__all__ = [
    "accounts",
    "busy",
    "contacts",
    "council",
    "decisions",
    "mail_wishes",
    "meetings",
    "milestones",
    "missions",
    "plans",
    "premises",
    "reports",
]
