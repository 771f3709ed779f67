"""Today: what falls due, each line leading to the deed it asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.pages.answers import waiting
from consultations.pages.outbox import to_look_at
from consultations.pages.today import ANNOUNCED_WITHIN, desk
from consultations.pages.today_records import kept
from consultations.pages.waiting import waiting_for
from consultations.people import may, needs


@require_safe
@needs("read")
def today(request: HttpRequest) -> HttpResponse:
    """Everything as known today at Headquarters."""
    may_plan = may(request.user, "plan")
    found = desk(request.user)
    mails, arrived = (to_look_at(), waiting()) if may_plan else ({}, 0)
    context = {
        "desk": found,
        "waiting": waiting_for(found, mails, arrived) if may_plan else [],
        "kept": kept(request.user, found.today, found.known),
        "within": ANNOUNCED_WITHIN,
        "may_plan": may_plan,
        "mails": mails,
        "arrived": arrived,
        "changed": found.known.register.changed,
    }
    return render(request, "today.html", context)
