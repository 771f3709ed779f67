"""The cycle's page: anchors with their basis, needs with their bounds, choices and reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import booking
from consultations.models import CycleChoice, Mandate, Mission
from planner.workdays import HEADQUARTERS
from tests.views.stories import CYCLE, EXPIRY, at, headquarters, renewal

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(at(6, 6, 12), tick=False):
        yield


@pytest.fixture
def minusma() -> Mission:
    headquarters()
    return renewal("MINUSMA")


@pytest.fixture
def reading(reader: User, signed_in: SignedIn) -> Client:
    return signed_in(reader)


@pytest.fixture
def planning(planner: User, signed_in: SignedIn) -> Client:
    return signed_in(planner)


def test_each_date_says_how_it_is_known(reading: Client, minusma: Mission) -> None:
    anchors = reading.get(CYCLE).context["cycle"].anchors
    assert {name: (a.on, str(a.basis)) for name, a in anchors.items()} == {
        "report_due": (date(2017, 6, 6), "recorded"),
        "report_transmitted": (date(2017, 6, 6), "recorded"),
        "programme_adopted": (date(2017, 6, 1), "rule"),
        "council_consultations": (date(2017, 6, 16), "recorded"),
        "first_draft": (date(2017, 6, 16), "estimated"),
        "adoption": (date(2017, 6, 29), "estimated"),
        "expiry": (EXPIRY, "recorded"),
    }


def test_the_page_shows_each_need_with_its_window_and_paragraphs(
    reading: Client, minusma: Mission
) -> None:
    page = reading.get(CYCLE).content.decode()
    assert page.count('<article class="need') == 3
    assert 'href="/register/R2017-65a/"' in page
    assert "at least 2 working days after the report" in page


def test_the_picture_has_its_tables_beneath_it(reading: Client, minusma: Mission) -> None:
    page = reading.get(CYCLE).content.decode()
    picture = page.index('<svg class="chain"')
    assert picture < page.index('<h2 id="dates">') < page.index('<h2 id="needs">')


def test_what_was_known_earlier_uses_nothing_later(reading: Client, minusma: Mission) -> None:
    answer = reading.get(f"{CYCLE}?as_of=2017-05-01")
    anchors = answer.context["cycle"].anchors
    assert anchors["council_consultations"].basis == "estimated"
    assert "as known on" in answer.content.decode()


@pytest.mark.parametrize("text", ["bogus", "2017-02-31", "<script>alert(1)</script>", "9" * 5000])
def test_a_day_that_is_none_is_answered_in_words(
    reading: Client, minusma: Mission, text: str
) -> None:
    answer = reading.get(CYCLE, {"as_of": text})
    assert answer.status_code == 400
    assert "is not a date: write it as 2017-05-01." in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_an_unknown_mission_is_nothing_here(reading: Client) -> None:
    assert reading.get("/missions/NOPE/2017-06-30/").status_code == 404


def test_a_day_no_calendar_has_is_nothing_here(reading: Client, minusma: Mission) -> None:
    assert reading.get("/missions/MINUSMA/2017-06-31/").status_code == 404


def test_an_unknown_expiry_lists_the_known_ones(reading: Client, minusma: Mission) -> None:
    answer = reading.get("/missions/MINUSMA/2018-06-30/")
    assert answer.status_code == 404
    assert answer.context["ends"] == [("mission", EXPIRY)]
    assert f'href="{CYCLE}?component=mission"' in answer.content.decode()


def test_an_open_ended_mission_says_that_it_has_no_cycle(reading: Client) -> None:
    Mission.objects.create(acronym="UNTSO", open_ended=True)
    answer = reading.get("/missions/UNTSO/next/")
    assert answer.status_code == 200
    assert "Open-ended: no renewal cycle." in answer.content.decode()


def test_a_rollover_continues_the_cycle_before(reading: Client, minusma: Mission) -> None:
    Mandate.objects.create(
        mission=minusma, resolution="S/RES/0000", adopted_on=date(2017, 6, 5),
        expires_on=date(2017, 7, 14), kind=Mandate.Kind.ROLLOVER,
    )  # fmt: skip
    answer = reading.get("/missions/MINUSMA/2017-07-14/")
    assert answer.context["cycle"].continues == EXPIRY
    assert "continues the cycle to" in answer.content.decode()


def test_a_change_within_the_period_leaves_the_expiry(reading: Client, minusma: Mission) -> None:
    Mandate.objects.create(
        mission=minusma, resolution="S/RES/1111", adopted_on=date(2017, 3, 1), expires_on=EXPIRY,
        kind=Mandate.Kind.CHANGE,
    )  # fmt: skip
    page = reading.get(CYCLE).content.decode()
    assert "S/RES/1111" in page
    assert "Changes within the period" in page


def test_a_planner_sets_the_preset_with_a_reason(planning: Client, minusma: Mission) -> None:
    answer = planning.post(f"{CYCLE}preset/", {"chosen": "light", "reason": "short of time"})
    assert (answer.status_code, answer.headers["Location"]) == (302, CYCLE)
    chain = planning.get(CYCLE).context["chain"]
    assert (str(chain.preset), [c.need.id for c in chain.called]) == ("light", ["formal_tcc"])
    assert "short of time" in planning.get(CYCLE).content.decode()


def test_a_preset_without_a_reason_is_not_set(planning: Client, minusma: Mission) -> None:
    answer = planning.post(f"{CYCLE}preset/", {"chosen": "light", "reason": " "})
    assert answer.status_code == 400
    assert CycleChoice.objects.count() == 0


def test_the_planners_own_choice_comes_back(planning: Client, minusma: Mission) -> None:
    planning.post(f"{CYCLE}preset/", {"chosen": "light", "reason": "short of time"})
    planning.post(f"{CYCLE}preset/", {"chosen": "", "reason": "time enough"})
    assert str(planning.get(CYCLE).context["chain"].preset) == "standard"


def test_a_need_is_left_out_and_called_for_again(planning: Client, minusma: Mission) -> None:
    left_out = {"need": "formal_tcc", "skip": "on", "reason": "held <b>last</b> month"}
    planning.post(f"{CYCLE}skip/", left_out)
    page = planning.get(CYCLE)
    assert [c.skipped for c in page.context["chain"].called] == ["", "", "held <b>last</b> month"]
    assert "held &lt;b&gt;last&lt;/b&gt; month" in page.content.decode()
    planning.post(f"{CYCLE}skip/", {"need": "formal_tcc", "reason": "needed after all"})
    assert CycleChoice.objects.count() == 0


@pytest.mark.parametrize("path", ["preset/", "skip/"])
def test_choosing_is_for_planners_and_a_deed(
    reading: Client, planning: Client, minusma: Mission, path: str
) -> None:
    assert reading.post(f"{CYCLE}{path}", {"reason": "x"}).status_code == 403
    assert planning.get(f"{CYCLE}{path}").status_code == 405
    assert Client().post(f"{CYCLE}{path}").status_code == 302


def test_a_need_that_is_met_links_to_what_meets_it(
    reading: Client, planner: User, minusma: Mission
) -> None:
    row = booking.book(
        who=planner, kind="formal_tcc", subject="Formal", missions=[minusma], need="formal_tcc",
        cycle_mission=minusma, expires_on=EXPIRY, starts_at=at(6, 14, 10), ends_at=at(6, 14, 11),
    )  # fmt: skip
    page = reading.get(CYCLE)
    assert [line.booking for line in page.context["lines"]] == [None, None, row.pk]
    assert re.search(rf'href="/consultations/{row.pk}/"', page.content.decode())


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_page_costs_the_same_queries_for_one_and_for_three(
    reading: Client, planner: User, minusma: Mission, meetings: int
) -> None:
    for number in range(meetings):
        booking.book(
            who=planner, kind="crisis", subject="x", missions=[minusma], cycle_mission=minusma,
            expires_on=EXPIRY, starts_at=at(6, 14, 10 + number), ends_at=at(6, 14, 11 + number),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        reading.get(CYCLE)
    assert len(asked) == 21


def test_a_cycle_that_is_over_points_to_the_day_on_which_it_could_be_planned(
    reader: User, signed_in: SignedIn, minusma: Mission
) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=HEADQUARTERS), tick=False):
        reading = signed_in(reader)
        page = reading.get(CYCLE)
        assert page.context["then"] == date(2017, 6, 6)
        assert "?as_of=2017-06-06" in page.content.decode()
        assert reading.get(CYCLE, {"as_of": "2017-06-06"}).context["then"] is None


def test_a_choice_for_no_cycle_or_no_need_is_not_kept(planning: Client, minusma: Mission) -> None:
    nowhere = "/missions/MINUSMA/2199-01-01/preset/"
    assert planning.post(nowhere, {"chosen": "full", "reason": "x"}).status_code == 404
    nonsense = {"chosen": "full", "reason": "x", "component": "nonsense"}
    assert planning.post(f"{CYCLE}preset/", nonsense).status_code == 404
    planning.post(f"{CYCLE}skip/", {"need": "garbage", "skip": "on", "reason": "x"})
    assert list(CycleChoice.objects.all()) == []


def test_what_was_left_out_and_why_is_kept_when_it_is_called_for_again(
    planning: Client, minusma: Mission
) -> None:
    need = planning.get(CYCLE).context["lines"][0].called.need.id
    planning.post(f"{CYCLE}skip/", {"need": need, "skip": "on", "reason": "Nobody came."})
    planning.post(f"{CYCLE}skip/", {"need": need, "reason": "They come."})
    kept = [json.loads(entry.change_message) for entry in LogEntry.objects.order_by("pk")]
    assert kept == [
        {"was": "", "now": "skip", "reason": "Nobody came."},
        {"was": "skip", "now": "", "reason": "They come."},
    ]


def test_a_closed_meeting_that_meets_a_need_is_not_shown_to_a_convener(
    reading: Client, convener: User, planner: User, signed_in: SignedIn, minusma: Mission
) -> None:
    need = reading.get(CYCLE).context["lines"][0].called.need
    row = booking.book(
        who=planner, kind=need.kind, need=need.id, subject="A secret subject",
        starts_at=at(6, 13, 10), ends_at=at(6, 13, 11), missions=[minusma], cycle_mission=minusma,
        expires_on=EXPIRY, visibility="invitees",
    )  # fmt: skip
    page = signed_in(convener).get(CYCLE)
    assert (str(row.pk) in page.content.decode(), page.context["closed"]) == (False, {need.id})
    assert "closed meeting" in page.content.decode()
    assert str(row.pk) in reading.get(CYCLE).content.decode()
