"""Tasks of the register: each due on its day, kept on it, late on the next, and by its traits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from planner.anchor import Anchor, Basis
from planner.checklist import Due, Mark, Proof, Subject, Task, checklist, due_of, soonest
from planner.followup import Bound, report_back_due
from planner.recommendation import RegisterError
from planner.register import load as load_register
from planner.tasks import TASKS, Rule, honouring, load, read
from planner.workdays import Holiday, Workdays

REGISTER = load_register()
RULES = load()
DAYS = Workdays(
    holidays=(
        Holiday(date(2017, 5, 29), "Memorial Day"),
        Holiday(date(2017, 6, 26), "Eid al-Fitr"),
        Holiday(date(2017, 7, 4), "Independence Day"),
        Holiday(date(2017, 12, 25), "Christmas Day"),
        Holiday(date(2018, 1, 1), "New Year's Day"),
    ),
    today=date(2017, 5, 1),
)
# The renewal of MINUSMA in June 2017, and the days of that year.
ANCHORS = {
    "meeting": date(2017, 6, 8), "council_consultations": date(2017, 6, 16),
    "first_draft": date(2017, 6, 16), "adoption": date(2017, 6, 29), "expiry": date(2017, 6, 30),
    "visit_end": date(2017, 6, 2), "month_start": date(2017, 6, 1),
    "month_end": date(2017, 6, 30), "january_end": date(2017, 1, 31),
    "c34_session": date(2017, 2, 15), "year_end": date(2017, 12, 29),
    "january_after": date(2018, 1, 31), "march_end": date(2017, 3, 31),
}  # fmt: skip
INFORMAL = {"kinds": ("informal_triangular",), "mandate": ("renewal",), "mission": ("yes",)}
GROUP = {"kinds": ("working_group",), "mission": ("yes",)}
MAY_24, JUNE_2, JUNE_6 = date(2017, 5, 24), date(2017, 6, 2), date(2017, 6, 6)
JUNE_7, JUNE_9, JUNE_13 = date(2017, 6, 7), date(2017, 6, 9), date(2017, 6, 13)
JUNE_15 = date(2017, 6, 15)


@dataclass(frozen=True)
class Example:
    """What calls for the task, the day it is due, and what does not call for it."""

    due: date
    traits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    not_for: dict[str, tuple[str, ...]] | None = None


def with_(base: dict[str, tuple[str, ...]], **more: str) -> dict[str, tuple[str, ...]]:
    return {**base, **{name: (value,) for name, value in more.items()}}


BUREAU = {"kinds": ("c34_bureau",)}
FORMAL = with_(INFORMAL, kinds="formal_tcc")
NO_MANDATE = {name: value for name, value in INFORMAL.items() if name != "mandate"}
EXAMPLES = {
    "aim_and_documents": Example(MAY_24, BUREAU),
    "aim_agreed": Example(MAY_24, INFORMAL, BUREAU),
    "existing_mechanisms": Example(MAY_24, INFORMAL, FORMAL),
    "steering_questions": Example(MAY_24, FORMAL, BUREAU),
    "announce": Example(MAY_24, INFORMAL, {"kinds": ("crisis",)}),
    "announce_crisis": Example(JUNE_7, {"kinds": ("crisis",)}, INFORMAL),
    "call_for_inputs": Example(MAY_24, INFORMAL, BUREAU),
    "stakeholders": Example(MAY_24, with_(INFORMAL, purposes="a"), with_(INFORMAL, purposes="b")),
    "regional_body": Example(MAY_24, with_(INFORMAL, regional="yes"), INFORMAL),
    "voices": Example(MAY_24, GROUP, INFORMAL),
    "experts_by_theme": Example(MAY_24, with_(GROUP, purposes="c"), with_(GROUP, purposes="b")),
    "agenda_scope": Example(JUNE_2, INFORMAL, FORMAL),
    "agenda_mandate": Example(JUNE_2, FORMAL, NO_MANDATE),
    "agenda_peacebuilding": Example(JUNE_2, with_(INFORMAL, mandate="new"), INFORMAL),
    "pack": Example(JUNE_2, INFORMAL, BUREAU),
    "pack_analysis": Example(JUNE_2, INFORMAL, {"kinds": ("working_group",)}),
    "indicator_sheet": Example(JUNE_2, INFORMAL, with_(INFORMAL, kinds="draft_consultation")),
    "preparation_sheet": Example(JUNE_2, INFORMAL, BUREAU),
    "outline_briefing": Example(date(2017, 6, 5), INFORMAL, NO_MANDATE),
    "names": Example(JUNE_6, INFORMAL, BUREAU),
    "inputs": Example(JUNE_6, INFORMAL, BUREAU),
    "journal": Example(
        JUNE_7, with_(FORMAL, visibility="journal"), with_(FORMAL, visibility="programme")
    ),
    "report_back_oral": Example(JUNE_9, INFORMAL, BUREAU),
    "report_back_written": Example(JUNE_13, INFORMAL, BUREAU),
    "points_sent": Example(JUNE_13, with_(INFORMAL, points="some"), INFORMAL),
    "feedback": Example(JUNE_13, INFORMAL, BUREAU),
    "self_check": Example(JUNE_13, INFORMAL, BUREAU),
    "close_record": Example(JUNE_15, BUREAU),
    "next_look": Example(JUNE_15, with_(INFORMAL, open_points="some"), INFORMAL),
    "questions_answered": Example(
        date(2017, 6, 22), with_(INFORMAL, questions_asked="some"), INFORMAL
    ),
    "outcome": Example(date(2017, 7, 7), with_(INFORMAL, points="some"), INFORMAL),
    "revisit": Example(date(2018, 6, 8), with_(GROUP, points="some"), GROUP),
    "consultation_or_reason": Example(JUNE_15),
    "note_to_all": Example(date(2017, 6, 23)),
    "visit_report": Example(date(2017, 6, 16)),
    "visit_debriefing": Example(JUNE_9),
    "programme": Example(date(2017, 6, 1), {"listed": ("some",)}, {"listed_next": ("some",)}),
    "handover_president": Example(
        date(2017, 6, 30), {"listed_next": ("some",)}, {"listed": ("some",)}
    ),
    "year_plan": Example(date(2017, 1, 31)),
    "framework": Example(date(2017, 1, 31)),
    "c34_link": Example(date(2017, 2, 14)),
    "review_of_work": Example(date(2017, 12, 14)),
    "yearly_report": Example(date(2017, 12, 21)),
    "handover_chair": Example(date(2017, 12, 29)),
}


def subject(rule: Rule, **more: object) -> Subject:
    example = EXAMPLES[rule.id]
    anchors = {name: Anchor(name, on, Basis.RECORDED, "") for name, on in ANCHORS.items()}
    made = Subject(rule.scope, f"{rule.scope}:1", "example", example.traits, anchors)
    return replace(made, **more)  # type: ignore[arg-type]


def task(rule: Rule, today: date, **more: object) -> Task:
    found = checklist(subject(rule, **more), today=today, workdays=DAYS, register=REGISTER)
    return next(one for one in found if one.id == rule.id)


def test_every_task_has_an_example_and_every_example_a_task() -> None:
    assert list(EXAMPLES) == list(RULES)


@pytest.mark.parametrize("id", list(RULES))
def test_a_task_is_open_on_its_day_and_overdue_on_the_next(id: str) -> None:
    rule, due = RULES[id], EXAMPLES[id].due
    before, after = task(rule, due), task(rule, DAYS.shift(due, 1).on)
    assert (before.due_on, before.state, before.left and before.left.days) == (due, "open", 0)
    assert (after.state, after.left and after.left.days) == ("overdue", -1)


@pytest.mark.parametrize("id", [id for id, rule in RULES.items() if rule.evidence])
def test_evidence_settles_it_in_time_on_the_day_and_late_on_the_next(id: str) -> None:
    rule, due = RULES[id], EXAMPLES[id].due
    told = []
    for on in (due, due + timedelta(days=1)):
        one = task(rule, date(2018, 12, 1), proofs={rule.evidence: Proof(on, "It is there.")})
        told.append((one.state, one.evidence, one.late))
    assert told == [("done", "It is there.", False), ("done", "It is there.", True)]


@pytest.mark.parametrize("id", list(RULES))
def test_a_note_settles_it_in_time_on_the_day_and_late_on_the_next(id: str) -> None:
    rule, due = RULES[id], EXAMPLES[id].due
    marks = [Mark("done", on) for on in (due, due + timedelta(days=1))]
    found = [task(rule, date(2018, 12, 1), marks={id: mark}) for mark in marks]
    assert [(one.state, one.late) for one in found] == [("done", False), ("done", True)]


@pytest.mark.parametrize("id", [id for id, rule in RULES.items() if rule.only])
def test_what_lacks_the_traits_does_not_call_for_it(id: str) -> None:
    example = EXAMPLES[id]
    assert example.not_for is not None
    assert (RULES[id].applies(example.traits), RULES[id].applies(example.not_for)) == (True, False)


def test_a_task_without_conditions_is_for_all_of_its_scope() -> None:
    free = [id for id, rule in RULES.items() if rule.scope == "consultation" and not rule.only]
    assert free == ["aim_and_documents", "close_record"]


@pytest.mark.parametrize("id", list(RULES))
def test_every_task_names_entries_of_the_register(id: str) -> None:
    rule = RULES[id]
    assert [one for one in rule.recommendations if one not in REGISTER.recommendations] == []
    assert rule in honouring(rule.recommendations[0])


def test_every_entry_that_is_a_task_is_honoured_by_one() -> None:
    meant = {e.id for e in REGISTER.recommendations.values() if "task" in (e.kind, e.honours)}
    assert {id for id in meant if not honouring(id)} == set()


def test_aim_and_documents_come_first() -> None:
    found = checklist(subject(RULES["pack"]), today=MAY_24, workdays=DAYS, register=REGISTER)
    assert found[0].id == "aim_and_documents"


def test_the_count_names_the_holiday_that_is_not_counted() -> None:
    due = due_of(RULES["announce"], subject(RULES["announce"]), DAYS, REGISTER)
    said = "10 working days (Mon 29 May, Memorial Day, not counted) before the meeting"
    assert due == Due(MAY_24, "recorded", f"{said} (Thu 8 June 2017)")


def test_a_number_that_staff_changed_moves_the_day() -> None:
    changed = REGISTER.with_numbers({"documents_lead": (6, "sent earlier here")})
    due = due_of(RULES["pack"], subject(RULES["pack"]), DAYS, changed)
    assert due.on == date(2017, 5, 31)


@pytest.mark.parametrize(("booked", "due"), [(date(2017, 5, 24), date(2017, 5, 24)),
                                             (date(2017, 5, 25), date(2017, 5, 25)),
                                             (date(2017, 6, 3), date(2017, 6, 5))])  # fmt: skip
def test_what_is_booked_late_is_due_at_once_on_a_working_day(booked: date, due: date) -> None:
    found = due_of(RULES["announce"], subject(RULES["announce"], known_on=booked), DAYS, REGISTER)
    assert (found.on, found.at_once) == (due, booked > MAY_24)


def test_an_anchor_that_is_estimated_says_so_and_one_that_is_unknown_gives_no_day() -> None:
    rule = RULES["note_to_all"]
    guessed = {"adoption": Anchor("adoption", date(2017, 6, 29), Basis.ESTIMATED, "")}
    due = due_of(rule, subject(rule, anchors=guessed), DAYS, REGISTER)
    assert (due.basis, due.counted.endswith("the adoption (Thu 29 June 2017, estimated)")) == (
        "estimated", True,
    )  # fmt: skip
    none = task(rule, JUNE_15, anchors={})
    assert (none.due_on, none.basis, none.state) == (None, "unknown", "open")


@pytest.mark.parametrize("bound", [date(2017, 6, day) for day in (7, 8, 9, 12, 13, 14, 16)])
def test_views_reach_the_council_when_the_record_says_so_too(bound: date) -> None:
    """Both count alike: the tasks, and the days that the record shows (2006, para. 14 (a))."""
    meeting = ANCHORS["meeting"]
    anchors = {
        "meeting": Anchor("meeting", meeting, Basis.RECORDED, ""),
        "first_draft": Anchor("first_draft", bound, Basis.RECORDED, ""),
    }
    said = report_back_due(
        meeting, workdays=DAYS, oral=1, written=3, before=[Bound("the first draft", bound)]
    )
    rules = [RULES[f"report_back_{mode}"] for mode in ("oral", "written")]
    found = [due_of(r, subject(r, anchors=anchors), DAYS, REGISTER).on for r in rules]
    assert found == [said.oral_by, said.written_by]


def test_what_prepares_a_meeting_lapses_when_it_is_over_and_what_follows_does_not() -> None:
    over = date(2017, 7, 10)
    found = [task(RULES[id], over).lapsed for id in ("pack", "close_record", "yearly_report")]
    assert found == [True, False, False]
    assert task(RULES["pack"], ANCHORS["meeting"]).lapsed is False


def test_what_belongs_to_january_lapses_after_a_quarter() -> None:
    for id in ("year_plan", "framework"):
        found = [task(RULES[id], on).lapsed for on in (date(2017, 3, 31), date(2017, 4, 3))]
        assert found == [False, True]


def test_the_secretariat_comes_back_after_as_many_months_as_staff_say() -> None:
    changed = REGISTER.with_numbers({"revisit_months": (6, "twice a year here")})
    rule = RULES["revisit"]
    assert due_of(rule, subject(rule), DAYS, changed).on == date(2017, 12, 8)


def test_evidence_counts_more_than_a_skip_that_somebody_noted() -> None:
    rule = RULES["inputs"]
    skip = Mark("skipped", JUNE_2, "none is expected", "planner")
    found = task(rule, JUNE_6, marks={rule.id: skip})
    assert (found.state, found.mark) == ("skipped", skip)
    found = task(rule, JUNE_6, marks={rule.id: skip}, proofs={rule.evidence: Proof(JUNE_6, "One.")})
    assert (found.state, found.evidence) == ("done", "One.")


def test_the_soonest_come_first_and_those_without_a_day_last() -> None:
    undated = task(RULES["note_to_all"], MAY_24, anchors={})
    found = [undated, task(RULES["journal"], MAY_24), task(RULES["pack"], MAY_24)]
    assert [one.id for one in soonest(found)] == ["pack", "journal", "note_to_all"]


GOOD = """
[[task]]
id = "x"
title = "X"
about = ""
recommendations = ["R2017-79c"]
scope = "consultation"
anchor = "meeting"
direction = "before"
"""


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("R2017-79c", "R2017-79z"), "task x: R2017-79z is not in the register"),
        (('["R2017-79c"]', "[]"), "task x: honours nothing"),
        (('"consultation"', '"week"'), "task x: scope 'week'"),
        (('"meeting"', '"month_end"'), "task x: anchor 'month_end'"),
        (('"before"', '"around"'), "task x: direction 'around'"),
        (('title = "X"\n', ""), "task x: title is missing"),
        (('about = ""', 'about = ""\nwhen = 3'), "task x: unknown keys ['when']"),
        (('about = ""', 'about = ""\nnumber = "none"'), "task x: number 'none'"),
        (('about = ""', 'about = ""\nevidence = "luck"'), "task x: evidence 'luck'"),
        (('about = ""', 'about = ""\nonly = { kinds = ["tea"] }'), "task x: only kinds ('tea',)"),
        (("[[task]]", f"{GOOD}[[task]]"), "task x: is there twice"),
        (("[[task]]", "[[task"), "tasks: "),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_the_name_of_the_task(
    change: tuple[str, str], problem: str
) -> None:
    assert list(read(GOOD, REGISTER)) == ["x"]
    with pytest.raises(RegisterError) as refused:
        read(GOOD.replace(*change), REGISTER)
    assert str(refused.value).startswith(problem)


def test_the_file_that_comes_with_the_planner_is_read() -> None:
    assert read(TASKS.read_text(encoding="utf-8"), REGISTER) == RULES
