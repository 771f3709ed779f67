"""One consultation: what is shown to whom, each deed, and two people at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import booking
from consultations.models import Consultation, Mission, Report, Room
from tests.views.stories import EXPIRY, at, headquarters, renewal

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
NOWHERE = "/consultations/00000000-0000-4000-8000-000000000000/"
DEEDS = ("pencil", "confirm", "hold", "cancel", "announce", "room", "interpretation", "invitee",
         "uninvite", "invitees", "choice", "remark")  # fmt: skip


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(at(6, 6, 12), tick=False) as traveller:
        yield traveller


@pytest.fixture
def room() -> Room:
    return headquarters()


@pytest.fixture
def row(room: Room, planner: User, convener: User) -> Consultation:
    """MINUSMA's informal consultation of 13 June 2017, tentative."""
    mission = renewal("MINUSMA")
    return booking.book(
        who=planner, kind="informal_triangular", subject="Before the renewal", room=room,
        need="informal_triangular", missions=[mission], cycle_mission=mission, expires_on=EXPIRY,
        starts_at=at(6, 13, 10), ends_at=at(6, 13, 11, 30), conveners=[convener],
        findings=[{"criterion": "preparation", "title": "time to prepare", "verdict": "kept",
                   "obligation": "should", "force": "panellist", "sentence": "5 working days",
                   "recommendation": "R2017-65a", "also": []}],
        guests=[{"name": "Senegal", "category": "contributor", "iso3": "SEN"}],
    )  # fmt: skip


@pytest.fixture
def planning(planner: User, signed_in: SignedIn) -> Client:
    return signed_in(planner)


def url(row: Consultation, deed: str = "") -> str:
    return f"/consultations/{row.pk}/{deed}{'/' if deed else ''}"


def test_everything_about_it_is_shown(planning: Client, row: Consultation) -> None:
    page = planning.get(url(row)).content.decode()
    assert "Before the renewal" in page
    assert "Consultations Room: " in page
    assert f'href="/consultations/{row.pk}/invitation.ics"' in page
    assert 'href="/register/R2017-65a/"' in page


def test_what_turned_since_the_booking_is_said(planning: Client, row: Consultation) -> None:
    assert [
        t for t in planning.get(url(row)).context["turned"] if t.title == "time to prepare"
    ] == []
    Report.objects.update(issued_on=date(2017, 6, 12), due_on=date(2017, 6, 12))
    with time_machine.travel(at(6, 12, 12), tick=False):
        found = planning.get(url(row)).context["turned"]
    assert [(t.was, t.now) for t in found if t.was] == [("kept", "broken")]


def test_a_convener_of_another_meeting_sees_only_that_it_takes_place(
    signed_in: SignedIn, row: Consultation
) -> None:
    stranger = User.objects.create_user("stranger")
    stranger.groups.add(*row.convener_user.get().groups.all())
    page = signed_in(stranger).get(url(row)).content.decode()
    assert "Before the renewal" not in page
    assert "A closed meeting" in page


def test_a_convener_remarks_on_their_own_and_does_nothing_else(
    convener: User, signed_in: SignedIn, row: Consultation
) -> None:
    client = signed_in(convener)
    assert client.post(url(row, "remark"), {"text": "Bring <maps>"}).status_code == 302
    assert "Bring &lt;maps&gt;" in client.get(url(row)).content.decode()
    assert client.post(url(row, "confirm"), {"version": row.version}).status_code == 403
    row.convener_user.clear()
    assert client.post(url(row, "remark"), {"text": "again"}).status_code == 403
    assert row.remarks.count() == 1


@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_is_a_post_for_those_who_may(
    planning: Client, reader: User, signed_in: SignedIn, row: Consultation, deed: str
) -> None:
    assert planning.get(url(row, deed)).status_code == 405
    assert signed_in(reader).post(url(row, deed), {"version": row.version}).status_code == 403
    assert Client().post(url(row, deed)).status_code == 302
    assert planning.post(f"{NOWHERE}{deed}/", {"version": 1}).status_code == 404


def test_what_is_not_there_is_not_found(planning: Client, row: Consultation) -> None:
    assert planning.get(NOWHERE).status_code == 404
    assert planning.post(url(row, "nothing")).status_code == 404


