"""The back-test: the recorded history judged by today's register with what was known then."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.pages.backtest import ALL, Asked, gather, recorded_years
from consultations.people import needs


@require_safe
@needs("read")
def backtest(request: HttpRequest) -> HttpResponse:
    """``?year=`` (or "all") and ``?lead=``, calendar days before each meeting."""
    recorded = recorded_years()
    asked = Asked.read(request.GET, recorded)
    page = gather(asked, recorded)
    context = {
        "page": page,
        "asked": asked,
        "everything": ALL,
        "changed": page.register.changed,
        "tab": "backtest",
    }
    return render(request, "review/backtest.html", context)
