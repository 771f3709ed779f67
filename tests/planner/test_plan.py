"""Consultations planned together: the order of a cycle, weeks, pins, and what a slip may move."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise

import pytest

import planner.solving
from planner.assumptions import ReportLate, facts_assuming
from planner.levels import Style
from planner.placing import Placing
from planner.plan import Plan, plan
from planner.proposals import candidate_days, ranked
from planner.slots import Slot
from planner.solving import in_order, solve
from planner.wanted import Wanted, slot_of
from tests.planner.plans.checker import cost, faults
from tests.planner.plans.instances import shuffled
from tests.planner.plans.year import (
    COUNCIL,
    NEAR,
    as_if,
    cycle,
    keeping,
    only,
    pinned,
    with_busy,
)
from tests.planner.stories import REGISTER, WORKDAYS, d, minusma_2017, slot, unisfa_2018

AS_OF = "2017-05-02"
CYCLE = "mission/2017-06-30"
KINDS = ("secretariat_briefing", "informal_triangular", "formal_tcc")
BRIEFING, INFORMAL, FORMAL = (f"MINUSMA/{CYCLE}/{kind}" for kind in KINDS)


def mali(**how) -> list[Wanted]:
    return cycle(minusma_2017(), AS_OF, "2017-06-30", **how)


def others(*missions: str, **how) -> list[Wanted]:
    """Other missions as if their mandates ended with MINUSMA's."""
    return [
        w for m in missions for w in cycle(as_if(minusma_2017(), m), AS_OF, "2017-06-30", **how)
    ]


def planned(wanted: list[Wanted], as_of: str = AS_OF, **how) -> Plan:
    return plan(wanted, as_of=d(as_of), **how)


def days(found: Plan) -> dict[str, str]:
    """The day of each consultation by its need."""
    return {p.key.rpartition("/")[2]: str(p.slot.day) for p in found.placements}


def values(found: Plan) -> tuple[int, ...]:
    return tuple(level.value for level in found.levels)


def value(found: Plan, name: str) -> int:
    return next(level.value for level in found.levels if level.name == name)


# One by one, as on its page.


def test_alone_a_consultation_stands_where_its_own_page_proposes_it_first():
    for kind in ("informal_triangular", "formal_tcc"):
        (one,) = mali(needs=[kind])
        best = ranked(one.bench, candidate_days(one.bench), 1)
        found = planned([one])
        assert [(p.slot, p.order) for p in found.placements] == [(b.slot, b.order) for b in best]


def test_a_plan_says_that_it_is_proven_and_the_bound_of_each_level():
    found = planned(mali())
    assert (found.status, found.missed, found.unplaced, found.conflict) == ("optimal", "", (), ())
    assert [level.value for level in found.levels] == [level.bound for level in found.levels]


def test_nothing_to_plan_is_a_plan_without_placements():
    found = planned([])
    assert (found.status, found.placements, found.unplaced) == ("optimal", (), ())


def test_each_placement_is_judged_beside_the_others():
    found = planned(mali() + others("UNFICYP", "UNISFA"))
    load = {p.key: f for p in found.placements for f in p.findings if f.criterion == "week_load"}
    assert {p.kind for p in found.placements if p.key in load} == {"informal_triangular"}
    assert sorted(f.measured for f in load.values()) == [1, 2, 2]
    assert {str(f.verdict) for f in load.values()} == {"kept"}


# What must hold.


def test_in_a_cycle_the_briefing_the_consultation_and_the_formal_meeting_follow_in_that_order():
    found = days(planned(mali()))
    order = [found[n] for n in KINDS]
    assert all(one < other for one, other in pairwise(order))


def test_where_two_would_have_to_share_a_day_one_has_no_place():
    wanted = with_busy(mali(needs=["informal_triangular", "formal_tcc"]), only("2017-06-13"))
    found = planned(wanted)
    assert len(found.placements) == len(found.unplaced) == 1
    assert value(found, "not placed") == 1


def test_the_order_is_kept_even_where_both_alone_would_rather_stand_the_other_way_round():
    (informal, formal) = mali(needs=["informal_triangular", "formal_tcc"])
    turned = [
        with_busy([informal], only("2017-06-12", "2017-06-15"))[0],
        with_busy([formal], only("2017-06-13", "2017-06-16"))[0],
    ]
    found = days(planned(turned))
    assert found["informal_triangular"] < found["formal_tcc"]


