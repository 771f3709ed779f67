"""Where a command writes what it made: a file that was named, or standard output."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError


def write_out(command: BaseCommand, body: bytes, output: str | None) -> None:
    """Write *body* to the file *output*, or as text to standard output.

    Raises ``CommandError`` where the file cannot be written.
    """
    if output is None:
        command.stdout.write(body.decode("utf-8-sig"), ending="")
        return
    try:
        Path(output).write_bytes(body)
    except OSError as error:
        raise CommandError(f"Cannot write {output}: {error.strerror}.") from error
