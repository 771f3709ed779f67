"""A record as it is typed, over the wire: who may, what is refused and how, what comes back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from consultations import records
from consultations.models import Attendance, Consultation, Point
from consultations.pages import record_changes

pytestmark = pytest.mark.django_db
AFTER = datetime(2027, 6, 9, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _afterwards():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def row(told_once: UUID):
    return Consultation.objects.get(pk=told_once)


@pytest.fixture
def open_page(row, planner, signed_in):
    return signed_in(planner)


def url(row, tail="changes/"):
    return f"/consultations/{row.pk}/record/{tail}"


def change(item="record", field="discussion", value="words", base="", name=None):
    return {"change": str(name or uuid4()), "item": item, "field": field, "base": base,
            "value": value}  # fmt: skip


def send(client, row, *changes, since=0, **more):
    body = json.dumps({"since": since, "changes": list(changes)})
    return client.post(url(row), body, content_type="application/json", **more)


def test_what_is_typed_goes_in_and_the_record_comes_back(open_page, row):
    records.open_record(row, who=None)
    one, two = change(), change("point:" + str(uuid4()), "text", "More helicopters")
    wrong = change(two["item"], "sent_on", "soon")
    answer = send(open_page, row, one, two, wrong)
    told = answer.json()
    assert (answer.status_code, told["revision"], told["closed"]) == (200, 1, False)
    assert told["done"] == [one["change"], two["change"]]
    assert told["refused"] == [
        {
            "change": wrong["change"], "item": wrong["item"], "field": "sent_on",
            "sentence": "sent to the penholder on: write the day as year-month-day.",
        }
    ]  # fmt: skip
    fields = {item["item"]: item["fields"] for item in told["items"]}
    assert fields["record"]["discussion"] == "words"
    assert fields[two["item"]]["text"] == "More helicopters"
    assert len(told["items"]) == 4  # two delegations beside them
    assert "no-store" in answer["Cache-Control"]


def test_a_page_asks_what_changed_since_it_was_told(open_page, row, administrator, signed_in):
    send(open_page, row, change())
    other = signed_in(administrator)
    news = other.get(url(row), {"since": "0"}).json()
    assert [item["item"] for item in news["items"]] == ["record"]
    assert [one["who"] for one in news["others"]] == ["planner"]
    assert other.get(url(row), {"since": "1"}).json()["items"] == []
    assert open_page.get(url(row), {"since": "1"}).json()["others"] == []


def test_who_may_not_is_told_in_words(row, signed_in, reader, convener):
    stranger = Client().post(url(row), "{}", content_type="application/json")
    assert (stranger.status_code, stranger.json()["sentence"]) == (
        401, "You are signed out: sign in again, and go on.",
    )  # fmt: skip
    assert Client().get(url(row)).status_code == 401
    for who in (reader, convener):
        for answer in (send(signed_in(who), row, change()), signed_in(who).get(url(row))):
            assert (answer.status_code, answer.json()) == (
                403, {"sentence": "Planning and booking are for planners."},
            )  # fmt: skip


def test_words_of_one_person_are_not_taken_from_another_who_signed_in_meanwhile(
    open_page, row, planner, administrator, signed_in
):
    other, body = signed_in(administrator), {"who": str(planner.pk), "changes": [change()]}
    answers = [
        other.post(url(row), json.dumps(body), content_type="application/json"),
        other.get(url(row), {"since": "0", "who": str(planner.pk)}),
    ]
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (401, {"sentence": "Somebody else is signed in by now: sign in again, and go on.",
               "other": True}),
    ] * 2  # fmt: skip
    assert records.of(row) is None
    assert open_page.post(url(row), json.dumps(body), content_type="application/json").json()[
        "done"
    ]
    assert f'data-who="{planner.pk}"' in open_page.get(url(row, "")).content.decode()


def test_without_the_token_of_the_form_nothing_is_done(row, planner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(planner)
    assert send(client, row, change()).status_code == 403
    assert records.of(row) is None


def test_another_method_is_answered_405_and_no_meeting_404(open_page, row):
    answer = open_page.delete(url(row))
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    nowhere = f"/consultations/{uuid4()}/record/changes/"
    assert (open_page.get(nowhere).status_code, open_page.get(nowhere).json()["sentence"]) == (
        404, "There is no such meeting.",
    )  # fmt: skip


BROKEN = [
    b"", b"{", b"[]", b"null", b'"x"', b'{"changes": {}}', b'{"changes": [1]}', b"\xff\xfe",
    b"[" * 100_000, b'{"changes": [], "since": "x"}', b'{"changes": [], "since": NaN}',
    json.dumps({"changes": [change() | {"change": "7"}]}).encode(),
    json.dumps({"changes": [change() | {"value": 7}]}).encode(),
    json.dumps({"changes": [change() | {"base": None}]}).encode(),
]  # fmt: skip


def test_what_cannot_be_read_is_refused_in_words(open_page, row):
    for body in BROKEN:
        answer = open_page.post(url(row), body, content_type="application/json")
        assert (answer.status_code, [*answer.json()]) == (400, ["sentence"]), body[:80]
    assert open_page.get(url(row), {"since": "x"}).status_code == 400
    assert open_page.get(url(row), {"since": "-7"}).status_code == 200
    assert open_page.get(url(row), {"since": "9" * 40}).status_code == 200
    assert records.of(row) is None


def test_too_much_at_once_is_refused_in_words(open_page, row, settings, monkeypatch):
    answer = send(open_page, row, *[change() for _n in range(201)])
    assert (answer.status_code, answer.json()["sentence"]) == (
        413, "These are too many changes at once: send no more than 200.",
    )  # fmt: skip
    monkeypatch.setattr(record_changes, "LARGEST", 400)
    assert send(open_page, row, change(value="x" * 500)).status_code == 413
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 300
    assert send(open_page, row, change(value="x" * 500)).status_code == 413
    assert records.of(row) is None


HOSTILE = (
    "'; DROP TABLE consultations_point; --", "<script>alert(1)</script>", "nul\x00byte",
    "half \ud800 of one", "\u202e\U0001f4a5", "=cmd|' /C calc'!A0", "{{ 7|add:7 }}",
)  # fmt: skip


def test_hostile_text_is_kept_as_text(open_page, row):
    items = [f"point:{uuid4()}" for _text in HOSTILE]
    sent = [change(item, "text", text) for item, text in zip(items, HOSTILE, strict=True)]
    sent += [change(text, "text", text) for text in HOSTILE]
    sent += [change("record", text, text) for text in HOSTILE]
    sent += [change(f"point:{row.pk}:x", "text", "x"), change("record:x", "theme", "x")]
    told = send(open_page, row, *sent).json()
    assert told["done"] == [one["change"] for one in sent[: len(HOSTILE)]]
    assert len(told["refused"]) == len(sent) - len(HOSTILE)
    plain = {text.replace("\x00", "").replace("\ud800", "") for text in HOSTILE}
    assert {*Point.objects.values_list("text", flat=True)} == plain


def test_a_closed_record_answers_409_with_the_record_as_it_stands(open_page, row, planner):
    before = change()
    send(open_page, row, before)
    records.open_record(row, who=planner)
    Attendance.objects.update(state="present")
    records.report_back(row, mode="oral", who=planner)
    records.close(row, who=planner, version=row.version)
    answer = send(open_page, row, change(value="after", base="words"))
    told = answer.json()
    assert (answer.status_code, told["closed"]) == (409, True)
    assert told["sentence"] == ("The record is closed: open it again, saying why, to change it.")
    assert told["items"][0]["fields"]["discussion"] == "words"
    again = send(open_page, row, before)
    assert (again.status_code, again.json()["done"]) == (200, [before["change"]])


def test_a_meeting_that_does_not_stand_takes_nothing(open_page, row):
    Consultation.objects.filter(pk=row.pk).update(status="cancelled", cancelled_reason="why")
    assert send(open_page, row, change()).status_code == 409
    assert records.of(row) is None


def test_saving_and_asking_cost_the_same_for_one_line_and_for_sixty(
    open_page, row, django_assert_num_queries
):
    records.open_record(row, who=None)
    lines = [f"attendance:{uuid4()}" for _n in range(60)]
    with django_assert_num_queries(20):
        send(open_page, row, change(lines[0], "name", "State 0"))
    named = [change(line, "name", f"State {n}") for n, line in enumerate(lines) if n]
    with django_assert_num_queries(20):
        send(open_page, row, *named, since=1)
    with django_assert_num_queries(11):
        open_page.get(url(row), {"since": "1"})
    with django_assert_num_queries(6):
        open_page.get(url(row), {"since": "2"})


# The deeds beside it.


def deed(client, row, name, **data):
    row.refresh_from_db()
    return client.post(url(row, f"{name}/"), {"version": row.version} | data)


def test_a_record_is_settled_closed_and_opened_again_by_its_forms(open_page, row, planner):
    records.open_record(row, who=planner)
    row.participations.update(partstat="ACCEPTED")
    done = [
        deed(open_page, row, "everyone"),
        deed(
            open_page, row, "report-back", mode="oral", done_on="2027-06-09", to_whom="the Council"
        ),
        deed(open_page, row, "tags", names="mobility; protection of civilians"),
        deed(open_page, row, "self-check", a="kept", b="partly", c="kept", d="no", e="unknown"),
        deed(open_page, row, "feedback", side="council", dialogue="4", impact="", worth="5"),
        deed(open_page, row, "close"),
        deed(open_page, row, "reopen", reason="a name was wrong"),
        deed(open_page, row, "withdraw-report-back", mode="oral"),
    ]
    assert [one.status_code for one in done] == [302] * 8
    assert done[1]["Location"] == f"/consultations/{row.pk}/record/#report-back"
    record = records.of(row)
    assert [tag.name for tag in record.tags.all()] == ["mobility", "protection of civilians"]
    assert record.self_check == {"a": "kept", "b": "partly", "c": "kept", "d": "no", "e": "unknown"}
    assert [(one.dialogue, one.impact, one.worth) for one in row.feedbacks.all()] == [(4, None, 5)]
    row.refresh_from_db()
    assert (row.status, record.is_closed, row.report_backs.count()) == ("held", False, 0)


def test_a_deed_is_for_planners_by_post_and_of_those_there_are(row, signed_in, reader, open_page):
    assert deed(signed_in(reader), row, "close").status_code == 403
    assert open_page.get(url(row, "close/")).status_code == 405
    assert deed(open_page, row, "no-such-deed").status_code == 404
    assert open_page.post(f"/consultations/{uuid4()}/record/close/", {}).status_code == 404
