"""Answers that come at once, each in a process of its own: counted once, none lost."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial

import pytest

from consultations import answers, invitations
from consultations.answers import deciding
from consultations.models import Deed, Reply
from tests.consultations.answering import mail, reply
from tests.consultations.invited import (
    CHAD,
    CHAD_MILITARY,
    FRANCE,
    STARTS_AT,
    confirmed,
    drafts,
    of,
    told,
)
from tests.consultations.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def taking(text, sender=CHAD):
    return partial(answers.read, mail(text, sender=sender), via="mail")


def test_the_same_bytes_at_once_are_one_answer(planner, settings):
    settings.MAIL_AUTHSERV_ID = "trust"
    row = told(planner)
    found = at_once([taking(reply(row))] * 4)
    assert {one.pk for one in found} == {Reply.objects.get().pk}
    assert Reply.objects.get().times == 4


def test_answers_of_all_at_once_are_all_counted(planner, settings):
    settings.MAIL_AUTHSERV_ID = "trust"
    row = told(planner)
    found = at_once(
        [
            taking(reply(row, who=one, at="20261121T100000Z"), one)
            for one in (CHAD, CHAD_MILITARY, FRANCE)
        ]
        + [taking(reply(row, "DECLINED", at="20261121T110000Z"))]
    )
    assert [type(one) for one in found] == [Reply] * 4
    assert [of(row, one).partstat for one in (CHAD, CHAD_MILITARY, FRANCE)] == [
        "DECLINED", "ACCEPTED", "ACCEPTED",
    ]  # fmt: skip
    assert row.participations.get(name="Chad").partstat == "ACCEPTED"


def test_an_answer_while_mails_are_approved_is_not_lost(planner, settings):
    settings.MAIL_AUTHSERV_ID = "trust"
    row = confirmed(planner)
    (first, *others) = drafts(row)
    invitations.approve([first], who=planner)
    asked = row.invitations.get(email=first.to_email)
    at_once(
        [
            partial(invitations.approve, others, who=planner),
            partial(answers.count, asked, "ACCEPTED", via="link"),
        ]
    )
    assert of(row, first.to_email).partstat == "ACCEPTED"


def test_what_is_decided_while_another_time_comes_in_blocks_nobody(planner, monkeypatch):
    """The one who decides holds the reply for a moment; the one who proposes wants it, too."""
    row = told(planner)
    chad = of(row, CHAD)
    unhurried = deciding._decided
    monkeypatch.setattr(deciding, "_decided", lambda *g: (time.sleep(0.3), unhurried(*g))[1])
    for n in (2, 4):
        at = STARTS_AT + timedelta(days=n)
        open_one = answers.propose(chad, at, at + timedelta(hours=1), via="link")
        found = at_once(
            [
                partial(answers.decline_counter, open_one, who=planner, reason="the Council meets"),
                partial(answers.propose, chad, at, at + timedelta(hours=2), via="link"),
            ]
        )
        assert {type(one) for one in found} <= {Reply, invitations.Refused}, found
    assert Reply.objects.filter(counter="open").count() == 1
    declined = Reply.objects.filter(counter="declined").count()
    assert Deed.objects.filter(verb="answer").count() == declined
