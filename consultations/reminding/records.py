"""What is due of tasks and records, in plain lines: for the digest, by the rights of its reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from consultations import tasks
from consultations.invitations import say_day
from consultations.pages.today_records import Awaited, Group, Kept
from planner.checklist import OVERDUE, Task


def of_records(found: Kept, language: str) -> Iterator[tuple[str, list[str]]]:
    """Each with its heading; what is overdue says so."""
    yield _("Tasks due in the next seven days"), list(_due(found.groups, language))
    yield _("To report back to the Council"), _awaited(found.report_backs, language)
    yield _("Questions not answered"), _awaited(found.questions, language)
    yield _("Held and not closed"), _awaited(found.to_close, language)
    yield _("Texts adopted, outcome of points open"), _awaited(found.outcomes, language)
    yield _("To be looked at again"), _awaited(found.looks, language)


def _due(groups: Iterable[Group], language: str) -> Iterator[str]:
    listed = [(one.of.name, task) for one in groups for task in one.tasks]
    for name, task in sorted(listed, key=lambda pair: _on(pair[1])):
        said = {"for": name, "task": tasks.title(task.rule), "when": _when(task, language)}
        yield _("%(for)s: %(task)s, %(when)s") % said


def _when(task: Task, language: str) -> str:
    assert task.due_on is not None
    said = _("overdue since %s") if task.state == OVERDUE else _("by %s")
    return said % say_day(task.due_on, language)


def _on(task: Task) -> str:
    return task.due_on.isoformat() if task.due_on else ""


def _awaited(found: Iterable[Awaited], language: str) -> list[str]:
    return [
        f"{one.told.sentence} "
        + (_("Overdue since %s.") if one.told.late else _("By %s."))
        % say_day(one.told.on, language)
        for one in found
    ]
