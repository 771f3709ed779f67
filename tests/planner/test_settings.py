"""Settings from the environment: what is refused, what is safe by default."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from planner import settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOYED = {
    "SECRET_KEY": "k" * 60,
    "PUBLIC_URL": "https://planner.example.org",
    "ALLOWED_HOSTS": "planner.example.org",
}


def _ask(expression: str, **environment: str) -> str:
    """What a fresh process with these variables answers, the last line of either stream."""
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    command = [sys.executable, "-c", f"from planner import settings as s; print({expression})"]
    done = subprocess.run(
        command, cwd=ROOT, env=bare | environment, capture_output=True, text=True, check=False
    )
    return (done.stdout or done.stderr).strip().splitlines()[-1]


def test_an_installation_others_can_reach_refuses_to_start_without_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="Set SECRET_KEY"):
        settings._secret_key(local=False)
    assert "Set SECRET_KEY" in _ask("s.DEBUG", ALLOWED_HOSTS="planner.example.org")
    assert "Set SECRET_KEY" in _ask("s.DEBUG", PUBLIC_URL="https://planner.example.org")


def test_a_local_installation_makes_its_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "key"
    first = settings._local_key(path)
    assert (settings._local_key(path), stat.S_IMODE(path.stat().st_mode)) == (first, 0o600)
    assert len(first) > 50


def test_a_public_address_under_https_makes_everything_secure() -> None:
    wanted = "(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"
    assert _ask(wanted, **DEPLOYED) == "(True, True, True, False)"
    assert _ask(wanted) == "(False, False, False, False)"


def test_sqlite_is_the_default_and_its_writers_wait_for_each_other() -> None:
    wanted = "(s._database()['ENGINE'], s._database()['OPTIONS']['transaction_mode'])"
    assert _ask(wanted) == "('django.db.backends.sqlite3', 'IMMEDIATE')"


def test_postgresql_comes_by_its_address() -> None:
    wanted = "(s._database()['ENGINE'], s._database()['NAME'])"
    address = "postgres://planner@localhost/council"
    assert _ask(wanted, DATABASE_URL=address) == "('django.db.backends.postgresql', 'council')"


def test_mail_goes_to_the_console_until_an_address_is_given() -> None:
    wanted = "(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_HOST, s.EMAIL_PORT)"
    assert _ask(wanted) == "('console', 'localhost', 25)"
    sent = _ask(wanted, EMAIL_URL="submission://ana:secret@mail.example.org")
    assert sent == "('smtp', 'mail.example.org', 587)"


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_it_was_given() -> None:
    scheme = os.environ.get("DATABASE_URL", "sqlite:").partition(":")[0]
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[scheme]
