"""Those who have not answered, asked again: same SEQUENCE, later DTSTAMP."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consultations.invitations.due import stands_as_told
from consultations.invitations.outbox import approve
from consultations.invitations.writing import Writer, writer
from consultations.models import Consultation, Invitation, Message, Occasion, Participation, Reply

Answer, State = Participation.Answer, Message.State
A_DAY = timedelta(days=1)


@transaction.atomic
def remind(
    row: Consultation,
    invitations: Iterable[Invitation],
    *,
    who: User | None,
    now: bool = True,
    since: timedelta = A_DAY,
) -> list[Message]:
    """Remind those of *invitations* who wait; answers the mails.

    *now*: queued at once; otherwise left as drafts to be read. Whoever was written to within
    *since* is passed over, as is whoever has a reminder that was not sent yet.
    """
    Consultation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    asked = {one.pk for one in invitations}
    rows = row.invitations.select_related("participation", "contact", "delegated_from")
    open_ones = rested(unanswered(row, rows.filter(pk__in=asked)), since)
    writes = writer(row, who)
    drafts = [reminder(writes, one) for one in open_ones]
    Message.objects.bulk_create(drafts)
    if now and drafts:
        approve(drafts, who=who)
    return drafts


def unanswered(row: Consultation, invitations: Iterable[Invitation]) -> list[Invitation]:
    """Those whose delegation was told how it stands and has said nothing; one query.

    One address answers for its delegation, and who proposed another time is not silent.
    """
    countering = set(
        Reply.objects.filter(consultation=row, counter=Reply.Counter.OPEN).values_list(
            "invitation__participation", flat=True
        )
    )
    return [
        one
        for one in invitations
        if one.wanted
        and {one.partstat, one.participation.partstat} == {Answer.NEEDS_ACTION}
        and one.participation_id not in countering
        and stands_as_told(one, row)
    ]


def rested(invitations: Iterable[Invitation], since: timedelta = A_DAY) -> list[Invitation]:
    """Those to whom no mail was written within *since*, nor waits to be; one query."""
    found = list(invitations)
    written = Message.objects.filter(invitation__in=found).exclude(state=State.WITHHELD)
    last = dict(written.order_by().values_list("invitation").annotate(Max("drafted_at")))
    unsent = written.filter(state__in=(State.DRAFT, State.QUEUED, State.SENDING))
    busy = set(unsent.values_list("invitation", flat=True))
    edge = timezone.now() - since
    return [one for one in found if one.pk not in busy and last.get(one.pk, edge) <= edge]


def reminder(
    writes: Writer, invitation: Invitation, occasion: Occasion = Occasion.REMINDER
) -> Message:
    """What the invitation said last, once more; not stored."""
    draft = Message(
        consultation=writes.row, invitation=invitation, occasion=occasion,
        method=Message.Method.REQUEST, to_email=invitation.email, to_name=invitation.name,
        language=invitation.language, snapshot=invitation.told, drafted_by=writes.who,
    )  # fmt: skip
    writes.put_in_words(draft)
    return draft
