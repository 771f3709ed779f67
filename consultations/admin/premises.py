"""Headquarters: rooms, days off, hours of the building, and the Council's own meetings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultations.admin.facts import FactAdmin
from consultations.models import BuildingHours, Closure, CouncilMeeting, Holiday, Room


@admin.register(Room)
class RoomAdmin(FactAdmin):
    list_display = ["name", "capacity", "interpretation", "near_chamber", "in_use"]
    list_filter = ["in_use", "interpretation", "near_chamber"]
    search_fields = ["name", "note"]
    actions = [*FactAdmin.actions, "mark_in_use", "mark_out_of_use"]

    def _mark(self, request: HttpRequest, rows: QuerySet[Any], in_use: bool) -> None:
        changed = rows.order_by().update(in_use=in_use)
        self.message_user(request, _("%d rooms marked.") % changed)

    @admin.action(description=_("In use"), permissions=["change"])
    def mark_in_use(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._mark(request, rows, True)

    @admin.action(description=_("Out of use"), permissions=["change"])
    def mark_out_of_use(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._mark(request, rows, False)


@admin.register(Holiday)
class HolidayAdmin(FactAdmin):
    list_display = ["on", "name", "kind", "observed", "duty_station"]
    list_display_links = ["name"]
    list_filter = ["kind", "observed", "confidence"]
    search_fields = ["name", "note"]
    date_hierarchy = "on"


@admin.register(Closure)
class ClosureAdmin(FactAdmin):
    list_display = ["name", "kind", "first_on", "last_on"]
    list_filter = ["kind"]
    search_fields = ["name", "note"]
    date_hierarchy = "first_on"


@admin.register(BuildingHours)
class BuildingHoursAdmin(FactAdmin):
    list_display = ["session", "starts", "ends", "interpretation", "from_on", "until_on"]
    list_filter = ["session", "interpretation"]
    search_fields = ["note", "source"]


@admin.register(CouncilMeeting)
class CouncilMeetingAdmin(FactAdmin):
    list_display = ["on", "session", "subject", "room", "room_name", "firmness", "known_on"]
    list_display_links = ["subject"]
    list_filter = ["firmness", "session", "room"]
    search_fields = ["subject", "room__name", "room_name", "on"]
    date_hierarchy = "on"
    autocomplete_fields = ["room"]
    list_select_related = ["room"]
    actions = [*FactAdmin.actions, "make_firm", "make_provisional"]

    def _mark(self, request: HttpRequest, rows: QuerySet[Any], firmness: str) -> None:
        changed = rows.order_by().update(firmness=firmness)
        self.message_user(request, _("%d meetings marked.") % changed)

    @admin.action(description=_("Firm: no longer provisional"), permissions=["change"])
    def make_firm(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._mark(request, rows, CouncilMeeting.Firmness.FIRM)

    @admin.action(description=_("Provisional"), permissions=["change"])
    def make_provisional(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._mark(request, rows, CouncilMeeting.Firmness.PROVISIONAL)
