"""Dates of cycles as they become known, crises, and journeys of the Council."""

from __future__ import annotations

from django.contrib import admin

from consultations.admin.facts import FactAdmin
from consultations.models import CouncilVisit, Crisis, Milestone


@admin.register(Milestone)
class MilestoneAdmin(FactAdmin):
    list_display = ["__str__", "kind", "expires_on", "on", "until_on", "known_on"]
    list_filter = ["kind", "component", "mission"]
    search_fields = ["mission__acronym", "event_id", "source"]
    date_hierarchy = "on"
    autocomplete_fields = ["mission"]
    list_select_related = ["mission"]


@admin.register(Crisis)
class CrisisAdmin(FactAdmin):
    list_display = ["mission", "summary", "occurred_on", "known_on", "over_on"]
    list_filter = ["mission", "confidence"]
    search_fields = ["mission__acronym", "summary"]
    date_hierarchy = "occurred_on"
    autocomplete_fields = ["mission"]
    list_select_related = ["mission"]


@admin.register(CouncilVisit)
class CouncilVisitAdmin(FactAdmin):
    list_display = ["by", "starts_on", "ends_on", "known_on", "report_symbol"]
    list_filter = ["missions"]
    search_fields = ["by", "report_symbol", "missions__acronym", "note"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["missions"]
