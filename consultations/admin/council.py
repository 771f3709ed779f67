"""Member States, the Council's composition, and what contributors send."""

from __future__ import annotations

from django.contrib import admin

from consultations.admin.facts import FactAdmin
from consultations.models import Contribution, CouncilTerm, MemberState, Presidency


@admin.register(MemberState)
class MemberStateAdmin(FactAdmin):
    list_display = ["name", "iso3", "iso2", "regional_group"]
    list_filter = ["regional_group"]
    search_fields = ["name", "other_names", "iso3", "iso2"]


@admin.register(CouncilTerm)
class CouncilTermAdmin(FactAdmin):
    list_display = ["year", "member", "permanent", "starts_on", "ends_on"]
    list_display_links = ["year", "member"]
    list_filter = ["permanent", "year"]
    search_fields = ["year", "member__name", "member__iso3"]
    autocomplete_fields = ["member"]
    list_select_related = ["member"]


@admin.register(Presidency)
class PresidencyAdmin(FactAdmin):
    list_display = ["__str__", "member", "basis"]
    list_filter = ["basis", "year"]
    search_fields = ["year", "member__name", "member__iso3"]
    autocomplete_fields = ["member"]
    list_select_related = ["member"]


@admin.register(Contribution)
class ContributionAdmin(FactAdmin):
    list_display = ["country", "mission", "as_of", "troops", "police", "total"]
    list_filter = [("mission", admin.RelatedOnlyFieldListFilter), "confidence"]
    search_fields = ["country", "member__name", "member__iso3", "mission__acronym", "as_of"]
    date_hierarchy = "as_of_until"
    autocomplete_fields = ["mission", "member"]
    list_select_related = ["mission", "member"]
