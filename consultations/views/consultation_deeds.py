"""Deeds done to a consultation: sent, done and answered, or shown again with what was typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultations import booking, planning
from consultations.models import Consultation
from consultations.pages.consultation_deeds import DEEDS
from consultations.pages.consultation_page import rows, shown
from consultations.people import needs, require


@require_POST
@needs("read")
def consultation_deed(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """Do *deed*; who came second reads who was first, with what they typed kept."""
    if deed not in DEEDS:
        raise Http404(_("no such deed"))
    row, doing = get_object_or_404(rows(), pk=pk), DEEDS[deed]
    require(request.user, doing.right, row)
    form = doing.form(request.POST, auto_id=f"{deed}-%s")
    if not form.is_valid():
        return _again(request, row, deed, form, status=400)
    try:
        doing.act(row, form.cleaned_data, request.user)  # type: ignore[arg-type]
    except (booking.Refusal, planning.NoSuchCycle) as refusal:
        return _again(request, get_object_or_404(rows(), pk=pk), deed, form, str(refusal), 409)
    messages.success(request, doing.said)
    return redirect(row)


def _again(
    request: HttpRequest,
    row: Consultation,
    deed: str,
    form: Any,
    sentence: str = "",
    status: int = 400,
) -> HttpResponse:
    """The page as it stands now, and in the form what was typed, ready to be sent again."""
    data = form.data.copy()
    data["version"] = str(row.version)
    again = type(form)(data, auto_id=f"{deed}-%s")
    again.is_valid()
    if sentence:
        again.add_error(None, sentence)
    context = shown(row, request.user, {deed: again})
    return render(request, "consultation.html", context | {"failed": again}, status=status)
