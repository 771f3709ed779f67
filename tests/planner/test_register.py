"""The register says truly who asks for what, and refuses a file that does not hold together."""

from __future__ import annotations

import copy
import re
import tomllib
from collections import Counter
from typing import Any

import pytest

from planner.register import REGISTER, Force, RegisterError, load, read

IDS_2006_TEXT = """
R2006-1 R2006-2 R2006-3 R2006-4 R2006-5 R2006-6 R2006-6b R2006-7 R2006-8 R2006-9a R2006-9b
R2006-10 R2006-10b R2006-11 R2006-12a R2006-12b R2006-12c R2006-13 R2006-14a-1 R2006-14a-2
R2006-14b R2006-14c R2006-14d R2006-14e-1 R2006-14e-2 R2006-14f-1 R2006-14f-2 R2006-14g
R2006-X1 R2006-X2 R2006-X3 R2006-X4
"""
IDS_2017_TEXT = """
R2017-3 R2017-4 R2017-6 R2017-7 R2017-14 R2017-15 R2017-25 R2017-27 R2017-28 R2017-36 R2017-37
R2017-38 R2017-50 R2017-51 R2017-52a R2017-52b R2017-55 R2017-57 R2017-58a R2017-58b R2017-59
R2017-60 R2017-62a R2017-62b R2017-62c R2017-63a R2017-63b R2017-63c R2017-63d R2017-64a R2017-64b
R2017-64c R2017-65a R2017-65b R2017-65c R2017-66a R2017-66b R2017-66c R2017-67a R2017-67b R2017-68
R2017-70 R2017-71a R2017-71b R2017-72 R2017-73a R2017-73b R2017-73c-1 R2017-73c-2 R2017-73d-1
R2017-73d-2 R2017-73e R2017-73f R2017-73g R2017-74 R2017-74a R2017-74b R2017-74c R2017-74d R2017-75
R2017-76 R2017-78a R2017-78b R2017-79 R2017-79a R2017-79b R2017-79c R2017-79d R2017-79e R2017-80
R2017-81a R2017-81b R2017-81c R2017-82 R2017-83 R2017-84a R2017-84b R2017-85 R2017-86 R2017-87
R2017-88a R2017-88b R2017-X1 R2017-X2
"""
CRITERIA_TEXT = """
before_adoption lead preparation closeness gap first_draft notice working_day session room_free
room_fits room_near interpretation council_free participants_free friday floating_holiday
first_working_day c34_session late_december week_load mission_spacing briefing_before after_draft
before_vote crisis_speed review_before review_after options_paper visit_debrief bureau_interval
organisational contact_gap withdrawal follow_up order outline after_vote season opened theme
"""

IDS_2006, IDS_2017 = IDS_2006_TEXT.split(), IDS_2017_TEXT.split()
CRITERIA = CRITERIA_TEXT.split()


@pytest.fixture
def data() -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads(REGISTER.read_text(encoding="utf-8")))


def row(data: dict[str, Any], section: str, id: str) -> dict[str, Any]:
    return next(entry for entry in data[section] if id in (entry.get("id"), entry.get("key")))


def test_all_116_entries_are_there_in_the_order_of_the_documents() -> None:
    assert (len(IDS_2006), len(IDS_2017)) == (32, 84)
    assert list(load().recommendations) == IDS_2006 + IDS_2017


def test_each_entry_names_its_document_and_its_paragraph() -> None:
    for entry in load().recommendations.values():
        year, rest = re.match(r"R(\d{4})-(.+)", entry.id).groups()  # type: ignore[union-attr]
        assert entry.document == year
        number = re.match(r"\d+", rest)
        assert (
            number is None
            or number[0] in re.findall(r"\d+", entry.paragraph)
            or (entry.id == "R2017-28" or entry.id == "R2017-36")
        ), entry.id


def test_the_source_cites_the_report_as_it_may_be_cited() -> None:
    cited = {
        "R2006-14a-2": "S/2006/972, para. 14 (a)",
        "R2006-10": "S/2006/972, para. 10 and annex",
        "R2006-X1": "S/2006/972, annex",
        "R2017-65a": "2017 report, para. 65",
        "R2017-28": "2017 report, paras. 28-35",
        "R2017-72": "2017 report, para. 72 (a)-(d)",
        "R2017-X2": "2017 report, cover letter and sections I-III",
    }
    assert {id: load().recommendation(id).source for id in cited} == cited
    assert load().documents["2017"].symbol == ""
    assert "letter of 21 December 2017" in load().documents["2017"].title


