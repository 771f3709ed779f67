"""Two plans side by side: by recommendation, then by date."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.models import Draft
from consultations.pages.plan_board import cards_of, placements_of
from consultations.pages.plan_compare import asked_drafts, compared
from consultations.people import needs

MOST = 200  # plans to choose from


@require_safe
@needs("read")
def plan_compare(request: HttpRequest) -> HttpResponse:
    """``?a=`` and ``?b=``; without both the page offers the plans to choose from."""
    asked = asked_drafts(request.GET)
    choices = list(Draft.objects.order_by("-made_at", "-pk")[:MOST])
    found = {row.pk: row for row in Draft.objects.filter(pk__in=[n for n in asked if n])}
    if any(number and number not in found for number in asked):
        raise Http404(_("no such plan"))
    a, b = (found.get(number or 0) for number in asked)
    context: dict[str, Any] = {"a": a, "b": b, "choices": choices}
    if a and b and a != b:
        of_a, of_b = (cards_of(placements_of(draft), request.user) for draft in (a, b))
        context["comparison"] = compared(a, of_a, b, of_b)
    return render(request, "plan/compare.html", context)
