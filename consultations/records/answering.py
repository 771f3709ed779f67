"""What the Secretariat answered to a question, even after the record was closed (2017, 81)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations import planning
from consultations.booking import Refused
from consultations.models import Question, Record
from consultations.records.keeping import kept_change
from consultations.records.meanwhile import brought_together, put


def answer_question(
    question: Question,
    *,
    answered_on: date | None,
    answer: str,
    who: User | None,
    seen: Mapping[str, str] | None = None,
) -> Question:
    """Keep the day and the words of an answer; without either it is open again.

    *seen* is what the writer saw: what was left so is not touched, words of two are merged.
    Raises ``Refused`` for a day before the question was asked, and for one to come; ``Meanwhile``
    where another day was entered since.
    """
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).get(pk=question.record_id)
        row = Question.objects.select_related("record__consultation").get(pk=question.pk)
        typed = {"answered_on": answered_on, "answer": answer.strip()}
        changes = put("question", record, row, brought_together("question", row, typed, seen))
        asked_on = row.asked_on or planning.held_on(record.consultation)
        if row.answered_on and row.answered_on < asked_on:
            raise Refused(_("It cannot be answered before it was asked: check the day."))
        if row.answered_on and row.answered_on > planning.today():
            raise Refused(_("That day is to come: leave it empty until there is an answer."))
        if row.answer and row.answered_on is None:
            raise Refused(_("Say on which day it was answered."))
        kept_change(record, f"question:{row.pk}", row, changes, who)  # type: ignore[arg-type]
    return row
