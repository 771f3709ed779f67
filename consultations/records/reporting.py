"""How the views reached the Council, and by when they have to (2006 report, para. 14 (a))."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations import planning
from consultations.booking import Refused
from consultations.models import Consultation, Deed, Question, ReportBack
from consultations.records.opening import locked, touched
from consultations.sayings import say_day

Mode = ReportBack.Mode


def due(row: Consultation) -> planning.ReportBackDue:
    """By which days the views are to reach the Council, and how that was counted."""
    return planning.report_back_due(row)


def question_due(question: Question) -> date:
    """By which day the Secretariat is to answer; *question* needs its record's consultation."""
    row = question.record.consultation
    return planning.question_due(row, question.asked_on, question.incident).on


def report_back(
    row: Consultation,
    *,
    mode: str,
    who: User | None,
    done_on: date | None = None,
    to_whom: str = "",
    text: str = "",
    symbol: str = "",
    reason: str = "",
) -> ReportBack:
    """Record how the views reach the Council; without *done_on* it is still to be done.

    Raises ``Refused`` where it is not needed and nobody said why, where both are said, and where
    it was done before the meeting or in time to come.
    """
    said = {"to_whom": to_whom.strip(), "text": text.strip(), "symbol": symbol.strip()}
    reason = reason.strip()
    _check(row, mode, done_on, reason)
    if mode == Mode.NOT_NEEDED:
        said, done_on = dict.fromkeys(said, ""), None
    with transaction.atomic():
        record = locked(row)
        _check_beside(row, mode)
        before = ReportBack.objects.filter(consultation=row, mode=mode).first()
        was = _said(before) if before else ""
        values: dict[str, Any] = said | {"done_on": done_on, "reason": reason, "who": who}
        kept, _created = ReportBack.objects.update_or_create(
            consultation=row, mode=mode, defaults=values
        )
        if _said(kept) != was:
            _keep(row, who, was, _said(kept), reason)
        touched(record)
    return kept


def withdraw_report_back(row: Consultation, mode: str, who: User | None) -> None:
    """Take back what was recorded of one mode; the history keeps it.

    Raises ``Refused`` where there is none, and where a closed record rests on it alone.
    """
    with transaction.atomic():
        record = locked(row)
        found = ReportBack.objects.filter(consultation=row, mode=mode).first()
        if found is None:
            raise Refused(_("No such report-back is recorded."))
        if record.is_closed and row.report_backs.count() == 1:
            raise Refused(_("The record is closed on it: open the record again first."))
        found.delete()
        _keep(row, who, _said(found), _("taken back"), "")
        touched(record)


def report_back_done(row: Consultation) -> bool:
    """Whether the views have reached the Council, or need not."""
    return any(
        one.mode == Mode.NOT_NEEDED or one.done_on is not None for one in row.report_backs.all()
    )


def _check(row: Consultation, mode: str, done_on: date | None, reason: str) -> None:
    if mode not in Mode.values:
        raise Refused(_("Choose whether the report-back is oral, written or not needed."))
    if mode == Mode.NOT_NEEDED and not reason:
        raise Refused(_("Say why no report-back is needed."))
    if done_on is None:
        return
    if done_on < planning.held_on(row):
        raise Refused(_("The report-back cannot be earlier than the meeting: check the day."))
    if done_on > planning.today():
        raise Refused(_("That day is to come: leave it empty until the report-back was done."))


def _check_beside(row: Consultation, mode: str) -> None:
    """What is not needed is not done as well."""
    others = set(row.report_backs.exclude(mode=mode).values_list("mode", flat=True))
    if others and Mode.NOT_NEEDED in {mode, *others}:
        raise Refused(_("Another report-back is recorded: take that one back first."))


def _said(one: ReportBack) -> str:
    """As the history tells it."""
    parts = [str(one.get_mode_display())]
    if one.mode != Mode.NOT_NEEDED:
        parts.append(say_day(one.done_on) if one.done_on else _("not done yet"))
    parts += [part for part in (one.to_whom, one.symbol) if part]
    if one.text:
        parts.append(_("with its text"))
    return ", ".join(parts)


def _keep(row: Consultation, who: User | None, was: str, now: str, reason: str) -> None:
    Deed.objects.create(
        consultation=row, verb=Deed.Verb.REPORT, was=was, now=now, reason=reason, who=who
    )
