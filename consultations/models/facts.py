"""What every fact carries: its source, how far it is trusted, and its changed dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
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


def dates_of(model: type[models.Model]) -> list[str]:
    """The dates that can move, since when a fact is known among them; instants are none."""
    return [field.name for field in model._meta.concrete_fields if type(field) is models.DateField]


def known_since(said: date | None, *days: date | None) -> date:
    """From when a new date could be known; the day of typing alone is never it.

    What was said; else the earliest of *days* (today and both dates): on the earlier of the two
    everybody saw which was right. Raises ``ValueError`` where nothing is given at all.
    """
    return said or min(on for on in days if on is not None)


class Reschedulable(models.Model):
    """Dates of this row are never overwritten in silence: each change leaves a ``DateChange``."""

    main_date: ClassVar[str]  # the one by which the row is known, and which its removal takes away

    class Meta:
        abstract = True

    @property
    def kept_as(self) -> str:
        """The subject under which changes of this row are kept, as in ``report:12``."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def subject(self) -> str:
        """The same, on rows without a subject of their own (a meeting has one)."""
        return self.kept_as

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

        Raises ``ValidationError`` for what ``moved`` refuses.
        """
        was = getattr(self, field, None)
        change = self.moved(
            field, was, on, reason=reason, known_on=known_on, source=source, who=who
        )
        with transaction.atomic():
            setattr(self, field, on)
            self.save(update_fields=[field])
            change.save()
        return change

    def moved(
        self,
        field: str,
        was: date | None,
        now: date | None,
        *,
        reason: str,
        known_on: date,
        source: str = "",
        who: User | None = None,
        label: str = "",
    ) -> DateChange:
        """The unsaved trace of one moved date: the rule for forms, files and code alike.

        Raises ``ValidationError`` for an empty reason, a field that is no date of this row, or a
        date that does not change. *label*: how the row was called before, where it differs.
        """
        if field not in dates_of(type(self)):
            raise ValidationError(
                _("%(field)s is not a date of this row."), code="field", params={"field": field}
            )
        if not reason.strip():
            raise ValidationError(_("Say why the date changes."), code="reason")
        if was == now:
            raise ValidationError(_("The date is already that day."), code="same")
        return DateChange(
            subject=self.kept_as, label=(label or str(self))[:300], field=field, was=was, now=now,
            reason=reason.strip(), source=source, who=who, known_on=known_on,
        )  # fmt: skip

    def removed(self, *, reason: str, today: date, who: User | None = None) -> DateChange:
        """The unsaved trace of the row itself going: its main date, and nothing in its place.

        Raises ``ValidationError`` for an empty reason.
        """
        if not reason.strip():
            raise ValidationError(_("Say why the row goes."), code="reason")
        was = getattr(self, self.main_date)
        return DateChange(
            subject=self.kept_as,
            label=str(self)[:300],
            field=self.main_date,
            was=was,
            reason=gettext("Removed: %s") % reason.strip(),
            who=who,
            known_on=known_since(None, today, was),
        )

    def date_changes(self) -> models.QuerySet[DateChange]:
        """What moved on this row, the last change first."""
        return DateChange.objects.filter(subject=self.kept_as)
