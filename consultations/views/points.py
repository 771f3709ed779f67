"""Points of all meetings, several sent to the penholder at once, and one point with its outcome."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consultations import records
from consultations.forms.points import OutcomeForm, SendForm
from consultations.models import Consultation, Point
from consultations.pages.meanwhile import once_more, recorded
from consultations.pages.point import later_form, point_page
from consultations.pages.point_lines import as_sent
from consultations.pages.points import points as listed
from consultations.pages.points import rows, ticked
from consultations.people import needs, require


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def points(request: HttpRequest) -> HttpResponse:
    """The table; a POST sends the points that are ticked, or shows how they would read."""
    if request.method != "POST":
        return _table(request, SendForm(auto_id="send-%s"))
    require(request.user, "plan")
    form, chosen = SendForm(request.POST, auto_id="send-%s"), ticked(request.user, request.POST)
    if not chosen:
        form.is_valid()
        return _table(request, form, failed=_("Tick at least one point."), status=400)
    if request.POST.get("deed") == "preview":
        form = SendForm(initial=request.POST.dict(), auto_id="send-%s")
        return _table(request, form, chosen, preview=[as_sent(one) for one in chosen])
    if not form.is_valid():
        return _table(request, form, chosen, status=400)
    try:
        sent = _send(chosen, form.cleaned_data, request.user)
    except records.Refused as refused:
        return _table(request, form, chosen, failed=str(refused), status=409)
    _say_sent(request, sent, len(chosen) - sent)
    return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)


@transaction.atomic
def _send(chosen: list[Point], told: dict[str, Any], who: Any) -> int:
    """How many were noted: those that somebody noted before stay as they are."""
    to, on = told["sent_to"], told["sent_on"]
    return sum([records.send_point(one, sent_on=on, sent_to=to, who=who) for one in chosen])


def _say_sent(request: HttpRequest, sent: int, before: int) -> None:
    if sent:
        said = ngettext("%d point is noted as sent.", "%d points are noted as sent.", sent)
        messages.success(request, said % sent)
    if before:
        left = ngettext(
            "%d point was sent before, and stays as it was noted: open it to change that.",
            "%d points were sent before, and stay as they were noted: open them to change that.",
            before,
        )
        messages.warning(request, left % before)


def _table(
    request: HttpRequest,
    form: SendForm,
    chosen: list[Point] | None = None,
    *,
    failed: str = "",
    preview: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = listed(request.user, request.GET) | {
        "form": form, "ticked": {one.pk for one in chosen or ()}, "failed": failed,
        "preview": preview, "all_ticked": "all" in request.POST,
    }  # fmt: skip
    return render(request, "records/points.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def point(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One point; a POST records its outcome, or a later meeting that took it up."""
    found = get_object_or_404(rows(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "records/point.html", point_page(found, request.user))
    require(request.user, "plan")
    deed = request.POST.get("deed", "")
    if deed == "unfollow":
        return _unfollow(request, found)
    form: Any = later_form(found, request.user, request.POST)
    if deed != "follow":
        form = OutcomeForm(request.POST)
    good = form.is_valid()
    if deed not in DEEDS:
        form.add_error(None, _("Say what is to be recorded."))
        return _again(request, found, "outcome", form, 400)
    if good:
        try:
            said = DEEDS[deed](found, form, request.user)
        except records.Refused as refused:
            return _again(request, found, deed, once_more(form, refused), 409)
        messages.success(request, said)
        return redirect("point", pk=pk)
    return _again(request, found, deed, form, 400)


def _outcome(found: Point, form: Any, who: Any) -> str:
    row = records.set_outcome(found, who=who, seen=form.seen, **form.cleaned_data)
    return recorded(row, form, _("It is recorded."))


def _follow(found: Point, form: Any, who: Any) -> str:
    told = form.cleaned_data
    later = Consultation.objects.filter(pk=told["consultation"]).first()
    if later is None:
        raise records.Refused(_("That meeting is not recorded: choose one of the list."))
    records.follow_point(found, later, told["how"], told["note"], who)
    return _("It is recorded.")


DEEDS = {"outcome": _outcome, "follow": _follow}


def _unfollow(request: HttpRequest, found: Point) -> HttpResponse:
    text = request.POST.get("follow", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    records.unfollow_point(get_object_or_404(found.follows, pk=number))
    messages.success(request, _("It is taken back."))
    return redirect("point", pk=found.pk)


def _again(request: HttpRequest, found: Point, deed: str, form: Any, status: int) -> HttpResponse:
    context = point_page(found, request.user, {deed: form})
    return render(request, "records/point.html", context, status=status)
