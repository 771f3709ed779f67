"""Two at once, with connections of their own: the database lets one win and names the winner."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections

from consultations import booking
from consultations.models import HEADQUARTERS, Consultation, Deed, Hold, Mission, Room

pytestmark = pytest.mark.django_db(transaction=True)
TEN = datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Do all of them in threads of their own, started together; results or exceptions."""
    barrier, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int) -> None:
        try:
            connections["default"].ensure_connection()
            barrier.wait(timeout=30)
            answers[place] = deeds[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def booker(name: str, **changes: Any) -> Callable[[], Consultation]:
    who = User.objects.create(username=name)
    terms = {
        "who": who,
        "kind": "informal_triangular",
        "subject": f"Meeting of {name}",
        "starts_at": TEN,
        "ends_at": TEN + timedelta(minutes=90),
    }
    return lambda: booking.book(**(terms | changes))


def winner_and_losers(answers: list[Any]) -> tuple[Consultation, list[Exception]]:
    won = [one for one in answers if isinstance(one, Consultation)]
    lost = [one for one in answers if isinstance(one, Exception)]
    assert [type(one) for one in answers if one not in won and one not in lost] == []
    assert len(won) == 1, answers
    return won[0], lost


@pytest.mark.parametrize("people", [2, 6])
def test_of_those_who_book_one_room_at_once_one_wins_and_the_others_learn_who(
    people: int,
) -> None:
    room = Room.objects.create(name="Conference Room 4")
    kind = "secretariat_briefing"  # holds the room alone
    deeds = [booker(f"officer {n}", room=room, kind=kind) for n in range(people)]
    won, lost = winner_and_losers(at_once(deeds))
    assert [type(one) for one in lost] == [booking.Taken] * (people - 1)
    deed = Deed.objects.get()
    for one in lost:
        assert isinstance(one, booking.Taken)
        assert (one.by, one.who, one.when) == (won, won.booked_by.username, deed.at)
    assert Consultation.objects.count() == 1
    assert Hold.objects.count() == 3


def test_of_two_who_book_the_same_slot_in_two_rooms_one_has_the_council() -> None:
    rooms = [Room.objects.create(name=f"Conference Room {n}") for n in (4, 7)]
    deeds = [booker(f"officer {room}", room=room) for room in rooms]
    won, (lost,) = winner_and_losers(at_once(deeds))
    assert isinstance(lost, booking.Taken)
    assert (lost.by, lost.who) == (won, won.booked_by.username)
    assert lost.what.startswith("The Council, Tue 13 June 2017")


def test_of_two_whose_times_only_overlap_one_wins() -> None:
    later = {"starts_at": TEN + timedelta(minutes=60), "ends_at": TEN + timedelta(minutes=150)}
    won, (lost,) = winner_and_losers(at_once([booker("early"), booker("late", **later)]))
    assert isinstance(lost, booking.Taken)
    assert lost.by == won


def test_of_two_who_fulfil_one_need_on_two_days_one_wins() -> None:
    mission = Mission.objects.create(acronym="MINUSMA")
    cycle = {"cycle_mission": mission, "expires_on": date(2017, 6, 30), "need": "informal"}
    other = {"starts_at": TEN + timedelta(days=1), "ends_at": TEN + timedelta(days=1, hours=1)}
    deeds = [booker("first", **cycle), booker("second", **cycle, **other)]
    won, (lost,) = winner_and_losers(at_once(deeds))
    assert isinstance(lost, booking.Fulfilled)
    assert (lost.by, lost.who) == (won, won.booked_by.username)


def test_of_two_who_move_different_meetings_to_one_slot_one_wins() -> None:
    days = [TEN + timedelta(days=n) for n in (1, 2)]
    rows = [
        booker(f"officer {day}", starts_at=day, ends_at=day + timedelta(hours=1))() for day in days
    ]
    deeds = [
        lambda row=row: booking.move(
            row, starts_at=TEN, ends_at=TEN + timedelta(hours=1), room=None, who=row.booked_by,
            version=1,
        )
        for row in rows
    ]  # fmt: skip
    won, (lost,) = winner_and_losers(at_once(deeds))
    assert isinstance(lost, booking.Taken)
    assert (lost.by, lost.who) == (won, won.booked_by.username)


def test_two_who_swap_places_are_both_refused_and_neither_waits_for_the_other() -> None:
    hour = timedelta(hours=1)
    one = booker("one", ends_at=TEN + hour)()
    two = booker("two", starts_at=TEN + hour, ends_at=TEN + 2 * hour)()
    deeds = [
        lambda row=row, to=other.starts_at: booking.move(
            row, starts_at=to, ends_at=to + hour, room=None, who=row.booked_by, version=1
        )
        for row, other in ((one, two), (two, one))
    ]
    assert [type(answer) for answer in at_once(deeds)] == [booking.Taken] * 2


def test_of_two_who_change_one_version_one_wins_and_the_other_learns_who() -> None:
    row = booker("owner")()
    first, second = (User.objects.create(username=name) for name in ("first", "second"))
    deeds = [
        lambda: booking.confirm(row, who=first, version=1),
        lambda: booking.cancel(row, reason="Late.", who=second, version=1),
    ]
    won, (lost,) = winner_and_losers(at_once(deeds))
    assert isinstance(lost, booking.Stale)
    assert lost.who == ("first" if won.status == "confirmed" else "second")