def test_nobody_sits_in_two_places_and_no_room_holds_two_meetings():
    wanted = mali(preset="full") + others("UNFICYP", "UNISFA", preset="full")
    wanted = [replace(w, attendees=COUNCIL if n % 2 else frozenset({w.mission}))
              for n, w in enumerate(wanted)]  # fmt: skip
    found = planned(wanted)
    by_key = {w.key: w for w in wanted}
    for n, one in enumerate(found.placements):
        for other in found.placements[:n]:
            if one.slot.day == other.slot.day and one.slot.mask & other.slot.mask:
                assert one.slot.room != other.slot.room
                assert not by_key[one.key].attendees & by_key[other.key].attendees


def test_a_plan_is_sound_and_counted_right_by_a_checker_that_knows_only_its_rows():
    wanted = mali(preset="full") + others("UNFICYP", "UNISFA", "UNMIK", preset="full")
    placing = Placing(tuple(wanted), d(AS_OF))
    answer = solve(placing.problem)
    assert faults(in_order(placing.problem), answer.chosen) == []
    assert answer.values == cost(placing.problem, answer.chosen) == answer.bounds


# What should hold.


def weekly(found: Plan) -> list[int]:
    """How many informal and Working Group meetings there are in each week that has any."""
    counted = [p.slot.day for p in found.placements
               if p.kind in ("informal_triangular", "working_group")]  # fmt: skip
    weeks = Counter(day - timedelta(days=day.weekday()) for day in counted)
    return [count for _, count in sorted(weeks.items())]


def test_no_more_than_two_informal_consultations_stand_in_a_week_where_weeks_are_free():
    found = planned(others("UNFICYP", "UNISFA", "UNMIK", "UNMISS", needs=["informal_triangular"]))
    assert max(weekly(found)) == 2
    assert value(found, "not placed") == 0


def test_where_only_one_week_is_open_each_one_too_many_is_counted():
    week = [f"2017-06-{n}" for n in range(12, 16)]
    wanted = others("UNFICYP", "UNISFA", "UNMIK", "UNMISS", needs=["informal_triangular"])
    found = planned(with_busy(wanted, only(*week)))
    assert weekly(found) == [4]
    findings = [f for p in found.placements for f in p.findings if f.criterion == "week_load"]
    assert [str(f.verdict) for f in findings] == ["short"] * 4
    assert (value(found, "short: panellist"), value(found, "short by: panellist")) == (2, 1 + 2)


def test_two_informal_consultations_on_one_mission_stand_thirty_days_apart_where_they_can():
    facts = unisfa_2018()
    wanted = [
        w for component, expiry in (("mission", "2018-05-15"), ("JBVMM support", "2018-04-15"))
        for w in cycle(facts, "2018-01-08", expiry, component=component,
                       needs=["informal_triangular"])
    ]  # fmt: skip
    found = planned(wanted, "2018-01-08")
    first, then = sorted(p.slot.day for p in found.placements)
    assert (then - first).days >= 30


# Pins and locked weeks.


def test_what_is_pinned_stands_there_though_another_place_is_better():
    there = slot("2017-06-20", "15:00", "16:30", "far")
    found = planned(pinned(mali(), INFORMAL, there), style=Style.BEST)
    placed = {p.key: p for p in found.placements}
    assert (placed[INFORMAL].slot, placed[INFORMAL].pinned) == (there, True)
    assert placed[FORMAL].slot.day > there.day


def test_of_two_pinned_where_only_one_can_stand_one_has_no_place():
    there = slot("2017-06-13", "10:00", "11:30", "near")
    wanted = [*mali(needs=["informal_triangular"]), *others("UNFICYP", needs=["formal_tcc"])]
    for one in list(wanted):
        wanted = pinned(wanted, one.key, there)
    found = planned(wanted, style=Style.BEST)
    assert (len(found.placements), len(found.unplaced)) == (1, 1)


def test_what_is_pinned_where_it_may_not_stand_has_no_place_and_the_rest_is_planned():
    before = slot("2017-05-01", "10:00", "11:30", "near")  # gone by
    found = planned(pinned(mali(), INFORMAL, before), style=Style.GENTLE)
    assert [u.key for u in found.unplaced] == [INFORMAL]
    assert {p.key for p in found.placements} == {BRIEFING, FORMAL}


