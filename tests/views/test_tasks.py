"""The list of tasks and its small forms: who may, what is refused and kept, what is not shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import tasks
from consultations.models import Consultation, Point, Question, Record, TaskMark
from consultations.pages.task_lines import line
from consultations.pages.tasks import Narrowed
from tests.views.stories import CYCLE, EXPIRY, at, headquarters, renewal

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
LIST, SETTLE = "/records/tasks/", "/records/tasks/settle/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Friday 2 June 2017: the pack of documents for Thursday 8 June is due."""
    with time_machine.travel(at(6, 2, 12), tick=False):
        yield


@pytest.fixture
def planning(planner: User, signed_in: SignedIn) -> Client:
    return signed_in(planner)


def booked(day: int = 8, **terms: Any) -> Consultation:
    """A consultation without a mission, in June 2017, booked in May."""
    told: dict[str, Any] = {
        "kind": "informal_triangular", "subject": f"Meeting of {day} June", "status": "confirmed",
        "starts_at": at(6, day, 10), "ends_at": at(6, day, 11, 30), "visibility": "journal",
    }  # fmt: skip
    with time_machine.travel(at(5, 2, 12), tick=False):
        return Consultation.objects.create(**(told | terms))


def of(row: Consultation, task: str = "pack", **more: str) -> dict[str, str]:
    return {"task": task, "subject": f"consultation:{row.pk}", "seen": "", "deed": "done", **more}


def parts(page: Any) -> dict[str, list[str]]:
    """The ids of the tasks of meetings, by part of the list."""
    return {
        part.name: [
            one.task.id for one in part.lines if one.task.of.scope == "consultation"
        ] for part in page.context["parts"]
    }  # fmt: skip


def test_an_empty_installation_says_when_tasks_appear(planning: Client) -> None:
    page = planning.get(LIST).content.decode()
    assert "Tasks appear as soon as a consultation is booked." in page


def test_tasks_stand_under_overdue_this_week_later_and_not_noted_in_time(planning: Client) -> None:
    booked(), booked(1, subject="Yesterday's")
    found = parts(planning.get(LIST))
    assert found["overdue"][:2] == ["aim_and_documents", "aim_agreed"]
    assert found["week"][:2] == ["report_back_oral", "agenda_scope"]
    assert found["later"][:2] == ["report_back_written", "feedback"]
    assert found["missed"][:2] == ["aim_and_documents", "aim_agreed"]
    assert found["undated"] == []


def test_a_task_shows_its_day_its_count_and_who_asks(planning: Client) -> None:
    headquarters()
    row = booked()
    page = planning.get(LIST, {"consultation": str(row.pk), "paragraph": "R2017-66b"})
    text = " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
    assert "Tue 6 June 2017 2 working days left" in text
    assert "2 working days before the meeting (Thu 8 June 2017)" in text
    assert "2017 report, para. 66 : Ms. Novosseloff (panellist)" in text
    assert 'href="/register/R2017-66b/"' in page.content.decode()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"mission": "MINUSMA"}, {"MINUSMA's"}),
        ({"month": "2017-07"}, {"In July"}),
        ({"paragraph": "R2017-63a"}, {"MINUSMA's"}),
        ({"consultation": "MINUSMA's"}, {"MINUSMA's"}),
    ],
)
def test_the_list_is_narrowed(planning: Client, query: dict[str, str], wanted: set[str]) -> None:
    headquarters()
    mission = renewal("MINUSMA")
    row = booked(subject="MINUSMA's", cycle_mission=mission, expires_on=EXPIRY)
    booked(9, subject="Another", visibility="invitees")
    booked(subject="In July", starts_at=at(7, 20, 10), ends_at=at(7, 20, 11), visibility="invitees")
    told = {name: str(row.pk) if name == "consultation" else v for name, v in query.items()}
    page = planning.get(LIST, told)
    names = {
        one.task.of.name for part in page.context["parts"] for one in part.lines
        if one.task.of.scope == "consultation"
    }  # fmt: skip
    assert names == wanted


