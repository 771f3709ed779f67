"""What happens within a cycle: its dates as they become known, crises and Council visits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.facts import Fact, Reschedulable
from consultations.models.missions import MISSION, Mission


class Milestone(Fact, Reschedulable):
    """A date of one cycle and the day from which it could be known."""

    main_date = "on"

    class Kind(models.TextChoices):
        REPORT_DUE = "report_due", _("report due")
        ADVANCE_COPY = "advance_copy", _("advance copy of the report")
        REPORT_ISSUED = "report_issued", _("report issued")
        OPTIONS_PAPER = "options_paper", _("options paper")
        OUTLINE_BRIEFING = "outline_briefing", _("outline briefing")
        COUNCIL_CONSULTATIONS = "council_consultations", _("Council consultations")
        FIRST_DRAFT = "first_draft", _("first draft")
        PLANNED_ADOPTION = "planned_adoption", _("planned adoption")
        PROGRAMME_ADOPTED = "programme_adopted", _("programme of work adopted")
        ANNOUNCED = "announced", _("meeting announced")
        VISIT = "visit", _("Council visit")
        CRISIS = "crisis", _("crisis")
        REVIEW_DUE = "review_due", _("strategic review due")

    mission = models.ForeignKey(
        Mission,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("mission"),
        help_text=_("Empty only where the meeting that is announced concerns no single mission."),
    )
    component = models.CharField(_("component"), max_length=60, default=MISSION)
    expires_on = models.DateField(
        _("expiry of the cycle"),
        null=True,
        blank=True,
        help_text=_("The cycle this date belongs to. Empty: outside a renewal cycle."),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    event_id = models.CharField(
        _("meeting"), max_length=40, blank=True, help_text=_("Of an announcement: which meeting.")
    )
    on = models.DateField(_("date"))
    until_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Where only a span of days is known.")
    )
    known_on = models.DateField(
        _("known on"), help_text=_("The first day on which this date could be known.")
    )

    class Meta:
        ordering = ["mission", "expires_on", "kind", "known_on"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [
            models.Index(fields=["mission", "expires_on"], name="milestone_mission_expires"),
            models.Index(fields=["kind", "on"], name="milestone_kind_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("on")),
                name="a_milestone_does_not_end_before_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mission or self.event_id}: {self.get_kind_display()} {self.on.isoformat()}"

    def get_absolute_url(self) -> str:
        return self.mission.get_absolute_url() if self.mission else ""


class Crisis(Fact, Reschedulable):
    """A grave turn on the ground on which contributors should be heard at once."""

    main_date = "occurred_on"

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="crises", verbose_name=_("mission")
    )
    occurred_on = models.DateField(_("occurred on"))
    known_on = models.DateField(_("known on"))
    summary = models.TextField(_("summary"))
    over_on = models.DateField(_("over on"), null=True, blank=True)

    class Meta:
        ordering = ["-occurred_on"]
        verbose_name = _("crisis")
        verbose_name_plural = _("crises")
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "occurred_on"], name="a_crisis_is_recorded_once"
            ),
            models.CheckConstraint(
                condition=models.Q(over_on__isnull=True)
                | models.Q(over_on__gte=models.F("occurred_on")),
                name="a_crisis_is_not_over_before_it_occurs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission}: {self.summary[:80]}"

    def get_absolute_url(self) -> str:
        return self.mission.get_absolute_url()


class CouncilVisit(Fact, Reschedulable):
    """A journey of the Council, or of a body's Chair, to where missions are deployed."""

    main_date = "starts_on"

    missions = models.ManyToManyField(
        Mission, related_name="visits", blank=True, verbose_name=_("missions")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    known_on = models.DateField(_("known on"))
    by = models.CharField(
        _("by"), max_length=200, help_text=_("The Council, or who went on its behalf.")
    )
    report_symbol = models.CharField(_("symbol of the report"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("Council visit")
        verbose_name_plural = _("Council visits")
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="visit_span")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="a_visit_does_not_end_before_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.starts_on.isoformat()} – {self.ends_on.isoformat()}"
