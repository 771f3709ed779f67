"""Release a plan: the difference first, then every placement booked tentatively, all or none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consultations import booking, drafts
from consultations.forms.plan import ReleaseForm
from consultations.models import Draft
from consultations.pages.plan_page import plans as rows
from consultations.pages.plan_release import before_release
from consultations.people import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def plan_release(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what changed and what would be booked; POST books what was shown."""
    draft = get_object_or_404(rows(), pk=pk)
    if request.method != "POST":
        return _page(request, draft)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, _("Read what would be booked, then release it."), 400)
    told = form.cleaned_data
    try:
        booked = drafts.release(
            draft, who=request.user, version=told["version"], fingerprint=told["seen"],  # type: ignore[arg-type]
            past_too=told["past"],
        )  # fmt: skip
    except drafts.Changed as changed:
        return _page(request, draft, changed.sentence, 409, changed.difference)
    except booking.Refusal as refusal:
        return _page(request, get_object_or_404(rows(), pk=pk), refusal.sentence, 409)
    said = ngettext(
        "%(n)d meeting is booked, tentatively.", "%(n)d meetings are booked, tentatively.",
        len(booked),
    )  # fmt: skip
    messages.success(request, said % {"n": len(booked)})
    return redirect("plan", pk=pk)


def _page(
    request: HttpRequest, draft: Draft, failed: str = "", status: int = 200,
    found: drafts.Difference | None = None,
) -> HttpResponse:  # fmt: skip
    context = before_release(draft, request.user, found) | {"failed": failed}
    return render(request, "plan/release.html", context, status=status)
