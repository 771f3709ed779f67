"""Missions, who holds the pen on them, and the mandates the Council gave them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models.council import MemberState
from consultations.models.facts import Fact, Reschedulable

MISSION = "mission"  # the component that is the mission itself


class Mission(Fact, Reschedulable):
    """A peacekeeping operation or special political mission."""

    main_date = "starts_on"

    class Kind(models.TextChoices):
        PEACEKEEPING = "peacekeeping operation", _("peacekeeping operation")
        POLITICAL = "special political mission", _("special political mission")
        UNKNOWN = "unknown", _("not established")

    acronym = models.CharField(_("acronym"), max_length=20, unique=True)
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices, default=Kind.UNKNOWN)
    region = models.CharField(_("region"), max_length=60, blank=True)
    host_countries = models.TextField(
        _("host countries"), blank=True, help_text=_("Several are separated by “; ”.")
    )
    regional_bodies = models.TextField(
        _("regional bodies"),
        blank=True,
        help_text=_("Regional organizations concerned, as in “African Union; ECOWAS”."),
    )
    potential_contributors = models.TextField(
        _("potential contributors"),
        blank=True,
        help_text=_("Countries that may send people to a new mission, separated by “; ”."),
    )
    established_by = models.CharField(_("established by"), max_length=200, blank=True)
    established_on = models.DateField(_("established on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        help_text=_("The day the mandate ended, not the end of liquidation."),
    )
    expected_end_on = models.DateField(
        _("expected to end on"),
        null=True,
        blank=True,
        help_text=_("Where the Council has announced the end: withdrawal near."),
    )
    open_ended = models.BooleanField(
        _("open-ended"), default=False, help_text=_("No expiry, so no renewal cycle.")
    )
    known_by_name_only = models.BooleanField(
        _("known by name only"),
        default=False,
        help_text=_("Named in a record of meetings and closed; nothing else is established."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        default="",
        help_text=_("Of the mission's headquarters, as in Africa/Bamako; for links by video."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["acronym"]
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        indexes = [models.Index(fields=["ends_on"], name="mission_ends_on")]

    def __str__(self) -> str:
        return self.acronym

    def get_absolute_url(self) -> str:
        return reverse("mission", kwargs={"acronym": self.acronym})

    def is_closed(self, on: date) -> bool:
        """Whether its mandate had ended before *on*."""
        return self.known_by_name_only or (self.ends_on is not None and self.ends_on < on)


class Penholder(Fact, Reschedulable):
    """A member that drafts the texts on a mission, from one day to another."""

    main_date = "from_on"

    class Basis(models.TextChoices):
        RECORDED = "recorded", _("recorded")
        ESTIMATED = "estimated", _("estimated")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="penholders", verbose_name=_("mission")
    )
    member = models.ForeignKey(
        MemberState,
        on_delete=models.PROTECT,
        related_name="pens",
        verbose_name=_("member"),
    )
    member_name = models.CharField(
        _("name as recorded"), max_length=120, blank=True, help_text=_("As written in the source.")
    )
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    basis = models.CharField(
        _("basis"), max_length=10, choices=Basis.choices, default=Basis.RECORDED
    )
    pledges_to_consult = models.BooleanField(
        _("pledges to consult"),
        default=False,
        help_text=_(
            "Said that, as penholder, it holds informal consultations with contributors before a "
            "mandate is created or renewed (2017 report, para. 80)."
        ),
    )

    class Meta:
        ordering = ["mission", "from_on", "pk"]
        verbose_name = _("penholder")
        verbose_name_plural = _("penholders")
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "member", "from_on"],
                name="one_member_holds_the_pen_once_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(from_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="a_pen_is_not_laid_down_before_it_is_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission}: {self.member}"


class Mandate(Fact, Reschedulable):
    """One decision of the Council on a mission's mandate, and until when it runs."""

    main_date = "expires_on"

    class Kind(models.TextChoices):
        ESTABLISHMENT = "establishment", _("establishment")
        RENEWAL = "renewal", _("renewal")
        ROLLOVER = "technical rollover", _("technical rollover")
        CHANGE = "substantive change", _("substantive change")
        CLOSURE = "closure", _("closure")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("mission")
    )
    component = models.CharField(
        _("component"),
        max_length=60,
        default=MISSION,
        help_text=_("“mission”, or a part with an expiry of its own."),
    )
    resolution = models.CharField(
        _("resolution"), max_length=60, blank=True, help_text=_("As in S/RES/2364 (2017).")
    )
    adopted_on = models.DateField(_("adopted on"))
    starts_on = models.DateField(
        _("runs from"), null=True, blank=True, help_text=_("The day after the previous expiry.")
    )
    expires_on = models.DateField(_("expires on"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    vote = models.CharField(
        _("vote"), max_length=20, blank=True, help_text=_("For, against, abstaining: 15-0-0.")
    )
    note = models.TextField(_("note"), blank=True)
    verified_by = models.CharField(_("verified by"), max_length=120, blank=True)

    class Meta:
        ordering = ["mission", "component", "expires_on", "adopted_on"]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        indexes = [
            models.Index(fields=["mission", "expires_on"], name="mandate_mission_expires"),
            models.Index(fields=["expires_on"], name="mandate_expires"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "component", "resolution", "adopted_on", "expires_on", "kind"],
                name="a_decision_is_recorded_once_for_a_mission",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__gte=models.F("adopted_on")),
                name="a_mandate_does_not_expire_before_it_is_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission} {self.resolution or self.kind} ({self.expires_on.isoformat()})"

    def get_absolute_url(self) -> str:
        """The page of the cycle that ends at this expiry."""
        day = self.expires_on.isoformat()
        url = reverse("cycle", kwargs={"acronym": self.mission.acronym, "expiry": day})
        return url if self.component == MISSION else f"{url}?component={self.component}"
