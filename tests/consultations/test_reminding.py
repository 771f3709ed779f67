"""Reminders and digests: to those who asked, in time, and once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations import reminding
from consultations.invitations import redraft
from consultations.models import (
    Consultation,
    Contact,
    Invitation,
    MailPreference,
    Message,
    NumberOverride,
)
from tests.views.invited import ENDS, STARTS, confirmed, invite, tell, told
from tests.views.stories import at, headquarters, renewal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Wednesday 24 May 2017, before the holiday of the 29th."""
    with time_machine.travel(at(5, 24, 12), tick=False) as traveller:
        yield traveller


def asks(user: User, **wishes: Any) -> MailPreference:
    """*user*, with an address, asks for mail."""
    user.email = f"{user.username}@example.org"
    user.save()
    return MailPreference.objects.create(user=user, **wishes)


def queued(occasion: str) -> list[Message]:
    return list(Message.objects.filter(occasion=occasion).order_by("pk"))


def due(when: datetime | None = None) -> reminding.Written:
    return reminding.due(when or timezone.now())


def reminded(invitation: Invitation) -> int:
    return Message.objects.filter(invitation=invitation, occasion="reminder").count()


def test_an_invitee_who_did_not_ask_is_not_reminded(clock: Any) -> None:
    invitation = told()
    clock.move_to(STARTS - timedelta(hours=1))
    assert due().invitees == 0
    assert reminded(invitation) == 0


def test_an_invitee_is_reminded_once_from_the_day_they_asked_for(clock: Any) -> None:
    invitation = told()
    Invitation.objects.update(remind_days=2)
    clock.move_to(STARTS - timedelta(days=2, minutes=1))
    assert due().invitees == 0
    clock.move_to(STARTS - timedelta(days=2))
    assert [due().invitees, due().invitees] == [1, 0]
    invitation.refresh_from_db()
    assert (reminded(invitation), invitation.reminded_at) == (1, STARTS - timedelta(days=2))
    (sent,) = queued("reminder")
    assert (sent.state, sent.sequence, sent.method) == ("queued", invitation.sequence, "REQUEST")


def test_a_meeting_that_moved_is_another_to_be_reminded_of(clock: Any) -> None:
    invitation = told()
    Invitation.objects.update(remind_days=2)
    clock.move_to(STARTS - timedelta(days=1))
    assert due().invitees == 1
    row = invitation.consultation
    row.starts_at, row.ends_at = STARTS + timedelta(days=7), ENDS + timedelta(days=7)
    row.save()
    clock.move_to(STARTS + timedelta(days=6))
    assert due().invitees == 0  # its new time was not told yet
    tell(row)
    assert due().invitees == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"partstat": "DECLINED"},
        {"partstat": "DELEGATED"},
        {"wanted": False},
        {"called_off": True},
        {"told": {}},
    ],
)
def test_who_does_not_come_is_not_reminded(clock: Any, changes: dict[str, Any]) -> None:
    told()
    Invitation.objects.update(remind_days=2, **changes)
    clock.move_to(STARTS - timedelta(days=1))
    assert due().invitees == 0


def test_nobody_is_reminded_of_what_has_begun_or_fell(clock: Any) -> None:
    told()
    Invitation.objects.update(remind_days=2)
    assert due(STARTS).invitees == 0
    Consultation.objects.update(status="cancelled", cancelled_reason="no quorum")
    clock.move_to(STARTS - timedelta(days=1))
    assert due().invitees == 0


def test_staff_who_did_not_ask_get_nothing(planner: User) -> None:
    headquarters()
    renewal("MINUSMA")
    confirmed()
    asks(planner)
    assert due() == reminding.Written(0, 0, 0)


def test_a_booked_meeting_not_announced_is_reminded_of_once(clock: Any, planner: User) -> None:
    headquarters()  # ten working days before Tue 13 June, with the 29th off: Tue 30 May
    row = confirmed()
    asks(planner, deadline_days=3)
    clock.move_to(at(5, 23, 12))
    assert due().deadlines == 0
    clock.move_to(at(5, 24, 12))
    assert [due().deadlines, due().deadlines] == [1, 0]
    (sent,) = queued("deadline")
    assert (sent.to_email, sent.state, sent.ics) == ("planner@example.org", "queued", "")
    assert "MINUSMA before its renewal" in sent.subject
    assert str(row.get_absolute_url()) in sent.body


def test_who_has_announced_is_not_reminded(clock: Any, planner: User) -> None:
    headquarters()
    confirmed(announced_on=at(5, 23, 12).date())
    asks(planner, deadline_days=5)
    assert due().deadlines == 0


