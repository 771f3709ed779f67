"""Pages of delegations: who is missing, contacts changed by two at once, lists tried first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations import contacts
from consultations.models import (
    Consultation,
    Contact,
    Invitation,
    MemberState,
    Message,
    Participation,
)
from consultations.pages.delegation_drafts import follow_days

pytestmark = pytest.mark.django_db
GIVEN = {
    "role": "mailbox", "name": "", "email": "mission@india.example", "cutype": "GROUP",
    "language": "en", "aliases": "", "members": "", "note": "", "seen": "",
}  # fmt: skip


@pytest.fixture
def client(planner: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(planner)


@pytest.fixture
def india() -> MemberState:
    return MemberState.objects.create(name="India", iso3="IND")


@pytest.fixture
def meeting(india: MemberState) -> Consultation:
    """Confirmed, in ten days; India and the African Union are asked."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=10)
    row = Consultation.objects.create(
        kind="informal_triangular", starts_at=start, ends_at=start + timedelta(hours=1),
        subject="The mandate of UNIFIL", status="confirmed",
    )  # fmt: skip
    guests = (("India", india, "contributor"), ("African Union", None, "regional"))
    for name, member, category in guests:
        Participation.objects.create(consultation=row, name=name, member=member, category=category)
    return row


def drafts() -> list[tuple[str, str]]:
    rows = Message.objects.filter(state="draft").order_by("to_email")
    return [(one.occasion, one.to_email) for one in rows]


def test_the_list_shows_who_is_invited_without_an_address(
    client: Client, meeting: Consultation
) -> None:
    MemberState.objects.create(name="Nepal", iso3="NPL")
    page = client.get("/delegations/?show=missing")
    assert [one.delegation.name for one in page.context["found"].lines] == [
        "India",
        "African Union",
    ]
    assert page.context["found"].counts == {"missing": 2, "failing": 0, "without": 3, "bodies": 1}


@pytest.mark.parametrize(
    ("q", "names"), [("ind", ["India"]), ("UNION", ["African Union"]), ("x", [])]
)
def test_delegations_are_found_by_name_or_code(
    client: Client, meeting: Consultation, q: str, names: list[str]
) -> None:
    found = client.get("/delegations/", {"q": q}).context["found"].lines
    assert [one.delegation.name for one in found] == names


def test_the_list_costs_the_same_whatever_it_shows(client: Client, meeting: Consultation) -> None:
    counts = []
    for first in (0, 30):
        for n in range(first, first + 30):
            state = MemberState.objects.create(name=f"Country {n}", iso3=f"{n:03d}")
            Contact.objects.create(member=state, email=f"box@{n}.example")
        with CaptureQueriesContext(connection) as asked:
            client.get("/delegations/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_mailbox_added_is_drafted_an_invitation_at_once(
    client: Client, meeting: Consultation
) -> None:
    answer = client.post("/delegations/ind/", GIVEN, follow=True)
    assert answer.redirect_chain == [("/delegations/ind/", 302)]
    assert drafts() == [("invite", "mission@india.example")]
    assert [str(one) for one in answer.context["messages"]] == [
        "The contact is added. 1 mail was drafted for it: read it in the outbox."
    ]
    kept = Contact.objects.get()
    assert (kept.delegation, kept.cutype, kept.source) == ("India", "GROUP", "typed by planner")


def test_ending_it_takes_the_draft_out_again(client: Client, meeting: Consultation) -> None:
    client.post("/delegations/ind/", GIVEN)
    kept = Contact.objects.get()
    before = contacts.today() - timedelta(days=1)
    assert client.post(f"/delegations/contacts/{kept.pk}/end/", {"on": before}).status_code == 302
    kept.refresh_from_db()
    assert (kept.valid_until, drafts()) == (before, [])


def test_a_body_is_known_by_the_name_lists_write(client: Client, meeting: Consultation) -> None:
    body = GIVEN | {"email": "liaison@au.example", "organization": "African  union"}
    answer = client.post("/delegations/", body)
    assert (answer.status_code, drafts()) == (302, [("invite", "liaison@au.example")])
    page = client.get(answer.headers["Location"])
    assert [one.contact.email for one in page.context["valid"]] == ["liaison@au.example"]
    assert [one.row.pk for one in page.context["meetings"]] == [meeting.pk]
    assert Contact.objects.get().organization == "African Union"


