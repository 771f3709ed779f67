"""Examples of recommendations on who takes part: the list contains them, and for that reason."""

from __future__ import annotations

from datetime import date

import pytest

from planner.delegations import Category, Contributor, Guests, MissionContext, Roster
from planner.invitees import guests
from planner.needs import KINDS
from tests.planner.examples.registry import REGISTER, example
from tests.planner.stories import d

ON = d("2017-06-08")
COUNCIL = tuple((f"C{n:02}", f"Member {n:02}") for n in range(1, 16))
MALI = MissionContext(
    "MINUSMA", "Stabilization Mission in Mali", hosts=("Mali",), regional_bodies=("African Union",)
)
NEW = MissionContext(
    "NEW", "A new mission", hosts=("Sudan",), regional_bodies=("African Union",), new=True,
    potential_contributors=("Egypt",),
)  # fmt: skip


def roster(mission: str = "MINUSMA", count: int = 14, first: int = 0) -> Roster:
    """*count* countries of 100, 99, 98 … troops; C14 and C15 sit on the Council too."""
    people = tuple(
        Contributor(f"T{n:02}", f"Country {n:02}", 101 - n, 0, 0, 101 - n)
        for n in range(first + 1, first + count + 1)
    )
    return Roster(mission, "2017", people, False, "a source")


def invited(
    kind: str, *missions: MissionContext, rosters: tuple[Roster, ...] = (), on: date = ON,
    convener: str = "",
) -> Guests:  # fmt: skip
    return guests(
        kind=kind, on=on, council=COUNCIL, president="Member 03", missions=missions or (MALI,),
        rosters=rosters or (roster(),), register=REGISTER, convener=convener,
        penholders=("Member 02",),
    )  # fmt: skip


def asked_by(id: str, found: Guests) -> list[str]:
    """Who is on the list for this entry's sake."""
    return [i.name for i in found.invitees if id in {r.recommendation for r in i.reasons}]


def of(found: Guests, category: Category) -> list[str]:
    return [i.name for i in found.invitees if i.category is category]


@example("R2006-2", "R2006-6b")
def test_the_working_group_meets_jointly_and_alone_when_it_organises_its_work():
    joint, alone = invited("working_group"), invited("organisational")
    assert (len(of(joint, Category.CONTRIBUTOR)), len(of(joint, Category.SECRETARIAT))) == (14, 4)
    assert (of(alone, Category.CONTRIBUTOR), of(alone, Category.SECRETARIAT)) == ([], [])
    assert KINDS["working_group"].forum == "Working Group joint meeting"
    assert KINDS["organisational"].forum == "Working Group, members only"


@example("R2006-7")
def test_a_new_mission_brings_potential_contributors_and_the_region():
    found = asked_by("R2006-7", invited("working_group", NEW))
    assert found == ["Egypt", "African Union", "UNDP"]
    assert asked_by("R2006-7", invited("working_group")) == []


@example("R2006-14b")
def test_contributors_and_major_stakeholders_are_asked_when_a_mission_is_created():
    assert asked_by("R2006-14b", invited("working_group", NEW))[:2] == [
        "Chair of the Working Group", "Egypt",
    ]  # fmt: skip
    assert "Sudan" in asked_by("R2006-14b", invited("working_group", NEW))


@example("R2006-12a")
def test_a_theme_brings_its_experts_and_the_special_committee():
    theme = MissionContext("MINUSMA", "Mali", theme="conduct and discipline")
    assert asked_by("R2006-12a", invited("working_group", theme)) == [
        "Representative of MINUSMA",
        "Expert on conduct and discipline",
        "Chair of the Special Committee on Peacekeeping Operations (C-34)",
        "Vice-Chair of the Special Committee on Peacekeeping Operations (C-34)",
    ]
    assert asked_by("R2006-12a", invited("working_group")) == []


@example("R2006-12b")
def test_a_meeting_on_several_missions_invites_the_contributors_of_each():
    other = MissionContext("UNMIL", "Liberia")
    both = invited("working_group", MALI, other, rosters=(roster(), roster("UNMIL", 5, first=12)))
    assert len(of(both, Category.CONTRIBUTOR)) == 17, "14 and 5, two of them in both"
    assert len(of(invited("working_group"), Category.CONTRIBUTOR)) == 14


