"""What could be known on a day: dates as they stood, bookings made by then."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q

from consultations.models import DateChange
from planner.workdays import HEADQUARTERS


class Earlier:
    """Dates as they stood on a day: what changed later is taken back (see DateChange)."""

    def __init__(self, as_of: date) -> None:
        self._was: dict[tuple[str, str], date | None] = {}
        later = DateChange.objects.filter(known_on__gt=as_of).order_by("-known_on", "-pk")
        for subject, field, was in later.values_list("subject", "field", "was"):
            self._was[subject, field] = was

    def date(self, subject: str, field: str, now: date | None) -> date | None:
        """What the date was on that day."""
        return self._was.get((subject, field), now)

    def moved(self, kind: str) -> list[int]:
        """Numbers of the rows of a *kind* (as in ``holiday``) with a date taken back."""
        found = (subject.partition(":") for subject, _field in self._was)
        return sorted({int(pk) for name, _, pk in found if name == kind and pk.isdecimal()})


def midnight(on: date) -> datetime:
    """The beginning of a day at Headquarters."""
    return datetime.combine(on, time(), HEADQUARTERS)


def booked_by(as_of: date, prefix: str = "") -> Q:
    """Consultations that stood on *as_of*: entered by then, or held by then whenever entered.

    One that stands for a recorded meeting counts like that meeting. *prefix* leads to them.
    """
    if as_of == date.max:
        return Q()
    after = midnight(as_of + timedelta(days=1))
    entered, held = f"{prefix}created_at__lt", f"{prefix}starts_at__lt"
    return Q(**{entered: after}) | Q(**{held: after}) | ~Q(**{f"{prefix}source_event": ""})


def overlapping(first: date, last: date, prefix: str = "") -> Q:
    """Meetings that touch a day from *first* to *last*, at Headquarters."""
    after = midnight(last + timedelta(days=1))
    return Q(**{f"{prefix}ends_at__gt": midnight(first), f"{prefix}starts_at__lt": after})
