"""Whom to invite: each rule by an example, and its opposite on neighbouring facts."""

from __future__ import annotations

from datetime import date

import pytest

from planner.invitees import (
    Category,
    Contributor,
    Guests,
    Invitee,
    MissionContext,
    Roster,
    guests,
)
from planner.register import load

ON = date(2017, 6, 8)
PERMANENT = (
    ("CHN", "China"), ("FRA", "France"), ("RUS", "Russian Federation"), ("GBR", "United Kingdom"),
    ("USA", "United States"),
)  # fmt: skip
STAYING = (
    ("EGY", "Egypt"), ("JPN", "Japan"), ("SEN", "Senegal"), ("UKR", "Ukraine"), ("URY", "Uruguay"),
)  # fmt: skip
IN_2016 = (*PERMANENT, *STAYING, ("AGO", "Angola"), ("MYS", "Malaysia"), ("NZL", "New Zealand"),
           ("ESP", "Spain"), ("VEN", "Venezuela (Bolivarian Republic of)"))  # fmt: skip
IN_2017 = (*PERMANENT, *STAYING, ("BOL", "Bolivia (Plurinational State of)"), ("ETH", "Ethiopia"),
           ("ITA", "Italy"), ("KAZ", "Kazakhstan"), ("SWE", "Sweden"))  # fmt: skip
MALI = MissionContext("MINUSMA", "Stabilization Mission in Mali", hosts=("Mali",))
KINDS = (
    "secretariat_briefing", "informal_triangular", "formal_tcc", "draft_consultation",
    "working_group", "crisis", "review_before", "review_after", "visit_debrief", "c34_bureau",
    "organisational",
)  # fmt: skip
CORE_KINDS = ("informal_triangular", "draft_consultation", "review_before", "review_after")


class Numbers:
    """Stands in for the register: ten in the core list, five over it."""

    def __init__(self, core: int = 10) -> None:
        self.values = {"core_contributors": core, "core_tolerance": 5}

    def number(self, key: str) -> int:
        return self.values[key]


def country(n: int, troops: int | None, police: int | None = 0, total: int = 0) -> Contributor:
    total = total or (troops or 0) + (police or 0)
    return Contributor(f"X{n:02}", f"Country {n:02}", troops, police, 0, total)


def roster(count: int, *more: Contributor, mission: str = "MINUSMA", **changes: object) -> Roster:
    """*count* countries of 100, 99, 98 … troops, and the given ones."""
    people = tuple(country(n, 101 - n) for n in range(1, count + 1)) + more
    values: dict = {"as_of": "2017", "estimate": False, "source": "a source", **changes}
    return Roster(mission, contributors=people, **values)


def ask(kind: str = "informal_triangular", **changes: object) -> Guests:
    asked: dict = {
        "kind": kind, "on": ON, "council": IN_2017, "president": "Bolivia (Plurinational State of)",
        "missions": (MALI,), "rosters": (roster(3),), "register": Numbers(),
        "penholders": ("France",), **changes,
    }  # fmt: skip
    return guests(**asked)


def named(found: Guests, category: Category) -> list[str]:
    return [i.name for i in found.invitees if i.category is category]


def line(found: Guests, name: str) -> Invitee:
    (one,) = [i for i in found.invitees if i.name == name]
    return one


def paragraphs(invitee: Invitee) -> list[str]:
    return [reason.recommendation for reason in invitee.reasons]


@pytest.mark.parametrize("kind", KINDS)
def test_all_fifteen_members_are_on_every_list(kind):
    members = [i for i in ask(kind).invitees if i.category is Category.COUNCIL_MEMBER]
    assert sorted((i.iso3, i.name) for i in members) == sorted(IN_2017)
    first = "R2006-5" if kind == "organisational" else "R2017-83"
    assert {i.reasons[0].recommendation for i in members} == {first}
    assert {i.as_of for i in members} == {"2017-06-08"}


def test_membership_is_that_of_the_meetings_date():
    eve = ask(on=date(2016, 12, 31), council=IN_2016)
    new_year = ask(on=date(2017, 1, 1), council=IN_2017)
    before, after = (set(named(g, Category.COUNCIL_MEMBER)) for g in (eve, new_year))
    assert after - before == {
        "Bolivia (Plurinational State of)", "Ethiopia", "Italy", "Kazakhstan", "Sweden",
    }  # fmt: skip
    assert line(new_year, "Sweden").reasons[0].sentence == (
        "Member of the Security Council on Sun 1 January 2017: all members are invited, "
        "contributors or not."
    )


