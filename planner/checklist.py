"""The checklist of one consultation, cycle, visit, month or year: what is due, when, and how it is.

Working days are counted as everywhere; what was not counted is named. A day before the thing was
known becomes the day on which it was known: what is booked late is due at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from planner.anchor import Anchor, Basis
from planner.anchors import last_working
from planner.register import Register
from planner.tasks import MONTHS, WORKING, Rule, of_scope
from planner.workdays import Count, Shift, Workdays, say_date

OPEN, DONE, SKIPPED, OVERDUE = STATES = ("open", "done", "skipped", "overdue")
SAID = {  # the days that are counted from, in a sentence
    "meeting": "the meeting", "adoption": "the adoption", "first_draft": "the first draft",
    "council_consultations": "the Council's consultations", "expiry": "the expiry",
    "visit_end": "the end of the visit", "month_start": "the first working day of the month",
    "month_end": "the last working day of the month", "january_end": "the end of January",
    "c34_session": "the session of C-34", "year_end": "the last working day of the year",
    "january_after": "the end of January of the next year", "march_end": "the end of March",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """What settles a task by itself: the day it happened (None: not known), and what it was."""

    on: date | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody noted: done or skipped, on which day, by whom, and why.

    *seen* tells this mark from a later one: a page that shows another is out of date.
    """

    state: str
    on: date
    reason: str = ""
    who: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What tasks are for. *known_on*: nothing can be due before that day."""

    scope: str
    key: str
    name: str
    traits: Mapping[str, tuple[str, ...]]
    anchors: Mapping[str, Anchor]
    proofs: Mapping[str, Proof] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    known_on: date | None = None
    url: str = ""
    missions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """The day, how it is established, and how it was counted; *at_once* where that was past."""

    on: date | None
    basis: str
    counted: str
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One task of one subject, as it stands on a day."""

    rule: Rule
    of: Subject
    due: Due
    state: str
    lapsed: bool = False
    done_on: date | None = None
    evidence: str = ""
    left: Count | None = None

    @property
    def id(self) -> str:
        return self.rule.id

    @property
    def title(self) -> str:
        return self.rule.title

    @property
    def recommendations(self) -> tuple[str, ...]:
        return self.rule.recommendations

    @property
    def subject(self) -> str:
        return self.of.key

    @property
    def due_on(self) -> date | None:
        return self.due.on

    @property
    def basis(self) -> str:
        return self.due.basis

    @property
    def counted(self) -> str:
        return self.due.counted

    @property
    def url(self) -> str:
        return self.of.url

    @property
    def mark(self) -> Mark | None:
        """What somebody noted of it, if anybody did."""
        return self.of.marks.get(self.rule.id)

    @property
    def settled(self) -> bool:
        return self.state in (DONE, SKIPPED)

    @property
    def late(self) -> bool:
        """Done, but after the day; of what is not dated nothing is said."""
        return bool(self.state == DONE and self.due.on and self.done_on and
                    self.done_on > self.due.on)  # fmt: skip

    @property
    def is_after(self) -> bool:
        """Whether it follows what it counts from, rather than preparing it."""
        return self.rule.direction == "after"


def checklist(
    subject: Subject, *, today: date, workdays: Workdays, register: Register
) -> tuple[Task, ...]:
    """The tasks it calls for, in the order of the file."""
    rules = (rule for rule in of_scope(subject.scope) if rule.applies(subject.traits))
    return tuple(_task(rule, subject, today, workdays, register) for rule in rules)


def soonest(tasks: Iterable[Task]) -> list[Task]:
    """By the day they are due, else in the order given; those without a day last."""
    return sorted(tasks, key=lambda one: one.due.on or date.max)


def _task(
    rule: Rule, subject: Subject, today: date, workdays: Workdays, register: Register
) -> Task:
    due = due_of(rule, subject, workdays, register)
    proof, mark = subject.proofs.get(rule.evidence), subject.marks.get(rule.id)
    if proof is not None:  # what is there settles it, whatever was noted
        return Task(rule, subject, due, DONE, done_on=proof.on, evidence=proof.sentence)
    if mark is not None:
        return Task(rule, subject, due, mark.state, done_on=mark.on)
    late = due.on is not None and due.on < today
    left = workdays.left(today, due.on) if due.on else None
    lapsed = late and _lapsed(rule, subject, today)
    return Task(rule, subject, due, OVERDUE if late else OPEN, lapsed, left=left)


