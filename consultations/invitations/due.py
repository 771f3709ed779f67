"""What one recipient still has to be told: what was told last, against what stands now."""

from __future__ import annotations

from typing import NamedTuple

from consultations.invitations.snapshots import (
    Snapshot,
    fallen,
    is_retimed,
    says_the_same,
    snapshot,
)
from consultations.models import Consultation, Invitation, Occasion

Status = Consultation.Status


class Due(NamedTuple):
    """What one recipient has to be told: why, how it stands, and what is new since."""

    occasion: Occasion
    snapshot: Snapshot
    asks_anew: bool


def due(invitation: Invitation, row: Consultation, stands: Snapshot) -> Due | None:
    """What *invitation* has to be told, given how the consultation *stands*; None for nothing."""
    if not invitation.wanted or row.status == Status.CANCELLED:
        tell = invitation.is_told and "status" not in invitation.withheld
        return Due(Occasion.CANCEL, fallen(invitation.told), False) if tell else None
    if any(says_the_same(known, stands) for known in (invitation.told, invitation.withheld)):
        return None
    if not invitation.is_told:
        return Due(Occasion.INVITE, stands, True)
    return Due(Occasion.UPDATE, stands, is_retimed(invitation.told, stands))


def stands_as_told(invitation: Invitation, row: Consultation) -> bool:
    """Whether an answer to the last message is an answer to how it stands: same time, still on."""
    return (
        invitation.is_told
        and row.status == Status.CONFIRMED
        and not is_retimed(invitation.told, snapshot(row))
    )
