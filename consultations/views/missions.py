"""The missions, and everything recorded of one of them as it was known on a day."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations import planning
from consultations.models import MISSION, Mission
from consultations.pages.asked_dates import asked_date
from consultations.pages.mission_filters import MissionFilters, Pen, pens_between
from consultations.pages.mission_records import field_label, records_of, status_of
from consultations.people import needs


@require_safe
@needs("read")
def missions(request: HttpRequest) -> HttpResponse:
    """All missions; ``?kind=``, ``?region=`` and ``?penholder=`` choose among them."""
    asked, today = MissionFilters.asked(request.GET), planning.today()
    own = Q(mandates__component=MISSION)
    next_on = Min("mandates__expires_on", filter=own & Q(mandates__expires_on__gte=today))
    last_on = Max("mandates__expires_on", filter=own)
    found = list(Mission.objects.annotate(next_on=next_on, last_on=last_on))
    pens = pens_between(today, today)
    rows = [_line(m, pens[m.pk], today) for m in found if asked.holds(m, pens[m.pk])]
    context: dict[str, Any] = {
        "rows": sorted(rows, key=lambda row: (row["over"], row["mission"].acronym)),
        "filters": asked.filters(found, [pen for m in found for pen in pens[m.pk]]),
        "asked": asked,
        "any_missions": bool(found),
        "today": today,
    }
    return render(request, "missions.html", context)


def _line(mission: Any, pens: list[Pen], today: Any) -> dict[str, Any]:
    status = status_of(mission, today, mission.next_on, mission.last_on)
    return {
        "mission": mission,
        "pens": pens,
        "status": status,
        "over": mission.is_closed(today),
        "expiry": None if mission.open_ended else mission.next_on or mission.last_on,
    }


@require_safe
@needs("read")
def mission(request: HttpRequest, acronym: str) -> HttpResponse:
    """One mission; ``?as_of=2017-05-01`` shows what was known on that day."""
    found = get_object_or_404(Mission, acronym=acronym)
    today = planning.today()
    as_of, problem = asked_date(request.GET, "as_of", today)
    past = as_of < today
    register = planning.register_for(found)
    core = register.numbers["core_contributors"]
    records = records_of(found, as_of, core.value, request.user)
    context: dict[str, Any] = {
        "mission": found,
        "records": records,
        "changes": [(field_label(change), change) for change in records.changes],
        "as_of": as_of,
        "past": past,
        "ends_on": records.ends_on if past else found.ends_on,
        "today": today,
        "problem": problem,
        "core": core,
        "over": found.is_closed(as_of),
        "standing": records.standing,
    }
    return render(request, "mission.html", context, status=400 if problem else 200)
