"""Member States, terms on the Council, its presidency, and what contributors send."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models.facts import Fact, Reschedulable


class MemberState(Fact):
    """A State Member of the United Nations."""

    class Group(models.TextChoices):
        AFRICAN = "African", _("African States")
        ASIA_PACIFIC = "Asia-Pacific", _("Asia-Pacific States")
        EASTERN_EUROPEAN = "Eastern European", _("Eastern European States")
        GRULAC = "GRULAC", _("Latin American and Caribbean States")
        WEOG = "WEOG", _("Western European and other States")
        NONE = "none", _("no group established")

    iso3 = models.CharField(
        _("ISO code, three letters"),
        max_length=3,
        blank=True,
        help_text=_("Empty only for a country known by name alone."),
    )
    iso2 = models.CharField(_("ISO code, two letters"), max_length=2, blank=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    other_names = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("Other ways sources write it, separated by “; ”."),
    )
    regional_group = models.CharField(
        _("regional group"), max_length=20, choices=Group.choices, default=Group.NONE
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("Member State")
        verbose_name_plural = _("Member States")
        constraints = [
            models.UniqueConstraint(
                fields=["iso3"], condition=~Q(iso3=""), name="one_country_for_an_iso_code"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CouncilTerm(Fact, Reschedulable):
    """One member's seat on the Council in one calendar year."""

    main_date = "starts_on"

    year = models.PositiveSmallIntegerField(_("year"))
    member = models.ForeignKey(
        MemberState, on_delete=models.PROTECT, related_name="terms", verbose_name=_("member")
    )
    member_name = models.CharField(_("name as recorded"), max_length=120, blank=True)
    permanent = models.BooleanField(_("permanent"), default=False)
    starts_on = models.DateField(_("term starts on"), null=True, blank=True)
    ends_on = models.DateField(_("term ends on"), null=True, blank=True)

    class Meta:
        ordering = ["year", "member__name"]
        verbose_name = _("seat on the Council")
        verbose_name_plural = _("seats on the Council")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "member"], name="a_member_sits_once_a_year_on_the_council"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.member}"


class Presidency(Fact):
    """Who presides over the Council in one month (rule 18)."""

    class Basis(models.TextChoices):
        HELD = "held", _("held")
        SCHEDULED = "scheduled", _("scheduled")
        PROJECTED = "projected", _("projected")

    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    member = models.ForeignKey(
        MemberState,
        on_delete=models.PROTECT,
        related_name="presidencies",
        verbose_name=_("member"),
    )
    member_name = models.CharField(_("name as recorded"), max_length=120, blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices)

    class Meta:
        ordering = ["year", "month"]
        verbose_name = _("presidency")
        verbose_name_plural = _("presidencies")
        constraints = [
            models.UniqueConstraint(fields=["year", "month"], name="one_presidency_a_month"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="a_month_is_one_of_twelve"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}: {self.member}"


class Contribution(Fact, Reschedulable):
    """What one country sent at a date: to one mission, or (no mission) worldwide."""

    main_date = "as_of_until"

    as_of = models.CharField(
        _("as of"),
        max_length=10,
        help_text=_("As recorded: a year, a month or a day. Kept as a span of days."),
    )
    as_of_from = models.DateField(_("span from"))
    as_of_until = models.DateField(_("span until"))
    as_of_basis = models.CharField(_("basis"), max_length=300, blank=True)
    mission = models.ForeignKey(
        "consultations.Mission",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("mission"),
        help_text=_("Empty: a worldwide ranking, never a mission's roster."),
    )
    member = models.ForeignKey(
        MemberState,
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name=_("country"),
    )
    country = models.CharField(_("country as recorded"), max_length=120)
    troops = models.PositiveIntegerField(_("troops"), null=True, blank=True)
    police = models.PositiveIntegerField(_("police"), null=True, blank=True)
    experts_on_mission = models.PositiveIntegerField(_("experts on mission"), null=True, blank=True)
    staff_officers = models.PositiveIntegerField(_("staff officers"), null=True, blank=True)
    total = models.PositiveIntegerField(_("total"), null=True, blank=True)

    class Meta:
        ordering = ["mission", "-as_of_until", "-total"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [
            models.Index(fields=["mission", "as_of_until"], name="contribution_mission_until"),
            models.Index(fields=["as_of_from"], name="contribution_as_of_from"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["as_of", "mission", "member"],
                name="a_country_is_counted_once_in_a_mission",
            ),
            models.UniqueConstraint(
                fields=["as_of", "member"],
                condition=Q(mission__isnull=True),
                name="a_country_is_counted_once_worldwide",
            ),
            models.CheckConstraint(
                condition=Q(as_of_until__gte=F("as_of_from")), name="a_span_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission or 'ALL'} {self.as_of}: {self.country}"

    @property
    def uniformed(self) -> int | None:
        """Troops and police; where neither is split out, the total less experts (an estimate)."""
        if self.troops is not None or self.police is not None:
            return (self.troops or 0) + (self.police or 0)
        return None if self.total is None else self.total - (self.experts_on_mission or 0)

    @property
    def uniformed_is_estimate(self) -> bool:
        """Whether ``uniformed`` is read from the total alone."""
        return self.troops is None and self.police is None