def test_force_follows_from_who_asks() -> None:
    sample = {
        "R2006-1": ("Council (S/PRST/2001/3), recalled by the Working Group", "rule"),
        "R2006-2": ("Council (S/2002/56), recalled by the Working Group", "rule"),
        "R2006-14a-2": ("Working Group", "working group"),
        "R2006-X1": ("Working Group (record)", "working group"),
        "R2017-27": ("Working Group (practice)", "working group"),
        "R2017-37": ("United States (request)", "members"),
        "R2017-52a": ("Some members", "members"),
        "R2017-65a": ("Ms. Novosseloff (panellist)", "panellist"),
        "R2017-70": ("Mr. Munir, Pakistan (panellist)", "panellist"),
        "R2017-73g": (
            "Mr. Munir, Pakistan (panellist), relaying informal consultations", "panellist"),
        "R2017-79b": ("Mr. Hickey, United Kingdom (panellist)", "panellist"),
        "R2017-81a": ("Mr. Christofides, Secretariat (panellist)", "panellist"),
        "R2017-83": ("Some members", "members"),
        "R2017-88a": ("Working Group", "working group"),
        "HQ-1": ("Secretary-General", "rule"),
        "HQ-6": ("Ours", "default"),
    }  # fmt: skip
    said = {id: load().recommendation(id) for id in sample}
    assert {id: (entry.asks, entry.force.value) for id, entry in said.items()} == sample


def test_a_panellist_is_never_given_the_force_of_the_working_group_or_a_rule() -> None:
    strong = [
        entry.id
        for entry in load().recommendations.values()
        if "panellist" in entry.asks and entry.force.rank < Force.MEMBERS.rank
    ]
    assert strong == []


def test_forces_rank_from_rule_to_default() -> None:
    assert [force.rank for force in Force] == [0, 1, 2, 3, 4]
    assert (Force.RULE.rank, Force.DEFAULT.rank) == (0, 4)


def test_the_force_of_a_criterion_is_the_strongest_among_its_paragraphs() -> None:
    register = load()
    assert list(register.criteria) == CRITERIA
    for criterion in register.criteria.values():
        behind = [register.recommendation(id) for id in (criterion.leading, *criterion.also)]
        assert criterion.force.rank == min(entry.force.rank for entry in behind)
    some = ("gap", "lead", "first_draft", "friday", "c34_session", "working_day", "options_paper")
    assert [register.criteria[id].force.value for id in some] == [
        "working group", "panellist", "panellist", "default", "default", "rule",
        "working group",
    ]  # fmt: skip


def test_the_criteria_that_are_a_must_are_these() -> None:
    musts = [c.id for c in load().criteria.values() if c.obligation == "must"]
    assert musts == ["before_adoption", "working_day", "session", "room_free", "council_free"]


def test_the_ten_contributors_are_the_only_number_of_theirs() -> None:
    numbers = load().numbers.values()
    assert [number.key for number in numbers if number.theirs] == ["core_contributors"]
    assert all(number.is_default and number.basis and number.reason == "" for number in numbers)


def test_the_defaults_are_those_of_the_table_of_zones() -> None:
    zones = {
        "lead": [21, 14, 7],
        "preparation": [5, 2],
        "closeness": [10, 15],
        "gap": [2, 1],
        "first_draft": [1],
        "notice": [10, 5, 1],
    }
    register = load()
    numbers = {id: [register.number(k) for k in register.criteria[id].numbers] for id in zones}
    assert numbers == zones


def test_a_changed_number_is_marked_and_keeps_its_reason_and_its_default() -> None:
    register = load().with_numbers({"notice_kept": (8, "short month")})
    number = register.numbers["notice_kept"]
    assert (number.value, number.default, number.is_default) == (8, 10, False)
    assert number.reason == "short month"
    assert register.number("notice_kept") == 8
    assert load().number("notice_kept") == 10


@pytest.mark.parametrize(
    ("overrides", "problem"),
    [
        ({"core_contributors": (16, "all")}, "number core_contributors: 16 is outside 6 to 15"),
        ({"core_contributors": (5, "few")}, "number core_contributors: 5 is outside 6 to 15"),
        ({"lead_short": (15, "early")}, "number lead_short: 15 is more than lead_kept (14)"),
        ({"lead_kept": (15, " ")}, "number lead_kept: a changed number needs a reason"),
        ({"no_such": (1, "why")}, "number no_such: not in the register"),
    ],
)
def test_a_number_that_cannot_be_is_refused(overrides: Any, problem: str) -> None:
    with pytest.raises(RegisterError, match=re.escape(problem)):
        load().with_numbers(overrides)


def test_an_entry_says_where_it_acts_unless_its_task_paper_or_indicator_names_it() -> None:
    entries = load().recommendations.values()
    silent = {e.honours for e in entries if not e.acts}
    assert silent <= {"task", "paper", "indicator"}
    assert Counter(e.honours for e in entries) == {
        "computed": 77, "field": 13, "paper": 8, "indicator": 8, "task": 5, "principle": 5,
    }  # fmt: skip


def test_each_entry_acts_through_every_criterion_that_names_it() -> None:
    register = load()
    for criterion in register.criteria.values():
        for id in (criterion.leading, *criterion.also):
            assert f"criterion:{criterion.id}" in register.recommendation(id).acts
    assert register.recommendation("R2017-65a").acts[:2] == (
        "criterion:preparation", "criterion:notice")  # fmt: skip


