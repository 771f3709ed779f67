"""The outbox: every mail a draft first, then queued, claimed by one worker, sent or failed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.contacts import Language
from consultations.models.invitations import Invitation


class Occasion(models.TextChoices):
    """Why a mail is written; each has its words in each language."""

    INVITE = "invite", _("invitation")
    UPDATE = "update", _("change")
    CANCEL = "cancel", _("cancellation")
    REMINDER = "reminder", _("reminder")
    REFRESH = "refresh", _("invitation sent again")
    DECLINE_COUNTER = "declinecounter", _("another time declined")
    DIGEST = "digest", _("digest for staff")
    DEADLINE = "deadline", _("announcement due")


CHANGES = (Occasion.INVITE, Occasion.UPDATE, Occasion.CANCEL)  # at most one such draft each


class Message(models.Model):
    """One mail to one recipient, from draft to delivery; what it said is kept.

    ``body`` is plain text in which ``{answer_link}`` stands for the personal link: the link itself
    is nowhere stored. ``ics`` is the calendar part, frozen when the mail was approved.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        QUEUED = "queued", _("to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        WITHHELD = "withheld", _("not to be sent")

    class Method(models.TextChoices):
        REQUEST = "REQUEST", "REQUEST"
        CANCEL = "CANCEL", "CANCEL"
        DECLINECOUNTER = "DECLINECOUNTER", "DECLINECOUNTER"

    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("consultation"),
    )
    invitation = models.ForeignKey(
        Invitation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("invitation"),
    )
    occasion = models.CharField(_("occasion"), max_length=16, choices=Occasion.choices)
    method = models.CharField(_("method"), max_length=16, choices=Method.choices, blank=True)
    key = models.CharField(
        _("key"), max_length=120, null=True, blank=True, unique=True,
        help_text=_("What may be sent but once, such as one digest of one day to one person."),
    )  # fmt: skip
    to_email = models.EmailField(_("to"))
    to_name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH
    )
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    edited = models.BooleanField(_("edited"), default=False)
    stale = models.BooleanField(
        _("to be read again"), default=False,
        help_text=_("The consultation changed after these words were edited."),
    )  # fmt: skip
    snapshot = models.JSONField(_("what it tells"), default=dict, blank=True)
    changes = models.JSONField(
        _("changes"), default=list, blank=True, help_text=_("name, was, now of each.")
    )
    asks_anew = models.BooleanField(_("asks for an answer anew"), default=False)
    reason = models.TextField(_("reason"), blank=True)

    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    stamped_at = models.DateTimeField(_("DTSTAMP"), null=True, blank=True)
    ics = models.TextField(_("calendar part"), blank=True)
    message_id = models.CharField(
        _("Message-ID"), max_length=255, null=True, blank=True, unique=True
    )
    references = models.CharField(_("References"), max_length=255, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="drafted_messages", verbose_name=_("drafted by"),
    )  # fmt: skip
    drafted_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="decided_messages", verbose_name=_("approved or withheld by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("approved or withheld at"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    claim = models.UUIDField(_("claim"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True, help_text=_("The server's own words."))
    bounced_at = models.DateTimeField(_("returned at"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="message_state_next_try"),
            models.Index(fields=["invitation", "id"], name="message_of_invitation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation"],
                condition=Q(state="draft", occasion__in=["invite", "update", "cancel"]),
                name="one_draft_of_a_change_for_a_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withheld"]) | Q(message_id__isnull=False),
                name="what_leaves_has_a_message_id",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claim__isnull=False, claimed_at__isnull=False),
                name="what_is_being_sent_is_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_email}"


class MailTemplate(models.Model):
    """Words of one occasion in one language, where staff changed the ones that come with us."""

    occasion = models.CharField(_("occasion"), max_length=16, choices=Occasion.choices)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="mail_templates", verbose_name=_("changed by"),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["occasion", "language"]
        verbose_name = _("words of a mail")
        verbose_name_plural = _("words of mails")
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "language"], name="one_wording_of_an_occasion_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} ({self.language})"


class MailPreference(models.Model):
    """What one member of the staff wants by mail; nothing until they ask for it."""

    class Digest(models.TextChoices):
        NONE = "none", _("no digest")
        DAILY = "daily", _("each working day")
        WEEKLY = "weekly", _("each week")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preference",
        verbose_name=_("account"),
    )  # fmt: skip
    digest = models.CharField(
        _("digest"), max_length=8, choices=Digest.choices, default=Digest.NONE
    )
    deadline_days = models.PositiveSmallIntegerField(
        _("before an announcement is due"), null=True, blank=True,
        help_text=_("Working days before; empty: no reminder."),
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH
    )

    class Meta:
        verbose_name = _("mail to staff")
        verbose_name_plural = _("mail to staff")

    def __str__(self) -> str:
        return str(self.user)