@pytest.mark.parametrize("path", ["edit", "move"])
def test_edit_and_move_are_for_planners(
    reader: User, signed_in: SignedIn, row: Consultation, path: str
) -> None:
    assert signed_in(reader).get(url(row, path)).status_code == 403
    assert signed_in(reader).post(url(row, path)).status_code == 403


def test_it_is_confirmed_then_held_after_it_began(
    planning: Client, row: Consultation, clock: Any
) -> None:
    planning.post(url(row, "confirm"), {"version": 1})
    early = planning.post(url(row, "hold"), {"version": 2, "reason": ""})
    assert early.status_code == 409
    assert "It has not begun" in early.content.decode()
    clock.move_to(at(6, 13, 12))
    planning.post(url(row, "hold"), {"version": 2, "reason": ""})
    row.refresh_from_db()
    assert (row.status, row.version) == ("held", 3)


def test_it_is_cancelled_with_a_reason(planning: Client, row: Consultation) -> None:
    without = planning.post(url(row, "cancel"), {"version": 1, "reason": " "})
    assert without.status_code == 400
    planning.post(url(row, "cancel"), {"version": 1, "reason": "the report is late"})
    row.refresh_from_db()
    assert (row.status, row.cancelled_reason) == ("cancelled", "the report is late")
    assert "Cancelled: the report is late" in planning.get(url(row)).content.decode()


def test_who_comes_second_reads_who_was_first_and_keeps_their_words(
    planning: Client, administrator: User, row: Consultation
) -> None:
    booking.announce(row, on=date(2017, 6, 6), who=administrator, version=1)
    answer = planning.post(url(row, "cancel"), {"version": 1, "reason": "my own words"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "administrator changed this on Tue 6 June 2017, 12:00" in page
    assert 'value="my own words"' in page
    assert answer.context["forms"]["cancel"]["version"].value() == "2"
    row.refresh_from_db()
    assert row.status == "tentative"


def test_editing_what_somebody_changed_meanwhile_keeps_what_was_typed(
    planning: Client, administrator: User, row: Consultation
) -> None:
    told = {"version": 1, "subject": "My title", "visibility": "invitees"}
    booking.announce(row, on=date(2017, 6, 6), who=administrator, version=1)
    answer = planning.post(url(row, "edit"), told)
    assert answer.status_code == 409
    assert 'value="My title"' in answer.content.decode()
    told["version"] = 2
    assert planning.post(url(row, "edit"), told).status_code == 302
    row.refresh_from_db()
    assert row.subject == "My title"


def test_notice_runs_from_the_recorded_announcement(planning: Client, row: Consultation) -> None:
    planning.post(url(row, "announce"), {"version": 1, "on": "2017-05-30"})
    lines = planning.get(url(row)).context["lines"]
    notice = next(line.finding for line in lines if line.finding.criterion == "notice")
    assert (str(notice.verdict), notice.measured) == ("kept", 10)


def test_the_room_is_requested_and_granted_by_others(planning: Client, row: Consultation) -> None:
    early = planning.post(url(row, "room"), {"version": 1, "status": "confirmed"})
    assert early.status_code == 409
    without = planning.post(url(row, "room"), {"version": 1, "status": "requested"})
    assert "Give the number of the request" in without.content.decode()
    told = {"version": 1, "status": "requested", "number": "17/044", "on": "2017-06-06"}
    planning.post(url(row, "room"), told)
    planning.post(url(row, "room"), {"version": 2, "status": "confirmed"})
    row.refresh_from_db()
    assert (row.room_status, row.room_request_number) == ("confirmed", "17/044")


def test_interpretation_is_wanted(planning: Client, row: Consultation) -> None:
    planning.post(url(row, "interpretation"), {"version": 1, "status": "wanted"})
    row.refresh_from_db()
    assert row.interpretation_status == "wanted"


def test_the_list_is_changed_by_hand_with_a_reason(planning: Client, row: Consultation) -> None:
    added = {"version": 1, "name": "Chad", "category": "contributor", "role": "REQ-PARTICIPANT",
             "reason": "lost men"}  # fmt: skip
    planning.post(url(row, "invitee"), added)
    planning.post(url(row, "uninvite"), {"version": 2, "name": "Senegal", "reason": "declined"})
    listed = row.participations.order_by("name").values_list("name", "removed", "hand_reason")
    assert list(listed) == [("Chad", False, "lost men"), ("Senegal", True, "declined")]
    without = planning.post(url(row, "invitee"), {**added, "version": 3, "reason": ""})
    assert without.status_code == 400


def test_the_list_computed_anew_keeps_what_was_done_by_hand(
    planning: Client, row: Consultation
) -> None:
    told = {"version": 1, "name": "Senegal", "reason": "declined"}
    planning.post(url(row, "uninvite"), told)
    planning.post(url(row, "invitees"), {"version": 2})
    assert row.participations.filter(category="council_member", removed=False).count() == 14
    assert row.participations.get(name="Senegal").removed


def test_a_question_is_decided_otherwise(
    planning: Client, planner: User, row: Consultation
) -> None:
    wrong = {"version": 1, "tension": "72d", "chosen": "kings", "reason": "x"}
    assert planning.post(url(row, "choice"), wrong).status_code == 409
    planning.post(url(row, "choice"), {**wrong, "chosen": "pr", "reason": "it is grave"})
    row.refresh_from_db()
    choice = row.choices.get(tension="72d")
    assert (row.level, choice.chosen, choice.reason, choice.decided_by) == (
        "pr",
        "pr",
        "it is grave",
        planner,
    )


def test_moving_shows_the_findings_there_and_keeps_them(
    planning: Client, row: Consultation
) -> None:
    start = planning.get(url(row, "move"))
    assert start.status_code == 302
    assert start.headers["Location"].startswith(
        f"/propose/MINUSMA/informal_triangular/?move={row.pk}"
    )
    assert planning.get(start.headers["Location"]).status_code == 200
    there = (
        f"{url(row, 'move')}?expiry=2017-06-30&need=informal_triangular&day=2017-06-14&start=15:00"
    )
    form = planning.get(there).context["form"]
    answer = planning.post(there, {**form.initial, "reason": "the Chair travels"})
    assert (answer.status_code, answer.headers["Location"]) == (302, url(row))
    row.refresh_from_db()
    assert (row.starts_at, row.room_status, row.sequence) == (at(6, 14, 15), "wanted", 1)
    assert {f["criterion"] for f in row.basis["findings"]} > {"preparation", "notice"}


def test_moving_what_somebody_moved_already_is_refused(
    planning: Client, administrator: User, row: Consultation
) -> None:
    there = (
        f"{url(row, 'move')}?expiry=2017-06-30&need=informal_triangular&day=2017-06-14&start=15:00"
    )
    form = planning.get(there).context["form"]
    booking.confirm(row, who=administrator, version=1)
    answer = planning.post(there, {**form.initial, "reason": "mine"})
    assert answer.status_code == 409
    assert "administrator changed this" in answer.content.decode()
    assert "mine" in answer.content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "x" * 3000, "\u202e\x00"])
