"""Workers that are killed, and workers beside each other: no mail is lost, none goes twice."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F

from consultations.models import Message
from tests import outbox_rows
from tests.mail_server import HangUp, Mail, MailServer
from tests.mail_workers import Workers

pytestmark = pytest.mark.django_db(transaction=True)
State = Message.State
RECIPIENTS, STEPS = 125, len(outbox_rows.STORY)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def workers(django_db_setup: None) -> Iterator[Workers]:
    with Workers() as ready:
        yield ready


def fill(recipients: int, steps: int) -> list[Message]:
    invited = outbox_rows.recipients(outbox_rows.consultation(), recipients)
    return Message.objects.bulk_create(
        outbox_rows.queued(one, step) for step in range(steps) for one in invited
    )


def a_day_passes() -> None:
    """While no worker runs: claims run out, and every next try is due."""
    Message.objects.filter(state=State.SENDING).update(claimed_at=F("claimed_at") - DAY)
    Message.objects.filter(state=State.QUEUED).update(next_try_at=F("next_try_at") - DAY)


class Fate:
    """Kills the worker at ten moments of five hundred, and drops one connection in twenty."""

    def __init__(self, server: MailServer, seed: int) -> None:
        self.chance = random.Random(seed)
        self.moments = sorted(self.chance.sample(range(5, RECIPIENTS * STEPS - 5), 10))
        self.server, self.came, self.kills = server, 0, 0
        self.worker: int | None = None
        self.sealed = False
        server.script, server.taken = self.script, self.taken

    def lives(self, worker: int) -> None:
        self.worker, self.sealed = worker, False

    def ended(self, status: int) -> None:
        self.worker = None
        if status == -signal.SIGKILL:
            self.moments.pop(0)
            self.kills += 1

    def script(self, phase: str, to: str) -> None:
        if phase != "DATA":
            return
        self.came += 1
        if self.came % 20 == 0:  # before it is taken and after it, in turn
            raise HangUp(taken=self.came % 40 == 0)

    def taken(self, mail: Mail) -> None:
        """Between the mail's arrival and up to 15 ms later: claimed, spoken, taken, marked."""
        if self.moments and len(self.server.mails) >= self.moments[0] and not self.sealed:
            self.sealed = True
            self.server.loop.call_later(self.chance.random() * 0.015, self.kill)

    def kill(self) -> None:
        if self.worker is not None:  # else it had just ended: the next one, then
            os.kill(self.worker, signal.SIGKILL)


@pytest.mark.parametrize("seed", [4])
def test_killed_ten_times_while_500_mails_go_out_nothing_is_lost_and_repeats_are_the_same(
    workers: Workers, seed: int
) -> None:
    messages = fill(RECIPIENTS, STEPS)
    with MailServer() as server:
        fate = Fate(server, seed)
        for _round in range(60):
            fate.lives(workers.start(server.port))
            fate.ended(*workers.wait())
            if not Message.objects.exclude(state=State.SENT).exists():
                break
            a_day_passes()
    assert fate.kills == 10
    assert Counter(Message.objects.values_list("state", flat=True)) == {State.SENT: 500}
    arrived = Counter(mail.message_id for mail in server.mails)
    assert set(arrived) == {one.message_id for one in messages}
    assert 500 <= arrived.total() <= 500 + fate.kills + fate.came // 40
    assert len({(mail.message_id, mail.to, mail.content) for mail in server.mails}) == 500
    for email in {one.to_email for one in messages}:
        told = [mail for mail in server.mails if mail.to == email]
        subjects = [mail.subject for mail in told]
        assert list(dict.fromkeys(subjects)) == [f"Consultation, version {n}" for n in range(STEPS)]
        assert subjects == sorted(subjects)  # no earlier one after a later one


def test_of_two_workers_at_once_none_sends_what_the_other_does(workers: Workers) -> None:
    messages = fill(60, 3)
    with MailServer() as server:
        server.expected = 2  # no mail is answered until both have come
        workers.start(server.port)
        workers.start(server.port)
        assert workers.wait() == [0, 0]
    assert Counter(one.message_id for one in server.mails) == Counter(
        one.message_id for one in messages
    )
    assert len({one.connection for one in server.mails}) == 2
    assert set(Message.objects.values_list("state", "tries")) == {(State.SENT, 1)}


def test_a_worker_that_is_asked_to_stop_ends_after_the_mail_it_sends(workers: Workers) -> None:
    fill(20, 1)
    with MailServer() as server:

        def stop_at_the_third(mail: Mail) -> None:
            if len(server.mails) == 3 and running.wait(20):
                os.kill(worker, signal.SIGTERM)

        server.taken, running = stop_at_the_third, threading.Event()
        worker = workers.start(server.port, once=False)
        running.set()
        assert workers.wait() == [0]
    assert len(server.mails) == 3
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states == {State.SENT: 3, State.QUEUED: 17}
