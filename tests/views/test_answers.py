"""Answers as officers see them: the list, uploads, another time beside this one, phone calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consultations import answers, booking
from consultations.answers import flooding
from consultations.invitations import token_of
from consultations.models import Consultation, Deed, Invitation, Message, Reply
from tests.consultations.answering import came, mail, notice, reply
from tests.consultations.invited import CHAD, FRANCE, booked, of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OTHER = "DTSTART:20270609T140000Z\nDTEND:20270609T153000Z\nCOMMENT:our minister\\, then"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MAIL_AUTHSERV_ID = "trust"
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def row(db, told_once, planner):
    return Consultation.objects.get(pk=told_once)


@pytest.fixture
def client(planner, signed_in):
    return signed_in(planner)


@pytest.fixture
def counter(row):
    return came(reply(row, method="COUNTER", more=OTHER))


def text(answer):
    return " ".join(answer.content.decode().split())


def upload(client, data, name="a.ics"):
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    return client.post("/answers/upload/", {"file": file})


def fields(answer, deed):
    """What the form of *deed* would send as it is shown."""
    form = answer.context["forms"][deed]
    return {name: form[name].value() or "" for name in form.fields}


def test_the_list_shows_what_waits_first_and_all_of_it_by_parts(client, row, counter):
    came(reply(row, "ACCEPTED", who=FRANCE), sender=FRANCE)
    came(reply(row, who="crasher@example.org"))
    waiting = client.get("/answers/")
    assert [one.code or one.counter for one in waiting.context["page"]] == ["uninvited", "open"]
    assert [(tab.name, tab.count) for tab in waiting.context["tabs"]] == [
        ("waiting", 2), ("counted", 1), ("counters", 1), ("returned", 0), ("settled", 0),
        ("all", 3),
    ]  # fmt: skip
    assert "crasher@example.org is not invited to this consultation." in text(waiting)


def test_an_uploaded_answer_is_counted_on_the_word_of_who_brings_it(client, row, planner):
    answer = upload(client, reply(row))
    found = Reply.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/answers/{found.pk}/")
    assert (found.outcome, found.via, found.entered_by) == ("counted", "upload", planner)
    assert of(row, CHAD).partstat == "ACCEPTED"


def test_the_same_upload_again_says_that_nothing_changed(client, row):
    upload(client, reply(row))
    answer = client.get(upload(client, reply(row))["Location"])
    assert "This came before: nothing changed." in text(answer)


def test_a_pasted_mail_is_taken_in(client, row):
    client.post("/answers/upload/", {"text": mail(reply(row)).decode()})
    assert (Reply.objects.get().outcome, of(row, CHAD).partstat) == ("counted", "ACCEPTED")


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, "Choose a file, or paste the text of the answer."),
        ({"text": "  \r\n"}, "Choose a file, or paste the text of the answer."),
        ({"text": "nul\x00byte"}, "Null characters are not allowed."),
        ({"text": "x" * 600_000}, "Ensure this value has at most 500000 characters"),
    ],
)
def test_an_upload_that_is_none_is_refused_beside_the_field(client, sent, problem):
    answer = client.post("/answers/upload/", sent)
    assert answer.status_code == 400
    assert problem in text(answer)
    assert Reply.objects.count() == 0


def test_fifty_megabytes_are_refused_beside_the_field(client):
    answer = upload(client, b"BEGIN:VCALENDAR\r\n" + b"a" * 50_000_000)
    assert answer.status_code == 400
    assert "That is larger than 1 MB: no answer is." in text(answer)


def test_hostile_words_are_shown_as_words(client, row):
    upload(client, reply(row, more="COMMENT:<script>alert(1)</script>{{ 7|add:7 }}"))
    answer = client.get(f"/answers/{Reply.objects.get().pk}/")
    assert b"<script>alert" not in answer.content
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in answer.content


def test_another_time_stands_beside_the_present_one(client, row, counter, planner):
    booked(planner, starts_at=counter.proposed_start_at, ends_at=counter.proposed_end_at,
           subject="The other one", missions=[], cycle_mission=None, room=None)  # fmt: skip
    answer = client.get(f"/answers/{counter.pk}/")
    shown = text(answer)
    assert "Tue 8 June 2027" in shown
    assert "Wed 9 June 2027" in shown
    (meeting,) = answer.context["proposed"].meetings
    assert (meeting.row.subject, meeting.same_room, meeting.shared) == (
        "The other one", False, ("Chad", "France"),
    )  # fmt: skip
    assert "our minister, then" in shown


def test_the_proposed_time_is_taken_in_one_click_and_everybodys_update_is_drafted(
    client, row, counter, planner
):
    page = client.get(f"/answers/{counter.pk}/")
    answer = client.post(f"/answers/{counter.pk}/accept/", fields(page, "accept"))
    assert answer["Location"] == f"/consultations/{row.pk}/outbox/"
    row.refresh_from_db()
    counter.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (counter.proposed_start_at, counter.proposed_end_at)
    assert (counter.counter, counter.decided_by) == ("accepted", planner)
    drafts = row.messages.filter(state="draft")
    assert sorted((one.occasion, one.asks_anew) for one in drafts) == [("update", True)] * 3
    assert Deed.objects.filter(consultation=row, verb="move").get().reason == (
        "Another time suits better"
    )


def test_the_proposed_time_is_not_taken_where_the_consultation_changed_meanwhile(
    client, row, counter, planner
):
    page = client.get(f"/answers/{counter.pk}/")
    sent = fields(page, "accept") | {"reason": "typed by hand"}
    Consultation.objects.update(version=99)
    answer = client.post(f"/answers/{counter.pk}/accept/", sent)
    assert answer.status_code == 409
    assert "typed by hand" in text(answer)
    row.refresh_from_db()
    assert row.starts_at != counter.proposed_start_at
    again = client.post(f"/answers/{counter.pk}/accept/", fields(answer, "accept"))
    assert again.status_code == 302


def test_findings_that_changed_since_are_read_first(client, counter):
    sent = fields(client.get(f"/answers/{counter.pk}/"), "accept") | {"seen": "others"}
    answer = client.post(f"/answers/{counter.pk}/accept/", sent)
    assert answer.status_code == 409
    assert "The findings changed since you read them" in text(answer)


def test_the_proposed_time_is_not_taken_where_its_room_is(client, row, counter, planner):
    booked(planner, starts_at=counter.proposed_start_at, ends_at=counter.proposed_end_at,
           subject="The other one", missions=[], cycle_mission=None)  # fmt: skip
    page = client.get(f"/answers/{counter.pk}/")
    assert "in the same room, Conference Room 7" in text(page)
    answer = client.post(f"/answers/{counter.pk}/accept/", fields(page, "accept"))
    assert answer.status_code == 409
    counter.refresh_from_db()
    assert counter.counter == "open"


def test_a_time_that_is_declined_is_answered_with_the_reason(client, row, counter):
    answer = client.post(f"/answers/{counter.pk}/decline/", {"reason": "The Council sits then."})
    assert answer["Location"] == f"/answers/{counter.pk}/"
    counter.refresh_from_db()
    sent = Message.objects.get(occasion="declinecounter")
    assert (counter.counter, counter.message) == ("declined", sent)
    assert (sent.method, sent.to_email, sent.state) == ("DECLINECOUNTER", CHAD, "queued")
    assert client.get(f"/answers/{counter.pk}/").context["forms"] == {}


def test_a_time_proposed_for_what_was_cancelled_since_can_only_be_declined(
    client, row, counter, planner
):
    booking.cancel(row, reason="it falls", who=planner, version=row.version)
    assert set(client.get(f"/answers/{counter.pk}/").context["forms"]) == {"decline"}
    client.post(f"/answers/{counter.pk}/decline/", {"reason": "It fell."})
    assert Reply.objects.get().counter == "declined"
    assert not Message.objects.filter(occasion="declinecounter").exists()


def test_who_comes_second_reads_who_was_first(client, counter):
    client.post(f"/answers/{counter.pk}/decline/", {"reason": "no"})
    answer = client.post(f"/answers/{counter.pk}/decline/", {"reason": "no again"})
    assert answer.status_code == 409
    assert "The proposal is declined already, by planner." in text(answer)


def test_a_reason_is_needed(client, counter):
    answer = client.post(f"/answers/{counter.pk}/decline/", {"reason": ""})
    assert (answer.status_code, Reply.objects.get().counter) == (400, "open")


def test_what_was_set_aside_is_admitted_on_an_officers_word(client, row, planner):
    aside = came(reply(row, who=CHAD), sender="assistant@elsewhere.example")
    assert aside.code == "sender_other"
    client.post(f"/answers/{aside.pk}/admit/", {"reason": "They called: it is their assistant."})
    aside.refresh_from_db()
    assert (aside.outcome, aside.decided_by, aside.decision_reason) == (
        "counted", planner, "They called: it is their assistant.",
    )  # fmt: skip
    assert of(row, CHAD).partstat == "ACCEPTED"


def test_an_answer_of_one_uninvited_is_admitted_for_somebody_invited(client, row):
    aside = came(reply(row, "TENTATIVE", who="crasher@example.org"))
    refused = client.post(f"/answers/{aside.pk}/admit/", {"reason": "theirs"})
    assert refused.status_code == 400
    sent = {"reason": "theirs", "invitation": of(row, FRANCE).pk}
    client.post(f"/answers/{aside.pk}/admit/", sent)
    assert of(row, FRANCE).partstat == "TENTATIVE"


def test_what_cannot_count_is_dismissed_and_stays_with_the_reason(client, row):
    aside = came(reply("00000000-0000-4000-8000-000000000000"))
    page = client.get(f"/answers/{aside.pk}/")
    assert set(page.context["forms"]) == {"dismiss"}
    refused = client.post(f"/answers/{aside.pk}/admit/", {"reason": "why not"})
    assert refused.status_code == 409
    client.post(f"/answers/{aside.pk}/dismiss/", {"reason": "another planner's"})
    aside.refresh_from_db()
    assert (aside.outcome, aside.decision_reason) == ("dismissed", "another planner's")


def test_a_delegate_is_invited_from_the_answer_that_names_them(client, row):
    named = came(reply(row, "DELEGATED", params=';DELEGATED-TO="mailto:deputy@chad.example"'))
    page = client.get(f"/answers/{named.pk}/")
    assert fields(page, "delegate")["email"] == "deputy@chad.example"
    sent = {"email": "deputy@chad.example", "name": "The deputy"}
    client.post(f"/answers/{named.pk}/delegate/", sent)
    assert Invitation.objects.get(email="deputy@chad.example").delegated_from == of(row, CHAD)
    assert "delegate" not in client.get(f"/answers/{named.pk}/").context["forms"]


def test_a_phone_call_is_entered_by_hand(client, row, planner):
    path = f"/consultations/{row.pk}/answers/{of(row, FRANCE).pk}/"
    version = client.get(path).context["form"]["version"].value()
    sent = {"version": version, "answer": "ACCEPTED", "attending": "A. B.", "level": "dpr",
            "comment": "Mr C. called"}  # fmt: skip
    answer = client.post(path, sent)
    assert answer["Location"] == f"/consultations/{row.pk}/"
    one = of(row, FRANCE)
    assert (one.partstat, one.attending, one.level, one.answered_via) == (
        "ACCEPTED", "A. B.", "dpr", "hand",
    )  # fmt: skip
    assert Reply.objects.get().entered_by == planner


def test_a_phone_call_about_what_changed_meanwhile_is_not_recorded(client, row):
    path = f"/consultations/{row.pk}/answers/{of(row, FRANCE).pk}/"
    answer = client.post(path, {"version": 1, "answer": "DECLINED", "comment": "she said no"})
    assert answer.status_code == 409
    assert "The consultation changed since you opened this page" in text(answer)
    assert "she said no" in text(answer)
    assert of(row, FRANCE).partstat == "NEEDS-ACTION"


def test_a_phone_call_after_the_meeting_is_not_recorded(client, row, planner, clock):
    clock.move_to(row.ends_at + timedelta(hours=1))
    client.force_login(planner)  # of half a year ago nobody is signed in
    path = f"/consultations/{row.pk}/answers/{of(row, FRANCE).pk}/"
    assert "The consultation is over." in text(client.get(path))
    sent = {"version": row.version, "answer": "ACCEPTED"}
    assert client.post(path, sent).status_code == 409


def test_a_returned_mail_says_what_the_server_said(client, row):
    row.messages.update(state="sent")
    mail_id = row.messages.get(to_email=CHAD).message_id
    found = answers.read(notice(mail_id), via="mail")
    shown = text(client.get(f"/answers/{found.pk}/"))
    assert "5.1.1 smtp; 550 5.1.1 No such user here" in shown


def test_the_list_costs_the_same_for_many(client, row, django_assert_max_num_queries):
    for n in range(30):
        came(reply(row, who=f"crasher{n}@example.org"))
    with django_assert_max_num_queries(9):
        client.get("/answers/?show=all")


def test_line_breaks_in_the_fields_of_forms_make_no_lines_of_mails_or_calendars(
    client, row, counter
):
    path = f"/consultations/{row.pk}/answers/{of(row, FRANCE).pk}/"
    hand = {"version": row.version, "answer": "ACCEPTED", "attending": "A\r\nBcc: x@y.example",
            "comment": "one\r\nEND:VEVENT"}  # fmt: skip
    client.post(path, hand)
    assert (of(row, FRANCE).attending, of(row, FRANCE).comment) == (
        "A Bcc: x@y.example", "one\nEND:VEVENT",
    )  # fmt: skip
    client.post(f"/answers/{counter.pk}/decline/", {"reason": "no\r\nATTENDEE:mailto:x@y.example"})
    sent = Message.objects.get(occasion="declinecounter")
    assert "\r\n" not in sent.subject
    names = [line.partition(":")[0] for line in sent.ics.split("\r\n")]
    assert [name for name in names if name.startswith("ATTENDEE")] == [
        name for name in names if name.startswith("ATTENDEE;")
    ]
    refused = client.post(path, hand | {"delegated_to": "a@b.example\r\nBcc: x@y.example"})
    assert refused.status_code == 400


def test_somebody_else_who_is_named_waits_until_they_are_invited_or_nobody_is(client, row):
    link = f"/answer/{token_of(of(row, CHAD))}/"
    sent = {"deed": "delegate", "email": "Deputy@chad.example", "name": "Maj. Mahamat"}
    assert client.post(link, sent).status_code == 302
    (found,) = client.get("/answers/").context["page"]
    assert client.get("/").context["arrived"] == 1
    page = client.get(f"/answers/{found.pk}/")
    told = fields(page, "delegate")
    assert (told["email"], told["name"]) == ("deputy@chad.example", "Maj. Mahamat")
    client.post(f"/answers/{found.pk}/delegate/", told)
    assert client.get("/").context["arrived"] == 0

    other = f"/answer/{token_of(of(row, FRANCE))}/"
    client.post(other, {"deed": "delegate", "email": "adjoint@france.example", "name": ""})
    (waits,) = client.get("/answers/").context["page"]
    client.post(f"/answers/{waits.pk}/dismiss/", {"reason": "they come themselves"})
    waits.refresh_from_db()
    assert (waits.outcome, client.get("/").context["arrived"]) == ("counted", 0)


def test_taking_another_time_tells_nobody_who_proposed_it_or_why(client, row, counter):
    page = client.get(f"/answers/{counter.pk}/")
    form = page.context["forms"]["accept"]
    assert form["reason"].label == "Reason, which all invitees read"
    client.post(f"/answers/{counter.pk}/accept/", fields(page, "accept"))
    bodies = " ".join(row.messages.filter(state="draft").values_list("body", flat=True))
    assert "Another time suits better" in bodies
    assert "minister" not in bodies


def test_more_text_than_a_request_may_bring_is_refused_beside_the_field(client):
    answer = client.post("/answers/upload/", {"text": "x" * (11 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "That is more than this page takes: upload the file." in text(answer)


def test_an_upload_needs_its_token(planner, row):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(planner)
    assert strict.post("/answers/upload/", {"text": reply(row)}).status_code == 403
    assert Reply.objects.count() == 0


def test_an_hour_that_the_clocks_leave_out_is_no_other_time(client, row):
    link = f"/answer/{token_of(of(row, CHAD))}/?language=en"
    sent = {"deed": "another-time", "day": "2027-03-14", "start": "02:30", "end": "03:00"}
    answer = client.post(link, sent)
    assert answer.status_code == 400
    assert "There is no such hour on that day" in text(answer)
    assert client.post(link, sent | {"start": "01:30"}).status_code == 302  # half an hour
    (kept,) = Reply.objects.all()
    assert kept.proposed_end_at - kept.proposed_start_at == timedelta(minutes=30)


def test_a_link_is_no_means_to_fill_the_record(client, row, clock):
    link, said = f"/answer/{token_of(of(row, CHAD))}/", []
    for n in range(31):
        clock.shift(1)
        sent = {"deed": "answer", "answer": "ACCEPTED", "comment": str(n)}
        said.append(client.post(link, sent).status_code)
    assert said == [302] * 30 + [409]


def test_what_is_no_answer_is_called_so(client):
    noise = answers.read(b"From: a@example.org\nSubject: You won\n\nhello", via="mail")
    page = text(client.get(f"/answers/{noise.pk}/"))
    assert "Not an answer" in page
    assert "not an answer: <span" in page


def test_of_one_sender_so_much_is_kept_in_a_day_and_the_rest_counted(monkeypatch):
    monkeypatch.setattr(flooding, "MOST_ROWS", 3)
    monkeypatch.setattr(flooding, "MOST_BYTES", 100)
    words = [f"From: a@example.org\nSubject: {n}\n\n{'x' * 40}".encode() for n in range(5)]
    for one in words:
        answers.read(one, via="mail")
    rows = Reply.objects.order_by("pk")
    assert [(bool(one.raw), one.times) for one in rows] == [(True, 1), (False, 1), (False, 3)]
