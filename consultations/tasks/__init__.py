"""Tasks that honour the recommendations: computed from what is recorded, ticked or skipped."""

from __future__ import annotations

from consultations.tasks.computing import (
    NoSuchTask,
    Sight,
    all_of,
    due,
    find,
    of_consultation,
    of_cycle,
    of_month,
    of_year,
    sight,
)
from consultations.tasks.evidence import with_evidence
from consultations.tasks.settling import Refused, clear, settle
from consultations.tasks.wording import about, title
from planner.checklist import Mark, Subject, Task

__all__ = [
    "Mark", "NoSuchTask", "Refused", "Sight", "Subject", "Task", "about", "all_of", "clear", "due",
    "find", "of_consultation", "of_cycle", "of_month", "of_year", "settle", "sight", "title",
    "with_evidence",
]  # fmt: skip
