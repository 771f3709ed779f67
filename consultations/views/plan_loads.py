"""How many meetings of a plan each delegation is asked to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations import planning
from consultations.pages.plan_board import cards_of, placements_of
from consultations.pages.plan_delegations import delegations
from consultations.pages.plan_page import plans
from consultations.people import needs
from planner.assumed import AssumptionError


@require_safe
@needs("read")
def delegations_asked(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of delegations; the board takes it from here when it is scrolled to."""
    draft = get_object_or_404(plans(), pk=pk)
    context: dict[str, Any] = {"draft": draft}
    try:
        context["delegations"] = delegations(draft, cards_of(placements_of(draft), request.user))
    except (planning.NoSuchCycle, AssumptionError) as refused:
        context["sentence"] = str(refused)
    return render(request, "plan/delegations.html", context)
