"""Calendars of others, to look up; they are added, read and removed on their own page."""

from __future__ import annotations

from django.contrib import admin

from consultations.admin.guarded import Looked
from consultations.models import BusyTime, ExternalCalendar


@admin.register(ExternalCalendar)
class ExternalCalendarAdmin(Looked):
    """To find a calendar and see how its last reading went."""

    list_display = ["name", "room", "member", "read_at", "tried_at", "error"]
    search_fields = ["name", "room__name", "member__name"]
    exclude = ["url"]  # it may be a secret: whoever has it reads the calendar
    list_select_related = ["room", "member"]


@admin.register(BusyTime)
class BusyTimeAdmin(Looked):
    """To find what a room or a delegation is taken by."""

    list_display = ["calendar", "starts_at", "ends_at", "title"]
    search_fields = ["title", "calendar__name"]
    date_hierarchy = "starts_at"
    list_select_related = ["calendar"]
