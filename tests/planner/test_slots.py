"""Slots: half hours, rooms, and every start that fits a session."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from planner.slots import Busy, Place, Premises, Slot, by_day, by_grains, grains, starts
from tests.planner.stories import d, slot


@pytest.mark.parametrize(
    ("start", "end", "halves"),
    [("00:00", "00:30", [0]), ("10:00", "11:30", [20, 21, 22]), ("10:15", "10:45", [20, 21]),
     ("23:30", "23:59", [47])],
)  # fmt: skip
def test_a_time_covers_every_half_hour_it_touches(start, end, halves):
    mask = grains(time.fromisoformat(start), time.fromisoformat(end))
    assert [n for n in range(48) if mask >> n & 1] == halves


def test_meetings_that_touch_do_not_overlap():
    first, second = slot("2017-06-13"), slot("2017-06-13", "11:30", "13:00")
    assert first.mask & second.mask == 0
    assert first.mask & slot("2017-06-13", "11:00", "12:30").mask != 0


def said(minutes: int) -> list[str]:
    found = starts(Premises(minutes=minutes))
    return [f"{begin:%H:%M}-{end:%H:%M}" for begin, end, _ in found]


def test_ninety_minutes_fit_eight_times_a_day():
    assert said(90) == [
        "10:00-11:30", "10:30-12:00", "11:00-12:30", "11:30-13:00",
        "15:00-16:30", "15:30-17:00", "16:00-17:30", "16:30-18:00",
    ]  # fmt: skip


def test_a_whole_session_fits_once_and_more_than_one_never():
    assert said(180) == ["10:00-13:00", "15:00-18:00"]
    assert said(181) == []


def test_the_mask_of_a_start_is_that_of_its_slot():
    (begin, end, mask), *_ = starts(Premises())
    assert mask == Slot(d("2017-06-13"), begin, end).mask


def test_a_slot_knows_headquarters_offset_in_summer_and_in_winter():
    summer, winter = slot("2017-06-13"), slot("2026-01-13")
    assert summer.starts_at.isoformat() == "2017-06-13T10:00:00-04:00"
    assert winter.ends_at.isoformat() == "2026-01-13T11:30:00-05:00"


def test_what_is_busy_is_found_by_its_day():
    one, two = Busy(d("2017-06-13"), 1, "a"), Busy(d("2017-06-13"), 2, "b")
    other = Busy(d("2017-06-14"), 1, "c")
    assert by_day([one, other, two]) == {one.day: (one, two), other.day: (other,)}


def test_a_place_is_found_by_its_key():
    place = Place("a", "Consultations Room")
    premises = Premises(places=(place,))
    assert (premises.place("a"), premises.place("b"), premises.place("")) == (place, None, None)


@pytest.mark.parametrize("end", ["00:00", "00:30", "22:00"])
def test_an_end_of_the_next_day_leaves_the_day_busy_until_midnight(end):
    late = Slot(d("2017-06-13"), time(22), time.fromisoformat(end))
    assert [n for n in range(48) if late.mask >> n & 1] == [44, 45, 46, 47]
    assert late.ends_at.date() == d("2017-06-14")


def test_a_meeting_over_midnight_is_busy_on_both_days():
    def halves(first: str, last: str) -> list[tuple[str, list[int]]]:
        spans = by_grains(datetime.fromisoformat(first), datetime.fromisoformat(last))
        return [(str(day), [n for n in range(48) if mask >> n & 1]) for day, mask in spans]

    assert halves("2017-06-13T23:00", "2017-06-14T00:30") == [
        ("2017-06-13", [46, 47]), ("2017-06-14", [0]),
    ]  # fmt: skip
    assert halves("2017-06-13T23:00", "2017-06-14T00:00") == [("2017-06-13", [46, 47])]
    assert halves("2017-06-13T10:00", "2017-06-13T11:00") == [("2017-06-13", [20, 21])]
