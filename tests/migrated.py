"""A SQLite file with every migration applied, made once for each state of the migrations.

To migrate takes each process that runs tests several seconds; to copy the file, next to nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"


def copy_to(target: Path) -> None:
    """Write that database to *target*, made first where it is not there."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go with the file
        made = BUILD / f"migrated-{_state()}.sqlite3"
        if not made.exists():
            _make(made)
        target.write_bytes(made.read_bytes())


def _state() -> str:
    """Of every migration of every app, ours and others'."""
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    files = sorted(str(sys.modules[type(one).__module__].__file__) for one in migrations)
    texts = (f"{Path(name).name}\n".encode() + Path(name).read_bytes() for name in files)
    return hashlib.sha256(b"\n".join(texts)).hexdigest()[:12]


def _make(made: Path) -> None:
    for old in BUILD.glob("migrated-*.sqlite3*"):
        old.unlink()
    scratch = made.with_suffix(".sqlite3-unfinished")
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{scratch}"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    with closing(sqlite3.connect(scratch)) as database:
        database.execute("PRAGMA journal_mode=DELETE")  # one file, whole
    scratch.rename(made)
