"""Questions to the Secretariat: asked, due by working days, answered or overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations import planning, records
from consultations.forms.points import AnswerForm
from consultations.models import Attribution, Consultation, Question
from consultations.pages.records_filters import A_PAGE, Asked, missions_and_years, of_mission
from consultations.pages.records_seen import Reader, meetings_seen, of_seen
from consultations.people import may

AT = "record__consultation__"
STATES = {
    "open": (gettext_lazy("Open"), Q(answered_on=None)),
    "overdue": (gettext_lazy("Overdue"), Q(answered_on=None)),
    "answered": (gettext_lazy("Answered"), Q(answered_on__isnull=False)),
}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question: who asked as far as it may be told, when it is due, how it stands."""

    question: Any
    row: Consultation
    name: str
    attribution: str
    asked_on: date
    due: planning.QuestionDue
    state: str
    late: bool
    missions: tuple[str, ...]
    form: AnswerForm | None

    @property
    def label(self) -> str:
        return str(STATES[self.state][0])


def rows(reader: Reader) -> QuerySet[Question]:
    """The questions that *reader* may read, with all that a line of the table shows."""
    found = Question.objects.filter(of_seen(reader), removed=False).exclude(text="")
    found = found.select_related("record__consultation__cycle_mission")
    return found.prefetch_related("record__consultation__missions")


def questions(
    reader: Reader, query: QueryDict, today: date, typed: tuple[UUID, AnswerForm] | None = None
) -> dict[str, Any]:
    """The context of the page; the same number of queries whatever the rows."""
    asked = Asked(query, ("state", "mission", "year"))
    seen = meetings_seen(reader).filter(record__questions__removed=False).distinct()
    found = rows(reader).filter(of_mission(asked["mission"], AT), asked.of_year(AT))
    state = asked["state"] if asked["state"] in STATES else ""
    if state:
        found = found.filter(STATES[state][1])
    ordered: Any = found.order_by(f"-{AT}starts_at", "position", "pk")
    if state == "overdue":  # which these are, only counting working days tells
        late = [one.question for one in lines(ordered, today, reader) if one.state == "overdue"]
        ordered = late
    shown = Paginator(ordered, A_PAGE).get_page(asked.page)
    states = [(name, label) for name, (label, _of) in STATES.items()]
    return {
        "lines": lines(shown, today, reader, typed), "page": shown, "asked": asked,
        "more": asked.more, "may_plan": may(reader, "plan"),
        "filters": (asked.choice("state", _("State"), states), *missions_and_years(asked, seen)),
    }  # fmt: skip


def lines(
    found: Iterable[Any],
    today: date,
    reader: Reader,
    typed: tuple[UUID, AnswerForm] | None = None,
) -> list[QuestionLine]:
    """Lines of the table; due days are counted from what is read once for all of them."""
    listed = list(found)
    meetings = {one.record.consultation_id: one.record.consultation for one in listed}
    following, planner = planning.Following(meetings.values()), may(reader, "plan")
    return [_line(one, following, today, planner, typed) for one in listed]


def _line(
    one: Any,
    following: planning.Following,
    today: date,
    planner: bool,
    typed: tuple[UUID, AnswerForm] | None,
) -> QuestionLine:
    row = one.record.consultation
    due = following.question(row, one.asked_on, one.incident)
    late = (one.answered_on or today) > due.on
    state = "answered" if one.answered_on else "overdue" if late else "open"
    form = typed[1] if typed and typed[0] == one.pk else _form(one) if planner else None
    shown = str(Attribution(records.attribution_of(one, one.record)).label)
    return QuestionLine(
        one, row, records.visible_name(one, one.record), shown,
        one.asked_on or planning.held_on(row), due, state, late,
        tuple(mission.acronym for mission in row.missions.all()), form,
    )  # fmt: skip


def _form(one: Question) -> AnswerForm:
    initial = {"answered_on": one.answered_on, "answer": one.answer}
    return AnswerForm(initial=initial, auto_id=f"q-{one.pk}-%s")
