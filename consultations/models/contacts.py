"""Who speaks for a delegation: addresses by role, from one day to another, and how they answer."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models.council import MemberState


class Language(models.TextChoices):
    """The languages in which mails are written."""

    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


class Contact(models.Model):
    """One address of a delegation: a person, or the mailbox of its permanent mission.

    A delegation is a Member State, or a body known by the name that lists of invitees use.
    """

    class Role(models.TextChoices):
        MAILBOX = "mailbox", _("mailbox of the mission")
        POLITICAL = "political", _("political")
        MILITARY = "military", _("military")
        POLICE = "police", _("police")
        OTHER = "other", _("other")

    class CalendarType(models.TextChoices):
        INDIVIDUAL = "INDIVIDUAL", _("person")
        GROUP = "GROUP", _("group mailbox")

    member = models.ForeignKey(
        MemberState,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("Member State"),
    )
    organization = models.CharField(
        _("organization"),
        max_length=200,
        blank=True,
        help_text=_("Where it is no Member State: its name as lists of invitees write it."),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.MAILBOX)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"))
    cutype = models.CharField(
        _("person or group"),
        max_length=12,
        choices=CalendarType.choices,
        default=CalendarType.INDIVIDUAL,
        help_text=_("For a group mailbox, answers of its members count for the delegation."),
    )
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failure = models.TextField(
        _("failure"), blank=True, help_text=_("What the mail server said, in its own words.")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        ordering = ["member__name", "organization", "role", "email"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["email"], name="contact_email")]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, organization="")
                | (Q(member__isnull=True) & ~Q(organization="")),
                name="a_contact_belongs_to_one_delegation",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="a_contact_is_valid_until_after_it_is_valid_from",
            ),
            models.UniqueConstraint(
                fields=["member", "email"],
                condition=Q(member__isnull=False),
                name="an_address_stands_once_for_a_member",
            ),
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(member__isnull=True),
                name="an_address_stands_once_for_an_organization",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email

    def save(self, *args: object, **kwargs: object) -> None:
        """Addresses are compared in small letters, and kept so."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def delegation(self) -> str:
        """The name of the delegation, as lists of invitees write it."""
        return self.member.name if self.member else self.organization

    def is_valid(self, on: date) -> bool:
        """Whether it speaks for the delegation on that day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)


class ContactAddress(models.Model):
    """Another address from which a contact answers, or a member of a group mailbox."""

    class Kind(models.TextChoices):
        ALIAS = "alias", _("alias")
        MEMBER = "member", _("member of the group")

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="addresses", verbose_name=_("contact")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.ALIAS)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta:
        ordering = ["contact", "kind", "email"]
        verbose_name = _("other address")
        verbose_name_plural = _("other addresses")
        indexes = [models.Index(fields=["email"], name="contact_address_email")]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "email"], name="an_address_stands_once_for_a_contact"
            )
        ]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: object, **kwargs: object) -> None:
        """In small letters, as contacts are."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]
