"""The Year page: every mission's mandates, reports, windows and consultations side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.pages.mission_filters import MissionFilters
from consultations.pages.year import gather
from consultations.pages.year_table import lines
from consultations.people import needs

# The first peacekeeping operation is of 1948; beyond a century no calendar is of use.
FIRST, LAST = 1945, 2099


@require_safe
@needs("read")
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One year; ``?kind=``, ``?region=`` and ``?penholder=`` choose the missions."""
    if not FIRST <= year <= LAST:
        raise Http404(_("no such year"))
    asked = MissionFilters.asked(request.GET)
    drawn, missions, pens = gather(year, asked, request.user)
    context: dict[str, Any] = {
        "year": drawn,
        "lines": lines(drawn),
        "filters": asked.filters(missions, pens),
        "asked": asked,
        "any_missions": bool(missions),
        "changed": drawn.changed,
        "previous": year - 1 if year > FIRST else None,
        "next": year + 1 if year < LAST else None,
    }
    return render(request, "year.html", context)
