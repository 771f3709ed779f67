"""What the year planned together honours: the mechanisms that exist, used and not doubled."""

from __future__ import annotations

from planner.mechanisms import Stands, mergers, uses
from tests.planner.examples.registry import example
from tests.planner.stories import REGISTER, d

JUNE = (
    Stands("a", "informal_triangular", "MINUSMA", d("2017-06-13")),
    Stands("b", "formal_tcc", "MINUSMA", d("2017-06-14")),
    Stands("c", "working_group", "MINUSMA", d("2017-06-28")),
    Stands("d", "informal_triangular", "UNDOF", d("2017-06-13")),
    Stands("e", "organisational", "", d("2017-01-16")),
)


@example("R2017-74")
def test_a_plan_says_how_often_each_mechanism_is_used_and_which_is_not():
    told = {use.kind: (use.meetings, use.missions) for use in uses(JUNE)}
    assert told["informal_triangular"] == (2, 2)
    assert told["formal_tcc"] == (1, 1)
    assert told["organisational"] == (1, 0)
    assert told["draft_consultation"] == (0, 0)


@example("R2017-74")
def test_two_of_one_mission_are_offered_for_merging_at_fifteen_days_and_not_at_sixteen():
    one, other = JUNE[0], JUNE[2]
    assert mergers(JUNE, REGISTER) == ((one, other),)
    later = Stands("c", "working_group", "MINUSMA", d("2017-06-29"))
    assert mergers((one, later), REGISTER) == ()


def test_the_formal_meeting_is_another_mechanism_and_never_merged():
    assert mergers(JUNE[:2], REGISTER) == ()


@example("R2017-81b")
def test_a_plan_shows_the_working_groups_own_meetings_apart():
    own = {use.kind for use in uses(JUNE) if use.group and use.meetings}
    assert own == {"working_group", "organisational"}