def test_nothing_new_comes_into_a_locked_week():
    free = planned(mali())
    week = free.slots[INFORMAL].day - timedelta(days=free.slots[INFORMAL].day.weekday())
    found = planned(mali(), locked=frozenset({week}))
    assert all(not 0 <= (p.slot.day - week).days < 7 for p in found.placements)
    assert found.unplaced == ()


def test_what_stands_in_a_locked_week_may_stay_there():
    free = planned(mali())
    weeks = frozenset(s.day - timedelta(days=s.day.weekday()) for s in free.slots.values())
    kept = planned(keeping(mali(), free.slots), locked=weeks, style=Style.GENTLE)
    assert kept.slots == free.slots


# A plan that is kept.


def of_three(facts=None) -> list[Wanted]:
    """MINUSMA's cycle (by these facts, if any) beside those of two other missions."""
    own = cycle(facts, AS_OF, "2017-06-30") if facts else mali()
    return own + others("UNFICYP", "UNISFA")


def slipped():
    """MINUSMA's report of June is to come ten days late."""
    late = ReportLate("MINUSMA", "mission", d("2017-06-30"), 10)
    return facts_assuming(minusma_2017(), [late], d(AS_OF), WORKDAYS, REGISTER)


@pytest.mark.parametrize("style", list(Style))
def test_where_nothing_changed_nothing_moves(style: Style):
    before = planned(of_three())
    marks = {p.key: p.marks for p in before.placements}
    again = planned(keeping(of_three(), before.slots, marks), style=style)
    assert again.slots == before.slots
    assert value(again, "moves") == value(again, "size of moves") == 0
    assert all(p.kept and p.moved_from is None for p in again.placements)


@cache
def after_the_slip(style: Style) -> tuple[Placing, Plan, dict[str, Slot]]:
    before = planned(of_three())
    marks = {p.key: p.marks for p in before.placements}
    wanted = keeping(of_three(slipped()), before.slots, marks)
    placing = Placing(tuple(sorted(wanted, key=lambda w: w.key)), d(AS_OF), style)
    return placing, planned(wanted, style=style), before.slots


@pytest.mark.parametrize("style", list(Style))
def test_when_a_report_slips_nothing_moves_that_is_not_forced(style: Style):
    """Made to stay, each one that moved would break something or make the plan worse."""
    placing, found, before = after_the_slip(style)
    moved = {p.key for p in found.placements if p.moved_from}
    assert INFORMAL in moved
    for key in sorted(moved):
        meeting = next(m for m in placing.problem.meetings if m.key == key)
        stay = [o for o in meeting.options if slot_of(o) == before[key]]
        for option in stay:  # none: it may not stand there any more
            forced = solve(placing.problem, forced=option, forced_key=key)
            assert (forced.status, forced.values > values(found)) == ("optimal", True)


def test_gently_only_the_missions_own_meetings_move_when_its_report_slips():
    _, found, before = after_the_slip(Style.GENTLE)
    moved = {p.key for p in found.placements if p.moved_from}
    assert {key.split("/")[0] for key in moved} == {"MINUSMA"}
    assert all(p.moved_from == before[p.key] for p in found.placements if p.key in moved)


def test_the_best_plan_after_a_slip_is_as_good_as_one_from_scratch():
    _, found, _ = after_the_slip(Style.BEST)
    scratch = planned(of_three(slipped()))
    names = [n.name for n in scratch.levels if n.name != "earliest"]
    assert [value(found, n) for n in names] == [value(scratch, n) for n in names]


def test_a_gentle_plan_places_and_breaks_no_worse_than_one_from_scratch():
    _, found, _ = after_the_slip(Style.GENTLE)
    scratch = planned(of_three(slipped()))
    for level in scratch.levels[:6]:
        assert value(found, level.name) == level.value


def test_a_gentle_plan_moves_no_more_than_the_best_one():
    moves = [value(after_the_slip(style)[1], "moves") for style in (Style.GENTLE, Style.BEST)]
    assert moves[0] <= moves[1]


