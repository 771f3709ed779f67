"""All benchmarks, one after the other, in one process and one database."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from consultations import planning
from tests.bench import data, proposals

MISSIONS, YEARS, BOOKED = 14, 20, 1500


def run(scratch: Path) -> dict[str, Any]:
    """The figures with their limits, and the raw times behind them."""
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("migrate", verbosity=0)
    today = planning.today()
    data.house(today)
    data.administrator()
    first = today.year - YEARS + 5
    data.years(MISSIONS, first, first + YEARS - 1, BOOKED)
    parts = [proposals.measure(scratch)]
    figures = [one for part in parts for one in part.pop("figures")]
    raw = {name: value for part in parts for name, value in part.items()}
    return {"figures": figures, "python": platform.python_version(), **raw}
