"""What came in: answers counted, proposals of another time, and what was set aside and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.invitations import Invitation
from consultations.models.messages import Message
from consultations.models.participations import Participation


class Reply(models.Model):
    """One thing that arrived, whatever became of it: nothing is lost, nothing counted twice."""

    class Outcome(models.TextChoices):
        COUNTED = "counted", _("counted")
        SUPERSEDED = "superseded", _("a later answer stands")
        STALE = "stale", _("answer to an older version")
        COUNTER = "counter", _("another time proposed")
        REFRESHED = "refreshed", _("asked for the invitation again")
        BOUNCE = "bounce", _("could not be delivered")
        QUARANTINED = "quarantined", _("set aside")
        DISMISSED = "dismissed", _("looked at and dismissed")

    class Counter(models.TextChoices):
        OPEN = "open", _("waits for a decision")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    code = models.CharField(
        _("reason"), max_length=40, blank=True, help_text=_("Why it was set aside, in one word.")
    )
    reason = models.TextField(_("reason in words"), blank=True)
    via = models.CharField(_("came"), max_length=8, choices=Invitation.Via.choices)
    digest = models.CharField(
        _("digest"), max_length=64, unique=True, help_text=_("Of its bytes: known when repeated.")
    )
    times = models.PositiveIntegerField(_("times it came"), default=1)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    last_at = models.DateTimeField(_("came last at"), auto_now=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="entered_replies", verbose_name=_("entered by"),
    )  # fmt: skip

    consultation = models.ForeignKey(
        Consultation, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="replies", verbose_name=_("consultation"),
    )  # fmt: skip
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="replies", verbose_name=_("invitation"),
    )  # fmt: skip
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="returned", verbose_name=_("message that came back"),
    )  # fmt: skip

    sender = models.CharField(_("from"), max_length=320, blank=True)
    authenticated = models.CharField(
        _("authentication"), max_length=200, blank=True,
        help_text=_("What our own mail server said of the sender."),
    )  # fmt: skip
    mail_subject = models.CharField(_("subject"), max_length=300, blank=True)
    method = models.CharField(_("METHOD"), max_length=40, blank=True)
    uid = models.CharField("UID", max_length=255, blank=True)
    attendee = models.CharField("ATTENDEE", max_length=320, blank=True)
    sequence = models.BigIntegerField("SEQUENCE", null=True, blank=True)
    dtstamp = models.DateTimeField("DTSTAMP", null=True, blank=True)
    partstat = models.CharField(
        _("answer"), max_length=16, choices=Participation.Answer.choices, blank=True
    )
    comment = models.TextField(_("comment"), blank=True)
    delegated_to = models.CharField(_("delegated to"), max_length=320, blank=True)
    proposed_start_at = models.DateTimeField(_("proposed start"), null=True, blank=True)
    proposed_end_at = models.DateTimeField(_("proposed end"), null=True, blank=True)
    raw = models.BinaryField(_("as it came"), blank=True, default=b"")

    counter = models.CharField(_("proposal"), max_length=10, choices=Counter.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="decided_replies", verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("answer that came in")
        verbose_name_plural = _("answers that came in")
        indexes = [
            models.Index(fields=["outcome", "-received_at"], name="reply_outcome"),
            models.Index(fields=["consultation", "-received_at"], name="reply_consultation"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.attendee or self.sender}"
