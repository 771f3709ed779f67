"""Approve, withhold, edit, remind: what leaves, in which revision, and what is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from consultations import answers, booking, invitations
from consultations.models import Deed, Invitation, Message, Occasion
from tests.consultations.invited import (
    CHAD,
    CHAD_MILITARY,
    FRANCE,
    STARTS_AT,
    confirmed,
    drafts,
    moved,
    of,
    said,
    taken_off,
    told,
)

pytestmark = pytest.mark.django_db
NOW = timedelta(0)


def event(message):
    return Calendar.from_ical(message.ics.encode()).walk("VEVENT")[0]


def sent(row):
    row.messages.update(state="sent")
    return row


def answered(row, email, partstat="ACCEPTED"):
    answers.count(of(row, email), partstat, via="hand")


def last(row, email):
    return row.messages.filter(to_email=email).order_by("pk").last()


def test_an_invitation_does_not_leave_without_objective_and_documents(planner):
    row = confirmed(planner, aim="", documents=" ")
    with pytest.raises(invitations.Refused) as refused:
        invitations.approve(drafts(row), who=planner)
    assert str(refused.value) == (
        "“MINUSMA: renewal” lacks the aim and the list of documents "
        "(2017 report, para. 79 (c)): add it first."
    )
    assert {one.state for one in row.messages.all()} == {"draft"}


def test_a_cancellation_needs_neither(planner):
    row = told(planner)
    booking.edit(row, who=planner, version=row.version, aim="", documents="")
    row.refresh_from_db()
    booking.cancel(row, reason="it falls", who=planner, version=row.version)
    assert invitations.approve(drafts(row), who=planner) == 3


def test_approved_mails_wait_to_be_sent_frozen_and_stand_in_the_record(planner):
    row = told(planner)
    one = last(row, CHAD)
    assert (one.state, one.method, one.sequence) == ("queued", "REQUEST", 1)
    assert re.fullmatch(r"<[0-9a-f-]{36}@localhost>", one.message_id)
    assert str(event(one)["UID"]) == str(row.pk)
    assert event(one)["DTSTAMP"].dt == one.stamped_at
    assert row.deeds.filter(verb=Deed.Verb.TELL).get().now == "invitation: 3"


def test_each_recipient_sees_itself_alone(planner):
    row = told(planner)
    assert str(event(last(row, CHAD))["ATTENDEE"]) == f"mailto:{CHAD}"


def test_the_list_is_shown_where_the_consultation_says_so(planner):
    row = told(planner, guests_shown=True)
    shown = sorted(str(one) for one in event(last(row, CHAD))["ATTENDEE"])
    assert shown == sorted(f"mailto:{email}" for email in (CHAD, CHAD_MILITARY, FRANCE))


def test_a_mail_is_decided_once(planner, administrator):
    row = confirmed(planner)
    kept = drafts(row)
    invitations.approve(kept, who=administrator)
    with pytest.raises(invitations.Refused) as refused:
        invitations.approve(kept, who=planner)
    assert str(refused.value).endswith("is decided already: to be sent, administrator.")


def test_one_that_must_be_read_again_holds_back_all(planner):
    row = confirmed(planner)
    one = drafts(row)[0]
    invitations.edit(one, subject="Ours", body="Our words", language="en", who=planner)
    moved(row, planner)
    with pytest.raises(invitations.Refused):
        invitations.approve(drafts(row), who=planner)
    assert {one.state for one in row.messages.all()} == {"draft"}


def test_another_time_raises_the_sequence_and_another_room_does_not(planner):
    row = told(planner)
    row = booking.move(
        row, starts_at=row.starts_at, ends_at=row.ends_at, room=None, who=planner,
        version=row.version, reason="no room",
    )  # fmt: skip
    invitations.approve(drafts(row), who=planner)
    room = last(row, CHAD)
    moved(row, planner)
    invitations.approve(drafts(row), who=planner)
    time = last(row, CHAD)
    assert (room.sequence, time.sequence) == (1, 2)
    assert time.stamped_at > room.stamped_at > row.messages.order_by("pk")[0].stamped_at


def test_updates_thread_under_the_first_mail(planner):
    row = told(planner)
    first = last(row, CHAD)
    moved(row, planner)
    invitations.approve(drafts(row), who=planner)
    assert (first.references, last(row, CHAD).references) == ("", first.message_id)


def test_taking_one_off_cancels_for_them_alone_with_a_higher_sequence(planner):
    row = taken_off(told(planner), "France", planner)
    invitations.approve(drafts(row), who=planner)
    one = last(row, FRANCE)
    assert (one.method, one.sequence) == ("CANCEL", 2)
    assert "STATUS" not in event(one)  # the meeting takes place (RFC 5546, 3.2.5)
    assert of(row, CHAD).sequence == 1
    assert of(row, FRANCE).token_hash is None


def test_one_who_is_asked_again_gets_a_higher_sequence_and_a_new_link(planner):
    row = told(planner)
    before = invitations.token_of(of(row, FRANCE))
    row = taken_off(row, "France", planner)
    invitations.approve(drafts(row), who=planner)
    row.refresh_from_db()
    booking.set_participation(row, "France", reason="after all", who=planner, version=row.version)
    invitations.approve(drafts(row), who=planner)
    assert last(row, FRANCE).sequence == 3
    assert invitations.find(before) is None
    assert invitations.find(invitations.token_of(of(row, FRANCE))) == of(row, FRANCE)


def test_what_is_withheld_is_not_drafted_again_and_comes_with_the_next_change(planner):
    row = told(planner)
    row = booking.edit(row, who=planner, version=row.version, aim="Another aim")
    invitations.withhold(drafts(row), who=planner, reason="a trifle")
    row = booking.edit(row, who=planner, version=row.version, forum="Council")
    assert said(row) == []
    moved(row, planner)
    names = [one["name"] for one in drafts(row)[0].changes]
    assert names == ["Time", "Aim"]


def test_withholding_needs_a_reason(planner):
    row = confirmed(planner)
    with pytest.raises(invitations.Refused):
        invitations.withhold(drafts(row), who=planner, reason=" ")


def test_another_language_writes_the_draft_anew(planner):
    row = confirmed(planner)
    one = drafts(row)[0]
    invitations.edit(one, subject="x", body="y", language="fr", who=planner)
    one.refresh_from_db()
    assert (one.language, one.edited) == ("fr", False)
    assert "mardi 8 juin 2027" in one.body


def test_line_breaks_in_a_subject_become_spaces(planner):
    row = confirmed(planner)
    one = drafts(row)[0]
    invitations.edit(
        one, subject="Ours\r\nBcc: all@example.org", body="y", language="en", who=planner
    )
    one.refresh_from_db()
    assert one.subject == "Ours Bcc: all@example.org"


def test_a_reminder_says_the_same_again_later_to_those_who_have_not_answered(planner):
    row = sent(told(planner))
    answered(row, CHAD)
    invitations.remind(row, row.invitations.all(), who=planner, since=NOW)
    one = row.messages.get(occasion=Occasion.REMINDER)
    assert one.to_email == FRANCE  # Chad answered by another of its addresses
    first = row.messages.filter(to_email=FRANCE).order_by("pk")[0]
    assert (one.sequence, one.state) == (first.sequence, "queued")
    assert one.stamped_at > first.stamped_at


def test_nobody_is_reminded_of_a_time_that_no_longer_stands(planner):
    row = moved(told(planner), planner)
    assert invitations.remind(row, row.invitations.all(), who=planner, since=NOW) == []


def test_a_mail_that_failed_leaves_its_recipient_as_they_were(planner):
    row = told(planner)
    moved(row, planner)
    invitations.approve(drafts(row), who=planner)
    one = last(row, FRANCE)
    Message.objects.filter(pk=one.pk).update(state="failed")
    invitations.was_not_told(one)
    assert of(row, FRANCE).told["start"] == "2027-06-08T10:00:00-04:00"
    invitations.retry(one, who=planner)
    one.refresh_from_db()
    assert (one.state, of(row, FRANCE).told["start"]) == ("queued", "2027-06-08T15:00:00-04:00")


def test_only_what_failed_is_tried_again(planner):
    row = told(planner)
    with pytest.raises(invitations.Refused):
        invitations.retry(last(row, CHAD), who=planner)


def test_declining_another_time_answers_its_author_alone(planner):
    row = told(planner)
    later = STARTS_AT + timedelta(days=1)
    one = invitations.decline_counter(
        of(row, CHAD_MILITARY), reason="the report is not out", proposed_start=later,
        proposed_end=later + timedelta(hours=1), who=planner,
    )  # fmt: skip
    assert (one.method, one.state, one.to_email) == ("DECLINECOUNTER", "queued", CHAD_MILITARY)
    assert "Wed 9 June 2027, 10:00–11:00 (New York, UTC−4)" in one.body
    assert (one.sequence, one.references) == (1, of(row, CHAD_MILITARY).thread_id)


def test_a_reminder_that_was_asked_for_is_sent_once(planner):
    row = told(planner)
    kept = [invitations.queue_reminder(of(row, CHAD), "remind:1") for _ in range(2)]
    assert [one is None for one in kept] == [False, True]


def test_asked_for_again_the_invitation_is_sent_to_that_one_alone(planner):
    row = told(planner)
    one = invitations.queue_refresh(of(row, CHAD))
    assert one is not None
    assert (one.method, one.sequence, one.to_email) == ("REQUEST", 1, CHAD)


def test_an_alarm_is_in_the_entry_of_the_one_who_asked(planner):
    row = told(planner)
    Invitation.objects.filter(email=CHAD).update(alarm_minutes=30)
    one = invitations.queue_refresh(of(row, CHAD))
    assert one is not None
    assert [str(a["ACTION"]) for a in event(one).walk("VALARM")] == ["DISPLAY"]
    assert event(last(row, FRANCE)).walk("VALARM") == []


def test_the_link_is_derived_and_kept_as_a_hash(planner):
    row = told(planner)
    one = of(row, CHAD)
    token = invitations.token_of(one)
    assert len(token) == 43
    assert token not in str(vars(one))
    assert invitations.find(token) == one
    invitations.revoke(one)
    assert invitations.find(token) is None


@pytest.mark.parametrize("token", ["", "x" * 43, "é" * 43, "../../etc/passwd", "a" * 10_000])
def test_no_other_token_finds_anything(db, token):
    assert invitations.find(token) is None


def test_an_older_mail_does_not_follow_a_later_one(planner):
    row = told(planner)
    first = last(row, FRANCE)
    Message.objects.filter(pk=first.pk).update(state="failed")
    moved(row, planner)
    invitations.approve(drafts(row), who=planner)
    with pytest.raises(invitations.Refused) as refused:
        invitations.retry(first, who=planner)
    assert str(refused.value).startswith(f"The mail to {FRANCE} says what no longer holds")


def test_a_mail_that_came_back_is_tried_again(planner):
    row = told(planner)
    one = last(row, FRANCE)
    Message.objects.filter(pk=one.pk).update(state="sent", bounced_at=one.stamped_at)
    invitations.was_not_told(one)
    assert invitations.retry(one, who=planner).state == "queued"


def test_a_reminder_leaves_its_day_with_the_invitation(planner):
    row = sent(told(planner))
    (one,) = invitations.remind(row, [of(row, FRANCE)], who=planner, since=NOW)
    one.refresh_from_db()
    assert of(row, FRANCE).reminded_at == one.stamped_at


def test_composing_makes_no_link(planner):
    row = told(planner)
    one = of(row, CHAD)
    invitations.revoke(one)
    invitations.answer_url(one)
    assert of(row, CHAD).token_hash is None
    assert invitations.find(invitations.token_of(one)) is None


def test_a_link_that_another_secret_made_is_made_anew_with_the_next_mail(planner, settings):
    row = told(planner)
    before = invitations.token_of(of(row, CHAD))
    settings.SECRET_KEY = "another one"
    moved(row, planner)
    assert invitations.find(before) is not None
    invitations.approve(drafts(row), who=planner)
    assert invitations.find(invitations.token_of(of(row, CHAD))) == of(row, CHAD)


def test_whoever_a_mail_came_back_from_was_not_told(planner):
    row = told(planner)
    one = last(row, FRANCE)
    Message.objects.filter(pk=one.pk).update(state="sent", bounced_at=one.stamped_at)
    invitations.was_not_told(one)
    assert of(row, FRANCE).is_told is False
    assert of(row, CHAD).is_told is True


def test_whoever_was_written_to_today_is_not_reminded(planner):
    row = sent(told(planner))
    with time_machine.travel(timezone.now() + timedelta(hours=23), tick=False):
        assert invitations.remind(row, row.invitations.all(), who=planner) == []
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert len(invitations.remind(row, row.invitations.all(), who=planner)) == 3
        assert invitations.remind(row, row.invitations.all(), who=planner) == []


def test_whoever_proposed_another_time_is_not_silent(planner):
    row = told(planner)
    later = STARTS_AT + timedelta(days=1)
    answers.propose(of(row, FRANCE), later, later + timedelta(hours=1), via="link")
    waiting = invitations.unanswered(row, row.invitations.select_related("participation"))
    assert sorted(one.email for one in waiting) == sorted([CHAD, CHAD_MILITARY])


def test_nobody_is_reminded_of_a_move_that_was_withheld(planner):
    row = moved(told(planner), planner)
    invitations.withhold(drafts(row), who=planner, reason="a trifle")
    assert invitations.remind(row, row.invitations.all(), who=planner, since=NOW) == []


def test_a_cancellation_names_the_time_that_was_told(planner):
    row = moved(told(planner), planner, hours=24)
    booking.cancel(row, reason="it falls", who=planner, version=row.version)
    invitations.approve(drafts(row), who=planner)
    one = last(row, CHAD)
    assert event(one)["DTSTART"].dt == STARTS_AT
    assert "8 juin 2027" in one.body


@pytest.mark.parametrize("gone", [False, True])
def test_a_mail_that_no_longer_holds_is_not_tried_again(planner, gone):
    row = told(planner)
    first = last(row, FRANCE)
    Message.objects.filter(pk=first.pk).update(state="failed")
    invitations.was_not_told(first)
    if gone:
        booking.cancel(row, reason="it falls", who=planner, version=row.version)
    else:
        moved(row, planner)
    with pytest.raises(invitations.Refused):
        invitations.retry(first, who=planner)


def test_whoever_was_not_told_stands_in_the_drafts_until_the_same_mail_is_tried_again(planner):
    row = told(planner)
    first = last(row, FRANCE)
    Message.objects.filter(pk=first.pk).update(state="failed")
    invitations.was_not_told(first)
    assert said(row) == [("invite", FRANCE)]
    invitations.retry(first, who=planner)
    assert said(row) == []


def test_words_that_read_like_the_link_are_no_link(planner):
    row = confirmed(planner, subject="About {answer_link}", aim="See {answer_link}")
    one = drafts(row)[0]
    assert one.body.count("{answer_link}") == 1
    assert one.subject == "Invitation: About answer_link"


def test_a_room_that_is_not_granted_is_to_be_confirmed_and_granting_it_is_no_news(planner):
    row = confirmed(planner)
    assert "Place: Conference Room 7 (to be confirmed)" in drafts(row)[0].body
    invitations.approve(drafts(row), who=planner)
    row.refresh_from_db()
    row = booking.set_room_status(row, "requested", number="1", who=planner, version=row.version)
    booking.set_room_status(row, "confirmed", who=planner, version=row.version)
    assert said(row) == []


def test_saving_the_same_words_edits_nothing(planner):
    row = confirmed(planner)
    one = drafts(row)[0]
    invitations.edit(one, subject=one.subject, body=one.body, language="en", who=planner)
    one.refresh_from_db()
    assert one.edited is False
