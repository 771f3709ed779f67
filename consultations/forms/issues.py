"""When an issue is looked at again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import Date


class ReviewForm(forms.Form):
    """A day, or none where the issue is settled."""

    review_on = forms.DateField(
        label=_("To be reviewed on"), widget=Date, required=False,
        help_text=_("Empty: the issue is settled. Offered is a year after the last meeting on it."),
    )  # fmt: skip
