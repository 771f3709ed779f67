"""Closing a record, and opening it again: what has to be settled first, each with its cure."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import booking
from consultations.booking import Refused
from consultations.booking.changes import changing, keep
from consultations.models import Attendance, Consultation, Deed, Record
from consultations.records.opening import locked, now_closed

Status, Verb = Consultation.Status, Deed.Verb


def close(row: Consultation, *, who: User | None, version: int) -> Record:
    """The record is settled; a confirmed meeting that has begun counts as held from now on.

    Raises ``Refused`` with a sentence for each thing that is missing, ``Stale`` where the
    consultation was changed since *version*.
    """
    with transaction.atomic():
        record = locked(row)
        if record.is_closed:
            raise Refused(_("The record is closed already."))
        missing = standing_against(row, record)
        if missing:
            raise Refused(" ".join(missing))
        if row.status == Status.CONFIRMED:
            version = booking.hold_meeting(row, who=who, version=version).version
        now_closed(record, who)
        with changing(row, version) as held:
            keep(held, Verb.CLOSE, who=who, now=_summary(record))
    return record


def reopen(row: Consultation, *, reason: str, who: User | None, version: int) -> Record:
    """The record may be changed again; the reason is kept with it."""
    if not reason.strip():
        raise Refused(_("Say why the record is opened again."))
    with transaction.atomic():
        record = locked(row)
        if not record.is_closed:
            raise Refused(_("The record is open."))
        record.closed_at = record.closed_by = None
        record.revision += 1
        record.save(update_fields=["closed_at", "closed_by", "revision"])
        with changing(row, version) as held:
            keep(held, Verb.REOPEN, who=who, reason=reason)
    return record


def standing_against(row: Consultation, record: Record | None) -> list[str]:
    """What is missing before the record can be closed: a sentence each, naming the cure."""
    return [
        *_of_meeting(row),
        *_of_attendance(record),
        *_of_report_back(row),
    ]


def _of_meeting(row: Consultation) -> list[str]:
    if row.status not in (Status.CONFIRMED, Status.HELD):
        words = {"now": row.get_status_display()}
        return [_("The meeting is %(now)s: confirm it, and close its record once held.") % words]
    if row.starts_at > timezone.now():
        return [_("The meeting has not begun: close its record afterwards.")]
    return []


def _of_attendance(record: Record | None) -> list[str]:
    noted = record is not None and (
        record.attendances.filter(removed=False).exclude(state=Attendance.State.UNKNOWN).exists()
    )
    return [] if noted else [_("Nobody's attendance is noted: say who was present.")]


def _of_report_back(row: Consultation) -> list[str]:
    if row.report_backs.exists():
        return []
    return [
        _(
            "The report-back is not settled: say whether it is oral or written, or why none is "
            "needed (S/2006/972, para. 14 (a))."
        )
    ]


def _summary(record: Record) -> str:
    """What was closed, in numbers, as the history tells it."""
    present = record.attendances.filter(removed=False, state=Attendance.State.PRESENT).count()
    points = record.points.filter(removed=False).exclude(text="").count()
    questions = record.questions.filter(removed=False).exclude(text="").count()
    return ", ".join(
        (
            ngettext("%s present", "%s present", present) % present,
            ngettext("%s point", "%s points", points) % points,
            ngettext("%s question", "%s questions", questions) % questions,
        )
    )
