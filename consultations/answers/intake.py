"""An answer's way in: looked into, known meeting, sender, guest, SEQUENCE, DTSTAMP, in this order.

Whatever comes is kept as one row with what became of it. Identical bytes that come again are
counted and change nothing. Title, time, place and guests are never taken from an answer.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import contacts
from consultations.answers import bounces, flooding
from consultations.answers.acting import Stale, act, check_version, repeated
from consultations.answers.authenticity import check
from consultations.answers.counting import locked_invitation
from consultations.answers.guests import guest_of, invitation_of
from consultations.answers.itip import Arrived, Guest, read_itip
from consultations.answers.letters import calendar_of, look_into
from consultations.answers.mails import Mail
from consultations.answers.texts import MOST_BYTES, SetAside
from consultations.answers.words import address, one_line
from consultations.models import Consultation, Invitation, Reply

Outcome, Via = Reply.Outcome, Invitation.Via
FROM_INVITEES = ("REPLY", "COUNTER", "REFRESH")
EXCERPT = 64 * 1024  # what is kept of what is too large
log = logging.getLogger(__name__)


def read(
    data: bytes,
    *,
    via: str,
    sender_is: str | None = None,
    entered_by: User | None = None,
    received_at: datetime | None = None,
) -> Reply:
    """Take in what came and answer its row, whatever became of it.

    *sender_is*: the sender's address where somebody vouches for it. A mail that came by mail must
    be from whom it says; of a file without a sender, whoever brought it is believed. *received_at*
    is when our mail server took it in: no answer is later than that.
    """
    digest = hashlib.sha256(data).hexdigest()
    if known := _again(digest):
        return known
    reply = Reply(via=via, digest=digest, entered_by=entered_by)
    reply.raw = data if len(data) <= MOST_BYTES else data[:EXCERPT]
    try:
        with transaction.atomic():
            return _take(reply, data, sender_is or "", received_at)
    except SetAside as reason:
        return _kept(reply, reason)
    except IntegrityError:
        if known := _again(digest):  # another process took in the same bytes
            return known
        raise
    except (OperationalError, InterfaceError):
        raise  # it stays where it is, and is read again
    except Exception as error:
        log.exception("An answer could not be taken in")
        sentence = _("It could not be taken in (%s): enter it by hand.") % type(error).__name__
        return _kept(reply, SetAside("unexpected", sentence))


def _again(digest: str) -> Reply | None:
    with transaction.atomic():
        reply = Reply.objects.select_for_update().filter(digest=digest).first()
        if reply is not None:
            reply.times += 1
            reply.save(update_fields=["times", "last_at"])
        return reply


def _kept(reply: Reply, reason: SetAside) -> Reply:
    """Set aside, with what was found out before."""
    reply.pk, reply._state.adding = None, True  # what the transaction undid
    reply.outcome = Outcome.STALE if isinstance(reason, Stale) else Outcome.QUARANTINED
    reply.code, reply.reason = reason.code, str(reason)
    if reply.via == Via.MAIL and (last := flooding.over(reply)):
        return last
    try:
        with transaction.atomic():
            reply.save(force_insert=True)
    except IntegrityError:
        return _again(reply.digest) or reply
    return reply


def _take(reply: Reply, data: bytes, sender: str, received_at: datetime | None) -> Reply:
    """The row as it is stored, or that of the same answer before; raises ``SetAside``."""
    mail = look_into(data)
    reply.sender = address(sender) or mail.sender
    reply.mail_subject = mail.subject
    if notice := bounces.notice_of(mail):
        bounces.take(reply, notice)
        return reply
    calendar = calendar_of(mail)
    arrived = read_itip(calendar.text, calendar.method)
    _note(reply, arrived, received_at)
    row = _known(arrived)
    reply.consultation = row
    _check_method(arrived)
    try:
        _authenticate(reply, mail, vouched=bool(sender))
    except SetAside:
        _note_whose(reply, row, arrived)
        raise
    guest = guest_of(arrived.guests, row, reply.sender)
    invitation = locked_invitation(_invited(reply, row, guest).pk)
    if arrived.dtstamp and (before := repeated(reply, invitation)):
        return before
    if arrived.method != "REFRESH":
        check_version(invitation, arrived.sequence)
    act(reply, invitation, brings=guest.brings)
    return reply


def _note(reply: Reply, arrived: Arrived, received_at: datetime | None) -> None:
    latest = min(received_at or timezone.now(), timezone.now())
    reply.method, reply.uid, reply.sequence = arrived.method, arrived.uid, arrived.sequence
    reply.dtstamp = min(arrived.dtstamp or latest, latest)
    reply.comment = arrived.comment
    reply.proposed_start_at, reply.proposed_end_at = arrived.span.start, arrived.span.end
    if len(arrived.guests) == 1:
        _note_guest(reply, arrived.guests[0])


def _note_guest(reply: Reply, guest: Guest) -> None:
    reply.attendee, reply.delegated_to = guest.email, guest.delegated_to
    known = guest.partstat in dict(Reply._meta.get_field("partstat").flatchoices)
    reply.partstat = guest.partstat if known else ""


def _known(arrived: Arrived) -> Consultation:
    try:
        pk = UUID(arrived.uid)
    except ValueError:
        pk = None
    row = Consultation.objects.filter(pk=pk).select_related("room").first() if pk else None
    if row is None:
        raise SetAside("unknown_meeting", _("No consultation has this UID; it may be deleted."))
    return row


def _check_method(arrived: Arrived) -> None:
    if arrived.method == "CANCEL":
        sentence = _("An invitee cannot cancel the consultation: ask what was meant.")
        raise SetAside("cancel", sentence)
    if arrived.method not in FROM_INVITEES:
        sentence = _("METHOD:%s is for the organizer to send, and no answer.") % arrived.method
        raise SetAside("not_an_answer", sentence)


def _authenticate(reply: Reply, mail: Mail, *, vouched: bool) -> None:
    """Who sent it, and whether that may be believed."""
    if vouched or reply.via != Via.MAIL:
        by = reply.entered_by or _("who ran the command")
        reply.authenticated = one_line(_("on the word of %s") % by, 200)
        return
    if not reply.sender:
        sentence = _("Its From does not name one sender: nobody can be believed to have sent it.")
        raise SetAside("no_sender", sentence)
    checked = check(reply.sender, mail.checked, settings.MAIL_AUTHSERV_ID)
    reply.authenticated = one_line(checked.words, 200)
    if not checked.believed:
        words = {"sender": reply.sender, "said": checked.words}
        sentence = _("Nothing shows that %(sender)s sent it (%(said)s).") % words
        raise SetAside("unauthenticated", sentence)


def _note_whose(reply: Reply, row: Consultation, arrived: Arrived) -> None:
    """Whose answer it claims to be, for the officer who looks at it."""
    for guest in arrived.guests[:1] if len(arrived.guests) == 1 else ():
        _note_guest(reply, guest)
        reply.invitation = invitation_of(row, guest.email)


def _invited(reply: Reply, row: Consultation, guest: Guest) -> Invitation:
    """The invitation it answers, if its sender may."""
    _note_guest(reply, guest)
    reply.invitation = invitation = invitation_of(row, guest.email)
    if invitation is None:
        raise SetAside("uninvited", _("%s is not invited to this consultation.") % guest.email)
    if reply.sender and not contacts.speaks_for(reply.sender, invitation):
        words = {"sender": reply.sender, "guest": invitation.email}
        sentence = _("%(sender)s is not known to speak for %(guest)s.") % words
        raise SetAside("sender_other", sentence)
    return invitation
