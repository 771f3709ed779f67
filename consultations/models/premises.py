"""Headquarters: rooms, days off, hours of the building, and the Council's own meetings."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models.facts import Fact, Reschedulable

HEADQUARTERS = ZoneInfo("America/New_York")


class Session(models.TextChoices):
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")


class Room(Fact):
    """A room in which a consultation can be held."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: not established.")
    )
    interpretation = models.BooleanField(
        _("interpretation"), default=False, help_text=_("Has booths for interpreters.")
    )
    near_chamber = models.BooleanField(
        _("near the Chamber"), default=False, help_text=_("Beside the Security Council Chamber.")
    )
    in_use = models.BooleanField(_("in use"), default=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    def __str__(self) -> str:
        return self.name


class Holiday(Fact, Reschedulable):
    """A day off at Headquarters as a circular, or a calendar rule, gives it."""

    main_date = "on"

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official")
        FLOATING = "floating", _("floating")

    on = models.DateField(_("date"))
    name = models.CharField(_("holiday"), max_length=120)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind.choices,
        help_text=_("On a floating holiday the building works; meetings are avoided."),
    )
    observed = models.BooleanField(
        _("observed"), default=False, help_text=_("Moved to a working day near by.")
    )
    duty_station = models.CharField(
        _("duty station"), max_length=60, blank=True, default="UNHQ New York"
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["on"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.UniqueConstraint(fields=["on", "name"], name="a_holiday_is_recorded_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.on.isoformat()}"


class Closure(Fact, Reschedulable):
    """Days without consultations (high-level week), or a session that makes them harder."""

    main_date = "first_on"

    class Kind(models.TextChoices):
        CLOSURE = "closure", _("closure")
        SESSION = "session", _("session of another body")

    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind.choices,
        default=Kind.CLOSURE,
        help_text=_("A session is avoided where possible; a closure is no working day."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["first_on"]
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        indexes = [models.Index(fields=["first_on", "last_on"], name="closure_span")]
        constraints = [
            models.UniqueConstraint(fields=["first_on", "name"], name="a_closure_is_recorded_once"),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="a_closure_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.first_on.isoformat()} – {self.last_on.isoformat()}"


class BuildingHours(Fact, Reschedulable):
    """The hours of one session of the day, as a policy with dates."""

    main_date = "from_on"

    from_on = models.DateField(
        _("from"), null=True, blank=True, help_text=_("Empty: from the beginning.")
    )
    until_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )
    session = models.CharField(_("session"), max_length=10, choices=Session.choices)
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))
    interpretation = models.BooleanField(_("interpretation to be had"), default=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = [F("from_on").asc(nulls_first=True), "starts"]
        verbose_name = _("hours of the building")
        verbose_name_plural = _("hours of the building")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="hours_end_after_start"),
            models.UniqueConstraint(
                fields=["from_on", "session"], name="hours_of_a_session_start_once_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_session_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class CouncilMeeting(Fact, Reschedulable):
    """A meeting of the Council itself: the fifteen and the room are busy."""

    main_date = "on"

    class Firmness(models.TextChoices):
        PROVISIONAL = "provisional", _("provisional")
        FIRM = "firm", _("firm")

    on = models.DateField(_("date"))
    session = models.CharField(
        _("session"),
        max_length=10,
        choices=Session.choices,
        blank=True,
        help_text=_("Empty: which part of the day is not established."),
    )
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    room = models.ForeignKey(
        Room,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="council_meetings",
        verbose_name=_("room"),
    )
    room_name = models.CharField(_("room as recorded"), max_length=120, blank=True)
    subject = models.TextField(_("subject"), blank=True)
    firmness = models.CharField(
        _("provisional or firm"),
        max_length=12,
        choices=Firmness.choices,
        default=Firmness.PROVISIONAL,
    )
    known_on = models.DateField(_("known on"), null=True, blank=True)

    class Meta:
        ordering = ["on", "session"]
        verbose_name = _("meeting of the Council")
        verbose_name_plural = _("meetings of the Council")
        indexes = [models.Index(fields=["on"], name="council_meeting_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="a_council_meeting_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.get_session_display()} {self.subject}".strip()
