"""Write consultations as one iCalendar file."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consultations.calendars import files as calendars
from consultations.management.output import write_out
from consultations.models import HEADQUARTERS, Consultation, Mission


def day(text: str) -> date:
    """A day as YYYY-MM-DD; argparse names this function in its refusal."""
    return date.fromisoformat(text)


class Command(BaseCommand):
    """``export_calendar [--mission M] [--from DATE] [--to DATE] [--output FILE]``."""

    help = (
        "Write consultations as an iCalendar file, details included, guests left out. "
        "Days are Headquarters' days, both included."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The mission, the days, and where to write."""
        parser.add_argument("--mission", metavar="M", help="acronym, as in MINUSMA")
        parser.add_argument("--from", dest="first", type=day, metavar="DATE")
        parser.add_argument("--to", dest="last", type=day, metavar="DATE")
        parser.add_argument("--output", metavar="FILE", help="standard output if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; refuses an unknown mission and days in the wrong order."""
        rows = Consultation.objects.order_by("starts_at", "pk")
        first, last = options["first"], options["last"]
        if first and last and last < first:
            raise CommandError(f"--to {last} lies before --from {first}: exchange them.")
        if acronym := options["mission"]:
            mission = Mission.objects.filter(acronym__iexact=acronym).first()
            if mission is None:
                raise CommandError(f"No mission {acronym}: write its acronym as in missions.csv.")
            rows = rows.filter(missions=mission)
        if first:
            rows = rows.filter(ends_at__gt=_midnight(first))
        if last:
            rows = rows.filter(starts_at__lt=_midnight(last + timedelta(days=1)))
        body = calendars.calendar(calendars.wanted_of(rows), reader=None, everything=True)
        write_out(self, body, options["output"])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HEADQUARTERS)
