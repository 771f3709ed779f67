"""The page of the back-test: the picture of a year, a row a meeting, the command's own figures."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations.models import DateChange, Milestone, Mission
from consultations.planning.backtesting import judged_json
from tests.consultations.test_reviewing import recorded
from tests.views.stories import headquarters, renewal

pytestmark = pytest.mark.django_db
URL = "/review/back-test/?year=2017"
QUERIES = 20


@pytest.fixture(autouse=True)
def mali() -> Mission:
    headquarters()
    mission = renewal("MINUSMA")
    recorded("WG17-003").missions.add(mission)
    return mission


@pytest.fixture
def reading(reader: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(reader)


def page(client: Client, url: str = URL) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def row(text: str, event: str) -> str:
    (found,) = re.findall(rf'<tbody id="{event}">.*?</tbody>', text, re.S)
    return plain(found)


def command(*options: str) -> dict:
    out = io.StringIO()
    call_command("backtest", *options, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("lead", [14, 2])
def test_the_page_and_the_command_give_the_same_figures(mali, reading, lead):
    recorded("TCC-024", "TCC/PCC meeting", starts_on=date(2017, 6, 14)).missions.add(mali)
    recorded("WG17-001", starts_on=date(2017, 4, 26))
    shown = reading.get(f"{URL}&lead={lead}").context["page"]
    told = command("--year", "2017", "--lead-days", str(lead))
    rows = [one for year in shown.years for one in year.rows]
    assert json.loads(json.dumps([judged_json(one.judged) for one in rows])) == told["meetings"]
    summary = [asdict(one) for _name, one in shown.summary]
    assert json.loads(json.dumps(summary)) == [
        one for name, one in told["summary"].items() if ", " not in name
    ]


def test_a_row_says_what_was_kept_and_broken_and_what_would_have_been_proposed(reading):
    text = page(reading, f"{URL}&lead=1")
    said = row(text, "WG17-003")
    for words in (
        "Thu 8 June 2017", "in the window", "expiry Fri 30 June 2017",
        "report by 1 June 2017 (Thu)", "short: time to prepare after the report",
    ):  # fmt: skip
        assert words in said
    (proposed,) = [m["proposed"] for m in command("--lead-days", "1")["meetings"]]
    assert f'<time datetime="{proposed}">' in text
    assert "/missions/MINUSMA/2017-06-30/?as_of=2017-06-07" in text


def test_the_picture_draws_each_meeting_that_has_a_window_and_names_the_days(mali, reading):
    recorded("WG17-001", starts_on=date(2017, 4, 26))
    text = page(reading)
    (drawing,) = re.findall(r'<svg class="backtest".*?</svg>', text, re.S)
    root = ElementTree.fromstring(drawing)
    titles = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")]
    assert "MINUSMA, Thu 8 June 2017: in the window" in titles
    assert len(re.findall(r'class="(?:inside|outside)"', drawing)) == 1
    alone = row(text, "WG17-001")
    assert "no renewal cycle" in alone
    assert "What it kept and broke:" in alone


def test_a_visit_is_listed_and_not_judged(mali, reading):
    recorded("WG06-008", "visit", ends_on=date(2017, 6, 9)).missions.add(mali)
    assert "a visit: listed, not judged" in row(page(reading), "WG06-008")


def test_the_two_rules_that_know_nothing_stand_beside_the_planner(reading):
    text = plain(page(reading))
    assert "Every day from 28 to 7 before expiry" in text
    assert "As many days, centred 18 before expiry" in text
    assert "14 days before" in text
    assert "on the eve" in text


def test_a_date_that_changed_later_is_taken_back(mali, reading):
    """The Council's consultations were known for 12 June; only on 7 June they were moved."""
    moved = Milestone.objects.get(kind="council_consultations")
    DateChange.objects.create(
        subject=f"milestone:{moved.pk}", field="on", was=date(2017, 6, 9), now=moved.on,
        known_on=date(2017, 6, 7), reason="moved",
    )  # fmt: skip
    eve, before = (command("--year", "2017", "--lead-days", n)["meetings"][0] for n in ("1", "2"))
    gap = [
        next(f["measured"] for f in one["findings"] if f["criterion"] == "gap")
        for one in (eve, before)
    ]
    assert gap == [6, 1]


@pytest.mark.parametrize("query", ["year=1950", "year=x", "lead=-1", "lead=x&year=%00", ""])
def test_what_cannot_be_asked_for_gives_the_latest_year(reading, query):
    assert "Back-test: 2017" in plain(page(reading, f"/review/back-test/?{query}"))


def test_without_a_meeting_of_the_past_it_says_what_to_do(mali, reading):
    mali.recorded_meetings.all().delete()
    assert "No meeting of the past is recorded." in page(reading, "/review/back-test/?year=all")


def test_three_meetings_cost_as_many_queries_as_one(
    mali: Mission, reading: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(QUERIES):
        reading.get(URL)
    for n in (1, 2):
        recorded(f"WG17-02{n}", starts_on=date(2017, 6, 13 + n)).missions.add(renewal(f"UNMI{n}"))
    with django_assert_num_queries(QUERIES):
        reading.get(URL)
