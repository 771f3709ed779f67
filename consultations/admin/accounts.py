"""Accounts and groups: an administrator lets people in, but makes nobody a superuser."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultations.admin.guarded import Guarded, OnlyRead

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(Guarded, UserAdmin):
    """People and their group; rights come from the group alone."""

    list_display = ["username", "email", "first_name", "last_name", "group_names", "is_active"]
    list_filter = ["groups", "is_active", "is_staff"]
    search_fields = ["username", "first_name", "last_name", "email"]
    filter_horizontal = ["groups"]
    fieldsets = (
        (None, {"fields": ["username", "password"]}),
        (_("Who it is"), {"fields": ["first_name", "last_name", "email"]}),
        (
            _("What they may do"),
            {
                "fields": ["is_active", "is_staff", "groups"],
                "description": _(
                    "The group decides: administrators keep facts, numbers and users; planners "
                    "plan and book; conveners see, and comment on their own consultations; "
                    "readers see. Administrators also need staff status to enter this site."
                ),
            },
        ),
        (_("When"), {"fields": ["last_login", "date_joined"]}),
    )
    readonly_fields = ["last_login", "date_joined"]
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser's account is changed by a superuser alone."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People who left are made inactive: their names stay beside what they did."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("groups"))
    def group_names(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())


@admin.register(Group)
class GroupAdmin(OnlyRead, admin.ModelAdmin):
    """The four groups; what each may do is in the code, so they are only looked at."""

    list_display = ["name"]
    search_fields = ["name"]
    fields = ["name"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return Guarded.has_change_permission(self, request, obj)
