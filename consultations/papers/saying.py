"""Days, times and lists as papers say them, in the language of the paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultations.models import HEADQUARTERS
from planner.workdays import say_date


def say_day(on: date | None) -> str:
    """ "Thu 8 June 2017"; "jeu. 8 juin 2017" in French; that there is none."""
    if on is None:
        return _("no date")
    if isinstance(on, datetime):
        on = on.astimezone(HEADQUARTERS).date()
    if (get_language() or "en").startswith("en"):
        return say_date(on)
    return date_format(on, "D j F Y")


def say_plain_day(on: date) -> str:
    """Without the weekday, as a letter dates itself or a table of the reports: "8 June 2017"."""
    if (get_language() or "en").startswith("en"):
        return f"{on.day} {on:%B %Y}"
    return date_format(on, "j F Y")


def say_when(starts_at: datetime, ends_at: datetime) -> str:
    """ "Thu 8 June 2017, 10:00–11:30", in Headquarters' time."""
    start, end = starts_at.astimezone(HEADQUARTERS), ends_at.astimezone(HEADQUARTERS)
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{say_day(end)}, {end:%H:%M}"
    return f"{say_day(start)}, {start:%H:%M}–{last}"


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a field that is written one a line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def listed(names: Iterable[str]) -> str:
    """Names with commas; "none" where there is none."""
    return ", ".join(filter(None, names)) or _("none")
