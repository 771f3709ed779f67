"""One mandate's cycle: its chain as known on a day, and how fully staff chose to consult on it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import planning
from consultations.forms.cycle import PresetForm, SkipForm
from consultations.models import MISSION, CycleChoice, Mission
from consultations.pages.asked_dates import asked_date
from consultations.pages.cycle_lines import (
    booked_elsewhere,
    choices_of,
    disclosed,
    ends_known,
    lines,
    when_open,
)
from consultations.pages.task_lines import of_cycle
from consultations.people import may, needs
from planner.chains import Chain


@require_safe
@needs("read")
def cycle(request: HttpRequest, acronym: str, expiry: date) -> HttpResponse:
    """The cycle that ends at *expiry*; ``?component=`` and ``?as_of=2017-06-06``."""
    mission = get_object_or_404(Mission, acronym=acronym)
    return _page(request, mission, expiry)


@require_safe
@needs("read")
def cycle_next(request: HttpRequest, acronym: str) -> HttpResponse:
    """The cycle that runs now, or what there is to say where none does."""
    mission = get_object_or_404(Mission, acronym=acronym)
    return _page(request, mission, None)


@require_POST
@needs("plan")
def cycle_preset(request: HttpRequest, acronym: str, expiry: date) -> HttpResponse:
    """Choose Light, Standard or Full, with the reason."""
    mission = get_object_or_404(Mission, acronym=acronym)
    _chain(request, mission, expiry)
    form = PresetForm(request.POST)
    if not form.is_valid():
        return _page(request, mission, expiry, preset_form=form)
    chosen, reason = form.cleaned_data["chosen"], form.cleaned_data["reason"]
    _choose(request, mission, expiry, need="", chosen=chosen, reason=reason)
    messages.success(request, _("The preset of the cycle is set."))
    return _back(request, mission, expiry)


@require_POST
@needs("plan")
def cycle_skip(request: HttpRequest, acronym: str, expiry: date) -> HttpResponse:
    """Leave one need out, or call for it again, with the reason."""
    mission = get_object_or_404(Mission, acronym=acronym)
    chain = _chain(request, mission, expiry)
    form = SkipForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: say which need, and why."))
        return _back(request, mission, expiry)
    told = form.cleaned_data
    needs_known = {one.need.id for one in chain.called} | {
        choice.need for choice in choices_of(mission, chain)
    }
    if told["need"] not in needs_known:
        messages.error(request, _("Nothing was changed: this cycle has no such need."))
        return _back(request, mission, expiry)
    chosen = CycleChoice.Chosen.SKIP if told["skip"] else ""
    _choose(request, mission, expiry, need=told["need"], chosen=chosen, reason=told["reason"])
    said = _("It is left out of this cycle.") if chosen else _("It is called for again.")
    messages.success(request, said)
    return _back(request, mission, expiry)


def _chain(request: HttpRequest, mission: Mission, expiry: date) -> Chain:
    """The cycle a choice is made for. Raises Http404 where no mandate ends then."""
    try:
        return planning.chain(mission, component=_component(request), expiry=expiry)
    except planning.NoSuchCycle as error:
        raise Http404(str(error)) from error


def _choose(
    request: HttpRequest, mission: Mission, expiry: date, *, need: str, chosen: str, reason: str
) -> None:
    """Keep the choice; an empty one gives the default back."""
    key: dict[str, Any] = {
        "mission": mission,
        "component": _component(request),
        "expires_on": expiry,
        "need": need,
    }
    values: dict[str, Any] = {"chosen": chosen, "reason": reason, "who": request.user}
    with transaction.atomic():
        row = CycleChoice.objects.filter(**key).first()
        was = row.chosen if row else ""
        if chosen:
            row, _created = CycleChoice.objects.update_or_create(**key, defaults=values)
        if row is not None:
            _log(request, row, was, chosen, reason)
        if row is not None and not chosen:
            row.delete()


def _log(request: HttpRequest, row: CycleChoice, was: str, now: str, reason: str) -> None:
    """What was chosen before stays in the admin's log, as for the numbers of the register."""
    LogEntry.objects.create(
        user_id=int(str(request.user.pk)),
        content_type=ContentType.objects.get_for_model(CycleChoice),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=CHANGE if now else DELETION,
        change_message=json.dumps({"was": was, "now": now, "reason": reason}),
    )


def _component(request: HttpRequest) -> str:
    return (request.POST.get("component") or request.GET.get("component") or MISSION)[:60]


def _back(request: HttpRequest, mission: Mission, expiry: date) -> HttpResponse:
    url = reverse("cycle", kwargs={"acronym": mission.acronym, "expiry": expiry})
    component = _component(request)
    query = f"?{urlencode({'component': component})}" if component != MISSION else ""
    return redirect(f"{url}{query}")


def _page(
    request: HttpRequest,
    mission: Mission,
    expiry: date | None,
    preset_form: PresetForm | None = None,
) -> HttpResponse:
    today, component = planning.today(), _component(request)
    as_of, problem = asked_date(request.GET, "as_of", today)
    context: dict[str, Any] = {
        "mission": mission, "as_of": as_of, "today": today, "past": as_of != today,
        "problem": problem, "component": component, "expiry": expiry,
    }  # fmt: skip
    try:
        chain = planning.chain(mission, as_of=as_of, component=component, expiry=expiry)
    except planning.NoSuchCycle as error:
        context |= {"sentence": str(error), "ends": ends_known(mission, as_of)}
        return render(request, "cycle_unknown.html", context, status=404)
    chain, closed = disclosed(chain, request.user)
    context |= _shown(chain, mission, preset_form)
    context["elsewhere"] = booked_elsewhere(mission, chain, request.user)
    context["closed"] = closed
    context["may_plan"] = may(request.user, "plan")
    context["tasks"] = [] if context["past"] else of_cycle(chain)
    status = 400 if problem or (preset_form and preset_form.errors) else 200
    return render(request, "cycle.html", context, status=status)


def _shown(chain: Chain, mission: Mission, preset_form: PresetForm | None) -> dict[str, Any]:
    choices = choices_of(mission, chain)
    return {
        "chain": chain,
        "cycle": chain.cycle,
        "lines": lines(chain, planning.workdays(chain.as_of), choices),
        "choice": next((choice for choice in choices if not choice.need), None),
        "preset_form": preset_form or _preset_form(choices),
        "other_kinds": _other_kinds(chain),
        "changed": planning.register_for(mission).changed,
        "then": when_open(chain),
    }


def _other_kinds(chain: Chain) -> list[tuple[str, str]]:
    """Kinds the chain does not call for and anybody may ask for (2017 report, para. 37)."""
    called = {one.need.kind for one in chain.called}
    return [
        (name, kind.title)
        for name, kind in planning.KINDS.items()
        if name not in called and name not in planning.GROUP_KINDS
    ]


def _preset_form(choices: list[CycleChoice]) -> PresetForm:
    chosen = next((choice for choice in choices if not choice.need), None)
    return PresetForm(initial={"chosen": chosen.chosen if chosen else ""})