def test_an_unrecorded_council_is_unknown_and_a_short_one_is_counted():
    assert ask(council=()).unknown[0] == (
        "the members of the Security Council on Thu 8 June 2017 are not recorded"
    )
    assert "14 Council members, not 15, are recorded for Thu 8 June 2017" in (
        ask(council=IN_2017[:14]).unknown
    )
    assert ask().unknown == ()


def test_ten_contributors_all_fit_and_of_eleven_the_smallest_is_left_out():
    ten, eleven = ask(rosters=(roster(10),)), ask(rosters=(roster(11),))
    assert [len(named(g, Category.CONTRIBUTOR)) for g in (ten, eleven)] == [10, 10]
    assert [[c.name for c in g.left_out] for g in (ten, eleven)] == [[], ["Country 11"]]
    assert ten.coverage == 1.0
    assert eleven.coverage == pytest.approx(955 / 1045)


def test_the_size_of_the_core_list_is_the_registers():
    assert named(ask(register=Numbers(core=2)), Category.CONTRIBUTOR) == [
        "Country 01", "Country 02",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_who_gets_the_core_list_who_all_and_who_none(kind):
    found = ask(kind, rosters=(roster(12),))
    expected = {"c34_bureau": 0, "organisational": 0} | dict.fromkeys(CORE_KINDS, 10)
    assert len(named(found, Category.CONTRIBUTOR)) == expected.get(kind, 12)
    assert len(found.left_out) == (2 if kind in CORE_KINDS else 0)


def test_the_core_list_is_by_strength_and_ties_go_by_name():
    people = (country(2, 50), country(1, 50), country(3, 10, 45))
    found = ask(rosters=(roster(0, *people),))
    assert named(found, Category.CONTRIBUTOR) == ["Country 03", "Country 01", "Country 02"]


def test_a_contributor_says_its_place_its_strength_and_the_rosters_date():
    one = line(ask(), "Country 02")
    assert one == Invitee(
        "Country 02", Category.CONTRIBUTOR, "REQ-PARTICIPANT", one.reasons, "2017", "X02",
        ("political", "military or police"), 99,
    )  # fmt: skip
    assert [(r.recommendation, r.sentence) for r in one.reasons] == [
        ("R2017-62b",
         "2nd of 3 contributors to MINUSMA by uniformed strength: 99 (roster of 2017).")
    ]  # fmt: skip


def test_without_troops_and_police_strength_is_an_estimate_and_said_so():
    unsplit = Contributor("TCD", "Chad", None, None, 9, 1399)
    split = Contributor("TCD", "Chad", 1390, 0, 9, 1399)
    assert [(c.uniformed, c.estimated) for c in (unsplit, split)] == [(1390, True), (1390, False)]
    found = ask(rosters=(roster(0, unsplit),))
    assert line(found, "Chad").reasons[0].sentence == (
        "1st of 1 contributors to MINUSMA by uniformed strength: about 1390 (roster of 2017, "
        "estimate: the roster does not split troops and police)."
    )
    assert found.notes == ("Strengths in MINUSMA (2017) are estimates.",)
    assert found.unknown == ("police strength is not in the roster of MINUSMA (2017)",)
    assert ask(rosters=(roster(0, split),)).notes == ()


def test_a_roster_later_than_the_meeting_is_labelled_and_used_only_for_want_of_an_earlier():
    later = roster(2, as_of="2020", later=True)
    found = ask(rosters=(later,))
    assert "roster of 2020, later than the meeting" in line(found, "Country 01").reasons[0].sentence
    assert found.notes == (
        "The roster of MINUSMA is of 2020, later than the meeting: shown for want of an earlier "
        "one.",
    )
    both = ask(rosters=(later, roster(2)))
    assert line(both, "Country 01").as_of == "2017"


def test_a_mission_without_a_roster_is_unknown():
    found = ask(rosters=(roster(3, mission="UNMISS"),))
    assert found.unknown == ("no roster of contributors for MINUSMA at this date",)
    assert (found.coverage, named(found, Category.CONTRIBUTOR)) == (None, [])


def test_observers_alone_are_ranked_by_their_total():
    people = (Contributor("BGD", "Bangladesh", 0, 0, 26, 26),
              Contributor("EGX", "Observers", 0, 0, 40, 40))  # fmt: skip
    found = ask(rosters=(roster(0, *people),), register=Numbers(core=1))
    assert named(found, Category.CONTRIBUTOR) == ["Observers"]
    assert found.coverage == pytest.approx(40 / 66)


def test_the_largest_police_contributor_outside_the_core_list_is_noted():
    police = country(50, 0, 60)
    outside = ask(rosters=(roster(12, police),))
    assert outside.notes[0] == (
        "Country 50, the largest police contributor to MINUSMA (60), is not in the core list: "
        "consider a police seat (2017 report, para. 62)."
    )
    inside = ask(rosters=(roster(9, police),))
    assert [n for n in inside.notes if "police" in n] == []


def test_those_left_out_are_offered_written_input():
    assert ask(rosters=(roster(12),)).notes == (
        "2 contributors are left out of the core list: offer them written input and a readout "
        "(our suggestion).",
    )


def test_a_member_that_contributes_appears_once_with_both_reasons():
    senegal = Contributor("SEN", "Senegal", 974, 0, 0, 974)
    one = line(ask(rosters=(roster(3, senegal),)), "Senegal")
    assert (one.category, one.strength) == (Category.COUNCIL_MEMBER, 974)
    assert paragraphs(one) == ["R2017-83", "R2017-62b"]


def test_a_member_outside_the_core_list_is_not_left_out_but_said_to_contribute():
    sweden = Contributor("SWE", "Sweden", 1, 0, 0, 1)
    found = ask(rosters=(roster(10, sweden),))
    assert found.left_out == ()
    assert line(found, "Sweden").reasons[1].sentence == (
        "11th of 11 contributors to MINUSMA by uniformed strength: 1 (roster of 2017), outside "
        "the core list."
    )
    assert found.coverage == pytest.approx(955 / 956)


def test_several_missions_bring_the_union_of_their_contributors():
    darfur = MissionContext("UNAMID", "Hybrid Operation in Darfur")
    other = roster(1, country(40, 7), mission="UNAMID", as_of="2016")
    found = ask(missions=(MALI, darfur), rosters=(roster(2), other))
    assert named(found, Category.CONTRIBUTOR) == ["Country 01", "Country 02", "Country 40"]
    both = line(found, "Country 01")
    assert (both.strength, both.as_of, len(both.reasons)) == (200, "2017, 2016", 2)


def test_a_union_grown_beyond_the_tolerance_is_said():
    def union(extra: int) -> Guests:
        others = tuple(country(40 + n, 500) for n in range(extra))
        missions = (MALI, MissionContext("UNAMID", ""))
        return ask(missions=missions, rosters=(roster(10), roster(0, *others, mission="UNAMID")))

    assert union(5).notes == ()
    assert union(6).notes == (
        "16 contributors are more than 10 with 5 to spare: keep the discussion open (2017 report, "
        "para. 62).",
    )


def test_potential_contributors_come_for_a_new_mission_only():
    new = MissionContext("NEWMIS", "A new mission", new=True, potential_contributors=("Nepal",))
    one = line(ask(missions=(new,)), "Nepal")
    assert (one.role, paragraphs(one)) == ("OPT-PARTICIPANT", ["R2006-7", "R2006-14b"])
    assert line(ask("working_group", missions=(new,)), "Nepal").role == "REQ-PARTICIPANT"
    old = MissionContext("NEWMIS", "Not new", potential_contributors=("Nepal",))
    assert "Nepal" not in [i.name for i in ask(missions=(old,)).invitees]
    unnamed = MissionContext("MINUSMA", "A new mission", new=True, hosts=("Mali",))
    assert ask(missions=(unnamed,)).unknown == (
        "potential contributors to MINUSMA are not recorded",
    )


def test_departments_are_those_of_the_day():
    eve, new_year = ask(on=date(2018, 12, 31)), ask(on=date(2019, 1, 1))
    assert named(eve, Category.SECRETARIAT) == [
        "Department of Peacekeeping Operations (DPKO)", "Department of Field Support (DFS)",
        "Department of Political Affairs (DPA)",
    ]  # fmt: skip
    assert named(new_year, Category.SECRETARIAT) == [
        "Department of Peace Operations (DPO)", "Department of Operational Support (DOS)",
        "Department of Political and Peacebuilding Affairs (DPPA)",
    ]  # fmt: skip
    lead = line(new_year, "Department of Peace Operations (DPO)")
    assert lead.reasons[0].sentence == (
        "The Secretariat as organised on Tue 1 January 2019, since the reform of 2019; it leads "
        "the mission's affairs."
    )


def test_the_political_department_leads_for_a_special_political_mission():
    special = MissionContext("UNSMIL", "Support Mission in Libya", special_political=True)
    leads = [i.name for i in ask(missions=(special,)).invitees
             if i.category is Category.SECRETARIAT and i.role == "REQ-PARTICIPANT"]  # fmt: skip
    assert leads == ["Department of Political Affairs (DPA)"]


def test_the_host_is_asked_to_the_working_group_but_not_to_an_ordinary_informal():
    assert named(ask(), Category.HOST_STATE) == []
    mali = line(ask("working_group"), "Mali")
    assert (mali.category, mali.role, paragraphs(mali)) == (
        Category.HOST_STATE, "OPT-PARTICIPANT", ["R2017-28"],
    )  # fmt: skip


def test_the_host_is_asked_to_a_transition_with_undp_and_the_world_bank():
    liberia = MissionContext("MINUSMA", "", hosts=("Mali",), theme="transition")
    found = ask(missions=(liberia,))
    assert paragraphs(line(found, "Mali")) == ["R2006-X4"]
    assert named(found, Category.UN_ENTITY) == ["UNDP", "World Bank"]
    assert named(ask(), Category.UN_ENTITY) == []


def test_a_territory_is_not_made_a_state():
    sahara = MissionContext("MINUSMA", "", hosts=("Western Sahara",))
    found = ask("working_group", missions=(sahara,))
    assert named(found, Category.HOST_STATE) == []
    assert found.unknown == (
        "host State of MINUSMA: recorded as Western Sahara, not a member State",
    )
    abyei = MissionContext("MINUSMA", "", hosts=("Abyei Area (Sudan/South Sudan)",))
    assert named(ask("working_group", missions=(abyei,)), Category.HOST_STATE) == [
        "Sudan", "South Sudan",
    ]  # fmt: skip
    golan = MissionContext("MINUSMA", "", hosts=("Syrian Arab Republic (Golan)",))
    assert named(ask("working_group", missions=(golan,)), Category.HOST_STATE) == [
        "Syrian Arab Republic"
    ]


def test_a_host_on_the_council_appears_once():
    context = MissionContext("MINUSMA", "", hosts=("Egypt",))
    egypt = line(ask("working_group", missions=(context,)), "Egypt")
    assert (egypt.category, paragraphs(egypt)) == (
        Category.COUNCIL_MEMBER, ["R2017-83", "R2017-28"],
    )  # fmt: skip


def test_regional_bodies_come_to_all_but_an_ordinary_informal():
    plain = MissionContext("MINUSMA", "", regional_bodies=("African Union",))
    themed = MissionContext("MINUSMA", "", regional_bodies=("African Union",),
                            theme="partner force")  # fmt: skip
    assert named(ask(missions=(plain,)), Category.REGIONAL) == []
    assert named(ask(missions=(themed,)), Category.REGIONAL) == ["African Union"]
    au = line(ask("formal_tcc", missions=(plain,)), "African Union")
    assert (au.role, paragraphs(au)) == ("OPT-PARTICIPANT", ["R2017-14"])


def test_a_new_mission_brings_its_regional_body_and_undp():
    new = MissionContext("MINUSMA", "", regional_bodies=("African Union",), new=True)
    found = ask(missions=(new,))
    assert [paragraphs(line(found, n)) for n in ("African Union", "UNDP")] == [["R2006-7"]] * 2


def test_the_c34_bureau_is_needed_at_its_own_meeting_and_its_chair_welcome_to_a_theme():
    bureau = line(
        ask("c34_bureau"), "Bureau of the Special Committee on Peacekeeping Operations (C-34)"
    )
    assert (bureau.role, paragraphs(bureau)) == ("REQ-PARTICIPANT", ["R2006-14c"])
    themed = MissionContext("MINUSMA", "", theme="sexual exploitation and abuse")
    found = ask("working_group", missions=(themed,))
    posts = named(found, Category.OTHER)
    assert posts == [
        "Chair of the Working Group",
        "Chair of the Special Committee on Peacekeeping Operations (C-34)",
        "Vice-Chair of the Special Committee on Peacekeeping Operations (C-34)",
    ]
    assert paragraphs(line(found, posts[1])) == ["R2006-12a"]
    assert named(ask("working_group"), Category.OTHER) == ["Chair of the Working Group"]


def test_experts_follow_the_theme():
    themed = MissionContext("MINUSMA", "", themes=("sexual exploitation and abuse",))
    partner = MissionContext("MINUSMA", "", theme="partner force")
    assert [named(ask(missions=m), Category.EXPERT) for m in ((themed,), (partner,), (MALI,))] == [
        ["Expert on sexual exploitation and abuse"],
        ["Commander of the partner force, MINUSMA",
         "Special Representative of its organization, MINUSMA"],
        [],
    ]  # fmt: skip
    assert named(ask("working_group"), Category.EXPERT) == ["Independent expert on MINUSMA"]


def chair(found: Guests) -> list[tuple[str, str]]:
    return [(i.name, i.reasons[-1].recommendation) for i in found.invitees if i.role == "CHAIR"]


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("formal_tcc", ("Bolivia (Plurinational State of)", "R2017-74a")),
        ("informal_triangular", ("France", "R2017-67a")),
        ("draft_consultation", ("France", "R2017-67a")),
        ("working_group", ("Chair of the Working Group", "R2006-14b")),
        ("organisational", ("Chair of the Working Group", "R2006-5")),
        ("crisis", ("Chair of the Working Group", "R2006-14d")),
        ("secretariat_briefing", ("Department of Peacekeeping Operations (DPKO)", "R2017-73f")),
    ],
)
def test_each_kind_has_its_own_chair(kind, who):
    assert chair(ask(kind)) == [who]


