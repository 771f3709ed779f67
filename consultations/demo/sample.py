"""The sample facts that come with the planner, loaded where no facts are yet."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from consultations.facts import Outcome, load, read_directory
from consultations.models import Mission

SAMPLE = Path(__file__).resolve().parent.parent / "sample_facts"


class SampleRefused(ValueError):
    """The sample facts do not load; the message names the file and the row."""


def load_sample() -> Outcome | None:
    """Load them into an installation without missions; None where there are some already."""
    if Mission.objects.exists():
        return None
    outcome = load(read_directory(SAMPLE), today=timezone.localdate())
    if outcome.problems:
        raise SampleRefused(str(outcome.problems[0]))
    return outcome
