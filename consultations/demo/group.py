"""Two meetings of the Working Group held this year, for its reports: made up, and labelled so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User

from consultations import booking, planning, records
from consultations.demo.said import LABEL, PANEL
from consultations.models import HEADQUARTERS, Consultation, Participation
from planner.workdays import Workdays

AIM = "Made up to show what the Working Group reports; no such meeting was held."
BEGINS, MINUTES = time(15), 90
TRIED = 10  # working days in a row, until one is free
# (kind, working days before today, theme, what was discussed, what was concluded)
MET = (
    ("organisational", 150, "Organization of work", "the year's programme was looked through.",
     "the programme was adopted."),
    ("working_group", 60, "Safety and security of peacekeepers",
     "participants spoke of medical evacuation and of mobility.",
     "earlier threat assessments were asked for; it was agreed to come back to mobility."),
)  # fmt: skip


def hold_group_meetings(who: User, days: Workdays, invited: list[Participation]) -> int:
    """Book, hold, record and close them; answers how many. *invited*: of one of its others."""
    today, held = planning.today(), 0
    for kind, before, theme, discussed, concluded in MET:
        first = days.shift(date(today.year, 1, 2), 1).on
        row = _book(kind, theme, max(days.shift(today, -before).on, first), who, days, invited)
        if row:
            _record(row, theme, discussed, concluded, days, who)
            held += 1
    return held


def _book(
    kind: str, theme: str, on: date, who: User, days: Workdays, invited: list[Participation]
) -> Consultation | None:
    """On the first day that is free from *on*; None where that is not before today."""
    of, council = planning.KINDS[kind], Participation.Category.COUNCIL_MEMBER
    guests = [
        {"name": one.name, "iso3": one.iso3, "category": one.category}
        for one in invited
        if kind != "organisational" or one.category == council
    ]
    terms: dict[str, Any] = {
        "kind": kind, "need": kind, "forum": of.forum, "format": of.format, "convener": "chair",
        "level": of.level, "visibility": "journal", "aim": AIM,
        "subject": f"{LABEL} held, Working Group: {theme}",
    }  # fmt: skip
    for day in days.days(on, days.shift(on, TRIED).on):
        begins = datetime.combine(day, BEGINS, HEADQUARTERS)
        if day >= planning.today():
            return None
        try:
            row = booking.book(
                who=who, guests=guests, announced_on=days.shift(day, -12).on, starts_at=begins,
                ends_at=begins + timedelta(minutes=MINUTES), **terms,
            )  # fmt: skip
        except booking.Taken:
            continue
        return booking.confirm(row, who=who, version=row.version)
    return None


def _record(
    row: Consultation, theme: str, discussed: str, concluded: str, days: Workdays, who: User
) -> None:
    """Who came, who briefed, what was said and concluded; reported back and closed."""
    record = records.open_record(row, who=who)
    record.attendances.update(state="present", political=True)
    lines = [
        ("record", "theme", f"{LABEL} {theme}"),
        ("record", "discussion", f"{LABEL} {discussed}"),
        ("record", "conclusions", f"{LABEL} {concluded}"),
    ]
    panel = PANEL if row.kind == "working_group" else ()
    named = ("honorific", "name", "post", "entity")
    for one in panel:
        item = f"panellist:{uuid4()}"
        lines += [(item, field, value) for field, value in zip(named, one, strict=True)]
    changes = [records.Change(uuid4(), item, field, "", value) for item, field, value in lines]
    done = records.apply(row, changes, who=who)
    assert not done.refused, done.refused
    on = days.shift(planning.held_on(row), 1).on
    if panel:
        records.report_back(row, mode="oral", done_on=on, to_whom="the President", who=who)
    else:
        words = f"{LABEL} nothing to report: members alone."
        records.report_back(row, mode="not_needed", reason=words, who=who)
    row.refresh_from_db()
    records.close(row, who=who, version=row.version)
