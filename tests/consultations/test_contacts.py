"""Addresses of a consultation, who speaks for a delegation, and whom no mail reaches."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations import contacts
from consultations.contacts.addresses import seats_asked
from consultations.models import (
    HEADQUARTERS,
    Consultation,
    Contact,
    ContactAddress,
    Invitation,
    MemberState,
    Participation,
)

pytestmark = pytest.mark.django_db
ON = date(2027, 3, 1)
START = datetime(2027, 3, 10, 15, tzinfo=HEADQUARTERS)


@pytest.fixture
def meeting() -> Consultation:
    return Consultation.objects.create(
        kind="informal_triangular", starts_at=START, ends_at=START + timedelta(hours=1),
        subject="The mandate", status="confirmed",
    )  # fmt: skip


@pytest.fixture
def india() -> MemberState:
    return MemberState.objects.create(name="India", iso3="IND", other_names="Republic of India")


def invite(meeting: Consultation, name: str, **more: Any) -> Participation:
    given = {"category": "contributor", "seats": "political; military or police"} | more
    return Participation.objects.create(consultation=meeting, name=name, **given)


def contact(email: str, **more: Any) -> Contact:
    return Contact.objects.create(email=email, **more)


def written(meeting: Consultation, on: date = ON) -> list[tuple[str, str, str]]:
    found = contacts.addresses(meeting, on)
    return [(one.participation.name, one.email, one.seat) for one in found]


def test_the_mailbox_comes_first_and_persons_for_the_seats_asked(
    meeting: Consultation, india: MemberState
) -> None:
    contact("police@india.example", member=india, role="police")
    contact("box@india.example", member=india, cutype="GROUP")
    contact("army@india.example", member=india, role="military")
    contact("legal@india.example", member=india, role="other")
    invite(meeting, "India", member=india, seats="political; military")
    assert written(meeting) == [
        ("India", "box@india.example", "mailbox"),
        ("India", "army@india.example", "military"),
    ]


def test_where_no_seat_is_named_every_contact_is_written_to(
    meeting: Consultation, india: MemberState
) -> None:
    for role in Contact.Role.values:
        contact(f"{role}@india.example", member=india, role=role)
    invite(meeting, "India", member=india, seats="")
    assert [seat for _name, _email, seat in written(meeting)] == Contact.Role.values


def test_where_nobody_sits_in_the_seats_asked_whoever_there_is_is_written_to(
    meeting: Consultation, india: MemberState
) -> None:
    contact("legal@india.example", member=india, role="other")
    invite(meeting, "India", member=india)
    assert written(meeting) == [("India", "legal@india.example", "other")]


@pytest.mark.parametrize(
    ("seats", "roles"),
    [
        ("political; military or police", {"political", "military", "police"}),
        ("Politique ; militaire", {"political", "military"}),
        ("عسكري", {"military"}),
        ("two chairs", set()),
    ],
)
def test_seats_are_read_in_each_language(seats: str, roles: set[str]) -> None:
    assert seats_asked(seats) == roles


def test_an_address_typed_by_hand_stands_alone_for_its_invitee(
    meeting: Consultation, india: MemberState
) -> None:
    contact("box@india.example", member=india)
    contact("army@india.example", member=india, role="military", name="A. Rao", language="fr")
    invite(meeting, "India", member=india, email="Army@India.example")
    (one,) = contacts.addresses(meeting, ON)
    assert (one.email, one.name, one.language) == ("army@india.example", "A. Rao", "fr")


def test_one_address_is_written_to_once_on_the_line_of_the_chair(
    meeting: Consultation, india: MemberState
) -> None:
    contact("box@india.example", member=india)
    contact("box@india.example", organization="Chair of the Working Group")
    invite(meeting, "India", member=india)
    invite(meeting, "Chair of the Working Group", role="CHAIR", seats="")
    assert written(meeting) == [("Chair of the Working Group", "box@india.example", "mailbox")]
    assert contacts.unreachable(meeting, ON) == []


def test_contacts_count_from_their_first_day_to_their_last(
    meeting: Consultation, india: MemberState
) -> None:
    contact("old@india.example", member=india, valid_until=ON - timedelta(days=1))
    contact("last@india.example", member=india, valid_until=ON)
    contact("first@india.example", member=india, valid_from=ON)
    contact("next@india.example", member=india, valid_from=ON + timedelta(days=1))
    invite(meeting, "India", member=india)
    assert [email for _n, email, _s in written(meeting)] == [
        "first@india.example",
        "last@india.example",
    ]


@pytest.mark.parametrize("name", ["India", "republic of  india", "IND"])
def test_a_country_invited_by_name_alone_is_reached(
    meeting: Consultation, india: MemberState, name: str
) -> None:
    contact("box@india.example", member=india)
    invite(meeting, name)
    assert [email for _n, email, _s in written(meeting)] == ["box@india.example"]


def test_a_body_is_reached_by_the_name_of_its_line(meeting: Consultation) -> None:
    contact("liaison@au.example", organization="African Union")
    invite(meeting, "African Union", category="regional", seats="")
    invite(meeting, "European Union", category="regional", seats="")
    assert [name for name, _e, _s in written(meeting)] == ["African Union"]
    assert [one.name for one in contacts.unreachable(meeting, ON)] == ["European Union"]


def test_who_was_taken_off_is_not_written_to(meeting: Consultation, india: MemberState) -> None:
    contact("box@india.example", member=india)
    invite(meeting, "India", member=india, removed=True)
    assert written(meeting) == []


def test_the_mailbox_that_invites_is_not_invited(meeting: Consultation, india: MemberState) -> None:
    contact(settings.ORGANIZER_EMAIL, member=india)
    invite(meeting, "India", member=india)
    invite(meeting, "Secretariat", email=settings.ORGANIZER_EMAIL.upper())
    assert written(meeting) == []
    assert {one.name for one in contacts.unreachable(meeting, ON)} == {"India", "Secretariat"}


def test_an_address_that_fails_says_so(meeting: Consultation, india: MemberState) -> None:
    contact("box@india.example", member=india, failing_since=timezone.now())
    invite(meeting, "India", member=india)
    assert [one.failing for one in contacts.addresses(meeting, ON)] == [True]


def test_the_number_of_queries_does_not_grow_with_the_list(meeting: Consultation) -> None:
    counts = []
    for first in (0, 40):
        for n in range(first, first + 40):
            state = MemberState.objects.create(name=f"Country {n}", iso3=f"{n:03d}")
            contact(f"box@{n}.example", member=state)
            invite(meeting, state.name, member=state)
        with CaptureQueriesContext(connection) as asked:
            assert len(contacts.addresses(meeting, ON)) == first + 40
        counts.append(len(asked))
    assert counts == [3, 3]


@pytest.fixture
def invitation(meeting: Consultation, india: MemberState) -> Invitation:
    box = contact("box@india.example", member=india, cutype="GROUP")
    ContactAddress.objects.create(contact=box, kind="member", email="clerk@india.example")
    guest = invite(meeting, "India", member=india)
    return Invitation.objects.create(
        consultation=meeting, participation=guest, contact=box, email=box.email
    )


@pytest.mark.parametrize(
    ("email", "speaks"),
    [
        ("box@india.example", True),
        (" BOX@India.example ", True),
        ("clerk@india.example", True),
        ("adviser@india.example", True),
        ("gone@india.example", False),
        ("box@pakistan.example", False),
        ("", False),
    ],
)
def test_who_speaks_for_a_delegation(
    invitation: Invitation, india: MemberState, email: str, speaks: bool
) -> None:
    contact("adviser@india.example", member=india, role="political")
    left = contacts.today() - timedelta(days=1)
    contact("gone@india.example", member=india, role="police", valid_until=left)
    pakistan = MemberState.objects.create(name="Pakistan", iso3="PAK")
    contact("box@pakistan.example", member=pakistan)
    assert contacts.speaks_for(email, invitation) is speaks


def test_who_left_does_not_speak_as_a_member_of_the_mailbox(
    invitation: Invitation, india: MemberState
) -> None:
    left = contacts.today() - timedelta(days=1)
    contact("clerk@india.example", member=india, role="police", valid_until=left)
    assert contacts.speaks_for("clerk@india.example", invitation) is False


def test_a_failing_address_keeps_since_when_and_the_last_words(india: MemberState) -> None:
    contact("box@india.example", member=india)
    first = timezone.now() - timedelta(days=2)
    contacts.mark_failing("BOX@india.example", "550 5.1.1 User unknown", first)
    assert contacts.mark_failing("box@india.example", "552 5.2.2 Full\x00\r\n", timezone.now()) == 1
    kept = Contact.objects.get()
    assert (kept.failing_since, kept.failure) == (first, "552 5.2.2 Full")
    assert contacts.mark_well("box@india.example") == 1
    kept.refresh_from_db()
    assert (kept.failing_since, kept.failure) == (None, "")


def test_who_is_invited_without_an_address_is_missing(
    meeting: Consultation, india: MemberState
) -> None:
    nepal = MemberState.objects.create(name="Nepal", iso3="NPL")
    contact("box@india.example", member=india)
    invite(meeting, "India", member=india)
    invite(meeting, "Nepal", member=nepal)
    invite(meeting, "African Union", email="typed@au.example")
    (one,) = contacts.missing_everywhere(ON)
    assert (one.delegation.name, one.meetings, one.first) == ("Nepal", 1, START.date())
    assert contacts.missing_everywhere(ON + timedelta(days=30)) == []


def test_failing_addresses_count_the_meetings_they_are_needed_for(
    meeting: Consultation, india: MemberState
) -> None:
    contact("box@india.example", member=india, failing_since=timezone.now(), failure="550 no")
    invite(meeting, "India", member=india)
    (one,) = contacts.failing_everywhere(ON)
    assert (one.contact.email, one.delegation.key, one.meetings) == ("box@india.example", "ind", 1)
