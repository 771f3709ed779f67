"""What is gathered for a plan: what is called for and what is booked, whenever it was booked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations import booking, planning
from consultations.models import HEADQUARTERS, Closure, Consultation, Mission, Room
from planner.assumptions import RoomLost

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]
EXPIRY = date(2017, 6, 30)
QUERIES = 25
INFORMAL = "MINUSMA/mission/2017-06-30/informal_triangular"


def horizon(*missions: str, as_of: str = "2017-05-02", **more: Any) -> planning.Horizon:
    span = {"first": date(2017, 5, 15), "last": date(2017, 7, 15), "preset": "standard"} | more
    return planning.Horizon(as_of=date.fromisoformat(as_of), missions=missions, **span)


def booked(on: int = 13, **terms: Any) -> Consultation:
    """MINUSMA's informal consultation in June 2017, entered today."""
    terms = {"kind": "informal_triangular", "need": "informal_triangular"} | terms
    mission = Mission.objects.get(acronym="MINUSMA")
    return booking.book(
        who=None, subject="MINUSMA before its renewal", missions=[mission],
        cycle_mission=mission, expires_on=EXPIRY,
        starts_at=datetime(2017, 6, on, 10, tzinfo=HEADQUARTERS),
        ends_at=datetime(2017, 6, on, 11, 30, tzinfo=HEADQUARTERS),
        room=Room.objects.filter(in_use=True).first(), **terms,
    )  # fmt: skip


def test_what_is_booked_stands_in_a_plan_as_known_long_before_the_booking() -> None:
    row = booked()
    found = planning.gather(horizon("MINUSMA"))
    assert [(one.key, one.reference) for one in found.fixed] == [(INFORMAL, str(row.pk))]
    assert INFORMAL not in {one.key for one in found.wanted}


def test_a_booking_changes_the_word_for_the_state() -> None:
    before = planning.gather(horizon("MINUSMA")).fingerprint
    assert planning.gather(horizon("MINUSMA")).fingerprint == before
    booked()
    assert planning.gather(horizon("MINUSMA")).fingerprint != before


def test_a_closure_recorded_since_changes_the_word_for_the_state() -> None:
    before = planning.gather(horizon("MINUSMA")).fingerprint
    day = date(2017, 6, 15)
    Closure.objects.create(first_on=day, last_on=day, name="snow", kind=Closure.Kind.CLOSURE)
    assert planning.gather(horizon("MINUSMA")).fingerprint != before


def test_a_second_booking_for_what_is_called_for_has_a_key_of_its_own() -> None:
    row = booked(kind="c34_bureau", need="c34_bureau")
    whole = horizon(first=date(2017, 1, 1), last=date(2017, 12, 31), as_of="2017-01-02")
    found = planning.gather(whole)
    keys = [one.key for one in (*found.wanted, *found.fixed)]
    assert len(keys) == len(set(keys))
    assert str(row.pk) in {one.reference for one in found.fixed}


def test_what_can_no_longer_be_held_in_its_time_is_said() -> None:
    found = planning.gather(horizon("MINUSMA", as_of="2017-06-29"))
    assert found.wanted == ()
    said = [note for note in found.notes if "Informal triangular consultation" in note]
    assert len(said) == 1
    assert said[0].startswith("MINUSMA, Informal triangular consultation: its last day was")


def test_with_every_room_lost_nothing_is_placed_in_no_room() -> None:
    lost = tuple(
        RoomLost(str(room.pk), date(2017, 1, 1), date(2017, 12, 31))
        for room in Room.objects.filter(in_use=True)
    )
    found = planning.plan_together(horizon("MINUSMA", assumptions=lost))
    assert found.plan.placements == ()
    assert all(one.because for one in found.plan.unplaced)
    assert len(found.plan.unplaced) == 3


@pytest.mark.parametrize("missions", [("MINUSMA",), ("MINUSMA", "UNDOF", "UNAMID")])
def test_gathering_costs_the_same_for_three_missions_as_for_one(missions: tuple[str, ...]) -> None:
    planning.gather(horizon(*missions))
    with CaptureQueriesContext(connection) as asked:
        planning.gather(horizon(*missions))
    assert len(asked) == QUERIES


def test_two_booked_for_one_room_at_one_time_are_told_together() -> None:
    """Each finds the other in its way: neither is told alone."""
    first = booked()
    second = Consultation.objects.create(
        subject="Liberia", kind="informal_triangular", status="tentative", room=first.room,
        cycle_mission=first.cycle_mission, expires_on=EXPIRY, starts_at=first.starts_at,
        ends_at=first.ends_at,
    )  # fmt: skip
    found = planning.plan_together(horizon("MINUSMA")).plan
    assert found.status == "infeasible"
    together = [{ref for one in of for ref in one.references} for of in found.conflicts]
    assert together == [{str(first.pk), str(second.pk)}] * len(together)
    assert together
