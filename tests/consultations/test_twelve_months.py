"""Twelve months of a mission, or of all: the grid, the days, and the cycle before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User

from consultations.models import HEADQUARTERS, Consultation, Mission
from consultations.papers import twelve_months
from consultations.papers.asked import Asked, PaperRefused, operator
from consultations.papers.sheets import Sheet
from consultations.papers.twelve_months import months
from tests.consultations.paper_text import assert_golden, headings, table, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        yield


def of(acronym: str, reader: Any = None, **more: Any) -> Sheet:
    mission = Mission.objects.get(acronym=acronym)
    return twelve_months.build(Asked(reader or operator(), TODAY, mission=mission, **more))


def booked(**more: Any) -> Consultation:
    """The formal meeting on UNFICYP, Thursday 14 January 2027, confirmed, for invitees alone."""
    at = datetime(2027, 1, 14, 10, tzinfo=HEADQUARTERS)
    mission = Mission.objects.get(acronym="UNFICYP")
    values = {
        "kind": "formal_tcc", "need": "formal_tcc", "cycle_mission": mission, "format": "formal",
        "expires_on": date(2027, 1, 31), "status": "confirmed", "starts_at": at,
        "ends_at": at + timedelta(minutes=90), "subject": "Contributors of UNFICYP",
    }  # fmt: skip
    row = Consultation.objects.create(**values | more)
    row.missions.add(mission)
    return row


def test_minusma_2017_is_as_checked_by_hand() -> None:
    assert_golden("twelve_months_MINUSMA_2017", of("MINUSMA", first=date(2017, 1, 1)))


def test_unficyp_ahead_is_as_checked_by_hand() -> None:
    assert_golden("twelve_months_UNFICYP_2026", of("UNFICYP"))


def test_the_grid_has_twelve_months_from_this_one() -> None:
    rows = table(of("UNFICYP"), "months")
    assert (len(rows), rows[0][0], rows[-1][0]) == (12, "November 2026", "October 2027")
    assert list(months(date(2026, 11, 1)))[2:4] == [date(2027, 1, 1), date(2027, 2, 1)]


def test_a_meeting_that_is_booked_stands_at_the_distance_of_the_cycle_before() -> None:
    """13 January 2026 was 18 days before 31 January; 14 January 2027 is 17 before."""
    booked()
    assert table(of("UNFICYP"), "from cycle to cycle") == [
        (
            "UNFICYP", "Formal meeting with T/PCCs",
            "Thu 14 January 2027, 17 days before expiry",
            "Tue 13 January 2026, 18 days before expiry", "within 5 days (1)",
        )
    ]  # fmt: skip


def test_another_distance_is_told() -> None:
    at = datetime(2027, 1, 5, 10, tzinfo=HEADQUARTERS)
    booked(starts_at=at, ends_at=at + timedelta(minutes=90))
    assert table(of("UNFICYP"), "from cycle to cycle")[0][4] == "another distance: 8 days"


def test_the_same_distance_is_told() -> None:
    found = table(of("MINUSMA", first=date(2017, 1, 1)), "from cycle to cycle")
    assert [row[2:] for row in found if row[1] == "Formal meeting with T/PCCs"] == [
        (
            "Wed 14 June 2017, 16 days before expiry", "Tue 14 June 2016, 16 days before expiry",
            "the same distance",
        )
    ]  # fmt: skip


def test_what_is_not_booked_has_its_days(planner: User) -> None:
    grid = {row[0]: row[4] for row in table(of("UNFICYP", planner), "months")}
    assert "Formal meeting with T/PCCs" in grid["January 2027"]
    booked()
    grid = {row[0]: row[4] for row in table(of("UNFICYP", planner), "months")}
    assert "Formal meeting with T/PCCs" not in grid["January 2027"]


def test_who_may_not_see_a_closed_meeting_does_not_learn_of_it(
    convener: User, reader: User
) -> None:
    booked(subject="Not to be told")
    assert "Not to be told" in told(of("UNFICYP", reader))
    closed = told(of("UNFICYP", convener))
    assert "Not to be told" not in closed
    assert "14 January 2027" not in closed


def test_all_missions_stand_in_two_half_years() -> None:
    booked()
    sheet = twelve_months.build_all(Asked(operator(), TODAY))
    first, second = (block for block in sheet.tables if block.name.startswith("202"))
    assert first.columns[1:] == (
        "November 2026", "December 2026", "January 2027", "February 2027", "March 2027",
        "April 2027",
    )  # fmt: skip
    row = next(row for row in first.rows if row[0] == "UNFICYP")
    assert row[3].split("\n") == ["W 1–5", "R 6", "W 8–22*", "M 14", "A 29*", "E 31"]
    assert len(first.rows) == len(second.rows)
    assert headings(sheet)[:2] == ["The months", "Day by day"]


def test_an_estimated_decision_that_is_past_is_not_told() -> None:
    """MINUSCA's mandate ended on 15 November 2026 and nothing later is recorded."""
    november = table(of("MINUSCA"), "months")[0]
    assert november[1] == "Sun 15 November 2026: expiry"
    assert of("MINUSCA").notes[-1].endswith("MINUSCA.")


def test_a_mission_of_which_nothing_is_known_says_so() -> None:
    text = told(of("UNTSO"))
    assert "Nothing is recorded or follows for these months." in text
    assert headings(of("UNTSO")) == ["The months"]


def test_a_mission_must_be_chosen() -> None:
    with pytest.raises(PaperRefused, match="Choose a mission"):
        twelve_months.build(Asked(operator(), TODAY))


def test_the_calendar_costs_the_same_queries_for_one_meeting_and_for_three(
    django_assert_num_queries: Any,
) -> None:
    booked()
    of("UNFICYP")
    with django_assert_num_queries(28):
        of("UNFICYP")
    for day in (5, 6):
        at = datetime(2027, 1, day, 10, tzinfo=HEADQUARTERS)
        booked(need="", starts_at=at, ends_at=at + timedelta(minutes=90))
    with django_assert_num_queries(28):
        of("UNFICYP")
