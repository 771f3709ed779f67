"""Write one paper as a file: the same as its page, for whoever works without a browser."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from consultations import planning
from consultations.asking import Refusing, mission_named, on_day
from consultations.management.output import write_out
from consultations.models import Consultation
from consultations.papers.files import made
from consultations.papers.kinds import (
    FORMATS,
    PAPERS,
    Asked,
    PaperKind,
    PaperRefused,
    build,
    operator,
)

SCREEN = ("csv", "html", "json")  # what may go to standard output


def _month(text: str) -> date:
    """A month as 2017-06; anything else is a wrong use (exit status 2)."""
    try:
        return on_day(f"{text}-01")
    except ArgumentTypeError:
        raise ArgumentTypeError(f"“{text}” is no month: write it as 2017-06") from None


def _years(text: str) -> tuple[date, date]:
    """A year, or two as 2005-2006; anything else is a wrong use (exit status 2)."""
    first, _dash, last = text.partition("-")
    try:
        days = on_day(f"{first}-01-01"), on_day(f"{last or first}-12-31")
    except ArgumentTypeError:
        raise ArgumentTypeError(f"“{text}” is no year: write 2017 or 2005-2006") from None
    if days[0] > days[1]:
        raise ArgumentTypeError(f"“{text}” ends before it begins")
    return days


class Command(Refusing, BaseCommand):
    help = "Write one paper: " + ", ".join(PAPERS)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", choices=sorted(PAPERS))
        parser.add_argument("--year", type=_years, metavar="YEAR[-YEAR]")
        parser.add_argument("--from", dest="first", type=on_day, metavar="DATE")
        parser.add_argument("--to", dest="last", type=on_day, metavar="DATE")
        parser.add_argument("--month", type=_month, metavar="YYYY-MM")
        parser.add_argument("--mission", metavar="ACRONYM")
        parser.add_argument("--consultation", type=UUID, metavar="ID")
        parser.add_argument("--side", default="")
        parser.add_argument("--form", default="")
        parser.add_argument("--since", default="")
        parser.add_argument("--language", choices=[*dict(settings.LANGUAGES)], default="en")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--output", metavar="FILE", help="standard output if left out")

    def answer(self, *args: Any, **options: Any) -> None:
        kind = PAPERS[options["kind"]]
        form, output = options["format"], options["output"]
        if not output and form not in SCREEN:
            raise CommandError("This file is not for the screen: name a file with --output.")
        try:
            sheet = build(kind, self._asked(kind, options))
            with translation.override(options["language"]):
                file = made(kind, sheet, form)
        except PaperRefused as refused:
            raise CommandError(refused.sentence) from refused
        write_out(self, file.content, output or None)
        if output:
            print(output, file=sys.stderr)

    def _asked(self, kind: PaperKind, options: dict[str, Any]) -> Asked:
        """What is asked for. Raises ``CommandError`` naming what the paper needs and lacks."""
        today = planning.today()
        days = (options["first"], options["last"])
        if any(days) and not (all(days) and days[0] <= days[1]):
            raise CommandError("Name the first and the last day, in this order.")
        first, last = days if days[0] else options["year"] or (None, None)
        named = ("month", "mission", "consultation")
        needs = {"year": first, "span": first, **{name: options[name] for name in named}}
        if kind.scope in needs and not needs[kind.scope]:
            wanted = "--year, or --from and --to" if kind.scope == "span" else f"--{kind.scope}"
            raise CommandError(f"“{kind.slug}” is of one {kind.scope}: name it with {wanted}.")
        for name, offered in (("side", kind.sides), ("form", kind.forms)):
            if options[name] and options[name] not in dict(offered):
                known = ", ".join(dict(offered)) or "none"
                raise CommandError(f"There is no {name} “{options[name]}”: choose {known}.")
        return Asked(
            reader=operator(), today=today, language=options["language"], first=first, last=last,
            month=options["month"], consultation=self._meeting(options["consultation"]),
            mission=mission_named(options["mission"]) if options["mission"] else None,
            side=options["side"] or next(iter(dict(kind.sides)), ""),
            form=options["form"] or next(iter(dict(kind.forms)), ""), since=options["since"],
        )  # fmt: skip

    def _meeting(self, pk: UUID | None) -> Consultation | None:
        if pk is None:
            return None
        rows = Consultation.objects.select_related("room", "cycle_mission")
        found = rows.filter(pk=pk).first()
        if found is None:
            raise CommandError(f"No consultation {pk} is recorded.")
        return found
