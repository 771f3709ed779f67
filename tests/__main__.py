"""`python -m tests`: the whole suite, on SQLite, on PostgreSQL and in a browser.

What could not be had is said in the last lines and fails the run, unless ALLOW_MISSING names it
("browser", "postgres", with a comma between). The JavaScript reader is a third beside two in Python
and comes by npm, which a machine with Python and git need not have: without it the run says so and
passes. Arguments go on to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping

from tests import chromium, javascript, postgres

EXCUSED = "javascript"
PYTEST = (sys.executable, "-m", "pytest", "-q", "--maxprocesses=2", "-n", "2")


def _run(title: str, *arguments: str, **environment: str) -> str:
    print(f"\n=== {title}", flush=True)
    began = time.monotonic()
    command = [*PYTEST, *arguments, *sys.argv[1:]]
    status = subprocess.run(command, env=os.environ | environment, check=False).returncode
    narrowed = bool(sys.argv[1:])  # a few tests asked for by name need not be of every sort
    verdict = {0: "passed", 5: "passed, no test" if narrowed else "no test"}.get(status, "failed")
    return f"{verdict} ({time.monotonic() - began:.0f} s)"


def _javascript() -> str:
    """The reader of calendars that some tests compare with."""
    try:
        return f"passed, {javascript.ensure()} is there"
    except javascript.NoReader as error:
        return f"missing: {error}"


def _on_sqlite() -> str:
    environment = {"DATABASE_URL": "sqlite://:memory:"}  # pytest gives each process a file
    wanted = "not browser" if javascript.found() else "not browser and not javascript"
    return _run("SQLite", "-m", wanted, **environment)


def _on_postgres() -> str:
    try:
        with postgres.server() as url:
            return _run("PostgreSQL", "-m", "not browser", "--database-only", DATABASE_URL=url)
    except postgres.NoServer as error:
        return f"missing: {error}"


def _in_the_browser() -> str:
    try:
        program = chromium.ensure()
    except chromium.NoBrowser as error:
        return f"missing: {error}"
    environment = {"CHROMIUM": program, "DATABASE_URL": "sqlite://:memory:"}
    return _run("browser", "-m", "browser", **environment)


def _status(results: Mapping[str, str]) -> int:
    named = {name.strip() for name in os.environ.get("ALLOW_MISSING", "").split(",")}
    allowed = named | {EXCUSED}
    status = 0
    print()
    for name, result in results.items():
        excused = result.startswith("missing") and name in allowed
        print(f"{name}: {result}{' (the suite passes without it)' if excused else ''}")
        status |= not (result.startswith("passed") or excused)
    if any(r.startswith("missing") and n not in allowed for n, r in results.items()):
        print("The suite is not whole: get what is missing, or name it in ALLOW_MISSING.")
    return status


if __name__ == "__main__":
    sys.exit(
        _status(
            {
                "javascript": _javascript(),
                "sqlite": _on_sqlite(),
                "postgres": _on_postgres(),
                "browser": _in_the_browser(),
            }
        )
    )
