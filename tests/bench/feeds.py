"""A subscription of 2,000 consultations against bare serialisation, and asking whether it changed
against an empty view, each pair in one run."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from icalendar import Calendar, Event, Timezone, vUri

from consultations import feeds, planning
from consultations.calendars.zones import zone
from consultations.models import HEADQUARTERS, Consultation, Feed, FeedMark, Mission, Room
from tests.bench.clock import alternating, figure, spread

MEETINGS, CHANGES = 2000, 1000  # changes: what two lively days leave to be counted
ABOVE_BARE, ABOVE_EMPTY = 1.3, 2.0
Values = dict[str, Any]


def measure(user: User) -> dict[str, Any]:
    """The figures and the raw times; what it books is undone."""
    with transaction.atomic():
        measured = _measured(user)
        transaction.set_rollback(True)
    return measured


def _measured(user: User) -> dict[str, Any]:
    Consultation.objects.all().delete()
    FeedMark.objects.bulk_create(FeedMark() for _ in range(CHANGES))
    _book()
    token = feeds.subscribe(made_by=user, scope=Feed.Scope.ALL, language="en")[1]
    path, client = f"/feeds/{token}.ics", Client()
    body = client.get(path).content
    events = _plain_values(body)
    assert len(events) == MEETINGS, f"{len(events)} of {MEETINGS} meetings are in the file"

    def first() -> HttpResponse:
        return client.get(path)

    first.before = lambda: Feed.objects.update(mark="", etag="", changed_at=None)  # type: ignore[attr-defined]
    fetched, bare = alternating([first, lambda: _bare(events)], 7)
    etag = client.get(path)["ETag"]
    asked = _conditional(client, path, etag)
    times = {"first": spread(fetched), "bare": spread(bare), **asked}
    return {
        "figures": [
            _ratio(
                "first fetch of a feed / bare serialisation", times, "first", "bare", ABOVE_BARE
            ),
            _ratio("conditional request / empty view", times, "conditional", "empty", ABOVE_EMPTY),
        ],
        "feed": times | {"meetings": MEETINGS, "bytes": len(body)},
    }


@override_settings(ROOT_URLCONF="tests.bench.urls")
def _conditional(client: Client, path: str, etag: str) -> dict[str, Any]:
    def ask() -> HttpResponse:
        return client.get(path, headers={"if-none-match": etag})

    assert ask().status_code == 304
    asked, empty = alternating([_many(ask), _many(lambda: client.get("/nothing/"))], 25)
    return {"conditional": spread(asked), "empty": spread(empty)}


def _many(call: Callable[[], Any]) -> Callable[[], None]:
    """A hundred at a time: one alone takes less than what the clock and the caches make of it."""

    def calls() -> None:
        for _ in range(100):
            call()

    return calls


def _ratio(name: str, times: Values, above: str, below: str, limit: float) -> Values:
    return figure(name, times[above]["median_ms"] / times[below]["median_ms"], limit)


def _book() -> None:
    """On weekdays around today, with everything that a booking carries."""
    missions = [Mission.objects.get_or_create(acronym=f"FEED{n:02}")[0] for n in range(14)]
    rooms, chance = list(Room.objects.filter(in_use=True)), random.Random(5545)
    begin = planning.today() - timedelta(days=300)
    rows = []
    for number in range(MEETINGS):
        on = begin + timedelta(days=number // 4)
        start = datetime.combine(on, time(10 + number % 4), HEADQUARTERS)
        rows.append(
            Consultation(
                kind="formal_tcc", status="confirmed", subject=f"FEED: consultation {number}",
                starts_at=start, ends_at=start + timedelta(minutes=50), room=chance.choice(rooms),
                aim="Hear those who send troops before the first draft is written. " * 2,
                documents="S/2026/478\nS/RES/2295 (2016)", room_status="confirmed",
                basis={"findings": [_finding(n) for n in range(3)]},
            )
        )  # fmt: skip
    Consultation.objects.bulk_create(rows, 500)
    through = Consultation.missions.through
    through.objects.bulk_create(
        (through(consultation=row, mission=missions[n % 14]) for n, row in enumerate(rows)), 2000
    )


def _finding(number: int) -> Values:
    return {
        "criterion": "preparation", "recommendation": "R2017-65a", "also": ["R2017-73a"],
        "verdict": "kept", "obligation": "should",
        "sentence": f"{number + 5} working days after the report (Tue 6 June 2017)",
    }  # fmt: skip


def _plain_values(body: bytes) -> list[Values]:
    """What each entry of the file says, as plain values."""
    return [
        {name.lower(): _plain(name, value) for name, value in event.items()}
        for event in Calendar.from_ical(body).walk("VEVENT")
    ]


def _plain(name: str, value: Any) -> Any:
    if name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        return value.dt.astimezone(UTC)
    if name in ("DTSTART", "DTEND"):
        return value.dt.astimezone(HEADQUARTERS)
    if name == "CATEGORIES":
        return [str(one) for one in value.cats]
    return int(value) if name == "SEQUENCE" else str(value)


def _bare(events: list[Values]) -> bytes:
    """The same entries built from plain values by the library, and written by it."""
    file = Calendar()
    file.add("prodid", "-//bench//EN")
    file.add("version", "2.0")
    here = zone(HEADQUARTERS.key)
    if here:
        file.add_component(Timezone.from_ical(here.block.encode()))
    for values in events:
        event = Event()
        for name, value in values.items():
            event.add(name, vUri(value) if name in ("url", "organizer") else value)
        file.add_component(event)
    return file.to_ical()
