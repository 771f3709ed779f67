"""The demonstration: facts, accounts and bookings once, and nothing lost by a second run."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from consultations import planning
from consultations.models import (
    Consultation,
    Contact,
    Deed,
    Draft,
    Feedback,
    MemberState,
    Message,
    Mission,
    Point,
    PointFollow,
    Question,
    RecordEdit,
    ReportBack,
)
from consultations.people import GROUPS, group_names

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elsewhere(settings: Any, tmp_path: Path) -> Path:
    """Passwords of a test are kept in a directory of its own."""
    settings.BASE_DIR = tmp_path
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    return tmp_path


def demo(*options: str) -> str:
    out = StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


def passwords(directory: Path) -> dict[str, str]:
    lines = (directory / ".demo-accounts").read_text().splitlines()
    return dict(line.split() for line in lines)


def test_each_group_gets_an_account_that_can_sign_in(elsewhere: Path) -> None:
    demo("--stage", "empty")
    kept = passwords(elsewhere)
    assert list(kept) == list(GROUPS)
    for name, password in kept.items():
        user = authenticate(RequestFactory().get("/"), username=name, password=password)
        assert user is not None
        assert group_names(user) == {name}
        assert user.is_staff is (name == "administrator")
    assert len(set(kept.values())) == 4
    assert not Mission.objects.exists()


def test_passwords_are_printed_and_readable_by_their_owner_alone(elsewhere: Path) -> None:
    said = demo("--stage", "empty")
    for name, password in passwords(elsewhere).items():
        assert f"{name:<14} {password}" in said
    assert "http://127.0.0.1:8000/" in said
    assert stat.S_IMODE((elsewhere / ".demo-accounts").stat().st_mode) == 0o600


def test_a_second_run_changes_no_password_and_no_fact(elsewhere: Path) -> None:
    demo()
    Mission.objects.filter(acronym="MINUSMA").update(note="typed by somebody")
    before = (passwords(elsewhere), list(User.objects.values_list("username", "password")))
    said = demo()
    after = (passwords(elsewhere), list(User.objects.values_list("username", "password")))
    assert after == before
    assert Mission.objects.get(acronym="MINUSMA").note == "typed by somebody"
    assert said.startswith("Facts are there already")


def test_every_delegation_gets_made_up_addresses_that_no_mail_reaches(elsewhere: Path) -> None:
    demo()
    states = MemberState.objects.exclude(iso3="")
    boxes = Contact.objects.filter(member__in=states, role="mailbox")
    assert boxes.count() == states.count() > 190
    kept = [*Contact.objects.values_list("email", "source")]
    assert {email.rpartition(".")[2] for email, _source in kept} == {"example"}
    assert {source for _email, source in kept} == {"demonstration"}
    assert {*Contact.objects.values_list("language", flat=True)} == {"en", "fr"}
    demo()
    assert Contact.objects.count() == len(kept)


def test_no_address_is_made_up_beside_real_ones_or_where_others_sign_in(
    elsewhere: Path, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://planner.example.org"
    demo()
    assert Contact.objects.count() == 0
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    Contact.objects.create(organization="African Union", email="real@au.example")
    demo()
    assert [one.email for one in Contact.objects.all()] == ["real@au.example"]


def test_somebodys_own_account_is_left_alone(elsewhere: Path) -> None:
    User.objects.create_user("planner", password="chosen by a person")
    said = demo("--stage", "empty")
    assert "planner" not in passwords(elsewhere)
    assert "(its own password; --new-passwords sets another)" in said
    assert User.objects.get(username="planner").check_password("chosen by a person")


def test_new_passwords_replace_the_old_ones(elsewhere: Path) -> None:
    demo("--stage", "empty")
    old = passwords(elsewhere)
    demo("--stage", "empty", "--new-passwords")
    new = passwords(elsewhere)
    assert set(old.values()) & set(new.values()) == set()
    assert User.objects.get(username="reader").check_password(new["reader"])


def test_no_accounts_are_made_where_others_can_reach(settings: Any) -> None:
    settings.PUBLIC_URL = "https://planner.example.org"
    with pytest.raises(CommandError, match="add --accounts"):
        demo("--stage", "empty")
    assert "createsuperuser" in demo()
    assert not User.objects.exists()
    demo("--stage", "empty", "--accounts")
    assert User.objects.count() == 4


def test_the_planned_stage_books_the_year_planned_together_once() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        demo("--stage", "planned")
        draft = Draft.objects.get()
        booked = list(Consultation.objects.all())
        assert (draft.status, draft.is_released) == ("optimal", True)
        assert len(booked) == draft.placements.exclude(released=None).count() > 0
        assert {row.status for row in booked} == {"tentative"}
        said = demo("--stage", "planned")
    assert said.endswith("The year planned together: the demo's is there already.\n")
    assert (Consultation.objects.count(), Draft.objects.count()) == (len(booked), 1)


def test_the_busy_stage_books_labelled_consultations_once() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        demo("--stage", "busy")
        booked = list(Consultation.objects.all())
        assert booked
        assert {row.subject.partition(" ")[0] for row in booked} == {"Demo:"}
        assert {row.status for row in booked} == {"tentative", "confirmed", "held"}
        assert all(row.participations.exists() and row.holds.exists() for row in booked)
        with_records_of_the_year_behind()
        deeds, edits = Deed.objects.count(), RecordEdit.objects.count()
        demo("--stage", "busy")
    assert (Consultation.objects.count(), Deed.objects.count()) == (len(booked), deeds)
    assert RecordEdit.objects.count() == edits


def with_records_of_the_year_behind() -> None:
    """Every state and outcome that a page or a paper shows is there, and labelled."""
    today = planning.today()
    past = Consultation.objects.filter(subject__startswith="Demo: held,")
    assert all(planning.held_on(row) < today for row in past)
    assert past.filter(status="held", record__closed_at__isnull=False).count() >= 5
    assert past.filter(status="confirmed", record__closed_at=None).exists()
    assert {*ReportBack.objects.values_list("mode", flat=True)} == {"oral", "written", "not_needed"}
    points = Point.objects.all()
    assert {*points.values_list("in_text", flat=True)} == {"", "reflected", "partly", "no", "n.a."}
    assert {*points.values_list("attribution", flat=True)} == {"", "none", "group", "named"}
    texts = [
        *points.values_list("text", flat=True),
        *Question.objects.values_list("text", flat=True),
    ]
    assert {text.partition(" ")[0] for text in texts} == {"Demo:"}
    assert {*Feedback.objects.values_list("side", flat=True)} == {*Feedback.Side.values}
    assert planning.themes(today)
    assert PointFollow.objects.count() == 2
    group = past.filter(status="held", convener="chair", starts_at__year=today.year)
    assert {row.kind for row in group} == {"organisational", "working_group"}
    assert {row.visibility for row in group} == {"journal"}
    (thematic,) = group.filter(kind="working_group")
    assert thematic.record.panellists.count() == 2
    assert thematic.record.discussion.startswith("Demo: participants spoke")
    assert thematic.record.conclusions.startswith("Demo: earlier threat")
    formal = Consultation.objects.filter(kind="formal_tcc")
    assert {*formal.values_list("visibility", flat=True)} <= {"journal"}
    assert Message.objects.filter(consultation__in=past).count() == 0