@example("R2006-X4")
def test_guests_follow_the_subject_of_a_transition():
    transition = MissionContext("MINUSMA", "Mali", hosts=("Mali",), theme="transition")
    assert sorted(asked_by("R2006-X4", invited("working_group", transition))) == [
        "Mali", "Special Representative of the Secretary-General, MINUSMA", "UNDP", "World Bank",
    ]  # fmt: skip
    assert asked_by("R2006-X4", invited("working_group")) == []


@example("R2006-14c")
def test_the_conversation_with_the_bureau_of_c34_brings_the_bureau():
    assert "Bureau of the Special Committee on Peacekeeping Operations (C-34)" in asked_by(
        "R2006-14c", invited("c34_bureau")
    )
    assert asked_by("R2006-14c", invited("working_group")) == []


@example("R2017-7", "R2017-14")
def test_the_region_sits_with_the_working_group_and_not_in_an_ordinary_informal_one():
    assert asked_by("R2017-14", invited("working_group")) == ["African Union"]
    assert of(invited("working_group"), Category.REGIONAL) == ["African Union"]
    assert of(invited("informal_triangular"), Category.REGIONAL) == []


@example("R2017-28")
def test_the_host_state_the_team_leader_and_an_independent_expert_speak_to_the_working_group():
    assert sorted(asked_by("R2017-28", invited("working_group"))) == [
        "Independent expert on MINUSMA",
        "Leader of the integrated operational team, MINUSMA",
        "Mali",
    ]
    assert asked_by("R2017-28", invited("informal_triangular")) == []


@example("R2017-62b")
def test_ten_contributors_are_asked_to_an_informal_consultation():
    found = invited("informal_triangular")
    assert asked_by("R2017-62b", found) == [f"Country {n:02}" for n in range(1, 11)]
    assert [c.name for c in found.left_out] == [f"Country {n:02}" for n in range(11, 15)]
    fewer = REGISTER.with_numbers({"core_contributors": (8, "a small mission")})
    eight = guests(
        kind="informal_triangular", on=ON, council=COUNCIL, president="", missions=(MALI,),
        rosters=(roster(),), register=fewer,
    )  # fmt: skip
    assert len(asked_by("R2017-62b", eight)) == 8


@example("R2017-62c")
def test_a_core_list_beyond_ten_with_five_to_spare_is_warned_of():
    def warned(first: int) -> list[str]:
        other = MissionContext("UNMIL", "Liberia")
        rosters = (roster(), roster("UNMIL", 12, first=first))
        found = invited("informal_triangular", MALI, other, rosters=rosters)
        return [note for note in found.notes if "to spare" in note]

    assert warned(5) == []
    assert warned(6) == [
        "16 contributors are more than 10 with 5 to spare: keep the discussion open "
        "(2017 report, para. 62)."
    ]


@example("R2017-66b")
def test_every_delegation_has_a_political_and_a_military_seat():
    found = invited("informal_triangular")
    delegations = [
        i for i in found.invitees if i.category in (Category.COUNCIL_MEMBER, Category.CONTRIBUTOR)
    ]
    assert {i.seats for i in delegations} == {("political", "military or police")}
    assert len(delegations) == 25


@example("R2017-74d")
def test_all_contributors_are_asked_to_the_working_group():
    assert len(asked_by("R2017-74d", invited("working_group"))) == 14
    assert invited("working_group").left_out == ()
    assert REGISTER.recommendation("R2017-74d").obligation == "must"


@example("R2017-83")
@pytest.mark.parametrize("kind", ["informal_triangular", "formal_tcc", "working_group", "crisis"])
def test_all_fifteen_members_are_asked_contributors_or_not(kind):
    assert sorted(asked_by("R2017-83", invited(kind))) == [name for _, name in COUNCIL]


@example("R2017-67a", "R2017-73f")
def test_who_convenes_takes_the_chair_for_that_paragraphs_sake():
    penholder = invited("informal_triangular")
    secretariat = invited("informal_triangular", convener="secretariat")
    assert (asked_by("R2017-67a", penholder), asked_by("R2017-73f", penholder)) == (
        ["Member 02"], [],
    )  # fmt: skip
    assert asked_by("R2017-73f", secretariat) == ["Department of Peacekeeping Operations (DPKO)"]


@example("R2017-74a")
def test_the_president_of_the_month_chairs_the_formal_meeting():
    found = invited("formal_tcc")
    chairs = [i.name for i in found.invitees if i.role == "CHAIR"]
    assert (chairs, "Member 03" in asked_by("R2017-74a", found)) == (["Member 03"], True)
