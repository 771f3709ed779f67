"""What every test stands on: a database of its own, plain static files, one person per group."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client
from django.utils import translation

from tests import migrated
from tests.consultations.invited import told

GROUPS = ("administrator", "planner", "convener", "reader")
BROWSER = Path(__file__).resolve().parent / "browser"
VIEWS = BROWSER.with_name("views")
SCRATCH = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--database-only``: leave out what no second database can break."""
    parser.addoption(
        "--database-only", action="store_true", help="only tests that a database can break"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give this process its own database (a file, so that threads really compete for it)."""
    gc.set_threshold(50_000, 20, 50)  # pages make much and keep little: a tenth of the time
    scratch = Path(tempfile.mkdtemp(prefix="planner-tests-"))
    config.stash[SCRATCH] = scratch
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(scratch / "test.sqlite3")
        database["OPTIONS"]["init_command"] = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # nothing here outlives the run
        )
    else:
        database.setdefault("TEST", {})["NAME"] = f"test_{os.getpid()}"
        database |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(config.stash[SCRATCH], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything under tests/browser is a browser test, and runs after the rest."""
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[one for one in items if not _uses_database(one)])
        items[:] = [one for one in items if _uses_database(one)]


# What a paper says: its queries are sent to each database by test_every_paper.
PRINTED = {
    "test_annexes", "test_cycles_table", "test_handover", "test_journal_line", "test_papers",
    "test_paper_rendering", "test_paper_templates", "test_programme", "test_twelve_months",
}  # fmt: skip


def _uses_database(item: pytest.Item) -> bool:
    """Whether a second database could break it.

    Of the views every address is opened on it (``test_every_url``) and every count of queries is
    taken; what else their tests say is about pages.
    """
    if item.get_closest_marker("one_database") or item.path.stem in PRINTED:
        return False
    if item.path.parent == VIEWS and item.path.name != "test_every_url.py":
        return "costs" in item.name or "queries" in item.name
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> Iterator[bool]:
    """On SQLite a process starts from a copy of what was migrated before, in its scratch folder.

    What a change of the migrations needs is then still applied, and checked, by Django itself.
    """
    on_sqlite = connection.vendor == "sqlite"
    if on_sqlite:
        migrated.copy_to(Path(connection.settings_dict["TEST"]["NAME"]))
    yield on_sqlite
    connection.close()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page asked for in another language leaves none behind for the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    """``person("planner")``: somebody of that group, by the group's name."""

    def make(group: str) -> User:
        user, _ = User.objects.get_or_create(
            username=group, defaults={"is_staff": group == "administrator"}
        )
        user.groups.add(Group.objects.get_or_create(name=group)[0])
        return user

    return make


@pytest.fixture
def administrator(person: Callable[[str], User]) -> User:
    """Keeps facts, numbers and users."""
    return person("administrator")


@pytest.fixture
def planner(person: Callable[[str], User]) -> User:
    """Plans and books."""
    return person("planner")


@pytest.fixture
def convener(person: Callable[[str], User]) -> User:
    """Sees, and comments on their own consultations."""
    return person("convener")


@pytest.fixture
def reader(person: Callable[[str], User]) -> User:
    """Sees."""
    return person("reader")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """``signed_in(planner)``: a client in whose session that person is signed in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture(scope="module")
def told_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[UUID]:
    """A consultation to which three addresses were invited, made once for a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
            planner = User.objects.create(username="planner")
            planner.groups.add(Group.objects.get_or_create(name="planner")[0])
            row = told(planner)
        yield row.pk
        transaction.set_rollback(True)
