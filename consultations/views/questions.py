"""Questions to the Secretariat, and their answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations import planning, records
from consultations.forms.points import AnswerForm
from consultations.pages.meanwhile import once_more, recorded
from consultations.pages.questions import questions as listed
from consultations.pages.questions import rows
from consultations.people import needs, require


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def questions(request: HttpRequest) -> HttpResponse:
    """The table; a POST records the answer to one question."""
    if request.method != "POST":
        return _table(request)
    require(request.user, "plan")
    pk = _uuid(request.POST.get("question", ""))
    found = get_object_or_404(rows(request.user), pk=pk)
    form = AnswerForm(request.POST, auto_id=f"q-{found.pk}-%s")
    if not form.is_valid():
        return _table(request, (found.pk, form), 400)
    try:
        who: Any = request.user
        row = records.answer_question(found, who=who, seen=form.seen, **form.cleaned_data)
    except records.Refused as refused:
        return _table(request, (found.pk, once_more(form, refused)), 409)
    messages.success(request, recorded(row, form, _("The answer is recorded.")))
    return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)


def _table(
    request: HttpRequest, typed: tuple[UUID, AnswerForm] | None = None, status: int = 200
) -> HttpResponse:
    context = listed(request.user, request.GET, planning.today(), typed)
    context["failed"] = typed is not None
    return render(request, "records/questions.html", context, status=status)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
