"""The consultations of a horizon planned together, as text or JSON; stored as a draft if asked."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations import drafts, planning
from consultations.asking import Refusing, as_json, mission_named, on_day
from consultations.booking import Refusal
from consultations.models import Draft
from planner.assumed import AssumptionError
from planner.workdays import say_date

PRESETS = tuple(str(one) for one in planning.Preset)
NAMED = 5  # as many drafts a refusal names


def _seconds(text: str) -> float:
    """Seconds above zero; anything else is a wrong use (exit status 2)."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ArgumentTypeError(f"“{text}” is no number of seconds above 0")
    return seconds


def _draft_named(text: str) -> Draft:
    """The draft of that name, or of that number. Raises CommandError naming those there are."""
    found = Draft.objects.filter(name=text).first()
    if found is None and text.isdecimal():
        found = Draft.objects.filter(pk=int(text)).first()
    if found is None:
        known = [f"{row.pk} “{row.name}”" for row in Draft.objects.all()[:NAMED]]
        raise CommandError(f"No plan “{text}” is stored; there are: {', '.join(known) or 'none'}.")
    return found


class Command(Refusing, BaseCommand):
    help = "Plan all consultations of a span together, each placement with its findings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=on_day, required=True)
        parser.add_argument("--to", dest="last", type=on_day, required=True)
        parser.add_argument("--as-of", type=on_day)
        parser.add_argument("--missions", default="", help="acronyms, as in MINUSMA,UNDOF")
        parser.add_argument("--preset", choices=PRESETS, default="")
        parser.add_argument("--style", choices=Draft.Style.values, default="gentle")
        parser.add_argument("--time-limit", type=_seconds, metavar="SECONDS")
        parser.add_argument("--keep", metavar="PLAN", help="a stored plan, by name or number")
        parser.add_argument("--save", metavar="NAME", help="store the plan as a draft")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def answer(self, *args: Any, **options: Any) -> None:
        try:
            planned = self._planned(options)
        except (Refusal, AssumptionError) as refused:
            raise CommandError(str(refused)) from refused
        if options["format"] == "json":
            self.stdout.write(as_json(planning.plan_json(planned)))
        else:
            self._text(planned)

    def _planned(self, options: dict[str, Any]) -> planning.Planned:
        asked: dict[str, Any] = {
            "first": options["first"],
            "last": options["last"],
            "as_of": options["as_of"] or planning.today(),
            "missions": [mission_named(name.strip()).acronym
                         for name in options["missions"].split(",") if name.strip()],
            "preset": options["preset"],
            "style": options["style"],
            "time_limit": options["time_limit"],
            "keeps": _draft_named(options["keep"]) if options["keep"] else None,
        }  # fmt: skip
        if options["save"] is None:
            draft = drafts.drafted(**asked)
            return planning.plan_together(
                drafts.horizon_of(draft), keeping=drafts.keeping_of(draft),
                time_limit=draft.time_limit,
            )  # fmt: skip
        return self._saved(drafts.sketch(who=None, name=options["save"], **asked))

    def _saved(self, draft: Draft) -> planning.Planned:
        planned = drafts.carry_out(draft.pk, draft.run)
        if planned is None:
            draft.refresh_from_db()
            raise CommandError(draft.error or f"“{draft.name}” was changed while it was planned.")
        return planned

    def _text(self, planned: planning.Planned) -> None:
        plan = planned.plan
        for one in plan.placements:
            self.stdout.write(self._line(one, planned))
        for unplaced in plan.unplaced:
            name = drafts.meeting_name(unplaced.kind, unplaced.mission, unplaced.expiry)
            because = "; ".join(demand.sentence for demand in unplaced.because)
            self.stdout.write(f"Not placed: {name}: {because}")
            for way in unplaced.relaxations:
                self.stdout.write(f"  It would be free: {way.sentence}")
        for together in plan.conflicts:
            said = "; ".join(demand.sentence for demand in together)
            self.stdout.write(f"Cannot hold together: {said}")
        self.stdout.write(f"{plan.status}, by {plan.engine}; {plan.missed}".rstrip("; "))
        for level in plan.levels:
            if level.value or level.bound != level.value:
                bound = "" if level.bound == level.value else f" (at least {level.bound})"
                self.stdout.write(f"  {level.name}: {level.value}{bound}")
        for note in planned.gathered.notes:
            self.stdout.write(f"  ! {note}")

    def _line(self, one: Any, planned: planning.Planned) -> str:
        slot = one.slot
        place = planned.gathered.places.get(slot.room)
        marks = [word for word in ("booked", "pinned", "kept") if getattr(one, word)]
        if one.moved_from:
            was = one.moved_from
            marks.append(f"moved from {say_date(was.day)} {was.start:%H:%M}")
        name = drafts.meeting_name(one.kind, one.mission, one.expiry)
        tail = f" ({', '.join(marks)})" if marks else ""
        return (
            f"{say_date(slot.day)} {slot.start:%H:%M}-{slot.end:%H:%M}  "
            f"{place.name if place else 'no room'}  {name}: {planning.worst(one.findings)}{tail}"
        )
