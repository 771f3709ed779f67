"""Somebody else's problem: every schedule is judged by what shares no code with the planner."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random
from time import process_time

import pytest

from planner.problem import OPTIMAL, evaluate
from planner.solving import Step, solve
from planner.timesearch import Search
from planner.timetable import Meeting, Place, Places, Room, Schedule, Timetable, Wishes, costs
from planner.timetabling import ORDERS, as_problem, floor, quick, schedule
from tests.planner.timetables import broken, counted, timetable

SIZES = (50, 100, 200, 400, 800)
PLAIN = Wishes(no_break=0, overlapping=0, change_of_room=0)
ADAPTER = Path(__file__).resolve().parents[2] / "docs" / "other-problems.md"


def _tiny(seed: int, *, by_grain: bool = True) -> Timetable:
    """Three meetings of four people on two short days in two rooms."""
    random = Random(seed)
    meetings = []
    for number in range(3):
        who = random.sample("ABCD", random.randint(2, 4))
        needed = random.randint(0, 2)
        required, preferred = frozenset(who[:needed]), frozenset(who[needed:])
        seats = random.choice((2, 4))
        meetings.append(Meeting(f"M{number}", random.randint(1, 2), required, preferred, seats))
    rooms = (Room("small", 2), Room("large", 4))
    return Timetable((3, 2), tuple(meetings), rooms, by_grain=by_grain)


def _all_places(table: Timetable) -> list[Place | None]:
    first = [0, *(sum(table.days[: day + 1]) for day in range(len(table.days)))]
    days = [(first[day] + g, day) for day, grains in enumerate(table.days) for g in range(grains)]
    return [None, *(Place(g, day, room.key) for g, day in days for room in table.rooms)]


def _best(table: Timetable) -> tuple[int, int, int]:
    """The least costs of all schedules there are."""
    keys = [m.key for m in table.meetings]
    every = (dict(zip(keys, one, strict=True)) for one in product(_all_places(table), repeat=3))
    return min(counted(table, places) for places in every if not broken(table, places))


def _shuffled(table: Timetable) -> Timetable:
    random = Random(5)
    meetings, rooms = list(table.meetings), list(table.rooms)
    random.shuffle(meetings)
    random.shuffle(rooms)
    return replace(table, meetings=tuple(meetings), rooms=tuple(rooms))


@pytest.mark.parametrize("size", SIZES)
def test_a_schedule_keeps_what_must_be_and_is_no_worse_than_the_quick_one(size: int) -> None:
    table = timetable(size)
    found = schedule(table, rounds=150)
    assert broken(table, found.places) == []
    assert counted(table, found.places) == found.values == costs(table, found.places)
    assert found.values[0] == 0
    quickest = min(costs(table, quick(table, order)) for order in range(len(ORDERS)))
    assert found.bounds is not None
    assert found.bounds <= found.values <= quickest


def test_the_quick_schedule_of_800_meetings_stands_in_a_second_or_two() -> None:
    table = timetable(800)
    began = process_time()
    places = quick(table)
    assert process_time() - began < 3
    assert broken(table, places) == []
    assert None not in places.values()


@pytest.mark.parametrize("by_grain", [True, False])
def test_rounds_make_up_for_people_in_two_places(by_grain: bool) -> None:
    table = timetable(100, by_grain=by_grain)
    found = schedule(table, rounds=1500)
    assert broken(table, found.places) == []
    assert counted(table, found.places) == found.values
    before = min(costs(table, quick(table, order)) for order in range(len(ORDERS)))
    assert found.values[:2] < before[:2]


def test_the_same_timetable_gives_the_same_schedule_in_whatever_order_it_comes() -> None:
    table = timetable(60)
    found = schedule(table, rounds=300)
    again, shuffled = schedule(table, rounds=300), schedule(_shuffled(table), rounds=300)
    assert (found.places, found.values) == (again.places, again.values)
    assert (found.places, found.values) == (shuffled.places, shuffled.values)
    assert (found.rounds, found.cut) == (300, False)


@pytest.mark.parametrize("seed", range(8))
def test_a_tiny_timetable_is_placed_as_well_as_can_be(seed: int) -> None:
    table = _tiny(seed, by_grain=seed % 2 == 0)
    best = _best(table)
    found = schedule(table, rounds=400)
    assert broken(table, found.places) == []
    assert found.values == counted(table, found.places) == best
    assert found.bounds is not None
    assert found.bounds <= best


@pytest.mark.parametrize("seed", range(8))
def test_the_engine_reads_it_as_a_problem_and_proves_the_best(seed: int) -> None:
    table = replace(_tiny(seed), wishes=PLAIN)
    problem = as_problem(table)
    assert problem is not None
    answer = solve(problem)
    found = schedule(table, rounds=200)
    assert evaluate(problem, answer.chosen) == answer.values
    assert (found.values, found.status) == (answer.values, OPTIMAL)
    assert found.values == found.bounds
    assert found.rounds == 0


def test_a_large_timetable_is_no_problem_for_the_engine_at_once() -> None:
    assert as_problem(timetable(100)) is None
    assert schedule(timetable(100), rounds=0).bounds == floor(timetable(100))


def test_a_meeting_keeps_to_its_own_time_and_one_without_a_place_is_said() -> None:
    late = Meeting("late", 2, frozenset("A"), earliest=5, latest=6)
    crowd = Meeting("crowd", 1, frozenset("B"), seats=9)
    long = Meeting("long", 4, frozenset("C"))
    table = Timetable((3, 4, 3), (late, crowd, long), (Room("one", 3), Room("two", 3)))
    found = schedule(table, rounds=100)
    assert found.places == {
        "late": Place(5, 1, "two"), "crowd": None, "long": Place(3, 1, "one")
    }  # fmt: skip
    assert found.values[0] == 1


def test_nothing_to_place_and_no_room_are_answered() -> None:
    nothing = schedule(Timetable((4,), (), (Room("one", 3),)), rounds=10)
    assert (nothing.places, nothing.values, nothing.status) == ({}, (0, 0, 0), OPTIMAL)
    nowhere = schedule(Timetable((4,), (Meeting("a", 1),), ()), rounds=10)
    assert (nowhere.places, nowhere.values, nowhere.status) == ({"a": None}, (1, 0, 0), OPTIMAL)


def test_rounds_find_a_place_where_the_quick_schedules_leave_somebody_out() -> None:
    """Two days are full to the last grain: 4 + 3 + 3 and 4 + 3 + 3."""
    sizes = {"a": 4, "b": 3, "c": 3, "d": 4, "e": 3, "f": 3}
    meetings = tuple(Meeting(key, grains, frozenset("A")) for key, grains in sizes.items())
    table = Timetable((10, 10), meetings, (Room("one", 3),))
    before = [quick(table, order) for order in range(len(ORDERS))]
    assert min(costs(table, places)[0] for places in before) > 0
    search = Search(table, before[0], Random(1))
    for _ in range(300):
        search.round(0.5)
    found = search.best_places()
    assert broken(table, found) == []
    assert costs(table, found) == search.best
    assert search.best[0] == 0


def test_stopped_or_out_of_time_it_says_so_and_keeps_what_it_has() -> None:
    table = timetable(50)
    stopped = schedule(table, rounds=10_000, stop=lambda: True)
    assert (stopped.rounds, stopped.cut) == (0, True)
    late = schedule(table, time_limit=0.0, rounds=10_000)
    assert (late.rounds, late.cut) == (0, True)
    timed = schedule(table, time_limit=0.3)
    assert timed.cut
    for found in (stopped, late, timed):
        assert broken(table, found.places) == []


def test_progress_is_told_by_level() -> None:
    steps: list[Step] = []
    schedule(timetable(50), rounds=400, progress=steps.append)
    assert [(step.of, step.bound) for step in steps] == [(3, 0)] * 2
    assert steps[0].level == "preferred people in two places"


def _adapted(text: str) -> Timetable:
    """What the page's own lines make of it."""
    block = re.search(r"```python\n(.*?)```", ADAPTER.read_text(), re.DOTALL)
    assert block is not None
    names: dict[str, object] = {}
    exec(block[1], names)
    read = names["read"]
    assert callable(read)
    table = read(text)
    assert isinstance(table, Timetable)
    return table


def test_the_adapter_of_the_page_reads_another_programs_file() -> None:
    text = """{
      "timeGrains": [{"grainIndex": 0, "dayOfYear": 1}, {"grainIndex": 1, "dayOfYear": 1},
                     {"grainIndex": 2, "dayOfYear": 2}],
      "rooms": [{"id": "R1", "capacity": 3}],
      "meetings": [
        {"id": "M1", "durationInGrains": 2, "requiredAttendances": [{"person": "Ada"}],
         "preferredAttendances": [{"person": "Bo"}]},
        {"id": "M2", "durationInGrains": 1, "requiredAttendances": [{"person": "Ada"}],
         "preferredAttendances": []}]}"""
    table = _adapted(text)
    assert table.days == (2, 1)
    assert table.rooms == (Room("R1", 3),)
    assert table.meetings[0] == Meeting("M1", 2, frozenset({"Ada"}), frozenset({"Bo"}), 2)
    found: Schedule = schedule(table, rounds=100)
    expected: Places = {"M1": Place(0, 0, "R1"), "M2": Place(2, 1, "R1")}
    assert found.places == expected
