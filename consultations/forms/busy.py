"""A calendar of a room or a delegation that somebody else keeps: an address or a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.busy.fetching import allowed, https
from consultations.busy.trimming import LARGEST
from consultations.models import ExternalCalendar, MemberState, Room


def _file(*, required: bool) -> forms.FileField:
    return forms.FileField(
        label=_("File (.ics)"),
        required=required,
        allow_empty_file=True,  # said as any other file that holds nothing is
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("Up to 5 MB. It is read once: upload it again when it changes."),
    )


class FileForm(forms.Form):
    """A newer file of a calendar."""

    file = _file(required=True)

    def clean_file(self) -> UploadedFile:
        return _small(self.cleaned_data["file"])


class CalendarForm(forms.Form):
    """Whose calendar it is, and where it comes from: of each exactly one."""

    name = forms.CharField(label=_("Name"), max_length=200)
    room = forms.ModelChoiceField(
        label=_("Room"),
        queryset=Room.objects.filter(in_use=True),
        required=False,
        empty_label=_("of no room"),
    )
    member = forms.ModelChoiceField(
        label=_("Delegation"),
        queryset=MemberState.objects.all(),
        required=False,
        empty_label=_("of no delegation"),
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        help_text=_("https:// or webcal://, from a host that is on the list."),
    )
    file = _file(required=False)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if ExternalCalendar.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(gettext("There is a calendar of that name already."))
        return name

    def clean_url(self) -> str:
        url = https(self.cleaned_data["url"])
        if url and (why := allowed(url)):
            raise forms.ValidationError(why)
        return url

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        return _small(file) if file else None

    def clean(self) -> dict[str, Any] | None:
        told = super().clean() or {}
        if bool(told.get("room")) == bool(told.get("member")) and not self._wrong("room", "member"):
            self.add_error("room", gettext("Choose a room or a delegation, one of the two."))
        file = told.get("file") is not None
        if bool(told.get("url")) == file and not self._wrong("url", "file"):
            self.add_error("url", gettext("Give an address or a file, one of the two."))
        return told

    def _wrong(self, *names: str) -> bool:
        return any(name in self.errors for name in names)


def _small(file: UploadedFile) -> UploadedFile:
    if (file.size or 0) > LARGEST:
        raise forms.ValidationError(gettext("It is larger than 5 MB: export fewer years."))
    return file
