"""One tuple for both: the order of two days on a consultation's page is that of the joint plan."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.beside import Beside
from planner.placing import Placing
from planner.problem import Option, evaluate
from planner.proposals import order_of
from planner.slots import Busy, Load, by_day
from planner.wanted import Wanted, slot_of
from tests.planner.plans.checker import faults
from tests.planner.plans.year import AFTERNOON, MORNING, as_if, cycle
from tests.planner.stories import d, minusma_2017

AS_OF = "2017-05-02"
MISSIONS = ("MINUSMA", "UNFICYP")
PLACES = 24  # of each consultation, by chance


def components(facts) -> list[Wanted]:
    """A mission with three parts whose consultations fall into one month."""
    (informal,) = cycle(facts, AS_OF, "2017-06-30", needs=["informal_triangular"])
    return [
        replace(informal, key=f"{informal.key} of {part}", component=part)
        for part in ("the force", "the police", "the border")
    ]


@cache
def year(name: str) -> Placing:
    """A few consultations in a house where others meet as well."""
    house = {
        "busy": by_day([
            Busy(d("2017-06-12"), MORNING, "the Council", council=True, firm=False),
            Busy(d("2017-06-13"), AFTERNOON, "another meeting", room="near"),
        ]),
        "load": (
            Load("working_group", d("2017-06-07")), Load("working_group", d("2017-06-08")),
            Load("informal_triangular", d("2017-05-18"), frozenset({"MINUSMA"}), key="elsewhere"),
        ),
    }  # fmt: skip
    cycles = [
        w for m in MISSIONS
        for w in cycle(as_if(minusma_2017(), m), AS_OF, "2017-06-30", preset="full", **house)
    ]  # fmt: skip
    wanted = {"two cycles": cycles, "one mission": components(minusma_2017())}[name]
    return Placing(tuple(sorted(wanted, key=lambda w: w.key)), d(AS_OF))


def sign(one: object, other: object) -> int:
    return (one > other) - (one < other)  # type: ignore[operator]


def ranked_twice(
    placing: Placing, chosen: dict[str, Option | None], key: str, options: list[Option]
) -> list[tuple[tuple, tuple]]:
    """Each option by its page, the others standing, and by the plan; of those that keep all."""
    slots = {k: slot_of(o) for k, o in chosen.items() if o and k != key}
    bench = Beside(placing, slots).bench(placing.by_key[key])
    found = []
    for option in options:
        there = {**chosen, key: option}
        if not faults(placing.problem, there):
            page, joint = order_of(slot_of(option), bench), evaluate(placing.problem, there)
            assert page[0] == 0, "what a plan allows breaks no must on the page"
            found.append((page, joint))
    return found


@settings(max_examples=80)
@given(st.sampled_from(["two cycles", "one mission"]), st.integers(0, 10**6))
def test_the_order_of_two_days_is_the_same_on_a_page_and_in_the_plan(name: str, seed: int):
    placing, chance = year(name), Random(seed)
    meetings = {m.key: m for m in placing.problem.meetings}
    chosen: dict[str, Option | None] = dict.fromkeys(meetings)
    for key, meeting in meetings.items():
        there = {**chosen, key: chance.choice([None, *meeting.options])}
        chosen = chosen if faults(placing.problem, there) else there
    key = chance.choice(sorted(meetings))
    options = meetings[key].options
    found = ranked_twice(placing, chosen, key, chance.sample(options, min(PLACES, len(options))))
    for (page, joint), (other_page, other) in combinations(found, 2):
        assert sign(page, other_page) == sign(joint, other) or page == other_page
