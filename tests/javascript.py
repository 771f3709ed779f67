"""ical.js, which Thunderbird and Nextcloud read calendars with, for the tests to compare with.

`make test` fetches it by npm as `tests/readers/package-lock.json` pins it (version and hash), once,
into `build/`; nothing of it is in the project. Node is the system's, or the one that Playwright
brings.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "readers"
BUILD = HERE.parent.parent / "build"
FILES = ("package.json", "package-lock.json", "read.mjs")
FETCH = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
SECONDS = 300


class NoReader(Exception):
    """It could not be had; the message says why, in one line."""


def found() -> Path | None:
    """The folder it stands in, if it was fetched for these very pins."""
    folder = _folder()
    return folder if (folder / "node_modules" / "ical.js" / "package.json").exists() else None


def ensure() -> str:
    """Fetch it where it is not there; says what there is. Raises NoReader."""
    program = node()
    if found() is None:
        _fetch(_folder())
    version = json.loads((_folder() / "node_modules/ical.js/package.json").read_text())["version"]
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return f"ical.js {version} in Node {said.stdout.strip()}"


def node() -> str:
    """A Node to run it in. Raises NoReader."""
    if there := shutil.which("node"):
        return there
    spec = find_spec("playwright")
    if spec and spec.origin and (own := Path(spec.origin).parent / "driver" / "node").exists():
        return str(own)
    raise NoReader("no Node here: install nodejs")


def read(texts: list[str]) -> list[dict[str, Any]]:
    """What ical.js makes of each text. Raises NoReader, or the script's own words."""
    folder = found()
    if folder is None:
        raise NoReader("ical.js is not there: run `make test`, which fetches it")
    done = subprocess.run(
        [node(), folder / "read.mjs"],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    answer: list[dict[str, Any]] = json.loads(done.stdout)
    return answer


def _folder() -> Path:
    """One folder for each state of the pins and the script."""
    state = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()
    return BUILD / f"readers-{state[:12]}"


def _fetch(folder: Path) -> None:
    """Into a folder beside, moved when whole: an interrupted one is not taken for the thing."""
    npm = shutil.which("npm")
    if npm is None:
        raise NoReader("no npm here to fetch ical.js with: install npm")
    scratch = folder.with_name(f"{folder.name}.{os.getpid()}")
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        for name in FILES:
            shutil.copy(HERE / name, scratch)
        _run(npm, scratch)
        shutil.rmtree(folder, ignore_errors=True)
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _run(npm: str, folder: Path) -> None:
    print("+ npm", " ".join(FETCH), flush=True)
    try:
        done = subprocess.run(
            [npm, *FETCH], cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise NoReader(f"npm did not fetch ical.js within {SECONDS} seconds") from None
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "npm error" in line]
        raise NoReader(f"npm could not fetch ical.js: {(lines or ['no word why'])[0]}")
