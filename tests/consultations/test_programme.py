"""The programme's block on contributors: who stands in it, who never does, what is not booked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User

from consultations.models import HEADQUARTERS, Consultation, Mission, Room
from consultations.papers import programme
from consultations.papers.asked import Asked, PaperRefused, operator
from consultations.papers.sheets import Sheet
from tests.consultations.paper_text import assert_golden, headings, table, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]
JUNE, EVE = date(2017, 6, 1), date(2017, 5, 31)  # the meeting of 1 June is recorded after it


def sheet(today: date = EVE, reader: Any = None, month: date = JUNE) -> Sheet:
    return programme.build(Asked(reader or operator(), today, month=month))


def booked(kind: str, visibility: str, day: int, **more: Any) -> Consultation:
    """A consultation on MINUSMA in June 2017, 10:00 to 11:30."""
    at = datetime(2017, 6, day, 10, tzinfo=HEADQUARTERS)
    mission = Mission.objects.get(acronym="MINUSMA")
    values = {
        "kind": kind, "visibility": visibility, "starts_at": at, "status": "confirmed",
        "ends_at": at + timedelta(minutes=90), "subject": f"{kind}, {visibility}",
        "cycle_mission": mission,
    }  # fmt: skip
    row = Consultation.objects.create(**values | more)
    Consultation.objects.filter(pk=row.pk).update(created_at=at - timedelta(days=30))
    row.missions.add(mission)
    return row


def titles(found: Sheet, name: str) -> list[str]:
    return [row[2] for row in table(found, name)]


def test_june_2017_as_known_on_its_first_day_is_as_checked_by_hand() -> None:
    with time_machine.travel(datetime(2017, 6, 1, 14, tzinfo=UTC)):
        assert_golden("programme_2017-06", sheet(JUNE))


def test_when_the_month_is_over_the_meetings_recorded_stand_in_it() -> None:
    found = table(sheet(date(2026, 11, 22)), "meetings")
    assert [(row[0], row[1], row[3], row[5]) for row in found] == [
        ("Thu 1 June 2017", "not recorded", "UNAMID", "recorded"),
        ("Thu 8 June 2017", "not recorded", "MINUSMA", "recorded"),
        ("Wed 14 June 2017", "not recorded", "MINUSMA", "recorded"),
        ("Thu 15 June 2017", "not recorded", "UNDOF", "recorded"),
    ]
    assert "Called for and not booked" not in headings(sheet(date(2026, 11, 22)))


def test_formal_meetings_and_those_of_the_group_in_the_journal_stand_in_the_programme() -> None:
    booked("formal_tcc", "journal", 14)
    booked("formal_tcc", "programme", 15)
    booked("working_group", "journal", 8)
    assert titles(sheet(), "meetings") == [
        "working_group, journal", "formal_tcc, journal", "formal_tcc, programme",
    ]  # fmt: skip
    assert headings(sheet())[:2] == ["Meetings with contributors", "Mandates that expire"]


def test_informal_ones_stand_in_the_unofficial_addendum_alone() -> None:
    booked("informal_triangular", "programme", 9)
    booked("working_group", "programme", 8)
    found = sheet()
    assert titles(found, "meetings") == []
    assert titles(found, "addendum") == [
        "working_group, programme",
        "informal_triangular, programme",
    ]
    assert "Unofficial addendum, at the President's discretion" in headings(found)


@pytest.mark.parametrize("kind", ["formal_tcc", "informal_triangular", "working_group"])
def test_what_invitees_alone_know_of_is_never_in_it(kind: str) -> None:
    booked(kind, "invitees", 14, subject="Not to be told")
    assert "Not to be told" not in told(sheet())


def test_members_alone_and_cancelled_meetings_are_left_out() -> None:
    booked("organisational", "journal", 12)
    booked("formal_tcc", "journal", 13, status="cancelled", cancelled_reason="moved")
    booked("formal_tcc", "journal", 16, status="proposed")
    assert table(sheet(), "meetings") == []


def test_a_meeting_that_meets_a_need_takes_it_from_the_list() -> None:
    needs = [(row[0], row[1]) for row in table(sheet(), "not booked")]
    assert ("MINUSMA", "Formal meeting with T/PCCs") in needs
    booked("formal_tcc", "invitees", 14, need="formal_tcc", expires_on=date(2017, 6, 30))
    left = [(row[0], row[1]) for row in table(sheet(), "not booked")]
    assert ("MINUSMA", "Formal meeting with T/PCCs") not in left
    assert {row[4] for row in table(sheet(), "not booked")} == {"not booked"}


def test_a_room_is_no_surer_than_it_is() -> None:
    room = Room.objects.get(name="Security Council Chamber")
    row = booked("formal_tcc", "journal", 14, room=room, room_status="requested")
    assert table(sheet(), "meetings")[0][4] == "Security Council Chamber (to be confirmed)"
    Consultation.objects.filter(pk=row.pk).update(room_status="confirmed")
    assert table(sheet(), "meetings")[0][4] == "Security Council Chamber"


def test_a_convener_sees_what_everybody_sees(convener: User) -> None:
    booked("formal_tcc", "journal", 14)
    assert titles(sheet(reader=convener), "meetings") == ["formal_tcc, journal"]


def test_a_month_must_be_named() -> None:
    with pytest.raises(PaperRefused, match="Name the month"):
        programme.build(Asked(operator(), EVE))


def test_the_block_costs_the_same_queries_for_one_meeting_and_for_three(
    django_assert_num_queries: Any,
) -> None:
    for days in ([6], [7, 8]):
        for day in days:
            booked("formal_tcc", "journal", day)
        with django_assert_num_queries(37):
            sheet()
