"""The worker's round: what goes, what waits, what fails and whose fault that is."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consultations import duties, errands
from consultations.answers.sources import Letter
from consultations.invitations import claims, failures, sending
from consultations.invitations.failures import Fault, judge, pause
from consultations.invitations.sending import deliver
from consultations.management.commands import errands as errands_command
from consultations.models import (
    Contact,
    ExternalCalendar,
    Invitation,
    MemberState,
    Message,
    Occasion,
    Room,
)
from tests import outbox_rows
from tests.mail_server import HangUp, MailServer

pytestmark = pytest.mark.django_db
State = Message.State
NOW = datetime(2026, 6, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listening.port
        yield listening


@pytest.fixture
def guests(db: None) -> list[Invitation]:
    return outbox_rows.recipients(outbox_rows.consultation(), 3)


def put(invitation: Invitation, step: int = 0, **changes: Any) -> Message:
    message = outbox_rows.queued(invitation, step)
    for name, value in changes.items():
        setattr(message, name, value)
    message.save()
    return message


def refusing(phase: str, reply: str, to: str = "guest0@one.test") -> Any:
    return lambda at, address: reply if (at, address) == (phase, to) else None


def as_stored(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def counts(done: sending.Delivered) -> tuple[int, int, int]:
    return done.sent, done.retried, done.failed


# What goes


def test_what_is_queued_goes_to_its_recipient_and_is_marked_as_sent(
    server: MailServer, guests: list[Invitation]
) -> None:
    messages = [put(guest) for guest in guests]
    assert counts(deliver(now=NOW)) == (3, 0, 0)
    assert [(mail.to, mail.message_id) for mail in server.mails] == [
        (one.to_email, one.message_id) for one in messages
    ]
    row = as_stored(messages[0])
    assert (row.state, row.sent_at, row.tries) == (State.SENT, NOW, 1)
    assert (row.claim, row.claimed_at, row.next_try_at, row.error) == (None, None, None, "")


def test_one_connection_serves_a_batch(server: MailServer, guests: list[Invitation]) -> None:
    for guest in guests:
        put(guest)
    deliver(now=NOW)
    assert len(server.connections) == 1


def test_nobody_speaks_to_the_server_while_nothing_is_due(
    server: MailServer, guests: list[Invitation]
) -> None:
    put(guests[0], state=State.DRAFT)
    put(guests[1], state=State.WITHHELD)
    put(guests[2], next_try_at=NOW + MINUTE)
    assert counts(deliver(now=NOW)) == (0, 0, 0)
    assert server.connections == []


def test_a_recipient_gets_mails_in_the_order_of_their_stamps(
    server: MailServer, guests: list[Invitation]
) -> None:
    put(guests[0], 3)
    put(guests[0], 0)
    put(guests[0], 1)
    deliver(now=NOW)
    assert [mail.parsed["Subject"][-1] for mail in server.mails] == ["0", "1", "3"]


def test_a_later_mail_waits_while_an_earlier_one_is_tried_again(
    server: MailServer, guests: list[Invitation]
) -> None:
    first, second = put(guests[0], 0), put(guests[0], 1)
    server.script = refusing("RCPT", "451 4.3.2 come back later")
    assert counts(deliver(now=NOW)) == (0, 1, 0)
    assert as_stored(second).tries == 0
    server.script = lambda phase, to: None
    assert counts(deliver(now=NOW + 2 * MINUTE)) == (2, 0, 0)
    assert [mail.message_id for mail in server.mails] == [first.message_id, second.message_id]


def test_no_more_go_than_asked_for_and_none_after_somebody_says_stop(
    server: MailServer, guests: list[Invitation]
) -> None:
    for guest in guests:
        put(guest)
    assert counts(deliver(now=NOW, limit=1)) == (1, 0, 0)
    assert counts(deliver(now=NOW, stopping=lambda: len(server.mails) == 2)) == (1, 0, 0)
    assert len(server.mails) == 2


# What waits


def test_a_temporary_refusal_delays_that_mail_alone(
    server: MailServer, guests: list[Invitation]
) -> None:
    messages = [put(guest) for guest in guests]
    server.script = refusing("RCPT", "450 4.2.1 mailbox busy")
    assert counts(deliver(now=NOW)) == (2, 1, 0)
    row = as_stored(messages[0])
    assert (row.state, row.error, row.tries) == (State.QUEUED, "450 4.2.1 mailbox busy", 1)
    assert row.next_try_at is not None
    assert MINUTE <= row.next_try_at - NOW <= 1.25 * MINUTE
    assert len(server.connections) == 1


def test_pauses_double_from_a_minute_to_six_hours_and_end_after_three_days() -> None:
    pauses = [pause(tries, 7) for tries in range(1, failures.GIVEN_UP_AFTER)]
    shortest = [min(MINUTE * 2**n, timedelta(hours=6)) for n in range(len(pauses))]
    assert all(low <= one <= low * 1.25 for low, one in zip(shortest, pauses, strict=True))
    assert timedelta(days=3) <= sum(shortest, timedelta()) < timedelta(days=3.5)
    assert pause(3, 7) == pause(3, 7) != pause(3, 8)


def test_after_the_last_try_it_failed_in_the_words_of_the_server(
    server: MailServer, guests: list[Invitation]
) -> None:
    message = put(guests[0], tries=failures.GIVEN_UP_AFTER - 1)
    server.script = refusing("RCPT", "450 4.2.1 mailbox busy")
    assert counts(deliver(now=NOW)) == (0, 1, 0)
    row = as_stored(message)
    assert (row.state, row.error) == (State.FAILED, "450 4.2.1 mailbox busy")


def test_a_connection_that_breaks_after_mails_went_over_it_is_made_anew_at_once(
    server: MailServer, guests: list[Invitation]
) -> None:
    messages, broken = [put(guest) for guest in guests], []

    def script(phase: str, to: str) -> None:
        if (phase, to) == ("DATA", "guest1@one.test") and not broken:
            broken.append(to)
            raise HangUp(taken=True)

    server.script = script
    assert counts(deliver(now=NOW)) == (3, 0, 0)
    assert len(server.connections) == 2
    assert [mail.to for mail in server.mails] == [f"guest{n}@one.test" for n in (0, 1, 1, 2)]
    assert server.mails[1].content == server.mails[2].content
    assert {as_stored(one).tries for one in messages} == {1}


def test_a_server_that_hangs_up_each_time_has_rest_after_three_mails(
    server: MailServer, guests: list[Invitation]
) -> None:
    messages = [put(one) for one in guests]
    more = outbox_rows.recipients(outbox_rows.consultation(), 2)
    waiting = [put(one, message_id=f"<more-{n}@one.test>") for n, one in enumerate(more)]

    def script(phase: str, to: str) -> None:
        raise HangUp

    server.script = script
    done = deliver(now=NOW)
    assert counts(done) == (0, 3, 0)
    assert done.held != ""
    assert [as_stored(one).tries for one in [*messages, *waiting]] == [1, 1, 1, 0, 0]


def test_a_server_that_is_away_costs_no_mail_a_try(settings: Any, guests: list[Invitation]) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    messages = [put(guest) for guest in guests]
    done = deliver(now=NOW)
    assert (counts(done), "refused" in done.held) == ((0, 0, 0), True)
    rows = [as_stored(one) for one in messages]
    assert {(row.state, row.tries, row.error) for row in rows} == {(State.QUEUED, 0, done.held)}


def test_a_server_that_refuses_us_blames_no_recipient_and_is_asked_for_no_third_mail(
    server: MailServer, guests: list[Invitation]
) -> None:
    messages = [put(guest) for guest in guests]
    server.script = lambda phase, to: "550 5.7.1 not from you" if phase == "MAIL" else None
    done = deliver(now=NOW)
    assert (counts(done), done.held) == ((0, 2, 0), "550 5.7.1 not from you")
    assert [phase for phase, _to in server.asked] == ["MAIL", "MAIL"]
    assert [as_stored(one).tries for one in messages] == [0, 0, 0]
    assert {as_stored(one).state for one in messages} == {State.QUEUED}


def test_a_server_that_refuses_the_only_mail_there_is_takes_nothing_now(
    server: MailServer, guests: list[Invitation]
) -> None:
    message = put(guests[0])
    server.script = lambda phase, to: "451 4.7.1 later" if phase == "MAIL" else None
    done = deliver(now=NOW)
    row = as_stored(message)
    assert (counts(done), done.held, row.tries) == ((0, 1, 0), "451 4.7.1 later", 0)
    assert row.next_try_at == NOW + timedelta(minutes=30)  # a day old: it is asked seldom


def test_one_mail_over_which_the_server_refuses_to_speak_starves_no_other(
    server: MailServer, guests: list[Invitation]
) -> None:
    bad, *others = [put(guest) for guest in guests]
    mails = iter(["451 4.7.1 greylisted", None, None])
    server.script = lambda phase, to: next(mails) if phase == "MAIL" else None
    done = deliver(now=NOW)
    assert (counts(done), done.held) == ((2, 1, 0), "")
    assert [as_stored(one).state for one in others] == [State.SENT, State.SENT]
    assert (as_stored(bad).tries, as_stored(bad).next_try_at) == (1, NOW + pause(1, bad.pk))


def test_what_was_to_follow_an_invitation_that_failed_is_not_the_first_mail_to_arrive(
    server: MailServer, guests: list[Invitation]
) -> None:
    first = put(guests[0], 0, tries=failures.GIVEN_UP_AFTER - 1)
    later = [put(guests[0], 1), put(guests[0], 2)]
    other = put(guests[1], 1)
    server.script = refusing("RCPT", "451 4.3.2 come back later")
    assert counts(deliver(now=NOW)) == (1, 1, 0)
    assert [as_stored(one).state for one in (first, *later, other)] == [
        State.FAILED, State.WITHHELD, State.WITHHELD, State.SENT,
    ]  # fmt: skip
    said = "Not sent: the invitation before it did not arrive (451 4.3.2 come back later)."
    assert [as_stored(one).reason for one in later] == [said, said]
    server.script = lambda phase, to: None
    assert counts(deliver(now=NOW + timedelta(days=9))) == (0, 0, 0)


def test_a_server_that_takes_too_long_over_a_mail_is_cut_off_while_the_claim_holds(
    server: MailServer, guests: list[Invitation], settings: Any
) -> None:
    message = put(guests[0])
    settings.OUTBOX_LEASE, server.slow = 0.4, True
    assert counts(deliver(now=NOW)) == (0, 1, 0)
    assert (as_stored(message).state, as_stored(message).tries) == (State.QUEUED, 1)


# What fails


def test_an_address_that_does_not_exist_fails_in_the_servers_words_and_is_marked(
    server: MailServer, guests: list[Invitation]
) -> None:
    contact = Contact.objects.create(
        member=MemberState.objects.create(name="Ruritania"), email="guest0@one.test"
    )
    messages = [put(guest) for guest in guests]
    server.script = refusing("RCPT", "550 5.1.1 no such user here")
    assert counts(deliver(now=NOW)) == (2, 0, 1)
    row = as_stored(messages[0])
    assert (row.state, row.error) == (State.FAILED, "550 5.1.1 no such user here")
    contact.refresh_from_db()
    assert (contact.failing_since, contact.failure) == (NOW, "550 5.1.1 no such user here")


def test_a_mail_refused_for_what_it_says_leaves_the_address_well(
    server: MailServer, guests: list[Invitation]
) -> None:
    contact = Contact.objects.create(
        member=MemberState.objects.create(name="Ruritania"), email="guest0@one.test"
    )
    message = put(guests[0])
    server.script = refusing("DATA", "554 5.7.1 looks like spam")
    assert counts(deliver(now=NOW)) == (0, 0, 1)
    assert as_stored(message).error == "554 5.7.1 looks like spam"
    contact.refresh_from_db()
    assert contact.failing_since is None


def test_whoever_got_a_failed_mail_counts_as_told_what_they_were_told_before(
    server: MailServer, guests: list[Invitation]
) -> None:
    put(guests[0], 0)
    put(guests[0], 1)
    guests[0].told = {"version": 1}
    guests[0].save()
    assert counts(deliver(now=NOW, limit=1)) == (1, 0, 0)
    server.script = refusing("RCPT", "550 5.1.1 no such user here")
    assert counts(deliver(now=NOW)) == (0, 0, 1)
    assert Invitation.objects.get(pk=guests[0].pk).told == {"version": 0}


def test_a_mail_that_cannot_be_composed_stops_no_other(
    server: MailServer, guests: list[Invitation], monkeypatch: pytest.MonkeyPatch
) -> None:
    messages, compose = [put(guest) for guest in guests], sending.mime.compose

    def composed(message: Message) -> Any:
        if message.pk == messages[0].pk:
            raise KeyError("no such word")
        return compose(message)

    monkeypatch.setattr(sending.mime, "compose", composed)
    assert counts(deliver(now=NOW)) == (2, 1, 0)
    assert as_stored(messages[0]).error == "KeyError: 'no such word'"


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("550 5.1.1 no such user", Fault.ADDRESS),
        ("550 no such user", Fault.ADDRESS),
        ("552 5.2.2 mailbox full", Fault.ADDRESS),
        ("550 5.4.1 recipient address rejected", Fault.ADDRESS),
        ("550 5.7.1 relaying denied", Fault.MAIL),
        ("552 5.3.4 too big", Fault.MAIL),
        ("452 4.2.2 mailbox full", Fault.LATER),
        ("421 4.3.2 shutting down", Fault.LINE),
    ],
)
def test_the_answer_to_a_recipient_says_whose_fault_it_is(said: str, fault: Fault) -> None:
    code, _space, words = said.partition(" ")
    refused = failures.smtplib.SMTPRecipientsRefused({"a@one.test": (int(code), words.encode())})
    assert (judge(refused).fault, judge(refused).words) == (fault, said)


def test_what_a_server_says_is_kept_without_what_no_page_may_show() -> None:
    refused = failures.smtplib.SMTPDataError(554, b"5.6.0 a\x00b\x1b[31m\xff" + b"x" * 5000)
    words = judge(refused).words
    assert words.startswith("554 5.6.0 a b [31m\ufffdxxx")
    assert len(words) == failures.LONGEST


# Claims


def test_a_row_is_claimed_once_and_finished_only_by_that_claim(guests: list[Invitation]) -> None:
    message = put(guests[0])
    ours = claims.claim(message.pk, NOW)
    assert ours is not None
    assert claims.claim(message.pk, NOW) is None
    ours.claim, mark = uuid.uuid4(), ours.claim
    assert not claims.finish(ours, state=State.FAILED)
    assert not claims.renew(ours, NOW)
    ours.claim = mark
    assert claims.finish(ours, state=State.SENT)
    assert not claims.finish(ours, state=State.FAILED)
    assert as_stored(message).state == State.SENT


def test_what_a_dead_worker_left_is_taken_back_when_its_claim_ran_out_and_not_before(
    guests: list[Invitation],
) -> None:
    message = put(guests[0])
    claims.claim(message.pk, NOW)
    assert claims.take_back(NOW + claims.lease() - MINUTE) == 0
    assert claims.take_back(NOW + claims.lease()) == 1
    row = as_stored(message)
    assert (row.state, row.claim, row.message_id) == (State.QUEUED, None, message.message_id)


def test_a_mail_over_which_workers_die_comes_back_ever_later_and_fails_at_last(
    guests: list[Invitation],
) -> None:
    message, now, waits = put(guests[0]), NOW, []
    while (claims.claim(message.pk, now)) is not None:
        now += claims.lease()
        claims.take_back(now)
        due_at = as_stored(message).next_try_at
        waits.append(due_at - now if due_at else None)
        now = due_at or now
    assert waits[:3] == [timedelta(0)] * 3
    assert waits[3:5] == [pause(1, message.pk), pause(2, message.pk)]
    assert (len(waits), waits[-1]) == (failures.GIVEN_UP_AFTER, None)
    row = as_stored(message)
    assert (row.state, row.error) == (State.FAILED, claims.UNKNOWN_END)


def test_whoever_lost_the_claim_changes_nothing(
    server: MailServer, guests: list[Invitation]
) -> None:
    message = put(guests[0])

    def script(phase: str, to: str) -> str | None:
        return "550 5.1.1 no such user here" if phase == "RCPT" else None

    server.script = script
    round_ = sending._Round(None, NOW, lambda: False)
    with sending.Line() as line:
        ours = claims.claim(message.pk, NOW)
        assert ours is not None
        claims.take_back(NOW + claims.lease())
        line.open()
        round_.settle(ours, round_.hand_over(ours, line))
    assert as_stored(message).state == State.QUEUED


# The commands and the monitor


def test_the_command_sends_what_is_due_and_says_how_much(
    server: MailServer, guests: list[Invitation]
) -> None:
    put(guests[0])
    said = io.StringIO()
    call_command("send_invitations", "--once", stdout=said)
    assert said.getvalue() == "1 sent, 0 to be tried again, 0 failed.\n"


def test_the_command_ends_with_an_error_where_the_server_takes_nothing(
    server: MailServer, guests: list[Invitation]
) -> None:
    put(guests[0])
    server.script = lambda phase, to: "550 5.7.1 not from you"
    with pytest.raises(CommandError, match=r"550 5\.7\.1 not from you"):
        call_command("send_invitations", "--once")


def test_a_duty_that_fails_is_tried_again_and_stops_no_other() -> None:
    done: list[str] = []

    def fails(now: datetime) -> None:
        done.append("fails")
        raise ValueError("not today")

    turns = errands.Turns(
        [
            errands.Duty("fails", fails, timedelta(hours=1)),
            errands.Duty("works", lambda now: done.append("works"), timedelta(hours=1)),
            errands.Duty("always", lambda now: done.append("always"), timedelta(0)),
        ]
    )
    assert turns.take(NOW) == ["fails"]
    assert turns.take(NOW) == ["fails"]
    assert done == ["fails", "works", "always", "fails", "always"]


def test_a_monitor_is_told_when_a_mail_is_due_for_more_than_a_quarter_of_an_hour(
    client: Any, guests: list[Invitation]
) -> None:
    now = sending.timezone.now()
    first = put(guests[0], stamped_at=now, next_try_at=now - 14 * MINUTE)
    put(guests[1], state=State.FAILED)
    put(guests[2], next_try_at=now + MINUTE)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["outbox"]) == (200, "ok")
    first.next_try_at = now - 16 * MINUTE
    first.save()
    answer = client.get("/healthz").json()
    assert (answer["well"], answer["outbox"]) == (False, "not served")
    assert (answer["mails"]["waiting"], answer["mails"]["failed"]) == (2, 1)
    assert 960 <= answer["mails"]["longest_due_seconds"] < 1000


def test_a_monitor_is_told_of_a_mail_that_a_dead_worker_left_and_nobody_takes_back(
    client: Any, guests: list[Invitation]
) -> None:
    message = put(guests[0])
    left_at = sending.timezone.now() - claims.lease() - 16 * MINUTE
    assert claims.claim(message.pk, left_at) is not None
    assert client.get("/healthz").json()["outbox"] == "not served"


def test_a_digest_without_a_consultation_goes_as_well(server: MailServer) -> None:
    Message.objects.create(
        occasion=Occasion.DIGEST, to_email="officer@one.test", subject="Digest", body="Nothing.",
        stamped_at=NOW, message_id="<digest@one.test>", state=State.QUEUED, next_try_at=NOW,
    )  # fmt: skip
    assert counts(deliver(now=NOW)) == (1, 0, 0)
    assert [mail.to for mail in server.mails] == ["officer@one.test"]


# What the errands do by the clock


def test_errands_do_each_duty_and_then_send_what_it_wrote(
    server: MailServer, guests: list[Invitation], monkeypatch: pytest.MonkeyPatch
) -> None:
    duty = errands.Duty("writes", lambda now: put(guests[0], next_try_at=None), timedelta(0))
    monkeypatch.setattr(errands_command, "DUTIES", (duty,))
    said = io.StringIO()
    call_command("errands", "--once", stdout=said)
    assert said.getvalue() == "1 sent, 0 to be tried again, 0 failed.\n"


def test_errands_say_which_duty_was_not_done_and_send_all_the_same(
    server: MailServer, guests: list[Invitation], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(now: datetime) -> None:
        raise ValueError("not today")

    put(guests[0])
    monkeypatch.setattr(errands_command, "DUTIES", (errands.Duty("dusting", fails, MINUTE),))
    with pytest.raises(CommandError, match=r"^Not done: dusting\.$"):
        call_command("errands", "--once", stdout=io.StringIO())
    assert len(server.mails) == 1


def test_an_external_calendar_is_read_when_nobody_tried_for_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = {"new": None, "old": NOW - timedelta(hours=1), "fresh": NOW - 59 * MINUTE}
    room, read = Room.objects.create(name="Conference Room 4"), []
    for name, at in tried.items():
        url = f"https://calendars.test/{name}.ics"
        ExternalCalendar.objects.create(name=name, room=room, url=url, tried_at=at)
    ExternalCalendar.objects.create(name="a file", room=room, file_name="room.ics")
    monkeypatch.setattr(
        duties.keeping, "read_again", lambda row: read.append(row.name) or row.name == "new"
    )
    assert duties.read_calendars(NOW) == 1
    assert read == ["new", "old"]


def test_an_answer_that_cannot_be_taken_in_keeps_no_other_in_the_mailbox(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.IMAP_URL, done = "imaps://us@mail.test/INBOX", []
    letters = [Letter(name, name.encode(), lambda name=name: done.append(name)) for name in "abc"]

    def read(data: bytes, **how: Any) -> None:
        if data == b"b":
            raise ValueError("odd")

    monkeypatch.setattr(duties, "from_imap", lambda url: iter(letters))
    monkeypatch.setattr(duties.answers, "read", read)
    assert duties.read_mailbox(NOW) == 2
    assert done == ["a", "c"]


def test_without_a_mailbox_none_is_asked(settings: Any) -> None:
    settings.IMAP_URL = ""
    assert duties.read_mailbox(NOW) == 0
