"""The pages of other people's calendars: added, read again, replaced, removed, and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consultations.busy import keeping
from consultations.busy.expanding import Span, Warned
from consultations.busy.fetching import Fetched, NotFetched
from consultations.busy.reading import Reading
from consultations.busy.trimming import Unreadable
from consultations.models import HEADQUARTERS, BusyTime, ExternalCalendar, MemberState, Room

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=HEADQUARTERS)
URL = "https://calendars.example.org/secret-path/room.ics"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def planning(planner: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(planner)


@pytest.fixture
def room() -> Room:
    return Room.objects.create(name="Conference Room 7")


@pytest.fixture(autouse=True)
def read(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What reading a file gives; the reader itself has tests of its own."""
    start = NOON + timedelta(days=2)
    span = Span(start, start + timedelta(hours=1), "Their <b>talk</b>", "1")
    told = {"reading": Reading((span,), (Warned("zone", "Talk", "Mars"),)), "fetched": b"x"}

    def reading(data: bytes, **_more: Any) -> Any:
        if data == b"broken":
            raise Unreadable("cut")
        return told["reading"]

    def fetching(url: str, **_more: Any) -> Fetched:
        if isinstance(told["fetched"], str):
            raise NotFetched(told["fetched"])
        return Fetched(told["fetched"], "")

    monkeypatch.setattr(keeping, "read", reading)
    monkeypatch.setattr(keeping, "fetch", fetching)
    return told


def file(data: bytes = b"good") -> SimpleUploadedFile:
    return SimpleUploadedFile("room7.ics", data)


def add(client: Client, **told: Any) -> Any:
    return client.post("/busy/", {"name": "Diary", **told})


def test_a_file_is_read_and_its_busy_times_stand_in_a_table(planning: Client, room: Room) -> None:
    answer = add(planning, room=room.pk, file=file())
    row = ExternalCalendar.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/busy/{row.pk}/")
    assert (row.room, row.file_name, row.read_at, row.url) == (room, "room7.ics", NOON, "")
    page = planning.get(f"/busy/{row.pk}/").content.decode()
    assert '<time datetime="2026-11-24">Tue 24 November 2026</time>' in page
    assert "12:00–13:00" in page
    assert "Their &lt;b&gt;talk&lt;/b&gt;" in page
    assert "“Talk”: left out, the time zone “Mars” is not known." in page
    assert "Sun 26 December 2027" in page  # the last day that the reading covers
    listed = planning.get("/busy/").content.decode()
    assert "room7.ics" in listed
    assert '<time datetime="2026-11-22">Sun 22 November 2026</time>, 12:00' in listed


def test_a_file_that_cannot_be_read_is_an_error_beside_its_field(
    planning: Client, room: Room
) -> None:
    answer = add(planning, room=room.pk, file=file(b"broken"))
    assert answer.status_code == 400
    assert answer.context["form"].errors == {
        "file": ["It is cut off or torn: a BEGIN and its END do not match. Export it again."]
    }
    assert answer.context["form"]["name"].value() == "Diary"
    assert not ExternalCalendar.objects.exists()


def test_an_address_is_kept_though_its_host_is_down_and_shown_by_its_host_alone(
    planning: Client, settings: Any, read: dict[str, Any]
) -> None:
    settings.CALENDAR_HOSTS = ["calendars.example.org"]
    member = MemberState.objects.create(name="Chad", iso3="TCD")
    read["fetched"] = "No answer: it took too long."
    answer = planning.post(
        "/busy/", {"name": "Mission", "member": member.pk, "url": URL}, follow=True
    )
    row = ExternalCalendar.objects.get()
    assert (row.member, row.read_at, row.error) == (member, None, "No answer: it took too long.")
    for page in (answer, planning.get("/busy/")):
        text = page.content.decode()
        assert "No answer: it took too long." in text
        assert "never read" in text
        assert "calendars.example.org" in text
        assert "secret-path" not in text