def test_what_of_the_address_cannot_be_read_is_said(planning: Client) -> None:
    page = planning.get(LIST, {"month": "June", "paragraph": "R1", "consultation": "x"})
    assert page.context["narrowed"].wrong == (
        "“June” is not a month: write it as 2017-06.", "There is no such consultation.",
        "“R1” is not in the register.",
    )  # fmt: skip
    assert page.context["narrowed"].query == Narrowed().query == ""


def test_a_planner_ticks_a_task_and_comes_back_to_its_line(planning: Client, planner: User) -> None:
    row = booked()
    answer = planning.post(SETTLE, of(row, back=f"{LIST}?settled=1"))
    assert (answer.status_code, answer["Location"]) == (
        302, f"{LIST}?settled=1#task-pack-consultation-{row.pk}",
    )  # fmt: skip
    mark = TaskMark.objects.get()
    assert (mark.task, mark.state, mark.on, mark.who, mark.consultation) == (
        "pack", "done", date(2017, 6, 2), planner, row,
    )  # fmt: skip
    assert f"{mark.get_state_display()}" in planning.get(f"{LIST}?settled=1").content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "", "x"])
def test_it_leads_back_to_our_own_pages_alone(planning: Client, back: str) -> None:
    answer = planning.post(SETTLE, of(booked(), back=back))
    assert answer["Location"].startswith(f"{LIST}#task-pack-")


def test_a_skip_without_a_reason_is_refused_with_what_was_typed_kept(planning: Client) -> None:
    row = booked()
    answer = planning.post(SETTLE, of(row, deed="skipped", reason=" ", on="2017-06-01"))
    page = answer.content.decode()
    assert (answer.status_code, TaskMark.objects.count()) == (400, 0)
    assert "Say why it is skipped: the reason is printed with the record." in page
    assert 'value="2017-06-01"' in page
    again = planning.post(SETTLE, of(row, deed="skipped", reason="It is a short meeting"))
    assert again.status_code == 302
    assert TaskMark.objects.get().reason == "It is a short meeting"


def test_a_day_that_is_none_or_to_come_is_refused_with_the_reason_kept(planning: Client) -> None:
    row = booked()
    for on, status in (("soon", 400), ("2017-06-03", 409)):
        answer = planning.post(SETTLE, of(row, deed="skipped", reason="Too <late>", on=on))
        assert (answer.status_code, "Too &lt;late&gt;" in answer.content.decode()) == (status, True)
    assert not TaskMark.objects.exists()


def test_who_comes_second_reads_who_was_first_and_may_then_decide(
    planning: Client, administrator: User, signed_in: SignedIn
) -> None:
    row = booked()
    other = Client()
    other.force_login(administrator)
    other.post(SETTLE, of(row, deed="skipped", reason="It is a short meeting"))
    answer = planning.post(SETTLE, of(row))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "noted it as skipped on Fri 2 June 2017 meanwhile. It is a short meeting" in page
    seen = answer.context["form"]["seen"].value()
    assert planning.post(SETTLE, of(row, seen=seen)).status_code == 302
    assert TaskMark.objects.get().state == "done"


def test_a_note_is_taken_back(planning: Client) -> None:
    row = booked()
    planning.post(SETTLE, of(row))
    shown = planning.get(LIST, {"consultation": str(row.pk)}).context["settled"]
    seen = next(one.task.mark.seen for one in shown if one.task.id == "pack")
    assert planning.post(SETTLE, of(row, deed="open", seen=seen)).status_code == 302
    assert not TaskMark.objects.exists()


@pytest.mark.parametrize("group", ["convener", "reader"])
def test_only_planners_note_and_others_see_no_form(
    group: str, request: pytest.FixtureRequest, signed_in: SignedIn
) -> None:
    looking = signed_in(request.getfixturevalue(group))
    row = booked()
    assert looking.post(SETTLE, of(row)).status_code == 403
    page = looking.get(LIST)
    assert (page.status_code, SETTLE in page.content.decode()) == (200, False)
    assert "Send the pack of documents" in page.content.decode()


