"""A foreign calendar read in a process of its own, within bounds of size, number and time."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings

from consultations.busy.expanding import Span, Warned
from consultations.busy.trimming import LARGEST, Unreadable
from planner.workdays import HEADQUARTERS

BACK, AHEAD = timedelta(days=31), timedelta(days=400)
SECONDS = 12  # for one file, the start of the process included
CHILD = (sys.executable, "-m", "consultations.busy.child")


@dataclass(frozen=True)
class Reading:
    """The busy times of one calendar, and what is to be said of them."""

    spans: tuple[Span, ...]
    warnings: tuple[Warned, ...] = ()


def window(today: date) -> tuple[datetime, datetime]:
    """From when to when a calendar is read."""
    first, last = (datetime.combine(d, time(), HEADQUARTERS) for d in (today - BACK, today + AHEAD))
    return first, last


def read(data: bytes, *, today: date) -> Reading:
    """The busy times around *today*. Raises Unreadable, whatever the file does to its reader."""
    if len(data) > LARGEST:
        raise Unreadable("large")
    span = [at.isoformat() for at in window(today)]
    try:
        done = subprocess.run(
            [*CHILD, *span], input=data, capture_output=True, timeout=SECONDS, check=False,
            cwd=settings.BASE_DIR, env={"PYTHONIOENCODING": "utf-8", "PYTHONPATH": ""},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable("slow_file") from None
    if done.returncode:
        raise Unreadable("slow_file" if done.returncode < 0 else "unparsed")
    told = json.loads(done.stdout)
    if "refused" in told:
        raise Unreadable(*told["refused"])
    spans = (
        Span(datetime.fromisoformat(start), datetime.fromisoformat(end), title, uid)
        for start, end, title, uid in told["spans"]
    )
    return Reading(tuple(spans), tuple(Warned(*one) for one in told["warnings"]))
