"""Who may do what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from consultations import people
from consultations.models import HEADQUARTERS, Consultation

pytestmark = pytest.mark.django_db
EVERYTHING = {"read", "details", "remark", "plan", "facts", "numbers", "users"}


@pytest.fixture
def consultation() -> Consultation:
    return Consultation.objects.create(
        kind="informal_triangular",
        subject="MINUSMA",
        starts_at=datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS),
        ends_at=datetime(2017, 6, 13, 11, tzinfo=HEADQUARTERS),
    )


def allowed(user: User, obj: Any = None) -> set[str]:
    return {deed for deed in people.DEEDS if people.may(user, deed, obj)}


@pytest.mark.parametrize(
    ("group", "deeds"),
    [
        ("administrator", EVERYTHING),
        ("planner", {"read", "details", "remark", "plan"}),
        ("convener", {"read"}),
        ("reader", {"read", "details"}),
    ],
)
def test_each_group_may_do_its_own(
    person: Callable[[str], User], group: str, deeds: set[str]
) -> None:
    assert allowed(person(group)) == deeds


def test_a_convener_sees_and_remarks_on_their_own_consultation(
    convener: User, consultation: Consultation
) -> None:
    assert allowed(convener, consultation) == {"read"}
    consultation.convener_user.add(convener)
    assert allowed(convener, consultation) == {"read", "details", "remark"}


def test_a_meeting_in_the_journal_is_no_secret_to_whoever_reads(
    convener: User, consultation: Consultation
) -> None:
    consultation.visibility = "journal"
    assert allowed(convener, consultation) == {"read", "details"}


def test_being_named_as_convener_without_the_group_gives_nothing(
    consultation: Consultation,
) -> None:
    user = User.objects.create(username="nobody")
    consultation.convener_user.add(user)
    assert allowed(user, consultation) == set()


def test_nobody_in_no_group_may_anything() -> None:
    assert allowed(User.objects.create(username="nobody")) == set()
    assert [people.may(user, "read") for user in (None, AnonymousUser())] == [False, False]


def test_a_superuser_may_everything_and_a_closed_account_nothing() -> None:
    user = User.objects.create(username="root", is_superuser=True)
    assert allowed(user) == EVERYTHING
    user.is_active = False
    assert allowed(user) == set()


def test_a_deed_that_nobody_defined_is_a_mistake_of_the_program(planner: User) -> None:
    with pytest.raises(KeyError):
        people.may(planner, "fly")
    with pytest.raises(KeyError):
        people.needs("fly")


def test_a_view_that_needs_planning_refuses_a_reader_with_a_sentence(
    planner: User, reader: User
) -> None:
    @people.needs("plan")
    def view(request: HttpRequest, number: int) -> HttpResponse:
        return HttpResponse(f"{number}")

    request = RequestFactory().get("/")
    request.user = planner
    assert view(request, number=7).content == b"7"
    request.user = reader
    with pytest.raises(PermissionDenied, match="Planning and booking are for planners"):
        view(request, number=7)


def test_groups_are_asked_for_once(planner: User, django_assert_num_queries: Any) -> None:
    user = User.objects.get(pk=planner.pk)
    with django_assert_num_queries(1):
        allowed(user)


def test_the_four_groups_exist_with_their_rights_in_the_admin() -> None:
    groups = people.ensure_groups()
    assert set(groups) == {"administrator", "planner", "convener", "reader"}

    def rights(group: str) -> set[str]:
        return set(groups[group].permissions.values_list("codename", flat=True))

    assert {"change_report", "add_user", "view_group", "view_consultation"} <= rights(
        "administrator"
    )
    assert {"change_hold", "delete_deed", "change_consultation", "change_group"} & rights(
        "administrator"
    ) == set()
    assert all(right.startswith("view_") for right in rights("planner"))
    assert "view_report" in rights("planner")
    assert rights("convener") == rights("reader") == set()


def test_making_the_groups_again_changes_nothing() -> None:
    before = {n: set(g.permissions.all()) for n, g in people.ensure_groups().items()}
    assert {n: set(g.permissions.all()) for n, g in people.ensure_groups().items()} == before
