"""What an invitee does by the personal link: one function a form, found by the form's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.answers.counting import Uncounted, closed, count, locked_invitation
from consultations.answers.delegations import as_named
from consultations.answers.proposals import propose
from consultations.forms.answer import WORDS
from consultations.invitations import queue_refresh
from consultations.models import Invitation, Occasion, Participation

Told = dict[str, Any]
LINK = Invitation.Via.LINK
MOST_A_DAY = 5  # ours: times that the calendar entry is sent again for another alarm
ANSWERS_A_DAY = 30  # ours: answers and proposals by one link that are kept


class NotDone(Exception):
    """Understood and not done: the sentence says why."""


def answer(invitation: Invitation, told: Told) -> object:
    """Yes, perhaps or no."""
    _check_often(invitation)
    return count(
        invitation, told["answer"], via=LINK, comment=told["comment"],
        attending=told["attending"], level=told["level"],
    )  # fmt: skip


def delegate(invitation: Invitation, told: Told) -> object:
    """Somebody else is to answer; the secretariat is asked before anything goes to them."""
    _check_often(invitation)
    email, name = told["email"].lower(), " ".join(told["name"].split())
    if email == invitation.email:
        raise NotDone(_("That is the address of this invitation itself: name another one."))
    named = _("Delegated to %s.") % f"{name} <{email}>" if name else _("Delegated to %s.") % email
    words = "\n".join(filter(None, [named, told["comment"]]))[: WORDS + 500]
    return count(
        invitation, Participation.Answer.DELEGATED, via=LINK, comment=words,
        kept={"delegated_to": as_named(email, name)},
    )  # fmt: skip


def another_time(invitation: Invitation, told: Told) -> object:
    """Propose another time; the answer that was given stands meanwhile."""
    _check_often(invitation)
    return propose(
        invitation, told["starts_at"], told["ends_at"], via=LINK, comment=told["comment"]
    )


def _check_often(invitation: Invitation) -> None:
    """Nobody changes their mind so often; a program that holds the link may."""
    since = timezone.now() - timedelta(days=1)
    if invitation.replies.filter(via=LINK, received_at__gt=since).count() >= ANSWERS_A_DAY:
        raise NotDone(_("This link was used often today: send a mail, or answer tomorrow."))


@transaction.atomic
def wishes(invitation: Invitation, told: Told) -> object:
    """An alarm, a mail before; another alarm is another calendar entry, which is sent again."""
    row = locked_invitation(invitation.pk)
    if over := closed(row):
        raise Uncounted(*over)
    before = row.alarm_minutes
    if (told["alarm_minutes"] or None) != before and _sent_today(row) >= MOST_A_DAY:
        raise NotDone(_("Your calendar entry was sent again often today: ask tomorrow."))
    row.alarm_minutes = told["alarm_minutes"] or None
    row.remind_days = told["remind_days"] or None
    row.save(update_fields=["alarm_minutes", "remind_days"])
    return queue_refresh(row) if row.alarm_minutes != before else None


def _sent_today(invitation: Invitation) -> int:
    """How often the entry was sent again within a day: a link is no means to flood a mailbox."""
    again = invitation.messages.filter(occasion=Occasion.REFRESH)
    return again.filter(drafted_at__gt=timezone.now() - timedelta(days=1)).count()


DEEDS: dict[str, Callable[[Invitation, Told], object]] = {
    "answer": answer,
    "delegate": delegate,
    "another-time": another_time,
    "wishes": wishes,
}
REFUSALS = (Uncounted, NotDone)