def test_a_number_changed_for_one_meeting_moves_its_deadline(planner: User) -> None:
    headquarters()
    row = confirmed()
    asks(planner, deadline_days=1)
    assert due().deadlines == 0
    NumberOverride.objects.create(
        key="notice_kept", value=13, reason="a trial", consultation=row
    )  # 25 May
    assert due().deadlines == 1


def test_a_meeting_that_nobody_booked_is_reminded_of_too(planner: User) -> None:
    headquarters()
    renewal("MINUSMA")
    asks(planner, deadline_days=1)
    assert [due().deadlines, due().deadlines] == [1, 0]
    (sent,) = queued("deadline")
    assert "MINUSMA: Informal triangular consultation" in sent.subject
    assert "Thu 25 May 2017" in sent.body
    assert "/missions/MINUSMA/2017-06-30/" in sent.body


def test_a_closed_meeting_is_not_told_to_who_may_not_see_it(
    clock: Any, convener: User, reader: User
) -> None:
    headquarters()
    confirmed()
    asks(convener, deadline_days=3)
    clock.move_to(at(5, 26, 12))
    assert due().deadlines == 1
    (sent,) = queued("deadline")
    assert "MINUSMA" not in sent.subject + sent.body
    assert "Closed meeting" in sent.subject


def test_mails_of_the_day_wait_for_the_morning(clock: Any, planner: User) -> None:
    asks(planner, digest="daily")
    clock.move_to(at(5, 24, 6, 59))
    assert due().digests == 0
    clock.move_to(at(5, 24, 7))
    assert due().digests == 1


def test_the_daily_digest_comes_once_each_working_day(clock: Any, planner: User) -> None:
    headquarters()
    asks(planner, digest="daily")
    counted = {}
    for day in range(25, 32):
        clock.move_to(at(5, day, 9))
        counted[day] = due().digests + due().digests
    assert counted == {25: 1, 26: 1, 27: 0, 28: 0, 29: 0, 30: 1, 31: 1}


def test_the_weekly_digest_comes_on_the_first_working_day(clock: Any, planner: User) -> None:
    headquarters()
    asks(planner, digest="weekly")
    counted = {}
    for day in range(28, 32):
        clock.move_to(at(5, day, 9))
        counted[day] = due().digests
    assert counted == {28: 0, 29: 0, 30: 1, 31: 0}


def test_the_digest_tells_what_waits(planner: User) -> None:
    headquarters()
    renewal("MINUSMA")
    row = confirmed()
    invite(row, "Senegal of old", "XXA", "old@example.org")
    Contact.objects.filter(email="old@example.org").update(
        failing_since=at(5, 20, 9), failure="550 no such user"
    )
    invitations = tell(row)
    row.subject = "MINUSMA, once more"
    row.save()
    row.participations.create(name="Nowhere", category="contributor")
    redraft(row, who=None)
    asks(planner, digest="daily")
    assert due().digests == 1
    (sent,) = queued("digest")
    lines = sent.body.splitlines()
    when = "Tue 13 June 2017, 10:00–11:30 (New York, UTC−4)"
    assert f"- MINUSMA, once more, {when}: {len(invitations)}" in lines
    assert "Delegations without an address (1)" in lines
    assert "- Nowhere" in lines
    assert "- Senegal of old: old@example.org" in lines
    assert "- MINUSMA: Formal meeting with T/PCCs, announce by Tue 30 May 2017" in lines


def test_a_reader_is_told_nothing_of_addresses(reader: User) -> None:
    headquarters()
    row = confirmed()
    row.participations.create(name="Nowhere", category="contributor")
    asks(reader, digest="daily")
    due()
    (sent,) = queued("digest")
    assert "Nowhere" not in sent.body


def test_the_digest_is_in_the_language_they_chose(planner: User) -> None:
    asks(planner, digest="daily", language="fr")
    due()
    (sent,) = queued("digest")
    assert sent.language == "fr"
    assert "mercredi 24 mai 2017" in sent.subject


@pytest.mark.parametrize("lost", ["address", "account", "group"])
def test_who_cannot_be_written_to_or_may_not_read_gets_nothing(planner: User, lost: str) -> None:
    headquarters()
    confirmed()
    asks(planner, digest="daily", deadline_days=60)
    if lost == "group":
        planner.groups.clear()
    elif lost == "address":
        User.objects.update(email="")
    else:
        User.objects.update(is_active=False)
    assert due() == reminding.Written(0, 0, 0)


def test_looking_when_nothing_is_due_costs_little(planner: User) -> None:
    told()
    with CaptureQueriesContext(connection) as asked:
        due()
    assert len(asked) <= 4
