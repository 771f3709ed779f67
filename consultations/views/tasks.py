"""Tasks from the register: what is due, and noting one as done or skipped."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consultations import tasks as task_list
from consultations.forms.tasks import SettleForm
from consultations.pages.task_lines import line
from consultations.pages.tasks import Narrowed, asked_again, board
from consultations.people import needs, require

SAID = {
    "done": gettext_lazy("Noted as done."),
    "skipped": gettext_lazy("Skipped; the reason is kept and printed with the record."),
    "open": gettext_lazy("The note is taken back."),
}


@require_safe
@needs("read")
def tasks(request: HttpRequest) -> HttpResponse:
    """``?mission=``, ``?month=2017-06``, ``?consultation=``, ``?paragraph=R2017-79c``,
    ``?settled=1`` narrow the list."""
    return render(request, "tasks/list.html", board(request.user, Narrowed.of(request.GET)))


@require_POST
@needs("plan")
def task_settle(request: HttpRequest) -> HttpResponse:
    """Note one task; refused, the page comes back with what was typed."""
    form = SettleForm(request.POST)
    try:
        task, row = task_list.find(
            request.POST.get("task", ""), request.POST.get("subject", "")[:120]
        )
    except task_list.NoSuchTask as error:
        raise Http404(_("no such task")) from error
    if row is not None:
        require(request.user, "details", row)
    if not form.is_valid():
        return _again(request, task, form, 400)
    told = form.cleaned_data
    try:
        if told["deed"] == "open":
            task_list.clear(task.id, task.subject, who=request.user, seen=told["seen"])  # type: ignore[arg-type]
        else:
            task_list.settle(
                task.id, task.subject, state=told["deed"], who=request.user,  # type: ignore[arg-type]
                reason=told["reason"], on=told["on"], seen=told["seen"],
            )  # fmt: skip
    except task_list.Refused as refused:
        form.add_error(None, str(refused))
        return _again(request, task, form, 409)
    messages.success(request, f"{task_list.title(task.rule)}: {SAID[told['deed']]}")
    return redirect(f"{_back(request)}#{line(task).anchor}")


def _back(request: HttpRequest) -> str:
    """The page it came from, if it is one of ours."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back.partition("#")[0] if ours else reverse("tasks")


def _again(
    request: HttpRequest, task: task_list.Task, form: SettleForm, status: int
) -> HttpResponse:
    """The list as it stands now, and first of all the task with what was typed."""
    found = task_list.find(task.id, task.subject)[0]
    typed = request.POST.copy()
    typed["seen"] = found.mark.seen if found.mark else ""
    form.data = typed
    narrowed = asked_again(_back(request))
    scope, _colon, key = task.subject.partition(":")
    if narrowed == Narrowed() and scope == "consultation":
        narrowed = replace(narrowed, consultation=UUID(key))
    context = board(request.user, narrowed)
    context |= {"again": line(found), "form": form, "back": _back(request)}
    return render(request, "tasks/list.html", context, status=status)
