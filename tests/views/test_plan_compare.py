"""Two plans side by side: by recommendation first, then by date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations.models import Draft, DraftPlacement, Mission
from tests.views.plans import FINDING, drafted, part, placed, text
from tests.views.stories import at, headquarters, renewal

pytestmark = pytest.mark.django_db
QUERIES = 7


@pytest.fixture
def minusma(db: None) -> Mission:
    headquarters()
    return renewal("MINUSMA")


@pytest.fixture
def reading(reader: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(reader)


def side_by_side(client: Client, a: Draft, b: Draft) -> str:
    answer = client.get(f"/plan/compare/?a={a.pk}&b={b.pk}")
    assert answer.status_code == 200
    return answer.content.decode()


def finding(criterion: str, verdict: str, **changes: Any) -> dict[str, Any]:
    title = {"title": criterion.capitalize()}
    return {**FINDING, "criterion": criterion, "verdict": verdict, **title, **changes}


def rows(html: str) -> list[str]:
    """The lines of the criteria that differ, as text."""
    table = html.split('aria-label="Criteria on which the two differ"', 1)[1].split("</table>", 1)[
        0
    ]
    return [text(row) for row in table.split("<tbody>", 1)[1].split("</tr>")[:-1]]


def test_each_criterion_is_counted_in_both_and_the_strongest_comes_first(
    reading: Client, minusma: Mission
) -> None:
    a, b = drafted("A"), drafted("B")
    lead = {"force": "working group", "recommendation": "R2006-14a"}
    placed(a, minusma, findings=[finding("notice", "short"), finding("lead", "kept", **lead)])
    placed(b, minusma, findings=[finding("notice", "kept"), finding("lead", "broken", **lead)])
    first, second = rows(side_by_side(reading, a, b))
    assert first.startswith("Lead Working Group should")
    assert first.endswith("1 0 0 0 0 1 0 0 ▼ worse: 1 more broken; 1 fewer kept")
    assert second.endswith("0 1 1 0 0 0 0 0 ▲ better: 1 fewer short; 1 more kept")


def test_a_meeting_more_that_is_kept_is_no_difference_between_recommendations(
    reading: Client, minusma: Mission
) -> None:
    a, b = drafted("A"), drafted("B")
    placed(b, minusma, findings=[finding("notice", "kept")])
    words = text(side_by_side(reading, a, b))
    assert "1 criterion is short and broken as often in both" in words
    assert "0 1 0 0 0 0 0 0 1 more kept" in words


def test_what_is_the_same_is_folded_away(reading: Client, minusma: Mission) -> None:
    a, b = drafted("A"), drafted("B")
    placed(a, minusma, findings=[FINDING])
    placed(b, minusma, findings=[FINDING])
    words = text(side_by_side(reading, a, b))
    assert "Every criterion is short and broken as often in the one as in the other." in words
    assert "1 criterion is short and broken as often in both" in words
    assert "Every meeting stands in the same place in both." in words


def test_meetings_that_moved_or_stand_in_one_alone_are_listed_by_date(
    reading: Client, minusma: Mission
) -> None:
    a, b = drafted("A"), drafted("B")
    placed(a, minusma)
    placed(b, minusma, 15, verdict="short")
    placed(a, renewal("UNDOF"), 20)
    placed(b, renewal("UNAMID"), 21)
    said = part(side_by_side(reading, a, b), 'id="by-date"', "</table>")
    assert "Tue 13 June 2017 , 10:00 , Consultations Room ✓ kept Thu 15 June 2017" in said
    assert "◐ short 2 days later" in said
    assert "only in the first" in said
    assert "not placed Wed 21 June 2017" in said
    assert "only in the second" in said


def test_another_hour_of_the_same_day_is_said(reading: Client, minusma: Mission) -> None:
    a, b = drafted("A"), drafted("B")
    placed(a, minusma)
    row = placed(b, minusma)
    begins = at(6, 13, 15)
    DraftPlacement.objects.filter(pk=row.pk).update(
        starts_at=begins, ends_at=begins + timedelta(hours=1)
    )
    assert "another hour" in side_by_side(reading, a, b)


def test_levels_stand_beside_each_other(reading: Client) -> None:
    a = drafted("A", levels=[{"name": "not placed", "value": 1, "bound": 1}])
    b = drafted("B", levels=[{"name": "not placed", "value": 0, "bound": 0}])
    assert "Meetings not placed 1 0" in text(side_by_side(reading, a, b))


def test_the_same_plan_twice_is_no_comparison(reading: Client) -> None:
    a = drafted("A")
    assert "That is the same plan twice" in side_by_side(reading, a, a)


def test_without_two_plans_the_page_says_what_to_do(reading: Client) -> None:
    assert "There are no two plans yet to compare." in text(
        reading.get("/plan/compare/").content.decode()
    )
    drafted("A"), drafted("B")
    assert "Choose two plans." in text(reading.get("/plan/compare/").content.decode())


@pytest.mark.parametrize("asked", ["a=1&b=987654", "a=987654"])
def test_a_plan_that_is_not_there_is_not_found(reading: Client, asked: str) -> None:
    assert reading.get(f"/plan/compare/?{asked}").status_code == 404


def test_it_costs_the_same_for_three_placements_as_for_one(
    reading: Client, minusma: Mission
) -> None:
    a, b = drafted("A"), drafted("B")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            side_by_side(reading, a, b)
        return len(found)

    placed(a, minusma)
    placed(b, minusma, 14)
    assert asked() == QUERIES
    for acronym in ("UNDOF", "UNAMID"):
        placed(a, mission := renewal(acronym))
        placed(b, mission, 15)
    assert asked() == QUERIES
