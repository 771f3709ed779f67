"""Judge every recorded meeting with what was known before it, as text or JSON."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations import planning
from consultations.asking import Refusing, as_json
from planner.workdays import say_date


def _numbers(path: str) -> list[str]:
    """The event numbers of a CSV file. Raises CommandError naming the file and the cure."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "event_id" not in (rows.fieldnames or ()):
                raise CommandError(f"{path}: no column event_id; use the columns of events.csv")
            return [row["event_id"] for row in rows if row["event_id"]]
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{path}: cannot be read ({problem}); give a CSV in UTF-8") from problem


class Command(Refusing, BaseCommand):
    help = "Judge the recorded meetings by today's register, before each and on its eve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int)
        parser.add_argument("--lead-days", type=int, default=14, help="calendar days before")
        parser.add_argument("--events", help="only the meetings of this CSV (column event_id)")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def answer(self, *args: Any, **options: Any) -> None:
        events = _numbers(options["events"]) if options["events"] else None
        found = planning.backtest(
            year=options["year"], lead_days=options["lead_days"], events=events
        )
        if options["format"] == "json":
            self.stdout.write(as_json(planning.backtest_json(found)))
            return
        for judged in found.meetings:
            verdict = {True: "in the window", False: "outside", None: "-"}[judged.in_window]
            self.stdout.write(
                f"{judged.event} {say_date(judged.date)} {'; '.join(judged.missions)} "
                f"{judged.kind}: {verdict} {judged.smallest_change}".rstrip()
            )
        for name, summary in found.summary.items():
            self.stdout.write(
                f"{name}: {summary.hits} of {summary.meetings} in a median width of "
                f"{summary.median_width} working days; 28 to 7 days before: "
                f"{summary.every_day_28_to_7} in {summary.every_day_width}; centred 18 days "
                f"before: {summary.centred} in {summary.centred_width}; median distance to the "
                f"target {summary.median_distance}"
            )
