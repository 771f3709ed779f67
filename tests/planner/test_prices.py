"""Why a consultation stands where it stands: next best slots, and what each truly costs all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

import planner.solving
from planner.levels import EARLIEST, Style
from planner.placing import Placing
from planner.plan import plan
from planner.prices import Why, price_of, weeks_of
from planner.problem import OPTIMAL, Problem, evaluate
from planner.slots import Slot
from planner.solving import solve
from planner.wanted import Wanted, slot_of
from tests.planner.plans.year import as_if, cycle, keeping, only, pinned, with_busy
from tests.planner.stories import d, minusma_2017, slot

AS_OF = "2017-05-02"
BRIEFING, INFORMAL, FORMAL = (
    f"MINUSMA/mission/2017-06-30/{kind}"
    for kind in ("secretariat_briefing", "informal_triangular", "formal_tcc")
)


def wanted_of(*missions: str, open_days: tuple[str, ...] = ()) -> list[Wanted]:
    found = [w for m in missions for w in cycle(as_if(minusma_2017(), m), AS_OF, "2017-06-30")]
    return with_busy(found, only(*open_days)) if open_days else found


# Few days are open, so that whoever moves pushes another.
TIGHT = (
    "2017-05-30", "2017-06-01", "2017-06-05", "2017-06-08", "2017-06-12", "2017-06-14",
    "2017-06-19",
)  # fmt: skip
YEARS = {
    "alone": wanted_of("MINUSMA"),
    "with others": wanted_of("MINUSMA", "UNFICYP", "UNISFA"),
    "tight": wanted_of("MINUSMA", "UNFICYP", "UNISFA", open_days=TIGHT),
}


@cache
def year(name: str) -> tuple[Placing, dict[str, Slot]]:
    placing = Placing(tuple(sorted(YEARS[name], key=lambda w: w.key)), d(AS_OF))
    return placing, plan(placing.wanted, as_of=placing.as_of).slots


@cache
def why(name: str, key: str = INFORMAL) -> Why:
    return price_of(*year(name), key)


def without(problem: Problem, *silent: str) -> dict[str, int]:
    return {name: n for n, name in enumerate(problem.levels) if name not in silent}


@cache
def scratch(name: str) -> tuple[Problem, tuple[int, ...]]:
    """The problem of a year planned from scratch, without anything of the prices, and its best."""
    problem = year(name)[0].problem
    free = solve(problem)
    assert free.status == OPTIMAL
    return problem, free.values


def really(name: str, key: str, there: Slot) -> tuple[int, ...]:
    """What the best plan costs with the consultation there, less what the best plan costs."""
    problem, free = scratch(name)
    option = next(
        o for m in problem.meetings if m.key == key for o in m.options if slot_of(o) == there
    )
    forced = solve(problem, forced=option, forced_key=key)
    assert forced.status == OPTIMAL
    return tuple(forced.values[n] - free[n] for n in without(problem, EARLIEST).values())


def as_tuple(price) -> tuple[int, ...]:
    amounts = dict(price)
    return tuple(amounts.get(name, 0) for name in without(scratch("alone")[0], EARLIEST))


@pytest.mark.parametrize(
    ("name", "key"),
    [("alone", INFORMAL), ("with others", INFORMAL), ("tight", INFORMAL), ("tight", FORMAL)],
)
def test_the_price_of_a_slot_is_what_forcing_it_really_costs(name: str, key: str):
    found = why(name, key).alternatives
    assert 0 < len(found) <= 5
    for one in found:
        assert (as_tuple(one.price), one.exact) == (really(name, key, one.slot), True)


@pytest.mark.parametrize("name", list(YEARS))
def test_no_slot_costs_less_than_nothing(name: str):
    for one in why(name).alternatives:
        assert as_tuple(one.price) >= as_tuple(())


@pytest.mark.parametrize("name", list(YEARS))
def test_the_moves_that_are_told_lead_to_a_plan_of_that_price(name: str):
    """Made by hand: the consultation there, the others moved as told, costs what was said."""
    slots = year(name)[1]
    problem, free = scratch(name)
    for one in why(name).alternatives:
        there = {**slots, INFORMAL: one.slot} | {m.key: m.now for m in one.moves}
        chosen = {
            m.key: next((o for o in m.options if slot_of(o) == there.get(m.key)), None)
            for m in problem.meetings
        }
        assert all((chosen[k] is None) == (there.get(k) is None) for k in chosen)
        costs = evaluate(problem, chosen)
        names = without(problem, EARLIEST).values()
        assert tuple(costs[n] - free[n] for n in names) == as_tuple(one.price)


def test_where_days_are_few_another_meeting_would_have_to_move():
    moved = [m for one in why("tight").alternatives for m in one.moves]
    assert moved
    assert all(m.was != m.now and m.key != INFORMAL for m in moved)


def test_alternatives_are_other_slots_than_the_one_taken_each_once():
    for name in YEARS:
        _, slots = year(name)
        found = [one.slot for one in why(name).alternatives]
        assert slots[INFORMAL] not in found
        assert len(set(found)) == len(found)


def test_where_it_stands_is_told_with_its_findings_beside_the_others():
    _, slots = year("with others")
    placement = why("with others").placement
    assert (placement.key, placement.slot) == (INFORMAL, slots[INFORMAL])
    load = [f.measured for f in placement.findings if f.criterion == "week_load"]
    week = slots[INFORMAL].day - timedelta(days=slots[INFORMAL].day.weekday())
    beside = [s for k, s in slots.items()
              if k.endswith("informal_triangular") and 0 <= (s.day - week).days < 7]  # fmt: skip
    assert load == [len(beside)]


def test_what_has_no_place_has_none_and_says_what_a_place_would_cost():
    wanted = wanted_of("MINUSMA", open_days=("2017-06-13",))
    placing = Placing(tuple(wanted), d(AS_OF))
    slots = plan(wanted, as_of=d(AS_OF)).slots
    missing = next(w.key for w in wanted if w.key not in slots)
    found = price_of(placing, slots, missing)
    assert found.placement is None
    assert found.alternatives
    for alternative in found.alternatives:
        assert [move.now for move in alternative.moves if move.key != BRIEFING] == [None]


def test_of_one_that_nobody_wants_there_is_nothing_to_say():
    placing, slots = year("alone")
    with pytest.raises(KeyError):
        price_of(placing, slots, "nobody")
    with pytest.raises(KeyError):
        weeks_of(placing, slots, "nobody")


def test_what_is_pinned_elsewhere_is_not_moved_for_an_alternative():
    there = slot("2017-06-14", "10:00", "11:30", "near")
    wanted = pinned(YEARS["with others"], FORMAL, there)
    slots = plan(wanted, as_of=d(AS_OF), style=Style.BEST).slots
    found = price_of(Placing(tuple(wanted), d(AS_OF), Style.BEST), slots, INFORMAL)
    assert found.alternatives
    for one in found.alternatives:
        assert FORMAL not in {m.key for m in one.moves}
        assert one.slot.day < there.day


def test_without_a_solver_no_price_is_called_exact_nor_more_than_it_costs(monkeypatch):
    placing, slots = year("tight")
    with monkeypatch.context() as gone:
        gone.setattr(planner.solving, "AVAILABLE", False)
        found = price_of(placing, slots, INFORMAL, 3).alternatives
    assert found
    for one in found:
        assert not one.exact
        assert as_tuple(one.price) <= really("tight", INFORMAL, one.slot)


def test_a_week_shows_its_best_slot_and_a_locked_one_says_so():
    placing, slots = year("with others")
    week = slots[INFORMAL].day - timedelta(days=slots[INFORMAL].day.weekday())
    cells = weeks_of(placing, slots, INFORMAL)
    assert all(day.weekday() == 0 for day in cells)
    assert cells[week].slot is not None
    locked = replace(placing, locked=frozenset({week}))
    assert weeks_of(locked, slots, INFORMAL)[week].verdict == "excluded"


def test_in_a_kept_plan_a_price_is_counted_from_the_plan_that_is_shown():
    """Keeping a plan changes what moves first, not what a slot costs."""
    placing, slots = year("tight")
    kept = tuple(keeping(placing.wanted, slots))
    for style in Style:
        found = price_of(Placing(kept, placing.as_of, style), slots, INFORMAL)
        assert [(a.slot, a.price) for a in found.alternatives] == [
            (a.slot, a.price) for a in why("tight").alternatives
        ]
