"""Write the table of the Working Group's meetings, in the form of 2006 or of 2017."""

from __future__ import annotations

import csv
import io
import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consultations import planning
from consultations.management.output import write_out
from consultations.papers import annex_2006, annex_2017
from consultations.papers.files import made
from consultations.papers.kinds import PAPERS, Asked, PaperKind, PaperRefused, build, operator
from consultations.papers.rendering.tables import safe
from consultations.papers.sheets import Sheet
from consultations.papers.spans import years_of

COLUMNS = {"2006": annex_2006.columns, "2017": annex_2017.columns}
FORMS = {form: PAPERS[f"annex-{form}"] for form in ("2006", "2017")}


class Command(BaseCommand):
    """``annex YEAR[-YEAR] --form 2006|2017 [--format csv|docx|json] [--output FILE]``."""

    help = (
        "Write the table of the Working Group's meetings: recorded ones and those of this planner "
        "that were held. Form 2006: Date, Participants, Subject matter, informal meetings in a "
        "table of their own. Form 2017: Number, Date, Panellists, Theme."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The years, the form, and where to write in which format."""
        parser.add_argument("years", metavar="YEAR[-YEAR]", help="as in 2017 or 2005-2006")
        parser.add_argument("--form", choices=[*FORMS], required=True)
        parser.add_argument("--format", choices=["csv", "docx", "json"], default="csv")
        parser.add_argument("--output", metavar="FILE", help="standard output if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; refuses years that are none, and a Word file to standard output."""
        if options["format"] == "docx" and not options["output"]:
            raise CommandError("A Word file is not for the screen: name a file with --output.")
        try:
            first, last = years_of(options["years"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        asked = Asked(operator(), planning.today(), first=first, last=last, form=options["form"])
        kind = FORMS[options["form"]]
        sheet = build(kind, asked)
        write_out(self, _body(kind, sheet, asked, options["format"]), options["output"])


def _body(kind: PaperKind, sheet: Sheet, asked: Asked, form: str) -> bytes:
    """JSON and CSV are for programs to read: without a byte order mark."""
    if form == "json":
        return as_json(sheet, asked).encode()
    if form == "csv":
        return as_csv(sheet, COLUMNS[asked.form]()).encode()
    try:
        return made(kind, sheet, form).content
    except PaperRefused as refused:
        raise CommandError(refused.sentence) from refused


def as_json(sheet: Sheet, asked: Asked) -> str:
    """One document: the form, the span, the tables, and what is to be said of them."""
    first, last = asked.span
    said = {
        "form": asked.form,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "title": sheet.title,
        "tables": [
            {name: asdict(table)[name] for name in ("name", "caption", "columns", "rows")}
            for table in sheet.tables
        ],
        "notes": sheet.notes,
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def as_csv(sheet: Sheet, columns: tuple[str, ...]) -> str:
    """Header and rows; a further table below an empty line and its caption. Without a meeting the
    *columns* alone."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([] if sheet.tables else [columns])
    for n, table in enumerate(sheet.tables):
        writer.writerows([[]] * bool(n))
        if table.caption:
            writer.writerow([safe(table.caption)])
        writer.writerow(table.columns)
        writer.writerows([safe(cell) for cell in row] for row in table.rows)
    return text.getvalue()
