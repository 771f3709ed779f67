"""How fully a cycle is consulted on: its preset, and needs left out, each with the reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

PRESETS = (
    ("light", _("Light: the formal meeting with contributors")),
    ("standard", _("Standard: briefing, informal consultation, formal meeting")),
    ("full", _("Full: Standard, the Working Group, a round on the draft and a debriefing")),
)


class PresetForm(forms.Form):
    """Light, Standard or Full; empty gives the planner's own choice back."""

    chosen = forms.ChoiceField(
        label=_("How fully"),
        choices=[("", _("As the planner proposes")), *PRESETS],
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class SkipForm(forms.Form):
    """Leave one need out, or call for it again."""

    need = forms.CharField(max_length=120, widget=forms.HiddenInput)
    skip = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=2000)
