"""Other people's calendars: listed, added, read again, removed, and what they say is taken."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.busy import keeping
from consultations.forms.busy import CalendarForm, FileForm
from consultations.models import ExternalCalendar
from consultations.pages.busy import listed, of_calendar
from consultations.people import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def busy_calendars(request: HttpRequest) -> HttpResponse:
    """Every calendar with its last reading, and a form to add one."""
    if request.method == "POST":
        return _add(request)
    return _list(request, CalendarForm())


def _list(request: HttpRequest, form: CalendarForm, status: int = 200) -> HttpResponse:
    context = {"lines": listed(), "form": form, "hosts": settings.CALENDAR_HOSTS}
    return render(request, "busy/list.html", context, status=status)


def _add(request: HttpRequest) -> HttpResponse:
    form = CalendarForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, form, 400)
    told: dict[str, Any] = dict(form.cleaned_data)
    file = told.pop("file")
    terms = {**told, "file_name": file.name[:200] if file else ""}
    data = file.read() if file else None
    try:
        row = keeping.add(who=cast(User, request.user), data=data, **terms)
    except keeping.NotRead as refusal:
        form.add_error("file", refusal.sentence)
        return _list(request, form, 400)
    _say(request, row)
    return redirect("busy_calendar", pk=row.pk)


def _say(request: HttpRequest, row: ExternalCalendar) -> None:
    """How the last try went."""
    if row.error:
        words = {"name": row.name, "why": row.error}
        messages.warning(request, _("“%(name)s” could not be read now. %(why)s") % words)
    else:
        messages.success(request, _("“%(name)s” is read.") % {"name": row.name})


@require_safe
@needs("plan")
def busy_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """What one calendar says is taken in the coming weeks."""
    return _page(request, _row(pk), FileForm())


def _row(pk: int) -> ExternalCalendar:
    rows = ExternalCalendar.objects.select_related("room", "member", "added_by")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: HttpRequest, row: ExternalCalendar, form: FileForm, status: int = 200
) -> HttpResponse:
    return render(request, "busy/calendar.html", {**of_calendar(row), "form": form}, status=status)


@require_POST
@needs("plan")
def busy_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """``read`` it again, ``upload`` a newer file, ``remove`` it with its busy times."""
    if deed not in ("read", "upload", "remove"):
        raise Http404(_("no such deed"))
    row = _row(pk)
    if deed == "upload":
        return _upload(request, row)
    if deed == "remove":
        row.delete()
        messages.success(request, _("“%(name)s” is removed.") % {"name": row.name})
        return redirect("busy_calendars")
    if row.url:
        keeping.read_again(row)
        _say(request, row)
    else:
        messages.warning(request, _("This calendar is a file: upload it again."))
    return redirect("busy_calendar", pk=row.pk)


def _upload(request: HttpRequest, row: ExternalCalendar) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form, 400)
    file = form.cleaned_data["file"]
    if row.url:
        form.add_error(None, _("This calendar has an address: read it again from there."))
        return _page(request, row, form, 400)
    try:
        keeping.replace(row, file.read(), file.name[:200])
    except keeping.NotRead as refusal:
        form.add_error("file", refusal.sentence)
        return _page(request, row, form, 400)
    _say(request, row)
    return redirect("busy_calendar", pk=row.pk)
