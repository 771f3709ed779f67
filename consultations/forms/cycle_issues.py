"""Issuing the table of reporting and mandate cycles: its number, its day, a note."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.papers.cycle_issues import HIGHEST


class IssueForm(forms.Form):
    """What stands on the paper that is issued; the rows are those known on the day."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=HIGHEST)
    day = forms.DateField(
        label=_("As known on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, number: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"number": number, "day": today}
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
