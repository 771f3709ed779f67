"""The list of tasks: overdue, this week, later, not noted in time; narrowed by what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.contrib.auth.models import AnonymousUser, User
from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from consultations import planning, tasks
from consultations.disclosure import with_details_for
from consultations.models import Consultation
from consultations.pages.task_lines import Line, lines
from consultations.pages.today import known_cycles
from consultations.people import may
from consultations.tasks import Task
from planner.checklist import Subject
from planner.register import load
from planner.tasks import load as load_tasks

# Ours: how far ahead the list looks, and how long what was not noted in time stays on it, in days.
AHEAD, KEPT, WEEK = 45, 60, 7
Reader = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to; *wrong* says what of the address could not be read."""

    mission: str = ""
    month: date | None = None
    consultation: UUID | None = None
    paragraph: str = ""
    settled: bool = False
    wrong: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: QueryDict) -> Narrowed:
        """From an address; what cannot be read is left out and said."""
        told = {name: query.get(name, "").replace("\x00", "").strip()[:60] for name in FIELDS}
        month, meeting = _month(told["month"]), _uuid(told["consultation"])
        wrong = []
        if told["month"] and month is None:
            wrong.append(_("“%s” is not a month: write it as 2017-06.") % told["month"])
        if told["consultation"] and meeting is None:
            wrong.append(_("There is no such consultation."))
        paragraph = told["paragraph"] if told["paragraph"] in load().recommendations else ""
        if told["paragraph"] and not paragraph:
            wrong.append(_("“%s” is not in the register.") % told["paragraph"])
        return cls(told["mission"], month, meeting, paragraph, bool(told["settled"]), tuple(wrong))

    @property
    def query(self) -> str:
        """The address's own part."""
        told = {
            "mission": self.mission,
            "month": f"{self.month:%Y-%m}" if self.month else "",
            "consultation": str(self.consultation or ""),
            "paragraph": self.paragraph,
            "settled": "1" if self.settled else "",
        }
        return urlencode({name: value for name, value in told.items() if value})

    def until(self, today: date) -> date:
        """The last day that is listed."""
        if self.month:
            return self.month + relativedelta(months=1, days=-1)
        return today + timedelta(days=AHEAD)

    def holds(self, task: Task, today: date) -> bool:
        """Whether the list shows it."""
        if self.consultation and task.subject != f"consultation:{self.consultation}":
            return False
        if self.mission and self.mission not in task.of.missions:
            return False
        if self.paragraph and self.paragraph not in task.recommendations:
            return False
        if self.month:
            return task.due_on is not None and self.month <= task.due_on <= self.until(today)
        if self.consultation:
            return True
        if task.due_on is None:
            return not task.settled
        recent = task.due_on >= today - timedelta(days=KEPT)
        return task.due_on <= self.until(today) and (recent or not (task.lapsed or task.settled))


# From how many lines on a part is folded.
FOLDED = {"overdue": 999, "week": 999, "later": 12, "undated": 5, "missed": 5}
FIELDS = ("mission", "month", "consultation", "paragraph", "settled")


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if 1945 <= found.year <= 2099 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def rows_for(reader: Reader) -> Any:
    """The consultations whose tasks this reader may see: nothing is said of the others."""
    return with_details_for(Consultation.objects.all(), reader).filter(shown=True)


def board(reader: Reader, narrowed: Narrowed) -> dict[str, Any]:
    """The context of the page."""
    today = planning.today()
    known = known_cycles(today)[1]
    seen = tasks.sight(today, known.chains, workdays=known.workdays, register=known.register)
    rows, until = rows_for(reader), narrowed.until(today)
    if narrowed.consultation:
        rows = rows.filter(pk=narrowed.consultation)
        until = max(until, today + timedelta(days=400))
    found = tasks.all_of(rows, seen, until, narrowed.month)
    held = [one for one in found if narrowed.holds(one, today)]
    settled = [one for one in held if one.settled]
    told = lines(settled) if narrowed.settled or narrowed.consultation else []
    return {
        "today": today, "narrowed": narrowed, "parts": list(_parts(held, today)),
        "settled": told, "settled_groups": grouped(told),
        "hidden": 0 if narrowed.settled or narrowed.consultation else len(settled),
        "may_plan": may(reader, "plan"), "ahead": AHEAD, "tab": "tasks",
        "choices": _choices(found, narrowed, today),
        "about": _about(found, narrowed), "back": f"{reverse('tasks')}?{narrowed.query}",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one consultation, cycle, visit, month or year."""

    of: Subject
    lines: list[Line]


def grouped(listed: Iterable[Line]) -> list[Group]:
    """By what they are for, in the order of the first of each."""
    of: dict[str, Group] = {}
    for one in listed:
        of.setdefault(one.task.subject, Group(one.task.of, [])).lines.append(one)
    return list(of.values())


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the list with its heading."""

    name: str
    title: str
    lines: list[Line]
    note: str = ""
    folded: bool = False

    @property
    def groups(self) -> list[Group]:
        """What is listed, by what it is for."""
        return grouped(self.lines)


def _parts(held: Iterable[Task], today: date) -> Iterable[Part]:
    left = [one for one in held if not one.settled]
    week = today + timedelta(days=WEEK)
    titles = {
        "overdue": (_("Overdue"), ""),
        "week": (_("In the next seven days"), ""),
        "later": (_("Later"), ""),
        "undated": (_("Without a day yet"), _("The day they count from is not known.")),
        "missed": (
            _("Not noted in time"),
            _("What they prepare is over: note what was done then, or skip them with the reason."),
        ),
    }
    sorted_out: dict[str, list[Task]] = {name: [] for name in titles}
    for one in left:
        sorted_out[_part(one, today, week)].append(one)
    return [
        Part(name, title, lines(sorted_out[name]), note, len(sorted_out[name]) > FOLDED[name])
        for name, (title, note) in titles.items()
    ]


def _part(task: Task, today: date, week: date) -> str:
    if task.lapsed:
        return "missed"
    if task.due_on is None:
        return "undated"
    if task.due_on < today:
        return "overdue"
    return "week" if task.due_on <= week else "later"


def _choices(found: list[Task], narrowed: Narrowed, today: date) -> dict[str, Any]:
    """What the list can be narrowed to."""
    first = today.replace(day=1) - relativedelta(months=2)
    months = [first + relativedelta(months=n) for n in range(15)]
    months += [narrowed.month] if narrowed.month and narrowed.month not in months else []
    missions = {name for one in found for name in one.of.missions} | (
        {narrowed.mission} if narrowed.mission else set()
    )
    register, asked = load(), {i for rule in load_tasks().values() for i in rule.recommendations}
    return {
        "missions": sorted(missions),
        "months": [(f"{one:%Y-%m}", f"{MONTHS[one.month]} {one.year}") for one in sorted(months)],
        "paragraphs": [e for e in register.recommendations.values() if e.id in asked],
    }


def _about(found: list[Task], narrowed: Narrowed) -> Any:
    """The consultation the list is narrowed to, as its tasks name it."""
    if narrowed.consultation is None:
        return None
    key = f"consultation:{narrowed.consultation}"
    return next((one.of for one in found if one.subject == key), None)


def asked_again(back: str) -> Narrowed:
    """What the list was narrowed to on the page a form came from."""
    parts = urlsplit(back)
    query = QueryDict(parts.query) if parts.path == reverse("tasks") else QueryDict()
    return Narrowed.of(query)
