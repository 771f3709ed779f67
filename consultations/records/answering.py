"""What the Secretariat answered to a question, even after the record was closed (2017, 81)."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations import planning
from consultations.booking import Refused
from consultations.models import Question, Record
from consultations.records.fields import LONGEST, plain
from consultations.records.keeping import kept_change


def answer_question(
    question: Question, *, answered_on: date | None, answer: str, who: User | None
) -> Question:
    """Keep the day and the words of an answer; without either it is open again.

    Raises ``Refused`` for a day before the question was asked, and for one to come.
    """
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).get(pk=question.record_id)
        row = Question.objects.select_related("record__consultation").get(pk=question.pk)
        asked_on = row.asked_on or planning.held_on(record.consultation)
        if answered_on and answered_on < asked_on:
            raise Refused(_("It cannot be answered before it was asked: check the day."))
        if answered_on and answered_on > planning.today():
            raise Refused(_("That day is to come: leave it empty until there is an answer."))
        answer = plain(answer).strip()[:LONGEST]
        if answer and answered_on is None:
            raise Refused(_("Say on which day it was answered."))
        changes = {}
        for name, value in (("answered_on", answered_on), ("answer", answer)):
            was, now = _said(getattr(row, name)), _said(value)
            if was != now:
                setattr(row, name, value)
                changes[name] = (was, now)
        kept_change(record, f"question:{row.pk}", row, changes, who)  # type: ignore[arg-type]
    return row


def _said(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
