"""Who is named, and who sees what became of a point: the consultation's own choice."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User

from consultations.models import Attribution, Consultation, Point, Question, Record
from consultations.people import convenes, may


def attribution_of(item: Point | Question, record: Record) -> str:
    """How openly it is told: the item's own choice, else the record's."""
    return item.attribution or record.attribution


def visible_name(item: Point | Question, record: Record) -> str:
    """Who raised it, as far as it may be told: a name, a group, or nothing."""
    chosen = attribution_of(item, record)
    group = item.group if isinstance(item, Point) else ""
    if chosen == Attribution.NAMED:
        name = item.raised_by if isinstance(item, Point) else item.asked_by
        return name or group
    return group if chosen == Attribution.GROUP else ""


def attendance_told(reader: User | AnonymousUser, record: Record) -> tuple[str, ...]:
    """Which columns of attendance *reader* is told beside name, state and level.

    Who spoke is told where views are named, or to who keeps the record; who came to the latter.
    """
    may_plan = may(reader, "plan")
    spoke = ("spoke",) if may_plan or record.attribution == Attribution.NAMED else ()
    return ("political", "military", "police", *spoke, *(("people",) if may_plan else ()))


def sees_outcome(reader: User | AnonymousUser, row: Consultation, record: Record) -> bool:
    """Whether *reader* is shown what draft and text made of the points."""
    if may(reader, "plan"):
        return True
    if record.outcome_shown == Record.Shown.READERS:
        return may(reader, "details", row)
    return may(reader, "remark", row) and convenes(reader, row)
