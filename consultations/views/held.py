"""The records: meetings that were held, and what is still to be settled with each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations import planning
from consultations.pages.held import held
from consultations.people import needs


@require_safe
@needs("read")
def records(request: HttpRequest) -> HttpResponse:
    """``?state=``, ``?mission=``, ``?year=`` narrow the list; ``?page=`` the page."""
    return render(request, "records/held.html", held(request.user, request.GET, planning.today()))
