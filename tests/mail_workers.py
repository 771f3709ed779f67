"""Workers that start at once: a process that has loaded everything forks one for each line it reads.

`python -m tests.mail_workers` is that process; ``Workers`` speaks to it from a test. What it forks
is `manage.py send_invitations --once` with a connection to the test's own database.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def environment(mail_url: str) -> dict[str, str]:
    """Of a process that works on the test's database and sends to *mail_url*."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        database = f"sqlite:///{name}"
    else:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    ours = {"DATABASE_URL": database, "EMAIL_URL": mail_url, "DEBUG": ""}
    return {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "planner.settings"}


class Workers:
    """``start()`` gives the process id of a worker that runs; ``wait()`` how all of them ended."""

    def __init__(self, mail_url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.mail_workers"],
            env=environment(mail_url), cwd=ROOT, text=True,
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

    def start(self) -> int:
        return int(self._ask("start"))

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


def _work() -> int:
    try:
        call_command("send_invitations", "--once", stdout=sys.stderr)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _start() -> int:
    pid = os.fork()
    if pid == 0:
        status: Any = 99
        try:
            status = _work()
        finally:
            os._exit(status)
    return pid


def _serve() -> None:
    running: list[int] = []
    for line in iter(sys.stdin.readline, ""):
        if line.strip() == "start":
            running.append(_start())
            print(running[-1], flush=True)
        else:
            ended = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in running]
            running.clear()
            print(*ended, flush=True)


if __name__ == "__main__":
    django.setup()
    _serve()
