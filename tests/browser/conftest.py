"""A real Chromium against the live server; any error on the console fails the test."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from consultations import booking, facts, people, planning
from consultations.models import HEADQUARTERS, Consultation, Mission, Room
from tests import chromium

# Playwright keeps an event loop in the thread of the test; the tests themselves are not async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow, not wrong

ARGUMENTS = [
    "--headless",
    "--lang=en-US",  # date fields take month, day, year
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "a long pass phrase"
SAMPLE = settings.BASE_DIR / "consultations" / "sample_facts"
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy ${event.violatedDirective} broken by ${event.blockedURI}`));
"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the system, with nothing that speaks to the network by itself."""
    program = chromium.found()
    if program is None:
        pytest.fail("No Chromium here: run `make test`, or set CHROMIUM to the program.")
    return {**browser_type_launch_args, "executable_path": program, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """1280 pixels wide, English, the strict policy in force."""
    return {
        **browser_context_args,
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "America/New_York",
        "reduced_motion": "reduce",  # colours are measured at rest, not half-way
        "bypass_csp": False,
    }


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """``page.goto("/year/2017/")`` goes to the server of the tests."""
    return str(live_server.url)


@pytest.fixture(autouse=True)
def _what_migrations_wrote(django_db_serialized_rollback: None) -> None:
    """The database is emptied after each test, and filled again as the migrations left it."""


@pytest.fixture
def troubles() -> list[str]:
    """What the console complained of; a test that expects a complaint takes it out."""
    return []


@pytest.fixture(scope="session")
def _sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """The sample facts and one person per group, loaded once and kept beside the database."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as kept:
        with django_db_blocker.unblock(), closing(sqlite3.connect(":memory:")) as before:
            connection.ensure_connection()
            connection.connection.backup(before)
            _furnish()
            connection.connection.backup(kept)
            before.backup(connection.connection)
            connection.close()
        yield kept


def _furnish() -> None:
    loaded = facts.load(facts.read_directory(SAMPLE), today=planning.today())
    assert not loaded.problems
    people.ensure_groups()
    for name in people.GROUPS:
        staff = name == people.ADMINISTRATOR
        person = User.objects.create_user(name, password=PASSWORD, is_staff=staff)
        person.groups.add(Group.objects.get(name=name))


@pytest.fixture
def sample(_sample: Any, transactional_db: None) -> None:
    """This test finds the sample facts, and "planner", "reader" … with PASSWORD, in its database.

    The file is copied page by page, a few milliseconds; the database is emptied after the test.
    """
    connection.ensure_connection()
    _sample.backup(connection.connection)


@pytest.fixture
def meeting(sample: None) -> Consultation:
    """MINUSMA's consultation of 13 June 2017, in a room that is only wanted; it has a convener."""
    mission, people = Mission.objects.get(acronym="MINUSMA"), User.objects
    return booking.book(
        who=people.get(username="planner"),
        kind="informal_triangular",
        need="informal_triangular",
        subject="MINUSMA before its renewal",
        starts_at=datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS),
        ends_at=datetime(2017, 6, 13, 11, 30, tzinfo=HEADQUARTERS),
        room=Room.objects.filter(in_use=True).first(),
        missions=[mission],
        cycle_mission=mission,
        expires_on=date(2017, 6, 30),
        conveners=[people.get(username="convener")],
    )


def listened(page: Page, troubles: list[str]) -> Page:
    """Any console error, script error or breach of the policy on *page* goes to *troubles*."""

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"{page.url}: {message.text}")

    page.add_init_script(REPORT_VIOLATIONS)
    page.on("console", heard)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    return page


@pytest.fixture
def page(page: Page, troubles: list[str]) -> Iterator[Page]:
    """A page that fails its test for any trouble it hears of."""
    yield listened(page, troubles)
    assert troubles == []


def refused(troubles: list[str], status: int) -> None:
    """The browser notes every refused page on its console: this one was looked for."""
    words = f"the server responded with a status of {status}"
    told = [one for one in troubles if words in one]
    assert told
    for one in told:
        troubles.remove(one)


def sign_in(context: BrowserContext, base_url: str, user: User) -> None:
    """The browser gets the cookie of a session in which *user* is signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])


@pytest.fixture
def enter(context: BrowserContext, base_url: str) -> Callable[[User], None]:
    """``enter(planner)``: the browser is signed in as that person."""
    return lambda user: sign_in(context, base_url, user)


@pytest.fixture
def another(
    browser: Browser,
    browser_context_args: dict[str, Any],
    base_url: str,
    troubles: list[str],
) -> Iterator[Callable[..., Page]]:
    """``another("reader", java_script_enabled=False)``: a browser of that person's own."""
    opened: list[BrowserContext] = []

    def make(username: str, **options: Any) -> Page:
        context = browser.new_context(**(browser_context_args | {"base_url": base_url} | options))
        opened.append(context)
        if username:
            sign_in(context, base_url, User.objects.get(username=username))
        return listened(context.new_page(), troubles)

    yield make
    for context in opened:
        context.close()
