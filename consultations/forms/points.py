"""What is entered of a point later: sent when and to whom, what became of it, where it went on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.forms.booking import SHORT_TEXT, Date, area
from consultations.models import Mission, Point, PointFollow

Outcome = Point.Outcome


WAS = "was:"


class SeenForm(forms.Form):
    """A form that sends beside each field what its page showed: others may write meanwhile."""

    @property
    def was(self) -> list[tuple[str, str]]:
        """(name, value) of the hidden fields."""
        if self.is_bound:
            return [(WAS + name, value) for name, value in self.seen.items()]
        return [(WAS + name, _sent(self.initial.get(name))) for name in self.fields]

    @property
    def seen(self) -> dict[str, str]:
        """What the page showed in each field; nothing where it does not tell."""
        return {name: str(self.data.get(WAS + name, "")) for name in self.fields}


def _sent(value: Any) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


class SendForm(forms.Form):
    """Several points sent at once."""

    sent_on = forms.DateField(label=_("Sent on"), widget=Date)
    sent_to = forms.CharField(
        label=_("To whom"), max_length=200, help_text=_("The penholder, by country.")
    )


class OutcomeForm(SeenForm):
    """What draft and adopted text made of a point, and who told us."""

    sent_on = forms.DateField(label=_("Sent to the penholder on"), widget=Date, required=False)
    sent_to = forms.CharField(label=_("Sent to"), max_length=200, required=False)
    in_draft = forms.ChoiceField(label=_("In the draft"), choices=Outcome.choices, required=False)
    draft_paragraph = forms.CharField(
        label=_("Paragraph of the draft"), max_length=60, required=False
    )
    in_text = forms.ChoiceField(
        label=_("In the adopted text"), choices=Outcome.choices, required=False
    )
    text_paragraph = forms.CharField(
        label=_("Paragraph of the adopted text"), max_length=60, required=False
    )
    outcome_reason = forms.CharField(
        label=_("Reason given"), max_length=SHORT_TEXT, required=False, widget=area(3),
        help_text=_("As it was told to us. Where none was given, write so."),
    )  # fmt: skip
    outcome_from = forms.ChoiceField(
        label=_("Told by"), choices=Point.Source.choices, required=False,
        help_text=_("The outcome is told by the penholder or the Secretariat."),
    )  # fmt: skip
    theme = forms.CharField(label=_("Theme"), max_length=120, required=False)
    standing = forms.ChoiceField(
        label=_("Agreed or contested"), choices=Point.Standing.choices, required=False
    )
    mission = forms.ModelChoiceField(
        label=_("For the mandate of"), queryset=Mission.objects.none(), required=False,
        empty_label=_("as the meeting"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mission"]
        field.queryset = Mission.objects.order_by("acronym")

    def clean(self) -> dict[str, Any]:
        """Who told us is said with every outcome, and why with one that is not reflected."""
        told = super().clean() or self.cleaned_data
        known = {told.get("in_draft"), told.get("in_text")} - {"", None}
        if known and not told.get("outcome_from"):
            self.add_error("outcome_from", gettext("Say who told us."))
        if Outcome.NOT in known and not (told.get("outcome_reason") or "").strip():
            self.add_error("outcome_reason", gettext("Say the reason, or that none was given."))
        return told


class FollowForm(forms.Form):
    """A later meeting that took the point up again."""

    consultation = forms.UUIDField(label=_("Later meeting"), widget=forms.Select)
    how = forms.ChoiceField(label=_("How it took it up"), choices=PointFollow.How.choices)
    note = forms.CharField(label=_("Note"), max_length=SHORT_TEXT, required=False)

    def __init__(self, *args: Any, later: list[tuple[str, str]] = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        self.fields["consultation"].widget = forms.Select(choices=later)


class AnswerForm(SeenForm):
    """What the Secretariat answered to a question."""

    answered_on = forms.DateField(label=_("Answered on"), widget=Date, required=False)
    answer = forms.CharField(
        label=_("Answer"), max_length=SHORT_TEXT * 5, required=False, widget=area(3)
    )
