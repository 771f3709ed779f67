"""Points, questions, meetings held: who reads what, what is sent, what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from consultations import records
from consultations.models import Consultation, Point, PointFollow, Question, RecordEdit, ReportBack
from consultations.pages import points as points_page
from tests.views.recorded import SECRET, TODAY, meeting, point, question, record

pytestmark = pytest.mark.django_db
Page = Callable[..., str]
Queries = Any


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def page(signed_in: Callable[[User], Client]) -> Page:
    """``page(reader, path)``: what that person reads there."""

    def read(who: User, path: str) -> str:
        return signed_in(who).get(path).content.decode()

    return read


def link(one: Point) -> str:
    return f"/records/points/{one.pk}/"


def test_a_report_back_after_its_due_day_is_done_late_as_the_review_counts_it(
    page: Page, planner: User
) -> None:
    late, timely = meeting("MINUSCA"), meeting("UNDOF", days=1)
    for one, done in ((late, date(2026, 11, 19)), (timely, date(2026, 11, 12))):
        ReportBack.objects.create(consultation=one, mode="oral", done_on=done)
    text = page(planner, "/records/")
    assert text.count('<span class="standing standing-late">Report-back done, late</span>') == 1
    assert text.count('<span class="standing standing-done">Report-back done</span>') == 1
    shown = page(planner, "/records/?state=late")
    assert (str(late.pk) in shown, str(timely.pk) in shown) == (True, False)


# Who is named.


@pytest.mark.parametrize(
    ("of_point", "of_record", "name", "group"),
    [
        ("", "none", 0, 0),
        ("", "group", 0, 1),
        ("", "named", 1, 0),
        ("none", "named", 0, 0),
        ("group", "named", 0, 1),
        ("named", "none", 1, 0),
    ],
)
def test_a_name_is_shown_only_where_point_or_record_say_named(
    page: Page, planner: User, of_point: str, of_record: str, name: int, group: int
) -> None:
    one = point(record(meeting(), attribution=of_record), attribution=of_point)
    found = [page(planner, path) for path in ("/records/points/", link(one))]
    assert [(SECRET in text, "Group of Five" in text) for text in found] == [
        (bool(name), bool(group))
    ] * 2


def test_the_history_of_a_point_names_nobody_that_the_point_does_not(
    page: Page, planner: User
) -> None:
    row = meeting()
    kept = record(row)
    pk = uuid4()
    typed = (("text", "Convoys"), ("raised_by", SECRET), ("group", "Group of Five"))
    records.apply(
        row, [records.Change(uuid4(), f"point:{pk}", f, "", v) for f, v in typed], who=planner
    )
    assert RecordEdit.objects.filter(record=kept, field="raised_by").exists()
    text = page(planner, f"/records/points/{pk}/")
    assert (SECRET in text, "Group of Five" in text, "Convoys" in text) == (False, False, True)
    Point.objects.update(attribution="named")
    assert SECRET in page(planner, f"/records/points/{pk}/")


def test_how_points_read_when_sent_names_nobody_either(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    kept = record(meeting())
    one, other = point(kept), point(kept, "Second", attribution="group", position=2)
    sent = {"point": [str(one.pk), str(other.pk)], "deed": "preview", "sent_to": "France"}
    text = signed_in(planner).post("/records/points/", sent).content.decode()
    assert "Convoys need escorts (not attributed)" in text
    assert "Second (raised by Group of Five)" in text
    assert SECRET not in text
    assert Point.objects.filter(sent_on=None).count() == 2


@pytest.mark.parametrize(("attribution", "named"), [("none", False), ("named", True)])
def test_who_asked_a_question_follows_its_attribution(
    page: Page, planner: User, attribution: str, named: bool
) -> None:
    question(record(meeting()), attribution=attribution)
    assert (SECRET in page(planner, "/records/questions/")) is named


# Closed meetings.


def test_a_closed_meeting_shows_a_convener_nothing_but_their_own(
    page: Page, convener: User, signed_in: Callable[[User], Client]
) -> None:
    own, other = meeting(subject="Ours"), meeting("UNMISS", 1, subject="Theirs")
    own.convener_user.add(convener)
    mine = point(record(own, "Our issue"), "Ours to read", theme="ours")
    theirs = point(record(other, "Their issue"), "Not for them", theme="hidden theme")
    question(theirs.record, "Their question")
    lists = ["/records/", "/records/points/", "/records/questions/", "/records/issues/"]
    text = "".join(page(convener, path) for path in lists)
    hidden = ("Theirs", "Not for them", "hidden theme", "Their question", "Their issue", "UNMISS")
    assert [word for word in hidden if word in text] == []
    assert "Ours to read" in text
    client = signed_in(convener)
    assert [client.get(link(one)).status_code for one in (mine, theirs)] == [200, 404]
    assert client.get(f"/records/points/?meeting={other.pk}").status_code == 200
    assert "Theirs" not in page(convener, f"/records/points/?meeting={other.pk}")
    assert client.get(f"/consultations/{other.pk}/how-it-went/").status_code == 403


def test_a_later_closed_meeting_is_not_named_beside_a_point(page: Page, convener: User) -> None:
    own, later = meeting(), meeting("UNMISS", 1, subject="A closed talk")
    own.convener_user.add(convener)
    one = point(record(own))
    PointFollow.objects.create(point=one, consultation=later, how="continues", note="see there")
    text = page(convener, link(one))
    assert ("A closed talk" in text, "see there" in text) == (False, False)


def test_nothing_is_told_of_a_meeting_that_was_cancelled(page: Page, planner: User) -> None:
    row = meeting(status="cancelled", cancelled_reason="moved")
    point(record(row), "Gone")
    assert "Gone" not in page(planner, "/records/points/")


# Outcomes.


@pytest.mark.parametrize("shown", ["organisers", "readers"])
@pytest.mark.parametrize("group", ["planner", "reader", "convener"])
def test_outcomes_are_shown_as_the_record_says(
    person: Callable[[str], User], page: Page, shown: str, group: str
) -> None:
    row = meeting()
    who = person(group)
    row.convener_user.add(person("convener"))
    kept = record(row, outcome_shown=shown)
    one = point(kept, in_text="partly", text_paragraph="12", outcome_reason="in other words")
    seen = records.sees_outcome(who, row, kept)
    assert seen is (group != "reader" or shown == "readers")
    assert points_page.rows(who).get(pk=one.pk).outcome_seen == seen
    for path in ("/records/points/", link(one)):
        text = page(who, path)
        assert ("para. 12" in text, "in other words" in text) == (seen, seen)


def test_outcomes_that_are_not_shown_cannot_be_found_by_their_filter(
    page: Page, reader: User, planner: User
) -> None:
    point(record(meeting()), in_text="reflected", sent_on=date(2026, 11, 12))
    found = {
        (who.username, outcome): "Convoys" in page(who, f"/records/points/?outcome={outcome}")
        for who in (reader, planner)
        for outcome in ("reflected", "no", "sent", "unsent")
    }
    assert found == {
        ("reader", "reflected"): False, ("reader", "no"): False, ("reader", "sent"): True,
        ("reader", "unsent"): False, ("planner", "reflected"): True, ("planner", "no"): False,
        ("planner", "sent"): True, ("planner", "unsent"): False,
    }  # fmt: skip


def outcome(**values: str) -> dict[str, str]:
    return {"deed": "outcome", "in_text": "partly", "outcome_from": "penholder"} | values


def test_an_outcome_is_recorded_with_who_told_us(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    one = point(record(meeting()))
    told = outcome(in_draft="no", outcome_reason="said elsewhere", text_paragraph="12 (a)")
    assert signed_in(planner).post(link(one), told).status_code == 302
    one.refresh_from_db()
    assert (one.in_draft, one.in_text, one.text_paragraph, one.outcome_from) == (
        "no", "partly", "12 (a)", "penholder",
    )  # fmt: skip
    assert one.raised_by == SECRET


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (outcome(outcome_from=""), "Say who told us."),
        (outcome(in_text="no"), "Say the reason, or that none was given."),
        ({"deed": "nonsense"}, "Say what is to be recorded."),
    ],
)
def test_an_outcome_without_its_source_or_reason_is_asked_again(
    signed_in: Callable[[User], Client], planner: User, told: dict[str, str], sentence: str
) -> None:
    one = point(record(meeting()))
    answer = signed_in(planner).post(link(one), told)
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)
    one.refresh_from_db()
    assert (one.in_text, one.outcome_from) == ("", "")


def test_only_planners_record_what_became_of_points(
    signed_in: Callable[[User], Client], reader: User
) -> None:
    one = point(record(meeting()))
    client = signed_in(reader)
    answers = [
        client.post(link(one), outcome()), client.post("/records/points/", {"point": str(one.pk)}),
        client.post("/records/questions/", {}),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [403, 403, 403]


# Sent to the penholder.


def test_several_points_are_sent_at_once(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    kept = record(meeting())
    one, two, three = (point(kept, f"Point {n}", position=n) for n in (1, 2, 3))
    told = {"point": [str(one.pk), str(three.pk)], "sent_on": "2026-11-12", "sent_to": "France",
            "deed": "send"}  # fmt: skip
    assert signed_in(planner).post("/records/points/?mission=MINUSCA", told).status_code == 302
    assert list(Point.objects.order_by("position").values_list("sent_on", "sent_to")) == [
        (date(2026, 11, 12), "France"), (None, ""), (date(2026, 11, 12), "France"),
    ]  # fmt: skip
    edits = RecordEdit.objects.filter(field="sent_on", who=planner)
    assert {edit.item for edit in edits} == {f"point:{one.pk}", f"point:{three.pk}"}
    assert two.sent_on is None


def test_all_points_listed_are_sent_with_one_tick(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    kept = record(meeting())
    listed = [str(point(kept, f"Point {n}", position=n).pk) for n in (1, 2)]
    point(kept, "On another page", position=3)
    told = {"listed": listed, "all": "on", "sent_on": "2026-11-12", "sent_to": "France"}
    assert signed_in(planner).post("/records/points/", told).status_code == 302
    sent = Point.objects.exclude(sent_on=None).order_by("position")
    assert list(sent.values_list("text", flat=True)) == ["Point 1", "Point 2"]


@pytest.mark.parametrize("told", [{"sent_on": "2026-11-12", "sent_to": "France"}, {"sent_to": ""}])
def test_points_are_sent_only_with_a_tick_a_day_and_a_name(
    signed_in: Callable[[User], Client], planner: User, told: dict[str, str]
) -> None:
    one = point(record(meeting()))
    told = told if told.get("sent_on") else told | {"point": str(one.pk)}
    assert signed_in(planner).post("/records/points/", told).status_code == 400
    assert not Point.objects.exclude(sent_on=None).exists()


# Taken up again.


def test_a_point_is_followed_into_a_later_meeting_and_back(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    one, later = point(record(meeting())), meeting(days=7, subject="The next talk")
    client = signed_in(planner)
    told = {"deed": "follow", "consultation": str(later.pk), "how": "answered", "note": "there"}
    assert client.post(link(one), told).status_code == 302
    text = client.get(link(one)).content.decode()
    assert "Answered in" in text
    assert "The next talk" in text
    back = {"deed": "unfollow", "follow": str(PointFollow.objects.get().pk)}
    assert client.post(link(one), back).status_code == 302
    assert not PointFollow.objects.exists()


def test_a_point_is_not_followed_into_an_earlier_meeting(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    one, earlier = point(record(meeting())), meeting(days=-7)
    told = {"deed": "follow", "consultation": str(earlier.pk), "how": "continues"}
    answer = signed_in(planner).post(link(one), told)
    assert (answer.status_code, PointFollow.objects.count()) == (409, 0)


# Questions.


def test_a_question_is_due_ten_working_days_after_it_was_asked_an_incident_two(
    page: Page, planner: User
) -> None:
    kept = record(meeting())  # Tue 10 November 2026; Wed 11 November is a working day there
    question(kept, "Helicopters?")
    question(kept, "The attack?", incident=True, asked_on=date(2026, 11, 12))
    text = page(planner, "/records/questions/?state=overdue")
    assert ("The attack?" in text, "Helicopters?" in text) == (True, False)
    text = page(planner, "/records/questions/?state=open")
    assert ("Tue 24 November 2026" in text, "Mon 16 November 2026" in text) == (True, True)


def test_an_answer_closes_a_question_also_in_a_closed_record(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    one = question(record(meeting(), closed_at=TODAY))
    told = {"question": str(one.pk), "answered_on": "2026-11-18", "answer": "In March."}
    assert signed_in(planner).post("/records/questions/", told).status_code == 302
    assert Question.objects.values_list("answered_on", "answer").get() == (
        date(2026, 11, 18), "In March.",
    )  # fmt: skip
    assert RecordEdit.objects.filter(item=f"question:{one.pk}").count() == 2


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"answered_on": "2026-11-09"}, "It cannot be answered before it was asked"),
        ({"answered_on": "2026-11-21"}, "That day is to come"),
        ({"answer": "In March."}, "Say on which day it was answered."),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_the_cure(
    signed_in: Callable[[User], Client], planner: User, told: dict[str, str], sentence: str
) -> None:
    one = question(record(meeting()))
    answer = signed_in(planner).post("/records/questions/", told | {"question": str(one.pk)})
    assert (answer.status_code, sentence in answer.content.decode()) == (409, True)


# Two people at once.


def hidden(text: str, within: str) -> dict[str, str]:
    """What a form of the page sends unchanged: each field with what was seen in it."""
    form = text[text.index(within) :].partition("</form>")[0]
    found = re.findall(r'name="was:(\w+)" value="([^"]*)"', form)
    return {f"was:{name}": unescape(value) for name, value in found} | {
        name: unescape(value) for name, value in found
    }


@pytest.fixture
def two(signed_in: Callable[[User], Client], planner: User, administrator: User) -> list[Client]:
    return [signed_in(planner), signed_in(administrator)]


def outcome_page(client: Client, one: Point) -> dict[str, str]:
    text = client.get(link(one)).content.decode()
    return {"deed": "outcome"} | hidden(text, 'value="outcome"')


def test_what_another_recorded_meanwhile_is_not_undone_by_an_older_page(two: list[Client]) -> None:
    one = point(record(meeting()), outcome_reason="first draft", outcome_from="penholder")
    first, second = (outcome_page(client, one) for client in two)
    first |= {"in_draft": "no", "outcome_reason": "first draft of May", "sent_to": "France"}
    second |= {"in_text": "partly", "outcome_reason": "the first draft", "text_paragraph": "12"}
    answers = [client.post(link(one), told, follow=True) for client, told in
               zip(two, (first, second), strict=True)]  # fmt: skip
    beside = [b"Somebody else wrote meanwhile" in answer.content for answer in answers]
    assert beside == [False, True]
    one.refresh_from_db()
    assert (one.in_draft, one.in_text, one.text_paragraph, one.sent_to) == (
        "no", "partly", "12", "France",
    )  # fmt: skip
    assert one.outcome_reason == "the first draft of May"


def test_a_choice_or_a_day_that_two_changed_is_refused_with_what_was_typed(
    two: list[Client],
) -> None:
    one = point(record(meeting()))
    first, second = (outcome_page(client, one) for client in two)
    first |= {"in_draft": "no", "outcome_reason": "too long", "outcome_from": "penholder",
              "theme": "mines"}  # fmt: skip
    assert two[0].post(link(one), first).status_code == 302
    second |= {"in_draft": "reflected", "outcome_from": "penholder", "text_paragraph": "12"}
    answer = two[1].post(link(one), second)
    text = answer.content.decode()
    said = "In the draft: while you had this page open planner wrote “not reflected” (Fri 20"
    assert (answer.status_code, said in text) == (409, True)
    one.refresh_from_db()
    assert (one.in_draft, one.text_paragraph) == ("no", "")
    again = hidden(text, 'value="outcome"')
    assert (again["was:in_draft"], again["was:outcome_reason"]) == ("no", "too long")
    assert '<option value="reflected" selected>' in text
    assert 'value="mines"' in text
    assert two[1].post(link(one), again | second | {
        name: value for name, value in again.items() if name.startswith("was:")
    } | {"outcome_reason": "too long", "theme": "mines"}).status_code == 302  # fmt: skip
    one.refresh_from_db()
    assert (one.in_draft, one.outcome_reason, one.text_paragraph, one.theme) == (
        "reflected", "too long", "12", "mines",
    )  # fmt: skip


def test_an_outcome_that_two_leave_without_its_source_is_not_recorded(two: list[Client]) -> None:
    one = point(record(meeting()), in_draft="partly", outcome_from="penholder")
    first, second = (outcome_page(client, one) for client in two)
    assert two[0].post(link(one), first | {"in_draft": "", "outcome_from": ""}).status_code == 302
    answer = two[1].post(link(one), second | {"in_text": "partly"})
    assert (answer.status_code, "Say who told us." in answer.content.decode()) == (409, True)
    one.refresh_from_db()
    assert (one.in_draft, one.in_text, one.outcome_from) == ("", "", "")


def test_points_that_were_sent_meanwhile_keep_their_day(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    kept = record(meeting())
    one, two = (point(kept, f"Point {n}", position=n) for n in (1, 2))
    records.set_outcome(one, who=None, sent_on="2026-11-11", sent_to="Italy")
    told = {"point": [str(one.pk), str(two.pk)], "sent_on": "2026-11-12", "sent_to": "France"}
    text = signed_in(planner).post("/records/points/", told, follow=True).content.decode()
    said = ("1 point is noted as sent.", "1 point was sent before, and stays as it was noted")
    assert [words in text for words in said] == [True, True]
    assert list(Point.objects.order_by("position").values_list("sent_on", "sent_to")) == [
        (date(2026, 11, 11), "Italy"), (date(2026, 11, 12), "France"),
    ]  # fmt: skip


def answer_page(client: Client, one: Question) -> dict[str, str]:
    text = client.get("/records/questions/").content.decode()
    return {"question": str(one.pk)} | hidden(text, f'value="{one.pk}"')


def test_two_answers_to_one_question_are_both_kept(two: list[Client]) -> None:
    one = question(record(meeting()))
    first, second = (answer_page(client, one) for client in two)
    for client, told, words in ((two[0], first, "In March."), (two[1], second, "Not before May.")):
        told |= {"answered_on": "2026-11-18", "answer": words}
        assert client.post("/records/questions/", told).status_code == 302
    one.refresh_from_db()
    assert (one.answered_on, one.answer) == (date(2026, 11, 18), "In March. Not before May.")


def test_another_day_of_an_answer_than_was_entered_meanwhile_is_refused(two: list[Client]) -> None:
    one = question(record(meeting()))
    first, second = (answer_page(client, one) for client in two)
    first |= {"answered_on": "2026-11-18", "answer": "In March."}
    assert two[0].post("/records/questions/", first).status_code == 302
    answer = two[1].post("/records/questions/", second | {"answered_on": "2026-11-17"})
    text = answer.content.decode()
    said = "Answered on: while you had this page open planner wrote “Wed 18 November 2026”"
    assert (answer.status_code, said in text, 'value="2026-11-17"' in text) == (409, True, True)
    one.refresh_from_db()
    assert (one.answered_on, one.answer) == (date(2026, 11, 18), "In March.")


# Meetings held.


def kinds(text: str) -> list[str]:
    """The subjects of the meetings listed, in order."""
    return [one.partition("</a>")[0].rpartition(">")[2] for one in text.split('scope="row">')[1:]]


def test_meetings_stand_by_what_is_still_to_be_settled(page: Page, planner: User) -> None:
    meeting("MINUSCA", subject="A")  # nothing noted; oral report-back was due on the 12th
    noted = record(meeting("UNMISS", 1, subject="B"))
    closed = record(meeting("MONUSCO", 2, subject="C"), closed_at=TODAY)
    fresh = record(meeting("UNIFIL", 9, subject="D"))
    ReportBack.objects.create(
        consultation=closed.consultation, mode="oral", done_on=date(2026, 11, 13)
    )
    ReportBack.objects.create(
        consultation=noted.consultation, mode="not_needed", reason="he was there"
    )
    found = {
        state: kinds(page(planner, f"/records/?state={state}"))
        for state in ("", "note", "close", "due", "overdue", "done", "closed")
    }
    assert found == {
        "": ["D", "C", "B", "A"], "note": ["A"], "close": ["D", "B"], "due": ["D"],
        "overdue": ["A"], "done": ["C", "B"], "closed": ["C"],
    }  # fmt: skip
    assert fresh.consultation.subject == "D"


def test_a_written_report_back_alone_is_due_by_its_own_day(page: Page, planner: User) -> None:
    row = meeting(days=8)  # Wed 18 November 2026
    ReportBack.objects.create(consultation=row, mode="written")
    text = page(planner, "/records/")
    assert ("written, by" in text, "Mon 23 November 2026" in text) == (True, True)


def test_meetings_are_narrowed_by_mission_and_year(page: Page, planner: User) -> None:
    meeting("MINUSCA", subject="A")
    meeting("UNMISS", -400, subject="B")
    assert kinds(page(planner, "/records/?mission=UNMISS")) == ["B"]
    assert kinds(page(planner, "/records/?year=2026")) == ["A"]
    assert kinds(page(planner, "/records/?year=no-year")) == []


@pytest.mark.parametrize(
    "path", ["/records/", "/records/points/", "/records/questions/", "/records/issues/"]
)
def test_where_nothing_is_recorded_the_page_says_what_to_do_next(
    page: Page, reader: User, path: str
) -> None:
    assert 'class="empty"' in page(reader, path)


COSTS = {"/records/": 20, "/records/points/": 10, "/records/questions/": 19}


@pytest.mark.parametrize("path", COSTS)
def test_a_list_costs_the_same_queries_for_one_row_and_for_three(
    signed_in: Callable[[User], Client], planner: User, django_assert_num_queries: Queries,
    path: str,
) -> None:  # fmt: skip
    client = signed_in(planner)
    for n, acronym in enumerate(("MINUSCA", "UNMISS", "MONUSCO")):
        kept = record(meeting(acronym, n), "convoys")
        point(kept, mission=kept.consultation.cycle_mission)
        question(kept)
        if n != 1:
            with django_assert_num_queries(COSTS[path]):
                client.get(path)


def test_the_self_check_begins_with_what_can_be_computed(
    page: Page, planner: User, signed_in: Callable[[User], Client]
) -> None:
    row = meeting(aim="To hear", documents="S/2026/1", announced_on=date(2026, 10, 26))
    ours = {one.letter: (one.value, one.computed) for one in records.suggestions(row, None)}
    assert ours == {
        "a": ("unknown", False), "b": ("kept", True), "c": ("kept", True),
        "d": ("unknown", False), "e": ("kept", True),
    }  # fmt: skip
    told = {"a": "partly", "b": "kept", "c": "kept", "d": "no", "e": "kept", "deed": "self-check"}
    address = f"/consultations/{row.pk}/how-it-went/"
    assert signed_in(planner).post(address, told).status_code == 302
    kept = records.of(row)
    assert kept is not None
    assert kept.self_check == {k: v for k, v in told.items() if k != "deed"}


@pytest.mark.parametrize(
    ("aim", "documents", "announced", "found"),
    [
        ("To hear", "", date(2026, 11, 2), ("partly", "partly")),
        ("", "", date(2026, 11, 9), ("no", "no")),
        ("", "S/2026/1", None, ("unknown", "partly")),
    ],
)
def test_notice_and_aim_are_judged_as_they_were(
    aim: str, documents: str, announced: date | None, found: tuple[str, str]
) -> None:
    row = meeting(aim=aim, documents=documents, announced_on=announced)
    ours = {one.letter: one.value for one in records.suggestions(row, None)}
    assert (ours["b"], ours["c"]) == found


def test_feedback_is_told_by_side_and_without_a_name(
    signed_in: Callable[[User], Client], planner: User
) -> None:
    row = meeting()
    address, client = f"/consultations/{row.pk}/how-it-went/", signed_in(planner)
    for dialogue in ("2", "5"):
        told = {"deed": "feedback", "side": "contributors", "dialogue": dialogue, "worth": "4"}
        assert client.post(address, told).status_code == 302
    assert client.post(address, {"deed": "feedback", "dialogue": "6"}).status_code == 400
    text = client.get(address).content.decode()
    assert ("3.5" in text, "4.0" in text) == (True, True)
    assert Consultation.objects.get().feedbacks.count() == 2
    assert timedelta(days=10) == TODAY - row.starts_at
