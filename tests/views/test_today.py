"""Today: what falls due, soonest first, each line leading to its deed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from consultations import booking, invitations
from consultations.models import (
    BusyTime,
    Consultation,
    Contact,
    ExternalCalendar,
    Mandate,
    Mission,
    Participation,
    Report,
    Room,
)
from tests.views.stories import at, headquarters, renewal

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Wednesday 24 May 2017, before the holiday of the 29th."""
    with time_machine.travel(at(5, 24, 12), tick=False):
        yield


@pytest.fixture
def reading(reader: User, signed_in: SignedIn) -> Client:
    return signed_in(reader)


def test_an_empty_installation_says_what_to_do_next(reading: Client) -> None:
    page = reading.get("/")
    assert page.status_code == 200
    assert "No mission is recorded yet." in page.content.decode()
    assert 'href="/data/"' in page.content.decode()


def test_what_is_late_comes_first_and_no_meeting_is_said_to_be_reported_where_none_was(
    reader: User, signed_in: SignedIn
) -> None:
    headquarters()
    renewal("MINUSMA")
    with time_machine.travel(at(6, 7, 12), tick=False):
        page = signed_in(reader).get("/").content.decode()
    places = [page.index(f'id="{name}"') for name in ("closing", "tasks-due", "announce")]
    assert places == sorted(places)
    assert ("No meeting of the past is recorded." in page, "reported and closed" in page) == (
        True, False,
    )  # fmt: skip
    assert "Plan the Working Group" not in page.partition('id="after-meetings"')[0]


def test_announcements_come_soonest_first_with_the_days_left(reading: Client) -> None:
    headquarters()
    renewal("MINUSMA")
    desk = reading.get("/").context["desk"]
    found = [(c.called.need.id, c.called.notice.announce_by, c.left) for c in desk.announcements]
    assert found == [
        ("informal_triangular", date(2017, 5, 25), 1),
        ("formal_tcc", date(2017, 5, 30), 3),
    ]


def test_the_holiday_that_is_not_counted_is_named(reading: Client) -> None:
    headquarters()
    renewal("MINUSMA")
    page = reading.get("/").content.decode()
    assert "Mon 29 May 2017</time>, Memorial Day" in page


def test_a_window_still_open_and_late_for_notice_is_closing(
    reader: User, signed_in: SignedIn
) -> None:
    headquarters()
    renewal("MINUSMA")
    with time_machine.travel(at(6, 7, 12), tick=False):
        desk = signed_in(reader).get("/").context["desk"]
    assert [c.called.need.id for c in desk.closing] == ["informal_triangular", "formal_tcc"]
    assert [c.left for c in desk.closing] == [-6, -5]


def test_a_report_due_and_not_recorded_is_late(reading: Client) -> None:
    headquarters()
    renewal("MINUSMA")
    Report.objects.update(due_on=date(2017, 5, 22), issued_on=None)
    desk = reading.get("/").context["desk"]
    assert [(late.due.on, late.by) for late in desk.late] == [(date(2017, 5, 22), 2)]


def test_a_cycle_with_something_booked_is_not_without_a_consultation(
    reading: Client, planner: User
) -> None:
    room, mission = headquarters(), renewal("MINUSMA")
    assert len(reading.get("/").context["desk"].without) == 1
    booking.book(
        who=planner, kind="informal_triangular", subject="Before the renewal", room=room,
        starts_at=at(5, 31, 10), ends_at=at(5, 31, 11, 30), missions=[mission],
        cycle_mission=mission, expires_on=date(2017, 6, 30), need="informal_triangular",
    )  # fmt: skip
    desk = reading.get("/").context["desk"]
    assert desk.without == ()
    assert [one.subject for one in desk.week] == ["Before the renewal"]
    assert [one.room_status for one in desk.unsettled] == ["wanted"]


def test_an_expiry_that_passed_without_a_later_decision_is_a_doubt(reading: Client) -> None:
    headquarters()
    renewal("MINUSMA")
    Mandate.objects.update(expires_on=date(2017, 5, 15))
    desk = reading.get("/").context["desk"]
    assert [(d.mission, d.words) for d in desk.doubts] == [("MINUSMA", ())]
    assert "the mandate expired on" in reading.get("/").content.decode()


def test_a_year_without_a_holiday_list_is_said(reading: Client) -> None:
    renewal_year = reading.get("/").context["desk"].provisional
    assert renewal_year == ("2017: holiday list not loaded",)


def test_the_working_group_is_reminded_of_its_own_meetings(reading: Client) -> None:
    desk = reading.get("/").context["desk"]
    assert [c.called.need.kind for c in desk.group] == ["c34_bureau", "organisational"]


