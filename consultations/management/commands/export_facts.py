"""Write the stored facts as the files that load_facts reads."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations.facts import write_directory


class Command(BaseCommand):
    help = "Writes the facts as CSV files, with the columns that load_facts reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", help="made if it is not there")

    def handle(self, *args: Any, **options: Any) -> None:
        directory = options["directory"]
        try:
            counts = write_directory(directory)
        except OSError as error:
            raise CommandError(
                f"{directory}: {error.strerror}; give a directory that can be written"
            ) from error
        for stem, count in counts.items():
            self.stdout.write(f"{stem}.csv: {count} rows")
