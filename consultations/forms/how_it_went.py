"""How a meeting went: the self-check of para. 79, and three questions to each side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import SHORT_TEXT, area
from consultations.models import Feedback
from consultations.records import SELF_CHECK

ANSWERS = (
    ("unknown", _("not known")),
    ("kept", _("kept")),
    ("partly", _("partly")),
    ("no", _("not kept")),
)
SCALE = [(n, str(n)) for n in range(1, 6)]


def scale(label: Any, *, required: bool) -> forms.TypedChoiceField:
    """One to five, one being least."""
    choices = SCALE if required else [("", _("no answer")), *SCALE]
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=required, choices=choices,
        widget=forms.RadioSelect,
    )  # fmt: skip


class ThreeQuestionsForm(forms.Form):
    """Was it a dialogue, will it have an effect, was it worth the time; no name is asked."""

    dialogue = scale(_("Was it a dialogue?"), required=True)
    impact = scale(_("Will it have an effect?"), required=False)
    worth = scale(_("Was it worth the time?"), required=False)
    comment = forms.CharField(
        label=_("Words, if you like"), required=False, max_length=SHORT_TEXT, widget=area(3)
    )


class FeedbackForm(ThreeQuestionsForm):
    """As somebody of one side told us."""

    side = forms.ChoiceField(label=_("From"), choices=Feedback.Side.choices)
    field_order = ("side",)


class SelfCheckForm(forms.Form):
    """What was kept of para. 79 (a) to (e)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for letter in SELF_CHECK:
            self.fields[letter] = forms.ChoiceField(
                label=_("79 (%s)") % letter, choices=ANSWERS, required=True
            )
