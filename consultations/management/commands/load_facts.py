"""Load facts from a directory of CSV or XLSX files: all or nothing."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consultations.facts import Outcome, load, read_directory, stems


class Command(BaseCommand):
    help = (
        "Loads facts from the files of a directory. All or nothing; loading twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", help="a directory, or one file")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        directory = options["directory"]
        try:
            source = read_directory(directory)
        except OSError as error:
            raise CommandError(
                f"{directory}: {error.strerror}; give a directory that holds missions.csv or others"
            ) from error
        if not source.sheets and not source.problems:
            known = ", ".join(f"{stem}.csv" for stem in sorted(stems()))
            raise CommandError(f"{directory}: none of the files is here: {known}")
        outcome = load(source, today=timezone.localdate(), dry_run=options["dry_run"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(outcome.as_json(), indent=1, ensure_ascii=False))
        else:
            self._tell(outcome, dry_run=options["dry_run"])
        if outcome.problems:
            count = len(outcome.problems)
            raise CommandError(
                f"Nothing was written: {count} problem{'s' if count > 1 else ''}, the first is "
                f"{outcome.problems[0]}. Correct the file and load it again."
            )

    def _tell(self, outcome: Outcome, *, dry_run: bool) -> None:
        for warning in outcome.warnings:
            self.stdout.write(f"warning: {warning}")
        for problem in outcome.problems:
            self.stdout.write(f"problem: {problem}")
        for stem, created in outcome.created.items():
            self.stdout.write(
                f"{stem}: {created} created, {outcome.updated[stem]} updated, "
                f"{outcome.unchanged[stem]} unchanged"
            )
        if dry_run and not outcome.problems:
            self.stdout.write("Dry run: nothing was written.")
