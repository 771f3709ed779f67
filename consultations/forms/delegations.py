"""Contacts of delegations: one at a time, a table of them, or pasted addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.contact_lists import address, addresses
from consultations.contact_lists.columns import BY_NAME, read_cell
from consultations.facts.cells import HOSTILE, CellError
from consultations.forms.booking import Date, area
from consultations.forms.data import LONGEST_PASTE
from consultations.models import Contact, Language

LONGEST_LIST, LONGEST_NOTE = 20_000, 2_000
SHOW = (
    ("", _("all")),
    ("missing", _("invited, without an address")),
    ("failing", _("mail comes back")),
    ("without", _("without an address")),
    ("bodies", _("other bodies")),
)


class ContactForm(forms.Form):
    """One contact; *seen* tells whether it is still what was read."""

    role = forms.ChoiceField(label=_("Role"), choices=Contact.Role.choices)
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False,
        help_text=_("Of the person; empty for a mailbox."),
    )  # fmt: skip
    email = forms.CharField(
        label=_("E-mail"), max_length=300, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    cutype = forms.ChoiceField(
        label=_("Person or group"), choices=Contact.CalendarType.choices,
        initial=Contact.CalendarType.GROUP,
        help_text=_("Answers of the members of a group mailbox count for the delegation."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of its mails"), choices=Language.choices)
    valid_from = forms.DateField(label=_("First day"), widget=Date, required=False)
    valid_until = forms.DateField(
        label=_("Last day"), widget=Date, required=False,
        help_text=_("Empty: until further notice."),
    )  # fmt: skip
    aliases = forms.CharField(
        label=_("Other addresses it answers from"), required=False, max_length=LONGEST_LIST,
        widget=area(2), help_text=_("One a line."),
    )  # fmt: skip
    members = forms.CharField(
        label=_("Members of the group mailbox"), required=False, max_length=LONGEST_LIST,
        widget=area(2), help_text=_("One a line."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=area(2))
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return str(_read(lambda text: read_cell(BY_NAME["name"], text), self.cleaned_data["name"]))

    def clean_email(self) -> str:
        return str(_read(address, self.cleaned_data["email"]))

    def clean_aliases(self) -> tuple[str, ...]:
        return tuple(_read(addresses, self.cleaned_data["aliases"]))

    def clean_members(self) -> tuple[str, ...]:
        return tuple(_read(addresses, self.cleaned_data["members"]))

    def clean_note(self) -> str:
        note = str(self.cleaned_data["note"]).replace("\r\n", "\n").replace("\r", "\n")
        if HOSTILE.search(note):
            raise forms.ValidationError(_("It holds a control character: type it again."))
        return note

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("valid_from"), told.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("It lies before the first day."))
        return told

    def told(self) -> dict[str, Any]:
        """What is to be stored, of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class BodyForm(ContactForm):
    """The first contact of a body that is no Member State."""

    field_order = ("organization",)
    organization = forms.CharField(
        label=_("Name of the body"), max_length=200,
        help_text=_("As lists of invitees write it, such as African Union."),
    )  # fmt: skip

    def clean_organization(self) -> str:
        column = BY_NAME["organization"]
        return str(_read(lambda text: read_cell(column, text), self.cleaned_data["organization"]))

    def told(self) -> dict[str, Any]:
        return {name: value for name, value in super().told().items() if name != "organization"}


class EndForm(forms.Form):
    """The last day on which a contact speaks for its delegation."""

    on = forms.DateField(label=_("Last day"), widget=Date)


class ContactsFile(forms.Form):
    """A table of contacts."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV in UTF-8 or XLSX, up to 5 MB and 5,000 rows. Should a CSV be refused, save it as "
            "XLSX: that is always understood."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class PasteForm(forms.Form):
    """Addresses as a mail program or a spreadsheet gives them."""

    delegation = forms.ChoiceField(
        label=_("Whose addresses"), required=False,
        help_text=_("Or named in each line, or on a line of its own above."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("Role"), required=False,
        choices=[("", _("as the line says")), *Contact.Role.choices],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of its mails"), required=False,
        choices=[("", _("that of the delegation's other contacts")), *Language.choices],
    )  # fmt: skip
    lines = forms.CharField(
        label=_("Addresses"),
        widget=forms.Textarea(
            attrs={
                "rows": 8,
                "spellcheck": "false",
                "placeholder": "India: A. Rao <rao@india.example>; mission@india.example",
            }
        ),
        max_length=LONGEST_PASTE,
        help_text=_("Names and addresses in any order of separators; what trails is kept as note."),
    )

    def __init__(self, *args: Any, whose: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["delegation"]
        field.choices = [("", _("as the lines say")), *whose]  # type: ignore[attr-defined]


def _read(read: Callable[[str], Any], text: str) -> Any:
    """The value of a cell, its complaint as one beside the field."""
    text = text.strip()
    try:
        return read(text)
    except CellError as error:
        sentence = str(error)
    if not sentence.startswith("“"):  # it names the part of the text already
        sentence = f"“{' '.join(text.split())[:60]}” {sentence}"
    raise forms.ValidationError(f"{sentence}.")
