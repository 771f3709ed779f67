"""Who enters what in the admin: facts and numbers are the administrators', planners look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from consultations.people import may
from consultations.templatetags.days import day


def who(request: HttpRequest) -> User:
    """The person who acts; the admin lets in nobody who has not signed in."""
    return cast(User, request.user)


class Guarded:
    """Permissions of an admin class by group; ``deed`` is what changing its rows takes."""

    deed = "facts"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.deed) or may(request.user, "plan")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.deed)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.deed)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.deed)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


class OnlyRead(Guarded):
    """What is changed elsewhere, or never, and only looked up here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@lru_cache(maxsize=200)
def dated(field: models.DateField[Any, Any]) -> Callable[[Any], str | None]:
    """A column that shows the date with its weekday and sorts by it."""

    @admin.display(ordering=field.name, description=field.verbose_name)
    def show(row: Any) -> str | None:
        return day(getattr(row, field.name)) or None

    show.__name__ = field.name
    return show


def with_weekdays(model: type[models.Model], columns: Sequence[Any]) -> list[Any]:
    """*columns* of a list in which every date of the model carries its weekday."""
    fields = {f.name: f for f in model._meta.concrete_fields if type(f) is models.DateField}
    return [dated(fields[name]) if name in fields else name for name in columns]


class Looked(OnlyRead, admin.ModelAdmin):
    """A list to search and read."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    list_per_page = 50
    show_full_result_count = False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return with_weekdays(self.model, self.list_display)


class Recorded(Guarded, admin.TabularInline):
    """Rows beside their mission: recorded ones are read here and changed on their own page.

    There a moved date asks for its reason; here it could slip in among a hundred cells.
    """

    extra = 0
    classes = ["collapse"]
    readonly_fields = ["alter"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("change"))
    def alter(self, row: models.Model) -> SafeString | str:
        """The way to the row's own page."""
        if row.pk is None:
            return ""
        page = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
        return format_html('<a href="{}">{}</a>', reverse(page, args=[row.pk]), _("change"))
