"""The outbox: drafts read and decided, one mail previewed and edited, the words to begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations import booking, invitations
from consultations.contacts import today
from consultations.invitations.wording import Words, shipped
from consultations.models import Consultation, Contact, MailTemplate, Message, Participation
from consultations.pages.attendance import attendance
from consultations.pages.mail_words import seen as seen_words
from consultations.pages.outbox import cure
from consultations.pages.outbox_review import seen, value_of
from tests.consultations.invited import CHAD, CHAD_MILITARY, FRANCE, confirmed, drafts, moved, of
from tests.consultations.invited import told as all_told

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def planning(planner: User, signed_in: SignedIn) -> Client:
    return signed_in(planner)


@pytest.fixture
def row(planner: User) -> Consultation:
    """Confirmed, with three invitations as drafts."""
    return confirmed(planner)


def review(row: Consultation) -> str:
    return f"/consultations/{row.pk}/outbox/"


def states(row: Consultation) -> dict[str, str]:
    return {one.to_email: one.state for one in row.messages.order_by("pk")}


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_drafts_wait_by_consultation(planning: Client, row: Consultation) -> None:
    (waiting,) = planning.get("/outbox/").context["waiting"]
    assert (waiting.row, waiting.kinds, waiting.count, waiting.lacking) == (
        row, (("invitation", 3),), 3, (),
    )  # fmt: skip
    assert [tab.count for tab in planning.get("/outbox/").context["tabs"]] == [3, 0, 0, 0, 0]


def test_the_review_names_each_recipient_by_delegation(planning: Client, row: Consultation) -> None:
    Contact.objects.filter(email=CHAD).update(
        failing_since=timezone.now(), failure="550 5.1.1 <no such user>"
    )
    answer = planning.get(review(row))
    lines = answer.context["drafts"]
    assert [(one.delegation, one.mail.to_email, one.failing) for one in lines] == [
        ("Chad", CHAD_MILITARY, ""),
        ("France", FRANCE, ""),
        ("Chad", CHAD, "550 5.1.1 <no such user>"),
    ]
    assert "&lt;no such user&gt;" in answer.content.decode()


def test_who_has_no_address_is_named(planning: Client, planner: User, row: Consultation) -> None:
    booking.set_participation(row, "Togo", reason="asked to come", who=planner, version=row.version)
    assert [one.name for one in planning.get(review(row)).context["unreached"]] == ["Togo"]


def test_all_are_approved_at_once(planning: Client, row: Consultation) -> None:
    values = [value_of(one) for one in drafts(row)]
    answer = planning.post(review(row), {"deed": "approve_all", "every": values}, follow=True)
    assert answer.redirect_chain == [(f"/consultations/{row.pk}/", 302)]
    assert [str(m) for m in answer.context["messages"]] == ["3 mails are to be sent."]
    assert set(states(row).values()) == {"queued"}


@pytest.mark.parametrize("told", [{"announce": "on"}, {}])
def test_approving_records_the_announcement_where_it_is_wanted(
    planning: Client, row: Consultation, told: dict[str, str]
) -> None:
    values = [value_of(one) for one in drafts(row)]
    planning.post(review(row), {"deed": "approve_all", "every": values, **told})
    row.refresh_from_db()
    assert row.announced_on == (today() if told else None)


def test_an_announcement_that_is_recorded_stands(
    planning: Client, planner: User, row: Consultation
) -> None:
    earlier = today() - timedelta(days=3)
    booking.announce(row, on=earlier, who=planner, version=row.version)
    values = [value_of(one) for one in drafts(row)]
    planning.post(review(row), {"deed": "approve_all", "every": values, "announce": "on"})
    row.refresh_from_db()
    assert row.announced_on == earlier


def test_a_cancellation_announces_nothing(planning: Client, planner: User) -> None:
    row = all_told(planner)
    booking.cancel(row, reason="it falls", who=planner, version=row.version)
    told = {"deed": "approve_all", "every": [value_of(one) for one in drafts(row)]}
    assert planning.post(review(row), {**told, "announce": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.announced_on is None


def test_those_ticked_are_approved_and_the_rest_still_wait(
    planning: Client, row: Consultation
) -> None:
    ticked = value_of(row.messages.get(to_email=CHAD))
    answer = planning.post(review(row), {"deed": "approve", "chosen": [ticked]})
    assert answer.headers["Location"] == review(row)
    assert states(row) == {CHAD: "queued", CHAD_MILITARY: "draft", FRANCE: "draft"}


def test_nobody_is_notified_without_a_reason(planning: Client, row: Consultation) -> None:
    values = [value_of(one) for one in drafts(row)]
    told = {"deed": "withhold", "chosen": values, "reason": " "}
    assert planning.post(review(row), told).status_code == 409
    planning.post(review(row), {**told, "reason": "they were called"})
    assert set(states(row).values()) == {"withheld"}
    listed = planning.get("/outbox/?state=withheld").content.decode()
    assert listed.count("they were called") == 3


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"deed": "no-such"},
        {"deed": "approve"},
        {"deed": "withhold"},
        {"deed": "approve", "chosen": "x-y"},
    ],
)
def test_what_says_nothing_is_refused(
    planning: Client, row: Consultation, told: dict[str, Any]
) -> None:
    assert planning.post(review(row), told).status_code == 400
    assert set(states(row).values()) == {"draft"}


def test_without_aim_and_documents_nothing_leaves(planning: Client, planner: User) -> None:
    row = confirmed(planner, aim="", documents="")
    values = [value_of(one) for one in drafts(row)]
    answer = planning.post(review(row), {"deed": "approve_all", "every": values})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "and the list of documents (2017 report, para. 79 (c))" in page
    assert page.count('aria-disabled="true"') == 2
    edit = f"/consultations/{row.pk}/edit/?next={review(row)}"
    assert f'href="{edit}#id_aim"' in page
    told = {"version": row.version, "subject": row.subject, "visibility": row.visibility,
            "aim": "To hear", "documents": "S/2017/478"}  # fmt: skip
    assert planning.post(edit, told).headers["Location"] == review(row)
    assert set(states(row).values()) == {"draft"}


def test_nobody_is_led_away_after_editing(planning: Client, row: Consultation) -> None:
    told = {"version": row.version, "subject": row.subject, "visibility": row.visibility,
            "aim": "To hear", "documents": row.documents}  # fmt: skip
    answer = planning.post(f"/consultations/{row.pk}/edit/?next=//evil.example/x", told)
    assert answer.headers["Location"] == f"/consultations/{row.pk}/"


def test_drafts_are_grouped_by_language_with_one_text_each(
    planning: Client, row: Consultation
) -> None:
    one = row.messages.get(to_email=FRANCE)
    invitations.edit(one, subject="x", body="Other {answer_link}", language="fr", who=None)
    found = planning.get(f"{review(row)}?ticked=none").context
    assert [(g.language, len(g.drafts), g.alike, g.shared) for g in found["groups"]] == [
        ("English", 1, 1, True), ("French", 2, 1, True),
    ]  # fmt: skip
    assert [draft.ticked for draft in found["drafts"]] == [False, False, False]
    page = planning.get(review(row)).content.decode()
    assert "1 reads so" in page
    assert f'for="draft-{row.messages.get(to_email=CHAD).pk}">Chad, {CHAD}<' in page


def test_the_review_says_how_the_room_stands_and_both_times(
    planning: Client, row: Consultation
) -> None:
    page = planning.get(review(row)).content.decode()
    assert "New York, UTC−4" in page
    assert "14:00–15:30" in page
    assert "Bamako, UTC+0" in page
    assert f"{row.room}: <span" in page


def test_one_mail_approved_leads_to_the_next(planning: Client, row: Consultation) -> None:
    first, second, last = row.messages.order_by("pk")
    for mail, then in ((second, last), (last, first)):
        told = {"seen": seen(mail), "further": "on"}
        answer = planning.post(f"/outbox/{mail.pk}/approve/", told)
        assert answer.headers["Location"] == f"/outbox/{then.pk}/"
    told = {"seen": seen(first), "further": "on"}
    answer = planning.post(f"/outbox/{first.pk}/approve/", told)
    assert answer.headers["Location"] == f"/consultations/{row.pk}/"


def test_nothing_is_forecast_before_anybody_is_told_nor_of_what_fell(
    planning: Client, planner: User, row: Consultation
) -> None:
    page = planning.get(f"/consultations/{row.pk}/")
    assert page.context["invited_by_mail"]["attendance"] is None
    assert "Nobody was told yet" in page.content.decode()
    invitations.approve([row.messages.get(to_email=FRANCE)], who=planner)
    whole = planning.get(f"/consultations/{row.pk}/").context["invited_by_mail"]["attendance"]
    assert whole.whole.counts == (0, 0, 0, 0, 1, 1)
    booking.cancel(row, reason="it falls", who=planner, version=row.version)
    page = planning.get(f"/consultations/{row.pk}/")
    assert page.context["invited_by_mail"]["attendance"] is None
    assert "the meeting is cancelled" in planning.get(review(row)).content.decode()


def failed_count(client: Client) -> int:
    tabs = client.get("/outbox/?state=failed").context["tabs"]
    return next(int(tab.count) for tab in tabs if tab.state == "failed")


def test_failed_mails_count_while_somebody_has_to_do_something(
    planning: Client, planner: User
) -> None:
    row = all_told(planner)
    row.messages.update(state="sent")
    row.messages.filter(to_email=CHAD).update(state="failed", error="550 5.1.1 unknown")
    assert failed_count(planning) == 1
    page = f"/outbox/{row.messages.get(to_email=CHAD).pk}/"
    assert "Correct the address of Chad" in planning.get(page).content.decode()
    row.invitations.filter(email=CHAD).update(wanted=False)
    assert failed_count(planning) == 0
    assert [one.over for one in planning.get("/outbox/?state=failed").context["lines"]] == [True]
    assert "Nothing has to be done any more" in planning.get(page).content.decode()
    row.invitations.update(wanted=True)
    later = row.messages.filter(to_email=CHAD_MILITARY)
    later.update(stamped_at=timezone.now() + timedelta(hours=1))
    assert failed_count(planning) == 0
    later.update(stamped_at=timezone.now())
    Consultation.objects.update(status="cancelled", cancelled_reason="it falls")
    assert failed_count(planning) == 0


def test_mails_are_found_by_delegation_address_and_subject(planning: Client, planner: User) -> None:
    all_told(planner)
    for sought, n in (("chad", 2), (FRANCE.upper(), 1), ("renewal", 3), ("nobody", 0)):
        answer = planning.get("/outbox/", {"state": "queued", "q": sought})
        assert len(answer.context["lines"]) == n
    page = planning.get("/delegations/tcd/").content.decode()
    assert 'href="/outbox/?state=sent&amp;q=Chad"' in page
    assert 'href="/answers/?show=all&amp;q=Chad"' in page
    assert planning.get("/answers/?show=all&q=Chad").status_code == 200


def test_who_comes_second_reads_who_decided(
    planning: Client, administrator: User, signed_in: SignedIn, row: Consultation
) -> None:
    values = [value_of(one) for one in drafts(row)]
    signed_in(administrator).post(review(row), {"deed": "approve", "chosen": values[:1]})
    answer = planning.post(review(row), {"deed": "approve", "chosen": values})
    assert answer.status_code == 409
    assert f"The mail to {CHAD_MILITARY} is decided already: to be sent, administrator." in (
        answer.content.decode()
    )
    assert sorted(states(row).values()) == ["draft", "draft", "queued"]


def test_nobody_approves_words_that_they_have_not_read(
    planning: Client, administrator: User, row: Consultation
) -> None:
    values = [value_of(one) for one in drafts(row)]
    mail = row.messages.get(to_email=CHAD)
    invitations.edit(mail, subject="Other", body="Other {answer_link}", language="fr", who=None)
    answer = planning.post(review(row), {"deed": "approve_all", "every": values})
    assert answer.status_code == 409
    assert f"The mail to {CHAD} changed since you read it" in answer.content.decode()
    assert set(states(row).values()) == {"draft"}


def test_drafts_that_are_gone_are_not_approved(
    planning: Client, planner: User, row: Consultation
) -> None:
    values = [value_of(one) for one in drafts(row)]
    booking.cancel(row, reason="it falls", who=planner, version=row.version)
    answer = planning.post(review(row), {"deed": "approve_all", "every": values})
    assert answer.status_code == 409
    assert "What was to be told changed meanwhile" in answer.content.decode()


def test_a_draft_of_another_consultation_is_not_touched(
    planning: Client, planner: User, row: Consultation
) -> None:
    other = confirmed(planner, room=None, subject="Another", starts_at=row.starts_at
                      + timedelta(days=1), ends_at=row.ends_at + timedelta(days=1))  # fmt: skip
    values = [value_of(one) for one in drafts(other)]
    assert planning.post(review(row), {"deed": "approve", "chosen": values}).status_code == 409
    assert set(states(other).values()) == {"draft"}


def test_a_change_is_told_old_and_new(planning: Client, planner: User) -> None:
    row = moved(all_told(planner), planner)
    changes = planning.get(review(row)).context["drafts"][0].mail.changes
    assert [(one["was"], one["now"]) for one in changes] == [
        ("Tue 8 June 2027, 10:00–11:30 (New York, UTC−4)",
         "Tue 8 June 2027, 15:00–16:30 (New York, UTC−4)"),
    ]  # fmt: skip
    page = planning.get(review(row)).content.decode()
    assert "asks for an answer anew" in page
    assert "the room is needed" in page


def test_a_mail_is_read_as_mail_and_as_calendar_entry(planning: Client, row: Consultation) -> None:
    mail = row.messages.get(to_email=CHAD_MILITARY)
    answer = planning.get(f"/outbox/{mail.pk}/")
    fields = dict(answer.context["entry"].fields)
    assert (fields["Title"], fields["Begins"], fields["Place"]) == (
        "MINUSMA: renewal", "Tue 8 June 2027, 10:00", "Conference Room 7 (to be confirmed)",
    )  # fmt: skip
    assert fields["Guest"] == f"Col. Idriss <{CHAD_MILITARY}> (no answer yet)"
    page = answer.content.decode()
    assert "BEGIN:VCALENDAR" in page
    assert "‹the recipient&#x27;s personal link›" in page
    mail.refresh_from_db()
    assert (mail.ics, mail.stamped_at, mail.state) == ("", None, "draft")


def test_a_mail_that_was_approved_shows_the_calendar_part_that_was_frozen(
    planning: Client, planner: User
) -> None:
    mail = all_told(planner).messages.get(to_email=CHAD)
    entry = planning.get(f"/outbox/{mail.pk}/").context["entry"]
    assert (entry.frozen, entry.text) == (True, mail.ics)


def test_what_a_mail_says_is_shown_as_text(planning: Client, planner: User) -> None:
    row = confirmed(planner, aim="<script>alert(1)</script> http://example.org/x?a=1&b=2")
    page = planning.get(f"/outbox/{row.messages.first().pk}/").content.decode()  # type: ignore[union-attr]
    assert "<script>alert" not in page
    assert '<a href="http://example.org/x?a=1&amp;b=2" rel="nofollow">' in page


def test_words_are_edited_and_kept(planning: Client, row: Consultation) -> None:
    mail = row.messages.get(to_email=CHAD_MILITARY)
    told = {"seen": seen(mail), "language": "en", "subject": "My\r\nsubject",
            "body": f"My words\r\n{mail.body}"}  # fmt: skip
    assert planning.post(f"/outbox/{mail.pk}/", told).status_code == 302
    was = mail.body
    mail.refresh_from_db()
    assert (mail.subject, mail.body, mail.edited) == ("My subject", f"My words\n{was}", True)


def test_what_an_invitation_owes_cannot_be_edited_out(planning: Client, row: Consultation) -> None:
    mail = row.messages.get(to_email=CHAD_MILITARY)
    told = {"seen": seen(mail), "language": "en", "subject": "x", "body": "Come. {answer_link}"}
    answer = planning.post(f"/outbox/{mail.pk}/", told)
    assert answer.status_code == 400
    assert answer.context["form"].errors["body"] == [
        "Keep this in the text: “Tue 8 June 2027, 10:00–11:30 (New York, UTC−4)”.",
        "Keep this in the text: “Tue 8 June 2027, 14:00–15:30 (Bamako, UTC+0)”.",
        "Keep this in the text: “To hear the contributors”.",
        "Keep this in the text: “S/2017/478”.",
    ]
    wrapped = mail.body.replace("To hear the", "To hear\r\nthe")
    assert planning.post(f"/outbox/{mail.pk}/", {**told, "body": wrapped}).status_code == 302


def test_words_that_are_kept_as_they_were_are_not_edited(
    planning: Client, row: Consultation
) -> None:
    mail = row.messages.get(to_email=CHAD_MILITARY)
    told = {"seen": seen(mail), "language": "en", "subject": mail.subject, "body": mail.body}
    assert planning.post(f"/outbox/{mail.pk}/", told).status_code == 302
    mail.refresh_from_db()
    assert mail.edited is False


def test_the_personal_link_cannot_be_edited_out(planning: Client, row: Consultation) -> None:
    mail = row.messages.get(to_email=CHAD_MILITARY)
    told = {"seen": seen(mail), "language": "en", "subject": "x",
            "body": mail.body.replace("{answer_link}", "")}  # fmt: skip
    answer = planning.post(f"/outbox/{mail.pk}/", told)
    assert answer.status_code == 400
    assert answer.context["form"].errors["body"] == [
        "Keep {answer_link} in the text: the personal link is put there."
    ]


def test_another_language_writes_the_words_anew(planning: Client, row: Consultation) -> None:
    mail = row.messages.get(to_email=CHAD_MILITARY)
    told = {"seen": seen(mail), "language": "fr", "subject": mail.subject, "body": mail.body}
    assert planning.post(f"/outbox/{mail.pk}/", told).status_code == 302
    mail.refresh_from_db()
    assert (mail.language, mail.subject) == ("fr", "Invitation : MINUSMA: renewal")
    typed = {**told, "seen": seen(mail), "language": "en", "body": "typed {answer_link}"}
    assert planning.post(f"/outbox/{mail.pk}/", typed).status_code == 400


def test_editing_what_somebody_edited_meanwhile_keeps_what_was_typed(
    planning: Client, row: Consultation
) -> None:
    mail = row.messages.get(to_email=CHAD_MILITARY)
    told = {"seen": seen(mail), "language": "en", "subject": "Mine",
            "body": f"Mine {mail.body}"}  # fmt: skip
    invitations.edit(mail, subject="Theirs", body="{answer_link}", language="en", who=None)
    answer = planning.post(f"/outbox/{mail.pk}/", told)
    assert answer.status_code == 409
    assert answer.context["form"]["subject"].value() == "Mine"
    again = {**told, "seen": answer.context["form"]["seen"].value()}
    assert planning.post(f"/outbox/{mail.pk}/", again).status_code == 302


def test_what_was_typed_stays_readable_where_somebody_sent_it_meanwhile(
    planning: Client, planner: User, row: Consultation
) -> None:
    mail = row.messages.get(to_email=CHAD_MILITARY)
    told = {"seen": seen(mail), "language": "en", "subject": "x", "body": f"My words {mail.body}"}
    invitations.approve([mail], who=planner)
    answer = planning.post(f"/outbox/{mail.pk}/", told)
    assert answer.status_code == 409
    assert "My words For the attention of" in answer.content.decode()


def test_a_draft_that_was_overtaken_is_read_again_before_it_leaves(
    planning: Client, planner: User, row: Consultation
) -> None:
    mail = row.messages.get(to_email=CHAD)
    invitations.edit(mail, subject="x", body="{answer_link}", language="fr", who=planner)
    row.refresh_from_db()
    moved(row, planner)
    (stale,) = [one for one in planning.get(review(row)).context["drafts"] if one.mail.stale]
    assert (stale.mail.to_email, stale.ticked) == (CHAD, False)
    deed = planning.post(f"/outbox/{mail.pk}/approve/", {"seen": seen(stale.mail)})
    assert deed.status_code == 409
    planning.post(f"/outbox/{mail.pk}/reword/", {"seen": seen(stale.mail)})
    mail.refresh_from_db()
    assert (mail.stale, mail.edited) == (False, False)
    assert planning.post(f"/outbox/{mail.pk}/approve/", {"seen": seen(mail)}).status_code == 302


def test_one_mail_is_withheld_with_its_reason(planning: Client, row: Consultation) -> None:
    mail = row.messages.get(to_email=CHAD)
    without = planning.post(f"/outbox/{mail.pk}/withhold/", {"seen": seen(mail), "reason": ""})
    assert without.status_code == 400
    planning.post(f"/outbox/{mail.pk}/withhold/", {"seen": seen(mail), "reason": "called"})
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("withheld", "called")


def test_a_failed_mail_shows_the_servers_words_and_is_tried_again(
    planning: Client, planner: User
) -> None:
    mail = all_told(planner).messages.get(to_email=CHAD)
    said = "550 5.1.1 <mission@chad.example>: user unknown"
    Message.objects.filter(pk=mail.pk).update(state="failed", error=said)
    mail.refresh_from_db()
    invitations.was_not_told(mail)
    page = planning.get("/outbox/?state=failed").content.decode()
    assert "550 5.1.1 &lt;mission@chad.example&gt;: user unknown" in page
    assert "The address is wrong or gone" in page
    planning.post(f"/outbox/{mail.pk}/retry/", {"seen": seen(mail)})
    mail.refresh_from_db()
    assert mail.state == "queued"
    again = planning.post(f"/outbox/{mail.pk}/retry/", {"seen": seen(mail)})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("550 5.1.1 no such user", "The address is wrong or gone"),
        ("550 unknown", "The address is wrong or gone"),
        ("552 5.2.2 mailbox full", "The mailbox takes no mail now"),
        ("554 5.7.1 rejected by policy", "Their server refuses our mail"),
        ("Connection timed out", "Nothing that is written here can mend it"),
        ("", "No server gave a reason"),
    ],
)
def test_each_failure_names_a_cure(words: str, said: str) -> None:
    assert cure(words).startswith(said)


def test_readers_see_no_address(reader: User, signed_in: SignedIn, planner: User) -> None:
    row = all_told(planner)
    page = signed_in(reader).get(f"/consultations/{row.pk}/").content.decode()
    assert "Attendance forecast" in page
    assert "chad.example" not in page
    assert signed_in(reader).post(review(row), {"deed": "remind"}).status_code == 403


def test_pages_cost_the_same_queries_for_one_and_for_three(
    planning: Client, planner: User, row: Consultation
) -> None:
    mails = [one.pk for one in drafts(row)]
    row.messages.exclude(pk=mails[0]).update(state="withheld")
    paths = (review(row), "/outbox/", f"/consultations/{row.pk}/")
    planning.get(review(row))
    one = [queries(planning, path) for path in paths]
    row.messages.update(state="draft")
    assert [queries(planning, path) for path in paths] == one
    row.messages.filter(pk=mails[0]).update(state="withheld")
    single = queries(planning, "/outbox/?state=withheld")
    row.messages.update(state="withheld")
    assert queries(planning, "/outbox/?state=withheld") == single


def sent_long_ago(row: Consultation) -> None:
    """Every mail of *row* went out the day before yesterday."""
    long_ago = timezone.now() - timedelta(days=2)
    row.messages.update(state="sent", drafted_at=long_ago, sent_at=long_ago)


def test_the_section_counts_delegations_and_reminds_one_at_once(
    planning: Client, planner: User
) -> None:
    row = all_told(planner)
    found = planning.get(f"/consultations/{row.pk}/").context["invited_by_mail"]
    assert (found["told"], found["drafts"], found["queued"]) == (3, 0, 3)
    assert (len(found["waiting"]), found["silent"]) == (3, 2)
    row.invitations.filter(email=CHAD).update(partstat="ACCEPTED")
    Participation.objects.filter(name="Chad").update(partstat="ACCEPTED")
    found = planning.get(f"/consultations/{row.pk}/").context["invited_by_mail"]
    assert [one.invitation.email for one in found["waiting"]] == [FRANCE]
    sent_long_ago(row)
    told = {"deed": "remind", "invitation": of(row, FRANCE).pk}
    answer = planning.post(review(row), told, follow=True)
    assert [str(m) for m in answer.context["messages"]] == ["1 reminder is to be sent."]
    assert row.messages.filter(occasion="reminder").get().to_email == FRANCE


def test_reminders_to_all_are_drafts_and_pass_over_who_was_just_written_to(
    planning: Client, planner: User
) -> None:
    row = all_told(planner)
    sent_long_ago(row)
    row.messages.filter(to_email=FRANCE).update(drafted_at=timezone.now())
    answer = planning.post(review(row), {"deed": "remind"}, follow=True)
    assert answer.redirect_chain == [(review(row), 302)]
    assert [str(m) for m in answer.context["messages"]] == [
        "2 reminders are drafted: read them. "
        "1 address is left out: it was written to in the last 24 hours."
    ]
    assert {(one.to_email, one.occasion) for one in drafts(row)} == {
        (CHAD, "reminder"), (CHAD_MILITARY, "reminder"),
    }  # fmt: skip


def test_who_has_to_be_told_first_is_not_reminded(planning: Client, planner: User) -> None:
    row = moved(all_told(planner), planner)
    found = planning.get(f"/consultations/{row.pk}/").context["invited_by_mail"]
    assert (found["drafts"], found["waiting"]) == (3, [])


def test_planners_find_the_outbox_from_every_page_and_what_waits_on_today(
    planning: Client, reader: User, signed_in: SignedIn, row: Consultation
) -> None:
    page = planning.get("/").content.decode()
    assert "3 drafts wait to be read" in page
    assert page.count('href="/outbox/"') == 2
    assert 'href="/outbox/"' not in signed_in(reader).get("/").content.decode()


def test_nobody_is_reminded_who_has_answered(planning: Client, planner: User) -> None:
    row = all_told(planner)
    row.invitations.update(partstat="DECLINED")
    answer = planning.post(review(row), {"deed": "remind"})
    assert answer.status_code == 409
    assert "Nobody who was told of this time still has to answer." in answer.content.decode()


def test_the_forecast_counts_one_answer_a_delegation_by_side_and_level(planner: User) -> None:
    row = all_told(planner)
    Participation.objects.filter(name="Chad").update(partstat="ACCEPTED")
    row.invitations.filter(email=CHAD).update(level="expert", partstat="ACCEPTED")
    row.invitations.filter(email=CHAD_MILITARY).update(level="dpr", partstat="TENTATIVE")
    row.invitations.filter(email=FRANCE).update(level="pr")  # said of a time that is no more
    found = attendance(row, row.participations.all(), row.invitations.all())
    assert [(one.label, one.counts) for one in found.sides] == [
        ("member of the Council", (0, 0, 0, 0, 1, 0)),
        ("contributor", (1, 0, 0, 0, 0, 0)),
    ]  # fmt: skip
    assert [(one.label, one.counts) for one in found.levels] == [
        ("deputy permanent representatives", (1, 0, 0, 0, 0, 0)),
        ("experts, as asked", (0, 0, 0, 0, 1, 0)),
    ]
    assert (found.whole.counts, found.whole.total) == ((1, 0, 0, 0, 1, 0), 2)


def test_the_guest_list_and_the_link_for_video_are_edited(
    planning: Client, row: Consultation
) -> None:
    told = {"version": row.version, "subject": row.subject, "visibility": row.visibility,
            "aim": row.aim, "documents": row.documents, "guests_shown": "on",
            "video_url": "javascript:alert(1)"}  # fmt: skip
    edit = f"/consultations/{row.pk}/edit/"
    assert planning.post(edit, told).status_code == 400
    assert planning.post(edit, {**told, "video_url": "https://video.example/1"}).status_code == 302
    row.refresh_from_db()
    assert (row.guests_shown, row.video_url) == (True, "https://video.example/1")


WORDS = "/outbox/words/cancel/en/"


def test_the_words_of_mails_are_listed_with_who_rewrote_them(
    planning: Client, planner: User
) -> None:
    MailTemplate.objects.create(
        occasion="cancel", language="en", subject="Off: {subject}", body="{when}",
        changed_by=planner,
    )  # fmt: skip
    lines = planning.get("/outbox/words/").context["wordings"]
    assert len(lines) == 16
    assert [(one.occasion, one.language, one.subject) for one in lines if one.row] == [
        ("cancel", "en", "Off: {subject}")
    ]


def test_words_are_kept_tried_and_reset(planning: Client) -> None:
    own = {"seen": seen_words(shipped("cancel", "en")), "subject": "Off: {subject}",
           "body": "It was for {when}."}  # fmt: skip
    tried = planning.post(WORDS, {**own, "deed": "try"})
    assert tried.status_code == 200
    assert tried.context["preview"].subject.startswith("Off: Consultation before")
    assert MailTemplate.objects.count() == 0
    assert planning.post(WORDS, {**own, "deed": "keep"}).status_code == 302
    row = MailTemplate.objects.get()
    assert (row.subject, row.body, row.changed_by.username) == (  # type: ignore[union-attr]
        "Off: {subject}", "It was for {when}.", "planner",
    )  # fmt: skip
    again = {"deed": "reset", "seen": seen_words(Words(row.subject, row.body))}
    assert planning.post(WORDS, again).status_code == 302
    assert MailTemplate.objects.count() == 0


def test_an_unknown_placeholder_is_refused_beside_the_field(planning: Client) -> None:
    told = {"seen": "x", "subject": "{subject}", "body": "{when} {settings.SECRET_KEY} {nobody}"}
    answer = planning.post(WORDS, told)
    assert answer.status_code == 400
    assert answer.context["form"].errors["body"] == [
        "{nobody} is no placeholder of this mail: use those that are listed.",
        "Braces are for placeholders alone: write them as {name}, without spaces.",
    ]


def test_words_that_somebody_rewrote_meanwhile_are_not_overwritten(
    planning: Client, administrator: User
) -> None:
    own = {"seen": seen_words(shipped("cancel", "en")), "subject": "Mine", "body": "{when}"}
    MailTemplate.objects.create(
        occasion="cancel", language="en", subject="Theirs", body="{when}", changed_by=administrator
    )
    answer = planning.post(WORDS, {**own, "deed": "keep"})
    assert answer.status_code == 409
    assert "administrator changed this on" in answer.content.decode()
    assert answer.context["form"]["subject"].value() == "Mine"
    assert MailTemplate.objects.get().subject == "Theirs"
