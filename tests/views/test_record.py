"""The record's page: who may write and who reads, the plain form, two people at once, closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import records
from consultations.models import Attendance, Consultation, Participation, Point, Question
from consultations.pages.record_settling import lacking
from tests.consultations.invited import booked, confirmed

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
BEFORE, AFTER = datetime(2027, 5, 10, 16, tzinfo=UTC), datetime(2027, 6, 9, 16, tzinfo=UTC)
SCREEN, READING = 31, 26  # queries
HOSTILE = "\"><script>alert(1)</script> & 'x' {{ 7 }} </textarea>"


class Form(HTMLParser):
    """What a browser would send: every named control of the record's form, as it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside, self.area, self.data = False, "", {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name = told.get("name") or ""
        self.inside = self.inside or told.get("id") == "record-form"
        if not self.inside:
            return
        if tag == "textarea":
            self.area, self.data[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and (self.select not in self.data or "selected" in told):
            self.data[self.select] = told.get("value") or ""
        elif tag == "input" and (told.get("type") != "checkbox" or "checked" in told):
            self.data[name] = told.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area
        self.inside = self.inside and tag != "form"

    def handle_data(self, data: str) -> None:
        if self.inside and self.area:
            self.data[self.area] += data.removeprefix("\n")


@pytest.fixture(autouse=True)
def _afterwards() -> Iterator[None]:
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def row(planner: User) -> Consultation:
    """Chad and France were invited to a meeting that has ended; its record is open."""
    with time_machine.travel(BEFORE, tick=False):
        row = confirmed(planner)
    records.open_record(row, who=planner)
    return row


@pytest.fixture
def client(signed_in: SignedIn, planner: User) -> Client:
    return signed_in(planner)


def url(row: Consultation) -> str:
    return f"/consultations/{row.pk}/record/"


def sent_by(client: Client, row: Consultation) -> dict[str, str]:
    return Form(client.get(url(row)).content.decode()).data


def field(item: Any, name: str) -> str:
    kind = {Attendance: "attendance", Point: "point", Question: "question"}[type(item)]
    return f"f:{kind}:{item.pk}:{name}"


def of(row: Consultation, name: str) -> Attendance:
    return row.record.attendances.get(name=name)


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_before_it_is_opened_the_page_says_how(client: Client, planner: User) -> None:
    row = booked(planner)
    answer = client.get(url(row))
    assert answer.templates[0].name == "records/record_none.html"
    assert 'name="open"' in text_of(answer)
    assert client.post(url(row), {"open": "1"}).headers["Location"] == url(row)
    assert client.get(url(row)).templates[0].name == "records/record.html"
    assert sorted(row.record.attendances.values_list("name", flat=True)) == ["Chad", "France"]


def test_looking_opens_no_record(client: Client, planner: User) -> None:
    row = booked(planner)
    client.get(url(row))
    assert records.of(row) is None


def test_a_meeting_that_is_cancelled_has_none(client: Client, planner: User) -> None:
    row = booked(planner)
    Consultation.objects.filter(pk=row.pk).update(status="cancelled", cancelled_reason="x")
    assert 'name="open"' not in text_of(client.get(url(row)))
    assert client.post(url(row), {"open": "1"}).status_code == 409
    typed = {"was:record:discussion": "", "f:record:discussion": "words"}
    answer = client.post(url(row), typed)
    assert (answer.status_code, records.of(row)) == (409, None)


def test_words_typed_while_the_meeting_was_cancelled_are_shown_again(
    client: Client, row: Consultation
) -> None:
    Consultation.objects.filter(pk=row.pk).update(status="cancelled", cancelled_reason="x")
    typed = {"was:record:discussion": "", "f:record:discussion": "words of a cancelled meeting"}
    answer = client.post(url(row), typed)
    assert (answer.status_code, "words of a cancelled meeting" in text_of(answer)) == (409, True)


def test_the_form_as_it_stands_changes_nothing(client: Client, row: Consultation) -> None:
    row.record.points.create(text="one\n\ntwo", removed=False)
    before = records.state(row)
    assert client.post(url(row), sent_by(client, row)).status_code == 302
    assert records.state(row)["items"] == before["items"]


def test_the_whole_form_is_saved_without_a_script(client: Client, row: Consultation) -> None:
    data = sent_by(client, row)
    data[field(of(row, "Chad"), "state")] = "present"
    data[field(of(row, "Chad"), "military")] = "true"
    new = next(name for name in data if name.startswith("f:point:") and name.endswith(":text"))
    data |= {new: "Helicopters", "f:record:discussion": "First line\r\nSecond"}
    assert client.post(url(row), data).status_code == 302
    chad = of(row, "Chad")
    assert (chad.state, chad.military, of(row, "France").state) == ("present", True, "unknown")
    row.record.refresh_from_db()
    assert row.record.discussion == "First line\nSecond"
    assert list(row.record.points.values_list("text", flat=True)) == ["Helicopters"]


def test_a_box_whose_tick_is_taken_away_is_saved(client: Client, row: Consultation) -> None:
    Attendance.objects.filter(name="Chad").update(spoke=True)
    data = sent_by(client, row)
    del data[field(of(row, "Chad"), "spoke")]
    client.post(url(row), data)
    assert of(row, "Chad").spoke is False


def test_two_forms_sent_one_after_the_other_lose_no_word(
    client: Client, row: Consultation, signed_in: SignedIn, administrator: User
) -> None:
    point = row.record.points.create(text="patrols need fuel")
    mine, other = sent_by(client, row), signed_in(administrator)
    theirs = sent_by(other, row)
    mine[field(point, "text")] = "patrols need fuel and water"
    theirs[field(point, "text")] = "the northern patrols need fuel"
    theirs[field(of(row, "Chad"), "state")] = "excused"
    assert (client.post(url(row), mine).status_code, other.post(url(row), theirs).status_code) == (
        302, 302,
    )  # fmt: skip
    point.refresh_from_db()
    assert point.text == "the northern patrols need fuel and water"
    assert of(row, "Chad").state == "excused"


def test_who_said_that_they_come_is_noted_with_one_button(
    client: Client, row: Consultation
) -> None:
    Participation.objects.filter(name="Chad").update(partstat="ACCEPTED")
    point = row.record.points.create(text="old")
    data = sent_by(client, row) | {"everyone": "1", field(point, "text"): "new"}
    client.post(url(row), data)
    point.refresh_from_db()
    assert (of(row, "Chad").state, of(row, "France").state) == ("present", "unknown")
    assert point.text == "new"


def test_a_wrong_value_is_said_at_its_field_and_the_rest_is_saved(
    client: Client, row: Consultation
) -> None:
    data = sent_by(client, row)
    data |= {"f:record:next_look_on": "soon", "f:record:discussion": "kept"}
    answer = client.post(url(row), data)
    assert answer.status_code == 400
    box = answer.context["own"]["next_look_on"]
    assert (box.value, box.was) == ("soon", "")
    assert "year-month-day" in box.sentence
    row.record.refresh_from_db()
    assert row.record.discussion == "kept"


def test_words_that_meet_a_closed_record_are_shown_again(
    client: Client, row: Consultation, planner: User
) -> None:
    data = sent_by(client, row) | {"f:record:discussion": "typed too late"}
    closed(row, planner)
    answer = client.post(url(row), data)
    assert (answer.status_code, answer.context["unsaved"]) == (
        409, [("what was discussed", "typed too late")],
    )  # fmt: skip


def closed(row: Consultation, planner: User) -> None:
    Attendance.objects.filter(name="Chad").update(state="present")
    records.report_back(row, mode="oral", who=planner)
    records.close(row, who=planner, version=row.version)


def test_a_closed_record_is_read_and_can_be_opened_again(
    client: Client, row: Consultation, planner: User
) -> None:
    closed(row, planner)
    answer = client.get(url(row))
    assert answer.templates[0].name == "records/record_read.html"
    row.refresh_from_db()
    deed = f"{url(row)}reopen/"
    assert client.post(deed, {"version": row.version, "reason": ""}).status_code == 400
    client.post(deed, {"version": row.version, "reason": "a point was forgotten"})
    assert client.get(url(row)).templates[0].name == "records/record.html"


def test_what_lacks_leads_to_its_cure(row: Consultation, planner: User) -> None:
    assert [one.url for one in lacking(row, row.record, noted=False)] == [
        "#attendance", "#report-back",
    ]  # fmt: skip
    with time_machine.travel(BEFORE, tick=False):
        found = lacking(row, row.record, noted=False)
    assert found[0].url == row.get_absolute_url()


@pytest.mark.parametrize(
    ("attribution", "shown"),
    [("none", [False, False]), ("group", [False, True]), ("named", [True, False])],
)
def test_readers_are_told_names_as_far_as_the_attribution_goes(
    signed_in: SignedIn, reader: User, row: Consultation, attribution: str, shown: list[bool]
) -> None:
    record = row.record
    record.attribution = attribution
    record.save()
    record.points.create(text="Fuel", raised_by="A delegation", group="African members")
    record.questions.create(text="When?", asked_by="A delegation")
    Attendance.objects.update(state="present", spoke=True, people="Col. Idriss")
    page = text_of(signed_in(reader).get(url(row)))
    assert [words in page for words in ("A delegation", "African members")] == shown
    assert (("spoke" in page), "Col. Idriss" in page) == (attribution == "named", False)


def test_an_earlier_meeting_closed_to_the_reader_is_not_named(
    signed_in: SignedIn, convener: User, row: Consultation
) -> None:
    earlier = Consultation.objects.create(
        kind="crisis", subject="Before all this", starts_at=BEFORE, ends_at=AFTER, status="held"
    )
    row.record.continues = earlier
    row.record.save()
    Consultation.objects.filter(pk=row.pk).update(visibility="journal")
    assert "Before all this" not in text_of(signed_in(convener).get(url(row)))
    Consultation.objects.filter(pk=earlier.pk).update(visibility="journal")
    assert "Before all this" in text_of(signed_in(convener).get(url(row)))


def test_a_point_may_be_told_otherwise_than_its_record(
    signed_in: SignedIn, reader: User, row: Consultation
) -> None:
    row.record.points.create(text="Fuel", raised_by="A delegation", attribution="named")
    assert "A delegation" in text_of(signed_in(reader).get(url(row)))


def test_outcomes_are_shown_to_whom_the_record_says(
    signed_in: SignedIn, reader: User, row: Consultation
) -> None:
    record = row.record
    record.points.create(text="Fuel", in_text="partly", text_paragraph="OP 12")
    client = signed_in(reader)
    assert "OP 12" not in text_of(client.get(url(row)))
    record.outcome_shown = "readers"
    record.save()
    assert "OP 12" in text_of(client.get(url(row)))


def test_whoever_sees_no_details_sees_no_record(
    signed_in: SignedIn, convener: User, row: Consultation
) -> None:
    row.record.points.create(text="Fuel")
    client = signed_in(convener)
    assert client.get(url(row)).status_code == 403
    assert client.post(url(row), {"open": "1"}).status_code == 403
    answer = client.get(f"/consultations/{row.pk}/")
    assert answer.templates[0].name == "consultation_closed.html"
    assert url(row) not in text_of(answer)


def test_readers_cannot_write(signed_in: SignedIn, reader: User, row: Consultation) -> None:
    client = signed_in(reader)
    answer = client.get(url(row))
    assert answer.templates[0].name == "records/record_read.html"
    assert "<textarea" not in text_of(answer)
    assert client.post(url(row), {"was:record:theme": "", "f:record:theme": "x"}).status_code == 403


def test_hostile_text_is_shown_and_sent_back_as_it_is(
    client: Client, row: Consultation, planner: User, signed_in: SignedIn, reader: User
) -> None:
    record = row.record
    record.discussion, record.theme = f"\n{HOSTILE}", HOSTILE
    record.save()
    record.points.create(text=HOSTILE, theme=HOSTILE[:50])
    record.attendances.create(name=HOSTILE, people=HOSTILE)
    page = text_of(client.get(url(row)))
    assert "<script>alert" not in page
    assert HOSTILE in Form(page).data["f:record:discussion"]
    before = records.state(row)["items"]
    client.post(url(row), sent_by(client, row))
    assert records.state(row)["items"] == before
    assert "<script>alert" not in text_of(signed_in(reader).get(url(row)))


def test_one_who_came_uninvited_has_a_line_to_take_out(client: Client, row: Consultation) -> None:
    data = sent_by(client, row)
    name = next(key for key in data if key.startswith("f:attendance:") and key.endswith(":name"))
    data |= {name: "Holy See", name.replace(":name", ":state"): "present"}
    client.post(url(row), data)
    line = of(row, "Holy See")
    assert (line.state, line.participation) == ("present", None)
    client.post(url(row), sent_by(client, row) | {field(line, "removed"): "true"})
    assert of(row, "Holy See").removed is True


def test_who_was_invited_since_is_offered(client: Client, row: Consultation) -> None:
    Participation.objects.create(consultation=row, name="Togo", category="contributor")
    assert client.get(url(row)).context["invited_since"] == 1
    client.post(url(row), {"open": "1"})
    assert client.get(url(row)).context["invited_since"] == 0


def test_the_page_of_the_meeting_tells_how_its_record_stands(
    client: Client, row: Consultation, planner: User
) -> None:
    def found() -> Any:
        return client.get(f"/consultations/{row.pk}/").context["kept"]

    before = found()
    assert (before.present, before.listed, before.points) == (0, 2, 0)
    assert before.due.oral_by == date(2027, 6, 9)
    row.record.points.create(text="Fuel")
    row.record.points.create(text="Out", removed=True)
    closed(row, planner)
    after = found()
    assert (after.present, after.points, after.record.is_closed) == (1, 1, True)
    assert [one.row.mode for one in after.reports] == ["oral"]


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("lines", [1, 3])
def test_the_screen_costs_the_same_however_many_lines(
    client: Client, row: Consultation, lines: int
) -> None:
    fill(row, lines)
    assert queries(client, url(row)) == SCREEN


@pytest.mark.parametrize("lines", [1, 3])
def test_reading_costs_the_same_however_many_lines(
    signed_in: SignedIn, reader: User, row: Consultation, lines: int
) -> None:
    fill(row, lines)
    assert queries(signed_in(reader), url(row)) == READING


def fill(row: Consultation, lines: int) -> None:
    for n in range(lines):
        mission = row.missions.first()
        row.record.points.create(text=f"Point {n}", mission=mission, theme=f"Theme {n}")
        row.record.questions.create(text=f"Question {n}")
        row.record.panellists.create(name=f"Panellist {n}")
        row.record.inputs.create(name=f"Input {n}")
        row.record.attendances.create(name=f"Guest {n}", state="present")
