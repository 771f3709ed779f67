"""The chain of a mission's cycle, as text or JSON."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from consultations import planning
from consultations.asking import Refusing, as_json, mission_named, on_day
from planner.workdays import say_date


class Command(Refusing, BaseCommand):
    help = "Print the chain of the cycle that ends at an expiry: anchors, needs, windows, notice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mission", help="acronym, as in MINUSMA")
        parser.add_argument("--component", default="mission")
        parser.add_argument("--as-of", type=on_day, help="use only what was known on this day")
        parser.add_argument("--expiry", type=on_day, help="default: the next one after --as-of")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def answer(self, *args: Any, **options: Any) -> None:
        mission = mission_named(options["mission"])
        found = planning.chain(
            mission,
            as_of=options["as_of"],
            component=options["component"],
            expiry=options["expiry"],
        )
        register = planning.register_for(mission)
        if options["format"] == "json":
            answer = planning.chain_json(found)
            self.stdout.write(
                as_json({**answer, "changed_numbers": planning.numbers_json(register)})
            )
            return
        self._text(found)
        for number in register.changed:
            self.stdout.write(f"  number changed: {number.key} = {number.value} ({number.reason})")

    def _text(self, found: Any) -> None:
        cycle = found.cycle
        end = f"expires {say_date(cycle.expires_on)}" if cycle.expires_on else "no renewal cycle"
        self.stdout.write(f"{cycle.mission} ({cycle.component}): {end}, preset {found.preset}")
        for anchor in cycle.anchors.values():
            on = say_date(anchor.on) if anchor.on else "-"
            self.stdout.write(f"  {anchor.name:22} {on:18} {anchor.basis:10} {anchor.source}")
        for called in found.called:
            window = called.window
            edges = [say_date(d) if d else "?" for d in (window.earliest, window.latest)]
            self.stdout.write(f"  {called.need.title}: {edges[0]} to {edges[1]}")
            if window.target and called.notice.announce_by:
                self.stdout.write(
                    f"      target {say_date(window.target)}; announce by "
                    f"{say_date(called.notice.announce_by)} to give "
                    f"{called.notice.working_days} working days"
                )
            for bound in window.bounds:
                self.stdout.write(f"      {bound.sentence}")
        for line in (*found.unknown, *found.warnings):
            self.stdout.write(f"  ! {line}")
