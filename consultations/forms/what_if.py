"""What may be assumed: one small form a kind of assumption, and the plan that is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import Date
from consultations.pages.daywords import said
from planner.assumed import FIRST_DAY, LAST_DAY, LONGEST
from planner.assumptions import (
    Assumption,
    AssumptionError,
    CrisisArises,
    ExpiryMoved,
    HolidayDeclared,
    NumberChanged,
    ReportLate,
    RoomLost,
    checked,
)

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from: cycles ("MINUSMA|mission|2017-06-30"), rooms, numbers."""

    cycles: Choices = ()
    missions: Choices = ()
    rooms: Choices = ()
    numbers: Choices = ()


def cycle_value(mission: str, component: str, expiry: date) -> str:
    """A cycle as the forms name it."""
    return "|".join((mission, component, expiry.isoformat()))


def _cycle(value: str) -> tuple[str, str, date]:
    mission, component, expiry = value.split("|")
    return mission, component, date.fromisoformat(expiry)


class AssumptionForm(forms.Form):
    """The fields of one kind; once valid, ``assumption`` is what they say."""

    assumption: Assumption

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cycle", "mission", "room", "key"):
            if name in self.fields:
                table = {"cycle": offered.cycles, "mission": offered.missions,
                         "room": offered.rooms, "key": offered.numbers}[name]  # fmt: skip
                none = [("", _("for all"))] if not self.fields[name].required else []
                self.fields[name].choices = [*none, *table]  # type: ignore[attr-defined]

    def told(self) -> Assumption:
        """The assumption that the fields make. Raises AssumptionError."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Days of a calendar that is kept, and what the core would refuse said here."""
        told = super().clean() or self.cleaned_data
        for name, value in list(told.items()):
            if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
                self.add_error(name, _("No calendar is kept for that day."))
        if not self.errors:
            try:
                self.assumption = checked(self.told())
            except AssumptionError as error:
                self.add_error(None, str(error))
        return told


class ReportLateForm(AssumptionForm):
    """A report that comes later than it is due."""

    cycle = forms.ChoiceField(label=_("Mandate"))
    days = forms.IntegerField(
        label=_("Late by, days"), min_value=1, max_value=366, initial=10,
        help_text=_("Calendar days after the day it is due."),
    )  # fmt: skip

    def told(self) -> Assumption:
        return ReportLate(*_cycle(self.cleaned_data["cycle"]), self.cleaned_data["days"])


class ExpiryMovedForm(AssumptionForm):
    """A technical rollover."""

    cycle = forms.ChoiceField(label=_("Mandate"))
    to = forms.DateField(label=_("Continued until"), widget=Date)

    def clean_to(self) -> date:
        """A day after the expiry."""
        to: date = self.cleaned_data["to"]
        if self.cleaned_data.get("cycle"):
            expiry = _cycle(self.cleaned_data["cycle"])[2]
            if to <= expiry:
                words = _("A rollover ends after the expiry it continues, %s.") % said(expiry)
                raise forms.ValidationError(words)
        return to

    def told(self) -> Assumption:
        return ExpiryMoved(*_cycle(self.cleaned_data["cycle"]), self.cleaned_data["to"])


class CrisisForm(AssumptionForm):
    """A crisis that touches the safety and security of a mission's people."""

    mission = forms.ChoiceField(label=_("Mission"))
    on = forms.DateField(label=_("Arises on"), widget=Date)

    def told(self) -> Assumption:
        return CrisisArises(self.cleaned_data["mission"], self.cleaned_data["on"])


class RoomLostForm(AssumptionForm):
    """A room that cannot be used for some days."""

    room = forms.ChoiceField(label=_("Room"))
    first = forms.DateField(label=_("From"), widget=Date)
    last = forms.DateField(label=_("To"), widget=Date, help_text=_("This day included."))

    def clean_last(self) -> date:
        """Not before it begins."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if first and last < first:
            raise forms.ValidationError(_("It ends before it begins."))
        return last

    def told(self) -> Assumption:
        names = dict(self.fields["room"].choices)  # type: ignore[attr-defined]
        told = self.cleaned_data
        return RoomLost(told["room"], told["first"], told["last"], names[told["room"]][:LONGEST])


class HolidayForm(AssumptionForm):
    """A day on which Headquarters is closed though it was to work."""

    on = forms.DateField(label=_("On"), widget=Date)
    name = forms.CharField(label=_("Name"), max_length=80, required=False)

    def told(self) -> Assumption:
        return HolidayDeclared(self.cleaned_data["on"], self.cleaned_data["name"])


class NumberForm(AssumptionForm):
    """A number of the register, for all or for one mission."""

    key = forms.ChoiceField(label=_("Number"))
    value = forms.IntegerField(label=_("Would be"), min_value=0, max_value=100_000)
    mission = forms.ChoiceField(label=_("For"), required=False)

    def told(self) -> Assumption:
        told = self.cleaned_data
        return NumberChanged(told["key"], told["value"], told["mission"])


FORMS: dict[str, tuple[Any, type[AssumptionForm]]] = {
    "report_late": (_("A report comes late"), ReportLateForm),
    "expiry_moved": (_("An expiry is moved (technical rollover)"), ExpiryMovedForm),
    "crisis": (_("A crisis arises"), CrisisForm),
    "room_lost": (_("A room is lost"), RoomLostForm),
    "holiday": (_("A holiday is declared"), HolidayForm),
    "number": (_("A number of the register is another"), NumberForm),
}


class WhatIfPlanForm(forms.Form):
    """The name of the plan that is made with what is assumed."""

    name = forms.CharField(label=_("Name of the plan"), max_length=120)
