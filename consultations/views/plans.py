"""Plans: all of them and a new one, the board of one, its progress, and what is done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from consultations import booking, drafts, planning
from consultations.forms.plan import NewPlanForm
from consultations.models import Draft
from consultations.pages.plan_deeds import DEEDS
from consultations.pages.plan_list import acronyms, first_values, plan_lines
from consultations.pages.plan_page import frame, shown
from consultations.pages.plan_page import plans as rows
from consultations.people import may, needs, require


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def plans(request: HttpRequest) -> HttpResponse:
    """The list, and the form; a POST queues a new plan and shows its page."""
    known = acronyms()
    if request.method != "POST":
        return _list(request, NewPlanForm(initial=first_values(), acronyms=known), known)
    require(request.user, "plan")
    form = NewPlanForm(request.POST, acronyms=known)
    if not form.is_valid():
        return _list(request, form, known, status=400)
    told = form.cleaned_data
    try:
        draft = drafts.make(
            who=request.user, name=told["name"], first=told["first_on"], last=told["last_on"],  # type: ignore[arg-type]
            as_of=told["as_of"] or planning.today(), missions=told["missions"],
            preset=told["preset"], style=told["style"], time_limit=told["time_limit"],
            keeps=told["keeps"],
        )  # fmt: skip
    except booking.Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _list(request, form, known, status=409)
    return redirect("plan", pk=draft.pk)


def _list(
    request: HttpRequest, form: NewPlanForm, known: list[str], status: int = 200
) -> HttpResponse:
    lines = plan_lines()
    context = {
        "plans": lines, "form": form, "may_plan": may(request.user, "plan"),
        "any_missions": bool(known), "comparable": sum(bool(one.placed) for one in lines) > 1,
    }  # fmt: skip
    return render(request, "plan/list.html", context, status=status)


@require_safe
@needs("read")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The board of one plan; ``?year=`` shows one of a long plan's years."""
    draft = get_object_or_404(rows(), pk=pk)
    return render(request, "plan/board.html", shown(draft, request.user, _year(request)))


def _year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None


@require_safe
@needs("read")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, asked for again and again; once it is done the whole page is read anew."""
    draft = get_object_or_404(rows(), pk=pk)
    if draft.is_at_work:
        return render(request, "plan/progress.html", frame(draft, request.user))
    if getattr(request, "htmx", False):
        return HttpResponseClientRefresh()
    return redirect("plan", pk=pk)


@require_POST
@needs("plan")
def plan_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do *deed* to the plan, or show it again with the reason why not and what was typed."""
    if deed not in DEEDS:
        raise Http404(_("no such deed"))
    draft, doing = get_object_or_404(rows(), pk=pk), DEEDS[deed]
    form = doing.form(request.POST, auto_id=f"{deed}-%s")
    if not form.is_valid():
        return _again(request, draft, deed, form, _first_error(form), 400)
    try:
        doing.act(draft, form.cleaned_data, request.user)  # type: ignore[arg-type]
    except booking.Refusal as refusal:
        now = get_object_or_404(rows(), pk=pk)
        return _again(request, now, deed, form, refusal.sentence, 409)
    messages.success(request, doing.said)
    return redirect("plans") if deed == "delete" else redirect("plan", pk=pk)


def _first_error(form: Any) -> str:
    """What is wrong, for forms whose fields are not shown."""
    return "; ".join(str(error) for errors in form.errors.values() for error in errors)


def _again(
    request: HttpRequest, draft: Draft, deed: str, form: Any, sentence: str, status: int
) -> HttpResponse:
    data = form.data.copy()
    data["version"] = str(draft.version)
    again = type(form)(data, auto_id=f"{deed}-%s")
    context = shown(draft, request.user, typed={deed: again}) | {"failed": sentence}
    return render(request, "plan/board.html", context, status=status)
