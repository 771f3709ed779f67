"""Numbers that staff changed: with a reason, within the register's bounds, and never silently."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from consultations import numbers
from consultations.admin.guarded import Guarded, Looked, who
from consultations.models import CycleChoice, NumberOverride
from planner.register import load


class OverrideForm(forms.ModelForm):
    """A changed number; tried out before it is kept, as the register judges all scopes together."""

    who: Any = None  # set by the admin for each request

    class Meta:
        model = NumberOverride
        fields = ["key", "value", "reason", "mission", "consultation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            choices = [(key, f"{key} ({n.unit})") for key, n in load().numbers.items()]
            self.fields["key"] = forms.ChoiceField(
                label=self.fields["key"].label, choices=choices, initial=self.initial.get("key")
            )

    def clean(self) -> dict[str, Any] | None:
        """Refuse what the register refuses, in this scope or another."""
        cleaned = super().clean() or {}
        if not self.errors:
            names = ("key", "mission", "consultation")  # read-only once it is recorded
            scope = {name: cleaned.get(name, getattr(self.instance, name)) for name in names}
            try:
                with transaction.atomic():
                    numbers.change(
                        value=cleaned["value"], reason=cleaned["reason"], who=self.who, **scope
                    )
                    transaction.set_rollback(True)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


@admin.register(NumberOverride)
class NumberOverrideAdmin(Guarded, admin.ModelAdmin):
    """Changed numbers; taking one back is done on the number's page, with a reason."""

    deed = "numbers"
    form = OverrideForm
    list_display = ["key", "value", "mission", "consultation", "reason", "who", "at"]
    list_filter = ["key", ("mission", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["key", "reason", "mission__acronym"]
    autocomplete_fields = ["mission", "consultation"]
    list_select_related = ["mission", "consultation", "who"]
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Where a number holds does not change; a number for another place is another row."""
        return [] if obj is None else ["key", "mission", "consultation"]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return type("Form", (super().get_form(request, *args, **kwargs),), {"who": who(request)})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """One deed, with its line in the number's history."""
        scope = {"mission": obj.mission, "consultation": obj.consultation}
        kept = numbers.change(obj.key, obj.value, obj.reason, who=who(request), **scope)
        obj.pk = kept.pk

    def log_addition(self, *_args: Any) -> Any:
        """The deed wrote its own line."""

    def log_change(self, *_args: Any) -> Any:
        """The deed wrote its own line."""


@admin.register(CycleChoice)
class CycleChoiceAdmin(Looked):
    """How fully a cycle is consulted on; chosen on the cycle's page."""

    list_display = ["mission", "component", "expires_on", "need", "chosen", "reason", "who", "at"]
    list_filter = ["chosen", "mission"]
    search_fields = ["mission__acronym", "need", "reason"]
    list_select_related = ["mission", "who"]
    date_hierarchy = "expires_on"
