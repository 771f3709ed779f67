"""A real Chromium against the live server; any error on the console fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from tests import chromium

# Playwright keeps an event loop in the thread of the test; the tests themselves are not async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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


@pytest.fixture
def page(page: Page, troubles: list[str]) -> Iterator[Page]:
    """A page that fails its test for any console error, script error or breach of the policy."""

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"{page.url}: {message.text}")

    page.add_init_script(REPORT_VIOLATIONS)
    page.on("console", heard)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    yield page
    assert troubles == []


@pytest.fixture
def enter(context: BrowserContext, base_url: str) -> Callable[[User], None]:
    """``enter(planner)``: the browser is signed in as that person."""

    def sign_in(user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])

    return sign_in
