"""A confirmed consultation, told to one delegation: what a personal link opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from consultations.invitations import approve, redraft, token_of
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Contact,
    Invitation,
    MemberState,
    Message,
    Mission,
    Participation,
    Room,
)

STARTS = datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)
ENDS = datetime(2017, 6, 13, 11, 30, tzinfo=HEADQUARTERS)
ADDRESS = "chad@example.org"


def confirmed(**changes: Any) -> Consultation:
    """MINUSMA's consultation, with all that an invitation must say, and Chad on its list."""
    mission, _made = Mission.objects.get_or_create(
        acronym="MINUSMA", defaults={"kind": "peacekeeping operation"}
    )
    mission.time_zone = "Africa/Bamako"
    mission.save()
    room, _made = Room.objects.get_or_create(name="Conference Room 4")
    terms: dict[str, Any] = {
        "kind": "informal_triangular", "subject": "MINUSMA before its renewal",
        "cycle_mission": mission, "status": "confirmed", "room": room, "starts_at": STARTS,
        "ends_at": ENDS, "aim": "To hear those who send troops.", "documents": "S/2017/478",
    }  # fmt: skip
    row = Consultation.objects.create(**(terms | changes))
    row.missions.add(mission)
    invite(row)
    return row


def invite(row: Consultation, name: str = "Chad", iso3: str = "TCD", email: str = ADDRESS) -> None:
    """Put a delegation with one address on the list."""
    member, _made = MemberState.objects.get_or_create(
        iso3=iso3, defaults={"iso2": iso3[:2], "name": name}
    )
    Contact.objects.get_or_create(member=member, email=email, defaults={"language": "en"})
    Participation.objects.create(
        consultation=row, name=name, member=member, iso3=iso3, category="contributor"
    )


def tell(row: Consultation) -> list[Invitation]:
    """Draft what is due and approve all of it."""
    redraft(row, who=None)
    approve(row.messages.filter(state=Message.State.DRAFT), who=None)
    return list(row.invitations.order_by("pk"))


def told(**changes: Any) -> Invitation:
    """Chad's invitation, approved."""
    (invitation,) = tell(confirmed(**changes))
    return invitation


def link(invitation: Invitation) -> str:
    """The path in its mail."""
    return f"/answer/{token_of(invitation)}/"