def test_a_host_that_is_not_on_the_list_is_an_error_beside_the_address(
    planning: Client, room: Room
) -> None:
    answer = add(planning, room=room.pk, url=URL)
    assert answer.status_code == 400
    (error,) = answer.context["form"].errors["url"]
    assert error.startswith("“calendars.example.org” is not on the list of hosts")


@pytest.mark.parametrize("both", [True, False])
def test_it_is_of_a_room_or_a_delegation_and_from_a_file_or_an_address(
    planning: Client, room: Room, settings: Any, both: bool
) -> None:
    settings.CALENDAR_HOSTS = ["calendars.example.org"]
    member = MemberState.objects.create(name="Chad", iso3="TCD")
    told = {"room": room.pk, "member": member.pk, "url": URL, "file": file()} if both else {}
    assert add(planning, **told).context["form"].errors == {
        "room": ["Choose a room or a delegation, one of the two."],
        "url": ["Give an address or a file, one of the two."],
    }


def test_a_name_stands_once_whatever_its_letters(planning: Client, room: Room) -> None:
    add(planning, room=room.pk, file=file())
    answer = add(planning, room=room.pk, file=file(), name=" diary ")
    assert answer.context["form"].errors == {"name": ["There is a calendar of that name already."]}


def test_reading_again_keeps_the_last_good_reading_where_it_fails(
    planning: Client, room: Room, settings: Any, read: dict[str, Any]
) -> None:
    settings.CALENDAR_HOSTS = ["calendars.example.org"]
    add(planning, room=room.pk, url=URL)
    row = ExternalCalendar.objects.get()
    read["fetched"] = "It answers 503 Service Unavailable."
    answer = planning.post(f"/busy/{row.pk}/read/", follow=True)
    text = answer.content.decode()
    assert "It answers 503 Service Unavailable." in text
    assert "The last good reading stands." in text
    assert row.busy_times.count() == 1
    read["fetched"], read["reading"] = b"x", Reading(())
    planning.post(f"/busy/{row.pk}/read/")
    row.refresh_from_db()
    assert (row.error, row.busy_times.count()) == ("", 0)


def test_a_newer_file_takes_the_place_of_the_last_and_a_broken_one_does_not(
    planning: Client, room: Room, read: dict[str, Any]
) -> None:
    add(planning, room=room.pk, file=file())
    row = ExternalCalendar.objects.get()
    answer = planning.post(f"/busy/{row.pk}/upload/", {"file": file(b"broken")})
    assert answer.status_code == 400
    assert "It is cut off or torn" in answer.content.decode()
    assert row.busy_times.count() == 1
    read["reading"] = Reading(())
    answer = planning.post(f"/busy/{row.pk}/upload/", {"file": file()})
    assert (answer.status_code, row.busy_times.count()) == (302, 0)
    row.refresh_from_db()
    assert row.error == ""


def test_what_is_removed_takes_its_busy_times_with_it(planning: Client, room: Room) -> None:
    add(planning, room=room.pk, file=file())
    row = ExternalCalendar.objects.get()
    assert planning.post(f"/busy/{row.pk}/remove/").headers["Location"] == "/busy/"
    assert not BusyTime.objects.exists()
    assert Room.objects.filter(pk=room.pk).exists()


@pytest.mark.parametrize("path", ["/busy/", "/busy/1/"])
def test_the_pages_cost_the_same_queries_for_one_and_for_three(
    planning: Client, room: Room, django_assert_num_queries: Any, path: str
) -> None:
    for number in range(3):
        row = ExternalCalendar.objects.create(pk=number + 1, name=f"Diary {number}", room=room)
        start = NOON + timedelta(days=number)
        BusyTime.objects.create(calendar_id=1, starts_at=start, ends_at=start + timedelta(days=1))
        assert row.pk == number + 1
        planning.get(path)
        with django_assert_num_queries(QUERIES[path]):
            planning.get(path)


QUERIES = {"/busy/": 6, "/busy/1/": 6}
