"""Judge every recorded meeting with what was known before it, as text or JSON."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations import planning
from consultations.asking import Refusing, as_json, whole
from planner.workdays import say_date

COLUMNS = ("event_id", "meeting_type", "date_start", "missions")


def _events(path: str) -> list[planning.Occurred]:
    """The meetings of a file like events.csv. Raises CommandError naming the row and the cure."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            absent = [c for c in COLUMNS if c not in (rows.fieldnames or ())]
            if absent:
                raise CommandError(f"{path}: no column {', '.join(absent)}; see events.csv")
            return [_event(path, number, row) for number, row in enumerate(rows, start=2)]
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise CommandError(f"{path}: cannot be read ({problem}); give a CSV in UTF-8") from problem


def _event(path: str, number: int, row: dict[str, str]) -> planning.Occurred:
    kind = row["meeting_type"]
    known = (*planning.KIND_OF_TYPE, "visit")
    if kind not in known:
        wanted = ", ".join(known)
        raise CommandError(f"{path}, row {number}, meeting_type: “{kind}” is none of {wanted}")
    on = _day(path, number, "date_start", row["date_start"])
    last = row.get("date_end") or ""
    until = _day(path, number, "date_end", last) if last.strip() else None
    missions = tuple(name.strip() for name in (row["missions"] or "").split(";") if name.strip())
    return planning.Occurred(row["event_id"], kind, on, missions, until)


def _day(path: str, number: int, column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise CommandError(
            f"{path}, row {number}, {column}: “{text}” is no date; write it as 2017-06-08"
        ) from None


class Command(Refusing, BaseCommand):
    help = "Judge the recorded meetings by today's register, before each and on its eve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int)
        parser.add_argument("--lead-days", type=whole, default=14, help="calendar days before")
        parser.add_argument("--events", help="judge the meetings of this file (as events.csv)")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def answer(self, *args: Any, **options: Any) -> None:
        events = _events(options["events"]) if options["events"] else None
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
