"""Papers edited on their page: one save, what two people typed, states, and who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations.models import Consultation, Paper, PaperBlock, Point, Record, ReportBack
from consultations.papers.signing import PLACEHOLDER

pytestmark = pytest.mark.django_db
YEARLY = "/records/drafting/yearly/2026/"
SignedIn = Callable[[User], Client]


@pytest.fixture
def planning(planner: User, signed_in: SignedIn) -> Client:
    return signed_in(planner)


@pytest.fixture
def held() -> Consultation:
    row = Consultation.objects.create(
        kind="working_group", subject="Renewing a mandate", status="held", convener="chair",
        starts_at=datetime(2026, 6, 8, 14, tzinfo=UTC),
        ends_at=datetime(2026, 6, 8, 16, tzinfo=UTC),
    )  # fmt: skip
    Record.objects.create(consultation=row, discussion="The mission lacks helicopters.")
    return row


def form_of(client: Client, path: str = YEARLY) -> dict[str, str]:
    """Every field of the page's form as it was served."""
    context = client.get(path).context
    sent = {"version": str(context["paper"].version)}
    for place in context["places"]:
        if place.line.piece.table is None:
            key = place.line.key
            sent |= {f"t:{key}": place.text, f"w:{key}": place.seen, f"v:{key}": str(place.version)}
    head = context["seen_head"]._asdict()
    for name, value in head.items():
        said = "" if value is None else str(value)
        sent |= {name: said, f"was-{name}": said}
    return sent


def complete(client: Client) -> dict[str, str]:
    """The same with every placeholder written over, and who signs."""
    head = {"letter_on": "2026-12-21", "signatory": "A. B.", "signatory_post": "Chair"}
    client.post(YEARLY, form_of(client) | head)
    sent = form_of(client)
    written = {k: PLACEHOLDER.sub("written", v) for k, v in sent.items() if k.startswith("t:")}
    return sent | written


def place(response: Any, key: str) -> Any:
    (found,) = [one for one in response.context["places"] if one.line.key == key]
    return found


@pytest.mark.usefixtures("held")
def test_words_for_a_place_that_is_gone_are_shown_to_be_copied(planning: Client) -> None:
    path = f"{YEARLY}?language=en"
    page = planning.post(path, form_of(planning, path) | {"t:own.abc": "Ours.", "v:own.abc": "0"})
    assert (page.status_code, page.context["sentence"]) == (409, "That paragraph is gone.")
    assert page.context["unkept"] == ["Ours."]
    assert PaperBlock.objects.count() == 0


def deed(client: Client, name: str, sent: dict[str, str], path: str = YEARLY) -> Any:
    return client.post(f"{path}{name}/?language=en", sent)


def test_the_page_serves_every_paragraph_in_a_box_with_a_label(
    planning: Client, held: Consultation
) -> None:
    said = planning.get(YEARLY).content.decode()
    boxes = set(re.findall(r'<textarea class="form-control" id="(t-[^"]+)"', said))
    labels = set(re.findall(r'<label class="place-label" for="([^"]+)"', said))
    assert boxes == labels
    assert f"t-meeting.{held.pk}.discussion" in boxes
    assert said.count("<h1>") == 1


def test_one_save_keeps_what_was_typed_and_nothing_else(
    planning: Client, held: Consultation
) -> None:
    sent = form_of(planning)
    key = f"meeting.{held.pk}.discussion"
    sent |= {f"t:{key}": "It lacks aircraft.", "n:intro.3": "Added.", "signatory": "A. B."}
    response = planning.post(f"{YEARLY}?language=en", sent)
    assert (response.status_code, response["Location"]) == (302, f"{YEARLY}?language=en")
    blocks = PaperBlock.objects.values_list("key", "text", "after")
    assert sorted(blocks) == [
        (key, "It lacks aircraft.", f"meeting.{held.pk}.held"),
        ("own.1", "Added.", "intro.3"),
    ]
    assert Paper.objects.get().signatory == "A. B."


def test_saving_an_untouched_page_stores_nothing(planning: Client, held: Consultation) -> None:
    sent = form_of(planning)
    sent = {name: value.replace("\n", "\r\n") for name, value in sent.items()}
    assert planning.post(YEARLY, sent).status_code == 302
    assert Paper.objects.count() == 0


def test_the_second_of_two_reads_the_first_and_what_was_typed_is_in_the_box(
    planning: Client, administrator: User, signed_in: SignedIn, held: Consultation
) -> None:
    mine, theirs = form_of(planning), form_of(planning)
    signed_in(administrator).post(YEARLY, theirs | {"t:intro.1": "Theirs."})
    response = planning.post(YEARLY, mine | {"t:intro.1": "Mine.", "t:intro.3": "Elsewhere."})
    assert response.status_code == 409
    fought = place(response, "intro.1")
    assert (fought.text, fought.seen, [*map(tuple, fought.theirs)]) == (
        "Mine.", "Theirs.", [("del", "Mine."), ("ins", "Theirs.")],
    )  # fmt: skip
    assert PaperBlock.objects.get(key="intro.3").text == "Elsewhere."
    again = form_of(planning) | {"t:intro.1": "Both."}
    assert planning.post(YEARLY, again).status_code == 302
    assert PaperBlock.objects.get(key="intro.1").text == "Both."