def test_a_wrong_method_and_a_task_that_is_none_are_refused(planning: Client) -> None:
    row = booked()
    assert planning.get(SETTLE).status_code == 405
    assert planning.post(LIST).status_code == 405
    assert planning.post(SETTLE, of(row, task="tea")).status_code == 404
    assert planning.post(SETTLE, of(row, deed="burn")).status_code == 400


def test_of_a_closed_meeting_nothing_is_told_to_who_may_not_see_it(
    convener: User, reader: User, signed_in: SignedIn
) -> None:
    row = booked(subject="Behind closed doors", visibility="invitees")
    for address in (LIST, f"{LIST}?consultation={row.pk}", "/"):
        for person, told in ((convener, False), (reader, True)):
            page = signed_in(person).get(address).content.decode()
            assert ("Behind closed doors" in page) is told
    row.convener_user.add(convener)
    assert "Behind closed doors" in signed_in(convener).get(LIST).content.decode()


def test_the_page_of_a_consultation_has_its_checklist(planning: Client) -> None:
    row = booked(aim="To hear them", documents="S/2017/478")
    page = planning.get(row.get_absolute_url())
    first = page.context["tasks_before"][0]
    assert (first.task.id, first.task.state) == ("aim_and_documents", "done")
    assert (page.context["tasks_settled"], page.context["tasks_over"]) == (1, False)
    assert f'name="back" value="{row.get_absolute_url()}"' in page.content.decode()


def test_the_page_of_a_cycle_has_its_tasks_as_they_stand_today(planning: Client) -> None:
    headquarters()
    renewal("MINUSMA")
    page = planning.get(CYCLE)
    assert [one.task.id for one in page.context["tasks"]] == [
        "consultation_or_reason", "note_to_all",
    ]  # fmt: skip
    assert planning.get(CYCLE, {"as_of": "2017-05-02"}).context["tasks"] == []


def test_today_tells_what_is_due_by_what_it_is_for_and_what_meetings_wait_for(
    planning: Client,
) -> None:
    row = booked(1, subject="Yesterday's", aim="x", documents="y", status="held")
    record = Record.objects.create(consultation=row)
    Question.objects.create(record=record, text="When?")
    Point.objects.create(record=record, text="Helicopters", standing="contested")
    booked()
    found = planning.get("/").context["kept"]
    told = [(group.of.name, group.first.id, group.late) for group in found.groups]
    assert told == [
        ("Meeting of 8 June", "aim_and_documents", 6),
        ("June 2017", "programme", 1),
        ("Yesterday's", "feedback", 0),
    ]
    assert "next_look" in [one.id for one in found.groups[-1].tasks]  # no day of it is set
    assert [one.told.on for one in found.report_backs] == [date(2017, 6, 2)]
    assert [len(of) for of in (found.to_close, found.questions, found.outcomes)] == [1, 0, 0]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_for_one_and_for_three(planning: Client, rows: int) -> None:
    headquarters()
    for n in range(rows):
        mission = renewal(f"M{n}")
        row = booked(12 + n, cycle_mission=mission, expires_on=EXPIRY)
        row.missions.add(mission)
        Record.objects.create(consultation=row)
        planning.post(SETTLE, of(row))
    planning.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        planning.get(LIST)
    assert len(asked) == 22


def test_every_page_on_which_a_task_is_done_opens(planning: Client) -> None:
    headquarters()
    mission = renewal("MINUSMA")
    row = booked(cycle_mission=mission, expires_on=EXPIRY)
    found = [*tasks.of_consultation(row), *tasks.of_month(2017, 6), *tasks.of_year(2017)]
    meant = {one.rule.place: line(one).href.partition("#")[0] for one in found if one.rule.place}
    assert set(meant) == {
        "consultation", "edit", "outbox", "papers",  "record", "plan", "report", "review",
    }  # fmt: skip
    assert {
        place: planning.get(href).status_code for place, href in meant.items()
    } == dict.fromkeys(meant, 200)
