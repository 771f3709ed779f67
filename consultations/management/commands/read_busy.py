"""Read the calendars of others anew, one line each; what cannot be read stays as it was."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations.busy import keeping
from consultations.models import ExternalCalendar


class Command(BaseCommand):
    help = "Read every external calendar that has an address; run it every hour or so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--calendar", help="read the calendar of this name alone")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = ExternalCalendar.objects.exclude(url="").order_by("name")
        if options["calendar"]:
            rows = rows.filter(name__iexact=options["calendar"])
            if not rows:
                raise CommandError(f"No calendar “{options['calendar']}” with an address is kept.")
        failed = 0
        for row in rows:
            if keeping.read_again(row):
                self.stdout.write(f"{row.name}: {row.busy_times.count()} busy times")
            else:
                failed += 1
                self.stderr.write(f"{row.name}: {row.error}")
        if failed:
            raise CommandError(f"{failed} could not be read; their last good reading stays.")
