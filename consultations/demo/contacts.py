"""Made-up addresses for the demonstration, all under a domain that no mail ever reaches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from consultations import planning
from consultations.models import (
    Contact,
    ContactAddress,
    CouncilTerm,
    Language,
    MemberState,
    Mission,
)
from planner.stakeholders import C34, DEPARTMENTS_SINCE

SOURCE = "demonstration"
DOMAIN = "example"  # RFC 2606, section 3: reserved, so that nothing can be delivered there
# Made up as the rest: some delegations that are written to in French, to show both languages.
IN_FRENCH = """
BEL BEN BFA BDI CAF CIV CMR COG COD COM DJI FRA GAB GIN LUX MCO MDG MLI NER SEN TCD TGO
"""
BODIES = {
    **{
        name: f"{name.rpartition('(')[2].strip(')').lower()}@secretariat"
        for name in DEPARTMENTS_SINCE
    },
    "African Union": "liaison@african-union",
    "European Union": "liaison@european-union",
    "UNDP": "liaison@undp",
    "World Bank": "liaison@world-bank",
    "Chair of the Working Group": "chair@working-group",
    f"Bureau of the {C34}": "bureau@c34",
    f"Chair of the {C34}": "chair@c34",
    f"Vice-Chair of the {C34}": "vice-chair@c34",
}
ROLES = ((Contact.Role.POLITICAL, "Political adviser"), (Contact.Role.MILITARY, "Military adviser"))
EVERY = 5  # of the other delegations one in so many has advisers, too


def add_contacts() -> int:
    """A mailbox for each delegation, advisers for some; answers how many were added.

    None where somebody has recorded contacts of their own, or these are there already.
    """
    if Contact.objects.exists():
        return 0
    rows = [*_of_states(planning.today()), *_of_bodies()]
    Contact.objects.bulk_create(rows)
    boxes = [row for row in rows if row.role == Contact.Role.MAILBOX and row.member_id][::EVERY]
    ContactAddress.objects.bulk_create(
        ContactAddress(
            contact=box,
            kind=ContactAddress.Kind.MEMBER,
            email=f"registry@{box.email.partition('@')[2]}",
        )
        for box in boxes
    )
    return len(rows)


def _of_states(today: date) -> Iterator[Contact]:
    council = {*CouncilTerm.objects.filter(year=today.year).values_list("member", flat=True)}
    for number, state in enumerate(MemberState.objects.exclude(iso3="").order_by("iso3")):
        yield _contact(state, "mission", "")
        if state.pk in council or number % EVERY == 0:
            for role, title in ROLES:
                yield _contact(state, str(role), f"{title} of {state.name}", role)
        if number % (2 * EVERY) == 0:
            yield _contact(state, "police", f"Police adviser of {state.name}", Contact.Role.POLICE)


def _contact(
    state: MemberState, local: str, name: str, role: Contact.Role = Contact.Role.MAILBOX
) -> Contact:
    kinds = Contact.CalendarType
    return Contact(
        member=state,
        role=role,
        name=name,
        email=f"{local}@{state.iso3.lower()}.{DOMAIN}",
        cutype=kinds.GROUP if role == Contact.Role.MAILBOX else kinds.INDIVIDUAL,
        language=Language.FRENCH if state.iso3 in IN_FRENCH.split() else Language.ENGLISH,
        source=SOURCE,
    )


def _of_bodies() -> Iterator[Contact]:
    regional = {body for one in Mission.objects.all() for body in _listed(one.regional_bodies)}
    others = {name: f"liaison@regional-{n}" for n, name in enumerate(sorted(regional), start=1)}
    for name, address in {**others, **BODIES}.items():
        yield Contact(
            organization=name, email=f"{address}.{DOMAIN}", cutype=Contact.CalendarType.GROUP,
            source=SOURCE,
        )  # fmt: skip


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
