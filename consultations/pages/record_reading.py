"""The record as it is read: names as far as may be told, outcomes to whom they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User

from consultations import records
from consultations.forms.record import ANSWERS, SELF_CHECK
from consultations.models import Attendance, Consultation, Point, Question, Record
from consultations.pages.record_page import SIDES, state_labels, totals
from consultations.pages.record_settling import due, lacking, reports, settling_forms
from consultations.people import may
from consultations.records.fields import fields_of
from consultations.records.showing import attendance_told


@dataclass(frozen=True, slots=True)
class Raised:
    """A point or a question, and who raised it as far as that is told."""

    row: Point | Question
    by: str


@dataclass(frozen=True, slots=True)
class Came:
    """One side: who was present, with level and seats; the names of the others by state."""

    label: str
    present: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]


def reading(row: Consultation, record: Record, reader: User | AnonymousUser) -> dict[str, Any]:
    """The context of the record that is only read."""
    may_plan, when = may(reader, "plan"), due(row)
    attendance = list(record.attendances.filter(removed=False).order_by("position", "name"))
    points = record.points.filter(removed=False).exclude(text="").select_related("mission")
    questions = record.questions.filter(removed=False).exclude(text="")
    noted = any(one.state != "unknown" for one in attendance)
    told = attendance_told(reader, record)
    return {
        "row": row, "record": record, "mission": row.cycle_mission, "may_plan": may_plan,
        "came": _came(attendance, told), "continued": _continued(record, reader),
        "totals": totals(attendance), "total_states": state_labels(),
        "points": [Raised(one, records.visible_name(one, record)) for one in points],
        "questions": [Raised(one, records.visible_name(one, record)) for one in questions],
        "outcomes": records.sees_outcome(reader, row, record),
        "panellists": record.panellists.filter(removed=False),
        "inputs": record.inputs.filter(removed=False).exclude(name="", text=""),
        "due": when, "reports": reports(row, when), "checked": checked(record),
        "tags": record.tags.all(),
        "lacking": lacking(row, record, noted=noted) if not record.is_closed else [],
        "forms": settling_forms(row, record) if may_plan else {},
    }  # fmt: skip


def _continued(record: Record, reader: User | AnonymousUser) -> Consultation | None:
    """The meeting that this one continues, unless it is closed to the reader."""
    before = record.continues
    return before if before is not None and may(reader, "details", before) else None


def checked(record: Record) -> list[tuple[str, str]]:
    """(principle, judgement) of the self-check; empty where nobody judged any of them."""
    words = dict(ANSWERS)
    if not any(record.self_check.get(letter, "unknown") != "unknown" for letter in SELF_CHECK):
        return []
    return [
        (str(principle), str(words.get(record.self_check.get(letter, "unknown"), "")))
        for letter, principle in SELF_CHECK.items()
    ]


def _came(attendance: list[Attendance], told: tuple[str, ...]) -> list[Came]:
    labels = dict(Attendance.State.choices)
    found = []
    for code, label in SIDES.items():
        mine = [one for one in attendance if one.category == code]
        if not mine:
            continue
        absent = tuple(
            (str(labels[Attendance.State(state)]), tuple(o.name for o in mine if o.state == state))
            for state in ("excused", "absent", "unknown")
        )
        present = tuple((o.name, _seats(o, told)) for o in mine if o.state == "present")
        found.append(Came(str(label), present, tuple(pair for pair in absent if pair[1])))
    return found


def _seats(one: Attendance, told: tuple[str, ...]) -> str:
    """Level and seats, and of the rest what *told* names."""
    columns = fields_of("attendance")
    names = {name: columns[name].title for name in told}
    ticked = [words for name, words in names.items() if getattr(one, name) is True]
    people = one.people if "people" in told else ""
    return "; ".join(filter(None, [str(one.get_level_display()), *ticked, people]))
