"""The Secretary-General's reports: what is asked, what came, and reviews of a mission."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.facts import Fact, Reschedulable
from consultations.models.missions import MISSION, Mission


class ReportRequirement(Fact, Reschedulable):
    """How often the Council asks for a report, as the resolution words it."""

    main_date = "known_on"

    mission = models.ForeignKey(
        Mission,
        on_delete=models.CASCADE,
        related_name="report_requirements",
        verbose_name=_("mission"),
    )
    component = models.CharField(_("component"), max_length=60, default=MISSION)
    wording = models.CharField(
        _("wording"),
        max_length=200,
        help_text=_("As in “every 90 days”, “45 days before expiry”, “by 1 March”."),
    )
    requested_by = models.CharField(_("requested by"), max_length=120, blank=True)
    known_on = models.DateField(
        _("known on"), null=True, blank=True, help_text=_("As a rule the day of the resolution.")
    )
    until_on = models.DateField(_("until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["mission", "component", "known_on"]
        verbose_name = _("report requirement")
        verbose_name_plural = _("report requirements")
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "component", "wording", "requested_by"],
                name="a_report_requirement_is_recorded_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mission}: {self.wording}"


class Report(Fact, Reschedulable):
    """A report of the Secretary-General: when it is due, sent in advance, and issued."""

    main_date = "issued_on"

    class Kind(models.TextChoices):
        PERIODIC = "periodic", _("periodic")
        SPECIAL = "special", _("special")
        REVIEW = "strategic review", _("strategic review")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="reports", verbose_name=_("mission")
    )
    symbol = models.CharField(
        _("symbol"), max_length=60, blank=True, help_text=_("As in S/2017/478.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.PERIODIC)
    cycle = models.CharField(
        _("cycle"),
        max_length=200,
        blank=True,
        help_text=_("How often it is asked for, as worded in the report or the resolution."),
    )
    requested_by = models.CharField(_("requested by"), max_length=200, blank=True)
    advance_copy_on = models.DateField(
        _("advance copy on"),
        null=True,
        blank=True,
        help_text=_("The day the main contributors had an advance copy."),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    issued_on = models.DateField(
        _("issued on"),
        null=True,
        blank=True,
        help_text=_("The date of the report. Empty: not established, or not issued yet."),
    )
    period_from = models.DateField(_("covers from"), null=True, blank=True)
    period_to = models.DateField(_("covers to"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    verified_by = models.CharField(_("verified by"), max_length=120, blank=True)

    class Meta:
        ordering = ["mission", "issued_on", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(fields=["mission", "issued_on"], name="report_mission_issued"),
            models.Index(fields=["due_on"], name="report_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "symbol"],
                condition=~models.Q(symbol=""),
                name="a_report_of_a_mission_has_its_own_symbol",
            )
        ]

    def __str__(self) -> str:
        when = self.issued_on or self.due_on
        return f"{self.mission} {self.symbol or self.kind} ({when.isoformat() if when else '?'})"

    def get_absolute_url(self) -> str:
        return self.mission.get_absolute_url()


class StrategicReview(Fact, Reschedulable):
    """A review of a mission that contributors should be heard on, before and after."""

    main_date = "known_on"

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("mission")
    )
    requested_by = models.CharField(_("requested by"), max_length=200, blank=True)
    known_on = models.DateField(
        _("known on"), help_text=_("The first day on which it could be known.")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    circulated_on = models.DateField(_("circulated on"), null=True, blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["mission", "known_on"]
        verbose_name = _("strategic review")
        verbose_name_plural = _("strategic reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "requested_by", "known_on"],
                name="a_review_is_recorded_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mission}: {_('strategic review')} {self.symbol or self.known_on.isoformat()}"

    def get_absolute_url(self) -> str:
        return self.mission.get_absolute_url()
