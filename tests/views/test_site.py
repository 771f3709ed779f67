"""What surrounds every page: sign-in, languages, headers, the page for a monitor."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/accounts/password/")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"{LOGIN}?next=/accounts/password/",
    )


def test_signing_in_leads_to_the_page_asked_for(client: Client) -> None:
    User.objects.create_user("ana", password="a long pass phrase")
    answer = client.post(
        LOGIN, {"username": "ana", "password": "a long pass phrase", "next": "/accounts/password/"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/")


def test_guessing_is_stopped_after_some_tries(client: Client) -> None:
    User.objects.create_user("ana", password="a long pass phrase")
    tries = [
        client.post(LOGIN, {"username": "ana", "password": "guess"}).status_code
        for _ in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert tries == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    right = client.post(LOGIN, {"username": "ana", "password": "a long pass phrase"})
    assert right.status_code == 429


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get(LOGIN).headers["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
    ]


@pytest.mark.parametrize(
    ("language", "direction", "sheet"),
    [
        ("en", "ltr", "bootstrap.min.css"),
        ("fr", "ltr", "bootstrap.min.css"),
        ("ar", "rtl", "bootstrap.rtl.min.css"),
    ],
)
def test_a_page_is_in_the_language_and_direction_chosen(
    client: Client, language: str, direction: str, sheet: str
) -> None:
    client.post("/language/", {"language": language, "next": LOGIN})
    page = client.get(LOGIN).content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert f"/static/bootstrap/css/{sheet}" in page


@pytest.mark.parametrize(
    "name",
    [
        "bootstrap/css/bootstrap.min.css",
        "bootstrap/css/bootstrap.rtl.min.css",
        "bootstrap/js/bootstrap.bundle.min.js",
        "django_htmx/htmx-2.min.js",
        "consultations/site.css",
        "consultations/site.js",
    ],
)
def test_what_pages_load_comes_from_this_installation(client: Client, name: str) -> None:
    assert finders.find(name)
    answer = client.get(f"/static/{name}")
    answer.close()
    assert answer.status_code == 200


def test_a_monitor_is_answered_without_signing_in(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "well": True,
            "database": "ok",
            "worker": "ok",
            "outbox": "ok",
            "queue": {"waiting": 0, "oldest_waiting_seconds": None, "last_heartbeat": None},
            "mails": {"waiting": 0, "longest_due_seconds": None, "failed": 0},
        },
    )


def test_signing_out_is_a_deed_not_a_link(client: Client) -> None:
    client.force_login(User.objects.create_user("ana"))
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").status_code == 302


def test_an_address_without_a_page_says_so_in_the_sites_own_dress(client: Client) -> None:
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    assert "<h1>Nothing here</h1>" in answer.content.decode()
