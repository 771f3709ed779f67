"""Proposals over ten years of bookings: against the plain way, and against one year of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection

from consultations import planning
from consultations.models import Consultation, Mission, NumberOverride
from planner.proposals import candidate_days, ranked
from tests.bench import data
from tests.bench.clock import alternating, figure, spread
from tests.bench.plain import plain

AS_OF, MISSION, WINDOW = date(2025, 4, 1), "BENCH05", 60  # its mandate ends on 31 May 2025
PARTS = ("proposal", "proposal, again", "proposal, once more", "ranking alone", "plain way")
OLDEST, NEWEST, BOOKINGS = 2016, 2025, 5000


def measure(scratch: Path) -> dict[str, Any]:
    """Both ratios and the raw medians, on two databases that differ in their history alone."""
    ten, one = _databases(scratch)
    _use(ten)
    asked, way = _plain_way()
    times = dict(zip(PARTS, alternating([ask, ask, ask, _core_only(), way], 5), strict=True))
    times["ten years"], times["one year"] = alternating([_on(ten), _on(one)], 60)
    medians = {name: spread(taken) for name, taken in times.items()}
    value = {name: taken["median_ms"] for name, taken in medians.items()}
    against_plain = median(value[name] for name in PARTS[:3]) / value["plain way"]
    _use(ten)
    return {
        "figures": [
            figure("proposal / plain way", against_plain, 1 / 25),
            figure(
                "proposal, ten years of bookings / one", value["ten years"] / value["one year"], 1.6
            ),
        ],
        "proposals": {**_size(), "statements_of_the_plain_way": asked, "times": medians},
    }


def ask() -> planning.Proposals:
    """What is measured: from the question to the five best slots with all their findings."""
    mission = Mission.objects.get(acronym=MISSION)
    return planning.propose(mission, "informal_triangular", as_of=AS_OF)


def _databases(scratch: Path) -> tuple[Path, Path]:
    """Ten years of bookings, and a copy that holds the last of them alone."""
    ten, one = Path(connection.settings_dict["NAME"]), scratch / "one.sqlite3"
    missions = list(Mission.objects.all())
    states = list(data.MemberState.objects.order_by("iso3"))
    Consultation.objects.all().delete()
    data.book(missions, states, OLDEST, NEWEST, BOOKINGS)
    mission = next(m for m in missions if m.acronym == MISSION)
    NumberOverride.objects.create(
        mission=mission, key="renewal_opens", value=WINDOW, reason="a window of sixty days"
    )
    _settle()
    shutil.copy(ten, one)
    _use(one)
    Consultation.objects.filter(starts_at__year__lt=NEWEST).delete()
    _settle()
    return ten, one


def _settle() -> None:
    """Statistics as a database in use has them, everything in the one file."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _use(path: Path) -> None:
    """Let the connection speak to another file; nothing is done where it does already."""
    if connection.settings_dict["NAME"] != str(path):
        connection.close()
        connection.settings_dict["NAME"] = str(path)
    connection.ensure_connection()


def _on(path: Path) -> Callable[[], Any]:
    def asked() -> planning.Proposals:
        return ask()

    asked.before = lambda: _use(path)  # type: ignore[attr-defined]
    return asked


def _plain_way() -> tuple[int, Callable[[], Any]]:
    found = ask()
    days = candidate_days(found.bench, AS_OF)
    names = tuple(guest.name for guest in found.guests.invitees)
    premises = found.bench.premises
    asked, _overlaps = plain(days, premises, names)
    return asked, lambda: plain(days, premises, names)


def _core_only() -> Callable[[], Any]:
    """Ranking and findings alone, on premises read before."""
    found = ask()
    days = candidate_days(found.bench, AS_OF)
    return lambda: ranked(found.bench, days, 5)


def _size() -> dict[str, Any]:
    found = ask()
    days = candidate_days(found.bench, AS_OF)
    return {
        "bookings": Consultation.objects.count(),
        "invitees": len(found.guests.invitees),
        "days": len(days),
        "span_days": (days[-1] - days[0]).days + 1,
        "rooms": len(found.bench.premises.places),
        "proposed": len(found.proposals),
    }
