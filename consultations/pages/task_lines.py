"""One task as pages show it: who asks for it, where it is done, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from consultations import tasks
from consultations.tasks import Task
from planner.register import Recommendation, load

STATES = {
    "open": ("○", gettext_lazy("open")),
    "overdue": ("⚠", gettext_lazy("overdue")),
    "lapsed": ("–", gettext_lazy("not noted in time")),
    "done": ("✓", gettext_lazy("done")),
    "skipped": ("⊘", gettext_lazy("skipped")),
}
# Where a task is done: the name of the page, and what the link says.
PLACES = {
    "consultation": ("consultation", gettext_lazy("Open the consultation")),
    "edit": ("consultation_edit", gettext_lazy("Edit the details")),
    "outbox": ("consultation_outbox", gettext_lazy("Open its mails")),
    "record": ("record", gettext_lazy("Open the record")),
    "papers": ("papers", gettext_lazy("See the papers")),
    "plan": ("plans", gettext_lazy("Plan the year")),
    "report": ("paper_draft", gettext_lazy("Work on the yearly report")),
    "review": ("review", gettext_lazy("See the indicators")),
}
FRAGMENTS = {"announce": "#deed-announce", "announce_crisis": "#deed-announce",
             "aim_and_documents": "#id_aim", "steering_questions": "#id_questions"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A task with what the page says of it; *anchor* names it on the page."""

    task: Task
    entries: tuple[Recommendation, ...]
    anchor: str
    href: str
    label: str

    @property
    def title(self) -> str:
        return tasks.title(self.task.rule)

    @property
    def about(self) -> str:
        return tasks.about(self.task.rule)

    @property
    def standing(self) -> str:
        """Its state, with what is past remedy told apart from what is overdue."""
        return "lapsed" if self.task.lapsed else self.task.state

    @property
    def sign(self) -> str:
        return STATES[self.standing][0]

    @property
    def word(self) -> str:
        return str(STATES[self.standing][1])

    @property
    def left(self) -> int | None:
        """Working days left; none of what is settled."""
        return self.task.left.days if self.task.left and not self.task.lapsed else None


def line(task: Task) -> Line:
    """One task with who asks for it."""
    href, label = _place(task)
    anchor = f"task-{task.id}-{task.subject}".replace(":", "-").replace(" ", "-")
    return Line(task, _entries(task.recommendations), anchor, href, label)


def lines(found: Iterable[Task]) -> list[Line]:
    """Tasks as lines, in their order."""
    return [line(one) for one in found]


@lru_cache(maxsize=256)
def _entries(ids: tuple[str, ...]) -> tuple[Recommendation, ...]:
    register = load()
    return tuple(register.recommendation(one) for one in ids)


def _place(task: Task) -> tuple[str, str]:
    """The page on which it is done and what its link says; nothing where there is none."""
    place = task.rule.place
    if place not in PLACES:
        return "", ""
    name, label = PLACES[place]
    scope, _colon, key = task.subject.partition(":")
    try:
        return _address(name, scope, key) + FRAGMENTS.get(task.id, ""), str(label)
    except NoReverseMatch:  # the page is not there (yet)
        return "", ""


def _address(name: str, scope: str, key: str) -> str:
    if name == "papers":  # its index is narrowed to a consultation, a month or a year
        return f"{reverse(name)}?{urlencode({scope: key})}"
    if name == "paper_draft":
        return reverse(name, kwargs={"kind": "yearly", "key": key})
    return reverse(name, kwargs={"pk": key} if scope == "consultation" else {})


def of_consultation(row: Any, chain: Any = None) -> dict[str, Any]:
    """The checklist of one consultation, for its page: before it, after it, and how many stand."""
    found = tasks.of_consultation(row, chain=chain)
    before = [one for one in found if not one.is_after]
    after = [one for one in found if one.is_after]
    return {
        "tasks_before": lines(before),
        "tasks_after": lines(after),
        "tasks_settled": sum(one.settled for one in found),
        "tasks_all": len(found),
        "tasks_over": row.ends_at < timezone.now(),
        "tasks_overdue": sum(one.state == "overdue" and not one.lapsed for one in found),
    }


def of_cycle(chain: Any) -> list[Line]:
    """The tasks of a cycle, for its page."""
    return lines(tasks.of_cycle(chain))
