"""A task noted as done, skipped, or taken back; and the list narrowed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import SHORT_TEXT, Date

DEEDS = (("done", _("Done")), ("skipped", _("Skip")), ("open", _("Take back")))


class SettleForm(forms.Form):
    """One task of one subject; *seen* is the note that the page showed."""

    task = forms.CharField(max_length=40, widget=forms.HiddenInput)
    subject = forms.CharField(max_length=120, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    deed = forms.ChoiceField(choices=DEEDS, widget=forms.HiddenInput)
    on = forms.DateField(label=_("On"), widget=Date, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=SHORT_TEXT, required=False)

    def clean(self) -> dict[str, object]:
        told: dict[str, object] = super().clean() or {}
        if told.get("deed") == "skipped" and not told.get("reason"):
            words = _("Say why it is skipped: the reason is printed with the record.")
            self.add_error("reason", words)
        return told
