"""The best slots for one consultation, and why another day is worse, as text or JSON."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations import planning
from consultations.asking import Refusing, as_json, mission_named, on_day, whole
from planner.workdays import say_date


def _check_need(found: planning.Proposals, need: str) -> None:
    """Raises CommandError where the chain has no such need of that kind."""
    if need and found.called.need.id != need:
        kind = found.called.need.kind
        ids = [c.need.id for c in found.chain.called if c.need.kind == kind]
        known = ", ".join(ids) or "none; leave --need out to plan one asked for"
        raise CommandError(
            f"{found.chain.cycle.mission}: the chain calls for no need “{need}” of kind {kind}; "
            f"needs of that kind: {known}"
        )


class Command(Refusing, BaseCommand):
    help = "Propose slots for a consultation of a kind, ranked, each with its findings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mission", help="acronym, as in MINUSMA")
        parser.add_argument("--kind", required=True, choices=tuple(planning.KINDS))
        parser.add_argument("--need", default="", help="one need of the chain, by its id")
        parser.add_argument("--component", default="mission")
        parser.add_argument("--expiry", type=on_day)
        parser.add_argument("--as-of", type=on_day)
        parser.add_argument("--top", type=whole, default=5)
        parser.add_argument("--why-not", type=on_day, help="judge this day, whatever its rank")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def answer(self, *args: Any, **options: Any) -> None:
        found = planning.propose(
            mission_named(options["mission"]),
            options["kind"],
            need=options["need"],
            component=options["component"],
            expiry=options["expiry"],
            as_of=options["as_of"],
            top=options["top"],
            why_not_on=options["why_not"],
        )
        _check_need(found, options["need"])
        if options["format"] == "json":
            self.stdout.write(as_json(planning.proposals_json(found)))
            return
        self._text(found)

    def _text(self, found: planning.Proposals) -> None:
        places = {p.key: p.name for p in found.bench.premises.places}
        for proposal in found.proposals:
            slot = proposal.slot
            room = places.get(slot.room, "no room")
            self.stdout.write(
                f"{say_date(slot.day)} {slot.start:%H:%M}-{slot.end:%H:%M}  {room}: "
                f"{proposal.verdict}"
            )
            for finding in proposal.findings:
                if finding.verdict != "kept":
                    self.stdout.write(f"    {finding.verdict}: {finding.title}: {finding.sentence}")
        for other in found.why_not:
            self.stdout.write(
                f"Why not {say_date(other.slot.day)} {other.slot.start:%H:%M}: "
                f"{other.smallest_change or 'nothing speaks against it'}"
            )
        for line in (*found.chain.unknown, *found.chain.warnings):
            self.stdout.write(f"  ! {line}")
