"""What if: choose what is assumed, see all that follows, and make a plan of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from consultations import booking, drafts
from consultations.forms.what_if import WhatIfPlanForm
from consultations.pages.assumption_words import sentence
from consultations.pages.plan_page import plans as rows
from consultations.pages.what_follows import shown
from consultations.pages.what_if import Start, asked
from consultations.pages.what_if_lines import preview
from consultations.pages.what_if_offers import cycles_to_start, free_name, kinds, plans_to_start
from consultations.people import may, needs, require


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def what_if(request: HttpRequest) -> HttpResponse:
    """From ``?plan=`` or ``?mission=&expiry=``; a POST makes a plan with what is assumed."""
    if request.method != "POST":
        start = asked(request.GET)
        return _added(request, start) or _page(request, start)
    require(request.user, "plan")
    start, form = asked(request.POST), WhatIfPlanForm(request.POST)
    if start.problems or not (start.chosen and start.assumed and form.is_valid()):
        return _page(request, start, form, status=400)
    try:
        draft = _made(request, start, form.cleaned_data["name"])
    except booking.Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, start, form, status=409)
    return redirect("plan_what_follows", pk=draft.pk)


@require_safe
@needs("read")
def what_follows(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan made of assumptions beside the plan it keeps: what moved and why, line by line."""
    draft = get_object_or_404(rows(), pk=pk)
    return render(request, "what_if/follows.html", shown(draft, request.user))


def _made(request: HttpRequest, start: Start, name: str) -> Any:
    plan = start.plan
    return drafts.make(
        who=request.user,  # type: ignore[arg-type]
        name=name,
        first=start.first,
        last=start.last,
        as_of=start.as_of,
        missions=plan.missions if plan else [one.acronym for one in start.missions()],
        preset=plan.preset if plan else "",
        time_limit=plan.time_limit if plan else None,
        assumptions=start.assumed,
        keeps=plan,
    )


def _added(request: HttpRequest, start: Start) -> HttpResponse | None:
    """The address with one assumption more, where a form of the page says one."""
    if not request.GET.get("kind") or not start.chosen:
        return None
    for kind in kinds(start, request.GET):
        if kind.form.is_bound and kind.form.is_valid():
            told = dict.fromkeys((*start.assumed, kind.form.assumption))
            return redirect(f"{reverse('plan_what_if')}{start.query(told)}")
    return None


def _page(
    request: HttpRequest, start: Start, form: WhatIfPlanForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"start": start, "may_plan": may(request.user, "plan")}
    if start.chosen:
        listed = kinds(start, request.GET)
        refused = any(one.form.is_bound for one in listed)
        context |= {
            "kinds": listed,
            "form": form or WhatIfPlanForm(initial={"name": free_name(start)}),
            "removals": [(sentence(one), url) for one, url in start.removals()],
            "plans": [] if start.plan else plans_to_start(start.mission, start.expiry),
            **preview(start, request.user),
        }
        status = 400 if refused or "sentence" in context else status
    else:
        context |= {"plans": plans_to_start(), "cycles": cycles_to_start(start.as_of)}
    status = 400 if start.problems and status == 200 else status
    return render(request, "what_if/start.html", context, status=status)
