"""A fact goes only with a reason, leaves its trace, and stays where consultations rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth.models import User
from django.db import models, router, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consultations import planning
from consultations.models import (
    Consultation,
    DateChange,
    Mandate,
    Mission,
    RecordedMeeting,
    Reschedulable,
)

REASON = "delete_reason"
LONGEST = 2000


class Removing(admin.ModelAdmin):
    """Deletion in the admin: one row at a time, with a reason; never several unseen."""

    delete_confirmation_template = "admin/consultations/remove_fact.html"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Asks for the reason; without one nothing goes."""
        if request.method == "POST" and not reason_in(request):
            messages.error(request, _("Say why the row goes."))
            return redirect(request.get_full_path())
        answer: HttpResponse = super().delete_view(request, object_id, extra_context)
        return answer

    def get_deleted_objects(
        self, objs: Sequence[Any] | models.QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """As Django finds them; and what no foreign key protects: consultations resting on it."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        held = [_named(row) for one in objs for row in resting_on(one)]
        return gone, counts, lacking, [*protected, *held]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return LogEntry.objects.log_actions(
            cast(User, request.user).pk, queryset, DELETION, reason_in(request)
        )

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """The row and what goes with it, each dated one with its trace, in one transaction."""
        with transaction.atomic():
            traces = list(_traces(obj, reason_in(request), cast(User, request.user)))
            obj.delete()
            DateChange.objects.bulk_create(traces)


def reason_in(request: HttpRequest) -> str:
    """Why the row goes, as it was sent."""
    return request.POST.get(REASON, "").strip()[:LONGEST]


def resting_on(row: models.Model) -> Iterable[Consultation]:
    """Consultations that would lose their mission, their cycle or their record."""
    rows = Consultation.objects.none()
    if isinstance(row, Mission):
        rows = Consultation.objects.filter(missions=row).exclude(cycle_mission=row)
    elif isinstance(row, Mandate):
        cycle = {"component": row.component, "expires_on": row.expires_on}
        if not Mandate.objects.filter(mission=row.mission, **cycle).exclude(pk=row.pk).exists():
            rows = Consultation.objects.filter(cycle_mission=row.mission, **cycle)
    elif isinstance(row, RecordedMeeting):
        rows = Consultation.objects.filter(source_event=row.event_id)
    return rows


def _named(row: Consultation) -> SafeString:
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row)


def _traces(obj: models.Model, reason: str, who: User) -> Iterator[DateChange]:
    collector = NestedObjects(using=router.db_for_write(type(obj), instance=obj))
    collector.collect([obj])
    for rows in collector.data.values():
        for row in sorted(rows, key=lambda one: str(one.pk)):
            if isinstance(row, Reschedulable):
                words = {"row": obj, "why": reason}
                why = reason if row == obj else _("with %(row)s: %(why)s") % words
                yield row.removed(reason=why, today=planning.today(), who=who)
