"""A Chromium for the browser tests: the one that is there, else the system's package."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core")


class NoBrowser(Exception):
    """No Chromium could be had; the message says why, in one line."""


def found() -> str | None:
    """The program to start: CHROMIUM where set, else the first name on the PATH."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else NAMES
    return next((path for name in candidates if (path := shutil.which(name))), None)


def ensure() -> str:
    """The program to start, installed first where the system lets us. Raises NoBrowser."""
    if here := found():
        return here
    if os.environ.get("CHROMIUM"):
        raise NoBrowser(f"CHROMIUM names {os.environ['CHROMIUM']}, which is not a program")
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise NoBrowser("install Chromium, or set CHROMIUM to the program (only root may apt-get)")
    _install(apt)
    if here := found():
        return here
    raise NoBrowser("apt-get installed chromium, but no such program is on the PATH")


def _install(apt: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    waiting = ("-q", "-o", "DPkg::Lock::Timeout=300")
    for command in (
        [apt, *waiting, "update"],
        [apt, *waiting, "install", "-y", "--no-install-recommends", *PACKAGES],
    ):
        print("+", " ".join(command), flush=True)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip() or "no word why").splitlines()[-1]
            raise NoBrowser(f"apt-get could not install chromium: {last}")
