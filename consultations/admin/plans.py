"""Draft plans, to look up; they are made, changed and released on their own pages."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from consultations.admin.guarded import Looked, OnlyRead
from consultations.models import Draft, DraftPlacement


class Placements(OnlyRead, admin.TabularInline):
    model = DraftPlacement
    fk_name = "draft"
    fields = ["key", "kind", "starts_at", "ends_at", "room", "verdict", "kept", "pinned"]
    extra = 0
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DraftPlacement]:
        return super().get_queryset(request).select_related("room", "mission")


@admin.register(Draft)
class DraftAdmin(Looked):
    """To find a draft and see how its job went."""

    list_display = ["name", "first_on", "last_on", "as_of", "state", "status", "made_by", "made_at"]
    list_filter = ["state", "status", "style"]
    search_fields = ["name", "made_by__username"]
    date_hierarchy = "made_at"
    list_select_related = ["made_by"]
    inlines = [Placements]
