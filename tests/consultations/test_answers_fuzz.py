"""Whatever comes has an outcome: nothing raises, nothing is sent, no consultation changes.

``FUZZ_EXAMPLES=5000`` tries that many in each test, at random, which takes minutes; without it the
same few are tried each time, and what was found earlier always.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from consultations import answers
from consultations.models import Consultation, Message, Reply
from tests.consultations.answering import NEW_YORK, mail, notice, reply
from tests.consultations.invited import CHAD

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MANY = int(os.environ.get("FUZZ_EXAMPLES", "0"))
searched = settings(
    max_examples=MANY or 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not MANY,
    database=None,
)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MAIL_AUTHSERV_ID = "trust"
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def row(db, told_once):
    return Consultation.objects.get(pk=told_once)


def assert_has_an_outcome(row, data, via="mail"):
    before = (Consultation.objects.filter(pk=row.pk).values().get(), Message.objects.count())
    kept = answers.read(data, via=via)
    assert kept.pk is not None
    assert kept.outcome in Reply.Outcome.values
    assert kept.code != "unexpected"
    refreshed = kept.outcome == "refreshed" and kept.message is not None and kept.times == 1
    bounced = kept.outcome == "bounce"  # what they are to be told is drafted anew
    drafts = Message.objects.filter(state="draft").count() if bounced else 0
    after = (Consultation.objects.filter(pk=row.pk).values().get(), Message.objects.count())
    assert after == (before[0], before[1] + refreshed + drafts)


NAMES = st.sampled_from(
    ["METHOD", "UID", "SEQUENCE", "DTSTAMP", "ATTENDEE", "DTSTART", "DTEND", "DURATION", "COMMENT",
     "RRULE", "ATTACH", "BEGIN", "END", "SUMMARY", "RECURRENCE-ID", "TZID", "X-A", ""]
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["REPLY", "COUNTER", "REFRESH", "VEVENT", "VCALENDAR", "VTIMEZONE", "VALARM", "-1", "1",
         "9" * 30, "mailto:" + CHAD, "20270609T100000Z", "20270609", "19700101T000000", "PT1H",
         "P999999999999D", "-PT1H", "FREQ=SECONDLY", "file:///etc/passwd", '"', ":", ";", "\\"]
    ),
)  # fmt: skip
PARAMS = st.sampled_from(
    ["", ";PARTSTAT=ACCEPTED", ";TZID=America/New_York", ";TZID=Mine", ';CN="a', ";VALUE=DATE",
     ";TZID=../../etc/passwd", ";X-NUM-GUESTS=999999", ';DELEGATED-TO="mailto:x@y.example"', ";="]
)  # fmt: skip
LINES = st.lists(st.builds(lambda n, p, v: f"{n}{p}:{v}", NAMES, PARAMS, VALUES), max_size=12).map(
    "\r\n".join
)


BROKEN = "DTSTAMP:\u201d0261122\nDURATION:never\nATTENDEE;PARTSTAT:\nDTSTART:20270609T100000Z"


@searched
@example(more=BROKEN, method="COUNTER")
@example(more="DTSTAMP:yesterday", method="REPLY")
@given(more=LINES, method=st.sampled_from(["REPLY", "COUNTER", "REFRESH", "CANCEL", ""]))
def test_any_lines_in_an_answer(row, more, method):
    text = reply(row, method=method, more=more, zone=NEW_YORK.format(tzid="Mine"))
    assert_has_an_outcome(row, text.encode(), "upload")


@searched
@given(data=st.binary(max_size=400))
@example(data=b"\xff\xfe")
@example(data=b"From: \x00\n\n")
@example(data=b"From: a@b.example\nContent-Type: text/calendar; charset=punycode\n\nx")
@example(data=b"From: =?x?q?=?= <a@b>\nContent-Type: multipart/report\n\n")
def test_any_bytes(row, data):
    assert_has_an_outcome(row, data)


def changed(whole: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """Some stretches replaced by other bytes."""
    for at, length, other in cuts:
        place = at % (len(whole) + 1)
        whole = whole[:place] + other + whole[place + length :]
    return whole


CUTS = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 60), st.binary(max_size=12)), max_size=5
)


@searched
@given(cuts=CUTS, kind=st.integers(0, 3))
def test_any_damage_to_what_comes(row, cuts, kind):
    known = row.messages.first().message_id
    whole = [
        mail(reply(row)), reply(row, method="COUNTER", more="DTSTART:20270609T140000Z").encode(),
        notice(known), reply(row).encode("utf-16"),
    ][kind]  # fmt: skip
    assert_has_an_outcome(row, changed(whole, cuts))


HEADERS = st.sampled_from(
    ["From", "Content-Type", "Authentication-Results", "Subject", "Return-Path", "Auto-Submitted",
     "Content-Transfer-Encoding", "References", "Content-Disposition", "MIME-Version"]
)  # fmt: skip


@searched
@given(headers=st.lists(st.tuples(HEADERS, st.text(max_size=60)), max_size=6))
@example(headers=[("From", f"<{CHAD}"), ("Content-Type", "message/rfc822")])
@example(headers=[("Content-Type", "multipart/mixed; boundary=\ud800")])
def test_any_headers_of_a_mail(row, headers):
    head = "".join(f"{name}: {value}\n" for name, value in headers)
    data = head.encode("utf-8", "surrogatepass") + b"\n" + reply(row).encode()
    assert_has_an_outcome(row, data)
