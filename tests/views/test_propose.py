"""Propose and book: ranked slots, a week of cells, why, choices, guests, and the booking itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import booking
from consultations.models import Consultation, Mission, NumberOverride, Room
from tests.views.stories import EXPIRY, ON_THE_DAY, PROPOSE, at, headquarters, renewal

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
SLOT = f"{ON_THE_DAY}&day=2017-06-13&start=10:00"
BOOK = f"{PROPOSE}book/?{SLOT}"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(at(6, 6, 12), tick=False):
        yield


@pytest.fixture
def room() -> Room:
    return headquarters()


@pytest.fixture
def minusma(room: Room) -> Mission:
    return renewal("MINUSMA")


@pytest.fixture
def reading(reader: User, signed_in: SignedIn) -> Client:
    return signed_in(reader)


@pytest.fixture
def planning(planner: User, signed_in: SignedIn) -> Client:
    return signed_in(planner)


def filled(client: Client, path: str = BOOK, **changes: Any) -> dict[str, Any]:
    """The form of the page as it would be sent, with *changes*."""
    form = client.get(path).context["form"]
    values = {"visibility": "invitees", "status": "tentative", "added_category": "other"}
    values |= {name: form.initial[name] for name in ("subject", "guest", "seen", "purpose")}
    return values | changes


def test_the_days_with_nothing_short_but_notice_come_first(
    reading: Client, minusma: Mission
) -> None:
    ranked = reading.get(f"{PROPOSE}?{ON_THE_DAY}").context["ranked"]
    assert [(line.day, line.best.verdict) for line in ranked][:2] == [
        (date(2017, 6, 14), "short"),
        (date(2017, 6, 13), "short"),
    ]
    assert [f.criterion for f in ranked[0].best.findings if f.verdict == "short"] == ["notice"]


def test_a_cell_says_its_verdict_in_words(reading: Client, minusma: Mission) -> None:
    page = reading.get(f"{PROPOSE}?{ON_THE_DAY}&week=2017-06-05")
    start, cells = page.context["rows"][0]
    assert (start, cells[3].verdict, cells[3].label) == (
        "10:00",
        "broken",
        "Thu 8 June 2017 10:00, broken: notice; short: time to prepare after the report",
    )
    assert cells[3].label in page.content.decode()


def test_the_chosen_slot_is_explained_finding_by_finding(reading: Client, minusma: Mission) -> None:
    page = reading.get(f"{PROPOSE}?{ON_THE_DAY}&day=2017-06-08&start=10:00")
    findings = {f.criterion: str(f.verdict) for f in page.context["slot"].findings}
    assert (findings["preparation"], findings["lead"], findings["notice"]) == (
        "short",
        "kept",
        "broken",
    )
    assert page.context["slot"].smallest_change.startswith("report by 1 June 2017 (Thu)")
    assert "2 working days after the report" in page.content.decode()


def test_why_not_that_day_names_the_smallest_change(reading: Client, minusma: Mission) -> None:
    page = reading.get(f"{PROPOSE}?{ON_THE_DAY}&why_not=2017-06-09")
    changes = [one.smallest_change for one, _lines in page.context["why_not"]]
    assert len(changes) == 2
    assert all("report by 2 June 2017 (Fri)" in change for change in changes)


def test_the_four_questions_stand_first_and_tensions_after(
    reading: Client, minusma: Mission
) -> None:
    page = reading.get(f"{PROPOSE}?{ON_THE_DAY}&choice-72d=pr")
    assert [o.tension for o in page.context["four"]] == ["72a", "72b", "72c", "72d"]
    assert [o.chosen for o in page.context["four"]][3] == "pr"
    assert page.context["tensions"][0].tension == "C1"
    assert "chosen otherwise" in page.content.decode()


def test_a_number_that_is_not_the_default_is_flagged(reading: Client, minusma: Mission) -> None:
    NumberOverride.objects.create(key="preparation_kept", value=6, reason="a long report")
    page = reading.get(f"{PROPOSE}?{SLOT}").content.decode()
    assert "preparation_kept is 6 here, not 5: a long report" in page


def test_who_is_invited_is_the_council_of_the_day_and_the_contributors(
    reading: Client, minusma: Mission
) -> None:
    found = reading.get(f"{PROPOSE}?{SLOT}").context["found"]
    council = [g for g in found.guests.invitees if g.category == "council_member"]
    assert len(council) == 15
    assert found.guests.coverage == 1.0


def test_a_busy_council_excludes_the_slot(reading: Client, planner: User, minusma: Mission) -> None:
    booking.book(
        who=planner, kind="crisis", subject="Another", starts_at=at(6, 13, 10),
        ends_at=at(6, 13, 11),
    )  # fmt: skip
    page = reading.get(f"{PROPOSE}?{SLOT}")
    assert page.context["verdict"] == "excluded"


def test_the_working_group_plans_its_own_meetings(reading: Client, room: Room) -> None:
    page = reading.get("/propose/working-group/c34_bureau/")
    assert page.status_code == 200
    assert page.context["ranked"] != []


@pytest.mark.parametrize(
    "path",
    [
        "/propose/NOPE/informal_triangular/",
        "/propose/MINUSMA/nothing/",
        "/propose/MINUSMA/c34_bureau/",
        "/propose/working-group/informal_triangular/",
        f"{PROPOSE}?expiry=2019-06-30",
        f"{PROPOSE}?move=00000000-0000-4000-8000-000000000000",
        f"{PROPOSE}?move=nothing",
    ],
)
def test_what_is_not_there_is_not_found(reading: Client, minusma: Mission, path: str) -> None:
    assert reading.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"day": "2017-02-31"},
        {"as_of": "<script>alert(1)</script>"},
        {"day": "2017-06-13", "start": "25:61"},
        {"minutes": "100000"},
        {"minutes": "ninety"},
        {"week": "2099-01-01"},
        {"why_not": "x" * 9000},
    ],
)
def test_what_cannot_be_read_is_answered_in_words(
    reading: Client, minusma: Mission, query: dict[str, str]
) -> None:
    answer = reading.get(PROPOSE, {"expiry": "2017-06-30", **query})
    assert answer.status_code == 400
    assert len(answer.context["asked"].problems) == 1
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"room": "999999999"},
        {"room": "x' OR 1=1"},
        {"choice-C1": "<img src=x>", "choice-72a": "x" * 5000},
        {"theme": "y" * 5000},
        {"start": "23:30"},
    ],
)
def test_strange_wishes_are_borne(reading: Client, minusma: Mission, query: dict[str, str]) -> None:
    slot = {"expiry": "2017-06-30", "day": "2017-06-13", "start": "10:00"}
    answer = reading.get(PROPOSE, {**slot, **query})
    assert answer.status_code == 200
    assert "<img src=x>" not in answer.content.decode()


def test_a_slot_is_booked_with_its_basis_choices_and_guests(
    planning: Client, planner: User, minusma: Mission, room: Room
) -> None:
    told = filled(planning, aim="To hear", documents="S/2017/478", **{"why-72a": "as ever"})
    answer = planning.post(BOOK, told)
    row = Consultation.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/consultations/{row.pk}/")
    assert (row.status, row.room, row.room_status) == ("tentative", room, "wanted")
    assert (row.starts_at, row.ends_at) == (at(6, 13, 10), at(6, 13, 11, 30))
    assert (row.need, row.expires_on, row.booked_by) == ("informal_triangular", EXPIRY, planner)
    assert {f["criterion"]: f["verdict"] for f in row.basis["findings"]}["notice"] == "short"
    assert row.choices.get(tension="72a").reason == "as ever"
    assert row.participations.filter(category="council_member").count() == 15


def test_a_slot_can_be_booked_as_confirmed(planning: Client, minusma: Mission) -> None:
    planning.post(BOOK, filled(planning, status="confirmed"))
    assert Consultation.objects.get().status == "confirmed"


def test_the_list_changed_by_hand_keeps_its_reason(planning: Client, minusma: Mission) -> None:
    told = filled(planning, added="Ms. Novosseloff", guests_reason="she wrote on it")
    told["guest"] = [name for name in told["guest"] if name != "Bolivia"]
    planning.post(BOOK, told)
    by_hand = Consultation.objects.get().participations.filter(by_hand=True)
    assert sorted(by_hand.values_list("name", "removed", "hand_reason")) == [
        ("Bolivia", True, "she wrote on it"),
        ("Ms. Novosseloff", False, "she wrote on it"),
    ]


def test_a_list_changed_without_a_reason_is_not_booked(planning: Client, minusma: Mission) -> None:
    answer = planning.post(BOOK, filled(planning, added="Somebody"))
    assert answer.status_code == 400
    assert "Say why the list is changed by hand." in answer.content.decode()
    assert Consultation.objects.count() == 0


def test_findings_that_changed_meanwhile_are_read_again(planning: Client, minusma: Mission) -> None:
    told = filled(planning, aim="my words")
    NumberOverride.objects.create(key="notice_kept", value=12, reason="holidays")
    answer = planning.post(BOOK, told)
    assert answer.status_code == 409
    assert "The findings changed since you read them" in answer.content.decode()
    assert "my words" in answer.content.decode()
    told["seen"] = answer.context["form"]["seen"].value()
    assert planning.post(BOOK, told).status_code == 302


def test_who_comes_second_reads_who_was_first(
    planning: Client, administrator: User, minusma: Mission
) -> None:
    told = filled(planning, f"{PROPOSE}book/?{SLOT}", aim="my words")
    booking.book(
        who=administrator, kind="informal_triangular", subject="First", missions=[minusma],
        need="informal_triangular", cycle_mission=minusma, expires_on=EXPIRY,
        starts_at=at(7, 13, 10), ends_at=at(7, 13, 11),
    )  # fmt: skip
    told["seen"] = planning.get(BOOK).context["form"].initial["seen"]
    answer = planning.post(BOOK, told)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "stands for this need already, booked by administrator on Tue 6 June 2017" in page
    assert "my words" in page


def test_a_must_that_is_broken_cannot_be_booked(planning: Client, minusma: Mission) -> None:
    path = f"{PROPOSE}book/?{ON_THE_DAY}&day=2017-06-26&start=10:00"  # Eid al-Fitr
    answer = planning.post(path, filled(planning, path))
    assert answer.status_code == 409
    assert "This breaks what must be kept" in answer.content.decode()


def test_booking_without_a_slot_leads_back(planning: Client, minusma: Mission) -> None:
    answer = planning.get(f"{PROPOSE}book/")
    assert (answer.status_code, answer.headers["Location"]) == (302, PROPOSE)


def test_booking_is_for_planners(reading: Client, minusma: Mission) -> None:
    assert reading.get(BOOK).status_code == 403
    assert reading.post(BOOK).status_code == 403
    assert Client().get(BOOK).status_code == 302
    assert reading.post(PROPOSE).status_code == 405


def test_huge_words_are_refused_where_they_stand(planning: Client, minusma: Mission) -> None:
    answer = planning.post(BOOK, filled(planning, subject="s" * 400, aim="a" * 30_000))
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"subject", "aim"}


@pytest.mark.parametrize("meetings", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [(f"{PROPOSE}?{SLOT}", 25), (BOOK, 25)])
def test_the_pages_cost_the_same_queries_for_one_and_for_three(
    planning: Client, planner: User, minusma: Mission, path: str, queries: int, meetings: int
) -> None:
    for number in range(meetings):
        booking.book(
            who=planner, kind="informal_triangular", subject="x", missions=[renewal(f"M{number}")],
            starts_at=at(6, 14, 10 + number), ends_at=at(6, 14, 11 + number),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        planning.get(path)
    assert len(asked) == queries


def test_a_closed_meeting_in_the_way_is_not_named_to_a_convener(
    minusma: Mission, room: Room, planner: User, reading: Client, convener: User,
    signed_in: SignedIn,
) -> None:  # fmt: skip
    row = booking.book(
        who=planner, kind="working_group", subject="A secret subject", starts_at=at(6, 13, 10),
        ends_at=at(6, 13, 11, 30), room=room, visibility="invitees",
    )  # fmt: skip
    path = f"{PROPOSE}?{SLOT}"
    text = signed_in(convener).get(path).content.decode()
    assert ("A secret subject" in text, "a closed meeting" in text) == (False, True)
    assert "A secret subject" in reading.get(path).content.decode()
    assert signed_in(convener).get(f"{path}&move={row.pk}").status_code == 403


def test_another_convener_takes_the_chair_of_the_list(reading: Client, minusma: Mission) -> None:
    def chair(convener: str) -> list[str]:
        page = reading.get(f"{PROPOSE}?{ON_THE_DAY}&choice-72c={convener}")
        return [g.name for g in page.context["found"].guests.invitees if g.role == "CHAIR"]

    assert chair("chair") == ["Chair of the Working Group"]
    assert chair("secretariat") != chair("chair")


def test_a_meeting_brought_in_without_a_cycle_can_be_moved(
    planning: Client, planner: User, minusma: Mission
) -> None:
    row = booking.book(
        who=planner, kind="informal_triangular", subject="Arranged elsewhere",
        starts_at=at(6, 13, 10), ends_at=at(6, 13, 11), missions=[minusma],
    )  # fmt: skip
    answer = planning.get(f"/consultations/{row.pk}/move/")
    assert answer.headers["Location"].startswith(PROPOSE)
    slot = f"/consultations/{row.pk}/move/?day=2017-06-14&start=10:00"
    assert planning.get(slot).status_code == 200
