"""How a meeting went, by the self-check of para. 79 and by what each side said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from consultations import records
from consultations.forms.how_it_went import FeedbackForm, SelfCheckForm
from consultations.models import Consultation, Feedback, Record
from consultations.pages.records_seen import Reader
from consultations.people import may

QUESTIONS = ("dialogue", "impact", "worth")


@dataclass(frozen=True, slots=True)
class Side:
    """What one side said: how many answers, and of each question the mean of 1 to 5."""

    label: str
    count: int
    means: tuple[float | None, ...]


def how_it_went(
    row: Consultation, reader: Reader, typed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The context of the page; *typed* holds the form that was sent and could not be done."""
    record, may_plan, sent = records.of(row), may(reader, "plan"), dict(typed or {})
    given = list(row.feedbacks.all())
    ours = records.suggestions(row, record)
    form = sent.get("self-check") or SelfCheckForm(
        initial={one.letter: one.answered or one.value for one in ours}, auto_id="check-%s"
    )
    return {
        "row": row, "record": record, "may_plan": may_plan, "closed": _closed(record),
        "checks": [(one, form[one.letter], _label(form, one)) for one in ours],
        "check_form": form, "sides": list(_sides(given)), "answers": len(given),
        "comments": [one.comment for one in given if one.comment] if may_plan else [],
        "feedback_form": sent.get("feedback") or FeedbackForm(auto_id="feedback-%s"),
        "questions": [Feedback._meta.get_field(name).verbose_name for name in QUESTIONS],  # type: ignore[union-attr]
        "failed": bool(sent),
    }  # fmt: skip


def _closed(record: Record | None) -> bool:
    return record is not None and record.is_closed


def _label(form: SelfCheckForm, one: records.Suggested) -> tuple[str, str]:
    """What was answered and what we suggest, in words."""
    field: Any = form.fields[one.letter]
    words = {code: str(label) for code, label in field.choices}
    return words.get(one.answered, ""), words[one.value]


def _sides(given: list[Feedback]) -> Iterable[Side]:
    for side in Feedback.Side:
        mine = [one for one in given if one.side == side]
        yield Side(str(side.label), len(mine), tuple(_mean(mine, name) for name in QUESTIONS))


def _mean(given: list[Feedback], name: str) -> float | None:
    told = [getattr(one, name) for one in given if getattr(one, name) is not None]
    return fmean(told) if told else None
