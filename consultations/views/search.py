"""One box for missions, resolutions, symbols, countries, meetings and recommendations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from consultations.pages.search import LONGEST, cleaned, exact_mission, search
from consultations.people import needs


@require_safe
@needs("read")
def results(request: HttpRequest) -> HttpResponse:
    """Hits by sort; a mission that is called just so is gone to at once."""
    asked = request.GET.get("q", "")
    text = cleaned(asked)
    if text and (mission := exact_mission(text)):
        return redirect(mission)
    context = {
        "text": text,
        "cut": len(asked) > LONGEST,
        "longest": LONGEST,
        "groups": search(text, request.user) if text else [],
    }
    return render(request, "search.html", context)
