"""The engine against a strict solve, one whole-number solve a level, on years as they come."""

from __future__ import annotations

import os

import numpy as np
import pytest

from planner.greedy import greedy
from planner.problem import OPTIMAL, Problem, evaluate
from planner.rows import build
from planner.solver import AVAILABLE, Rows
from planner.solving import in_order, solve
from tests.bench.planned import digest
from tests.bench.years import DISTANCE, KEPT_AT, keeping, problem
from tests.planner.plans.checker import cost, faults

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="no solver is installed")

SIZES = os.environ.get("STRICT_YEARS", "12,24").split(",")  # a longer run asks for "60,120"
YEARS = [
    pytest.param(problem(int(size), seed, contended), id=f"{size} {seed} {contended}")
    for size in SIZES
    for seed, contended in ((1, False), (2, True))
]


def strictly(asked: Problem, levels: int) -> tuple[int, ...]:
    """The first *levels* of the best tuple: every level a whole-number solve of its own, over all
    options, with one more row for each level before it."""
    model = build(asked)
    rows, found = Rows(model), []
    for level in range(levels):
        line = model.costs[level]
        if not line.any():
            found.append(0)
            continue
        plan, _ = rows.whole(line.astype(np.float64))
        assert plan is not None
        found.append(round(float(line @ plan)))
        rows.at_most(line, found[-1])
    return tuple(found)


@pytest.mark.parametrize("year", YEARS)
def test_a_strict_solve_of_every_level_in_turn_agrees(year: Problem):
    answer = solve(year)
    assert answer.values[:DISTANCE] == strictly(in_order(year), DISTANCE)


@pytest.mark.parametrize("year", YEARS)
def test_a_plan_of_a_year_keeps_what_must_be_kept_and_costs_what_it_says(year: Problem):
    answer = solve(year)
    assert faults(year, answer.chosen) == []
    assert answer.values == answer.bounds == cost(year, answer.chosen)
    assert answer.status == OPTIMAL


@pytest.mark.parametrize("year", YEARS)
def test_no_greedy_plan_is_better(year: Problem):
    assert solve(year).values <= evaluate(year, greedy(in_order(year)))


@pytest.mark.parametrize("seed", range(2))
def test_after_a_slip_the_strict_solve_moves_no_fewer(seed: int):
    kept = solve(problem(24, seed)).chosen
    now = keeping(problem(24, seed, late=10), kept)
    levels = KEPT_AT + 2
    assert solve(now).values[:levels] == strictly(in_order(now), levels)


def test_the_same_seed_makes_the_same_year_and_the_same_plan():
    assert problem(20, 7) == problem(20, 7)
    assert digest(solve(problem(20, 7)).chosen) == digest(solve(problem(20, 7)).chosen)
