"""What a paper is asked for: a year or days, a month, a mission, a side, a language."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultations.models import Mission
from consultations.papers.kinds import Asked, PaperKind

EARLIEST, LATEST = 1945, 2100
LONGEST_SPAN = 30  # years


class YearField(forms.CharField):
    """A year, or two as in 2005-2006; cleaned to its first and last day."""

    def clean(self, value: Any) -> tuple[date, date] | None:
        text = super().clean(value)
        if not text:
            return None
        found = re.fullmatch(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?", text, re.ASCII)
        first, last = (int(one or found[1]) for one in found.groups()) if found else (0, 0)
        if not EARLIEST <= first <= last <= min(LATEST, first + LONGEST_SPAN):
            raise forms.ValidationError(_("Write a year as 2017, or two as 2005-2006."))
        return date(first, 1, 1), date(last, 12, 31)


class MonthField(forms.CharField):
    """A month as 2017-06; cleaned to its first day."""

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            day = date.fromisoformat(f"{text[:7]}-01")
        except ValueError:
            day = date.min
        if not EARLIEST <= day.year <= LATEST or len(text) != len("2017-06"):
            raise forms.ValidationError(_("Write a month as 2017-06."))
        return day


class DayField(forms.DateField):
    """A day as the browser sends it, within what can be counted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d"], required=False,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day.year <= LATEST:
            raise forms.ValidationError(_("Name a day between 1945 and 2100."))
        return day


def _year(today: date) -> dict[str, forms.Field]:
    year = str(today.year)
    widget = forms.TextInput({"placeholder": year})
    return {"year": YearField(label=_("Year"), required=False, initial=year, widget=widget)}


def _span(today: date) -> dict[str, forms.Field]:
    return _year(today) | {"from": DayField(label=_("or from")), "to": DayField(label=_("to"))}


def _month(today: date) -> dict[str, forms.Field]:
    widget = forms.TextInput({"type": "month", "placeholder": "2017-06"})
    field = MonthField(
        label=_("Month"), required=False, widget=widget, initial=f"{today:%Y-%m}"
    )  # fmt: skip
    return {"month": field}


def _mission(today: date) -> dict[str, forms.Field]:
    rows = Mission.objects.order_by("acronym")
    return {
        "mission": forms.ModelChoiceField(
            rows, label=_("Mission"), to_field_name="acronym", empty_label=_("Choose a mission")
        )
    }


SCOPES = {"year": _year, "span": _span, "month": _month, "mission": _mission}


class PaperForm(forms.Form):
    """The fields that a kind of paper needs, each with what stands where nothing is said."""

    def __init__(self, data: Any, *, kind: PaperKind, today: date, language: str) -> None:
        fields = SCOPES[kind.scope](today) if kind.scope in SCOPES else {}
        for name, label, choices in (
            ("side", _("For"), kind.sides),
            ("form", _("Form"), kind.forms),
        ):
            if choices:
                fields[name] = forms.ChoiceField(
                    label=label, choices=choices, required=False, initial=choices[0][0]
                )
        if kind.takes_since:  # of a table that is issued: which one, and compared with which
            fields["form"] = forms.CharField(required=False, max_length=10, label=_("Issue no."))
        fields["since"] = forms.CharField(
            required=False, max_length=40, label=_("Changed since no.")
        )
        if not kind.takes_since:
            fields["since"].widget = forms.HiddenInput()
        fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=settings.LANGUAGES, required=False, initial=language
        )
        filled = {name: field.initial for name, field in fields.items() if field.initial}
        super().__init__(filled | {name: value for name, value in data.items() if value})
        self.fields.update(fields)
        for field in fields.values():
            select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = f"form-{'select' if select else 'control'}"

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("from"), told.get("to")
        if (first is None) != (last is None) or (first and last and first > last):
            raise forms.ValidationError(_("Name the first and the last day, in this order."))
        return told

    def asked(self, **known: Any) -> Asked:
        """What is asked for; the form is valid. Days that are named go before the year."""
        told = self.cleaned_data
        days = (told.get("from"), told.get("to"))
        first, last = days if days[0] else told.get("year") or (None, None)
        return Asked(
            language=told["language"], first=first, last=last, month=told.get("month"),
            mission=told.get("mission"), side=told.get("side") or "",
            form=told.get("form") or "", since=told.get("since") or "", **known,
        )  # fmt: skip
