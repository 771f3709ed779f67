"""Counting: the later answer of one version, and one answer for a delegation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from consultations import answers, booking, invitations
from consultations.models import Consultation, Invitation, Participation, Reply
from tests.consultations.invited import CHAD, CHAD_MILITARY, FRANCE, of, taken_off

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def row(db, told_once, planner):
    return Consultation.objects.get(pk=told_once)


def answered(row, email, partstat, **given):
    return answers.count(of(row, email), partstat, **{"via": "link", **given})


def delegation(row, name="Chad"):
    return row.participations.get(name=name).partstat


def test_an_answer_stands_on_the_invitation_and_its_delegation(row):
    counted = answered(
        row, FRANCE, "ACCEPTED", comment="with\r\npleasure", attending="A. B.", level="dpr"
    )
    one = of(row, FRANCE)
    assert (one.partstat, one.comment, one.attending, one.level, one.answered_via) == (
        "ACCEPTED", "with\npleasure", "A. B.", "dpr", "link",
    )  # fmt: skip
    assert one.answered_at == one.answered_dtstamp == counted.dtstamp == NOW
    assert (counted.outcome, counted.sequence) == ("counted", one.sequence)
    assert (delegation(row, "France"), delegation(row)) == ("ACCEPTED", "NEEDS-ACTION")


def test_a_later_answer_takes_the_place_of_the_one_before(row, clock):
    answered(row, FRANCE, "ACCEPTED", attending="A. B.")
    clock.shift(timedelta(minutes=1))
    answered(row, FRANCE, "DECLINED")
    one = of(row, FRANCE)
    assert (one.partstat, one.attending, delegation(row, "France")) == ("DECLINED", "", "DECLINED")
    assert [r.outcome for r in one.replies.order_by("pk")] == ["superseded", "counted"]


def test_of_two_answers_in_the_wrong_order_the_later_given_counts(row):
    answered(row, FRANCE, "DECLINED", dtstamp=NOW)
    late = answered(row, FRANCE, "ACCEPTED", dtstamp=NOW - timedelta(hours=1))
    assert (late.outcome, late.code) == ("superseded", "older")
    assert of(row, FRANCE).partstat == "DECLINED"


def test_a_clock_that_runs_ahead_does_not_outdo_later_answers(row, clock):
    answered(row, FRANCE, "DECLINED", dtstamp=NOW + timedelta(days=4000))
    clock.shift(timedelta(minutes=1))
    answered(row, FRANCE, "ACCEPTED")
    assert of(row, FRANCE).partstat == "ACCEPTED"


def test_the_same_click_a_hundred_times_is_one_answer(row, clock):
    for _n in range(100):
        clock.shift(timedelta(seconds=1))
        counted = answered(row, FRANCE, "TENTATIVE", comment="perhaps")
    assert (Reply.objects.count(), counted.times) == (1, 100)


def test_there_and_back_is_three_answers(row, clock):
    for partstat in ("ACCEPTED", "DECLINED", "ACCEPTED"):
        clock.shift(timedelta(seconds=1))
        answered(row, FRANCE, partstat)
    assert [r.outcome for r in Reply.objects.order_by("pk")] == ["superseded"] * 2 + ["counted"]
    assert delegation(row, "France") == "ACCEPTED"


def test_an_answer_by_mail_leaves_the_names_that_the_link_gave(row, clock):
    answered(row, FRANCE, "TENTATIVE", attending="A. B.", level="pr")
    clock.shift(timedelta(minutes=1))
    answered(row, FRANCE, "ACCEPTED", via="mail", raw=b"a mail")
    assert (of(row, FRANCE).attending, of(row, FRANCE).level) == ("A. B.", "pr")


def test_no_answer_to_a_cancelled_consultation_counts(row, planner):
    booking.cancel(row, reason="it falls", who=planner, version=row.version)
    with pytest.raises(answers.Uncounted) as refused:
        answered(row, FRANCE, "ACCEPTED")
    assert (refused.value.code, str(refused.value)) == (
        "cancelled", "The consultation was cancelled.",
    )  # fmt: skip
    assert Reply.objects.count() == 0


def test_no_answer_counts_once_it_is_over(row, clock):
    clock.move_to(row.ends_at)
    with pytest.raises(answers.Uncounted) as refused:
        answered(row, FRANCE, "ACCEPTED")
    assert refused.value.code == "over"


def test_no_answer_of_one_taken_off_counts(row, planner):
    taken_off(row, "France", planner)
    with pytest.raises(answers.Uncounted) as refused:
        answered(row, FRANCE, "ACCEPTED")
    assert refused.value.code == "called_off"


def test_what_is_no_answer_is_refused(row):
    for partstat in ("NEEDS-ACTION", "COMPLETED", ""):
        with pytest.raises(ValueError, match=f"^{partstat}$"):
            answered(row, FRANCE, partstat)


N, A, T, D, G = "NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED"


@pytest.mark.parametrize(
    ("mailbox", "adviser", "together"),
    [
        (N, N, N), (A, N, A), (N, A, A), (D, A, A), (A, D, A), (N, T, T), (T, A, A), (D, T, T),
        (D, N, D), (N, D, N), (D, D, D), (G, N, G), (G, D, G), (G, T, T), (N, G, G),
    ],
)  # fmt: skip
def test_a_delegation_comes_if_anybody_of_it_does(row, mailbox, adviser, together):
    for email, partstat in ((CHAD, mailbox), (CHAD_MILITARY, adviser)):
        if partstat != N:
            answered(row, email, partstat)
    assert delegation(row) == together


def test_the_delegates_answer_stands_for_the_one_who_passed_it_on(row, planner):
    answered(row, FRANCE, "DELEGATED", kept={"delegated_to": "other@france.example"})
    assert delegation(row, "France") == "DELEGATED"
    delegate = invitations.invite_delegate(of(row, FRANCE), email="other@france.example", name="O")
    assert invitations.combined(Invitation.objects.filter(participation__name="France")) == N
    answers.count(delegate, "DECLINED", via="link")
    assert Participation.objects.get(name="France").partstat == "DECLINED"
