"""Meetings of the past as the tables of the reports and of the Council record them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models.facts import Confidence, Fact, Reschedulable
from consultations.models.missions import Mission


class RecordedMeeting(Fact, Reschedulable):
    """One row of a table of meetings, wording as tabulated."""

    main_date = "starts_on"

    class Formality(models.TextChoices):
        FORMAL = "formal", _("formal")
        INFORMAL = "informal", _("informal")
        NOT_STATED = "not stated", _("not stated")

    class Type(models.TextChoices):
        INTERNAL = "internal", _("members of the Working Group only")
        TRIANGULAR = "triangular", _("triangular")
        THEMATIC = "thematic", _("thematic")
        SPECIAL_COMMITTEE = "special committee", _("with the Special Committee")
        VISIT = "visit", _("visit")
        TCC = "TCC/PCC meeting", _("Council with troop and police contributors")

    event_id = models.CharField(_("number"), max_length=40, unique=True)
    body = models.CharField(_("body"), max_length=200)
    formality = models.CharField(
        _("formality"), max_length=12, choices=Formality.choices, blank=True
    )
    meeting_type = models.CharField(_("type"), max_length=20, choices=Type.choices)
    starts_on = models.DateField(_("date"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    participants = models.TextField(_("participants"), blank=True)
    subject = models.TextField(_("subject"), blank=True)
    panellists = models.TextField(_("panellists"), blank=True)
    mission_names = models.CharField(_("missions as recorded"), max_length=300, blank=True)
    missions = models.ManyToManyField(
        Mission, related_name="recorded_meetings", blank=True, verbose_name=_("missions")
    )
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    symbol_basis = models.CharField(_("basis of the symbol"), max_length=200, blank=True)
    symbol_confidence = models.CharField(
        _("confidence in the symbol"), max_length=8, choices=Confidence.choices, blank=True
    )
    report = models.CharField(
        _("report"), max_length=20, blank=True, help_text=_("2006 or 2017: the report it is in.")
    )
    paragraph = models.CharField(_("paragraph"), max_length=30, blank=True)
    annex_row = models.CharField(_("row of the annex"), max_length=40, blank=True)
    discrepancy = models.TextField(
        _("discrepancy"), blank=True, help_text=_("Where the annex and the body differ.")
    )

    class Meta:
        ordering = ["starts_on", "event_id"]
        verbose_name = _("recorded meeting")
        verbose_name_plural = _("recorded meetings")
        indexes = [models.Index(fields=["starts_on"], name="recorded_meeting_starts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_recorded_meeting_does_not_end_before_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} ({self.starts_on.isoformat()})"