def _lapsed(rule: Rule, subject: Subject, today: date) -> bool:
    """Whether the moment it prepares is over."""
    name = rule.lapses or (rule.anchor if rule.direction == "before" else "")
    over = subject.anchors.get(name)
    return over is not None and over.on is not None and over.on < today


def due_of(rule: Rule, subject: Subject, workdays: Workdays, register: Register) -> Due:
    """The day a task is due for a subject, and how it was counted."""
    anchor = subject.anchors.get(rule.anchor)
    if anchor is None or anchor.on is None:
        said = f"no day of {SAID[rule.anchor].removeprefix('the ')} is known yet"
        return Due(None, str(Basis.UNKNOWN), said)
    on, counted = _counted(rule, anchor.on, workdays, register)
    standing = "" if anchor.basis in (Basis.RECORDED, Basis.RULE) else f", {anchor.basis}"
    if rule.direction != "on" or counted:
        counted += f"{SAID[rule.anchor]} ({say_date(anchor.on)}{standing})"
    else:
        counted = f"{SAID[rule.anchor]}{standing}"
    due = _bounded(rule, subject, Due(on, anchor.standing, counted), anchor.on, workdays)
    known = subject.known_on
    if known is None or due.on is None or due.on >= known or known > anchor.on:
        return due
    said = f"{due.counted}: that was {say_date(due.on)}, before it was booked, so at once"
    return Due(min(workdays.shift(known, 0).on, anchor.on), due.basis, said, at_once=True)


def _counted(rule: Rule, start: date, workdays: Workdays, register: Register) -> tuple[date, str]:
    """The day, and "4 working days before " with the days that were not counted."""
    number, unit = rule.amount(register)
    sign = -1 if rule.direction == "before" else 1
    if number == 0 or rule.direction == "on":
        on = last_working(start, workdays)
        return on, "" if rule.direction == "on" else "at the latest on the day of "
    if unit == WORKING:
        shift = workdays.shift(start, sign * number)
        return shift.on, f"{_said(number, 'working day', shift)} {rule.direction} "
    if unit == MONTHS:
        end = start + sign * relativedelta(months=number)
        on, name = last_working(end, workdays), "month"
    else:
        on, name = last_working(start + timedelta(days=sign * number), workdays), "calendar day"
    return on, f"{_said(number, name)} {rule.direction} "


def _said(number: int, name: str, shift: Shift | None = None) -> str:
    """ "4 working days (Mon 29 May, Memorial Day, not counted)"."""
    said = f"{number} {name}{'' if number == 1 else 's'}"
    rest = shift.sentence.partition(": ")[2] if shift and shift.skipped else ""
    provisional = f" (provisional: {'; '.join(shift.provisional)})" if shift and (
        shift.provisional and not rest) else ""  # fmt: skip
    return said + (f" ({rest})" if rest else provisional)


def _bounded(rule: Rule, subject: Subject, due: Due, start: date, workdays: Workdays) -> Due:
    """Never later than the last working day before what is still to come, nor before the start.

    As ``followup.report_back_due`` has it: a bound that was past already binds nothing any more.
    """
    found = [subject.anchors.get(name) for name in rule.no_later]
    ahead = [one for one in found if one is not None and one.on is not None and one.on > start]
    if not ahead or due.on is None:
        return due
    first = min(ahead, key=lambda one: one.on or date.max)
    assert first.on is not None
    last = max(start, workdays.shift(first.on, -1).on)
    if last >= due.on:
        return due
    standing = "" if first.basis is Basis.RECORDED else f", {first.basis}"
    said = (
        f"the last working day before {SAID[first.name]} ({say_date(first.on)}{standing}); "
        f"{due.counted} would be {say_date(due.on)}"
    )
    return Due(last, first.standing, said)
