"""Subscriptions out, by secret path, and other people's calendars in, as busy time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.contacts import Language
from consultations.models.council import MemberState
from consultations.models.missions import Mission
from consultations.models.premises import Room


def _optional(model: Any, label: Any, name: str) -> Any:
    return models.ForeignKey(
        model, on_delete=models.CASCADE, null=True, blank=True, related_name=name,
        verbose_name=label,
    )  # fmt: skip


class Feed(models.Model):
    """One subscription; its path is shown once, and only a hash of it is kept."""

    class Scope(models.TextChoices):
        ALL = "all", _("all I may see")
        MISSION = "mission", _("one mission")
        ROOM = "room", _("one room")
        DEADLINES = "deadlines", _("deadlines")
        DELEGATION = "delegation", _("one delegation")

    scope = models.CharField(_("shows"), max_length=12, choices=Scope.choices)
    owner = _optional(settings.AUTH_USER_MODEL, _("owner"), "feeds")
    mission = _optional(Mission, _("mission"), "feeds")
    room = _optional(Room, _("room"), "feeds")
    member = _optional(MemberState, _("Member State"), "feeds")
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH
    )
    todos = models.BooleanField(_("deadlines as tasks (VTODO)"), default=False)
    token_hash = models.CharField(_("hash of the path"), max_length=64, unique=True)
    made_by = _optional(settings.AUTH_USER_MODEL, _("made by"), "feeds_made")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("last fetched at"), null=True, blank=True)
    fetched_by = models.CharField(_("last fetched by"), max_length=200, blank=True)
    mark = models.CharField(
        _("mark"), max_length=64, blank=True, help_text=_("Of all that its bytes rest on.")
    )
    marked_at = models.DateTimeField(_("marked at"), null=True, blank=True)
    etag = models.CharField("ETag", max_length=64, blank=True)
    changed_at = models.DateTimeField(
        _("changed at"), null=True, blank=True, help_text=_("Only ever moves forward.")
    )

    class Meta:
        ordering = ["-made_at", "pk"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(scope="mission") | Q(mission__isnull=False),
                name="a_feed_of_a_mission_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(scope="room") | Q(room__isnull=False),
                name="a_feed_of_a_room_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(scope="delegation") | Q(member__isnull=False) | ~Q(organization=""),
                name="a_feed_of_a_delegation_names_it",
            ),
            models.CheckConstraint(
                condition=Q(scope="delegation") | Q(owner__isnull=False),
                name="only_a_delegations_feed_has_no_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} ({self.pk})"


class FeedMark(models.Model):
    """One change of what subscriptions rest on, stored in the transaction of the change itself.

    Rows are only added, so nobody waits for anybody, and counted, so that a change that is stored
    early and committed late is missed by nobody: its row was not there before. Old rows go, which
    costs one composition.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("change that subscriptions show")
        verbose_name_plural = _("changes that subscriptions show")

    def __str__(self) -> str:
        return self.at.isoformat()

    @classmethod
    def bump(cls) -> None:
        """Say that something changed; call it in the transaction that changes it."""
        cls.objects.create()


class ExternalCalendar(models.Model):
    """A calendar that somebody else keeps of a room or a delegation; we read when it is busy."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    room = _optional(Room, _("room"), "external_calendars")
    member = _optional(MemberState, _("Member State"), "external_calendars")
    url = models.URLField(_("address"), max_length=500, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    added_by = _optional(settings.AUTH_USER_MODEL, _("added by"), "external_calendars")
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    read_at = models.DateTimeField(
        _("last read at"), null=True, blank=True, help_text=_("The last good reading.")
    )
    error = models.TextField(_("why the last try failed"), blank=True)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    etag = models.CharField("ETag", max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("external calendar")
        verbose_name_plural = _("external calendars")
        constraints = [
            models.CheckConstraint(
                condition=Q(room__isnull=False, member__isnull=True)
                | Q(room__isnull=True, member__isnull=False),
                name="an_external_calendar_is_of_a_room_or_a_delegation",
            )
        ]

    def __str__(self) -> str:
        return self.name


class BusyTime(models.Model):
    """A span in which the room or the delegation of an external calendar is taken."""

    calendar = models.ForeignKey(
        ExternalCalendar, on_delete=models.CASCADE, related_name="busy_times",
        verbose_name=_("external calendar"),
    )  # fmt: skip
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    title = models.CharField(_("title"), max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("busy time")
        verbose_name_plural = _("busy times")
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="busy_time_span")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="busy_time_ends_after_its_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.calendar}: {self.starts_at.isoformat()}"