def test_a_body_named_like_a_member_state_is_that_state(client: Client, india: MemberState) -> None:
    client.post("/delegations/", GIVEN | {"organization": "INDIA"})
    assert Contact.objects.get().member == india


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", "a@b.example\r\nBcc: c@d.example"),
        ("email", "planner@localhost"),
        ("name", "=cmd|' /C calc'!A0"),
        ("name", "bell\x07"),
        ("aliases", "fine@a.example\nnot one"),
        ("members", "<script>"),
        ("valid_until", "31.12.2027"),
        ("language", "de"),
        ("note", "up\u202edown"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(
    client: Client, india: MemberState, field: str, value: str
) -> None:
    answer = client.post("/delegations/ind/", GIVEN | {field: value})
    form = answer.context["form"]
    assert (answer.status_code, [*form.errors], form[field].value()) == (400, [field], value)
    assert Contact.objects.count() == 0


def test_an_address_stands_once_for_a_delegation(client: Client, india: MemberState) -> None:
    client.post("/delegations/ind/", GIVEN)
    answer = client.post("/delegations/ind/", GIVEN | {"email": "MISSION@india.example"})
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"email": ["This delegation has this address already."]}


def test_who_comes_second_reads_what_was_changed_and_keeps_what_they_typed(
    client: Client, india: MemberState
) -> None:
    client.post("/delegations/ind/", GIVEN)
    pk = Contact.objects.get().pk
    page = f"/delegations/contacts/{pk}/"
    seen = client.get(page).context["form"]["seen"].value()
    first = client.post(page, GIVEN | {"seen": seen, "name": "Registry"})
    second = client.post(page, GIVEN | {"seen": seen, "name": "Office"})
    assert (first.status_code, second.status_code) == (302, 409)
    assert Contact.objects.get().name == "Registry"
    again = second.context["form"]
    assert again["name"].value() == "Office"
    third = client.post(page, GIVEN | {"seen": again["seen"].value(), "name": "Office"})
    assert (third.status_code, Contact.objects.get().name) == (302, "Office")


def test_a_new_address_is_taken_to_work_and_one_that_works_again_says_so(
    client: Client, india: MemberState
) -> None:
    row = Contact.objects.create(member=india, email="old@india.example")
    contacts.mark_failing(row.email, "550 5.1.1 <b>unknown</b>", timezone.now())
    page = client.get("/delegations/ind/")
    assert b"550 5.1.1 &lt;b&gt;unknown&lt;/b&gt;" in page.content
    client.post(f"/delegations/contacts/{row.pk}/well/")
    row.refresh_from_db()
    assert row.failing_since is None
    contacts.mark_failing(row.email, "550", timezone.now())
    seen = client.get(f"/delegations/contacts/{row.pk}/").context["form"]["seen"].value()
    client.post(
        f"/delegations/contacts/{row.pk}/", GIVEN | {"seen": seen, "email": "n@india.example"}
    )
    row.refresh_from_db()
    assert (row.email, row.failing_since, row.failure) == ("n@india.example", None, "")


def test_a_contact_through_whom_somebody_was_invited_is_not_deleted(
    client: Client, meeting: Consultation, india: MemberState
) -> None:
    row = Contact.objects.create(member=india, email="a@india.example")
    guest = meeting.participations.get(name="India")
    asked = Invitation.objects.create(
        consultation=meeting, participation=guest, contact=row, email=row.email
    )
    assert client.post(f"/delegations/contacts/{row.pk}/delete/").status_code == 409
    asked.delete()
    assert client.post(f"/delegations/contacts/{row.pk}/delete/").status_code == 302
    assert Contact.objects.count() == 0


def upload(client: Client, text: str, name: str = "contacts.csv") -> object:
    return client.post("/delegations/import/", {"file": SimpleUploadedFile(name, text.encode())})


