"""What reached the Council of a consultation, and how those who were there found it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation


class ReportBack(models.Model):
    """How the views reach the Council (2006 report, para. 14 (a)); until done, it has a due day."""

    class Mode(models.TextChoices):
        ORAL = "oral", _("oral")
        WRITTEN = "written", _("written")
        NOT_NEEDED = "not_needed", _("not needed")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="report_backs",
        verbose_name=_("consultation"),
    )  # fmt: skip
    mode = models.CharField(_("report-back"), max_length=12, choices=Mode.choices)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    to_whom = models.CharField(_("to whom"), max_length=200, blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    text = models.TextField(_("text"), blank=True)
    reason = models.TextField(_("why it is not needed"), blank=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="report_backs", verbose_name=_("who"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        ordering = ["consultation", "mode"]
        verbose_name = _("report-back")
        verbose_name_plural = _("report-backs")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "mode"], name="a_meeting_is_reported_once_in_a_mode"
            ),
            models.CheckConstraint(
                condition=~Q(mode="not_needed") | ~Q(reason=""),
                name="a_report_back_left_out_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation}: {self.get_mode_display()}"


class Feedback(models.Model):
    """Three questions after a meeting, by side and without a name (2017 report, paras. 58, 76)."""

    class Side(models.TextChoices):
        COUNCIL = "council", _("members of the Council")
        CONTRIBUTORS = "contributors", _("contributors")
        SECRETARIAT = "secretariat", _("Secretariat")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="feedbacks",
        verbose_name=_("consultation"),
    )  # fmt: skip
    side = models.CharField(_("side"), max_length=12, choices=Side.choices)
    dialogue = models.PositiveSmallIntegerField(_("was it a dialogue?"))
    impact = models.PositiveSmallIntegerField(_("will it have an effect?"), null=True, blank=True)
    worth = models.PositiveSmallIntegerField(_("was it worth the time?"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["consultation", "pk"]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(dialogue__range=(1, 5))
                & (Q(impact__isnull=True) | Q(impact__range=(1, 5)))
                & (Q(worth__isnull=True) | Q(worth__range=(1, 5))),
                name="feedback_runs_from_one_to_five",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.dialogue}"
