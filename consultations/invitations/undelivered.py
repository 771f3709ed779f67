"""Mails that failed or came back, and which of them somebody still has to do something about."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from consultations.models import Consultation, Message, Occasion

State = Message.State
RETURNED = Q(state=State.SENT, bounced_at__isnull=False)
UNDELIVERED = Q(state=State.FAILED) | RETURNED
TOGETHER = timedelta(minutes=1)  # mails that were approved at once


def to_mend(now: datetime) -> Q:
    """Mails that did not arrive and still matter at *now*.

    Not: one whose address is no longer asked, one about a meeting that is over or was cancelled (a
    cancellation matters until the meeting would have begun), and one since which its delegation was
    sent another.
    """
    ahead = Q(consultation__ends_at__gt=now)
    falls = Q(occasion=Occasion.CANCEL)
    stands = Q(consultation__status=Consultation.Status.CONFIRMED, invitation__wanted=True)
    about = Q(invitation__isnull=True) | ahead & (falls | stands)
    return Q(UNDELIVERED, about, ~Exists(_sent_since()))


def _sent_since() -> QuerySet[Message]:
    """Sent later to the same address, or to another of the same delegation."""
    later = ExpressionWrapper(OuterRef("stamped_at") + TOGETHER, output_field=DateTimeField())
    again = Q(invitation=OuterRef("invitation"), pk__gt=OuterRef("pk"))
    another = Q(
        invitation__participation=OuterRef("invitation__participation"), stamped_at__gt=later
    )
    return Message.objects.filter(again | another, state=State.SENT, bounced_at__isnull=True)
