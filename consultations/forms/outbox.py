"""The outbox: a draft's words, why it is not sent, and the words that mails begin with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.calendars.lines import clean, one_line
from consultations.forms.booking import LONG, SHORT_TEXT, area
from consultations.invitations.carried import without
from consultations.invitations.wording import LINK, allowed, check_template
from consultations.models import Language, Message, Occasion

ANSWERED = (Occasion.INVITE, Occasion.UPDATE, Occasion.REMINDER, Occasion.REFRESH)


class SeenForm(forms.Form):
    """A deed done to a mail as it was read."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class WithholdForm(SeenForm):
    """It is not sent; the reason must be said."""

    reason = forms.CharField(label=_("Reason"), max_length=SHORT_TEXT)


class WordsForm(SeenForm):
    """Subject and text of a mail."""

    subject = forms.CharField(label=_("Subject"), max_length=300)
    body = forms.CharField(label=_("Text"), max_length=LONG, widget=area(22), strip=False)

    def clean_subject(self) -> str:
        return one_line(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        return clean(self.cleaned_data["body"])


class DraftForm(WordsForm):
    """One draft: its words in its language."""

    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices,
        help_text=_("In another language the text is written anew."),
    )  # fmt: skip
    field_order = ("seen", "language", "subject", "body")

    def __init__(self, *args: Any, mail: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mail = mail

    def clean(self) -> dict[str, Any]:
        """Typed words are not thrown away by a change of language; what is owed stays."""
        told = super().clean() or self.cleaned_data
        subject, body = told.get("subject"), told.get("body")
        mail = self._mail
        if told.get("language", mail.language) != mail.language:
            if (subject, body) != (one_line(mail.subject), clean(mail.body)):
                self.add_error(
                    "language",
                    _("First choose the language and save, then edit: what you typed would be "
                      "lost."),
                )  # fmt: skip
        elif body is not None:
            self._keeps_what_is_owed(body)
        return told

    def _keeps_what_is_owed(self, body: str) -> None:
        """The personal link, and what no invitation leaves without (79 (c))."""
        if self._mail.occasion in ANSWERED and f"{{{LINK}}}" not in body:
            message = _("Keep {answer_link} in the text: the personal link is put there.")
            self.add_error("body", message)
        for sentence in without(self._mail, body):
            self.add_error("body", sentence)


class TemplateForm(WordsForm):
    """The words that mails of one occasion begin with, in one language."""

    def __init__(self, *args: Any, occasion: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._occasion = occasion

    def clean(self) -> dict[str, Any]:
        """Placeholders out of the fixed set alone, and none that such a mail cannot miss."""
        told = super().clean() or self.cleaned_data
        if "subject" in told and "body" in told:
            for problem in check_template(told["subject"], told["body"], self._occasion):
                self.add_error("body", problem)
        return told

    @property
    def placeholders(self) -> list[str]:
        """What may stand in braces."""
        return allowed(self._occasion)
