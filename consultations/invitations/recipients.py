"""Who is to be told of a consultation: its invitees' addresses, as invitations that last."""

from __future__ import annotations

from datetime import date

from consultations.contacts import Address, addresses
from consultations.models import Consultation, Invitation, Participation

Answer = Participation.Answer
COPIED = ("participation_id", "contact_id", "name", "cutype", "seat", "language", "wanted")


def invitations_of(row: Consultation) -> list[Invitation]:
    """All that were ever made for it, with what drafting reads, in one query."""
    found = row.invitations.select_related("participation", "contact", "delegated_from")
    return list(found)


def bring_up_to_date(
    row: Consultation, known: list[Invitation], on: date, *, listed: bool
) -> list[Invitation]:
    """Make invitations for new addresses, and mark those that the list no longer calls for.

    *listed*: whether the consultation calls for anybody at all. Delegates stay while the one who
    named them does.
    """
    called = {one.email.lower(): one for one in (addresses(row, on) if listed else ())}
    by_email = {one.email: one for one in known}
    changed = [one for one in known if _updated(one, called.get(one.email))]
    if changed:
        Invitation.objects.bulk_update(changed, COPIED)
    new = [_made(row, address) for email, address in called.items() if email not in by_email]
    return [*known, *Invitation.objects.bulk_create(new)]


def _made(row: Consultation, address: Address) -> Invitation:
    made = Invitation(consultation=row, email=address.email.lower())
    _copy(made, address)
    return made


def _copy(invitation: Invitation, address: Address) -> None:
    invitation.participation, invitation.contact = address.participation, address.contact
    invitation.name, invitation.cutype = address.name, address.cutype
    invitation.seat, invitation.language = address.seat, address.language
    invitation.wanted = True


def _updated(invitation: Invitation, address: Address | None) -> bool:
    before = [getattr(invitation, name) for name in COPIED]
    if address is not None:
        _copy(invitation, address)
    else:
        invitation.wanted = _is_delegate(invitation)
    return before != [getattr(invitation, name) for name in COPIED]


def _is_delegate(invitation: Invitation) -> bool:
    """Named by somebody who is still asked, and has not answered otherwise since.

    Who is asked anew, for another time, has taken nothing back.
    """
    named_by = invitation.delegated_from
    return (
        named_by is not None
        and named_by.wanted
        and not invitation.participation.removed
        and named_by.partstat in (Answer.DELEGATED, Answer.NEEDS_ACTION)
    )
