"""Reports of the Secretary-General, what asks for them, and strategic reviews."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from consultations.admin.facts import FactAdmin, FactForm
from consultations.models import Report, ReportRequirement, StrategicReview
from planner.reportrules import read_rule


class RequirementForm(FactForm):
    """A requirement; its wording is read as a rule at once, so that nobody is surprised later."""

    even_so = forms.BooleanField(
        label=_("keep a wording that gives no dates"),
        required=False,
        help_text=_("The due date then falls back to 28 days before expiry, as an estimate."),
    )

    def clean(self) -> dict[str, Any] | None:
        """Refuse a wording that gives no dates, unless it is meant so."""
        cleaned = super().clean()
        wording = self.cleaned_data.get("wording", "")
        new = "wording" in self.changed_data and not self.cleaned_data.get("even_so")
        if wording and new and read_rule(wording) is None:
            self.add_error("wording", _(
                "No dates can be read from this. Write it as in “every 90 days”, “45 days before "
                "expiry”, “by 1 March”, or tick the box below to keep it."
            ))  # fmt: skip
        return cleaned


@admin.register(ReportRequirement)
class ReportRequirementAdmin(FactAdmin):
    form = RequirementForm
    list_display = ["mission", "wording", "component", "requested_by", "known_on", "until_on"]
    list_display_links = ["mission", "wording"]
    list_filter = ["component", "mission"]
    search_fields = ["mission__acronym", "wording", "requested_by"]
    date_hierarchy = "known_on"
    autocomplete_fields = ["mission"]
    list_select_related = ["mission"]


@admin.register(Report)
class ReportAdmin(FactAdmin):
    list_display = ["mission", "symbol", "kind", "advance_copy_on", "due_on", "issued_on"]
    list_display_links = ["mission", "symbol"]
    list_filter = ["kind", "confidence", "mission"]
    search_fields = ["mission__acronym", "mission__full_name", "symbol", "requested_by", "cycle"]
    date_hierarchy = "issued_on"
    autocomplete_fields = ["mission"]
    list_select_related = ["mission"]


@admin.register(StrategicReview)
class StrategicReviewAdmin(FactAdmin):
    list_display = ["mission", "requested_by", "known_on", "due_on", "circulated_on", "symbol"]
    list_filter = ["mission", "confidence"]
    search_fields = ["mission__acronym", "requested_by", "symbol"]
    date_hierarchy = "known_on"
    autocomplete_fields = ["mission"]
    list_select_related = ["mission"]
