"""One account for each group, with passwords made on this machine and kept beside it."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, User

from consultations.people import ADMINISTRATOR, GROUPS, ensure_groups

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Account:
    """A name and a password; an empty one where the account is somebody's own."""

    name: str
    password: str


def is_local() -> bool:
    """Whether this machine alone reaches the installation, as far as its address says."""
    return urlsplit(settings.PUBLIC_URL).hostname in LOOPBACK


def accounts(path: Path, *, renew: bool = False) -> list[Account]:
    """Make the accounts that are missing, and answer all with the passwords kept in *path*.

    An account that is not in the file is somebody's own and stays as it is; with *renew* the
    four are given new passwords.
    """
    ensure_groups()
    kept = {} if renew else _read(path)
    present = {user.username: user for user in User.objects.filter(username__in=GROUPS)}
    for name in GROUPS:
        if name not in present or renew:
            kept.setdefault(name, _password())
            _sign_up(present.get(name) or User(username=name), kept[name])
    if kept != _read(path):
        _write(path, kept)
    return [Account(name, kept.get(name, "")) for name in GROUPS]


def _sign_up(user: User, password: str) -> None:
    user.set_password(password)
    user.is_staff = user.username == ADMINISTRATOR
    user.save()
    user.groups.add(Group.objects.get(name=user.username))


def _password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {words[0]: words[1] for words in lines if len(words) == 2}


def _write(path: Path, kept: dict[str, str]) -> None:
    """Readable for the one who runs this, and nobody else."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, 0o600)
        file.writelines(f"{name} {password}\n" for name, password in kept.items())
