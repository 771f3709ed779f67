"""Book the slot that was chosen: its findings once more, the choices, the guests, the words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations import booking, planning
from consultations.forms.booking import BookingForm
from consultations.models import Mission
from consultations.pages.asked_slots import AskedSlots, asked_slots
from consultations.pages.booking_desk import book_slot, first_words, seen
from consultations.pages.guest_lines import grouped
from consultations.pages.slot_lines import chosen_slot, finding_lines
from consultations.people import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("plan")
def book(request: HttpRequest, kind: str, acronym: str = "") -> HttpResponse:
    """GET shows what would be booked; POST books it. The slot is in the address."""
    mission = get_object_or_404(Mission, acronym=acronym) if acronym else None
    asked = asked_slots(request.GET, mission, kind)
    try:
        found = asked.found(on=asked.day)
    except planning.NoSuchCycle as error:
        context = {"asked": asked, "mission": mission, "kind": planning.KINDS[kind],
                   "sentence": str(error)}  # fmt: skip
        return render(request, "propose_unknown.html", context, status=404)
    slot = chosen_slot(found, asked)
    if slot is None:
        for problem in asked.problems or [_("Choose a slot first.")]:
            messages.error(request, problem)
        where = ("propose", acronym, kind) if acronym else ("propose_group", kind)
        return redirect(*where)
    if request.method == "POST":
        return _book(request, asked, found, slot)
    return _page(request, asked, found, slot)


def _form(found: planning.Proposals, *args: Any, **kwargs: Any) -> BookingForm:
    return BookingForm(*args, guests=[guest.name for guest in found.guests.invitees], **kwargs)


def _book(
    request: HttpRequest, asked: AskedSlots, found: planning.Proposals, slot: planning.WhyNot
) -> HttpResponse:
    now = seen(slot.findings)
    data = request.POST.copy()
    read, data["seen"] = data.get("seen", ""), now
    form = _form(found, data)
    if not form.is_valid():
        return _page(request, asked, found, slot, form, status=400)
    if read != now:
        form.add_error(None, _("The findings changed since you read them: read them, then book."))
        return _page(request, asked, found, slot, form, status=409)
    try:
        row = book_slot(asked, found, slot, form, request.POST.dict(), request.user)  # type: ignore[arg-type]
    except booking.Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, asked, found, slot, form, status=409)
    messages.success(request, _("Booked: %s.") % row)
    return redirect("consultation", pk=row.pk)


def _page(
    request: HttpRequest,
    asked: AskedSlots,
    found: planning.Proposals,
    slot: planning.WhyNot,
    form: BookingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    initial = {**first_words(found, asked), "seen": seen(slot.findings)}
    form = form or _form(found, initial=initial)
    ticked = set(form.data.getlist("guest") if form.is_bound else initial["guest"])  # type: ignore[attr-defined]
    reasons = [(o, request.POST.get(f"why-{o.tension}", "")) for o in found.choices]
    context = {
        "asked": asked, "mission": asked.mission, "found": found, "slot": slot, "form": form,
        "need": found.called.need, "window": found.window,
        "minutes": found.bench.premises.minutes,
        "place": found.bench.premises.place(slot.slot.room),
        "verdict": planning.worst(slot.findings),
        "lines": finding_lines(slot.findings, found.bench.register),
        "four": reasons[:4],
        "tensions": reasons[4:],
        "any_tension": any(why or not option.default for option, why in reasons[4:]),
        "guests": grouped(found.guests), "ticked": ticked, "query": asked.query(),
    }  # fmt: skip
    return render(request, "book.html", context, status=status)
