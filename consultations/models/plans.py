"""Drafts of a plan: what was asked for, how far the job is, and where it placed each meeting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.missions import MISSION, Mission
from consultations.models.premises import Room

SILENCE = timedelta(seconds=60)  # a worker at work says so every few seconds


def _person(label: Any, related_name: str) -> Any:
    """Somebody with an account; who leaves is forgotten, what they did stays."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=label,
    )


class Draft(models.Model):
    """A plan of a horizon that somebody asked for; nothing of it is booked until it is released."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being planned")
        DONE = "done", _("planned")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    class Style(models.TextChoices):
        GENTLE = "gentle", _("move only what must move")
        BEST = "best", _("the best plan, then the fewest moves")

    class Status(models.TextChoices):
        OPTIMAL = "optimal", _("proven optimal")
        FEASIBLE = "feasible", _("good, not proven optimal")
        INFEASIBLE = "infeasible", _("what is booked breaks what must be kept")

    AT_WORK = (State.QUEUED, State.RUNNING)

    name = models.CharField(_("name"), max_length=120, unique=True)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("to"))
    as_of = models.DateField(_("as known on"), help_text=_("Only what was known on this day."))
    missions = models.JSONField(
        _("missions"), default=list, blank=True, help_text=_("Acronyms; empty: all of them.")
    )
    preset = models.CharField(_("preset"), max_length=20, blank=True)
    style = models.CharField(
        _("keeping"), max_length=10, choices=Style.choices, default=Style.GENTLE
    )
    time_limit = models.FloatField(
        _("time limit"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Seconds; empty: until it is proven optimal."),
    )
    assumptions = models.JSONField(
        _("assumptions"), default=list, blank=True, help_text=_("What if: none for a plan.")
    )
    keeps = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="kept_by",
        verbose_name=_("keeps"),
        help_text=_("The plan from which as little as possible moves."),
    )
    locked_weeks = models.JSONField(
        _("locked weeks"), default=list, blank=True, help_text=_("Their Mondays.")
    )
    pins = models.JSONField(
        _("pins"), default=dict, blank=True, help_text=_("Slots that people chose, by key.")
    )

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.JSONField(_("progress"), default=dict, blank=True)
    stop_requested = models.BooleanField(_("to be stopped"), default=False)
    error = models.TextField(_("what went wrong"), blank=True)

    status = models.CharField(_("status"), max_length=12, choices=Status.choices, blank=True)
    levels = models.JSONField(
        _("levels"), default=list, blank=True, help_text=_("Name, value and bound of each.")
    )
    unplaced = models.JSONField(_("not placed"), default=list, blank=True)
    conflict = models.JSONField(_("conflict"), default=list, blank=True)
    notes = models.JSONField(_("notes"), default=list, blank=True)
    engine = models.CharField(_("engine"), max_length=60, blank=True)
    missed = models.TextField(_("what it may have missed"), blank=True)
    seconds = models.JSONField(_("seconds"), default=dict, blank=True)
    fingerprint = models.CharField(
        _("fingerprint"), max_length=128, blank=True, help_text=_("Of the facts it was planned on.")
    )
    before = models.JSONField(
        _("before the last step"), default=dict, blank=True, help_text=_("For stepping back.")
    )

    made_by = _person(_("made by"), "drafts_made")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    changed_by = _person(_("changed by"), "drafts_changed")
    changed_at = models.DateTimeField(_("changed at"), auto_now_add=True)
    queued_at = models.DateTimeField(_("queued at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    released_by = _person(_("released by"), "drafts_released")
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    undone_by = _person(_("taken back by"), "drafts_undone")
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    run = models.PositiveIntegerField(
        _("run"), default=1, help_text=_("Counts the jobs; an older one writes nothing any more.")
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("draft plan")
        verbose_name_plural = _("draft plans")
        indexes = [models.Index(fields=["state", "queued_at"], name="draft_state_queued")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="a_draft_ends_after_its_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has it, or will take it."""
        return self.state in self.AT_WORK

    @property
    def is_released(self) -> bool:
        """Whether its placements are booked, and nobody took that back."""
        return self.released_at is not None and self.undone_at is None

    def is_silent(self, now: datetime) -> bool:
        """Whether it is being planned by a worker that gave no sign of life for a minute."""
        last = self.heartbeat_at or self.started_at
        return self.state == self.State.RUNNING and last is not None and now - last > SILENCE


class DraftPlacement(models.Model):
    """Where a draft puts one meeting, with its findings there and what people decided about it."""

    class Decision(models.TextChoices):
        ACCEPT = "accept", _("accepted")
        LEAVE = "leave", _("left as it was")

    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="placements", verbose_name=_("draft plan")
    )
    key = models.CharField(
        _("key"),
        max_length=300,
        help_text=_("Mission, component, expiry and need: the same in every plan."),
    )
    mission = models.ForeignKey(
        Mission,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="draft_placements",
        verbose_name=_("mission"),
    )
    component = models.CharField(_("component"), max_length=60, default=MISSION)
    expires_on = models.DateField(_("expiry of the cycle"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Consultation.Kind.choices)
    need = models.CharField(_("need"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    room = models.ForeignKey(
        Room,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="draft_placements",
        verbose_name=_("room"),
    )
    findings = models.JSONField(_("findings"), default=list, blank=True)
    marks = models.JSONField(
        _("marks"), default=list, blank=True, help_text=_("How good the slot was, by level.")
    )
    order = models.JSONField(_("order"), default=list, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, blank=True)
    kept = models.BooleanField(_("kept"), default=False, help_text=_("Stands as it stood."))
    pinned = models.BooleanField(_("pinned"), default=False)
    booked = models.ForeignKey(
        Consultation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="draft_placements",
        verbose_name=_("booked as"),
        help_text=_("It stands as it is booked; the plan does not move it."),
    )
    moved_from = models.JSONField(
        _("moved from"), null=True, blank=True, help_text=_("Start, end and room before.")
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    released = models.ForeignKey(
        Consultation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="released_placements",
        verbose_name=_("released as"),
    )

    class Meta:
        ordering = ["starts_at", "key"]
        verbose_name = _("placement of a draft")
        verbose_name_plural = _("placements of drafts")
        constraints = [
            models.UniqueConstraint(fields=["draft", "key"], name="a_draft_places_a_need_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_placement_ends_after_its_start"
            ),
        ]

    def __str__(self) -> str:
        return self.key
