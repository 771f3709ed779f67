"""Views raised and questions asked: what was said, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.missions import Mission
from consultations.models.records import Attribution, Item, Record


class Point(Item):
    """A view raised, and whether draft and adopted text considered it (2017 report, para. 63).

    The words are neutral: sent, considered, reflected. What the Council decides is its own.
    """

    class Standing(models.TextChoices):
        NOT_SAID = "", _("not noted")
        AGREED = "agreed", _("agreed")
        CONTESTED = "contested", _("contested")

    class Outcome(models.TextChoices):
        OPEN = "", _("not known yet")
        REFLECTED = "reflected", _("reflected")
        PARTLY = "partly", _("partly reflected")
        NOT = "no", _("not reflected")
        NOT_APPLICABLE = "n.a.", _("not applicable")

    class Source(models.TextChoices):
        NOT_SAID = "", _("not noted")
        PENHOLDER = "penholder", _("penholder")
        SECRETARIAT = "secretariat", _("Secretariat")

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="points", verbose_name=_("record")
    )
    text = models.TextField(_("point"), blank=True)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    attribution = models.CharField(
        _("attribution"), max_length=6, choices=Attribution.choices, blank=True,
        help_text=_("Empty: as the record's."),
    )  # fmt: skip
    raised_by = models.CharField(
        _("raised by"), max_length=300, blank=True, help_text=_("Shown only where it is named.")
    )
    group = models.CharField(_("group"), max_length=120, blank=True)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing.choices, blank=True)
    mission = models.ForeignKey(
        Mission, on_delete=models.SET_NULL, null=True, blank=True, related_name="points",
        verbose_name=_("mandate of"),
    )  # fmt: skip
    sent_on = models.DateField(_("sent to the penholder on"), null=True, blank=True)
    sent_to = models.CharField(_("sent to"), max_length=200, blank=True)
    in_draft = models.CharField(
        _("in the draft"), max_length=10, choices=Outcome.choices, blank=True
    )
    draft_paragraph = models.CharField(_("paragraph of the draft"), max_length=60, blank=True)
    in_text = models.CharField(
        _("in the adopted text"), max_length=10, choices=Outcome.choices, blank=True
    )
    text_paragraph = models.CharField(_("paragraph of the text"), max_length=60, blank=True)
    outcome_reason = models.TextField(_("reason given"), blank=True)
    outcome_from = models.CharField(
        _("outcome told by"), max_length=12, choices=Source.choices, blank=True
    )

    class Meta:
        ordering = ["record", "position", "id"]
        verbose_name = _("point")
        verbose_name_plural = _("points")

    def __str__(self) -> str:
        return self.text[:80]


class PointFollow(models.Model):
    """Where a point was taken up again (2017 report, paras. 15 and 16)."""

    class How(models.TextChoices):
        CONTINUES = "continues", _("continues")
        ANSWERED = "answered", _("answered in")

    point = models.ForeignKey(
        Point, on_delete=models.CASCADE, related_name="follows", verbose_name=_("point")
    )
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="followed_points",
        verbose_name=_("later meeting"),
    )  # fmt: skip
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    note = models.TextField(_("note"), blank=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="point_follows", verbose_name=_("who"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["point", "at", "pk"]
        verbose_name = _("point taken up again")
        verbose_name_plural = _("points taken up again")
        constraints = [
            models.UniqueConstraint(
                fields=["point", "consultation"], name="a_point_is_followed_once_in_a_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.consultation}"


class Question(Item):
    """A question to the Secretariat: asked and answered (2017 report, para. 81)."""

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="questions", verbose_name=_("record")
    )
    text = models.TextField(_("question"), blank=True)
    asked_by = models.CharField(_("asked by"), max_length=300, blank=True)
    attribution = models.CharField(
        _("attribution"), max_length=6, choices=Attribution.choices, blank=True
    )
    asked_on = models.DateField(
        _("asked on"), null=True, blank=True, help_text=_("Empty: the day of the meeting.")
    )
    incident = models.BooleanField(_("on an incident"), default=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        ordering = ["record", "position", "id"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text[:80]


class TaskMark(models.Model):
    """A task of the register done or skipped; which tasks there are, and when due, is computed.

    ``subject`` names what the task is for: ``consultation:<id>``, ``cycle:<mission>:<component>:
    <expiry>``, ``month:2026-12`` or ``year:2026``.
    """

    class State(models.TextChoices):
        DONE = "done", _("done")
        SKIPPED = "skipped", _("skipped")

    task = models.CharField(_("task"), max_length=40)
    subject = models.CharField(_("for"), max_length=120)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, null=True, blank=True, related_name="task_marks",
        verbose_name=_("consultation"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    on = models.DateField(_("on"))
    reason = models.TextField(_("reason"), blank=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="task_marks", verbose_name=_("who"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        ordering = ["subject", "task"]
        verbose_name = _("task done or skipped")
        verbose_name_plural = _("tasks done or skipped")
        constraints = [
            models.UniqueConstraint(fields=["task", "subject"], name="a_task_is_settled_once"),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(reason=""),
                name="a_skipped_task_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.subject}): {self.get_state_display()}"
