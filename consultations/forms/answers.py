"""Answers as officers take them in and decide on them: uploads, phone calls, other times."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.answers.texts import MOST_BYTES
from consultations.forms.booking import SHORT_TEXT, area
from consultations.forms.deeds import DeedForm, ReasonForm, why
from consultations.models import Consultation, Invitation, Participation

Answer = Participation.Answer
GIVEN = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED, Answer.DELEGATED)
LONGEST = 500_000  # characters of pasted text


class UploadForm(forms.Form):
    """One file, or its text pasted; *overlong*: the text was more than a request may bring."""

    overlong = False
    file = forms.FileField(
        label=_("File"), required=False, max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".eml,.ics,message/rfc822,text/calendar"}),
        help_text=_("A mail saved as .eml, or a calendar file (.ics), up to 1 MB."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or its text"), required=False, max_length=LONGEST, strip=False, widget=area(8),
        help_text=_("The whole mail with its headers, or from BEGIN:VCALENDAR to END:VCALENDAR."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Nothing larger than any answer."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("That is larger than 1 MB: no answer is."))
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        told = super().clean() or self.cleaned_data
        if self.overlong:
            self.add_error("text", gettext("That is more than this page takes: upload the file."))
        if self.errors:
            return told
        given = bool(told.get("file")) + bool((told.get("text") or "").strip())
        if given == 0:
            raise forms.ValidationError(gettext("Choose a file, or paste the text of the answer."))
        if given == 2:
            raise forms.ValidationError(gettext("A file and a text: bring in one after the other."))
        return told

    def data_given(self) -> bytes:
        """The bytes, once it is valid."""
        file = self.cleaned_data["file"]
        return file.read() if file else self.cleaned_data["text"].encode("utf-8", "replace")


class HandForm(DeedForm):
    """What somebody said on the telephone, or in a letter."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[(one.value, one.label) for one in GIVEN],
        widget=forms.RadioSelect,
    )  # fmt: skip
    attending = forms.CharField(label=_("Who comes"), required=False, max_length=300)
    level = forms.ChoiceField(
        label=_("Level"), required=False,
        choices=[("", _("not said")), *Consultation.Level.choices],
    )  # fmt: skip
    delegated_to = forms.EmailField(
        label=_("Delegated to"), required=False, help_text=_("Where somebody else is to answer.")
    )
    comment = forms.CharField(
        label=_("What was said, and by whom"), required=False, max_length=SHORT_TEXT,
        widget=area(3),
    )  # fmt: skip


class AdmitForm(forms.Form):
    """Counted on an officer's word; for whom, where that was not found."""

    invitation = forms.ModelChoiceField(
        Invitation.objects.none(), label=_("It is the answer of"), required=False
    )
    reason = why()

    def __init__(self, *args: Any, among: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if among is None:
            del self.fields["invitation"]
            return
        field = self.fields["invitation"]
        field.queryset, field.required = among, True  # type: ignore[attr-defined]


class DismissForm(forms.Form):
    """Looked at; nothing to be done."""

    reason = why()


class AcceptForm(ReasonForm):
    """The consultation moves there; *seen* names the findings as they were read."""

    reason = forms.CharField(
        label=_("Reason, which all invitees read"), max_length=SHORT_TEXT, widget=area(3)
    )
    room = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    """The reason goes to the one who proposed."""

    reason = why()


class DelegateForm(forms.Form):
    """Who is invited in their place: the one they named, and nobody else."""

    email = forms.EmailField(
        label=_("Their e-mail"), widget=forms.EmailInput(attrs={"readonly": True}),
        help_text=_("As the answer names it. If it is wrong, enter the right one by hand."),
    )  # fmt: skip
    name = forms.CharField(label=_("Their name"), required=False, max_length=200)