def test_only_what_is_computed_stands_behind_a_criterion() -> None:
    others = [e for e in load().recommendations.values() if e.honours != "computed"]
    assert [e.id for e in others if any(a.startswith("criterion:") for a in e.acts)] == []


def test_a_rule_of_the_building_says_how_well_it_is_known() -> None:
    rules = load().rules
    assert list(rules) == [f"HQ-{n}" for n in range(1, 11)]
    assert all(rule.confidence and rule.source == rule.paragraph for rule in rules.values())


def test_the_tensions_name_at_least_two_sides_and_a_default() -> None:
    tensions = load().tensions
    assert list(tensions) == [f"C{n}" for n in range(1, 18)]
    assert [t.id for t in tensions.values() if len(t.sides) < 2 or not t.default] == []


def test_entries_are_found_by_words() -> None:
    register = load()
    assert [e.id for e in register.search("ten CONTRIBUTORS suitable")] == ["R2017-62b"]
    assert register.search("") != ()


def test_the_register_is_read_once() -> None:
    assert load() is load()


def test_an_entry_that_is_not_there_is_named() -> None:
    with pytest.raises(RegisterError, match="recommendation R2017-99: not in the register"):
        load().recommendation("R2017-99")


@pytest.mark.parametrize(
    ("section", "id", "change", "problem"),
    [
        ("recommendation", "R2017-65a", {"foo": "x"}, "R2017-65a: unknown key 'foo'"),
        ("recommendation", "R2017-65a", {"force": "law"}, "R2017-65a: force 'law'"),
        ("recommendation", "R2017-65a", {"obligation": "may"}, "R2017-65a: obligation 'may'"),
        ("recommendation", "R2017-65a", {"kind": "wish"}, "R2017-65a: kind 'wish'"),
        ("recommendation", "R2017-65a", {"dimensions": ["ZZZ"]}, "R2017-65a: dimensions"),
        ("recommendation", "R2017-65a", {"honours": "maybe"}, "R2017-65a: honours 'maybe'"),
        ("recommendation", "R2017-65a", {"honours": "principle"}, "R2017-65a: is a principle in"),
        ("recommendation", "R2017-65a", {"acts": ["page:moon"]}, "R2017-65a: acts 'page:moon'"),
        ("recommendation", "R2017-50", {"acts": []}, "R2017-50: does not say where it acts"),
        ("recommendation", "R2017-65a", {"text": 3}, "R2017-65a: text is 3, not a str"),
        ("recommendation", "R2017-65a", {"document": "1999"}, "R2017-65a: document '1999'"),
        ("criterion", "lead", {"leading": "R2017-99"}, "criterion lead: names R2017-99"),
        ("criterion", "lead", {"also": ["R2017-98"]}, "criterion lead: names R2017-98"),
        ("criterion", "lead", {"numbers": ["nil"]}, "criterion lead: names number nil"),
        ("number", "lead_kept", {"value": 500}, "number lead_kept: 500 is outside 1 to 90"),
        ("number", "lead_kept", {"value": True}, "number lead_kept: value is True, not a int"),
        ("number", "lead_kept", {"recommendations": ["R1"]}, "number lead_kept: names R1"),
        ("tension", "C3", {"sides": [{"label": "a", "recommendations": ["R1"]}]}, "C3: names R1"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(
    data: dict[str, Any], section: str, id: str, change: dict[str, Any], problem: str
) -> None:
    row(data, section, id).update(change)
    with pytest.raises(RegisterError, match=re.escape(problem)):
        read(data)


@pytest.mark.parametrize(
    ("section", "id"),
    [("recommendation", "R2017-65a"), ("criterion", "lead"), ("number", "gap_kept"),
     ("tension", "C3"), ("rule", "HQ-1")],
)  # fmt: skip
def test_an_id_that_is_there_twice_is_refused_by_name(
    data: dict[str, Any], section: str, id: str
) -> None:
    data[section].append(dict(row(data, section, id)))
    with pytest.raises(RegisterError, match=f"{section} {id}: is there twice"):
        read(data)


def test_a_key_that_is_missing_is_named(data: dict[str, Any]) -> None:
    del row(data, "recommendation", "R2017-65a")["text"]
    with pytest.raises(RegisterError, match="recommendation R2017-65a: text is missing"):
        read(data)


def test_a_section_nobody_knows_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(RegisterError, match="wishes: unknown or missing section"):
        read(data | {"wishes": []})


def test_a_file_that_is_no_toml_is_refused_by_its_name(tmp_path: Any) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("id = = 3", encoding="utf-8")
    with pytest.raises(RegisterError, match=r"broken\.toml"):
        load(path)


def test_what_only_tells_what_was_done_is_called_a_practice() -> None:
    said = {
        id: load().recommendation(id).is_practice for id in ("R2017-4", "R2006-X1", "R2017-88a")
    }
    assert said == {"R2017-4": True, "R2006-X1": True, "R2017-88a": False}
