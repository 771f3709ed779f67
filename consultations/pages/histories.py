"""What was done to a consultation and said of it, in order, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Value

from consultations.models import Consultation, Deed, Remark

PERSON = ("who__first_name", "who__last_name", "who__username")
VERBS = dict(Deed.Verb.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """One deed, or one remark (its words are *now*); *who* is empty where the account is gone."""

    verb: str
    was: str
    now: str
    reason: str
    at: datetime
    who: str

    @property
    def title(self) -> str:
        return str(VERBS.get(self.verb, self.verb))


def history(row: Consultation) -> tuple[list[Line], list[Line]]:
    """The deeds, and the remarks, each in the order of their time."""
    people = tuple(F(name) for name in PERSON)
    columns = (F("verb"), F("was"), F("now"), F("reason"), F("at"), F("pk"))
    words = (Value("remark"), Value(""), F("text"), Value(""), F("at"), F("pk"))
    deeds = Deed.objects.filter(consultation=row).order_by()
    remarks = Remark.objects.filter(consultation=row).order_by()
    listed = deeds.values_list(*columns, *people).union(
        remarks.values_list(*words, *people), all=True
    )
    found = [
        Line(verb, was, now, reason, at, f"{first or ''} {last or ''}".strip() or name or "")
        for verb, was, now, reason, at, _pk, first, last, name in sorted(
            listed, key=lambda line: (line[4], line[5])
        )
    ]
    said = [line for line in found if line.verb == "remark"]
    return [line for line in found if line.verb != "remark"], said
