"""What is settled about a meeting that was held: its report-back, its self-check, its issues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import LONG, SHORT_TEXT, Date, area
from consultations.forms.deeds import DeedForm, ReasonForm
from consultations.models import ReportBack

# In the words of the 2017 report, para. 79, shortened.
SELF_CHECK: Mapping[str, Any] = {
    "a": _("(a) The sides came prepared, for an inclusive and active exchange."),
    "b": _("(b) It was convened as needed, with time to consult and to gather information."),
    "c": _("(c) Aim and documents were agreed on, and made clear beforehand."),
    "d": _("(d) It had the format, formal or informal, that was most effective."),
    "e": _("(e) It was announced early enough for all to attend."),
}
ANSWERS = (
    ("unknown", _("not judged")), ("kept", _("kept")), ("partly", _("partly")), ("no", _("no")),
)  # fmt: skip


class ReportBackForm(forms.Form):
    """How the views reach the Council; without a day it is still to be done."""

    mode = forms.ChoiceField(
        label=_("Report-back"), choices=ReportBack.Mode.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why none is needed"), max_length=SHORT_TEXT, required=False,
        help_text=_("Printed with the record."),
    )  # fmt: skip
    done_on = forms.DateField(
        label=_("Done on"), widget=Date, required=False, help_text=_("Empty: still to be done.")
    )
    to_whom = forms.CharField(label=_("To whom"), max_length=200, required=False)
    symbol = forms.CharField(
        label=_("Symbol"), max_length=60, required=False, help_text=_("As issued; never guessed.")
    )
    text = forms.CharField(label=_("Text"), max_length=LONG, required=False, widget=area(2))


class WithdrawForm(forms.Form):
    """One mode of report-back that was recorded in error."""

    mode = forms.ChoiceField(choices=ReportBack.Mode.choices, widget=forms.HiddenInput)


class CloseForm(DeedForm):
    """The record is settled."""


class ReopenForm(ReasonForm):
    """It has to be changed after all, and why."""


class TagsForm(forms.Form):
    """Issues reaching beyond the mission."""

    names = forms.CharField(
        label=_("Issues"), max_length=SHORT_TEXT, required=False,
        help_text=_("Separated by semicolons; one that is new is made."),
        widget=forms.TextInput(attrs={"list": "record-issues", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_names(self) -> list[str]:
        """The names alone."""
        return [one.strip() for one in str(self.cleaned_data["names"]).split(";") if one.strip()]


class SelfCheckForm(forms.Form):
    """Whether the principles of para. 79 were kept, as the organizers see it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for letter, words in SELF_CHECK.items():
            self.fields[letter] = forms.ChoiceField(label=words, choices=ANSWERS)
