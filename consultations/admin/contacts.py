"""Contacts of delegations: the same rules as on their pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from consultations import contact_lists
from consultations.admin.guarded import Guarded, with_weekdays
from consultations.facts.cells import CellError
from consultations.models import Contact, ContactAddress


def _address(text: str) -> str:
    try:
        return contact_lists.address(text)
    except CellError as error:
        raise ValidationError(f"“{text}” {error}.") from None


class AddressForm(forms.ModelForm):
    """An address as it is compared: in small letters, its domain as mail servers want it."""

    def clean_email(self) -> str:
        return _address(self.cleaned_data["email"])


class Others(Guarded, admin.TabularInline):
    """Aliases, and members of a group mailbox."""

    model = ContactAddress
    form = AddressForm
    extra = 0


@admin.register(Contact)
class ContactAdmin(Guarded, admin.ModelAdmin):
    """One address of a delegation; whoever was invited through it is ended, never deleted."""

    form = AddressForm
    inlines = [Others]
    list_display = ["__str__", "delegation", "role", "language", "valid_until", "failing_since"]
    list_filter = ["role", "cutype", "language", ("failing_since", admin.EmptyFieldListFilter)]
    search_fields = ["email", "name", "organization", "member__name", "member__iso3"]
    autocomplete_fields = ["member"]
    list_select_related = ["member"]
    readonly_fields = ["created_at", "updated_at"]
    show_full_result_count = False
    fields = [
        "member", "organization", "role", "name", "email", "cutype", "language", "valid_from",
        "valid_until", "failing_since", "failure", "source", "note", "created_at", "updated_at",
    ]  # fmt: skip

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return with_weekdays(self.model, self.list_display)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Where nobody was ever invited through it; never many at a time."""
        unused = isinstance(obj, Contact) and not obj.invitations.exists()
        return unused and super().has_delete_permission(request, obj)
