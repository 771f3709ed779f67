"""Plans: what a new one asks for, and the small forms of what can be done to one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import SHORT_TEXT, Date
from consultations.forms.cycle import PRESETS
from consultations.forms.deeds import DeedForm
from consultations.models import Draft

YEARS = 5  # the longest horizon
LONGEST = timedelta(days=366 * YEARS)
EARLIEST, LATEST = date(1945, 1, 1), date(2199, 12, 31)


class NewPlanForm(forms.Form):
    """A horizon, its missions and how they are planned."""

    name = forms.CharField(label=_("Name of the plan"), max_length=120)
    first_on = forms.DateField(label=_("From"), widget=Date)
    last_on = forms.DateField(label=_("To"), widget=Date)
    as_of = forms.DateField(
        label=_("As known on"), widget=Date, required=False,
        help_text=_("Only what was known on this day is used. Empty: today."),
    )  # fmt: skip
    preset = forms.ChoiceField(
        label=_("How fully each cycle is consulted on"), required=False,
        choices=[("", _("As chosen for each cycle, else as the planner proposes")), *PRESETS],
    )  # fmt: skip
    missions = forms.MultipleChoiceField(
        label=_("Missions"), required=False,
        help_text=_("None chosen: all of them."),
    )  # fmt: skip
    keeps = forms.ModelChoiceField(
        Draft.objects.none(), label=_("Keep to this plan"), required=False,
        empty_label=_("none: plan afresh"),
        help_text=_("As little as possible moves from where it puts them."),
    )  # fmt: skip
    style = forms.ChoiceField(
        label=_("What stands already"), choices=Draft.Style.choices, initial=Draft.Style.GENTLE
    )
    time_limit = forms.FloatField(
        label=_("At most, seconds"), required=False, min_value=0.1, max_value=86_400,
        help_text=_("Empty: until the best plan is proven. You can stop it at any time."),
    )  # fmt: skip

    def __init__(self, *args: Any, acronyms: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missions"].choices = [(one, one) for one in acronyms]  # type: ignore[attr-defined]
        plans = Draft.objects.filter(state__in=(Draft.State.DONE, Draft.State.STOPPED))
        self.fields["keeps"].queryset = plans.order_by("-made_at")[:200]  # type: ignore[attr-defined]
        self.fields["missions"].widget.attrs["size"] = 8

    def clean_name(self) -> str:
        """A name of its own."""
        name = " ".join(self.cleaned_data["name"].split())
        if Draft.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a plan of that name: choose another."))
        return name

    def clean(self) -> dict[str, Any]:
        """A horizon that begins before it ends, of five years at most."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("first_on"), told.get("last_on")
        for name in ("first_on", "last_on", "as_of"):
            if told.get(name) and not EARLIEST <= told[name] <= LATEST:
                self.add_error(name, _("No calendar is kept for that day."))
        if first and last and last < first:
            self.add_error("last_on", _("It ends before it begins."))
        if first and last and last - first > LONGEST:
            self.add_error("last_on", _("Five years at most are planned at once."))
        return told


class ReplanForm(DeedForm):
    """Plan anew on the facts as they are now, keeping what stands in the plan."""

    style = forms.ChoiceField(label=_("What stands already"), choices=Draft.Style.choices)
    as_of = forms.DateField(label=_("As known on"), widget=Date)

    def clean_as_of(self) -> date:
        """A day of a calendar that is kept."""
        as_of: date = self.cleaned_data["as_of"]
        if not EARLIEST <= as_of <= LATEST:
            raise forms.ValidationError(_("No calendar is kept for that day."))
        return as_of


class RenameForm(DeedForm):
    """Another name."""

    name = forms.CharField(label=_("Name of the plan"), max_length=120)


class WeekForm(DeedForm):
    """One week, by its Monday."""

    monday = forms.DateField()

    def clean_monday(self) -> date:
        """A Monday."""
        monday: date = self.cleaned_data["monday"]
        if monday.weekday() or not EARLIEST <= monday <= LATEST:
            raise forms.ValidationError(_("A week is named by its Monday."))
        return monday


class SlotForm(DeedForm):
    """Where a meeting is to stand."""

    slot = forms.CharField(max_length=300)


class ReleaseForm(DeedForm):
    """Book what was shown, as it was shown."""

    seen = forms.CharField(max_length=200, widget=forms.HiddenInput, required=False)
    past = forms.BooleanField(required=False)  # those whose hour is over as well


class UndoForm(DeedForm):
    """Take the bookings back; they are cancelled with the reason."""

    reason = forms.CharField(label=_("Reason"), max_length=SHORT_TEXT)
