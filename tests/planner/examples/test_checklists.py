"""Examples of recommendations that are honoured by a task with a day."""

from __future__ import annotations

from datetime import date

import pytest

from planner import tasks
from planner.anchors import Anchor, Basis
from planner.checklist import Subject, checklist
from tests.planner.examples.registry import REGISTER, example
from tests.planner.stories import WORKDAYS

MEETING = Anchor("meeting", date(2017, 6, 14), Basis.RECORDED, "")  # a Wednesday
RENEWAL = {"kinds": ("informal_triangular",), "mandate": ("renewal",), "mission": ("yes",)}


def due(task: str, today: str = "2017-06-01", anchor: Anchor = MEETING, **traits) -> tuple:
    """The day the task is due and its state, or () where it is not called for."""
    rule = tasks.load()[task]
    subject = Subject(rule.scope, "consultation:1", "MINUSMA", RENEWAL | traits,
                      {anchor.name: anchor})  # fmt: skip
    found = checklist(
        subject, today=date.fromisoformat(today), workdays=WORKDAYS, register=REGISTER
    )
    return next(((one.due_on, one.state) for one in found if one.id == task), ())


@example("R2017-51")
def test_priorities_phasing_and_exit_go_on_the_agenda_of_a_renewal():
    assert due("agenda_mandate") == (date(2017, 6, 8), "open")
    assert due("agenda_mandate", mandate=()) == ()


@example("R2006-14e-2")
def test_peacebuilding_goes_on_the_agenda_of_a_first_mandate_alone():
    assert due("agenda_peacebuilding", mandate=("new",)) == (date(2017, 6, 8), "open")
    assert due("agenda_peacebuilding") == ()


@example("R2017-52a")
def test_the_indicator_sheet_is_due_with_the_pack_and_late_the_day_after():
    assert due("indicator_sheet", "2017-06-08") == (date(2017, 6, 8), "open")
    assert due("indicator_sheet", "2017-06-09") == (date(2017, 6, 8), "overdue")


@example("R2017-63c")
def test_the_agenda_begins_with_the_operation_and_its_challenges():
    assert due("agenda_scope") == (date(2017, 6, 8), "open")
    assert due("agenda_scope", kinds=("organisational",)) == ()


@example("R2006-14g")
def test_the_groups_work_is_reviewed_ten_working_days_before_the_year_ends():
    end = Anchor("year_end", date(2017, 12, 29), Basis.RULE, "")
    assert due("review_of_work", anchor=end) == (date(2017, 12, 14), "open")


@example(*{id for rule in tasks.load().values() for id in rule.recommendations})
@pytest.mark.parametrize("task", tasks.load().values(), ids=lambda task: task.id)
def test_a_task_names_the_entries_it_honours_and_they_name_who_asks(task):
    assert [REGISTER.recommendation(id).asks for id in task.recommendations if id] != []
