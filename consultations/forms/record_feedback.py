"""Feedback on a meeting that somebody told the organizers, entered without a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import SHORT_TEXT, area
from consultations.models import Feedback

MARKS = [(str(n), str(n)) for n in range(1, 6)]


def _mark(label: Any, *, required: bool = False) -> forms.TypedChoiceField:
    """From 1 (no) to 5 (very much so)."""
    choices = MARKS if required else [("", _("not answered")), *MARKS]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=required
    )


class EnteredFeedbackForm(forms.Form):
    """Three questions, from 1 to 5, by side and without a name."""

    side = forms.ChoiceField(label=_("Side"), choices=Feedback.Side.choices)
    dialogue = _mark(_("Was it a dialogue?"), required=True)
    impact = _mark(_("Will it have an effect?"))
    worth = _mark(_("Was it worth the time?"))
    comment = forms.CharField(
        label=_("Comment"), max_length=SHORT_TEXT, required=False, widget=area(2)
    )
