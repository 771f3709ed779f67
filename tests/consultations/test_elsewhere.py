"""What the calendars of others say is taken, in proposals, on booked consultations and in plans."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from consultations import booking, planning
from consultations.models import (
    HEADQUARTERS,
    BusyTime,
    ExternalCalendar,
    MemberState,
    Mission,
    Room,
)
from planner.demand_words import although, in_one_place, taken
from planner.slots import Busy, Place, grains

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]
EXPIRY, AS_OF, DAY = date(2017, 6, 30), date(2017, 6, 6), date(2017, 6, 13)
READ = datetime(2017, 6, 5, 13, 5, tzinfo=UTC)
INFORMAL = "MINUSMA/mission/2017-06-30/informal_triangular"


def at(hour: int, minute: int = 0, on: date = DAY) -> datetime:
    return datetime.combine(on, time(hour, minute), HEADQUARTERS)


def diary(start: datetime, end: datetime, **terms: Any) -> ExternalCalendar:
    """A calendar that says that its room or delegation is taken once."""
    row = ExternalCalendar.objects.create(**{"name": "Diary", "read_at": READ, **terms})
    BusyTime.objects.create(calendar=row, starts_at=start, ends_at=end, title="Private")
    return row


def room() -> Room:
    return Room.objects.get(pk=planning.places()[0].key)


def findings(hour: int, minute: int = 0, as_of: date = AS_OF, **terms: Any) -> dict[str, Any]:
    """(verdict, sentence) by criterion of a slot on the day, in the first room."""
    mission = Mission.objects.get(acronym="MINUSMA")
    found = planning.propose(mission, "informal_triangular", expiry=EXPIRY, as_of=as_of, **terms)
    slot = planning.at(found, DAY, time(hour, minute), str(room().pk))
    return {f.criterion: (str(f.verdict), f.sentence) for f in slot.findings}


def test_a_room_is_taken_while_its_calendar_says_so_and_free_right_after() -> None:
    diary(at(10), at(11, 30), room=room())
    name = room().name
    said = f"{name} is taken then by its calendar “Diary”, read on Mon 5 June 2017, 09:05"
    assert findings(10)["room_free"] == ("broken", said)
    assert findings(11)["room_free"] == ("broken", said)
    assert findings(11, 30)["room_free"] == ("kept", f"{name} is free")


def test_a_delegation_away_by_its_calendar_is_as_one_booked_elsewhere() -> None:
    diary(at(10), at(11, 30), member=MemberState.objects.get(iso3="TCD"))
    said = "booked elsewhere then: Chad (by its calendar “Diary”, read on Mon 5 June 2017, 09:05)"
    assert findings(10)["participants_free"] == ("short", said)
    assert findings(11, 30)["participants_free"] == ("kept", "all invitees free")
    assert findings(10)["room_free"][0] == "kept"


def test_a_delegation_that_is_not_invited_may_be_anywhere() -> None:
    diary(at(10), at(11, 30), member=MemberState.objects.get(iso3="ISL"))
    assert findings(10)["participants_free"] == ("kept", "all invitees free")


def test_a_reading_that_failed_since_is_said_with_the_last_good_one() -> None:
    diary(at(10), at(11, 30), room=room(), error="It answers 503.")
    assert findings(10)["room_free"][1].endswith(
        "read on Mon 5 June 2017, 09:05; it could not be read again since"
    )


def test_what_was_read_only_later_stands_in_nobodys_way() -> None:
    diary(at(10), at(11, 30), room=room(), read_at=READ + timedelta(days=2))
    assert findings(10)["room_free"][0] == "kept"


def test_a_whole_day_and_one_over_midnight_take_each_of_their_days() -> None:
    diary(at(23, on=DAY - timedelta(days=1)), at(10, 30), room=room())
    assert findings(10)["room_free"][0] == "broken"
    assert findings(10, 30)["room_free"][0] == "kept"


def test_titles_of_others_are_in_no_finding() -> None:
    diary(at(10), at(11, 30), room=room())
    assert "Private" not in str(findings(10))


def horizon() -> planning.Horizon:
    return planning.Horizon(
        first=date(2017, 6, 7), last=EXPIRY, as_of=AS_OF, missions=("MINUSMA",), preset="standard"
    )


def placed() -> Any:
    """Where a plan has the informal consultation."""
    plan = planning.plan_together(horizon()).plan
    return next(one.slot for one in plan.placements if one.key == INFORMAL)


def test_a_plan_keeps_clear_of_a_taken_room_and_of_a_delegation_away() -> None:
    slot = placed()
    calendar = diary(slot.starts_at, slot.ends_at, room_id=int(slot.room))
    other = placed()
    assert (other.day, other.start, other.room) != (slot.day, slot.start, slot.room)
    calendar.room, calendar.member = None, MemberState.objects.get(iso3="TCD")
    calendar.save()
    away = placed()
    assert away.day != slot.day or away.mask & slot.mask == 0


def test_new_busy_times_change_the_word_for_the_state_and_reading_the_same_again_does_not() -> None:
    before = planning.gather(horizon()).fingerprint
    calendar = diary(at(10), at(11, 30), room=room())
    after = planning.gather(horizon()).fingerprint
    assert after != before
    calendar.read_at += timedelta(hours=1)
    calendar.error = "It answers 503."
    calendar.save()
    calendar.busy_times.all().delete()
    BusyTime.objects.create(calendar=calendar, starts_at=at(10), ends_at=at(11, 30))
    assert planning.gather(horizon()).fingerprint == after


def test_a_booked_consultation_says_that_its_room_is_taken_by_a_calendar() -> None:
    mission = Mission.objects.get(acronym="MINUSMA")
    row = booking.book(
        who=None, subject="MINUSMA before its renewal", missions=[mission], room=room(),
        cycle_mission=mission, expires_on=EXPIRY, kind="informal_triangular",
        need="informal_triangular", starts_at=at(10), ends_at=at(11, 30),
    )  # fmt: skip
    diary(at(11), at(12), room=room())
    told = {f.criterion: str(f.verdict) for f in planning.judge(row)}
    assert told["room_free"] == "broken"
    BusyTime.objects.update(starts_at=at(11, 30))
    assert {f.criterion: str(f.verdict) for f in planning.judge(row)}["room_free"] == "kept"


def test_a_demand_names_the_calendar_and_when_it_was_read() -> None:
    busy = Busy(DAY, grains(time(10), time(11)), "its calendar “Diary”", key="calendar:1:x",
                read="read on Mon 5 June 2017, 09:05")  # fmt: skip
    where = f"{busy.what}, {busy.read} (Tue 13 June 2017, 10:00 to 11:00)"
    assert in_one_place(["Chad"], busy) == f"Chad: in one place at a time, taken then by {where}"
    assert although(busy) == "although its calendar “Diary” says they are away then"
    assert taken(Place("7", "Room 7"), busy)[1] == (
        f"one meeting at a time in Room 7, taken by {where}"
    )
