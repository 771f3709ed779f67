"""The record of one meeting: the screen it is kept on, its whole form, and the page to read it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations import records
from consultations.models import Consultation, Record
from consultations.pages.record_page import rows, screen
from consultations.pages.record_reading import reading
from consultations.pages.record_sent import changes_in, save, told
from consultations.people import may, needs, require


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The screen for planners while the record is open; the page to read for everybody else."""
    row = get_object_or_404(rows(), pk=pk)
    require(request.user, "details", row)
    if request.method == "POST":
        require(request.user, "plan")
        return _opened(request, row) if "open" in request.POST else _sent(request, row)
    return shown(request, row)


def shown(request: HttpRequest, row: Consultation, status: int = 200, **more: Any) -> HttpResponse:
    """The record as this reader may have it; *more* joins the context."""
    found = records.of(row)
    if found is None:
        may_plan = may(request.user, "plan")
        context = {"row": row, "mission": row.cycle_mission, "may_plan": may_plan}
        return render(request, "records/record_none.html", context | more, status=status)
    if found.is_closed or not row.is_live or not may(request.user, "plan"):
        context = reading(row, found, request.user)
        return render(request, "records/record_read.html", context | more, status=status)
    return _screen(request, row, found, status, **more)


def _screen(
    request: HttpRequest, row: Consultation, found: Record, status: int = 200, **more: Any
) -> HttpResponse:
    context = screen(row, found, request.user, more.pop("typed", None), more.pop("sent", None))
    return render(request, "records/record.html", context | more, status=status)


def _opened(request: HttpRequest, row: Consultation) -> HttpResponse:
    try:
        records.open_record(row, who=request.user)  # type: ignore[arg-type]
    except records.Refused as refusal:
        return shown(request, row, 409, sentence=str(refusal))
    return redirect("record", pk=row.pk)


def _sent(request: HttpRequest, row: Consultation) -> HttpResponse:
    """Save the form; what could not be saved is shown again as it was typed."""
    changes = changes_in(request.POST)
    try:
        saved = save(row, changes, request.user)  # type: ignore[arg-type]
        if "everyone" in request.POST:
            records.all_present(row, who=request.user)  # type: ignore[arg-type]
    except records.Refused as refusal:
        return shown(request, row, 409, sentence=str(refusal), unsaved=told(changes))
    if saved.refused:
        said = _("Not everything could be saved: see what is marked. The rest is saved.")
        return shown(request, row, 400, sentence=said, typed=saved.refused)
    n = saved.done
    messages.success(request, ngettext("%s change is saved.", "%s changes are saved.", n) % n)
    return redirect("record", pk=row.pk)
