"""The calendar: month, week and list, by room, with what is wrong with an address said clearly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations.models import (
    HEADQUARTERS,
    Closure,
    Consultation,
    CouncilMeeting,
    Holiday,
    Mandate,
    Mission,
    RecordedMeeting,
    Room,
)

pytestmark = pytest.mark.django_db
URL = "/calendar/"
VIEWS = ["month", "week", "agenda"]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2017, 6, 7, 12, tzinfo=HEADQUARTERS), tick=False):
        yield


@pytest.fixture
def reading(reader: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(reader)


def booked(subject: str = "On Mali", day: int = 8, **changes: object) -> Consultation:
    at = datetime(2017, 6, day, 10, tzinfo=HEADQUARTERS)
    values = {"kind": "informal_triangular", "status": "tentative", "subject": subject}
    return Consultation.objects.create(
        starts_at=at, ends_at=at + timedelta(minutes=90), **{**values, **changes}
    )


def page(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(URL + query)
    assert answer.status_code == status
    return answer.content.decode()


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def entries(html: str) -> list[str]:
    """What stands on the days, without the legend."""
    body = html.partition('<ul class="calendar-legend">')[0]
    end = r"</span>(?=\s*(?:<span class=\"entry|</td>|</li>))"
    cells = re.findall(rf'<span class="entry (?:.*?){end}', body, re.S)
    return [text("<x " + cell) for cell in cells]


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get(URL)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={URL}")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("group", ["administrator", "planner", "convener", "reader"])
def test_every_group_reads_the_calendar(
    view: str, group: str, person: Callable[[str], User], signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(person(group))
    assert client.get(f"{URL}?view={view}").status_code == 200
    assert client.post(f"{URL}?view={view}").status_code == 405


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_calendar_says_what_to_do(reading: Client, view: str) -> None:
    assert "Nothing stands on these days." in page(reading, f"?view={view}")


@pytest.mark.parametrize("view", VIEWS)
def test_a_consultation_stands_on_its_day_with_its_hours(reading: Client, view: str) -> None:
    row = booked(room=Room.objects.create(name="Conference Room 4"), room_status="requested")
    html = page(reading, f"?view={view}&on=2017-06-08")
    assert html.count(f'<a href="/consultations/{row.pk}/">On Mali</a>') == 1
    shown = "10:00–11:30 On Mali tentative · room requested"
    room = "" if view == "week" else " Conference Room 4"
    assert [e for e in entries(html) if "On Mali" in e] == [shown + room]


def test_without_a_view_a_phone_has_the_list_and_a_desk_the_month(reading: Client) -> None:
    booked()
    html = page(reading)
    assert (html.count('class="wide-only"'), html.count('class="phone-only"')) == (1, 1)
    assert 'class="phone-only"' not in page(reading, "?view=month")


def test_expiries_holidays_closures_and_the_council_stand_beside_it(reading: Client) -> None:
    mission = Mission.objects.create(acronym="MINUSMA")
    Mandate.objects.create(
        mission=mission, resolution="S/RES/2295 (2016)", adopted_on=date(2016, 6, 29),
        expires_on=date(2017, 6, 30), kind="renewal",
    )  # fmt: skip
    Holiday.objects.create(on=date(2017, 6, 26), name="Eid al-Fitr", kind="official")
    Closure.objects.create(first_on=date(2017, 6, 19), last_on=date(2017, 6, 20), name="Visit")
    CouncilMeeting.objects.create(on=date(2017, 6, 16), session="morning", subject="Mali")
    meeting = RecordedMeeting.objects.create(
        event_id="WG17-003", body="Working Group", meeting_type="triangular",
        starts_on=date(2017, 6, 8), mission_names="MINUSMA",
    )  # fmt: skip
    meeting.missions.add(mission)
    html = page(reading, "?view=agenda&on=2017-06-01")
    assert entries(html) == [
        "MINUSMA: triangular held (recorded, WG17-003)",
        "Council: Mali morning · provisional",
        "Visit closure",
        "Visit closure",
        "Eid al-Fitr official holiday estimated date",
        "MINUSMA: mandate expires S/RES/2295 (2016)",
    ]
    assert '<a href="/missions/MINUSMA/2017-06-30/">' in html
    assert "Fri 30 June 2017" in text(html)


def test_a_day_off_is_marked_in_the_month(reading: Client) -> None:
    Holiday.objects.create(on=date(2017, 6, 26), name="Eid al-Fitr", kind="official")
    html = page(reading, "?view=month")
    cell = re.search(r'<td class="([^"]*)">\s*<time datetime="2017-06-26">', html)
    assert cell
    assert cell.group(1).split() == ["off"]


def test_the_week_has_a_row_for_each_room_in_use(reading: Client) -> None:
    four = Room.objects.create(name="Conference Room 4")
    Room.objects.create(name="Room 7")
    Room.objects.create(name="Closed", in_use=False)
    booked(room=four)
    booked("Elsewhere", day=9)
    html = page(reading, "?view=week")
    assert re.findall(r'<th scope="row">([^<]+)</th>', html) == [
        "The day",
        "Conference Room 4",
        "Room 7",
        "No room recorded",
    ]
    assert re.findall(r"<time datetime=\"([\d-]+)\">\w{3} ", html.partition("<thead>")[2])[:7] == [
        f"2017-06-{day:02d}" for day in range(5, 12)
    ]


def test_one_room_or_one_mission_can_be_chosen(reading: Client) -> None:
    four = Room.objects.create(name="Conference Room 4")
    mission = Mission.objects.create(acronym="MINUSMA")
    booked("In four", room=four, room_status="confirmed")
    booked("On Mali").missions.add(mission)
    by_room = entries(page(reading, f"?view=agenda&on=2017-06-01&room={four.pk}"))
    by_mission = entries(page(reading, "?view=agenda&on=2017-06-01&mission=MINUSMA"))
    assert by_room == ["10:00–11:30 In four tentative Conference Room 4"]
    assert by_mission == ["10:00–11:30 On Mali tentative · MINUSMA"]


def test_earlier_and_later_keep_what_was_chosen(reading: Client) -> None:
    Mission.objects.create(acronym="MINUSMA")
    html = page(reading, "?view=week&on=2017-06-08&mission=MINUSMA")
    assert 'rel="prev" href="?view=week&amp;on=2017-06-01&amp;mission=MINUSMA"' in html
    assert 'rel="next" href="?view=week&amp;on=2017-06-15&amp;mission=MINUSMA"' in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?view=year", "There is no view “year”."),
        ("?on=2017-02-30", "“2017-02-30” is not a date: write it as 2017-05-01."),
        ("?on=9999-12-31", "“9999-12-31” is not a date: write it as 2017-05-01."),
        ("?room=7", "There is no room “7”."),
        ("?room='%3B--", "There is no room “&#x27;;--”."),
        ("?mission=%3Cscript%3E", "There is no mission “&lt;script&gt;”."),
    ],
)
def test_what_is_wrong_with_an_address_is_said(reading: Client, query: str, said: str) -> None:
    html = page(reading, query, 400)
    assert f'<p class="alert alert-danger" role="alert">{said}</p>' in html


def test_a_cancelled_meeting_is_struck_out(reading: Client) -> None:
    booked(status="cancelled", cancelled_reason="no report")
    assert "<s>On Mali</s></a>" in page(reading, "?view=month")


def test_a_convener_of_another_sees_only_that_there_is_a_meeting(
    person: Callable[[str], User], signed_in: Callable[[User], Client]
) -> None:
    convener = person("convener")
    booked("Secret", room=Room.objects.create(name="Conference Room 4"))
    booked("In the Journal", day=9, visibility="journal")
    booked("Own", day=12).convener_user.add(convener)
    html = page(signed_in(convener), "?view=agenda&on=2017-06-01")
    assert entries(html) == [
        "10:00–11:30 Closed meeting",
        "10:00–11:30 In the Journal tentative",
        "10:00–11:30 Own tentative",
    ]


def test_hostile_subjects_are_shown_as_text(reading: Client) -> None:
    booked("<script>alert(1)</script>")
    assert "<script>alert" not in page(reading)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("rows", [1, 3])
def test_the_calendar_costs_the_same_queries_whatever_its_rows(
    reading: Client, view: str, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        mission = Mission.objects.create(acronym=f"M{n}")
        room = Room.objects.create(name=f"Room {n}")
        booked(f"On {n}", room=room).missions.add(mission)
        CouncilMeeting.objects.create(on=date(2017, 6, 8 + n), subject="Mali", room=room)
        Mandate.objects.create(
            mission=mission, adopted_on=date(2016, 6, 1), expires_on=date(2017, 6, 9),
            kind="renewal",
        )  # fmt: skip
    with django_assert_num_queries(11):
        page(reading, f"?view={view}&on=2017-06-08")
