"""Workers that are killed, and workers beside each other: no mail is lost, none goes twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import F

from consultations.models import Message
from tests import outbox_rows
from tests.mail_server import HangUp, Mail, MailServer
from tests.mail_workers import ROOT, Workers, environment

pytestmark = pytest.mark.django_db(transaction=True)
State = Message.State
RECIPIENTS, STEPS = 125, len(outbox_rows.STORY)
DAY = timedelta(days=1)


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
        self.server, self.worker, self.came, self.kills = server, 0, 0, 0
        server.script, server.taken = self.script, self.taken

    def script(self, phase: str, to: str) -> None:
        if phase != "DATA":
            return
        self.came += 1
        if self.came % 20 == 0:  # before it is taken and after it, in turn
            raise HangUp(taken=self.came % 40 == 0)

    def taken(self, mail: Mail) -> None:
        """Between the mail's arrival and up to 15 ms later: claimed, spoken, taken, marked."""
        if self.moments and len(self.server.mails) >= self.moments[0]:
            self.moments.pop(0)
            self.server.loop.call_later(self.chance.random() * 0.015, self.kill, self.worker)

    def kill(self, worker: int) -> None:
        try:
            os.kill(worker, signal.SIGKILL)
        except ProcessLookupError:
            self.moments.insert(0, 0)  # it had just ended: the next one, then
        else:
            self.kills += 1


@pytest.mark.parametrize("seed", [4])
def test_killed_ten_times_while_500_mails_go_out_nothing_is_lost_and_repeats_are_the_same(
    seed: int,
) -> None:
    messages = fill(RECIPIENTS, STEPS)
    with MailServer() as server, Workers(server.url) as workers:
        fate = Fate(server, seed)
        for _round in range(60):
            fate.worker = workers.start()
            workers.wait()
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
        subjects = [mail.parsed["Subject"] for mail in told]
        assert list(dict.fromkeys(subjects)) == [f"Consultation, version {n}" for n in range(STEPS)]
        assert subjects == sorted(subjects)  # no earlier one after a later one


def test_of_two_workers_at_once_none_sends_what_the_other_does() -> None:
    messages = fill(60, 3)
    with MailServer() as server, Workers(server.url) as workers:
        server.expected = 2  # no mail is answered until both have come
        workers.start()
        workers.start()
        assert workers.wait() == [0, 0]
    assert Counter(one.message_id for one in server.mails) == Counter(
        one.message_id for one in messages
    )
    assert len({one.connection for one in server.mails}) == 2
    assert set(Message.objects.values_list("state", "tries")) == {(State.SENT, 1)}


def test_a_worker_that_is_asked_to_stop_ends_after_the_mail_it_sends() -> None:
    fill(20, 1)
    with MailServer() as server:
        program = [sys.executable, "manage.py", "send_invitations"]

        def stop_at_the_third(mail: Mail) -> None:
            if len(server.mails) == 3:
                process.send_signal(signal.SIGTERM)

        server.taken = stop_at_the_third
        process = subprocess.Popen(program, env=environment(server.url), cwd=ROOT)
        assert process.wait(60) == 0
    assert len(server.mails) == 3
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states == {State.SENT: 3, State.QUEUED: 17}
