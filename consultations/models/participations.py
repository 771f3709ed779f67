"""Who is invited to a consultation, in which role, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.council import MemberState


class Participation(models.Model):
    """One invitee with a reason and the date of the roster; values are those of RFC 5545."""

    class Category(models.TextChoices):
        COUNCIL_MEMBER = "council_member", _("member of the Council")
        CONTRIBUTOR = "contributor", _("contributor")
        SECRETARIAT = "secretariat", _("Secretariat")
        HOST_STATE = "host_state", _("host State")
        REGIONAL = "regional", _("regional organization")
        UN_ENTITY = "un_entity", _("United Nations entity")
        EXPERT = "expert", _("expert")
        OTHER = "other", _("other")

    class Role(models.TextChoices):
        CHAIR = "CHAIR", _("chair")
        REQUIRED = "REQ-PARTICIPANT", _("required")
        OPTIONAL = "OPT-PARTICIPANT", _("optional")
        INFORMED = "NON-PARTICIPANT", _("for information")

    class CalendarType(models.TextChoices):
        INDIVIDUAL = "INDIVIDUAL", _("person")
        GROUP = "GROUP", _("delegation")

    class Answer(models.TextChoices):
        NEEDS_ACTION = "NEEDS-ACTION", _("no answer yet")
        ACCEPTED = "ACCEPTED", _("accepted")
        DECLINED = "DECLINED", _("declined")
        TENTATIVE = "TENTATIVE", _("perhaps")
        DELEGATED = "DELEGATED", _("delegated")

    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="participations",
        verbose_name=_("consultation"),
    )
    name = models.CharField(_("name"), max_length=200)
    member = models.ForeignKey(
        MemberState,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("Member State"),
    )
    iso3 = models.CharField(_("ISO code, three letters"), max_length=3, blank=True)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.REQUIRED)
    cutype = models.CharField(
        _("person or delegation"),
        max_length=12,
        choices=CalendarType.choices,
        default=CalendarType.GROUP,
    )
    partstat = models.CharField(
        _("answer"), max_length=16, choices=Answer.choices, default=Answer.NEEDS_ACTION
    )
    email = models.EmailField(_("e-mail"), blank=True)
    seats = models.CharField(
        _("seats"), max_length=200, blank=True, help_text=_("As in political; military or police.")
    )
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    as_of = models.CharField(_("roster of"), max_length=120, blank=True)
    strength = models.PositiveIntegerField(_("uniformed strength"), null=True, blank=True)
    by_hand = models.BooleanField(_("changed by hand"), default=False)
    hand_reason = models.TextField(_("reason of the change"), blank=True)
    removed = models.BooleanField(
        _("taken off"), default=False, help_text=_("Kept, so that the reason is not lost.")
    )

    class Meta:
        ordering = ["consultation", "category", "-strength", "name"]
        verbose_name = _("invitee")
        verbose_name_plural = _("invitees")
        indexes = [models.Index(fields=["member"], name="participation_member")]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "name"], name="nobody_is_invited_twice"
            ),
            models.CheckConstraint(
                condition=Q(by_hand=False) | ~Q(hand_reason=""),
                name="a_change_by_hand_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name
