"""Reminders to invitees: only to those who asked, so many days before, once for each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet

from consultations.invitations import queue_reminder
from consultations.models import Consultation, Invitation, Message, Participation

LONGEST = timedelta(days=60)  # ours: no reminder is offered earlier
Answer = Participation.Answer
AWAY = (Answer.DECLINED, Answer.DELEGATED)  # they do not come themselves


def remind_invitees(now: datetime) -> int:
    """Queue the reminders whose day has come; answers how many.

    A meeting that moved is another to be reminded of: the key holds its time.
    """
    waiting = {key_of(one): one for one in _asking(now) if _has_come(one, now)}
    sent = Message.objects.filter(key__in=list(waiting)).values_list("key", flat=True)
    done = set(sent)
    return sum(_remind(one, key, now) for key, one in waiting.items() if key not in done)


def key_of(invitation: Invitation) -> str:
    """One reminder to one invitee of one time."""
    at = invitation.consultation.starts_at.astimezone(UTC)
    return f"reminder:{invitation.pk}:{at:%Y%m%dT%H%M%SZ}"


def _asking(now: datetime) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(
        remind_days__isnull=False,
        wanted=True,
        called_off=False,
        consultation__status=Consultation.Status.CONFIRMED,
        consultation__starts_at__gt=now,
        consultation__starts_at__lte=now + LONGEST,
    )
    rows = rows.exclude(partstat__in=AWAY).exclude(told={})
    return rows.select_related("consultation__room", "consultation__cycle_mission", "participation")


def _has_come(invitation: Invitation, now: datetime) -> bool:
    before = timedelta(days=invitation.remind_days or 0)
    return invitation.consultation.starts_at - before <= now


def _remind(invitation: Invitation, key: str, now: datetime) -> bool:
    if queue_reminder(invitation, key) is None:
        return False  # a change is on its way that says more, or another worker was first
    Invitation.objects.filter(pk=invitation.pk).update(reminded_at=now)
    return True
