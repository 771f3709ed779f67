"""Pages: how many queries each asks, whether they grow with the rows, and the Year's time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from tests.bench.addresses import addresses
from tests.bench.clock import alternating, figure, once, spread

MOST = 25
# Pages that judge a whole plan anew: gathering all that it rests on asks 24 alone.
GATHERING = ("plan_delegations", "plan_release", "plan_unplaced", "plan_what_follows")
MOST_GATHERING = 40
# Pages that judge what stands as of today: its days, numbers, mandates, reports, meetings, rooms
# and choices are some twenty tables, one query each. Today adds what waits: mails, answers and
# addresses; and what meetings held wait for, and tasks: points, questions, report-backs, issues,
# visits, months, years and notes are a table each, while the cycles are read once for all of them.
# Another time that was proposed is judged beside the one that stands: twice.
JUDGING = {"consultation": 32, "today": 46, "tasks": 30, "reply": 50, "review": 42}
POST_ONLY = 405


def client(user: User) -> Client:
    """Somebody's browser."""
    browser = Client()
    browser.force_login(user)
    return browser


def queries(user: User, year: int) -> dict[str, int]:
    """Queries of every page that opens, by its name; the first visit is not counted."""
    browser, counted = client(user), {}
    for name, address in addresses(year):
        if browser.get(address).status_code != POST_ONLY:
            with CaptureQueriesContext(connection) as asked:
                answer = browser.get(address)
            assert answer.status_code < 400, f"{name}: {address} answers {answer.status_code}"
            if answer["Content-Type"].startswith("text/html"):  # a file is no page
                counted[name] = len(asked)
    return counted


def compared(one: dict[str, int], three: dict[str, int], full: dict[str, int]) -> dict[str, Any]:
    """The figures: the most queries of any page, and by how many any page grows."""
    grown = {
        name: [one[name], three[name], full[name]]
        for name in full
        if name in one and name in three
        if one[name] < max(three[name], full[name])
    }
    apart = (*GATHERING, *JUDGING)
    plain = {name: count for name, count in full.items() if name not in apart}
    worst = sorted(name for name, count in plain.items() if count > MOST)
    gathering = max((full[name] for name in GATHERING if name in full), default=0)
    judging = {name: full[name] for name, most in JUDGING.items() if full.get(name, 0) > most}
    return {
        "figures": [
            figure("queries of the page that asks most", max(plain.values()), MOST, pages=worst),
            figure("queries of a page that gathers a plan", gathering, MOST_GATHERING),
            figure(
                "judging pages that ask more than is theirs",
                len(judging),
                0,
                pages=judging,
                limits=JUDGING,
            ),
            figure("pages whose queries grow with the rows", len(grown), 0, pages=grown),
        ],
        "queries": {"one_mission": one, "three_missions": three, "twenty_years": full},
    }


@override_settings(ROOT_URLCONF="tests.bench.urls")
def year_page(user: User, year: int) -> dict[str, Any]:
    """The Year page against an empty signed-in page, turn by turn."""
    browser = client(user)
    address, empty = reverse("year", kwargs={"year": year}), reverse("empty")
    browser.get(empty)
    first = once(lambda: browser.get(address))
    drawn, frame = alternating([lambda: browser.get(address), lambda: browser.get(empty)], 25)
    times = {"year": spread(drawn), "empty": spread(frame), "year_first_ms": round(first * 1000, 1)}
    ratio = times["year"]["median_ms"] / times["empty"]["median_ms"]
    return {"figures": [figure("Year page / empty page", ratio, 12)], "year_page": times}
