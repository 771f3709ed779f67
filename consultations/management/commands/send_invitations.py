"""Sends the mails of the outbox, until it is stopped."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations.errands import Stop, keep_delivering
from consultations.invitations.sending import deliver


class Command(BaseCommand):
    help = "Send the mails that are due; several may run beside each other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Stop()
        stop.listen()
        if not options["once"]:
            keep_delivering(stop)
            return
        done = deliver(stopping=stop.asked)
        if done.held:
            raise CommandError(f"{done}.")
        self.stdout.write(f"{done}.")
