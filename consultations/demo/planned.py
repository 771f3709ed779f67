"""The year to come planned together and released: the demonstration's tentative bookings."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User

from consultations import drafts, planning
from consultations.models import Draft

NAME = "Demo: the year to come"


class DemoNotPlanned(ValueError):
    """The year could not be planned or released; the message says why."""


def plan_year(who: User) -> int:
    """Plan the twelve months to come and release the plan; answers how many were booked.

    None where the demonstration's plan is there already. Raises DemoNotPlanned.
    """
    if Draft.objects.filter(name=NAME).exists():
        return 0
    first = planning.today()
    draft = drafts.sketch(
        who=who, name=NAME, first=first, last=first + timedelta(days=365), as_of=first
    )
    drafts.carry_out(draft.pk, draft.run)
    draft.refresh_from_db()
    if draft.error:
        raise DemoNotPlanned(draft.error)
    booked = drafts.release(
        draft, who=who, version=draft.version, fingerprint=draft.fingerprint,
        past_too=True,  # this morning's, where the year is planned in the afternoon
    )  # fmt: skip
    return len(booked)
