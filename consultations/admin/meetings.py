"""Meetings: those the reports record, and consultations, which are booked on their own pages."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from consultations.admin.facts import FactAdmin
from consultations.admin.guarded import Looked, OnlyRead
from consultations.models import Consultation, Deed, Participation, RecordedMeeting


@admin.register(RecordedMeeting)
class RecordedMeetingAdmin(FactAdmin):
    list_display = ["event_id", "starts_on", "meeting_type", "formality", "mission_names", "symbol"]
    list_filter = ["meeting_type", "formality", "report", "confidence"]
    search_fields = ["event_id", "subject", "symbol", "mission_names", "participants"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["missions"]


class Invitees(OnlyRead, admin.TabularInline):
    model = Participation
    fields = ["name", "category", "role", "partstat", "as_of", "by_hand", "hand_reason"]
    extra = 0
    classes = ["collapse"]


class Deeds(OnlyRead, admin.TabularInline):
    model = Deed
    fields = ["at", "verb", "was", "now", "reason", "who"]
    readonly_fields = ["at"]
    extra = 0
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deed]:
        return super().get_queryset(request).select_related("who")


@admin.register(Consultation)
class ConsultationAdmin(Looked):
    """To find a consultation; it is booked, moved and cancelled on its own page."""

    list_display = ["subject", "kind", "status", "starts_at", "room", "room_status"]
    list_filter = ["status", "kind", "room_status", "format"]
    search_fields = ["subject", "missions__acronym", "cycle_mission__acronym", "source_event"]
    date_hierarchy = "starts_at"
    list_select_related = ["room"]
    inlines = [Invitees, Deeds]
