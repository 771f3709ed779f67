"""The engine against a search through every plan: ten thousand small problems, and what is hard."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

import planner.solving
from planner.problem import FEASIBLE, OPTIMAL, Gap, Meeting, Option, Problem, evaluate
from planner.seating import seating
from planner.solving import Forcing, solve
from tests.bench.years import problem as made_up
from tests.planner.plans.checker import cost, faults
from tests.planner.plans.instances import instance, shuffled
from tests.planner.plans.search import best_of

PROBLEMS = int(os.environ.get("SMALL_PROBLEMS", "10000"))  # a longer run asks for more
STRICT_SIZES = [int(size) for size in os.environ.get("STRICT_SIZES", "8").split()]
ROOT = Path(planner.solving.__file__).parent.parent
CHUNK = 500
CHUNKS = range(0, PROBLEMS, CHUNK)
SOME = range(80)


def wrong_with(problem: Problem) -> list[str]:
    """What is wrong with the engine's answer to a problem; nothing, as a rule."""
    answer = solve(problem)
    best, _ = best_of(problem)
    counted = cost(problem, answer.chosen)
    found = faults(problem, answer.chosen)
    if answer.status != OPTIMAL:
        found.append(f"not proven: {answer.status}")
    if not answer.values == answer.bounds == counted == best:
        found.append(f"says {answer.values}, bound {answer.bounds}, is {counted}, best {best}")
    return found


@pytest.mark.parametrize("first", CHUNKS)
def test_every_small_problem_is_solved_to_its_true_optimum(first: int):
    wrong = {n: found for n in range(first, first + CHUNK) if (found := wrong_with(instance(n)))}
    assert wrong == {}


def test_the_search_and_the_checker_agree_on_what_a_plan_costs():
    for number in SOME:
        best, plan = best_of(instance(number))
        assert faults(instance(number), plan) == []
        assert cost(instance(number), plan) == best


def test_what_the_engine_counts_is_what_the_checker_counts_for_bad_plans_too():
    for number in SOME:
        problem = instance(number)
        for place in range(3):
            chosen = {m.key: [*m.options, None][place % (len(m.options) + 1)]
                      for m in problem.meetings}  # fmt: skip
            assert evaluate(problem, chosen) == cost(problem, chosen)


# Each level in turn, strictly, by other means: larger problems than can be tried through.


