"""What every fact has in the admin: a source, a confidence, and a reason for each moved date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations import planning
from consultations.admin.guarded import Guarded, Looked, who, with_weekdays
from consultations.admin.removing import Removing
from consultations.models import Confidence, DateChange, dates_of, known_since
from consultations.templatetags.days import day

REASON = ("change_reason", "change_source", "change_known_on")
ORIGIN = ("source", "confidence", "verified_by")
Moved = dict[str, tuple[date | None, date | None]]


class FactForm(forms.ModelForm):
    """A fact; where a recorded date moves, why, from which source, and since when it is known."""

    change_reason = forms.CharField(
        label=_("Reason for the changed date"),
        required=False,
        max_length=2000,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Asked for when a recorded date changes; kept beside the old and new date."),
    )
    change_source = forms.CharField(label=_("Source of the change"), required=False, max_length=500)
    change_known_on = forms.DateField(
        label=_("Change known on"),
        required=False,
        widget=AdminDateWidget,
        help_text=_(
            "The first day on which the new date could be known. Empty: today, or the earlier of "
            "the two dates where that is past."
        ),
    )

    def moved(self) -> Moved:
        """Each date that changes: what it was and what it will be."""
        if self.instance.pk is None or self.instance._state.adding:
            return {}
        names = [n for n in dates_of(type(self.instance)) if n in self.cleaned_data]
        pairs = {name: (self.initial.get(name), self.cleaned_data[name]) for name in names}
        return {name: (was, now) for name, (was, now) in pairs.items() if was != now}

    def clean(self) -> dict[str, Any] | None:
        """A recorded date moves only with a reason; one that was empty may simply be filled in."""
        cleaned = super().clean()
        overwritten = any(was is not None for was, _now in self.moved().values())
        if overwritten and not self.cleaned_data.get("change_reason", "").strip():
            self.add_error("change_reason", _("Say why the date changes."))
        return cleaned


class FactAdmin(Removing, Guarded, admin.ModelAdmin):
    """Search, filters, sources at the end, and the history of every date; removed with a reason."""

    form = FactForm
    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }
    list_per_page = 50
    save_on_top = True
    show_full_result_count = False
    readonly_fields = ["date_history"]
    actions = ["trust_high", "trust_medium", "trust_low"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return with_weekdays(self.model, self.list_display)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The row itself, where it is from, and (for a recorded row) its dates' changes."""
        aside = {*REASON, *ORIGIN, "date_history"}
        names = list(self.get_fields(request, obj))
        sections: list[Any] = [
            (None, {"fields": [n for n in names if n not in aside]}),
            (_("Where it is from"), {"fields": [n for n in ORIGIN if n in names]}),
        ]
        if obj is not None and dates_of(self.model):
            asked = REASON if self.has_change_permission(request, obj) else ()
            sections.append((_("Changed dates"), {"fields": [*asked, "date_history"]}))
        return sections

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the row and a ``DateChange`` for each moved date, in one transaction."""
        moved: Moved = form.moved() if change else {}
        said = form.cleaned_data
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            DateChange.objects.bulk_create(
                obj.moved(
                    name,
                    was,
                    now,
                    reason=said["change_reason"].strip() or gettext("Filled in."),
                    source=said["change_source"],
                    who=who(request),
                    known_on=known_since(said["change_known_on"], planning.today(), was, now),
                )
                for name, (was, now) in moved.items()
            )

    @admin.display(description=_("dates that moved"))
    def date_history(self, obj: Any) -> SafeString | str:
        """What moved on this row, the last change first."""
        changes = DateChange.objects.filter(
            subject=f"{obj._meta.model_name}:{obj.pk}"
        ).select_related("who")
        lines = format_html_join("", "<li>{}: {} → {}. {} ({})</li>", (
            (c.field, day(c.was) or "–", day(c.now) or "–", c.reason, c.who or "–") for c in changes
        ))  # fmt: skip
        return (
            format_html("<ul>{}</ul>", lines)
            if lines
            else gettext("No date of this row has moved.")
        )

    def _trust(self, request: HttpRequest, rows: models.QuerySet[Any], how: str) -> None:
        changed = rows.order_by().update(confidence=how)
        self.message_user(request, _("%d rows marked.") % changed)

    @admin.action(description=_("Confidence: high"), permissions=["change"])
    def trust_high(self, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
        self._trust(request, rows, Confidence.HIGH)

    @admin.action(description=_("Confidence: medium"), permissions=["change"])
    def trust_medium(self, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
        self._trust(request, rows, Confidence.MEDIUM)

    @admin.action(description=_("Confidence: low"), permissions=["change"])
    def trust_low(self, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
        self._trust(request, rows, Confidence.LOW)


@admin.register(DateChange)
class DateChangeAdmin(Looked):
    """Every date that moved; written by the deeds that move dates, never by hand."""

    list_display = ["label", "field", "was", "now", "reason", "who", "known_on"]
    list_filter = ["field", "known_on"]
    search_fields = ["label", "reason", "source", "subject"]
    date_hierarchy = "known_on"
    list_select_related = ["who"]