def test_what_changed_behind_an_edit_is_shown_in_words_for_readers_of_the_screen(
    planning: Client, held: Consultation
) -> None:
    key = f"meeting.{held.pk}.discussion"
    planning.post(YEARLY, form_of(planning) | {f"t:{key}": "Ours."})
    Record.objects.update(discussion="The mission has helicopters.")
    response = planning.get(YEARLY)
    assert [*map(tuple, place(response, key).behind)] == [
        ("same", "The mission"), ("del", " lacks"), ("ins", " has"), ("same", " helicopters."),
    ]  # fmt: skip
    said = response.content.decode()
    assert '<ins><span class="visually-hidden">[put in: </span> has' in said
    assert '<del><span class="visually-hidden">[taken out: </span> lacks' in said
    taken = deed(planning, "take-new", form_of(planning) | {"key": key})
    assert taken["Location"] == f"{YEARLY}?language=en#place-{key}"
    assert PaperBlock.objects.count() == 0


def test_a_button_keeps_what_else_was_typed_on_the_page(
    planning: Client, held: Consultation
) -> None:
    sent = form_of(planning) | {"t:intro.1": "Typed.", "key": "intro.2"}
    assert deed(planning, "leave-out", sent).status_code == 302
    assert PaperBlock.objects.get(key="intro.1").text == "Typed."
    assert PaperBlock.objects.get(key="intro.2").left_out
    sent = form_of(planning) | {"t:intro.1": "Typed again.", "key": "intro.1"}
    assert deed(planning, "leave-out", sent).status_code == 302
    assert PaperBlock.objects.get(key="intro.1").left_out


def test_agreed_it_has_no_box_and_its_change_of_state_is_told(
    planning: Client, held: Consultation
) -> None:
    assert deed(planning, "state", complete(planning) | {"state": "agreed"}).status_code == 302
    response = planning.get(YEARLY)
    said = response.content.decode()
    assert "<textarea" not in said
    assert "from draft to agreed, planner" in said
    (change,) = response.context["history"]
    assert (change.was, change.now, change.who) == ("draft", "agreed", "planner")
    assert response.context["changed_since"] == 0
    Record.objects.update(discussion="Changed.")
    assert planning.get(YEARLY).context["changed_since"] == 1


def test_a_paper_with_placeholders_is_refused_and_one_that_is_marked_is_confirmed(
    planning: Client, held: Consultation
) -> None:
    refused = deed(planning, "state", form_of(planning) | {"state": "agreed"})
    assert (refused.status_code, Paper.objects.count()) == (409, 0)
    assert "in the letter: [name of the Chair]" in refused.context["sentence"]
    deed(planning, "state", complete(planning) | {"state": "agreed"})
    assert "The paper is now: agreed." in planning.get(YEARLY).content.decode()


def test_what_was_typed_while_another_agreed_it_is_shown_to_be_copied(
    planning: Client, held: Consultation
) -> None:
    sent = form_of(planning) | {"t:intro.1": "Typed meanwhile."}
    deed(planning, "state", complete(planning) | {"state": "agreed"})
    response = planning.post(YEARLY, sent)
    assert (response.status_code, response.context["unkept"]) == (409, ["Typed meanwhile."])


def test_a_state_is_not_changed_on_a_page_that_is_out_of_date(
    planning: Client, held: Consultation
) -> None:
    sent = form_of(planning)
    planning.post(YEARLY, form_of(planning) | {"t:intro.1": "Another's."})
    response = deed(planning, "state", sent | {"state": "agreed"})
    assert (response.status_code, Paper.objects.get().state) == (409, "draft")


def test_the_letter_that_was_sent_is_the_written_report_back(
    planning: Client, held: Consultation
) -> None:
    Point.objects.create(record=held.record, text="More helicopters", raised_by="Chad")
    path = f"/records/drafting/letter/{held.pk}/"
    sent = form_of(planning, path) | {"done_on": "2026-06-10", "to_whom": "the President"}
    assert deed(planning, "sent", sent, path)["Location"].endswith("#sent")
    report = ReportBack.objects.get()
    assert (report.mode, str(report.done_on), report.to_whom) == (
        "written", "2026-06-10", "the President",
    )  # fmt: skip
    assert "More helicopters" in report.text
    assert "Chad" not in report.text
    assert "sent on" in planning.get(path).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/records/drafting/yearly/soon/",
        "/records/drafting/yearly/2018-2017/",
        "/records/drafting/nothing/2017/",
        "/records/drafting/letter/2017/",
        "/records/drafting/letter/00000000-0000-4000-8000-000000000000/",
    ],
)
def test_a_paper_that_there_is_not_is_not_found(planning: Client, path: str) -> None:
    assert planning.get(path).status_code == 404


@pytest.mark.parametrize("broken", [{"v:intro.1": "x", "t:intro.1": "a"}, {"t:<b>": "a"},
                                    {"was-letter_on": "soon"}])  # fmt: skip
def test_a_form_that_came_broken_changes_nothing(planning: Client, broken: dict[str, str]) -> None:
    assert planning.post(YEARLY, broken).status_code == 400
    assert Paper.objects.count() == 0


def test_papers_are_edited_by_planners_alone(
    reader: User, convener: User, signed_in: SignedIn
) -> None:
    assert [signed_in(one).get(YEARLY).status_code for one in (reader, convener)] == [403, 403]
    assert signed_in(reader).post(f"{YEARLY}state/", {"state": "agreed"}).status_code == 403


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(YEARLY).status_code == 200
    return len(captured)


def test_three_meetings_ask_no_more_queries_than_one(planning: Client, held: Consultation) -> None:
    def more(n: int) -> None:
        row = Consultation.objects.create(
            kind="working_group", subject=f"Subject {n}", status="held",
            starts_at=datetime(2026, 7, n, 14, tzinfo=UTC),
            ends_at=datetime(2026, 7, n, 15, tzinfo=UTC),
        )  # fmt: skip
        record = Record.objects.create(consultation=row, discussion="Said.", continues=held)
        Point.objects.create(record=record, text="A point")

    more(1)
    first = queries(planning)
    for n in (2, 3):
        more(n)
    assert (queries(planning) - first, first) == (0, 15)
