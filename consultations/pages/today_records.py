"""Today's part on tasks and records: what is due this week, and what held meetings wait for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.urls import NoReverseMatch, reverse

from consultations import planning, records, tasks
from consultations.pages.tasks import WEEK, rows_for
from consultations.people import may
from consultations.records import Waiting
from consultations.tasks import Task
from planner.checklist import Subject

# The parts in which held meetings are listed; issues and next looks are one.
PARTS = {
    "report_back": "report_backs", "to_close": "to_close", "question": "questions",
    "outcome": "outcomes", "next_look": "looks", "issue": "looks",
}  # fmt: skip
# Tasks that are listed there, and as what; one that is not listed there stays among the tasks.
WATCHED = {
    "report_back_oral": "report_back", "report_back_written": "report_back",
    "close_record": "to_close", "questions_answered": "question", "outcome": "outcome",
}  # fmt: skip
PAGES = {"report_back": "record", "to_close": "record", "outcome": "record", "next_look": "record"}


@dataclass(frozen=True, slots=True)
class Group:
    """What is due this week, or overdue, for one consultation, cycle, month or year."""

    of: Subject
    tasks: tuple[Task, ...]
    href: str

    @property
    def late(self) -> int:
        """How many of them are overdue."""
        return sum(one.state == "overdue" for one in self.tasks)

    @property
    def first(self) -> Task:
        """The one that is due first."""
        return self.tasks[0]

    @property
    def title(self) -> str:
        """What that one is."""
        return tasks.title(self.first.rule)

    @property
    def more(self) -> int:
        """How many there are beside the first."""
        return len(self.tasks) - 1


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing that a held meeting waits for, and the page where it is done."""

    told: Waiting
    href: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the section shows. *planner*: whether the reader can do anything about it.

    *past*: whether any meeting was held that a record is kept of.
    """

    groups: tuple[Group, ...] = ()
    report_backs: tuple[Awaited, ...] = ()
    to_close: tuple[Awaited, ...] = ()
    questions: tuple[Awaited, ...] = ()
    outcomes: tuple[Awaited, ...] = ()
    looks: tuple[Awaited, ...] = ()
    planner: bool = False
    past: bool = False
    week: int = WEEK

    @property
    def due(self) -> int:
        """How many tasks are due or overdue."""
        return sum(len(one.tasks) for one in self.groups)

    @property
    def held(self) -> int:
        """How many things held meetings wait for."""
        return sum(len(getattr(self, name)) for name in set(PARTS.values()))


def kept(reader: User | AnonymousUser, today: date, known: planning.Known) -> Kept:
    """What is due within a week, by what it is for; and what waits since meetings were held."""
    until = today + timedelta(days=WEEK)
    seen = tasks.sight(today, known.chains, workdays=known.workdays, register=known.register)
    rows = rows_for(reader)
    computed = tasks.all_of(rows, seen, until)
    found: dict[str, list[Awaited]] = {name: [] for name in PARTS.values()}
    told = set()
    for one in records.waiting(today, reader, until, known):
        found[PARTS[one.kind]].append(Awaited(one, _page(one)))
        told |= {(one.kind, f"consultation:{one.consultation.pk}")} if one.consultation else set()
    due = [
        one for one in tasks.due(rows, seen, until, found=computed)
        if (WATCHED.get(one.id), one.subject) not in told
    ]  # fmt: skip
    listed = {name: tuple(lines) for name, lines in found.items()}
    past = any(listed.values()) or any(_is_past(one.of, today) for one in computed)
    return Kept(groups=tuple(_groups(due)), planner=may(reader, "plan"), past=past, **listed)  # type: ignore[arg-type]


def _is_past(of: Subject, today: date) -> bool:
    """Whether it is a meeting of our own that is over."""
    on = of.anchors["meeting"].on if of.scope == "consultation" else None
    return on is not None and on < today


def _groups(due: Iterable[Task]) -> Iterable[Group]:
    """In the order of the first day of each."""
    of: dict[str, list[Task]] = {}
    for one in due:
        of.setdefault(one.subject, []).append(one)
    for key, listed in of.items():
        scope, _colon, pk = key.partition(":")
        page = reverse("tasks")
        href = f"{page}?consultation={pk}" if scope == "consultation" else page
        yield Group(listed[0].of, tuple(listed), href)


def _page(one: Waiting) -> str:
    """Where it is done."""
    try:
        if one.kind == "question":
            return reverse("questions")
        if one.kind == "issue":
            return reverse("issue", kwargs={"pk": one.subject})
        if one.consultation is not None:
            return reverse(PAGES[one.kind], kwargs={"pk": one.consultation.pk})
    except NoReverseMatch:
        pass
    return one.consultation.get_absolute_url() if one.consultation else ""
