"""What is settled before a record is closed: report-back and its due days, what is lacking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from consultations import planning, records
from consultations.forms import record as forms
from consultations.forms.record_feedback import EnteredFeedbackForm
from consultations.models import Consultation, Record, ReportBack


@dataclass(frozen=True, slots=True)
class Lacking:
    """What stands against closing, and where on the screen it is settled."""

    sentence: str
    cure: str
    url: str


@dataclass(frozen=True, slots=True)
class Report:
    """One mode of report-back, and whether its day has passed."""

    row: ReportBack
    due_on: date | None
    overdue: bool


def lacking(row: Consultation, record: Record | None, *, noted: bool) -> list[Lacking]:
    """Each sentence of ``records.standing_against`` with the place of its cure; *noted* tells
    whether anybody's attendance is."""
    sentences = records.standing_against(row, record)
    settled = {
        "attendance": (noted, "#attendance"),
        "report-back": (row.report_backs.all(), "#report-back"),
    }
    cures = [(name, url) for name, (there, url) in settled.items() if not there]
    cures = [("meeting", row.get_absolute_url())] * (len(sentences) - len(cures)) + cures
    return [Lacking(said, *cure) for said, cure in zip(sentences, cures, strict=False)]


def due(row: Consultation) -> Any:
    """By when the views are to reach the Council; None where its cycle is no longer computed."""
    try:
        return records.due(row)
    except planning.NoSuchCycle:
        return None


def reports(row: Consultation, when: Any) -> list[Report]:
    """What was recorded, in the order of the modes."""
    days = {"oral": when.oral_by, "written": when.written_by} if when else {}
    today = planning.today()
    return [
        Report(one, days.get(one.mode), _overdue(one, days.get(one.mode), today))
        for one in row.report_backs.all()
    ]


def _overdue(one: ReportBack, by: date | None, today: date) -> bool:
    return bool(
        by and one.done_on is None and one.mode != ReportBack.Mode.NOT_NEEDED and by < today
    )


def settling_forms(row: Consultation, record: Record) -> dict[str, Any]:
    """One form a deed, as it stands."""
    checked = {letter: record.self_check.get(letter, "unknown") for letter in forms.SELF_CHECK}
    names = "; ".join(tag.name for tag in record.tags.all())
    version = {"version": row.version}
    return {
        "report-back": forms.ReportBackForm(auto_id="report-%s"),
        "close": forms.CloseForm(initial=version, auto_id="close-%s"),
        "reopen": forms.ReopenForm(initial=version, auto_id="reopen-%s"),
        "tags": forms.TagsForm(initial={"names": names}, auto_id="tags-%s"),
        "feedback": EnteredFeedbackForm(auto_id="feedback-%s"),
        "self-check": forms.SelfCheckForm(initial=checked, auto_id="check-%s"),
    }
