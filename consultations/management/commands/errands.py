"""Sends the mails of the outbox, and does what is due by the clock, until it is stopped."""

from __future__ import annotations

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consultations.duties import DUTIES
from consultations.errands import Stop, Turns, keep_delivering, keep_doing
from consultations.invitations.sending import deliver


class Command(BaseCommand):
    help = "Send mails that are due, and do what is due by the clock; `make run` starts one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="each once, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Stop()
        stop.listen()
        if options["once"]:
            self._once(stop)
            return
        # A daemon: a duty that waits for somebody else's server does not keep us from ending.
        threading.Thread(target=keep_doing, args=(stop, DUTIES), daemon=True).start()
        keep_delivering(stop)

    def _once(self, stop: Stop) -> None:
        """The duties first: what they write leaves at once."""
        failed = Turns(DUTIES).take(timezone.now())
        done = deliver(stopping=stop.asked)
        self.stdout.write(f"{done}.")
        if failed or done.held:
            raise CommandError(f"Not done: {', '.join([*failed, *(['mails'] * bool(done.held))])}.")
