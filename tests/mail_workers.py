"""Workers that start at once: one loaded process forks them.

`python -m tests.mail_workers` is that process; ``Workers`` speaks to it from a test. What it forks
is `manage.py send_invitations` with a connection to the test's own database.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.urls import reverse

ROOT = Path(__file__).resolve().parent.parent


def _environment() -> dict[str, str]:
    """Of a process that works on the test's database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        database = f"sqlite:///{name}"
    else:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    ours = {"DATABASE_URL": database, "EMAIL_URL": "smtp://127.0.0.1", "DEBUG": ""}
    return {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "planner.settings"}


class Workers:
    """``start()`` gives the process id of a worker that runs; ``wait()`` how all of them ended."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.mail_workers"],
            env=_environment(), cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *exception: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def start(self, port: int, *, once: bool = True) -> int:
        """One that sends to that port of this machine what is due, or until it is stopped."""
        return int(self._ask(f"{port} {'--once' if once else ''}"))

    def wait(self) -> list[int]:
        """Exit status of each, or less than zero: the signal that ended it."""
        return [int(one) for one in self._ask("wait").split()]

    def _ask(self, word: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the process that starts workers is gone"
        return answer


def _work(port: str, *options: str) -> int:
    settings.EMAIL_PORT = int(port)
    try:
        call_command("send_invitations", *options, stdout=sys.stderr)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _start(words: list[str]) -> int:
    pid = os.fork()
    if pid == 0:
        status = 99
        try:
            status = _work(*words)
        finally:
            os._exit(status)
    return pid


def _serve() -> None:
    running: list[int] = []
    for line in iter(sys.stdin.readline, ""):
        if line.strip() != "wait":
            running.append(_start(line.split()))
            print(running[-1], flush=True)
        else:
            ended = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in running]
            running.clear()
            print(*ended, flush=True)


if __name__ == "__main__":
    django.setup()
    reverse("healthz")  # every page is loaded before the first fork, not after each
    _serve()
