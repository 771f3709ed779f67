"""Consultations that are proposed, booked, held or cancelled, and what keeps two from one room."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models.missions import MISSION, Mission
from consultations.models.premises import Room


class Services(models.TextChoices):
    """What Meetings Management grants, and we can only ask for."""

    NONE = "none", _("none asked for")
    WANTED = "wanted", _("wanted")
    REQUESTED = "requested", _("requested")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")


class Consultation(models.Model):
    """One meeting of those who decide, those who send and those who run an operation."""

    class Kind(models.TextChoices):
        SECRETARIAT_BRIEFING = "secretariat_briefing", _("briefing by the Secretariat")
        INFORMAL_TRIANGULAR = "informal_triangular", _("informal triangular consultation")
        FORMAL_TCC = "formal_tcc", _("formal meeting with contributors")
        DRAFT_CONSULTATION = "draft_consultation", _("consultation on the draft")
        WORKING_GROUP = "working_group", _("meeting of the Working Group")
        CRISIS = "crisis", _("meeting in a crisis")
        REVIEW_BEFORE = "review_before", _("before a strategic review")
        REVIEW_AFTER = "review_after", _("after a strategic review")
        VISIT_DEBRIEF = "visit_debrief", _("debriefing after a visit")
        C34_BUREAU = "c34_bureau", _("meeting with the Special Committee's Bureau")
        ORGANISATIONAL = "organisational", _("organizational meeting")

    class Format(models.TextChoices):
        FORMAL = "formal", _("formal")
        INFORMAL = "informal", _("informal")

    class Convener(models.TextChoices):
        PRESIDENT = "president", _("President of the Council")
        PENHOLDER = "penholder", _("penholder")
        ELECTED_MEMBER = "elected_member", _("elected member")
        CHAIR = "chair", _("Chair of the Working Group")
        SECRETARIAT = "secretariat", _("Secretariat")
        TCC = "tcc", _("contributing country")

    class Purpose(models.TextChoices):
        # (a) to (c) are those of S/2006/972, para. 6; the others are ours.
        MANDATE = "a", _("new mission or change of mandate")
        OPERATIONS = "b", _("operations of one mission")
        GENERIC = "c", _("operations with generic implications")
        ORGANISATIONAL = "organisational", _("organization of work")
        C34 = "c34", _("exchange with the Special Committee")
        DEBRIEF = "debrief", _("debriefing")
        REPORT = "report", _("report of the Working Group")

    class Level(models.TextChoices):
        EXPERT = "expert", _("experts")
        DPR = "dpr", _("deputy permanent representatives")
        PR = "pr", _("permanent representatives")
        MINISTER = "minister", _("ministers")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        TENTATIVE = "tentative", _("tentative")
        CONFIRMED = "confirmed", _("confirmed")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Visibility(models.TextChoices):
        JOURNAL = "journal", _("listed in the Journal")
        PROGRAMME = "programme", _("in the programme of work")
        INVITEES = "invitees", _("invitees alone")

    # What holds a room and the fifteen, and what fulfils a need.
    LIVE = (Status.TENTATIVE, Status.CONFIRMED, Status.HELD)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    need = models.CharField(
        _("need"), max_length=120, blank=True, help_text=_("The need of the cycle that it fulfils.")
    )
    missions = models.ManyToManyField(
        Mission, related_name="consultations", blank=True, verbose_name=_("missions")
    )
    cycle_mission = models.ForeignKey(
        Mission,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cycle_consultations",
        verbose_name=_("mission of the cycle"),
    )
    component = models.CharField(_("component"), max_length=60, default=MISSION)
    expires_on = models.DateField(_("expiry of the cycle"), null=True, blank=True)
    forum = models.CharField(_("forum"), max_length=120, blank=True)
    format = models.CharField(
        _("format"), max_length=10, choices=Format.choices, default=Format.INFORMAL
    )
    convener = models.CharField(_("convener"), max_length=20, choices=Convener.choices, blank=True)
    convener_name = models.CharField(_("name of the convener"), max_length=200, blank=True)
    co_conveners = models.TextField(_("co-conveners"), blank=True)
    requested_by = models.CharField(_("requested by"), max_length=300, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.EXPERT)
    frequency = models.CharField(_("frequency"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PROPOSED
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    room = models.ForeignKey(
        Room,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name=_("room"),
    )
    room_status = models.CharField(
        _("room"), max_length=10, choices=Services.choices, default=Services.NONE
    )
    room_request_number = models.CharField(_("request number"), max_length=60, blank=True)
    room_requested_on = models.DateField(_("room requested on"), null=True, blank=True)
    interpretation_status = models.CharField(
        _("interpretation"), max_length=10, choices=Services.choices, default=Services.NONE
    )
    subject = models.CharField(_("subject"), max_length=300)
    aim = models.TextField(_("aim"), blank=True, help_text=_("What it is to achieve."))
    documents = models.TextField(_("documents"), blank=True, help_text=_("One a line."))
    questions = models.TextField(
        _("questions"),
        blank=True,
        help_text=_("To be discussed, one a line; they go out with the invitation."),
    )
    visibility = models.CharField(
        _("shown to"), max_length=10, choices=Visibility.choices, default=Visibility.INVITEES
    )
    guests_shown = models.BooleanField(
        _("guest list shown"),
        default=False,
        help_text=_("Invitations name all who are invited; otherwise each sees itself alone."),
    )
    video_url = models.URLField(
        _("link for video"),
        max_length=500,
        blank=True,
        help_text=_("Where some take part from afar."),
    )
    announced_on = models.DateField(
        _("announced on"), null=True, blank=True, help_text=_("Notice runs from this day.")
    )
    sequence = models.PositiveIntegerField(
        _("sequence"), default=0, help_text=_("Grows with each change sent out (RFC 5545).")
    )
    basis = models.JSONField(
        _("basis"), default=dict, blank=True, help_text=_("The findings as they stood.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    cancelled_reason = models.TextField(_("why it was cancelled"), blank=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="booked_consultations",
        verbose_name=_("booked by"),
    )
    convener_user = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="convened_consultations",
        verbose_name=_("conveners' accounts"),
        help_text=_("They see this consultation and comment on it."),
    )
    source_event = models.CharField(_("recorded meeting"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        indexes = [
            models.Index(fields=["starts_at"], name="consultation_starts"),
            models.Index(fields=["updated_at"], name="consultation_updated"),
            models.Index(fields=["status", "starts_at"], name="consultation_status_starts"),
            models.Index(fields=["cycle_mission", "expires_on"], name="consultation_cycle"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_consultation_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_reason=""),
                name="a_cancelled_consultation_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["cycle_mission", "component", "expires_on", "need"],
                condition=Q(status__in=["tentative", "confirmed", "held"]) & ~Q(need=""),
                name="one_live_consultation_per_need",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("consultation", kwargs={"pk": self.pk})

    @property
    def uid(self) -> str:
        """The UID of the calendar entry; it never changes (RFC 5545, 3.8.4.7)."""
        return str(self.pk)

    @property
    def is_live(self) -> bool:
        """Whether it holds its room and fulfils its need."""
        return self.status in self.LIVE


class Hold(models.Model):
    """Half an hour of a room, or of the Council, that one consultation has taken.

    The database refuses a second row for the same half hour: no two can win.
    """

    resource = models.CharField(
        _("what is held"), max_length=40, help_text=_("room:5, or council for the fifteen.")
    )
    grain_at = models.DateTimeField(_("half hour from"))
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="holds",
        verbose_name=_("consultation"),
    )

    class Meta:
        ordering = ["grain_at", "resource"]
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.UniqueConstraint(fields=["resource", "grain_at"], name="one_meeting_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.grain_at.isoformat()}"
