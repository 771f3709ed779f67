"""The page of subscriptions: the secret is shown once, and what stands can be revoked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import feeds
from consultations.models import Feed, MemberState, Mission, Room
from consultations.pages import subscriptions as page

pytestmark = pytest.mark.django_db
PAGE = "/subscriptions/"
SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def public(settings: Any) -> None:
    settings.PUBLIC_URL = "https://planner.example.org"


def made(user: User, scope: str = "all", **about: Any) -> Feed:
    return feeds.subscribe(made_by=user, scope=scope, language="en", **about)[0]


def test_the_secret_is_shown_once_in_three_forms(reader: User, signed_in: SignedIn) -> None:
    client = signed_in(reader)
    answer = client.post(PAGE, {"scope": "all", "language": "fr"})
    links = answer.context["links"]
    token = links.https.removeprefix("https://planner.example.org/feeds/").removesuffix(".ics")
    webcal = f"webcal://planner.example.org/feeds/{token}.ics"
    assert (len(token), links.webcal) == (43, webcal)
    assert links.google == f"https://calendar.google.com/calendar/r?cid={quote_plus(webcal)}"
    assert [answer.content.decode().count(one) > 0 for one in (links.https, webcal)] == [True] * 2
    assert [answer[name] for name in ("Cache-Control", "Referrer-Policy")] == [
        "no-store", "no-referrer",
    ]  # fmt: skip
    assert token not in client.get(PAGE).content.decode()
    assert Client().get(f"/feeds/{token}.ics").status_code == 200


@pytest.mark.parametrize("scope", ["all", "mission", "room", "deadlines"])
def test_each_scope_keeps_what_it_is_about(reader: User, signed_in: SignedIn, scope: str) -> None:
    mission, room = Mission.objects.create(acronym="UNMIL"), Room.objects.create(name="Room 7")
    sent = {"scope": scope, "mission": "UNMIL", "room": room.pk, "language": "en", "todos": "on"}
    assert signed_in(reader).post(PAGE, sent).status_code == 200
    feed = Feed.objects.get()
    assert (feed.scope, feed.mission, feed.room, feed.todos, feed.owner) == (
        scope,
        mission if scope == "mission" else None,
        room if scope == "room" else None,
        scope == "deadlines",
        reader,
    )


def test_a_planner_makes_one_for_a_delegation_which_has_no_account(
    planner: User, signed_in: SignedIn
) -> None:
    member = MemberState.objects.create(iso3="TCD", name="Chad")
    sent = {"scope": "delegation", "delegation": "tcd", "language": "fr"}
    assert signed_in(planner).post(PAGE, sent).status_code == 200
    feed = Feed.objects.get()
    assert (feed.member, feed.owner, feed.made_by) == (member, None, planner)


def test_whoever_is_no_planner_makes_none_for_a_delegation(
    reader: User, signed_in: SignedIn
) -> None:
    MemberState.objects.create(iso3="TCD", name="Chad")
    sent = {"scope": "delegation", "delegation": "tcd", "language": "en"}
    assert signed_in(reader).post(PAGE, sent).status_code == 400
    assert Feed.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"scope": "mission"}, "mission"),
        ({"scope": "room"}, "room"),
        ({"scope": "mission", "mission": "NOSUCH"}, "mission"),
        ({"scope": "room", "room": "9" * 40}, "room"),
        ({"scope": "everything"}, "scope"),
        ({"scope": "all", "language": "xx"}, "language"),
        ({"scope": "delegation", "delegation": "nobody"}, "delegation"),
        ({"scope": "delegation"}, "delegation"),
        ({"scope": "mission", "mission": "\r\nX"}, "mission"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    planner: User, signed_in: SignedIn, sent: dict[str, str], field: str
) -> None:
    answer = signed_in(planner).post(PAGE, {"language": "en", **sent})
    assert (answer.status_code, [*answer.context["form"].errors]) == (400, [field])
    assert Feed.objects.count() == 0


def test_the_page_shows_mine_and_when_they_were_fetched_last(
    reader: User, person: Callable[[str], User], signed_in: SignedIn
) -> None:
    mine = made(reader)
    made(person("planner"))
    at = datetime(2026, 3, 2, 15, tzinfo=UTC)
    Feed.objects.filter(pk=mine.pk).update(fetched_at=at, fetched_by="Thunderbird/140")
    answer = signed_in(reader).get(PAGE)
    assert [line.feed for line in answer.context["lines"]] == [mine]
    shown = answer.content.decode()
    assert [word in shown for word in ("Mon 2 March 2026", "10:00", "Thunderbird/140")] == [
        True
    ] * 3


def test_planners_see_and_revoke_those_of_delegations_and_nobody_those_of_others(
    planner: User, reader: User, signed_in: SignedIn
) -> None:
    chad = MemberState.objects.create(iso3="TCD", name="Chad")
    of_chad, of_reader = made(planner, "delegation", member=chad), made(reader)
    answers = [
        signed_in(user).post(f"{PAGE}{feed.pk}/revoke/").status_code
        for user, feed in (
            (reader, of_chad), (planner, of_reader), (planner, of_chad), (reader, of_reader),
        )
    ]  # fmt: skip
    assert answers == [404, 404, 302, 302]
    assert Feed.objects.filter(revoked_at__isnull=True).count() == 0


def test_a_link_to_the_page_fills_the_form(reader: User, signed_in: SignedIn) -> None:
    Mission.objects.create(acronym="UNMIL")
    answer = signed_in(reader).get(f"{PAGE}?scope=mission&mission=UNMIL")
    form = answer.context["form"]
    assert [form[name].value() for name in ("scope", "mission")] == ["mission", "UNMIL"]


def test_the_mission_and_the_calendar_lead_here(reader: User, signed_in: SignedIn) -> None:
    Mission.objects.create(acronym="UNMIL")
    room, client = Room.objects.create(name="Room 7"), signed_in(reader)
    calendar = client.get(f"/calendar/?room={room.pk}&mission=UNMIL").content.decode()
    mission = client.get("/missions/UNMIL/").content.decode()
    links = [f"?scope=room&amp;room={room.pk}", "?scope=mission&amp;mission=UNMIL", "?scope=all"]
    assert [f'href="{PAGE}{link}"' in calendar for link in links] == [True] * 3
    assert f'href="{PAGE}{links[1]}"' in mission


def test_there_is_an_end_to_how_many_one_person_makes(
    reader: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST", 1)
    client = signed_in(reader)
    sent = {"scope": "all", "language": "en"}
    assert [client.post(PAGE, sent).status_code for _ in range(2)] == [200, 400]


def test_the_page_costs_the_same_queries_for_one_and_for_many(
    planner: User, signed_in: SignedIn
) -> None:
    client, costs = signed_in(planner), []
    for number in (1, 8):
        for _ in range(number):
            made(planner, "mission", mission=Mission.objects.get_or_create(acronym="UNMIL")[0])
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 14
