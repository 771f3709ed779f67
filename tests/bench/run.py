"""All benchmarks, one after the other, in one process and one database."""

from __future__ import annotations

import logging
import platform
import warnings
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from consultations import planning
from consultations.models import (
    Consultation,
    Contribution,
    Draft,
    Mandate,
    Mission,
    Reply,
    Report,
)
from tests.bench import data, feeds, pages, plans, proposals

MISSIONS, YEARS, BOOKED = 14, 20, 1500


def run(scratch: Path) -> dict[str, Any]:
    """The figures with their limits, and the raw times behind them."""
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    warnings.filterwarnings("ignore", "No directory at")
    logging.disable(logging.WARNING)  # pages that only take POST are asked too, and say so
    call_command("migrate", verbosity=0)
    parts = [*_pages(planning.today().year), proposals.measure(scratch), plans.measure()]
    figures = [one for part in parts for one in part.pop("figures")]
    raw = {name: value for part in parts for name, value in part.items()}
    return {"figures": figures, "python": platform.python_version(), **raw}


def _pages(year: int) -> list[dict[str, Any]]:
    """One mission, three, then all: a few rows of each sort, then twenty years of them."""
    data.house(planning.today())
    data.diaries(planning.today())
    data.contacts()
    user, first = data.administrator(), year - YEARS + 5
    data.years(1, year, year, 90)
    data.correspondence(user, 2)
    data.plan(user, year)
    one = pages.queries(user, year)
    _clear()
    data.years(3, year - 1, year, 540)
    data.correspondence(user, 4)
    data.plan(user, year)
    three = pages.queries(user, year)
    _clear()
    data.years(MISSIONS, first, first + YEARS - 1, BOOKED)
    data.correspondence(user, 12)
    data.plan(user, year)
    full = pages.queries(user, year)
    return [
        pages.compared(one, three, full),
        pages.year_page(user, year),
        feeds.measure(user),
        {"figures": [], "rows": _rows()},
    ]


def _clear() -> None:
    Draft.objects.all().delete()
    Reply.objects.all().delete()
    Consultation.objects.all().delete()
    Mission.objects.all().delete()


def _rows() -> dict[str, int]:
    return {
        "missions": Mission.objects.count(),
        "mandates_and_reports": Mandate.objects.count() + Report.objects.count(),
        "consultations": Consultation.objects.count(),
        "contributions": Contribution.objects.count(),
    }
