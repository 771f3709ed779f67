"""Move a consultation to the slot that was chosen: before and after, with the findings there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations import booking, planning
from consultations.forms.booking import MoveForm
from consultations.models import Consultation, Mission
from consultations.pages.asked_slots import asked_slots
from consultations.pages.booking_desk import room_of, seen
from consultations.pages.consultation_page import propose_query
from consultations.pages.slot_lines import chosen_slot, finding_lines
from consultations.people import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def consultation_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET without a slot leads to the proposals; with one it shows what would change."""
    rows = Consultation.objects.select_related("room", "cycle_mission")
    row = get_object_or_404(rows, pk=pk)
    asked = asked_slots(request.GET, _mission(row), row.kind, row)
    if asked.day is None or asked.start is None:
        for problem in asked.problems:
            messages.error(request, problem)
        return redirect(_propose_url(row))
    try:
        found = asked.found(on=asked.day)
    except planning.NoSuchCycle as error:
        messages.error(request, str(error))
        return redirect(row)
    slot = chosen_slot(found, asked)
    assert slot is not None, "the address names a day and a time"
    if request.method == "POST":
        return _move(request, row, found, slot)
    form = MoveForm(initial={"version": row.version, "seen": seen(slot.findings)})
    return _page(request, row, found, slot, form)


def _mission(row: Consultation) -> Mission | None:
    """Of its cycle; of a meeting that was brought in without one, the first it is about."""
    return row.cycle_mission or row.missions.first()


def _propose_url(row: Consultation) -> str:
    mission = _mission(row)
    path = (
        reverse("propose", args=[mission.acronym, row.kind])
        if mission
        else reverse("propose_group", args=[row.kind])
    )
    return f"{path}?{propose_query(row)}"


def _move(
    request: HttpRequest, row: Consultation, found: planning.Proposals, slot: planning.WhyNot
) -> HttpResponse:
    now, data = seen(slot.findings), request.POST.copy()
    read, data["seen"] = data.get("seen", ""), now
    form = MoveForm(data)
    if not form.is_valid():
        return _page(request, row, found, slot, form, status=400)
    if read != now:
        form.add_error(None, _("The findings changed since you read them: read them, then move."))
        return _page(request, row, found, slot, form, status=409)
    told: dict[str, Any] = form.cleaned_data
    try:
        booking.move(
            row, starts_at=slot.slot.starts_at, ends_at=slot.slot.ends_at, room=room_of(slot),
            who=request.user, version=told["version"], reason=told["reason"],  # type: ignore[arg-type]
            findings=planning.findings_json(slot.findings),
        )  # fmt: skip
    except booking.Refusal as refusal:
        row.refresh_from_db()
        again = form.data.copy()  # type: ignore[attr-defined]
        again["version"] = str(row.version)
        form = MoveForm(again)
        form.add_error(None, refusal.sentence)
        return _page(request, row, found, slot, form, status=409)
    messages.success(
        request, _("Moved. The room is wanted anew, and those who answered are asked.")
    )
    return redirect(row)


def _page(
    request: HttpRequest,
    row: Consultation,
    found: planning.Proposals,
    slot: planning.WhyNot,
    form: MoveForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row, "mission": _mission(row), "slot": slot, "form": form,
        "place": found.bench.premises.place(slot.slot.room),
        "verdict": planning.worst(slot.findings),
        "lines": finding_lines(slot.findings, found.bench.register),
        "propose_url": _propose_url(row), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "move.html", context, status=status)
