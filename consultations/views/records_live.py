"""A record while it is typed: what was changed goes in, what others changed comes back; deeds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from consultations import records
from consultations.models import Consultation
from consultations.pages.record_changes import Unreadable, changes_of, since_of, somebody_else
from consultations.pages.record_deeds import DEEDS
from consultations.pages.record_page import rows, screen
from consultations.pages.record_reading import reading
from consultations.people import SENTENCES, may, needs


@login_not_required  # a page that saves as you type is told in words, not sent to a form
@never_cache
def record_changes(request: HttpRequest, pk: UUID) -> JsonResponse:
    """GET: what changed after ``?since=``. POST: do the changes, then the same; see ``state``.

    Refusals are JSON, too: 400 unreadable, 401 signed out (or in as another than the page was
    made for), 403, 404, 405, 409 the record is closed (with the record as it stands), 413 too much.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        answer = _no(_("Ask with GET, or send changes with POST."), 405)
        answer["Allow"] = "GET, HEAD, POST"
        return answer
    if not request.user.is_authenticated:
        return _no(_("You are signed out: sign in again, and go on."), 401)
    try:
        if somebody_else(request):
            sentence = _("Somebody else is signed in by now: sign in again, and go on.")
            return JsonResponse({"sentence": sentence, "other": True}, status=401)
        return _answered(request, pk)
    except Unreadable as unreadable:
        return _no(unreadable.sentence, unreadable.status)


def _answered(request: HttpRequest, pk: UUID) -> JsonResponse:
    if not may(request.user, "plan"):
        return _no(str(SENTENCES["plan"]), 403)
    row = Consultation.objects.filter(pk=pk).first()
    if row is None:
        return _no(_("There is no such meeting."), 404)
    if request.method != "POST":
        since, who = since_of(request.GET.get("since") or 0), request.user
        return JsonResponse(records.state(row, since, reader=who))
    return _changed(request, row)


def _changed(request: HttpRequest, row: Consultation) -> JsonResponse:
    changes, since = changes_of(request)
    who: Any = request.user
    try:
        if not row.is_live:
            raise records.Refused(_("A meeting that does not stand has no record."))
        applied = records.apply(row, changes, who=who) if changes else None
    except records.Refusal as refusal:
        state = records.state(row, since, reader=who)
        return JsonResponse(state | {"sentence": refusal.sentence}, status=409)
    return JsonResponse(records.state(row, since, applied=applied, reader=who))


def _no(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)


@require_POST
@needs("plan")
def record_deed(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """Do *deed*; what could not be done is shown again as it was typed, with the sentence."""
    if deed not in DEEDS:
        raise Http404(_("no such deed"))
    row, doing = get_object_or_404(rows(), pk=pk), DEEDS[deed]
    form = doing.form(request.POST, auto_id=f"{doing.id}-%s")
    if not form.is_valid():
        return _again(request, row, deed, form, status=400)
    try:
        doing.act(row, form.cleaned_data, request.user)  # type: ignore[arg-type]
    except records.Refusal as refusal:
        row = get_object_or_404(rows(), pk=pk)
        return _again(request, row, deed, form, str(refusal), status=409)
    messages.success(request, doing.said)
    return redirect(f"{reverse('record', kwargs={'pk': pk})}#{doing.anchor}")


def _again(
    request: HttpRequest,
    row: Consultation,
    deed: str,
    form: Any,
    sentence: str = "",
    *,
    status: int,
) -> HttpResponse:
    """The page as it stands now, and in the form what was typed."""
    data = form.data.copy()
    data["version"] = str(row.version)
    again = type(form)(data, auto_id=form.auto_id)
    again.is_valid()
    if sentence:
        again.add_error(None, sentence)
    more = {"sentence": sentence or _("It is not done yet: see what is marked."), "failed": again}
    found = records.of(row)
    if found is None:
        context: dict[str, Any] = {"row": row, "mission": row.cycle_mission, "may_plan": True}
        return render(request, "records/record_none.html", context | more, status=status)
    if found.is_closed:
        context = reading(row, found, request.user)
        context |= {"forms": {**context["forms"], deed: again}}
        return render(request, "records/record_read.html", context | more, status=status)
    context = screen(row, found, request.user, None, {deed: again})
    return render(request, "records/record.html", context | more, status=status)