def test_a_closed_meeting_shows_its_kind_alone_to_a_convener_of_others(
    convener: User, planner: User, signed_in: SignedIn
) -> None:
    room = headquarters()
    booking.book(
        who=planner, kind="crisis", subject="Secret subject", room=room,
        starts_at=at(5, 26, 10), ends_at=at(5, 26, 11),
    )  # fmt: skip
    page = signed_in(convener).get("/").content.decode()
    assert "Secret subject" not in page
    assert "Meeting in a crisis" in page


@pytest.mark.parametrize("acronyms", [["MINUSMA"], ["MINUSMA", "UNIFIL", "UNFICYP"]])
def test_the_page_costs_the_same_queries_for_one_and_for_three(
    reading: Client, planner: User, acronyms: list[str]
) -> None:
    headquarters()
    for number, acronym in enumerate(acronyms):
        mission = renewal(acronym)
        booking.book(
            who=planner, kind="secretariat_briefing", subject=acronym, missions=[mission],
            starts_at=at(5, 25, 10 + number), ends_at=at(5, 25, 11 + number),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        reading.get("/")
    assert len(asked) == 33
    assert (Mission.objects.count(), Consultation.objects.count()) == (len(acronyms),) * 2


def test_a_room_that_its_calendar_gives_to_somebody_else_is_said(
    planner: User, reading: Client
) -> None:
    room = Room.objects.create(name="Conference Room 7")
    diary = ExternalCalendar.objects.create(name="Diary 7", room=room)
    for day, first in ((25, 10), (26, 11), (30, 10)):
        booking.book(
            who=planner, kind="crisis", subject=f"Of the {day}th", room=room,
            starts_at=at(5, day, first), ends_at=at(5, day, first + 1),
        )  # fmt: skip
    for day, first, last in ((25, 8, 10), (26, 11, 15), (26, 8, 12), (30, 11, 12)):
        BusyTime.objects.create(
            calendar=diary, starts_at=at(5, day, first), ends_at=at(5, day, last), title="Talk"
        )
    answer = reading.get("/")
    assert [(one.row.subject, one.name, one.starts_at) for one in answer.context["desk"].taken] == [
        ("Of the 26th", "Diary 7", at(5, 26, 8))
    ]
    said = "Conference Room 7 is taken by “Diary 7” from Fri 26 May 2017, 08:00"
    assert said in strip_tags(answer.content.decode())


def test_planners_see_whom_no_mail_reaches_and_others_do_not(
    planner: User, reader: User, signed_in: Callable[[User], Client]
) -> None:
    start = timezone.now() + timedelta(days=3)
    row = Consultation.objects.create(
        kind="crisis", subject="Talk", status="confirmed", starts_at=start,
        ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    Participation.objects.create(consultation=row, name="African Union", category="regional")
    failing = Contact.objects.create(
        organization="European Union", email="liaison@eu.example", failing_since=timezone.now(),
        failure="550 5.1.1 unknown",
    )  # fmt: skip
    desk = signed_in(planner).get("/").context["desk"]
    assert [(one.delegation.name, one.meetings) for one in desk.missing] == [("African Union", 1)]
    assert [one.contact for one in desk.failing] == [failing]
    hidden = signed_in(reader).get("/").context["desk"]
    assert (hidden.missing, hidden.failing) == ((), ())


def test_what_waits_for_planners_comes_first_each_leading_to_its_place(
    planner: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(planner)
    assert "Nothing waits for you." in client.get("/").content.decode()
    start = timezone.now() + timedelta(days=3)
    row = Consultation.objects.create(
        kind="crisis", subject="Talk", status="confirmed", starts_at=start,
        ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    Participation.objects.create(consultation=row, name="African Union", category="regional")
    Contact.objects.create(organization="African Union", email="liaison@au.example")
    invitations.redraft(row, who=planner)
    answer = client.get("/")
    assert [(one.words, one.href) for one in answer.context["waiting"]] == [
        ("1 draft to review", f"/consultations/{row.pk}/outbox/"),
        ("1 booked meeting not announced", "#announce"),
    ]
    page = answer.content.decode()
    assert page.index("Waiting for you") < page.index("Announcements to make")
    assert "Nothing has to be announced" not in page
    assert 'href="/answers/upload/"' in page
    (one,) = answer.context["desk"].unannounced
    assert (one.row, one.by, one.late, one.drafts) == (row, date(2017, 5, 26), False, 1)


def test_a_tentative_meeting_stands_among_the_announcements_to_make(
    planner: User, reading: Client
) -> None:
    row = booking.book(
        who=planner, kind="crisis", subject="Talk", starts_at=at(6, 1, 10), ends_at=at(6, 1, 11)
    )
    answer = reading.get("/")
    assert [one.row for one in answer.context["desk"].unannounced] == [row]
    assert answer.context["waiting"] == []
    assert "Waiting for you" not in answer.content.decode()
