"""What people do with mails: approve, withhold, edit, write anew, try again."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.invitations.drafting import redraft
from consultations.invitations.due import due, stands_as_told
from consultations.invitations.queueing import counted_as_told, queue
from consultations.invitations.refusals import Refused
from consultations.invitations.snapshots import says_the_same, snapshot
from consultations.invitations.writing import METHODS, writer
from consultations.models import (
    CHANGES,
    Consultation,
    FeedMark,
    Language,
    Message,
    Occasion,
)

State = Message.State
UNDER_WAY = {"state__in": (State.QUEUED, State.SENDING, State.SENT)}
ASKING = (Occasion.INVITE, Occasion.UPDATE, Occasion.REMINDER)


@transaction.atomic
def approve(messages: Iterable[Message], *, who: User | None) -> int:
    """Queue drafts, all or none; answers how many.

    Raises ``Refused`` for one that is decided already or must be read again, and where an
    invitation would leave without its aim and list of documents (2017 report, para. 79 (c)).
    """
    drafts = locked(messages)
    for one in drafts:
        _check_draft(one)
    _check_complete(drafts)
    return queue(drafts, who=who)


@transaction.atomic
def withhold(messages: Iterable[Message], *, who: User | None, reason: str) -> int:
    """Choose not to notify; what was not told comes with the next change that is."""
    if not reason.strip():
        raise Refused(_("Say why nobody is to be notified."))
    drafts = locked(messages)
    for one in drafts:
        _check_draft(one, stale_too=True)
        one.state, one.reason = State.WITHHELD, reason.strip()
        one.decided_by, one.decided_at = who, timezone.now()
        one.save()
        if one.invitation is not None and one.occasion in CHANGES:
            one.invitation.withheld = one.snapshot
            one.invitation.save(update_fields=["withheld"])
    return len(drafts)


@transaction.atomic
def edit(message: Message, *, subject: str, body: str, language: str, who: User | None) -> Message:
    """Other words; in another language they are written anew. Raises ``Refused``."""
    (draft,) = locked([message])
    _check_draft(draft, stale_too=True)
    if language not in Language.values:
        raise Refused(_("Choose one of the languages in which mails are written."))
    if language != draft.language:
        draft.language = language
        return _anew(draft, who)
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    if not subject or not body:
        raise Refused(_("A mail has a subject and a text."))
    if (subject, body) == (draft.subject, draft.body) and not draft.stale:
        return draft
    draft.subject, draft.body = subject[:300], body
    draft.edited, draft.stale, draft.drafted_by = True, False, who
    draft.save()
    return draft


@transaction.atomic
def reword(message: Message, *, who: User | None) -> Message:
    """Drop what was edited and write the words of the occasion."""
    (draft,) = locked([message])
    _check_draft(draft, stale_too=True)
    return _anew(draft, who)


@transaction.atomic
def retry(message: Message, *, who: User | None) -> Message:
    """Queue one that failed or came back again, as the same mail.

    Raises ``Refused`` for any other, and for one that no longer says how it stands.
    """
    (row,) = locked([message])
    if row.state != State.FAILED and row.bounced_at is None:
        raise Refused(_("Only a mail that failed or came back is tried again."))
    if not _still_holds(row):
        raise Refused(
            _("The mail to %s says what no longer holds: a draft says how it stands.")
            % row.to_email
        )
    row.state, row.tries, row.next_try_at = State.QUEUED, 0, timezone.now()
    row.bounced_at, row.decided_by = None, who
    row.save()
    if row.invitation and row.consultation:
        _tell_by_last(row)
        redraft(row.consultation, who=who)
    return row


@transaction.atomic
def was_not_told(message: Message) -> None:
    """*message* failed or came back: its recipient counts as told what they were told before.

    What they still have to be told is drafted anew.
    """
    if message.invitation_id is None or message.occasion not in CHANGES:
        return
    (row,) = locked([message])
    _tell_by_last(row)
    if row.consultation:
        redraft(row.consultation, who=None)


def locked(messages: Iterable[Message]) -> list[Message]:
    """The rows as they are stored, locked, in the order they were drafted.

    Their consultations first, as every deed of booking does, so that two wait and never block.
    """
    pks = [one.pk for one in messages]
    of = Message.objects.filter(pk__in=pks).order_by().values("consultation")
    held = Consultation.objects.select_for_update(of=("self",)).filter(pk__in=of).order_by("pk")
    list(held.values_list("pk"))
    rows = Message.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    return list(
        rows.select_related(
            "invitation__participation", "invitation__delegated_from",
            "consultation__room", "consultation__cycle_mission", "consultation__booked_by",
            "decided_by",
        ).prefetch_related("consultation__missions", "invitation__delegates")
    )  # fmt: skip


def missing(row: Consultation) -> list[str]:
    """What an invitation cannot leave without (2017 report, para. 79 (c)), in words."""
    wanted = {_("the aim"): row.aim, _("the list of documents"): row.documents}
    return [name for name, value in wanted.items() if not value.strip()]


def _check_draft(message: Message, *, stale_too: bool = False) -> None:
    words = {"to": message.to_email}
    if message.state != State.DRAFT:
        words |= {"state": message.get_state_display()}
        if message.decided_by:
            words |= {"who": message.decided_by.get_full_name() or str(message.decided_by)}
            raise Refused(_("The mail to %(to)s is decided already: %(state)s, %(who)s.") % words)
        raise Refused(_("The mail to %(to)s is decided already: %(state)s.") % words)
    if message.stale and not stale_too:
        raise Refused(
            _("The consultation changed after the mail to %(to)s was edited: read it again.")
            % words
        )


def _check_complete(drafts: Iterable[Message]) -> None:
    rows = {one.consultation for one in drafts if one.occasion in ASKING and one.consultation}
    for row in rows:
        if lacking := missing(row):
            words = {"meeting": row.subject, "lacking": _(" and ").join(lacking)}
            raise Refused(
                _("“%(meeting)s” lacks %(lacking)s (2017 report, para. 79 (c)): add it first.")
                % words
            )


def _anew(draft: Message, who: User | None) -> Message:
    assert draft.consultation is not None
    writer(draft.consultation, who).anew(draft)
    draft.save()
    return draft


def _still_holds(message: Message) -> bool:
    """Whether its recipient, who does not hold it, is to be told just this, and nothing later."""
    invitation, row = message.invitation, message.consultation
    if invitation is None or row is None:
        return True
    if invitation.messages.filter(pk__gt=message.pk, **UNDER_WAY).exists():
        return False
    if message.occasion not in CHANGES:
        return stands_as_told(invitation, row)
    what = due(invitation, row, snapshot(row))
    return (
        what is not None
        and METHODS[what.occasion] == message.method
        and says_the_same(message.snapshot, what.snapshot)
    )


def _tell_by_last(message: Message) -> None:
    """*message* as it is stored, its consultation locked."""
    invitation = message.invitation
    if invitation is None or message.occasion not in CHANGES:
        return
    arrived = invitation.messages.filter(bounced_at__isnull=True, **UNDER_WAY)
    standing = arrived.filter(occasion__in=CHANGES)
    counted_as_told(invitation, standing.order_by("pk").last())
    invitation.save(update_fields=["told", "called_off"])
    FeedMark.bump()
