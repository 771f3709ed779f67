"""Who can be written to has changed: drafts for the meetings already confirmed follow."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import invitations
from consultations.contacts import Delegation, known_names
from consultations.models import HEADQUARTERS, Consultation, Contact, Message, Participation

LOOKED_BACK = timedelta(days=3)
MOST = 500  # meetings at one time; the others follow with their next change


def follow_days(now: datetime) -> int:
    """Draft anew where a contact's first day has come, or its last is over, by the clock alone.

    A few days back, should nobody have looked since; what was drafted stays as it is. Answers how
    many drafts there are more, or fewer.
    """
    today = now.astimezone(HEADQUARTERS).date()
    since = today - LOOKED_BACK
    turned = Contact.objects.filter(
        Q(valid_from__gt=since, valid_from__lte=today)
        | Q(valid_until__gte=since, valid_until__lt=today)
    )
    whose = turned.order_by().values_list("member_id", "organization").distinct()
    names = known_names()
    found = {names.of(member, organization) for member, organization in whose}
    return sum(follow(one, None) for one in sorted(found, key=lambda one: one.name))


def follow(delegation: Delegation | None, who: User | None) -> int:
    """Draft anew for the confirmed meetings to come of *delegation* (None: of everybody).

    Answers how many drafts there are more, or fewer (below zero).
    """
    guests = Participation.objects.filter(
        delegation.participations_filter if delegation else Q(), removed=False
    )
    rows = Consultation.objects.filter(
        status=Consultation.Status.CONFIRMED, ends_at__gt=timezone.now(),
        pk__in=guests.values("consultation"),
    )  # fmt: skip
    with transaction.atomic():
        locked = rows.select_for_update(of=("self",)).select_related("room").order_by("pk")[:MOST]
        found = list(locked)
        before = _drafts(found)
        for row in found:
            invitations.redraft(row, who=who, reason="")
        return _drafts(found) - before


def said(more: int) -> str:
    """The same in words; empty where nothing came of it."""
    if more == 0:
        return ""
    if more < 0:
        return _("Drafts that nobody needs any more were taken out of the outbox.")
    return (
        ngettext(
            "%d mail was drafted for it: read it in the outbox.",
            "%d mails were drafted for it: read them in the outbox.",
            more,
        )
        % more
    )


def _drafts(rows: list[Consultation]) -> int:
    drafts = Message.objects.filter(state=Message.State.DRAFT)
    return drafts.filter(consultation__in=[row.pk for row in rows]).count()
