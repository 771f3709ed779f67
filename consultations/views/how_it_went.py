"""How a meeting went: the self-check, and feedback from the three sides without a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations import records
from consultations.forms.how_it_went import FeedbackForm, SelfCheckForm
from consultations.models import Consultation
from consultations.pages.how_it_went import how_it_went as shown
from consultations.people import needs, require


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def how_it_went(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page; a POST records the self-check, or one answer to the three questions."""
    rows = Consultation.objects.select_related("cycle_mission", "room")
    row = get_object_or_404(rows.prefetch_related("convener_user"), pk=pk)
    require(request.user, "details", row)
    if request.method != "POST":
        return render(request, "records/how_it_went.html", shown(row, request.user))
    require(request.user, "plan")
    deed = "self-check" if request.POST.get("deed") == "self-check" else "feedback"
    kind, prefix = (SelfCheckForm, "check") if deed == "self-check" else (FeedbackForm, "feedback")
    form: Any = kind(request.POST, auto_id=f"{prefix}-%s")
    status = 400
    if form.is_valid():
        try:
            messages.success(request, _done(deed, row, form.cleaned_data, request.user))
            return redirect("how_it_went", pk=pk)
        except records.Refused as refused:
            form.add_error(None, str(refused))
            status = 409
    context = shown(row, request.user, {deed: form})
    return render(request, "records/how_it_went.html", context, status=status)


def _done(deed: str, row: Consultation, told: dict[str, Any], who: Any) -> str:
    if deed == "self-check":
        records.set_self_check(records.open_record(row, who=who), told, who)
        return _("The self-check is recorded.")
    records.give_feedback(row, **told, who=who)
    return _("The answer is kept, without a name.")
