"""How a mail says a time: weekday and month in its language, the zone by name and by offset."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import translation
from django.utils.formats import date_format

from consultations.models import HEADQUARTERS, Consultation
from planner.workdays import say_date

FRENCH = "fr"


def say_day(on: date, language: str) -> str:
    """ "Thu 18 June 2026" in English; "jeudi 18 juin 2026" in French."""
    if not language.startswith(FRENCH):
        return say_date(on)
    with translation.override(language):
        day = "1er" if on.day == 1 else str(on.day)
        return f"{date_format(on, 'l')} {day} {date_format(on, 'F Y')}"


def say_span(starts_at: datetime, ends_at: datetime, language: str, zone: ZoneInfo) -> str:
    """ "Thu 18 June 2026, 10:00–11:30 (New York, UTC−4)"."""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    last = f"{end:%H:%M}"
    if end.date() != start.date():
        last = f"{say_day(end.date(), language)}, {last}"
    said = f"{say_day(start.date(), language)}, {start:%H:%M}–{last}"
    return f"{said} ({say_zone(start)})"


def say_zone(at: datetime) -> str:
    """ "New York, UTC−4": the place that names the zone, and the offset at that time."""
    key = getattr(at.tzinfo, "key", "UTC")
    place = key.rpartition("/")[2].replace("_", " ")
    return place if place == "UTC" else f"{place}, {_offset(at.utcoffset() or timedelta())}"


def zone_of_mission(row: Consultation, at: datetime | None = None) -> ZoneInfo | None:
    """The zone of the mission's headquarters where its clock differs from ours *at* the meeting."""
    name = row.cycle_mission.time_zone if row.cycle_mission else ""
    try:
        zone = ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    if zone is None:
        return None
    at = at or row.starts_at
    same = at.astimezone(zone).utcoffset() == at.astimezone(HEADQUARTERS).utcoffset()
    return None if same else zone


def _offset(offset: timedelta) -> str:
    minutes = round(abs(offset).total_seconds() / 60)
    sign = "−" if offset < timedelta() else "+"
    said = f"{sign}{minutes // 60}"
    return f"UTC{said}:{minutes % 60:02}" if minutes % 60 else f"UTC{said}"
