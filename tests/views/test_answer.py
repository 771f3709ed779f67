"""The personal link: what it shows, what it records, and that looking changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core import serializers
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations.invitations import renew, revoke
from consultations.models import HEADQUARTERS, Invitation, Message, Reply
from tests.views.invited import ENDS, STARTS, confirmed, invite, link, tell, told
from tests.views.stories import at

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Wednesday 7 June 2017, six days before the meeting."""
    with time_machine.travel(at(6, 7, 12), tick=False):
        yield


@pytest.fixture
def strict() -> Client:
    """A browser of somebody without an account, whose forms are checked as in earnest."""
    return Client(enforce_csrf_checks=True)


def send(client: Client, invitation: Invitation, **fields: Any) -> HttpResponse:
    """Post a form of the page."""
    return client.post(link(invitation), urlencode(fields), content_type=FORM)


def stored() -> str:
    rows = [*Invitation.objects.all(), *Message.objects.all(), *Reply.objects.all()]
    return serializers.serialize("json", rows)


def words(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_says_what_was_told_on_both_clocks(strict: Client) -> None:
    page = words(strict.get(link(told())))
    assert "<h1>MINUSMA before its renewal</h1>" in page
    assert "Tue 13 June 2017</time>, <strong>10:00–11:30</strong>" in page
    assert "(New York, UTC−4)" in page
    assert "<strong>14:00–15:30</strong>" in page
    assert "(Bamako, UTC+0)" in page
    assert "To hear those who send troops." in page
    assert "S/2017/478" in page
    assert [f'value="{one}"' in page for one in ("ACCEPTED", "TENTATIVE", "DECLINED")] == [True] * 3


def test_looking_changes_nothing_however_often(strict: Client) -> None:
    invitation = told()
    path, before = link(invitation), stored()
    for method in ("get", "head", "get"):
        getattr(strict, method)(path)
        getattr(strict, method)(f"{path}?answer=ACCEPTED&deed=answer&done=answer")
    assert stored() == before


def test_an_answer_is_recorded_and_thanked_for(strict: Client) -> None:
    invitation = told()
    answer = send(strict, invitation, deed="answer", answer="ACCEPTED", level="pr",
                  attending="Ms. A\r\nMr. B", comment="With pleasure.")  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (
        302, f"{link(invitation)}?language=en&done=answer",
    )  # fmt: skip
    assert "Your answer is recorded: accepted." in words(strict.get(answer["Location"]))
    invitation.refresh_from_db()
    assert (invitation.partstat, invitation.attending, invitation.level, invitation.comment) == (
        "ACCEPTED", "Ms. A; Mr. B", "pr", "With pleasure.",
    )  # fmt: skip
    assert invitation.participation.partstat == "ACCEPTED"
    assert [(r.outcome, r.via) for r in invitation.replies.all()] == [("counted", "link")]


def test_an_answer_may_be_changed_and_the_first_is_kept(strict: Client) -> None:
    invitation = told()
    send(strict, invitation, answer="ACCEPTED")
    send(strict, invitation, answer="DECLINED")
    page = words(strict.get(link(invitation)))
    assert "<strong>Declined</strong>" in page
    found = invitation.replies.order_by("pk").values_list("partstat", "outcome")
    assert list(found) == [("ACCEPTED", "superseded"), ("DECLINED", "counted")]


def test_what_was_answered_is_shown_and_can_be_taken_over(strict: Client) -> None:
    invitation = told()
    send(strict, invitation, answer="TENTATIVE", attending="Ms. A", comment="We shall see.")
    page = words(strict.get(link(invitation)))
    assert "<strong>Perhaps</strong>" in page
    assert "Ms. A</textarea>" in page
    assert "Answer otherwise" in page


@pytest.mark.parametrize("made", ["renewed", "revoked", "cut", "invented"])
def test_a_link_that_opens_nothing_says_what_to_do_and_always_the_same(
    strict: Client, made: str
) -> None:
    invitation = told()
    path = link(invitation)
    if made == "renewed":
        renew(invitation)
    elif made == "revoked":
        revoke(invitation)
    else:
        path = f"{path[:-3]}/" if made == "cut" else f"/answer/{'x' * 43}/"
    answer = strict.get(path)
    assert answer.status_code == strict.post(path).status_code == 404
    assert words(answer) == words(strict.get(f"/answer/{'y' * 43}/"))
    assert "Use the link of the latest mail" in words(answer)


def test_a_draft_that_nobody_approved_opens_nothing(strict: Client) -> None:
    row = confirmed()
    (invitation,) = tell(row)
    Message.objects.update(state="draft")
    Invitation.objects.update(told={})
    invitation.refresh_from_db()
    assert strict.get(link(invitation)).status_code == 404


def test_a_cancelled_meeting_says_so_and_takes_no_answer(strict: Client) -> None:
    invitation = told()
    row = invitation.consultation
    row.status, row.cancelled_reason = "cancelled", "No quorum."
    row.save()
    tell(row)
    page = words(strict.get(link(invitation)))
    assert "This meeting is cancelled." in page
    assert "<form" not in page
    answer = send(strict, invitation, answer="ACCEPTED")
    assert (answer.status_code, Reply.objects.count()) == (409, 0)


def test_one_taken_off_the_list_answers_no_more(strict: Client) -> None:
    invitation = told()
    Invitation.objects.update(wanted=False)
    assert "This invitation was withdrawn." in words(strict.get(link(invitation)))
    assert send(strict, invitation, answer="ACCEPTED").status_code == 409


def test_a_meeting_that_is_over_says_so_and_takes_no_answer(strict: Client) -> None:
    invitation = told()
    with time_machine.travel(ENDS + timedelta(minutes=1), tick=False):
        page = words(strict.get(link(invitation)))
        answer = send(strict, invitation, answer="ACCEPTED")
    assert "This meeting is over." in page
    assert (page.count("<form"), page.count('value="feedback"')) == (1, 1)
    assert (answer.status_code, Reply.objects.count()) == (409, 0)


def test_a_time_that_was_not_told_yet_is_not_given_away(strict: Client) -> None:
    invitation = told()
    row = invitation.consultation
    row.starts_at, row.ends_at = STARTS + timedelta(days=1), ENDS + timedelta(days=1)
    row.save()
    page = words(strict.get(link(invitation)))
    assert "This meeting is being changed." in page
    assert "14 June" not in page
    assert send(strict, invitation, answer="ACCEPTED").status_code == 409


def test_after_a_move_the_change_is_shown_and_an_answer_asked_anew(strict: Client) -> None:
    invitation = told()
    send(strict, invitation, answer="ACCEPTED")
    row = invitation.consultation
    row.starts_at, row.ends_at = STARTS + timedelta(days=1), ENDS + timedelta(days=1)
    row.save()
    tell(row)
    page = words(strict.get(link(invitation)))
    assert "The time changed since you answered: please answer again." in page
    assert "<del>Tue 13 June 2017, 10:00–11:30 (New York, UTC−4)</del>" in page
    assert "<ins>Wed 14 June 2017, 10:00–11:30 (New York, UTC−4)</ins>" in page


def test_an_answer_to_the_page_as_it_was_before_a_move_is_not_taken(strict: Client) -> None:
    invitation = told()
    seen = invitation.sequence
    row = invitation.consultation
    row.starts_at, row.ends_at = STARTS + timedelta(days=1), ENDS + timedelta(days=1)
    row.save()
    tell(row)
    answer = send(strict, invitation, answer="ACCEPTED", sequence=seen, comment="To the old one.")
    assert (answer.status_code, Reply.objects.count()) == (409, 0)
    assert "To the old one.</textarea>" in words(answer)
    invitation.refresh_from_db()
    again = send(strict, invitation, answer="ACCEPTED", sequence=invitation.sequence)
    assert again.status_code == 302


def test_a_delegate_is_named_to_the_secretariat_and_not_yet_invited(strict: Client) -> None:
    invitation = told()
    answer = send(strict, invitation, deed="delegate", email="Deputy@example.org", name="Ms. D")
    assert answer.status_code == 302
    found = invitation.replies.values_list("partstat", "delegated_to", "comment")
    assert list(found) == [
        ("DELEGATED", "Ms. D <deputy@example.org>", "Delegated to Ms. D <deputy@example.org>.")
    ]
    assert Message.objects.filter(to_email="deputy@example.org").count() == 0


def test_one_cannot_delegate_to_oneself(strict: Client) -> None:
    invitation = told()
    answer = send(strict, invitation, deed="delegate", email=invitation.email.upper())
    assert (answer.status_code, Reply.objects.count()) == (409, 0)


def test_another_time_is_proposed_in_the_time_of_new_york(strict: Client) -> None:
    invitation = told()
    fields = {"deed": "another-time", "day": "2017-06-14", "start": "15:00", "end": "16:30"}
    answer = send(strict, invitation, **fields, comment="We sit elsewhere.")
    assert answer.status_code == 302
    send(strict, invitation, **fields, comment="We sit elsewhere.")
    (reply,) = invitation.replies.all()
    assert (reply.outcome, reply.counter, reply.times) == ("counter", "open", 2)
    assert reply.proposed_start_at == datetime(2017, 6, 14, 15, tzinfo=HEADQUARTERS)
    assert reply.proposed_end_at == datetime(2017, 6, 14, 16, 30, tzinfo=HEADQUARTERS)
    page = words(strict.get(link(invitation)))
    assert "Wed 14 June 2017</time>, 15:00–16:30" in page
    assert "waits for a decision" in page


def test_a_later_proposal_takes_the_place_of_one_still_open(strict: Client) -> None:
    invitation = told()
    for day in ("2017-06-14", "2017-06-15"):
        send(strict, invitation, deed="another-time", day=day, start="15:00", end="16:00")
    found = invitation.replies.order_by("pk").values_list("outcome", "counter")
    assert list(found) == [("superseded", ""), ("counter", "open")]


@pytest.mark.parametrize(
    ("field", "told_as"),
    [
        ("day", {"day": "2017-06-06"}),
        ("day", {"day": "9999-12-31"}),
        ("day", {"day": "tomorrow"}),
        ("end", {"end": "14:00"}),
        ("start", {"start": "25:00"}),
        ("comment", {"comment": "x" * 3000}),
        ("comment", {"comment": "nul\x00byte"}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    strict: Client, field: str, told_as: dict[str, str]
) -> None:
    fields = {"deed": "another-time", "day": "2017-06-14", "start": "15:00", "end": "16:30"}
    answer = send(strict, told(), **(fields | told_as))
    assert (answer.status_code, Reply.objects.count()) == (400, 0)
    assert list(answer.context["forms"]["another_time"].errors) == [field]


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": "MAYBE"},
        {},
        {"answer": "ACCEPTED", "level": "king"},
        {"answer": "ACCEPTED", "attending": "x" * 301},
        {"deed": "no-such-deed"},
        {"deed": "delegate", "email": "a@b\r\nBcc: c@example.org"},
        {"deed": "wishes", "alarm_minutes": "-1"},
        {"answer": "ACCEPTED", "sequence": "nine"},
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_and_nothing_recorded(
    strict: Client, fields: dict[str, str]
) -> None:
    invitation = told()
    before = stored()
    assert send(strict, invitation, **fields).status_code == 400
    assert stored() == before


def test_more_than_the_page_can_take_is_refused_unread(strict: Client) -> None:
    answer = send(strict, told(), answer="ACCEPTED", comment="x" * 70_000)
    assert (answer.status_code, Reply.objects.count()) == (413, 0)


def test_an_alarm_that_is_asked_for_comes_with_the_entry_sent_again(strict: Client) -> None:
    invitation = told()
    answer = send(strict, invitation, deed="wishes", alarm_minutes="60", remind_days="2")
    assert answer.status_code == 302
    invitation.refresh_from_db()
    assert (invitation.alarm_minutes, invitation.remind_days) == (60, 2)
    (sent,) = Message.objects.filter(occasion="refresh")
    assert "TRIGGER" in sent.ics
    send(strict, invitation, deed="wishes", alarm_minutes="60", remind_days="0")
    assert Message.objects.filter(occasion="refresh").count() == 1
    invitation.refresh_from_db()
    assert (invitation.alarm_minutes, invitation.remind_days) == (60, None)


def test_a_link_is_no_means_to_flood_a_mailbox(strict: Client) -> None:
    invitation = told()
    asked = [
        send(strict, invitation, deed="wishes", alarm_minutes=str(15 + 15 * (n % 2))).status_code
        for n in range(7)
    ]
    assert asked == [302] * 5 + [409, 302]  # the last asks for what stands
    assert Message.objects.filter(occasion="refresh").count() == 5


def test_a_reminder_on_a_day_that_is_past_is_refused(strict: Client) -> None:
    answer = send(strict, told(), deed="wishes", alarm_minutes="0", remind_days="7")
    assert answer.status_code == 400
    assert list(answer.context["forms"]["wishes"].errors) == ["remind_days"]


def test_the_page_is_in_the_invitees_language_and_in_another_if_they_choose(
    strict: Client,
) -> None:
    invitation = told()
    Invitation.objects.update(language="fr")
    path = link(invitation)
    french, arabic = strict.get(path), strict.get(f"{path}?language=ar")
    assert '<html lang="fr" dir="ltr">' in words(french)
    assert "Viendrez-vous ?" in words(french)
    assert french["Content-Language"] == "fr"
    assert '<html lang="ar" dir="rtl">' in words(arabic)
    assert '<html lang="fr"' in words(strict.get(f"{path}?language=xx"))
    answer = strict.post(f"{path}?language=ar", {"answer": "ACCEPTED"})
    assert answer["Location"] == f"{path}?language=ar&done=answer"


def test_the_secret_in_the_address_is_kept_where_it_is(strict: Client) -> None:
    invitation = told()
    for answer in (strict.get(link(invitation)), strict.get("/answer/nosuch/")):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]
        assert answer.cookies == {}
        assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_no_log_holds_a_link_that_opens_something(
    strict: Client, caplog: pytest.LogCaptureFixture
) -> None:
    invitation = told()
    with caplog.at_level(logging.DEBUG):
        send(strict, invitation, answer="MAYBE")
        strict.delete(link(invitation))
    assert link(invitation).split("/")[2] not in caplog.text


def test_no_other_delegation_is_shown_unless_the_list_is(strict: Client) -> None:
    row = confirmed()
    invite(row, "Senegal", "SEN", "senegal@example.org")
    first, _second = tell(row)
    assert "Senegal" not in words(strict.get(link(first)))


def test_the_page_asks_the_same_whatever_the_list(strict: Client) -> None:
    one = told()
    with CaptureQueriesContext(connection) as few:
        strict.get(link(one))
    row = one.consultation
    for n in range(5):
        invite(row, f"State {n}", f"X{n}X", f"state{n}@example.org")
    tell(row)
    with CaptureQueriesContext(connection) as many:
        strict.get(link(one))
    assert len(many) == len(few) <= 8


def test_the_three_answers_stand_right_under_the_time(strict: Client) -> None:
    page = words(strict.get(link(told())))
    places = [page.index(one) for one in ("10:00–11:30", 'value="ACCEPTED"', "Conference Room 4")]
    assert places == sorted(places)
    assert page.index('value="DECLINED"') < page.index("Who comes")


def test_what_was_told_can_be_put_into_a_calendar_by_hand(strict: Client) -> None:
    invitation = told()
    answer = strict.get(f"{link(invitation)}invitation.ics")
    sent = invitation.messages.get().ics
    assert answer.content.decode() == sent.replace("METHOD:REQUEST\r\n", "")
    assert "METHOD" not in answer.content.decode()
    assert f"UID:{invitation.consultation.uid}" in answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert 'href="invitation.ics"' in words(strict.get(link(invitation)))


def test_what_fell_is_no_file_for_a_calendar(strict: Client) -> None:
    invitation = told()
    row = invitation.consultation
    row.status, row.cancelled_reason = "cancelled", "No quorum."
    row.save()
    assert strict.get(f"{link(invitation)}invitation.ics").status_code == 404
    assert "invitation.ics" not in words(strict.get(link(invitation)))


def test_a_change_is_said_in_the_words_of_the_page(strict: Client) -> None:
    invitation = told()
    row = invitation.consultation
    row.starts_at, row.ends_at = STARTS + timedelta(hours=2), ENDS + timedelta(hours=2)
    row.save()
    tell(row)
    page = words(strict.get(f"{link(invitation)}?language=ar"))
    assert ("Tue 13 June" in page, "12:00–13:30" in page.partition("<ins>")[2]) == (False, True)
