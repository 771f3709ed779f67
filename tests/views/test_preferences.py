"""What I get by mail: nothing until I ask, and only what I ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from consultations.models import MailPreference

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PAGE = "/me/mail/"


def test_looking_asks_for_nothing(reader: User, signed_in: SignedIn) -> None:
    page = signed_in(reader).get(PAGE)
    assert page.status_code == 200
    assert MailPreference.objects.count() == 0


def test_what_is_asked_for_is_kept_and_can_be_taken_back(reader: User, signed_in: SignedIn) -> None:
    client, columns = signed_in(reader), ("user", "digest", "deadline_days", "language")
    wishes = {"digest": "weekly", "deadline_days": "3", "language": "fr"}
    assert client.post(PAGE, wishes).headers["Location"] == PAGE
    assert list(MailPreference.objects.values_list(*columns)) == [(reader.pk, "weekly", 3, "fr")]
    client.post(PAGE, {"digest": "none", "deadline_days": "", "language": "en"})
    assert list(MailPreference.objects.values_list(*columns)) == [(reader.pk, "none", None, "en")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("deadline_days", "0"), ("deadline_days", "61"), ("deadline_days", "9" * 40),
     ("digest", "hourly"), ("language", "xx")],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(
    reader: User, signed_in: SignedIn, field: str, value: str
) -> None:
    wishes = {"digest": "daily", "deadline_days": "3", "language": "en"}
    answer = signed_in(reader).post(PAGE, wishes | {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert MailPreference.objects.count() == 0


def test_an_account_without_an_address_is_told_the_cure(reader: User, signed_in: SignedIn) -> None:
    assert "An administrator can enter one." in signed_in(reader).get(PAGE).content.decode()
    reader.email = "reader@example.org"
    reader.save()
    assert "It goes to reader@example.org." in signed_in(reader).get(PAGE).content.decode()


def test_the_way_there_stands_in_the_header(reader: User, signed_in: SignedIn) -> None:
    assert f'href="{PAGE}"' in signed_in(reader).get("/").content.decode()
