"""Filters of the register, and the form that changes one of its numbers."""

from __future__ import annotations

import contextlib
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultations import planning
from consultations.models import Consultation, Mission
from planner.recommendation import DIMENSIONS, KINDS, Force, Number

ALL = ("", _("all"))


HONOURED = {
    "computed": _("computed"),
    "field": _("kept in a field"),
    "task": _("a task"),
    "paper": _("a paper"),
    "indicator": _("an indicator"),
    "principle": _("a principle"),
}


class RegisterFilters(forms.Form):
    """What the register's address may ask for; everything is optional."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    document = forms.ChoiceField(
        label=_("Report"),
        required=False,
        choices=[ALL, ("2006", "2006 (S/2006/972)"), ("2017", "2017")],
    )
    force = forms.ChoiceField(
        label=_("Who says it"), required=False, choices=[ALL, *((f.value, f.value) for f in Force)]
    )
    dimension = forms.ChoiceField(
        label=_("Dimension"), required=False, choices=[ALL, *DIMENSIONS.items()]
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[ALL, *((kind, kind.replace("_", " ")) for kind in sorted(KINDS))],
    )
    honours = forms.ChoiceField(
        label=_("Honoured"),
        required=False,
        choices=[ALL, *HONOURED.items()],
    )

    def asked(self) -> dict[str, str]:
        """The filters that can be used; a wrong one is left out and its field says so."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class NumberForm(forms.Form):
    """A new value for a number, where it holds, and why."""

    value = forms.IntegerField(label=_("New value"))
    mission = forms.ModelChoiceField(
        Mission.objects.filter(known_by_name_only=False),
        label=_("Only for the mission"),
        required=False,
        empty_label=_("the whole installation"),
    )
    consultation = forms.ModelChoiceField(
        Consultation.objects.none(),
        label=_("Only for the consultation"),
        required=False,
        empty_label=_("no single consultation"),
        help_text=_("Those from today on that are not cancelled."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown wherever the number is not the default."),
    )

    def __init__(self, *args: Any, number: Number, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value = forms.IntegerField(
            label=_("New value"),
            min_value=number.minimum,
            max_value=number.maximum,
            help_text=_("In %(unit)s, from %(least)d to %(most)d.")
            % {"unit": number.unit, "least": number.minimum, "most": number.maximum},
        )
        self.fields["value"] = value
        asked = self.data.get("consultation") or self.initial.get("consultation")
        self.fields["consultation"].queryset = _changeable(asked)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One place at a time."""
        cleaned = super().clean() or {}
        if cleaned.get("mission") and cleaned.get("consultation"):
            self.add_error("mission", _("Choose a mission or a consultation, not both."))
        return cleaned


class ResetForm(forms.Form):
    """Giving the default back asks for a reason too."""

    reason = forms.CharField(label=_("Why the default comes back"), max_length=2000)


def _changeable(asked: Any) -> QuerySet[Consultation]:
    """Consultations to come, and the one that is asked for."""
    wanted = Q(starts_at__date__gte=planning.today())
    with contextlib.suppress(forms.ValidationError):
        wanted |= Q(pk=Consultation._meta.pk.to_python(asked)) if asked else Q()
    return Consultation.objects.filter(wanted).exclude(status=Consultation.Status.CANCELLED)