def test_a_file_is_tried_and_then_stored_exactly_so(client: Client, meeting: Consultation) -> None:
    tried = upload(client, "delegation,email\nIndia,mission@india.example\n")
    assert (tried.status_code, Contact.objects.count()) == (200, 0)  # type: ignore[attr-defined]
    token = tried.context["kept"]  # type: ignore[attr-defined]
    assert client.post("/delegations/import/", {"kept": token[:-2] + "xx"}).status_code == 400
    assert client.post("/delegations/import/", {"kept": token}).status_code == 302
    assert Contact.objects.get().email == "mission@india.example"
    assert drafts() == [("invite", "mission@india.example")]


def test_a_file_with_a_problem_names_row_column_and_cure(
    client: Client, india: MemberState
) -> None:
    page = upload(client, "delegation,email\nIndia,nonsense\n")
    assert page.context["kept"] == ""  # type: ignore[attr-defined]
    (problem,) = page.context["answer"].problems  # type: ignore[attr-defined]
    assert (problem.file, problem.row, problem.column) == ("contacts.csv", 2, "email")


def test_a_file_that_is_too_large_is_not_read(client: Client) -> None:
    assert upload(client, "x" * (5 * 1024 * 1024 + 1)).status_code == 413  # type: ignore[attr-defined]


def test_pasted_addresses_are_tried_and_then_stored(client: Client, meeting: Consultation) -> None:
    told = {"lines": "A. Rao <rao@india.example>; b@india.example", "delegation": "ind",
            "role": "military", "language": "fr"}  # fmt: skip
    tried = client.post("/delegations/paste/", told | {"check": "1"})
    assert (tried.status_code, tried.context["adds"], Contact.objects.count()) == (200, 2, 0)
    assert client.post("/delegations/paste/", told | {"load": "1"}).status_code == 302
    rows = Contact.objects.order_by("email").values_list("email", "name", "role", "language")
    assert [*rows] == [
        ("b@india.example", "", "military", "fr"),
        ("rao@india.example", "A. Rao", "military", "fr"),
    ]


def test_the_table_comes_out_with_the_columns_it_comes_in_with(
    client: Client, india: MemberState
) -> None:
    Contact.objects.create(member=india, email="a@india.example", role="police")
    text = client.get("/delegations/contacts.csv").content.decode()
    assert text.splitlines() == [
        "delegation,organization,role,name,email,person_or_group,language,valid_from,valid_until,"
        "aliases,members,note,source",
        "India,,police,,a@india.example,INDIVIDUAL,en,,,,,,",
    ]


def test_nobody_told_is_not_invited_yet(client: Client, meeting: Consultation) -> None:
    client.post("/delegations/ind/", GIVEN | {"language": "fr"})
    page = client.get("/delegations/ind/")
    assert [one.answer for one in page.context["meetings"]] == ["not invited yet"]
    assert page.context["form"]["language"].value() == "fr"
    Invitation.objects.update(told={"start": "2030-01-01T10:00:00-05:00"})
    page = client.get("/delegations/ind/")
    assert [one.answer for one in page.context["meetings"]] == ["no answer yet"]


def test_what_was_checked_is_added_by_the_button_that_counts_it(
    client: Client, india: MemberState
) -> None:
    lines = {"lines": "India: a@ind.example; b@ind.example", "delegation": "", "role": ""}
    page = client.post("/delegations/paste/", lines | {"check": "1"})
    assert ">Add these 2</button>" in page.content.decode()
    assert 'form="paste"' in page.content.decode()
    client.post("/delegations/paste/", lines | {"load": "1"})
    assert Contact.objects.count() == 2


def test_a_contacts_first_and_last_day_draft_by_themselves(
    client: Client, meeting: Consultation
) -> None:
    today, day = contacts.today(), timedelta(days=1)
    for name, first, last in (("next", today + day, None), ("last", None, today)):
        client.post(
            "/delegations/ind/",
            GIVEN | {"email": f"{name}@india.example", "valid_from": first or "",
                     "valid_until": last or ""},
        )  # fmt: skip
    assert follow_days(timezone.now()) == 0
    assert drafts() == [("invite", "last@india.example")]
    with time_machine.travel(timezone.now() + day, tick=False):
        follow_days(timezone.now())
        assert drafts() == [("invite", "next@india.example")]
        assert follow_days(timezone.now()) == 0