def test_hostile_words_stay_words(planning: Client, row: Consultation, text: str) -> None:
    answer = planning.post(url(row, "cancel"), {"version": 1, "reason": text})
    assert answer.status_code in (302, 400)
    assert "<script>alert" not in planning.get(url(row)).content.decode()


def test_a_version_that_is_no_number_is_answered(planning: Client, row: Consultation) -> None:
    assert planning.post(url(row, "confirm"), {"version": "one"}).status_code == 400
    assert planning.post(url(row, "confirm"), {}).status_code == 400


def test_a_meeting_of_no_mission_is_shown_without_findings(
    planning: Client, planner: User, room: Room
) -> None:
    row = booking.book(
        who=planner, kind="working_group", subject="A theme", starts_at=at(6, 20, 10),
        ends_at=at(6, 20, 11),
    )  # fmt: skip
    page = planning.get(url(row))
    assert page.status_code == 200
    assert "there is nothing to judge it by" in page.content.decode()


def test_a_cycle_that_is_no_longer_recorded_is_said(planning: Client, row: Consultation) -> None:
    Mission.objects.get().mandates.all().delete()
    page = planning.get(url(row))
    assert page.status_code == 200
    assert "has no mandate known on" in page.content.decode()


@pytest.mark.parametrize("guests", [1, 3])
def test_the_page_costs_the_same_queries_for_one_and_for_three(
    planning: Client, planner: User, row: Consultation, guests: int
) -> None:
    for number in range(guests):
        booking.set_participation(
            row, f"Guest {number}", reason="x", who=planner, version=number + 1
        )
    with CaptureQueriesContext(connection) as asked:
        planning.get(url(row))
    assert len(asked) == 30
    assert isinstance(row.pk, UUID)
