"""Missions with their pens, mandates and reports, on one page each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from consultations.admin.facts import FactAdmin
from consultations.admin.guarded import Recorded
from consultations.models import (
    Crisis,
    Mandate,
    Mission,
    Penholder,
    Report,
    ReportRequirement,
    StrategicReview,
)


class Pens(Recorded):
    model = Penholder
    fields = ["alter", "member", "from_on", "until_on", "basis", "pledges_to_consult", "source"]
    autocomplete_fields = ["member"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("member", "mission")


class Mandates(Recorded):
    model = Mandate
    fields = ["alter", "component", "resolution", "adopted_on", "starts_on", "expires_on", "kind"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("mission").order_by("-expires_on")


class Requirements(Recorded):
    model = ReportRequirement
    fields = ["alter", "component", "wording", "requested_by", "known_on", "until_on"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("mission")


class Reports(Recorded):
    model = Report
    fields = ["alter", "symbol", "kind", "advance_copy_on", "due_on", "issued_on", "requested_by"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        latest_first = models.F("issued_on").desc(nulls_first=True)
        return super().get_queryset(request).select_related("mission").order_by(latest_first)


class Reviews(Recorded):
    model = StrategicReview
    fields = ["alter", "requested_by", "known_on", "due_on", "circulated_on", "symbol"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("mission")


class Crises(Recorded):
    model = Crisis
    fields = ["alter", "occurred_on", "known_on", "over_on", "summary"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("mission")


@admin.register(Mission)
class MissionAdmin(FactAdmin):
    list_display = [
        "acronym", "full_name", "kind", "region", "starts_on", "ends_on", "open_ended",
    ]  # fmt: skip
    list_filter = ["kind", "region", "open_ended", "known_by_name_only", "confidence"]
    search_fields = ["acronym", "full_name", "host_countries", "established_by"]
    date_hierarchy = "established_on"
    inlines = [Pens, Mandates, Requirements, Reports, Reviews, Crises]


@admin.register(Penholder)
class PenholderAdmin(FactAdmin):
    list_display = ["mission", "member", "from_on", "until_on", "basis", "pledges_to_consult"]
    list_filter = ["basis", "pledges_to_consult", "mission"]
    search_fields = ["mission__acronym", "member__name", "member_name"]
    autocomplete_fields = ["mission", "member"]
    list_select_related = ["mission", "member"]


@admin.register(Mandate)
class MandateAdmin(FactAdmin):
    list_display = ["mission", "resolution", "component", "kind", "adopted_on", "expires_on"]
    list_display_links = ["mission", "resolution"]
    list_filter = ["kind", "component", "confidence", "mission"]
    search_fields = ["mission__acronym", "mission__full_name", "resolution", "note"]
    date_hierarchy = "expires_on"
    autocomplete_fields = ["mission"]
    list_select_related = ["mission"]
