"""When report-backs and answers to questions are due; many meetings in a constant of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from consultations.models import Consultation, Mission, NumberOverride
from consultations.planning.chaining import registers
from consultations.planning.days import today, workdays
from consultations.planning.loading import mission_facts
from planner.anchor import Anchor, Basis
from planner.checklist import Due, Subject, due_of
from planner.cycle import NoSuchCycle, cycle_of
from planner.followup import Bound, QuestionDue, ReportBackDue, question_due, report_back_due
from planner.known import MissionFacts
from planner.register import Register
from planner.tasks import load as load_tasks
from planner.workdays import HEADQUARTERS, Workdays

BEFORE = {
    "council_consultations": "the Council's consultations",
    "first_draft": "the first draft",
}


class Following:
    """What due days of these meetings rest on, read once: working days, numbers, cycles.

    *rows* need ``cycle_mission`` at hand (``select_related``).
    """

    def __init__(self, rows: Iterable[Consultation], as_of: date | None = None) -> None:
        found = list(rows)
        self.as_of = as_of or today()
        self.workdays: Workdays = workdays(self.as_of)
        missions = {r.cycle_mission.pk: r.cycle_mission for r in found if r.cycle_mission}
        self._registers = _registers(missions, found)
        self._facts = _facts(missions.values(), self.as_of)

    def report_back(self, row: Consultation) -> ReportBackDue:
        """The days by which the views of this meeting are to reach the Council."""
        register = self.register(row)
        return report_back_due(
            held_on(row),
            workdays=self.workdays,
            oral=register.number("report_back_oral"),
            written=register.number("report_back_written"),
            before=self._bounds(row, register),
        )

    def question(self, row: Consultation, asked_on: date | None, incident: bool) -> QuestionDue:
        """The day by which the Secretariat is to answer."""
        key = "incident_reply" if incident else "question_reply"
        return question_due(
            asked_on or held_on(row),
            workdays=self.workdays,
            days=self.register(row).number(key),
            incident=incident,
        )

    def task(self, row: Consultation, id: str, since: date) -> Due:
        """The day on which a task of this meeting is due, as its checklist has it.

        *since*: the day the task counts from (the meeting, the adoption).
        """
        rule = load_tasks()[id]
        anchor = Anchor(rule.anchor, since, Basis.RECORDED, "")
        of = Subject(rule.scope, "", "", {}, {rule.anchor: anchor})
        return due_of(rule, of, self.workdays, self.register(row))

    def register(self, row: Consultation) -> Register:
        """The numbers in force for this meeting."""
        return self._registers[row.pk]

    def _bounds(self, row: Consultation, register: Register) -> list[Bound]:
        """Days of its cycle before which the views are to arrive; none where it has no cycle."""
        facts = self._facts.get(row.cycle_mission_id or 0)
        if facts is None or row.expires_on is None:
            return []
        try:
            cycle = cycle_of(
                facts, as_of=self.as_of, workdays=self.workdays, register=register,
                component=row.component, expiry=row.expires_on,
            )  # fmt: skip
        except NoSuchCycle:
            return []
        anchors = [(name, cycle.anchors.get(key)) for key, name in BEFORE.items()]
        return [Bound(name, a.on, a.standing) for name, a in anchors if a and a.on]


def held_on(row: Consultation) -> date:
    """The day of the meeting at Headquarters."""
    return row.starts_at.astimezone(HEADQUARTERS).date()


def report_back_due_of(row: Consultation) -> ReportBackDue:
    """The days by which the views of one meeting are to reach the Council."""
    return Following([row]).report_back(row)


def question_due_of(row: Consultation, asked_on: date | None, incident: bool) -> QuestionDue:
    """The day by which one question of this meeting is to be answered."""
    return Following([row]).question(row, asked_on, incident)


def _facts(missions: Iterable[Mission], as_of: date) -> Mapping[int, MissionFacts]:
    found = list(missions)
    return mission_facts(found, as_of=as_of) if found else {}


def _registers(missions: Mapping[int, Mission], rows: list[Consultation]) -> dict[Any, Register]:
    """By meeting: the numbers of its mission, and those changed for the meeting alone."""
    of_mission = registers(missions)
    changed: dict[Any, dict[str, tuple[int, str]]] = {}
    listed = NumberOverride.objects.filter(consultation__in=[row.pk for row in rows])
    for pk, key, value, reason in listed.values_list("consultation", "key", "value", "reason"):
        if key in of_mission[0].numbers:
            changed.setdefault(pk, {})[key] = (value, reason)
    return {
        row.pk: of_mission[row.cycle_mission_id or 0].with_numbers(changed.get(row.pk, {}))
        for row in rows
    }
