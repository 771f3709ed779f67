"""What people decided and said: choices, deeds, remarks, numbers changed, cycles set."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.missions import MISSION, Mission


class Choice(models.Model):
    """Where two recommendations pull apart: what was chosen, by whom and why."""

    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="choices",
        verbose_name=_("consultation"),
    )
    tension = models.CharField(
        _("tension"), max_length=10, help_text=_("C1 to C17, or 72a to 72d.")
    )
    chosen = models.TextField(_("chosen"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    departs_from = models.CharField(_("departs from"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="choices",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        ordering = ["consultation", "tension"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "tension"], name="a_tension_is_decided_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tension}: {self.chosen}"


class Deed(models.Model):
    """One thing done to a consultation, with the findings as they stood."""

    class Verb(models.TextChoices):
        BOOK = "book", _("booked")
        MOVE = "move", _("moved")
        CONFIRM = "confirm", _("confirmed")
        HOLD = "hold", _("held")
        CANCEL = "cancel", _("cancelled")
        EDIT = "edit", _("edited")
        ROOM = "room", _("room or interpretation")
        IMPORT = "import", _("brought in")
        INVITEES = "invitees", _("invitees")
        TELL = "tell", _("mails approved")
        ANSWER = "answer", _("answer")
        CLOSE = "close", _("record closed")
        REOPEN = "reopen", _("record opened again")
        REPORT = "report", _("report-back")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="deeds", verbose_name=_("consultation")
    )
    verb = models.CharField(_("deed"), max_length=12, choices=Verb.choices)
    was = models.TextField(_("was"), blank=True)
    now = models.TextField(_("now"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    findings = models.JSONField(_("findings"), default=list, blank=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deeds",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("deed")
        verbose_name_plural = _("deeds")

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.now}"


class Remark(models.Model):
    """What somebody said on a consultation."""

    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="remarks",
        verbose_name=_("consultation"),
    )
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="remarks",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    text = models.TextField(_("remark"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self) -> str:
        return self.text[:80]


class NumberOverride(models.Model):
    """A number of the register that staff changed: everywhere, for a mission, for one meeting."""

    key = models.CharField(_("number"), max_length=60)
    value = models.IntegerField(_("value"))
    reason = models.TextField(_("reason"))
    mission = models.ForeignKey(
        Mission,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="number_overrides",
        verbose_name=_("mission"),
    )
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="number_overrides",
        verbose_name=_("consultation"),
    )
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="number_overrides",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        ordering = ["key", "mission", "consultation"]
        verbose_name = _("changed number")
        verbose_name_plural = _("changed numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(mission__isnull=True, consultation__isnull=True),
                name="a_number_is_changed_once_for_the_installation",
            ),
            models.UniqueConstraint(
                fields=["key", "mission"],
                condition=Q(mission__isnull=False, consultation__isnull=True),
                name="a_number_is_changed_once_for_a_mission",
            ),
            models.UniqueConstraint(
                fields=["key", "consultation"],
                condition=Q(consultation__isnull=False),
                name="a_number_is_changed_once_for_a_consultation",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_changed_number_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class CycleChoice(models.Model):
    """How fully a cycle is consulted on: a preset for the cycle, or one need left out or added."""

    class Chosen(models.TextChoices):
        LIGHT = "light", _("light")
        STANDARD = "standard", _("standard")
        FULL = "full", _("full")
        SKIP = "skip", _("skip")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="cycle_choices", verbose_name=_("mission")
    )
    component = models.CharField(_("component"), max_length=60, default=MISSION)
    expires_on = models.DateField(_("expiry of the cycle"))
    need = models.CharField(
        _("need"), max_length=120, blank=True, help_text=_("Empty: the preset of the whole cycle.")
    )
    chosen = models.CharField(_("chosen"), max_length=10, choices=Chosen.choices)
    reason = models.TextField(_("reason"), blank=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cycle_choices",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        ordering = ["mission", "component", "expires_on", "need"]
        verbose_name = _("choice for a cycle")
        verbose_name_plural = _("choices for cycles")
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "component", "expires_on", "need"],
                name="a_cycle_is_set_once_for_a_need",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mission} {self.expires_on.isoformat()} {self.need}: {self.chosen}"
