"""Meetings that were held, with records that a page can show: points, questions, issues."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from consultations.models import (
    Attendance,
    Consultation,
    IssueTag,
    Mandate,
    Mission,
    Point,
    Question,
    Record,
)

HELD_AT = datetime(2026, 11, 10, 15, tzinfo=UTC)  # Tue 10 November 2026, 10:00
TODAY = datetime(2026, 11, 20, 15, tzinfo=UTC)  # a Friday
SECRET = "Ruritania"


def mission(acronym: str = "MINUSCA") -> Mission:
    row, made = Mission.objects.get_or_create(
        acronym=acronym, defaults={"kind": "peacekeeping operation"}
    )
    if made:
        Mandate.objects.create(
            mission=row, resolution="S/RES/1 (2025)", adopted_on=date(2025, 11, 13),
            starts_on=date(2025, 11, 16), expires_on=date(2026, 11, 30), kind="renewal",
        )  # fmt: skip
    return row


def meeting(acronym: str = "MINUSCA", days: int = 0, **terms: Any) -> Consultation:
    """Held *days* after Tue 10 November 2026, shown to its invitees alone."""
    about = mission(acronym)
    told = {
        "kind": "informal_triangular", "subject": f"{acronym} before its renewal",
        "cycle_mission": about, "expires_on": date(2026, 11, 30), "status": "held",
        "need": "informal_triangular" if not days else f"x{days}",
        "starts_at": HELD_AT + timedelta(days=days),
        "ends_at": HELD_AT + timedelta(days=days, minutes=90),
    } | terms  # fmt: skip
    row = Consultation.objects.create(**told)
    row.missions.add(about)
    return row


def record(row: Consultation, *tags: str, noted: bool = True, **values: Any) -> Record:
    """Its record; *noted*: somebody was there."""
    made = Record.objects.create(consultation=row, revision=1, **values)
    if noted:
        Attendance.objects.create(record=made, name="Chad", state="present", position=1)
    for name in tags:
        made.tags.add(IssueTag.objects.get_or_create(name=name)[0])
    return made


def point(of: Record, text: str = "Convoys need escorts", **values: Any) -> Point:
    """A point that Ruritania raised, told to nobody unless its attribution says so."""
    told = {"raised_by": SECRET, "group": "Group of Five", "position": 1} | values
    return Point.objects.create(record=of, text=text, **told)


def question(of: Record, text: str = "When will helicopters come?", **values: Any) -> Question:
    """A question that Ruritania asked."""
    return Question.objects.create(record=of, text=text, **({"asked_by": SECRET} | values))
