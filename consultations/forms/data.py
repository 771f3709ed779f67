"""Files and pasted lines that somebody brings in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation

LONGEST_PASTE = 100_000  # characters


class ManyFilesInput(forms.ClearableFileInput):
    """A file field in which several files can be chosen."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files at once; each must have a name and some bytes."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file as a list, in the order chosen."""
        files = data if isinstance(data, list | tuple) else [data]
        one = super().clean
        return [one(file, initial) for file in files] if files else [one(None, initial)]


class FactFiles(forms.Form):
    """Tables of facts, named like their table, or a workbook with a sheet for each."""

    upload = ManyFiles(
        label=_("Files"),
        help_text=_("CSV in UTF-8 or XLSX, several at once, 5 MB together."),
        widget=ManyFilesInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def uploads(self) -> list[UploadedFile]:
        """The files of a valid form."""
        return list(self.cleaned_data["upload"])


class ArrangedFile(forms.Form):
    """Meetings that are arranged already, from a table or a calendar."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or .ics, up to 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ics"}),
    )
    kind = forms.ChoiceField(
        label=_("What an .ics file's meetings are, where it does not say"),
        required=False,
        choices=[("", _("it says so itself")), *Consultation.Kind.choices],
    )


class CouncilLines(forms.Form):
    """Meetings of the Council, pasted one a line."""

    lines = forms.CharField(
        label=_("Meetings, one a line"),
        widget=forms.Textarea(
            attrs={
                "rows": 6,
                "spellcheck": "false",
                "placeholder": "2026-12-03 morning Consultations Room – Middle East (provisional)",
            }
        ),
        help_text=_(
            "A day, a session or hours, a room, a dash and the subject, and “(firm)” or "
            "“(provisional)”. Cells copied from a spreadsheet will do as well."
        ),
    )
