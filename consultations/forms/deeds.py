"""What can be done to a consultation: one small form a deed, with the version that was read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import SHORT_TEXT, Accounts, Date, DetailsForm, area
from consultations.models import Participation, Services
from consultations.people import CONVENER


def why(*, required: bool = True) -> forms.CharField:
    """The field in which a reason is said."""
    return forms.CharField(label=_("Reason"), max_length=SHORT_TEXT, required=required)


class DeedForm(forms.Form):
    """A deed done to what somebody had read: the version tells whether it still stands so."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PlainForm(DeedForm):
    """Nothing to add."""


class ReasonForm(DeedForm):
    """The reason must be said."""

    reason = why()


class HoldForm(DeedForm):
    """It took place; a note may stay with it."""

    reason = forms.CharField(label=_("Note"), max_length=SHORT_TEXT, required=False)


class AnnounceForm(DeedForm):
    """The day from which notice runs."""

    on = forms.DateField(label=_("Announced on"), widget=Date)


class RoomForm(DeedForm):
    """How the room stands with Meetings Management."""

    status = forms.ChoiceField(label=_("The room is"), choices=Services.choices)
    number = forms.CharField(label=_("Number of the request"), max_length=60, required=False)
    on = forms.DateField(label=_("Requested on"), widget=Date, required=False)
    reason = why(required=False)


class InterpretationForm(DeedForm):
    """How interpretation stands; it goes with the request for the room."""

    status = forms.ChoiceField(label=_("Interpretation is"), choices=Services.choices)
    reason = why(required=False)


class EditForm(DetailsForm, DeedForm):
    """Words and conveners; neither time nor status."""

    conveners = Accounts(
        User.objects.none(), label=_("Conveners' accounts"), required=False,
        help_text=_("They see this consultation and remark on it."),
    )  # fmt: skip
    reason = why(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(groups__name=CONVENER, is_active=True).order_by("username")
        self.fields["conveners"].queryset = people  # type: ignore[attr-defined]


class InviteeForm(DeedForm):
    """Somebody added, or changed, by hand."""

    name = forms.CharField(label=_("Name"), max_length=200)
    category = forms.ChoiceField(label=_("Invited as"), choices=Participation.Category.choices)
    role = forms.ChoiceField(
        label=_("Role"), choices=Participation.Role.choices, initial=Participation.Role.REQUIRED
    )
    seats = forms.CharField(
        label=_("Seats"), max_length=200, required=False,
        help_text=_("As in: political; military or police."),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), required=False)
    reason = why()


class UninviteForm(ReasonForm):
    """Somebody taken off; the line stays with its reason."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)


class ChoiceForm(DeedForm):
    """One question or tension decided otherwise."""

    tension = forms.CharField(max_length=10, widget=forms.HiddenInput)
    chosen = forms.CharField(label=_("Chosen"), max_length=300)
    reason = why()


class RemarkForm(forms.Form):
    """A remark; it changes nothing, so it needs no version."""

    text = forms.CharField(label=_("Remark"), max_length=SHORT_TEXT, widget=area(2))
