"""Edit what a consultation says: its words, documents and conveners; neither time nor status."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations import booking
from consultations.forms.deeds import EditForm
from consultations.models import Consultation
from consultations.pages.booking_desk import DETAILS
from consultations.people import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def consultation_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form; who came second reads who was first, with what they typed kept.

    ``?next=`` names the page to go back to.
    """
    row = get_object_or_404(Consultation.objects.select_related("cycle_mission"), pk=pk)
    if request.method == "POST":
        return _edit(request, row)
    details = {name: getattr(row, name) for name in DETAILS}
    people = row.convener_user.all()
    form = EditForm(initial={**details, "version": row.version, "conveners": people})
    return _page(request, row, form)


def _edit(request: HttpRequest, row: Consultation) -> HttpResponse:
    form = EditForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, 400)
    told = dict(form.cleaned_data)
    version, reason = told.pop("version"), told.pop("reason")
    try:
        booking.edit(row, who=request.user, version=version, reason=reason, **told)  # type: ignore[arg-type]
    except booking.Refusal as refusal:
        row.refresh_from_db()
        data = request.POST.copy()
        data["version"] = str(row.version)
        form = EditForm(data)
        form.add_error(None, refusal.sentence)
        return _page(request, row, form, 409)
    messages.success(request, _("The details are changed."))
    return redirect(_back(request, row))


def _back(request: HttpRequest, row: Consultation) -> str:
    """The page of ours that sent somebody here (``?next=``), else that of the consultation."""
    there = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(there, None)
    return there if ours and there.startswith("/") else row.get_absolute_url()


def _page(
    request: HttpRequest, row: Consultation, form: EditForm, status: int = 200
) -> HttpResponse:
    context = {
        "row": row, "mission": row.cycle_mission, "form": form, "back": _back(request, row),
    }  # fmt: skip
    return render(request, "consultation_edit.html", context, status=status)