def test_another_convener_may_be_chosen_by_code_or_by_name():
    assert chair(ask(convener="president")) == [("Bolivia (Plurinational State of)", "R2017-74a")]
    assert chair(ask(convener="Sweden")) == [("Sweden", "R2017-72")]
    assert chair(ask("formal_tcc", president="SWE")) == [("Sweden", "R2017-74a")]


def test_without_a_penholder_or_president_nobody_is_made_chair():
    nobody = ask(penholders=())
    assert chair(nobody) == []
    assert nobody.unknown == ("who convenes is not recorded: penholder",)
    absent = ask("formal_tcc", president="Angola")
    assert chair(absent) == []
    assert absent.unknown == (
        "Angola presides, but is not among the recorded members on Thu 8 June 2017",
    )


def test_a_penholder_is_told_to_hear_the_views_and_one_off_the_council_is_noted():
    assert paragraphs(line(ask("formal_tcc"), "France")) == ["R2017-83", "R2017-63d"]
    found = ask("formal_tcc", penholders=("Panama",))
    assert found.notes == (
        "Panama, recorded as penholder, is not a member of the Council on this date.",
    )


def test_delegations_are_asked_for_one_political_and_one_military_or_police():
    seats = {i.category: i.seats for i in ask("working_group").invitees if i.role != "CHAIR"}
    both = ("political", "military or police")
    assert seats == {
        Category.COUNCIL_MEMBER: both, Category.CONTRIBUTOR: both, Category.SECRETARIAT: (),
        Category.HOST_STATE: (), Category.EXPERT: (),
    }  # fmt: skip
    assert {i.seats for i in ask("organisational").invitees} == {()}


def test_an_organisational_meeting_is_for_members_only():
    found = ask("organisational")
    assert {i.category for i in found.invitees} == {Category.COUNCIL_MEMBER, Category.OTHER}
    assert named(found, Category.OTHER) == ["Chair of the Working Group"]


def test_the_chair_comes_first():
    assert [ask(kind).invitees[0].role for kind in KINDS] == ["CHAIR"] * len(KINDS)


def test_every_paragraph_named_is_in_the_register():
    register = load()
    contexts = (
        MissionContext("MINUSMA", "", ("Mali",), ("African Union",), new=True, theme="transition",
                       themes=("partner force", "inter-mission cooperation"),
                       potential_contributors=("Nepal",)),
        MALI,
    )  # fmt: skip
    conveners = ("", "president", "penholder", "secretariat", "chair", "Sweden")
    used = {
        reason.recommendation
        for kind in KINDS
        for context in contexts
        for convener in conveners
        for invitee in ask(kind, missions=(context,), convener=convener, register=register).invitees
        for reason in invitee.reasons
    } | {"R2017-73d-1"}
    assert used - set(register.recommendations) == set()
