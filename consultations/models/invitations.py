"""One address asked to one consultation: what it was told last, and what it answered."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.contacts import Contact, Language
from consultations.models.participations import Participation


class Invitation(models.Model):
    """One recipient of one consultation; every message to it carries this one ATTENDEE.

    ``told`` is what stood in the last message that was approved for it. It differs from the
    consultation as soon as something changes, and then a message is due.
    """

    class Via(models.TextChoices):
        MAIL = "mail", _("by mail")
        LINK = "link", _("by personal link")
        UPLOAD = "upload", _("from a file or pasted text")
        HAND = "hand", _("entered by hand")

    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("consultation"),
    )
    participation = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("invitee"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("contact"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"))
    cutype = models.CharField(
        _("person or group"),
        max_length=12,
        choices=Contact.CalendarType.choices,
        default=Contact.CalendarType.INDIVIDUAL,
    )
    seat = models.CharField(_("seat"), max_length=12, choices=Contact.Role.choices, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH
    )
    wanted = models.BooleanField(
        _("on the list"), default=True, help_text=_("Whether the list of invitees calls for it.")
    )

    sequence = models.PositiveIntegerField(
        _("sequence"), default=0, help_text=_("Of the last message (RFC 5545, 3.8.7.4).")
    )
    told = models.JSONField(
        _("told"), default=dict, blank=True, help_text=_("Empty: nothing, or that it fell.")
    )
    withheld = models.JSONField(
        _("withheld"), default=dict, blank=True, help_text=_("What somebody chose not to tell.")
    )
    called_off = models.BooleanField(_("called off"), default=False)
    thread_id = models.CharField(_("first Message-ID"), max_length=255, blank=True)

    token_salt = models.CharField(_("salt of the link"), max_length=64, blank=True)
    token_hash = models.CharField(
        _("hash of the link"), max_length=64, null=True, blank=True, unique=True
    )
    opened_at = models.DateTimeField(_("link opened at"), null=True, blank=True)

    partstat = models.CharField(
        _("answer"),
        max_length=16,
        choices=Participation.Answer.choices,
        default=Participation.Answer.NEEDS_ACTION,
    )
    comment = models.TextField(_("comment"), blank=True)
    attending = models.CharField(
        _("who comes"), max_length=300, blank=True, help_text=_("Names, as the answer gave them.")
    )
    level = models.CharField(
        _("level"), max_length=10, choices=Consultation.Level.choices, blank=True
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_via = models.CharField(_("answered"), max_length=8, choices=Via.choices, blank=True)
    answered_dtstamp = models.DateTimeField(_("DTSTAMP of the answer"), null=True, blank=True)
    delegated_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="delegates",
        verbose_name=_("delegated from"),
    )
    alarm_minutes = models.PositiveIntegerField(
        _("alarm"), null=True, blank=True, help_text=_("Minutes before; only where asked for.")
    )
    remind_days = models.PositiveSmallIntegerField(
        _("reminder"), null=True, blank=True, help_text=_("Days before; only where asked for.")
    )
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    gave_feedback = models.BooleanField(
        _("gave feedback"), default=False, help_text=_("That they did; what they said has no name.")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        ordering = ["consultation", "participation__category", "participation__name", "email"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        indexes = [models.Index(fields=["email"], name="invitation_email")]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "email"], name="an_address_is_invited_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Addresses are compared in small letters, and kept so."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    @property
    def is_told(self) -> bool:
        """Whether it holds an invitation that was not called off."""
        return bool(self.told) and not self.called_off
