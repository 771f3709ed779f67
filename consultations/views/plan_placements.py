"""One placement of a plan, or one meeting it could not place: why, what else, and what is done."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations import booking, drafts, planning
from consultations.forms.deeds import DeedForm
from consultations.forms.plan import SlotForm
from consultations.models import Draft, DraftPlacement
from consultations.pages.plan_deeds import PLACEMENT_DEEDS
from consultations.pages.plan_page import frame
from consultations.pages.plan_page import plans as drafts_shown
from consultations.pages.plan_placement import why
from consultations.pages.plan_slots import asked_of, by_week, rooms, slot_of_value, weeks_json
from consultations.pages.plan_unplaced import unplaced_one
from consultations.people import needs, require
from planner.assumed import AssumptionError

THEN = {"release": "plan_release", "board": "plan", "follows": "plan_what_follows"}


def _row(pk: int, n: int) -> DraftPlacement:
    related = ("draft", "draft__keeps", "mission", "room", "booked", "released")
    row = get_object_or_404(DraftPlacement.objects.select_related(*related), pk=n)
    if row.draft_id != pk:  # compared here: no database holds the longest numbers of an address
        raise Http404(_("no such meeting"))
    return row


@require_safe
@needs("read")
def placement(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """Why it stands there; with ``?slots`` the next best ones and what each would cost the plan."""
    context = why(_row(pk, n), request.user, elsewhere="slots" in request.GET)
    return render(request, "plan/placement.html", context)


@require_safe
@needs("read")
def weeks(request: HttpRequest, pk: int, n: int) -> JsonResponse:
    """The best slot of each week and its verdict, for the cells of the board while it is held."""
    row = _row(pk, n)
    try:
        found = by_week(asked_of(row.draft), row.key, rooms())
    except (planning.NoSuchCycle, AssumptionError, KeyError):
        return JsonResponse({"weeks": {}, "error": _("It is not called for any more.")}, status=409)
    return JsonResponse({"weeks": weeks_json(found)})


@require_POST
@needs("plan")
def placement_deed(request: HttpRequest, pk: int, n: int, deed: str) -> HttpResponse:
    """Do *deed* to the placement; ``then`` names the page to go back to."""
    if deed not in PLACEMENT_DEEDS:
        raise Http404(_("no such deed"))
    row, doing = _row(pk, n), PLACEMENT_DEEDS[deed]
    form = doing.form(request.POST)
    if not form.is_valid():
        return _refused(request, row, _what_is_wrong(form), 400)
    try:
        doing.act(row, form.cleaned_data, request.user)  # type: ignore[arg-type]
    except booking.Refusal as refusal:
        return _refused(request, _row(pk, n), refusal.sentence, 409)
    messages.success(request, doing.said)
    back = THEN.get(request.POST.get("then", ""), "plan_placement" if doing.stays else "plan")
    return redirect(reverse(back, args=[pk, n] if back == "plan_placement" else [pk]))


def _what_is_wrong(form: DeedForm) -> str:
    """What to do about a form whose fields are not shown."""
    if "slot" in form.errors:
        return _("Choose one of the slots that are shown.")
    return _("Read it again, then decide.")


def _refused(request: HttpRequest, row: DraftPlacement, sentence: str, status: int) -> HttpResponse:
    context = why(row, request.user) | {"failed": sentence}
    return render(request, "plan/placement.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def unplaced(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """Why it could not be placed and what would free it; a POST puts it somewhere all the same."""
    draft = get_object_or_404(drafts_shown(), pk=pk)
    if not 1 <= n <= len(draft.unplaced):
        raise Http404(_("no such meeting"))
    if request.method != "POST":
        return _unplaced(request, draft, n)
    require(request.user, "plan")
    form, key = SlotForm(request.POST), str(draft.unplaced[n - 1].get("key", ""))
    if not form.is_valid():
        return _unplaced(request, draft, n, _what_is_wrong(form), 400)
    slot = slot_of_value(form.cleaned_data["slot"])
    if slot is None:
        return _unplaced(request, draft, n, _("Choose one of the slots that are shown."), 400)
    version = form.cleaned_data["version"]
    try:
        drafts.move_unplaced(draft, key, slot, who=request.user, version=version)  # type: ignore[arg-type]
    except booking.Refusal as refusal:
        return _unplaced(request, draft, n, refusal.sentence, 409)
    messages.success(request, _("It is pinned there; the rest is planned around it."))
    return redirect("plan", pk=pk)


def _unplaced(
    request: HttpRequest, draft: Draft, n: int, failed: str = "", status: int = 200
) -> HttpResponse:
    context = frame(draft, request.user) | unplaced_one(draft, n, request.user) | {"failed": failed}
    return render(request, "plan/unplaced.html", context, status=status)
