"""What a member of the staff wants by mail."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import MailPreference

MOST_DAYS = 60  # ours: beyond this Today does not look either


class PreferenceForm(forms.ModelForm):
    """Digest, reminder of announcements, language; all of it may be left empty."""

    deadline_days = forms.IntegerField(
        label=_("Remind me before an announcement is due"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Working days before, one mail for each; empty: no reminder."),
    )

    class Meta:
        model = MailPreference
        fields = ["digest", "deadline_days", "language"]
        labels = {"digest": _("What stands on Today, by mail"), "language": _("Language of mails")}
