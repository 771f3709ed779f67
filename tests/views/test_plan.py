"""Plan: the list and its form, the board of one plan, its progress, and what is done to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations import booking, drafts
from consultations.models import Consultation, Draft, DraftPlacement, Mission, Room
from tests.views.plans import FINDING, carried_out, drafted, part, placed, planned, text
from tests.views.stories import EXPIRY, at, headquarters, renewal

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
NEW = {
    "name": "June", "first_on": "2017-06-01", "last_on": "2017-06-30", "as_of": "2017-06-06",
    "style": "gentle",
}  # fmt: skip
LIST_QUERIES, BOARD_QUERIES = 7, 9


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(at(6, 6, 12), tick=False):
        yield


@pytest.fixture
def room() -> Room:
    return headquarters()


@pytest.fixture
def minusma(room: Room) -> Mission:
    return renewal("MINUSMA")


@pytest.fixture
def reading(reader: User, signed_in: SignedIn) -> Client:
    return signed_in(reader)


@pytest.fixture
def planning(planner: User, signed_in: SignedIn) -> Client:
    return signed_in(planner)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def board(draft: Draft) -> str:
    return f"/plan/{draft.pk}/"


def queries(client: Client, path: str) -> int:
    client.get(path)  # what is asked once in a process is asked now
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


# The list.


def test_with_nothing_recorded_the_page_says_what_to_do(planning: Client) -> None:
    words = text(page(planning, "/plan/"))
    assert "No plan has been made yet. Name a horizon" in words
    assert "No mission is recorded yet: there is nothing to plan. Load facts" in words


def test_a_reader_is_offered_no_form(reading: Client) -> None:
    html = page(reading, "/plan/")
    assert "Planners make them; everybody reads them here." in html
    assert 'id="new-plan"' not in html


def test_the_navigation_leads_to_the_plans(reading: Client) -> None:
    assert '<a href="/plan/" aria-current="page">Plan</a>' in page(reading, "/plan/")


def test_a_new_plan_waits_for_the_worker_and_is_shown_when_it_is_done(
    planning: Client, minusma: Mission
) -> None:
    answer = planning.post("/plan/", {**NEW, "missions": ["MINUSMA"], "time_limit": "20"})
    draft = Draft.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, board(draft))
    assert (draft.state, draft.missions, draft.time_limit) == ("queued", ["MINUSMA"], 20)
    assert "It waits for the planner at work behind the pages" in page(planning, board(draft))
    carried_out(draft)
    words = text(page(planning, board(draft)))
    assert "proven optimal Proven optimal: no plan is better" in words
    assert draft.placements.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last_on": "2017-05-01"}, "It ends before it begins."),
        ({"last_on": "2026-05-01"}, "Five years at most are planned at once."),
        ({"first_on": "0001-01-01", "last_on": "0002-01-01"}, "No calendar is kept for that day."),
        ({"missions": ["NOSUCH"]}, "NOSUCH is not one of the available choices."),
        ({"name": ""}, "This field is required."),
        ({"time_limit": "0"}, "Ensure this value is greater than or equal to 0.1."),
        ({"keeps": "987"}, "That choice is not one of the available choices."),
    ],
)
def test_a_plan_that_cannot_be_is_shown_again_with_the_cure(
    planning: Client, minusma: Mission, changes: dict[str, Any], said: str
) -> None:
    answer = planning.post("/plan/", NEW | changes)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_name_is_given_once(planning: Client, minusma: Mission) -> None:
    drafted("June")
    answer = planning.post("/plan/", NEW)
    assert answer.status_code == 400
    assert "There is a plan of that name: choose another." in answer.content.decode()


def test_the_name_that_is_offered_is_free(planning: Client, minusma: Mission) -> None:
    drafted("Plan of Tue 6 June 2017")
    assert 'value="Plan of Tue 6 June 2017 (2)"' in page(planning, "/plan/")


def test_the_list_says_how_each_plan_stands(planning: Client, minusma: Mission) -> None:
    now = timezone.now()
    drafted("A", status="feasible")
    drafted("B", state="running", status="", started_at=now - timedelta(minutes=5))
    drafted("C", state="failed", status="", error="no")
    drafted("D", released_at=now)
    said = part(page(planning, "/plan/"), "<tbody>", "</tbody>")
    for words in ("good, not proven optimal", "its worker is gone", "failed", "released"):
        assert words in said


def test_the_list_costs_the_same_for_three_plans_as_for_one(
    planning: Client, minusma: Mission
) -> None:
    placed(drafted("A"), minusma)
    assert queries(planning, "/plan/") == LIST_QUERIES
    for name in ("B", "C"):
        placed(drafted(name), minusma)
    assert queries(planning, "/plan/") == LIST_QUERIES


# The board.


def test_a_placement_stands_in_its_mission_s_row_and_its_week(
    planning: Client, minusma: Mission
) -> None:
    draft = drafted()
    row = placed(draft, minusma, verdict="short", pinned=True, findings=[FINDING])
    html = page(planning, board(draft))
    cell = part(html, 'data-week="2017-06-12">', "</td>")
    assert cell == "Informal triangular Tue 13 June 2017 , 10:00 ◐ short ▼ pinned ⠿"
    assert f'data-card="/plan/{draft.pk}/placements/{row.pk}/"' in html
    assert '<th scope="row"><a href="/missions/MINUSMA/">MINUSMA</a></th>' in html


def test_the_table_says_the_same_by_date(planning: Client, minusma: Mission) -> None:
    draft = drafted()
    placed(draft, minusma, 20, kind="formal_tcc")
    placed(draft, minusma, 13, verdict="short", findings=[FINDING])
    rows = part(page(planning, board(draft)), 'id="placements"', 'id="loads"')
    first, second = rows.index("Tue 13 June 2017 , 10:00–11:30"), rows.index("Tue 20 June 2017")
    assert first < second
    assert "Consultations Room ◐ short short: notice" in rows


def test_the_weeks_are_counted_against_the_cap(planning: Client, minusma: Mission) -> None:
    draft = drafted()
    placed(draft, minusma, 12)
    placed(draft, renewal("UNDOF"), 13)
    placed(draft, renewal("UNAMID"), 14)
    placed(draft, minusma, 15, kind="formal_tcc")
    foot = part(page(planning, board(draft)), "<tfoot>", "</tfoot>")
    assert foot == "Counted meetings 3 of 2 ◐ too many All meetings 4"


def test_what_is_booked_is_said_to_stand_and_is_not_dragged(
    planning: Client, minusma: Mission, planner: User
) -> None:
    draft = drafted()
    meeting = booked(minusma, planner)
    placed(draft, minusma, booked=meeting)
    html = page(planning, board(draft))
    assert part(html, 'data-week="2017-06-12">', "</td>").endswith("✓ kept ● booked")
    assert "data-card=" not in html
    assert f'<a href="/consultations/{meeting.pk}/">open the booking' in html


def test_a_closed_meeting_stays_closed_on_the_board(
    convener: User, signed_in: SignedIn, minusma: Mission, planner: User
) -> None:
    draft = drafted()
    placed(draft, minusma, booked=booked(minusma, planner))
    html = page(signed_in(convener), board(draft))
    assert part(html, 'data-week="2017-06-12">', "</td>") == "closed meeting"
    assert "Tue 13 June 2017" not in html


def booked(mission: Mission, who: User) -> Consultation:
    return booking.book(
        who=who, kind="informal_triangular", need="informal_triangular", subject="MINUSMA",
        starts_at=at(6, 13, 10), ends_at=at(6, 13, 11, 30), room=Room.objects.first(),
        missions=[mission], cycle_mission=mission, expires_on=EXPIRY,
    )  # fmt: skip


def test_weeks_that_were_over_when_it_was_planned_are_left_out_unless_something_stands_in_them(
    planning: Client, minusma: Mission
) -> None:
    draft = drafted(as_of=date(2017, 6, 12))
    placed(draft, minusma, 20)
    html = page(planning, board(draft))
    assert "Mon 5 June 2017" not in part(html, "<thead>", "</thead>")
    placed(draft, minusma, 8, kind="formal_tcc")
    html = page(planning, board(draft))
    assert "Mon 5 June 2017" in part(html, "<thead>", "</thead>")


def test_a_long_plan_is_shown_a_year_at_a_time(planning: Client, minusma: Mission) -> None:
    draft = drafted(last_on=date(2019, 12, 31))
    placed(draft, minusma)
    html = page(planning, board(draft))
    assert html.count('scope="col" class="week') == 30
    assert '<a class="btn btn-sm btn-outline-secondary" href="?year=2018#board">2018' in html
    assert page(planning, f"{board(draft)}?year=2018").count('scope="col" class="week') == 53


def test_days_off_are_named_in_the_head_of_their_week(planning: Client, minusma: Mission) -> None:
    draft = drafted()
    placed(draft, minusma)
    head = part(page(planning, board(draft)), "<thead>", "</thead>")
    assert "week 26 Mon 26 June 2017 Eid al-Fitr" in head


def test_levels_show_value_bound_and_what_is_open(planning: Client, minusma: Mission) -> None:
    levels = [
        {"name": "not placed", "value": 0, "bound": 0},
        {"name": "broken: working group", "value": 2, "bound": 2},
        {"name": "short: members", "value": 9, "bound": 7},
        {"name": "earliest", "value": 4, "bound": None},
    ]
    html = page(planning, board(drafted(status="feasible", levels=levels)))
    assert (
        "A good plan, not proven optimal: 2 levels are proven; at “criteria short, members” it "
        "reaches 9, and no plan is below 7."
    ) in html
    said = part(html, '<table class="table table-sm levels">', "</table>")
    assert "Criteria broken, Working Group 2 2 ✓ proven" in said
    assert "Criteria short, members 9 7 ◐ open: at most 2 better" in said
    assert "4 – ? no bound known" in said
    assert "At 1 other level nothing is counted, and that is proven." in text(html)


def test_a_fallback_says_what_it_may_have_missed(planning: Client) -> None:
    draft = drafted(status="feasible", engine="greedy", missed="Nothing is proven.")
    assert '<p class="alert alert-warning">Nothing is proven.</p>' in page(planning, board(draft))


def test_a_plan_of_nothing_says_why_it_is_empty(reading: Client) -> None:
    assert "Nothing is called for in this horizon" in page(reading, board(drafted()))


def test_a_failed_plan_says_what_went_wrong_and_can_be_queued_again(
    planning: Client, minusma: Mission
) -> None:
    draft = drafted(state="failed", status="", error="The report of 2017 is missing.")
    words = text(page(planning, board(draft)))
    assert "It failed: The report of 2017 is missing." in words
    answer = planning.post(f"{board(draft)}again/", {"version": draft.version})
    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == (302, "queued")


def test_the_board_costs_the_same_for_three_placements_as_for_one(
    planning: Client, minusma: Mission
) -> None:
    draft = drafted()
    placed(draft, minusma)
    assert queries(planning, board(draft)) == BOARD_QUERIES
    for number, acronym in enumerate(("UNDOF", "UNAMID")):
        placed(draft, renewal(acronym), 14 + number, room=Room.objects.create(name=acronym))
    assert queries(planning, board(draft)) == BOARD_QUERIES


def test_delegations_are_counted_as_they_would_be_invited(
    reading: Client, minusma: Mission, planner: User
) -> None:
    draft = planned(planner)
    said = part(page(reading, f"{board(draft)}delegations/"), 'id="delegation-table"', "</table>")
    assert "15 members of the Council, each" in said
    assert "Senegal" in said


def test_a_plan_with_no_meeting_has_no_delegation_to_count(reading: Client) -> None:
    html = page(reading, f"/plan/{drafted().pk}/delegations/")
    assert "Nobody is asked to a meeting of this plan yet" in html


# Progress.


def test_progress_is_told_level_by_level(reading: Client) -> None:
    now = timezone.now()
    told = {"level": "short: members", "number": 6, "of": 18, "best": 9, "bound": 7}
    draft = drafted(state="running", status="", started_at=now, heartbeat_at=now, progress=told)
    html = page(reading, f"{board(draft)}progress/")
    assert "Level 6 of 18: criteria short, members. Best so far 9, no plan is below 7." in text(
        html
    )
    assert f'hx-get="{board(draft)}progress/"' in html
    assert "<h1>" not in html
    assert f'<a class="btn btn-sm btn-outline-secondary" href="{board(draft)}">Refresh</a>' in html


def test_when_it_is_done_the_page_is_read_anew(reading: Client) -> None:
    draft = drafted()
    answer = reading.get(f"{board(draft)}progress/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")
    assert reading.get(f"{board(draft)}progress/").headers["Location"] == board(draft)


def test_a_lost_worker_is_said_and_the_plan_queued_again(planning: Client) -> None:
    before = timezone.now() - timedelta(minutes=5)
    draft = drafted(state="running", status="", started_at=before, heartbeat_at=before)
    assert "gave no sign of life for a minute" in page(planning, board(draft))
    assert planning.post(f"{board(draft)}again/", {"version": 1}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "queued"


def test_a_plan_that_waits_in_vain_says_so(planning: Client) -> None:
    draft = drafted(state="queued", status="")
    Draft.objects.update(queued_at=timezone.now() - timedelta(minutes=5))
    assert "No worker has taken it" in page(planning, board(draft))


def test_a_job_is_stopped_and_keeps_its_best(planning: Client) -> None:
    now = timezone.now()
    draft = drafted(state="running", status="", started_at=now, heartbeat_at=now)
    planning.post(f"{board(draft)}stop/", {"version": draft.version})
    assert "It is being stopped; the best plan found is kept." in page(planning, board(draft))


# Deeds.


def test_a_week_is_locked_and_opened_from_its_head(planning: Client, minusma: Mission) -> None:
    draft = drafted()
    placed(draft, minusma)
    planning.post(f"{board(draft)}lock/", {"version": 1, "monday": "2017-06-12"})
    html = page(planning, board(draft))
    assert "locked" in part(html, 'class="week week-locked"', "</th>")
    assert f'formaction="{board(draft)}unlock/#board"' in html
    planning.post(f"{board(draft)}unlock/", {"version": 2, "monday": "2017-06-12"})
    draft.refresh_from_db()
    assert draft.locked_weeks == []


def test_a_week_is_named_by_its_monday(planning: Client, minusma: Mission) -> None:
    answer = planning.post(f"{board(drafted())}lock/", {"version": 1, "monday": "2017-06-13"})
    assert answer.status_code == 400
    assert "A week is named by its Monday." in answer.content.decode()


def test_an_older_page_is_told_who_changed_the_plan(
    planning: Client, administrator: User, minusma: Mission
) -> None:
    draft = drafted()
    placed(draft, minusma)
    drafts.rename(draft, "Better", who=administrator, version=1)
    answer = planning.post(f"{board(draft)}rename/", {"version": 1, "name": "Best"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "administrator changed this on Tue 6 June 2017" in html
    assert 'name="name" value="Best"' in html
    assert 'name="version" value="2"' in html


def test_a_plan_is_planned_anew_and_the_step_undone(
    planning: Client, minusma: Mission, planner: User
) -> None:
    draft = planned(planner)
    told = {"version": draft.version, "style": "best", "as_of": "2017-06-07"}
    planning.post(f"{board(draft)}replan/", told)
    carried_out(draft)
    assert (draft.style, draft.as_of, draft.state) == ("best", date(2017, 6, 7), "done")
    html = page(planning, board(draft))
    assert "Undo the last step" in html
    answer = planning.post(f"{board(draft)}back/", {"version": draft.version})
    draft.refresh_from_db()
    assert (answer.status_code, draft.style) == (302, "gentle")


def test_what_the_last_step_moved_is_shown_before_and_after(
    planning: Client, minusma: Mission
) -> None:
    draft = drafted()
    row = placed(draft, minusma)
    other = placed(draft, minusma, 20, kind="formal_tcc")
    drafts.pin(row, who=None, version=1)  # how it stood is kept with the step
    DraftPlacement.objects.filter(pk=row.pk).update(
        starts_at=at(6, 14, 15), ends_at=at(6, 14, 16), verdict="short"
    )
    other.delete()
    said = part(page(planning, board(draft)), 'id="changes"', "</table>")
    assert (
        "MINUSMA, informal triangular consultation Tue 13 June 2017 , 10:00, Consultations Room "
        "✓ kept Wed 14 June 2017 , 15:00, Consultations Room ◐ short another day; another verdict"
    ) in said
    assert "not placed taken out" in said


def test_a_plan_is_deleted(planning: Client) -> None:
    draft = drafted()
    answer = planning.post(f"{board(draft)}delete/", {"version": 1})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/plan/")
    assert not Draft.objects.exists()


# Release.


def test_what_would_be_booked_is_shown_then_booked_then_taken_back(
    planning: Client, minusma: Mission, planner: User
) -> None:
    draft = planned(planner)
    html = page(planning, f"{board(draft)}release/")
    assert "Nothing: it stands as it was planned." in html
    assert "Book all 2 meetings tentatively" in text(html)
    form = {"version": draft.version, "seen": planning.get(f"{board(draft)}release/").context[
        "difference"].fingerprint}  # fmt: skip
    answer = planning.post(f"{board(draft)}release/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, board(draft))
    assert set(Consultation.objects.values_list("status", flat=True)) == {"tentative"}
    draft.refresh_from_db()
    html = page(planning, board(draft))
    assert "its meetings are booked, tentatively" in html
    assert "data-card=" not in html
    assert "It is released already" in page(planning, f"{board(draft)}release/")
    planning.post(f"{board(draft)}undo/", {"version": draft.version, "reason": "too early"})
    assert set(Consultation.objects.values_list("status", flat=True)) == {"cancelled"}
    assert "Its bookings were taken back" in page(planning, board(draft))


def test_meetings_that_lie_in_the_past_are_marked_and_booked_only_with_a_tick(
    signed_in: SignedIn, minusma: Mission, planner: User
) -> None:
    draft = planned(planner)
    with time_machine.travel(at(6, 30, 12), tick=False):
        planning = signed_in(planner)
        html = page(planning, f"{board(draft)}release/")
        assert "2 of them lie in the past." in html
        assert html.count(">in the past</span>") == 2
        assert 'type="checkbox" name="past" id="id_past" required' in html
        seen = planning.get(f"{board(draft)}release/").context["difference"].fingerprint
        told = {"version": draft.version, "seen": seen}
        refused = planning.post(f"{board(draft)}release/", told)
        assert refused.status_code == 409
        assert "2 of these meetings lie in the past" in refused.content.decode()
        assert not Consultation.objects.exists()
        done = planning.post(f"{board(draft)}release/", {**told, "past": "on"})
    assert (done.status_code, Consultation.objects.count()) == (302, 2)


def test_a_plan_whose_days_are_to_come_asks_for_no_tick(
    planning: Client, minusma: Mission, planner: User
) -> None:
    assert "in the past" not in page(planning, f"{board(planned(planner))}release/")


def test_a_plan_stopped_before_it_began_is_queued_again_and_nothing_else(
    planning: Client, minusma: Mission
) -> None:
    draft = drafted(state="stopped", status="")
    html = page(planning, board(draft))
    assert "It was stopped before anything was planned: queue it again." in html
    assert "Nothing is called for" not in html
    assert ("Queue it again</button>" in html, 'id="deed-replan"' in html) == (True, False)
    words = text(page(planning, f"{board(draft)}release/"))
    assert "It was stopped before anything was planned" in words
    assert "called for now" not in words


def test_a_plan_stopped_at_its_best_so_far_is_planned_anew(
    planning: Client, minusma: Mission
) -> None:
    draft = drafted(state="stopped", status="feasible")
    placed(draft, minusma)
    html = page(planning, board(draft))
    assert ("Queue it again</button>" in html, 'id="deed-replan"' in html) == (False, True)


def test_the_release_page_says_when_it_was_taken_back_and_by_whom(
    planning: Client, minusma: Mission, planner: User
) -> None:
    then = {"released_at": at(6, 5, 9), "undone_at": at(6, 6, 9), "undone_by": planner}
    draft = drafted(**then)
    placed(draft, minusma)
    words = text(page(planning, f"{board(draft)}release/"))
    assert "Its bookings were taken back on Tue 6 June 2017 by planner." in words


def test_over_a_changed_state_the_difference_is_shown_first(
    planning: Client, minusma: Mission, planner: User
) -> None:
    draft = planned(planner)
    seen = planning.get(f"{board(draft)}release/").context["difference"].fingerprint
    booked(minusma, planner)
    answer = planning.post(f"{board(draft)}release/", {"version": draft.version, "seen": seen})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Something changed since you read this" in html
    assert "booked since this was planned" in html
    assert Consultation.objects.count() == 1


def test_a_meeting_is_left_out_of_the_release_and_taken_in_again(
    planning: Client, minusma: Mission, planner: User
) -> None:
    draft = planned(planner)
    row = draft.placements.first()
    assert row is not None
    at_row, told = f"{board(draft)}placements/{row.pk}/", {"then": "release"}
    answer = planning.post(f"{at_row}leave/", {"version": draft.version, **told})
    assert answer.headers["Location"] == f"{board(draft)}release/"
    assert "Book 1 meeting tentatively" in text(page(planning, f"{board(draft)}release/"))
    draft.refresh_from_db()
    planning.post(f"{at_row}undecide/", {"version": draft.version, **told})
    assert "Book all 2 meetings tentatively" in text(page(planning, f"{board(draft)}release/"))


def test_the_board_says_which_mechanisms_the_plan_uses_and_which_it_does_not(
    planning: Client, minusma: Mission
) -> None:
    draft = drafted()
    placed(draft, minusma)
    page = planning.get(board(draft)).content.decode()
    table = page.partition('id="mechanisms"')[2]
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="amount">(\d+)', table))
    assert rows["Meeting in a crisis"] == "0"
    assert sum(map(int, rows.values())) == draft.placements.count()