def test_a_consultation_without_a_place_in_the_kept_plan_does_not_count_as_moved():
    before = planned(of_three())
    slots = {key: s for key, s in before.slots.items() if key != INFORMAL}
    found = planned(keeping(of_three(), slots), style=Style.BEST)
    placed = {p.key: p for p in found.placements}
    assert placed[INFORMAL].moved_from is None
    assert value(found, "moves") == 0


# The same input, the same plan; no time, no solver.


def test_the_order_of_what_is_wanted_changes_nothing():
    wanted = of_three()
    mixed = [wanted[n * 5 % len(wanted)] for n in range(len(wanted))]
    assert planned(mixed).placements == planned(wanted).placements


def test_the_order_of_the_rows_changes_nothing():
    problem = Placing(tuple(of_three()), d(AS_OF)).problem
    plans = [solve(p).chosen for p in (problem, shuffled(problem, 1), shuffled(problem, 2))]
    assert plans == [plans[0]] * 3


def sound(found: Plan) -> None:
    """All nine are in it, each cycle in order, and no level claims to be below its bound."""
    assert len(found.placements) + len(found.unplaced) == 9
    assert [level.bound for level in found.levels] <= [level.value for level in found.levels]
    for mission in ("MINUSMA", "UNFICYP", "UNISFA"):
        order = {p.kind: p.slot.day for p in found.placements if p.mission == mission}
        assert sorted(order, key=order.__getitem__) == [k for k in KINDS if k in order]
        assert len(set(order.values())) == len(order)


def test_without_time_there_is_a_plan_with_its_gap_and_it_says_so():
    found = planned(of_three(), time_limit=0)
    assert (found.status, bool(found.missed)) == ("feasible", True)
    assert "time" in found.missed
    sound(found)


def test_stopped_at_once_there_is_a_plan():
    found = planned(of_three(), stop=lambda: True)
    assert found.status == "feasible"
    sound(found)


def test_without_a_solver_the_plan_says_what_it_may_have_missed(monkeypatch):
    best = planned(of_three())
    monkeypatch.setattr(planner.solving, "AVAILABLE", False)
    found = planned(of_three())
    assert (found.status, found.engine) == ("feasible", "greedy")
    assert "nothing is proven" in found.missed
    assert values(found) >= values(best)
    sound(found)


def test_each_level_is_told_while_it_is_solved():
    told = []
    planned(of_three(), progress=told.append)
    assert told[0].level == "not placed"
    assert {step.level for step in told} <= {level.name for level in planned(of_three()).levels}


def test_in_one_room_two_meetings_without_anybody_in_common_stand_one_after_the_other():
    wanted = [
        replace(w, attendees=frozenset({w.mission}))
        for w in mali(needs=["informal_triangular"], places=(NEAR,))
        + others("UNFICYP", needs=["informal_triangular"], places=(NEAR,))
    ]
    found = planned(wanted)
    one, other = (p.slot for p in found.placements)
    assert one.day != other.day or not one.mask & other.mask


def test_of_two_that_cannot_both_stand_it_is_the_pinned_one_that_does():
    informal, formal = mali(needs=["informal_triangular", "formal_tcc"])
    (pinned,) = with_busy([informal], only("2017-06-14"))
    (other,) = with_busy([formal], only("2017-06-13", "2017-06-14"))
    free = planned([pinned, other])
    stands = next(p.slot for p in planned([pinned]).placements)
    found = planned([replace(pinned, kept=stands, pinned=True), other], style=Style.GENTLE)
    assert [p.need for p in free.placements] == ["formal_tcc"]
    assert [p.need for p in found.placements] == ["informal_triangular"]
    assert value(found, "pinned, not placed") == 0


def test_after_the_first_level_that_is_open_nothing_is_said_to_be_proven():
    wanted = mali() + others("UNFICYP", "UNISFA", "UNMIK")
    found = plan(wanted, as_of=d(AS_OF), time_limit=0)
    gap = next(n for n, level in enumerate(found.levels) if level.value > level.bound)
    assert [level.bound for level in found.levels[gap + 1 :]] == [0] * len(found.levels[gap + 1 :])
    assert (found.status, found.missed.startswith("The time was up")) == ("feasible", True)


def test_a_plan_that_somebody_stopped_says_so():
    found = plan(mali(), as_of=d(AS_OF), stop=lambda: True)
    assert found.missed.startswith("It was stopped")
