"""Examples of recommendations kept as something a consultation says of itself."""

from __future__ import annotations

from datetime import datetime

import pytest
from icalendar import Calendar

from consultations import booking
from consultations.calendars import files as calendars
from consultations.calendars.descriptions import description
from consultations.models import HEADQUARTERS, Consultation, Mission
from tests.planner.examples.registry import REGISTER, entry, example
from tests.planner.stories import held, minusma_chain

PURPOSES = dict(Consultation.Purpose.choices)


@pytest.fixture
def told(planner, signed_in):
    """``told(aim="…")``: a consultation booked with that, as its page says it."""

    def make(**said: str) -> tuple[Consultation, str]:
        row = booking.book(
            who=planner, kind=said.pop("kind", "working_group"), subject="On Mali",
            starts_at=datetime(2017, 6, 8, 10, tzinfo=HEADQUARTERS),
            ends_at=datetime(2017, 6, 8, 11, 30, tzinfo=HEADQUARTERS),
            missions=[Mission.objects.get_or_create(acronym="MINUSMA")[0]], **said,
        )  # fmt: skip
        return row, signed_in(planner).get(row.get_absolute_url()).content.decode()

    return make


@example("R2006-1")
@pytest.mark.parametrize("kind", ["working_group", "informal_triangular"])
def test_no_other_meeting_replaces_the_private_one_with_contributors(kind):
    replaced = minusma_chain(meetings=(held(kind, "2017-06-01"),))
    met = minusma_chain(meetings=(held("formal_tcc", "2017-06-01"),))
    assert replaced.need("formal_tcc").met_by is None
    assert met.need("formal_tcc").met_by is not None
    assert entry("R2006-1").obligation == "must"


@example("R2006-6")
def test_meetings_fall_into_the_three_groups_of_the_report():
    assert [str(PURPOSES[key]) for key in ("a", "b", "c")] == [
        "new mission or change of mandate",
        "operations of one mission",
        "operations with generic implications",
    ]


@example("R2006-12b", "R2006-14f-1")
@pytest.mark.django_db
def test_a_subject_beyond_one_mission_is_kept_as_such(told):
    row, page = told(purpose="c")
    assert row.purpose == Consultation.Purpose.GENERIC
    assert "operations with generic implications" in page


@example("R2017-6", "R2017-55", "R2017-87")
@pytest.mark.django_db
def test_a_meeting_held_jointly_names_those_who_convene_with_the_chair(told):
    row, page = told(co_conveners="Pakistan; United Kingdom")
    assert row.co_conveners == "Pakistan; United Kingdom"
    assert "Pakistan; United Kingdom" in page


@example("R2017-37")
@pytest.mark.django_db
def test_a_meeting_at_one_members_request_says_whose(told):
    row, page = told(requested_by="Senegal")
    assert row.requested_by == "Senegal"
    assert "Senegal" in page


@example("R2017-38")
@pytest.mark.django_db
def test_the_provision_a_meeting_carries_out_is_said(told):
    row, page = told(legal_basis="S/RES/2378 (2017)")
    assert "Basis: S/RES/2378 (2017)" in description(row)
    assert "S/RES/2378 (2017)" in page


@example("R2017-63a")
@pytest.mark.django_db
def test_a_meeting_is_shown_in_the_programme_or_to_those_invited_alone(told):
    row, page = told(visibility="journal")
    assert row.visibility == Consultation.Visibility.JOURNAL
    assert "listed in the Journal" in page
    assert "announce" in entry("R2017-63a").text


@example("R2017-79c")
@pytest.mark.django_db
def test_the_aim_and_the_documents_go_out_with_the_calendar_entry(told, planner):
    row, _ = told(aim="Hear contributors.", documents="S/2017/478")
    (event,) = Calendar.from_ical(calendars.ics(row, planner)).walk("VEVENT")
    said = str(event["description"])
    assert "Aim: Hear contributors." in said
    assert "Documents:\n- S/2017/478" in said


@example("R2017-75")
@pytest.mark.django_db
def test_an_elected_member_may_convene(told):
    row, _ = told(convener="elected_member", convener_name="Japan")
    assert "Convened by: elected member, Japan" in description(row)
    assert "R2017-75" in REGISTER.recommendations
