"""Take in the answers that came."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consultations import answers
from consultations.answers.sources import Letter, NoSource, bounded, from_imap, from_path
from consultations.answers.words import one_line
from consultations.asking import as_json
from consultations.models import Invitation, Reply

CALENDAR_FILE = ".ics"


class Command(BaseCommand):
    """``read_replies [PATH …] [--imap] [--sender ADDRESS] [--format json]``."""

    help = (
        "Take in answers: .eml and .ics files, directories of them, Maildirs, standard input (-), "
        "or the mailbox of IMAP_URL. Each is counted once, however often it is read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where they lie, and who sent them."""
        parser.add_argument("paths", nargs="*", metavar="PATH", help="left out: IMAP_URL is read")
        parser.add_argument("--imap", action="store_true", help="read IMAP_URL, too")
        parser.add_argument(
            "--sender", metavar="ADDRESS", help="who sent them, where you know better than they say"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything; a source that fails is named, after what could be read."""
        as_document = options["format"] == "json"
        rows: list[tuple[str, Reply]] = []
        problem = None
        try:
            for letter in _letters(options["paths"], imap=options["imap"]):
                reply = _read(letter, options["sender"])
                rows.append((letter.name, reply))
                if not as_document:
                    self.stdout.write(_line(letter.name, reply))
                letter.done()
        except NoSource as error:
            problem = str(error)
        if as_document:
            self.stdout.write(as_json([_json(name, reply) for name, reply in rows]))
        elif not problem:
            self.stdout.write(f"{len(rows)} read.")
        if problem:
            raise CommandError(problem)


def _letters(paths: list[str], *, imap: bool) -> Iterator[Letter]:
    if not paths and not settings.IMAP_URL:
        raise CommandError("Name files or a Maildir, or set IMAP_URL.")
    for path in paths:
        if path == "-":
            yield Letter("standard input", bounded(sys.stdin.buffer), lambda: None)
        else:
            yield from from_path(Path(path))
    if imap or not paths:
        yield from from_imap(settings.IMAP_URL)


def _read(letter: Letter, sender: str | None) -> Reply:
    """A bare calendar file has no sender: whoever runs the command is believed."""
    bare = letter.name.lower().endswith(CALENDAR_FILE)
    via = Invitation.Via.UPLOAD if bare else Invitation.Via.MAIL
    return answers.read(letter.data, via=via, sender_is=sender, received_at=letter.received_at)


def _line(name: str, reply: Reply) -> str:
    parts = [reply.get_outcome_display(), reply.attendee or reply.sender, reply.partstat.lower()]
    said = ", ".join(str(part) for part in parts if part)
    why = f" ({reply.code}: {one_line(reply.reason, 200)})" if reply.code else ""
    again = f" [came {reply.times} times]" if reply.times > 1 else ""
    return f"{one_line(name, 100)}: {said}{why}{again}"


def _json(name: str, reply: Reply) -> dict[str, Any]:
    return {
        "name": name,
        "id": reply.pk,
        "outcome": reply.outcome,
        "code": reply.code,
        "reason": reply.reason,
        "attendee": reply.attendee,
        "sender": reply.sender,
        "partstat": reply.partstat,
        "method": reply.method,
        "uid": reply.uid,
        "sequence": reply.sequence,
        "times": reply.times,
    }
