"""What the index of papers is asked for: a meeting, a year, a month, a mission."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.forms.papers import SCOPES
from consultations.models import Consultation


class PaperIndexForm(forms.Form):
    """Each field narrows the papers of its group; none is needed."""

    def __init__(
        self, data: Any, *, today: date, meetings: QuerySet[Any], label: Any, listed: int
    ) -> None:
        super().__init__(data)
        for scope in ("year", "month", "mission"):
            self.fields.update(SCOPES[scope](today))
        self.fields["mission"].required = False
        self.fields["consultation"] = _Meetings(
            meetings, label, listed, data.get("consultation", "")
        )  # fmt: skip
        for field in self.fields.values():
            select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = f"form-{'select' if select else 'control'}"


class _Meetings(forms.TypedChoiceField):
    """One of the meetings whose details are open: the latest, and the one that is asked for."""

    def __init__(self, rows: QuerySet[Any], label: Any, listed: int, asked: str) -> None:
        found: list[Consultation] = list(rows[:listed])
        self._known = {str(row.pk): row for row in found}
        if asked and asked not in self._known:
            self._known |= {str(row.pk): row for row in _named(rows, asked)}
        choices = [(key, label(row)) for key, row in self._known.items()]
        super().__init__(
            label=_("Meeting"), required=False, choices=[("", _("Choose a meeting")), *choices],
            coerce=self._known.get, empty_value=None,
        )  # fmt: skip


def _named(rows: QuerySet[Any], asked: str) -> list[Any]:
    try:
        return list(rows.filter(pk=asked))
    except (ValueError, forms.ValidationError):
        return []
