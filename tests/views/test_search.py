"""The search box: missions, resolutions, symbols, countries, meetings, recommendations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Contribution,
    CouncilTerm,
    Mandate,
    MemberState,
    Mission,
    Penholder,
    RecordedMeeting,
    Report,
)

pytestmark = pytest.mark.django_db

GROUPS = ("administrator", "planner", "convener", "reader")
Person = Callable[[str], User]
SignedIn = Callable[[User], Client]


@pytest.fixture
def look(reader: User, signed_in: SignedIn) -> Client:
    return signed_in(reader)


def recorded(number: int = 0) -> Mission:
    """A mission with one row of every sort."""
    mission = Mission.objects.create(
        acronym=f"MINUSMA{number or ''}", full_name="Stabilization in Mali", host_countries="Mali"
    )
    france = MemberState.objects.create(
        name=f"France{number or ''}", iso3=f"F{number:02d}" if number else "FRA"
    )
    Penholder.objects.create(mission=mission, member=france)
    CouncilTerm.objects.create(year=2017, member=france, permanent=True)
    Contribution.objects.create(
        mission=mission, member=france, country="France", as_of="2017-06",
        as_of_from=date(2017, 6, 1), as_of_until=date(2017, 6, 30), troops=9,
    )  # fmt: skip
    Mandate.objects.create(
        mission=mission, resolution="S/RES/2364 (2017)", adopted_on=date(2017, 6, 29),
        expires_on=date(2018, 6, 30), kind="renewal",
    )  # fmt: skip
    Report.objects.create(mission=mission, symbol="S/2017/478", issued_on=date(2017, 6, 6))
    RecordedMeeting.objects.create(
        event_id=f"WG17-00{number}", body="Working Group", meeting_type="triangular",
        starts_on=date(2017, 6, 8), subject="MINUSMA before its renewal",
    )  # fmt: skip
    return mission


def meeting(**more: object) -> Consultation:
    start = datetime(2017, 6, 8, 10, tzinfo=HEADQUARTERS)
    return Consultation.objects.create(
        kind="formal_tcc", subject="MINUSMA formal", starts_at=start,
        ends_at=start + timedelta(hours=1), **more,
    )  # fmt: skip


def found(client: Client, words: str) -> dict[str, list[str]]:
    """Titles by group."""
    groups = client.get("/search/", {"q": words}).context["groups"]
    return {str(group.title): [hit.title for hit in group.hits] for group in groups}


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/search/?q=mali")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/login/?next=/search/%3Fq%3Dmali",
    )


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_searches(person: Person, signed_in: SignedIn, group: str) -> None:
    assert signed_in(person(group)).get("/search/?q=mali").status_code == 200


def test_searching_is_no_deed(look: Client) -> None:
    assert look.post("/search/", {"q": "mali"}).status_code == 405


@pytest.mark.parametrize("words", ["MINUSMA", "minusma", "  Minusma "])
def test_a_mission_called_just_so_is_gone_to_at_once(look: Client, words: str) -> None:
    recorded()
    answer = look.get("/search/", {"q": words})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/missions/MINUSMA/")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("2364", {"Mandates and resolutions": ["S/RES/2364 (2017) – MINUSMA"]}),
        ("S/2017/478", {"Reports of the Secretary-General": ["S/2017/478 – MINUSMA"]}),
        ("mali", {"Missions": ["MINUSMA"]}),
        ("WG17-000", {"Recorded meetings": ["WG17-000"]}),
        ("france", {"Countries": ["France"]}),
        ("2017-58b", {"Recommendations": ["R2017-58b, 2017 report, para. 58"]}),
    ],
)
def test_each_sort_is_found_by_its_own_words(
    look: Client, words: str, wanted: dict[str, list[str]]
) -> None:
    recorded()
    answer = found(look, words)
    assert {title: answer[title] for title in wanted} == wanted


def test_a_country_says_what_it_has_to_do_with_the_council(look: Client) -> None:
    recorded()
    page = look.get("/search/?q=FRA").content.decode()
    assert "on the Council in 2017" in page
    assert "has held the pen on MINUSMA" in page
    assert "has contributed to MINUSMA" in page


def test_closed_meetings_are_found_by_those_who_may_know_of_them(
    convener: User, reader: User, signed_in: SignedIn
) -> None:
    closed = meeting(visibility="invitees")
    assert found(signed_in(reader), "formal")["Consultations"] == ["MINUSMA formal"]
    assert "Consultations" not in found(signed_in(convener), "formal")
    closed.convener_user.add(convener)
    assert found(signed_in(convener), "formal")["Consultations"] == ["MINUSMA formal"]


def test_an_open_meeting_is_found_by_everybody(convener: User, signed_in: SignedIn) -> None:
    meeting(visibility="journal")
    assert found(signed_in(convener), "formal")["Consultations"] == ["MINUSMA formal"]


def test_what_is_left_out_is_said(look: Client) -> None:
    for number in range(25):
        Mission.objects.create(acronym=f"UN{number}", region="Africa")
    answer = look.get("/search/?q=africa")
    assert len(answer.context["groups"][0].hits) == 20
    assert "There are more: add a word." in answer.content.decode()


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%00%0a"])
def test_no_words_say_what_can_be_asked(look: Client, query: str) -> None:
    assert "Type an acronym (MINUSMA)" in look.get(f"/search/{query}").content.decode()


def test_nothing_found_says_what_to_try(look: Client) -> None:
    assert "Nothing is called so." in look.get("/search/?q=zzzz").content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "%",
        "_",
        "\\",
        "\x00a\x00",
        "\u202egnp",
        "{{7*7}}",
    ],
)
def test_hostile_words_find_nothing_and_are_shown_as_words(look: Client, words: str) -> None:
    recorded()
    answer = look.get("/search/", {"q": words})
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.content.decode()


def test_only_the_first_letters_of_an_endless_question_are_asked(look: Client) -> None:
    answer = look.get("/search/", {"q": "m" * 3000})
    assert answer.context["text"] == "m" * 200
    assert "Only the first 200 characters were searched for." in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_more_rows_cost_no_more_queries(
    look: Client, django_assert_num_queries: Callable[..., object], rows: int
) -> None:
    for number in range(1, rows + 1):
        recorded(number)
        meeting(visibility="journal", cycle_mission=Mission.objects.get(acronym=f"MINUSMA{number}"))
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        look.get("/search/?q=MI")
    with django_assert_num_queries(14):  # type: ignore[attr-defined]
        look.get("/search/?q=F")
