"""Drafts follow from what each recipient was told last and what stands now."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from consultations import answers, booking, invitations
from consultations.models import Contact, Invitation, Message, Participation
from tests.consultations.invited import (
    CHAD,
    CHAD_MILITARY,
    FRANCE,
    LENGTH,
    STARTS_AT,
    booked,
    confirmed,
    drafts,
    moved,
    of,
    said,
    taken_off,
    told,
)

pytestmark = pytest.mark.django_db
ALL = sorted([CHAD, CHAD_MILITARY, FRANCE])


def test_what_is_tentative_asks_nobody(planner):
    booked(planner)
    assert list(Message.objects.all()) == []
    assert list(Invitation.objects.all()) == []


def test_confirming_drafts_an_invitation_for_each_address_in_its_language(planner):
    row = confirmed(planner)
    assert said(row) == [("invite", email) for email in ALL]
    assert [one.language for one in drafts(row)] == ["en", "fr", "fr"]
    assert [one.method for one in drafts(row)] == ["REQUEST"] * 3


def test_a_draft_that_did_not_leave_follows_the_consultation(planner):
    row = confirmed(planner)
    moved(row, planner)
    assert said(row) == [("invite", email) for email in ALL]
    assert "15:00–16:30" in drafts(row)[0].body


def test_another_room_is_an_update_that_asks_for_no_new_answer(planner):
    row = told(planner)
    of(row, CHAD).participation.invitations.update(partstat="ACCEPTED")
    booking.move(
        row, starts_at=row.starts_at, ends_at=row.ends_at, room=None, who=planner,
        version=row.version, reason="no room",
    )  # fmt: skip
    one = drafts(row)[0]
    assert (one.occasion, one.asks_anew) == ("update", False)
    assert one.changes == [{"name": "Place", "was": "Conference Room 7", "now": "none"}]
    assert of(row, CHAD).partstat == "ACCEPTED"


def test_another_time_asks_everybody_anew_and_says_old_and_new(planner):
    row = told(planner)
    Invitation.objects.update(partstat="ACCEPTED")
    moved(row, planner)
    one = drafts(row)[0]
    assert (one.occasion, one.asks_anew, one.reason) == ("update", True, "the room is needed")
    was, now = (
        f"Tue 8 June 2027, {hours} (New York, UTC−4)" for hours in ("10:00–11:30", "15:00–16:30")
    )
    assert one.changes == [{"name": "Time", "was": was, "now": now}]
    assert {one.partstat for one in row.invitations.all()} == {"NEEDS-ACTION"}


def test_moved_back_before_anybody_was_told_nothing_is_to_be_told(planner):
    row = told(planner)
    row = moved(row, planner, hours=5)
    moved(row, planner, hours=-5)
    assert said(row) == []


def test_what_is_granted_of_the_room_tells_nobody_anything(planner):
    row = told(planner)
    booking.set_room_status(row, "requested", number="1", who=planner, version=row.version)
    assert said(row) == []


def test_whoever_is_taken_off_gets_a_cancellation_and_nobody_else_anything(planner):
    row = taken_off(told(planner), "France", planner)
    assert said(row) == [("cancel", FRANCE)]


def test_whoever_is_taken_off_before_they_were_told_hears_nothing(planner):
    row = taken_off(confirmed(planner), "France", planner)
    assert said(row) == [("invite", CHAD_MILITARY), ("invite", CHAD)]


def test_whoever_is_asked_again_is_invited_anew(planner):
    row = taken_off(told(planner), "France", planner)
    invitations.approve(drafts(row), who=planner)
    row.refresh_from_db()
    booking.set_participation(row, "France", reason="after all", who=planner, version=row.version)
    assert said(row) == [("invite", FRANCE)]


def test_a_guest_who_is_no_longer_computed_is_told_and_kept_in_the_record(planner):
    row = told(planner)
    chad = [{"name": "Chad", "iso3": "TCD", "category": "contributor"}]
    booking.set_invitees(row, chad, who=planner, version=row.version)
    assert said(row) == [("cancel", FRANCE)]
    assert Participation.objects.get(name="France").removed is True


def test_a_guest_who_is_computed_again_stands_on_the_list_again(planner):
    row = told(planner)
    chad = {"name": "Chad", "iso3": "TCD", "category": "contributor"}
    france = {"name": "France", "iso3": "FRA", "category": "council_member"}
    row = booking.set_invitees(row, [chad], who=planner, version=row.version)
    booking.set_invitees(row, [chad, france], who=planner, version=row.version)
    assert Participation.objects.get(name="France").removed is False
    assert said(row) == []


def test_cancelling_tells_those_who_were_told(planner):
    row = told(planner)
    booking.cancel(row, reason="the mandate ends", who=planner, version=row.version)
    assert said(row) == [("cancel", email) for email in ALL]
    assert {one.reason for one in drafts(row)} == {"the mandate ends"}


def test_cancelling_before_anybody_was_told_drops_the_drafts(planner):
    row = confirmed(planner)
    booking.cancel(row, reason="the mandate ends", who=planner, version=row.version)
    assert said(row) == []


def test_a_new_contact_is_invited_with_the_next_change(planner):
    row = told(planner)
    Contact.objects.create(member=of(row, CHAD).contact.member, email="POL@chad.example")
    booking.edit(row, who=planner, version=row.version, forum="Council")
    assert said(row) == [("invite", "pol@chad.example")]


def test_an_address_that_is_over_is_called_off(planner):
    row = told(planner)
    Contact.objects.filter(email=CHAD_MILITARY).update(valid_until="2020-01-01")
    booking.edit(row, who=planner, version=row.version, forum="Council")
    assert said(row) == [("cancel", CHAD_MILITARY)]


def test_edited_words_stay_and_must_be_read_again_after_a_change(planner):
    row = confirmed(planner)
    one = drafts(row)[0]
    invitations.edit(one, subject="Ours", body="Our words", language=one.language, who=planner)
    moved(row, planner)
    one.refresh_from_db()
    assert (one.subject, one.body, one.edited, one.stale) == ("Ours", "Our words", True, True)
    assert one.snapshot["start"] == "2027-06-08T15:00:00-04:00"


def test_a_delegate_is_asked_while_the_one_who_named_them_stands_by_it(planner):
    row = told(planner)
    one = of(row, CHAD_MILITARY)
    Invitation.objects.filter(pk=one.pk).update(partstat="DELEGATED")
    invitations.invite_delegate(one, email="Deputy@chad.example", name="Maj. Mahamat")
    assert said(row) == [("invite", "deputy@chad.example")]
    invitations.approve(drafts(row), who=planner)
    Invitation.objects.filter(pk=one.pk).update(partstat="ACCEPTED")
    row.refresh_from_db()
    booking.edit(row, who=planner, version=row.version, forum="Council")
    assert said(row) == [("cancel", "deputy@chad.example")]


def test_a_meeting_that_is_over_changes_nobodys_calendar(planner):
    row = told(planner)
    with time_machine.travel(STARTS_AT + LENGTH + timedelta(hours=1), tick=False):
        booking.edit(row, who=planner, version=row.version, aim="Another aim")
    assert said(row) == []


def test_the_guest_list_is_told_only_where_it_is_shown(planner):
    row = confirmed(planner)
    assert drafts(row)[0].snapshot["guests"] == []
    booking.edit(row, who=planner, version=row.version, guests_shown=True)
    assert drafts(row)[0].snapshot["guests"] == ["Chad", "France"]


def test_one_draft_and_three_are_written_in_as_many_queries(planner, django_assert_num_queries):
    france = [{"name": "France", "iso3": "FRA", "category": "council_member"}]
    for terms, count in (({"guests": france}, 1), ({}, 3)):
        row = booked(planner, **terms)
        with django_assert_num_queries(20):
            row = booking.confirm(row, who=planner, version=row.version)
        assert len(drafts(row)) == count
        booking.cancel(row, reason="for the next", who=planner, version=row.version)


def test_contributors_alone_are_called_for_written_views_two_working_days_before(planner):
    row = confirmed(planner)
    bodies = {one.to_email: one.body for one in drafts(row)}
    call = "Contributors are welcome to send their views in writing by Fri 4 June 2027."
    assert call in bodies[CHAD_MILITARY]
    assert "par écrit d’ici au vendredi 4 juin 2027" in bodies[CHAD]
    assert "par écrit" not in bodies[FRANCE]


def test_questions_go_out_with_the_invitation(planner):
    row = confirmed(planner, questions="Is the mandate right?\n\nAre the means there?")
    one = drafts(row)[0]
    assert one.snapshot["questions"] == ["Is the mandate right?", "Are the means there?"]
    assert "- Is the mandate right?\n- Are the means there?" in one.body


def test_answers_stand_again_where_the_time_is_back_before_anybody_was_told(planner):
    row = told(planner)
    answers.count(of(row, CHAD), "ACCEPTED", via="hand")
    answers.count(of(row, FRANCE), "DECLINED", via="link")
    row.refresh_from_db()
    row = moved(row, planner, hours=5)
    asked = {one.name: one.partstat for one in row.participations.all()}
    assert asked == {"Chad": "NEEDS-ACTION", "France": "NEEDS-ACTION"}
    row = moved(row, planner, hours=-5)
    assert {one.name: one.partstat for one in row.participations.all()} == {
        "Chad": "ACCEPTED", "France": "DECLINED",
    }  # fmt: skip
    assert said(row) == []


def test_a_delegate_stays_asked_when_the_meeting_moves(planner):
    row = told(planner)
    one = of(row, CHAD_MILITARY)
    answers.count(one, "DELEGATED", via="hand")
    invitations.invite_delegate(of(row, CHAD_MILITARY), email="deputy@chad.example", name="")
    invitations.approve(drafts(row), who=planner)
    row.refresh_from_db()
    row = moved(row, planner)
    booking.edit(row, who=planner, version=row.version, aim="Another aim")
    assert ("update", "deputy@chad.example") in said(row)
