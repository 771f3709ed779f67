"""Propose: ranked slots beside a week of verdicts; choose a cell, read why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations import planning
from consultations.models import Consultation, Mission
from consultations.pages.asked_slots import AskedSlots, asked_slots
from consultations.pages.cycle_lines import booking_of
from consultations.pages.guest_lines import grouped
from consultations.pages.slot_lines import (
    chosen_slot,
    finding_lines,
    monday_of,
    ranked_days,
    room_lines,
    week_rows,
)
from consultations.people import may, needs, require


@require_safe
@needs("read")
def propose(request: HttpRequest, kind: str, acronym: str = "") -> HttpResponse:
    """Slots for a consultation of *kind*; without *acronym* one of the Working Group's own."""
    mission = get_object_or_404(Mission, acronym=acronym) if acronym else None
    if planning.is_theme(request.GET.get("need", "")):  # its guests tell where the issue came up
        require(request.user, "details")
    asked = asked_slots(request.GET, mission, kind, _moving(request))
    asked = replace(asked, named=may(request.user, "details"))
    context: dict[str, Any] = {
        "asked": asked, "mission": mission, "kind": planning.KINDS[kind],
        "may_plan": may(request.user, "plan"),
    }  # fmt: skip
    try:
        found = asked.found(on=asked.day)
    except planning.NoSuchCycle as error:
        context["sentence"] = str(error)
        return render(request, "propose_unknown.html", context, status=404)
    context |= _shown(found, asked)
    return render(request, "propose.html", context, status=400 if asked.problems else 200)


def _moving(request: HttpRequest) -> Consultation | None:
    """The consultation that is to be moved, where the address names one; planners move."""
    text = request.GET.get("move", "")
    if not text:
        return None
    try:
        pk = UUID(text)
    except ValueError:
        pk = UUID(int=0)
    row = get_object_or_404(Consultation.objects.select_related("room"), pk=pk)
    require(request.user, "plan")
    return row


def _shown(found: planning.Proposals, asked: AskedSlots) -> dict[str, Any]:
    met, register = found.called.met_by, found.bench.register
    return {
        "found": found,
        "need": found.called.need,
        "window": found.window,
        "met": booking_of(met.reference) if met else None,
        "ranked": ranked_days(found, asked),
        "why_not": [(one, finding_lines(one.findings, register)) for one in found.why_not],
        "four": found.choices[:4],
        "tensions": found.choices[4:],
        "guests": grouped(found.guests),
        "minutes": found.bench.premises.minutes,
        "without_as_of": asked.query(as_of=None),
        "keep_why": asked.kept("why_not"),
        "keep_choices": asked.kept("choice-", "minutes", "theme", "interpretation"),
        "verdict_codes": ("kept", "short", "broken", "excluded"),
        "changed": register.changed,
        **_week(found, asked),
        **_slot(found, asked),
    }


def _week(found: planning.Proposals, asked: AskedSlots) -> dict[str, Any]:
    """The grid, and the addresses of the weeks beside it."""
    monday = monday_of(found, asked)
    grid = planning.grid(found, monday)
    before, after = (
        asked.query(week=monday + timedelta(days=n), day=None, start=None, room=None)
        for n in (-7, 7)
    )
    return {
        "monday": monday,
        "days": [(day, found.bench.workdays.why_not(day)) for day in grid.days],
        "rows": week_rows(found, grid, asked),
        "before": before,
        "after": after,
    }


def _slot(found: planning.Proposals, asked: AskedSlots) -> dict[str, Any]:
    """The slot chosen, if one is, with everything that is said of it."""
    slot = chosen_slot(found, asked)
    if slot is None:
        return {"slot": None}
    return {
        "slot": slot,
        "place": found.bench.premises.place(slot.slot.room),
        "verdict": planning.worst(slot.findings),
        "lines": finding_lines(slot.findings, found.bench.register),
        "rooms": room_lines(found, slot),
        "keep_room": asked.kept("room"),
        "book_query": asked.query(room=slot.slot.room or None),
    }
