"""Sample facts, demonstration accounts and, if asked, a made-up year: again changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations.booking import Refusal
from consultations.demo import (
    DemoNotPlanned,
    SampleRefused,
    accounts,
    add_contacts,
    book_year,
    is_local,
    keep_records,
    load_sample,
    plan_year,
)
from consultations.models import Mission
from consultations.people import PLANNER

STAGES = ("empty", "facts", "planned", "busy")


class Command(BaseCommand):
    help = (
        "Prepare a demonstration: accounts (empty), sample facts (facts), the year to come planned "
        "together and booked (planned), a made-up year of bookings at every stage, and records of "
        "the year behind (busy). A second "
        "run changes nothing and loses nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stage", choices=STAGES, default="facts")
        parser.add_argument(
            "--accounts", action="store_true", help="make accounts even where others can sign in"
        )
        parser.add_argument(
            "--new-passwords", action="store_true", help="give the demo accounts new passwords"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stage = options["stage"]
        if stage != "empty":
            self._facts()
        allowed = is_local() or options["accounts"]
        if not allowed and stage != "facts":
            raise CommandError(
                f"No demo accounts at {settings.PUBLIC_URL}, which others can reach: "
                "add --accounts to make them all the same."
            )
        if allowed:
            self._accounts(renew=options["new_passwords"])
            if stage != "empty":
                self._contacts()
        else:
            self.stdout.write(
                f"No demo accounts at {settings.PUBLIC_URL}, which others can reach "
                "(--accounts makes them); manage.py createsuperuser makes the first account."
            )
        if stage == "planned":
            self._plan()
        if stage == "busy":
            self._bookings()

    def _facts(self) -> None:
        try:
            outcome = load_sample()
        except SampleRefused as refused:
            raise CommandError(f"The sample facts do not load: {refused}") from refused
        if outcome is None:
            self.stdout.write("Facts are there already: the sample facts were left alone.")
        else:
            counted = ", ".join(f"{n} {stem}" for stem, n in outcome.created.items() if n)
            self.stdout.write(f"Sample facts loaded: {counted}.")

    def _accounts(self, *, renew: bool) -> None:
        path = Path(settings.BASE_DIR) / ".demo-accounts"
        self.stdout.write(f"Sign in at {settings.PUBLIC_URL}/ with one of these accounts:")
        for account in accounts(path, renew=renew):
            password = account.password or "(its own password; --new-passwords sets another)"
            self.stdout.write(f"  {account.name:<14} {password}")
        self.stdout.write(f"The passwords were made on this machine and are kept in {path.name}.")

    def _contacts(self) -> None:
        """Where others reach the installation, its delegations are real: none are made up there."""
        if count := add_contacts():
            said = f"{count} contacts of delegations made up"
            self.stdout.write(f"{said}, each under the domain .example, which no mail reaches.")

    def _plan(self) -> None:
        try:
            count = plan_year(self._planner())
        except (DemoNotPlanned, Refusal) as refused:
            raise CommandError(f"The year could not be planned: {refused}") from refused
        said = (
            f"{count} consultations booked as planned" if count else "the demo's is there already"
        )
        self.stdout.write(f"The year planned together: {said}.")

    def _planner(self) -> User:
        if not Mission.objects.exists():
            raise CommandError("There are no missions to book for: load facts first.")
        return User.objects.get(username=PLANNER)

    def _bookings(self) -> None:
        count = book_year(self._planner())
        said = f"{count} demo consultations booked" if count else "the demo's are there already"
        self.stdout.write(f"Bookings: {said}.")
        kept = keep_records(self._planner())
        said = f"{kept} demo meetings of the past recorded" if kept else "the demo's, if any"
        self.stdout.write(f"Records: {said}.")
