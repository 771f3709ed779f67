"""The page of the review: figures with their tables, what is unknown, two side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from xml.etree import ElementTree

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations.models import (
    HEADQUARTERS,
    Attendance,
    Consultation,
    Feedback,
    MemberState,
    Mission,
)
from tests.consultations.test_reviewing import filled, held, recorded
from tests.views.stories import headquarters, renewal

pytestmark = pytest.mark.django_db
URL = "/review/?year=2017"
QUERIES = 42


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2017, 7, 20, 12, tzinfo=HEADQUARTERS), tick=False):
        yield


@pytest.fixture(autouse=True)
def mali() -> Mission:
    headquarters()
    return renewal("MINUSMA")


@pytest.fixture
def reading(reader: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(reader)


def page(client: Client, url: str = URL) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def entry(text: str, id: str) -> str:
    """One indicator of the page, its tags taken off."""
    (found,) = re.findall(rf'<article class="review-entry" id="{id}">.*?</article>', text, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def test_a_figure_says_its_value_what_it_was_counted_from_and_who_asks(mali, reading):
    filled(held(mali))
    said = entry(page(reading), "before_expiry")
    for words in ("17 days", "of 1 meeting", "2017 report", "Mr. Munir, Pakistan",
                  "Tue 13 June 2017"):  # fmt: skip
        assert words in said


def test_every_drawing_is_well_formed_named_and_has_its_table(mali, reading):
    filled(held(mali))
    recorded("WG17-003").missions.add(mali)
    text = page(reading)
    drawings = re.findall(r"<svg class=\"review-(?:bars|spread)\".*?</svg>", text, re.S)
    names = [ElementTree.fromstring(one).get("aria-label") for one in drawings]
    cells = re.findall(r'<div class="review-cell">.*?</article>', text, re.S)
    for cell in cells:
        assert len(re.findall('class="review-(?:bars|spread)"', cell)) <= cell.count("<caption>")
    assert len(names) > 10
    assert "" not in names
    assert "style=" not in text


def test_what_is_not_recorded_is_unknown_with_its_count_and_never_nought(mali, reading):
    recorded("WG17-003").missions.add(mali)
    text = page(reading)
    assert "unknown ? unknown: 1 meeting" in entry(text, "notice")
    assert "0 %" not in entry(text, "report_back")
    assert "meetings without a record here, or closed to you: 1" in entry(text, "points")


def test_two_answers_show_no_value(mali, reading):
    row = held(mali)
    for mark in (1, 5):
        Feedback.objects.create(consultation=row, side="council", dialogue=mark)
    said = entry(page(reading), "dialogue")
    assert "too few answers" in said
    assert "answers: 2; fewer than 3 are shown without values" in said
    assert "As a table" not in said


def test_no_delegation_is_named(mali, reading):
    row = filled(held(mali))
    senegal = MemberState.objects.get(iso3="SEN")
    Attendance.objects.create(record=row.record, name="Senegal", member=senegal,
                              category="contributor", state="absent")  # fmt: skip
    text = page(reading)
    assert "Senegal" not in text
    assert "Delegation 1" not in text


def test_two_years_or_two_missions_stand_side_by_side(mali, reading):
    renewal("UNMIL")
    filled(held(mali))
    both = page(reading, f"{URL}&with=2016")
    assert "<h1>Review: 2017 and 2016</h1>" in re.sub(r"\s*\n\s*", "", both)
    assert both.count("<h4>2016</h4>") == both.count("<h4>2017</h4>") == 21
    missions = page(reading, f"{URL}&mission=MINUSMA&other=UNMIL")
    assert missions.count("<h4>MINUSMA 2017</h4>") == missions.count("<h4>UNMIL 2017</h4>") == 21


def test_the_missions_of_the_year_stand_beneath_with_links(mali, reading):
    held(mali)
    text = page(reading)
    assert '<a href="/review/?year=2017&mission=MINUSMA">MINUSMA</a>' in text
    assert 'id="by-mission"' not in page(reading, f"{URL}&mission=MINUSMA")


@pytest.mark.parametrize(
    "query", ["year=x", "year=99999", "year=%D9%A2%D9%A0%D9%A1%D9%A7", "mission=NONE", "with=%00"]
)
def test_what_cannot_be_asked_for_is_left_out(reading, query):
    assert "<h1>Review: 2017</h1>" in page(reading, f"/review/?{query}").replace("\n", "")


def test_a_year_without_meetings_says_what_to_do(reading):
    text = page(reading, "/review/?year=2012")
    assert "No meeting of this year is recorded." in text
    assert '<a href="/review/?year=2017">2017</a>' in text


def test_a_closed_meeting_is_counted_as_closed(mali, convener, signed_in):
    filled(held(mali, visibility=Consultation.Visibility.INVITEES))
    text = page(signed_in(convener))
    assert "1 closed to you, whose record is not counted" in text
    assert "sent by the penholder" not in text


def test_three_meetings_cost_as_many_queries_as_one(
    mali: Mission, reading: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    filled(held(mali))
    with django_assert_num_queries(QUERIES):
        reading.get(URL)
    for n in (1, 2):
        filled(held(renewal(f"UNMI{n}"), 13 + n))
    with django_assert_num_queries(QUERIES):
        reading.get(URL)


def test_the_paper_says_the_same_as_the_page(mali, reading):
    filled(held(mali))
    table = reading.get("/records/papers/review/?year=2017&format=csv").content.decode()
    (row,) = [line for line in table.splitlines() if line.startswith("From the meeting to the")]
    assert row.startswith("From the meeting to the expiry,17 days,")
    mission = reading.get("/records/papers/review-mission/?mission=MINUSMA&format=csv")
    assert "From the meeting to the expiry,17 days" in mission.content.decode().replace('"', "")
