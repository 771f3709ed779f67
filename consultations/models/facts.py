"""What every fact carries: its source, how far it is trusted, and its changed dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Confidence(models.TextChoices):
    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Fact(models.Model):
    """A row that was recorded from a document, never computed."""

    source = models.TextField(
        _("source"), blank=True, help_text=_("The document or page this was read in.")
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=8,
        choices=Confidence.choices,
        blank=True,
        help_text=_("High: read in the document itself. Empty: nobody has said."),
    )

    class Meta:
        abstract = True


class DateChange(models.Model):
    """A date that moved: what it was, what it is now, why, and from when that could be known."""

    subject = models.CharField(
        _("subject"),
        max_length=80,
        help_text=_("The kind of row and its number, as in report:12."),
    )
    label = models.CharField(_("what"), max_length=300)
    field = models.CharField(_("date"), max_length=40)
    was = models.DateField(_("was"), null=True, blank=True)
    now = models.DateField(_("now"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    source = models.TextField(_("source"), blank=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="date_changes",
        verbose_name=_("who"),
    )
    known_on = models.DateField(
        _("known on"),
        help_text=_(
            "The first day on which the new date could be known; not the day it was typed."
        ),
    )
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("changed date")
        verbose_name_plural = _("changed dates")
        indexes = [
            models.Index(fields=["subject", "field"], name="change_subject_field"),
            models.Index(fields=["known_on"], name="change_known_on"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.field} {self.was or '-'} → {self.now or '-'}"


class Reschedulable(models.Model):
    """Dates of this row are never overwritten in silence: each change leaves a ``DateChange``."""

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        """The name under which changes of this row are kept, as in ``report:12``."""
        return f"{self._meta.model_name}:{self.pk}"

    def reschedule(
        self,
        field: str,
        on: date | None,
        *,
        reason: str,
        known_on: date,
        source: str = "",
        who: User | None = None,
    ) -> DateChange:
        """Set *field* to *on* and keep what it was, in one transaction.

        Raises ``ValidationError`` for an empty reason, a field that is no date of this row, or a
        date that does not change.
        """
        was = self._date_of(field)
        if not reason.strip():
            raise ValidationError(_("Say why the date changes."), code="reason")
        if was == on:
            raise ValidationError(_("The date is already that day."), code="same")
        with transaction.atomic():
            setattr(self, field, on)
            self.save(update_fields=[field])
            return DateChange.objects.create(
                subject=self.subject,
                label=str(self)[:300],
                field=field,
                was=was,
                now=on,
                reason=reason.strip(),
                source=source,
                who=who,
                known_on=known_on,
            )

    def date_changes(self) -> models.QuerySet[DateChange]:
        """What moved on this row, the last change first."""
        return DateChange.objects.filter(subject=self.subject)

    def _date_of(self, field: str) -> date | None:
        columns: dict[str, Any] = {column.name: column for column in self._meta.concrete_fields}
        if not isinstance(columns.get(field), models.DateField):
            raise ValidationError(
                _("%(field)s is not a date of this row."), code="field", params={"field": field}
            )
        value: date | None = getattr(self, field)
        return value
