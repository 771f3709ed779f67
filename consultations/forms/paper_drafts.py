"""Who signs a paper, when, and the symbol that it was given; and that a letter was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import Date


class SigningForm(forms.Form):
    """What nobody entered is printed as a placeholder, and named in the notes."""

    letter_on = forms.DateField(label=_("Date of the letter"), widget=Date, required=False)
    signatory = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    signatory_post = forms.CharField(
        label=_("Post"), max_length=300, required=False,
        help_text=_("As in “Permanent Representative of … to the United Nations”."),
    )  # fmt: skip
    symbol = forms.CharField(
        label=_("Symbol"), max_length=60, required=False, help_text=_("As issued; never guessed.")
    )

    def __init__(self, data: Any = None, *, locked: bool = False, **kwargs: Any) -> None:
        super().__init__(data, auto_id="paper-%s", **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-control"
            if locked and name != "symbol":
                field.widget.attrs["readonly"] = True


class SentForm(forms.Form):
    """When the letter was sent, and to whom: the written report-back."""

    done_on = forms.DateField(label=_("Sent on"), widget=Date)
    to_whom = forms.CharField(
        label=_("To whom"), max_length=200, initial=_("President of the Security Council")
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="sent-%s", **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
