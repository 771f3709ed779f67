"""A meeting that was held, with everything a record can hold, as the papers of it want it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User

from consultations import records
from consultations.models import (
    Consultation,
    Participation,
    Point,
    Question,
    Record,
    ReportBack,
)
from tests.consultations.invited import STARTS_AT, confirmed

QUESTIONS = "What do contingents lack?\nWhich tasks come first?\nWhat should the report still tell?"


def held(planner: User, **terms: Any) -> Consultation:
    """Confirmed, held on Tue 8 June 2027, with its record opened and filled in."""
    told = {
        "questions": QUESTIONS, "expires_on": date(2027, 6, 30), "need": "informal",
        "convener": "penholder", "convener_name": "France",
    } | terms  # fmt: skip
    row = confirmed(planner, **told)
    Participation.objects.create(consultation=row, name="DPO", category="secretariat")
    Consultation.objects.filter(pk=row.pk).update(status="held")
    row.refresh_from_db()
    fill(records.open_record(row, who=planner))
    ReportBack.objects.create(
        consultation=row, mode="oral", done_on=date(2027, 6, 9), to_whom="President of the Council"
    )
    return row


def fill(record: Record) -> None:
    """Who came, what was said and asked, what came in writing."""
    record.discussion = "Participants spoke of convoys.\nThe exchange was frank."
    record.conclusions = "Medical evacuation needs attention"
    record.self_check = {"a": "kept", "c": "partly"}
    record.save()
    record.attendances.filter(name="Chad").update(
        state="present", level="expert", political=True, military=True, spoke=True,
        people="Col. Idriss",
    )  # fmt: skip
    record.attendances.filter(name="France").update(state="excused")
    points(record)
    Question.objects.create(
        record=record, text="When will helicopters come?", asked_by="Chad", position=1
    )
    Question.objects.create(
        record=record, text="How many convoys were attacked?", asked_by="Chad", incident=True,
        attribution="named", answered_on=date(2027, 6, 10), answer="Four.", position=2,
    )  # fmt: skip
    record.inputs.create(
        name="Chad", received_on=date(2027, 6, 4), text="Helicopters are needed in Kidal."
    )
    record.panellists.create(
        honorific="Mr.", name="El-Ghassim Wane", post="Assistant Secretary-General", entity="DPO"
    )


def points(record: Record) -> None:
    """Four views, each told in another way, and one that was taken out."""
    of = record.consultation.cycle_mission
    for n, (text, theme, values) in enumerate(
        (
            ("Air assets come late", "capabilities", {"standing": "agreed"}),
            ("Tasks exceed means", "capabilities",
             {"standing": "contested", "attribution": "named", "raised_by": "Chad"}),
            ("The mandate should name fewer tasks", "mandate",
             {"attribution": "group", "group": "contributors", "raised_by": "Chad",
              "sent_on": date(2027, 6, 9), "in_draft": "partly", "in_text": "no",
              "outcome_reason": "Left to the next renewal", "outcome_from": "penholder"}),
            ("Nobody is to know who said this", "", {"raised_by": "Chad", "group": "Africa"}),
            ("Said by mistake", "", {"removed": True}),
        ),
        1,
    ):  # fmt: skip
        Point.objects.create(
            record=record, text=text, theme=theme, position=n, mission=of, **values
        )


def began() -> date:
    """The day of the meeting."""
    return STARTS_AT.date()
