"""Answers that name somebody else: they wait until that person is invited, or nobody is to be."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone

from consultations.models import Consultation, Invitation, Participation, Reply

NOT_PASSED_ON = "not_passed_on"  # an officer decided that nobody is invited
ADDRESS_AND_NAME = 320  # characters of Reply.delegated_to


def named_delegate() -> dict[str, Exists]:
    """Whether the one that a reply names is invited: an alias that ``waiting_delegations`` asks."""
    named = ExpressionWrapper(OuterRef("delegated_to"), output_field=CharField())
    invited = Invitation.objects.filter(delegated_from=OuterRef("invitation"), wanted=True)
    return {"invited": Exists(invited.alias(named=named).filter(named__icontains=F("email")))}


def waiting_delegations() -> Q:
    """Standing answers of meetings to come whose delegate is not invited yet."""
    return ~Q(delegated_to="") & Q(
        invited=False,
        outcome=Reply.Outcome.COUNTED,
        code="",
        partstat=Participation.Answer.DELEGATED,
        invitation__partstat=Participation.Answer.DELEGATED,
        invitation__wanted=True,
        invitation__called_off=False,
        consultation__status__in=(Consultation.Status.TENTATIVE, Consultation.Status.CONFIRMED),
        consultation__ends_at__gt=timezone.now(),
    )


def waits_for_delegate(reply: Reply) -> bool:
    """Whether *reply* is one of them."""
    rows = Reply.objects.alias(**named_delegate())
    return rows.filter(waiting_delegations(), pk=reply.pk).exists()


def delegate_of(reply: Reply) -> Invitation | None:
    """Who was invited on this answer; None as long as nobody is."""
    if reply.invitation is None or not reply.delegated_to:
        return None
    rows = reply.invitation.delegates.filter(wanted=True)
    return next((one for one in rows if one.email in reply.delegated_to.lower()), None)


def as_named(email: str, name: str = "") -> str:
    """``Name <address>``, as it is kept; the name gives way where both are too long."""
    room = ADDRESS_AND_NAME - len(email) - 3
    short = " ".join(name.replace("<", " ").replace(">", " ").split())[: max(room, 0)].strip()
    return f"{short} <{email}>" if short else email
