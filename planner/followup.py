"""When the Council is to be told what was said, and when questions are to be answered.

2006 report, para. 14 (a): views reach the Council at the earliest opportunity, if necessary in
writing; 2017 report, para. 81 (c): questions are answered within a reasonable time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.workdays import Shift, Workdays, say_date

TOO_LATE = "views could not reach it beforehand."


@dataclass(frozen=True, slots=True)
class Bound:
    """A day before which the views are to have arrived; *basis* as that of an anchor."""

    name: str
    on: date
    basis: str = "recorded"

    @property
    def soft(self) -> bool:
        """Whether the day is only our estimate."""
        return self.basis == "estimated"

    @property
    def said(self) -> str:
        """As in "the first draft (Thu 15 June 2017, estimated)"."""
        standing = "" if self.basis == "recorded" else f", {self.basis}"
        return f"{self.name} ({say_date(self.on)}{standing})"


@dataclass(frozen=True, slots=True)
class ReportBackDue:
    """The last day for an oral and for a written report-back, and how both were counted.

    *before* are the days that the views are to precede; *too_late* those the meeting came after.
    """

    oral_by: date
    written_by: date
    before: tuple[tuple[str, date], ...]
    sentences: tuple[str, ...]
    too_late: tuple[str, ...] = ()
    estimated: bool = False
    provisional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionDue:
    """The last day for an answer and how it was counted."""

    on: date
    sentence: str
    provisional: tuple[str, ...] = ()


def report_back_due(
    meeting_on: date,
    *,
    workdays: Workdays,
    oral: int,
    written: int,
    before: Iterable[Bound] = (),
) -> ReportBackDue:
    """*oral* and *written* working days after the meeting, and before each bound that is to come.

    A bound on or before the day of the meeting binds nothing any more: the sentences say so. Where
    no working day is left in between, the day of the meeting itself is the last one.
    """
    bounds = sorted(before, key=lambda one: (one.on, one.name))
    ahead = [one for one in bounds if one.on > meeting_on]
    passed = tuple(one.said for one in bounds if one.on <= meeting_on)
    shifts = {
        "Oral": workdays.shift(meeting_on, oral),
        "Written": workdays.shift(meeting_on, written),
    }
    counted = [_counted(name, shift, meeting_on, ahead, workdays) for name, shift in shifts.items()]
    late = [f"{_capital(said)} had been when the meeting was held: {TOO_LATE}" for said in passed]
    return ReportBackDue(
        oral_by=counted[0].on,
        written_by=counted[1].on,
        before=tuple((one.name, one.on) for one in bounds),
        sentences=(*(one.sentence for one in counted), *late),
        too_late=passed,
        estimated=any(one.held is not None and one.held.soft for one in counted),
        provisional=tuple(dict.fromkeys(p for s in shifts.values() for p in s.provisional)),
    )


def question_due(
    asked_on: date, *, workdays: Workdays, days: int, incident: bool = False
) -> QuestionDue:
    """*days* working days after the day on which it was asked."""
    shift = workdays.shift(asked_on, days)
    what = "an incident" if incident else "a question"
    said = f"{say_date(shift.on)}: {shift.sentence} after {say_date(asked_on)}, for {what}"
    return QuestionDue(shift.on, said, shift.provisional)


@dataclass(frozen=True, slots=True)
class _Counted:
    """One last day, the bound that drew it forward, if any, and both in words."""

    on: date
    held: Bound | None
    sentence: str


def _counted(
    name: str, shift: Shift, meeting_on: date, ahead: list[Bound], workdays: Workdays
) -> _Counted:
    """Not later than the last working day before the first bound that is to come."""
    on, held = shift.on, None
    if ahead:
        last = max(meeting_on, workdays.shift(ahead[0].on, -1).on)
        on, held = (last, ahead[0]) if last < on else (on, None)
    return _Counted(on, held, _sentence(name, on, shift, held, meeting_on))


def _sentence(name: str, on: date, shift: Shift, held: Bound | None, meeting_on: date) -> str:
    counted = f"{shift.sentence} after {say_date(meeting_on)}"
    if held is None:
        return f"{name} by {say_date(on)}: {counted}."
    if on == meeting_on:
        return (
            f"{name} on {say_date(on)}, the day of the meeting: no working day is left before "
            f"{held.said}; {counted} would be {say_date(shift.on)}."
        )
    return (
        f"{name} by {say_date(on)}, the last working day before {held.said}; "
        f"{counted} would be {say_date(shift.on)}."
    )


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