def strictly(problems: list[Problem]) -> list[tuple[int, ...]]:
    """The best tuple of each, from another solver in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.planner.plans.levels_strictly"], cwd=ROOT,
        input=pickle.dumps(problems), capture_output=True, check=True,
    )  # fmt: skip
    return [tuple(values) for values in json.loads(told.stdout)]


def test_one_level_after_the_other_by_another_solver_gives_the_same_tuple():
    small = [p for p in map(instance, range(40)) if p.preferred_level is None]
    years = [made_up(size, seed=size, contended=True) for size in STRICT_SIZES]
    answers = [solve(problem) for problem in (*small, *years)]
    assert {answer.status for answer in answers} == {OPTIMAL}
    assert [answer.values for answer in answers] == strictly([*small, *years])


# The same problem, told otherwise.


def test_the_order_of_what_is_given_changes_nothing():
    for number in SOME:
        problem = instance(number)
        plans = [solve(problem).chosen, *(solve(shuffled(problem, n)).chosen for n in range(3))]
        assert plans == [plans[0]] * 4


def test_two_places_that_differ_only_in_length_are_told_apart_in_any_order():
    long, short = Option(1, 0b11, (0,)), Option(1, 0b1, (0,))
    plans = [
        solve(Problem(("x",), (Meeting("a", options, (1,)),))).chosen["a"]
        for options in ((long, short), (short, long))
    ]
    assert plans == [short, short]


ONE_PLAN = """
from planner.solving import solve
from tests.planner.plans.instances import instance
print([sorted(solve(instance(n)).chosen.items()) for n in range(30)])
"""


def test_the_seed_of_hashes_changes_nothing():
    said = {
        subprocess.run(
            [sys.executable, "-c", ONE_PLAN], cwd=ROOT, capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "77")
    }  # fmt: skip
    assert len(said) == 1


@pytest.mark.parametrize("guess", [(), (1.0, 1.0), (1e6, 1.0), (1.0, 1e6)])
def test_what_is_guessed_of_the_levels_changes_no_value(guess: tuple[float, ...]):
    for number in SOME:
        problem = instance(number)
        weights = (guess * len(problem.levels))[: len(problem.levels)]
        assert solve(replace(problem, guess=weights)).values == solve(problem).values


# Out of time, or stopped.


def after(polls: int):
    """A stop that comes when it is asked for so often."""
    asked = count()
    return lambda: next(asked) >= polls


def sound_though_stopped(problem: Problem, **limits) -> None:
    """A plan that keeps every rule, no better than the optimum; bounds that are no worse."""
    best, _ = best_of(problem)
    answer = solve(problem, **limits)
    assert faults(problem, answer.chosen) == []
    assert answer.values == cost(problem, answer.chosen)
    assert answer.bounds <= best <= answer.values
    assert answer.status in (OPTIMAL, FEASIBLE)
    assert answer.status != OPTIMAL or answer.values == answer.bounds


def test_without_any_time_there_is_a_plan_and_a_bound():
    for number in SOME:
        sound_though_stopped(instance(number), time_limit=0)
        assert solve(instance(number), time_limit=0).status == FEASIBLE


def test_stopped_at_once_there_is_a_plan_and_a_bound():
    for number in SOME:
        sound_though_stopped(instance(number), stop=lambda: True)


@pytest.mark.parametrize("polls", [*range(1, 12), 15, 20, 30])
def test_stopped_anywhere_the_bound_still_holds(polls: int):
    for number in SOME:
        sound_though_stopped(instance(number), stop=after(polls))


@pytest.mark.parametrize("number", [416, 1371])
def test_no_bound_outlives_the_thought_it_rests_on(number: int):
    """In these a level turns out worse than its relaxation: what was then said of later levels
    holds no more."""
    asked = count()
    solve(instance(number), stop=lambda: next(asked) < 0)
    for polls in range(next(asked)):
        sound_though_stopped(instance(number), stop=after(polls))


def test_a_time_limit_that_is_not_reached_proves_the_plan():
    assert solve(instance(3), time_limit=60).status == OPTIMAL


def test_a_stop_that_never_comes_changes_nothing():
    for number in range(30):
        assert solve(instance(number), stop=lambda: False) == replace(
            solve(instance(number)), seconds=pytest.approx((0, 0), abs=60)
        )


def test_each_level_at_work_is_told_with_its_bound():
    problem = Problem(
        ("not placed", "nothing", "late"),
        (Meeting("a", (Option(1, 1, (0, 0, 1)), Option(2, 1, (0, 0, 2))), (1, 0, 0)),),
    )
    told = []
    solve(problem, progress=told.append)
    assert [(s.level, s.number, s.of, s.bound) for s in told] == [
        ("not placed", 1, 2, 0),
        ("late", 2, 2, 1),
    ]


def test_what_is_told_while_it_runs_is_never_better_than_what_comes_of_it():
    for number in SOME:
        problem, told = instance(number), []
        best = dict(zip(problem.levels, solve(problem, progress=told.append).values, strict=True))
        first = told[0] if told else None
        assert first is None or first.bound <= best[first.level]


# Forced to one place.


def test_what_is_forced_stands_there_and_costs_what_it_truly_costs():
    for number in SOME:
        problem = instance(number)
        free = solve(problem).values
        for meeting in problem.meetings[:2]:
            for option in meeting.options[:2]:
                best = _best_forced(problem, meeting.key, option)
                if best is None:
                    continue
                answer = solve(problem, forced=option, forced_key=meeting.key)
                assert answer.chosen[meeting.key] == option
                assert faults(problem, answer.chosen) == []
                assert answer.values == best >= free


def _best_forced(problem: Problem, key: str, option: Option):
    """The best with a meeting at one place; None where no room is large enough for it."""
    large = max(problem.rooms, default=99)
    meeting = next(m for m in problem.meetings if m.key == key)
    if not option.room and meeting.seats > large:
        return None
    return best_of(problem, {key: option})[0]


def test_one_problem_forced_again_and_again_answers_as_if_each_were_the_first():
    for number in SOME:
        problem = instance(number)
        forcing, free = Forcing(problem), solve(problem)
        assert forcing.solve().values == free.values
        for meeting in problem.meetings:
            for option in meeting.options[:2]:
                best = _best_forced(problem, meeting.key, option)
                if best is not None:
                    answer = forcing.solve(meeting.key, option)
                    assert answer.chosen[meeting.key] == option
                    assert (answer.values, answer.status) == (best, OPTIMAL)
                    assert faults(problem, answer.chosen) == []
        assert forcing.solve().values == free.values


def test_what_is_forced_stands_even_where_there_is_no_time():
    for number in SOME:
        problem = instance(number)
        for meeting in problem.meetings[:2]:
            for option in meeting.options[-1:]:
                best = _best_forced(problem, meeting.key, option)
                if best is None:
                    continue
                answer = solve(problem, forced=option, forced_key=meeting.key, time_limit=0)
                assert answer.chosen[meeting.key] == option
                assert faults(problem, answer.chosen) == []
                assert answer.bounds <= best <= answer.values


# Without a solver.


@pytest.fixture
def no_solver(monkeypatch):
    monkeypatch.setattr(planner.solving, "AVAILABLE", False)


@pytest.mark.usefixtures("no_solver")
def test_without_a_solver_every_hard_rule_is_kept_and_no_more_is_claimed():
    for number in range(1000):
        problem = instance(number)
        answer = solve(problem)
        best, _ = best_of(problem)
        assert faults(problem, answer.chosen) == []
        assert answer.values == cost(problem, answer.chosen)
        assert answer.bounds <= best <= answer.values
        assert (answer.status, answer.engine) == (FEASIBLE, "greedy")


@pytest.mark.usefixtures("no_solver")
def test_without_a_solver_the_order_of_what_is_given_changes_nothing():
    for number in SOME:
        problem = instance(number)
        assert solve(shuffled(problem, 5)).chosen == solve(problem).chosen


@pytest.mark.usefixtures("no_solver")
def test_without_a_solver_what_is_forced_stands_there():
    for number in SOME:
        problem = instance(number)
        for meeting in problem.meetings[:2]:
            for option in meeting.options[-1:]:
                if _best_forced(problem, meeting.key, option) is not None:
                    answer = solve(problem, forced=option, forced_key=meeting.key)
                    assert answer.chosen[meeting.key] == option
                    assert faults(problem, answer.chosen) == []


# The edges.


def test_nothing_to_place_is_planned():
    answer = solve(Problem(("not placed", "late"), ()))
    assert (answer.chosen, answer.values, answer.status) == ({}, (0, 0), OPTIMAL)


def test_a_meeting_without_any_place_is_not_held():
    answer = solve(Problem(("not placed",), (Meeting("a", (), (1,)),)))
    assert (answer.chosen, answer.values, answer.status) == ({"a": None}, (1,), OPTIMAL)


def test_a_meeting_too_large_for_every_room_is_not_held():
    place = Option(1, 1, (0,))
    problem = Problem(("not placed",), (Meeting("a", (place,), (1,), seats=9),), rooms=(8, 4))
    assert solve(problem).chosen == {"a": None}


def test_nobody_changes_rooms_halfway():
    """At every moment the rooms are enough; but two small meetings would have to swap them."""

    def at(key: str, mask: int, seats: int) -> Meeting:
        return Meeting(key, (Option(1, mask, (0,)),), (1,), seats=seats)

    problem = Problem(
        ("not placed",),
        (at("early", 0b0001, 9), at("late", 0b1000, 9), at("x", 0b0011, 1), at("y", 0b1110, 1)),
        rooms=(9, 1),
    )
    answer = solve(problem)
    assert (answer.values, answer.status) == ((1,), OPTIMAL)
    assert seating(problem, {m.key: m.options[0] for m in problem.meetings}) is None


def test_rooms_are_given_for_the_whole_of_a_meeting():
    for number in range(0, 3000, 10):
        problem = instance(number)
        answer = solve(problem)
        rooms = seating(problem, answer.chosen)
        held = {m.key: m for m in problem.meetings if answer.chosen[m.key] is not None}
        assert rooms.keys() == held.keys()
        assert all(problem.rooms[room] >= held[key].seats for key, room in rooms.items())
        named = {key: replace(answer.chosen[key], room=str(room)) for key, room in rooms.items()}
        meetings = tuple(replace(m, options=(named[k],)) for k, m in held.items())
        assert faults(replace(problem, meetings=meetings), named) == []


def test_a_soft_order_is_broken_where_nothing_else_can_be():
    places = {"a": Option(5, 1, (0, 0)), "b": Option(3, 1, (0, 0))}
    meetings = tuple(Meeting(key, (place,), (1, 0)) for key, place in places.items())
    gap = Gap("a", "b", cost=(0, 1))
    answer = solve(Problem(("not placed", "order"), meetings, gaps=(gap,)))
    assert (answer.chosen, answer.values) == (places, (0, 1))
