"""Booking a slot: what the consultation is about, its standing, and the guest list by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Participation

LONG, SHORT_TEXT = 20_000, 2_000
Date = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def area(rows: int = 3) -> forms.Textarea:
    """A box of some lines."""
    return forms.Textarea(attrs={"rows": rows})


class Accounts(forms.ModelMultipleChoiceField):
    """Accounts by number; no number of theirs has twenty digits, and SQLite cannot ask for such."""

    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if not str(pk).isascii() or not str(pk).isdigit() or len(str(pk)) > 18:
                raise self._invalid(pk)
        return super().clean(value)

    def _invalid(self, pk: Any) -> forms.ValidationError:
        message = self.error_messages["invalid_pk_value"]
        return forms.ValidationError(message, code="invalid_pk_value", params={"pk": str(pk)[:40]})


class WebAddress(forms.URLField):
    """An address that a browser opens; it goes into mails and calendars as it is."""

    default_validators = [URLValidator(schemes=["https", "http"])]


class DetailsForm(forms.Form):
    """What may be edited at any time: its words, and who is shown it."""

    subject = forms.CharField(label=_("Subject"), max_length=300)
    aim = forms.CharField(
        label=_("Aim"), required=False, max_length=LONG, widget=area(),
        help_text=_("What it is to achieve."),
    )  # fmt: skip
    documents = forms.CharField(
        label=_("Documents"), required=False, max_length=LONG, widget=area(2),
        help_text=_("One a line."),
    )  # fmt: skip
    questions = forms.CharField(
        label=_("Questions"), required=False, max_length=LONG, widget=area(2),
        help_text=_("To be discussed, one a line; they go out with the invitation."),
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Shown to"),
        choices=Consultation.Visibility.choices,
        initial=Consultation.Visibility.INVITEES,
        help_text=_("By default the Journal lists formal and Working Group meetings (C10)."),
    )
    purpose = forms.ChoiceField(
        label=_("Purpose (S/2006/972, para. 6)"), required=False,
        choices=[("", _("not said")), *Consultation.Purpose.choices],
    )  # fmt: skip
    convener_name = forms.CharField(
        label=_("Who convenes, by name"), required=False, max_length=200
    )
    co_conveners = forms.CharField(label=_("Co-conveners"), required=False, max_length=SHORT_TEXT)
    requested_by = forms.CharField(label=_("Requested by"), required=False, max_length=300)
    legal_basis = forms.CharField(label=_("Basis"), required=False, max_length=300)
    guests_shown = forms.BooleanField(
        label=_("Invitations name all who are invited"), required=False,
        help_text=_("Otherwise each invitee sees itself alone."),
    )  # fmt: skip
    video_url = WebAddress(
        label=_("Link for video"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Where some take part from afar; it stands in the invitation."),
    )  # fmt: skip


class BookingForm(DetailsForm):
    """A slot becomes a consultation; who is ticked is invited."""

    status = forms.ChoiceField(
        label=_("Book as"),
        choices=[("tentative", _("tentative: holds the room")), ("confirmed", _("confirmed"))],
    )
    announced_on = forms.DateField(
        label=_("Announced on"), required=False, widget=Date,
        help_text=_("Leave it empty until it is announced: notice runs from this day."),
    )  # fmt: skip
    guest = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    added = forms.CharField(
        label=_("Add by hand"), required=False, max_length=SHORT_TEXT, widget=area(2),
        help_text=_("One name a line."),
    )  # fmt: skip
    added_category = forms.ChoiceField(
        label=_("They are invited as"), required=False, choices=Participation.Category.choices,
        initial=Participation.Category.OTHER,
    )  # fmt: skip
    guests_reason = forms.CharField(
        label=_("Why the list is changed by hand"), required=False, max_length=SHORT_TEXT
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, guests: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guest"].choices = [(name, name) for name in guests]  # type: ignore[attr-defined]
        self._guests = guests

    def clean(self) -> dict[str, Any]:
        """A list changed by hand needs its reason."""
        told = super().clean() or self.cleaned_data
        if (self.left_off or self.typed_in) and not told.get("guests_reason", "").strip():
            self.add_error("guests_reason", _("Say why the list is changed by hand."))
        return told

    @property
    def left_off(self) -> list[str]:
        """Who was proposed and is not ticked."""
        ticked = set(self.cleaned_data.get("guest", ()))
        return [name for name in self._guests if name not in ticked]

    @property
    def typed_in(self) -> list[str]:
        """Names typed in, less those proposed already."""
        lines = self.cleaned_data.get("added", "").splitlines()
        names = (" ".join(line.split())[:200] for line in lines)
        return list(dict.fromkeys(name for name in names if name and name not in self._guests))


class MoveForm(forms.Form):
    """Another time or room; a reason once people were told."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it moves"), required=False, max_length=SHORT_TEXT, widget=area(2)
    )
