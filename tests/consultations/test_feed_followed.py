"""A program that others wrote follows a subscription on a running server: vdirsyncer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from icalendar import Calendar

from consultations import booking, feeds, planning
from consultations.models import HEADQUARTERS, Consultation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
CONFIG = """
[general]
status_path = "{place}/status"

[pair feed]
a = "there"
b = "here"
collections = null
conflict_resolution = "a wins"

[storage there]
type = "http"
url = "{url}"

[storage here]
type = "filesystem"
path = "{place}/calendar"
fileext = ".ics"
"""
Follow = Callable[[], list[tuple[str, str, datetime]]]


@pytest.fixture
def follow(planner: User, live_server: Any, tmp_path: Path) -> Follow:
    """Ask once, and say what then stands in the folder; the program gives UIDs of its own."""
    token = feeds.subscribe(made_by=planner, scope="all", language="en")[1]
    (tmp_path / "calendar").mkdir()
    config = CONFIG.format(place=tmp_path, url=f"{live_server.url}/feeds/{token}.ics")
    (tmp_path / "config").write_text(config)

    def ask() -> list[tuple[str, str, datetime]]:
        for deed in (["discover"], ["sync", "--force-delete"]):
            subprocess.run(
                [Path(sys.executable).with_name("vdirsyncer"), "-c", tmp_path / "config", *deed],
                check=True, capture_output=True, input=b"y\n", timeout=60,
                env={**os.environ, "no_proxy": "*", "NO_PROXY": "*"},
            )  # fmt: skip
        found = [
            event
            for file in (tmp_path / "calendar").iterdir()
            for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")
        ]
        return sorted((str(o["SUMMARY"]), str(o["STATUS"]), o["DTSTART"].dt) for o in found)

    return ask


def test_it_follows_what_is_booked_moved_cancelled_and_gone(planner: User, follow: Follow) -> None:
    day = planning.today() + timedelta(days=30)
    starts = datetime.combine(day, time(10), HEADQUARTERS)

    def booked(title: str, hours: int) -> Consultation:
        at = starts + timedelta(hours=hours)
        return booking.book(
            who=planner, kind="formal_tcc", subject=title, starts_at=at,
            ends_at=at + timedelta(hours=1), visibility="programme",
        )  # fmt: skip

    first, second = booked("UNMIL: formal meeting", 0), booked("MINUSMA: formal meeting", 5)
    seen = [follow()]
    later = starts + timedelta(days=1)
    booking.move(
        first,
        who=planner,
        version=1,
        starts_at=later,
        ends_at=later + timedelta(hours=1),
        room=None,
    )
    seen.append(follow())
    booking.cancel(second, who=planner, version=1, reason="The report is late.")
    seen.append(follow())
    Consultation.objects.filter(pk=second.pk).delete()
    seen.append(follow())
    unmil, minusma = "UNMIL: formal meeting", "MINUSMA: formal meeting"
    at = starts + timedelta(hours=5)
    assert seen == [
        [(minusma, "TENTATIVE", at), (unmil, "TENTATIVE", starts)],
        [(minusma, "TENTATIVE", at), (unmil, "TENTATIVE", later)],
        [(minusma, "CANCELLED", at), (unmil, "TENTATIVE", later)],
        [(unmil, "TENTATIVE", later)],
    ]
