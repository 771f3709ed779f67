"""One placement of a plan: why it stands there, other slots and their price, moved and pinned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from consultations import booking, drafts
from consultations import planning as door
from consultations.models import Draft, DraftPlacement, Mission
from consultations.pages.plan_slots import slot_of_value, slot_value
from consultations.planning import plans
from consultations.templatetags.plans import level
from tests.views.plans import FINDING, carried_out, drafted, part, placed, planned, text
from tests.views.stories import at, headquarters, renewal

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(at(6, 6, 12), tick=False):
        yield


@pytest.fixture
def minusma(db: None) -> Mission:
    headquarters()
    return renewal("MINUSMA")


@pytest.fixture
def planning(planner: User, signed_in: SignedIn) -> Client:
    return signed_in(planner)


@pytest.fixture
def reading(reader: User, signed_in: SignedIn) -> Client:
    return signed_in(reader)


@pytest.fixture
def convening(convener: User, signed_in: SignedIn) -> Client:
    return signed_in(convener)


@pytest.fixture
def june(minusma: Mission, planner: User) -> Draft:
    return planned(planner)


def informal(draft: Draft) -> DraftPlacement:
    return draft.placements.get(kind="informal_triangular")


def path(row: DraftPlacement) -> str:
    return f"/plan/{row.draft_id}/placements/{row.pk}/"


def page(client: Client, at_path: str) -> str:
    answer = client.get(at_path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_why_it_stands_there_and_asks_for_other_slots_afterwards(
    planning: Client, minusma: Mission
) -> None:
    row = placed(drafted(), minusma, verdict="short", findings=[FINDING])
    html = page(planning, path(row))
    words = text(html)
    assert "◐ short Tue 13 June 2017 , 10:00–11:30, Consultations Room" in words
    assert "Notice 5 working days of notice" in words
    assert f'hx-get="{path(row)}?slots"' in html
    assert "It would cost the whole plan" not in words


def test_other_slots_are_ranked_with_what_each_costs_the_whole_plan(
    planning: Client, june: Draft
) -> None:
    html = page(planning, f"{path(informal(june))}?slots")
    listed = part(html, "Move to: the next best slots", "</fieldset>")
    assert "It would cost the whole plan" in listed
    assert html.count('name="slot"') > 5
    found = planning.get(f"{path(informal(june))}?slots").context["ranked"]
    names = [level(one["name"]) for one in june.levels]
    costs = [tuple(int(dict(p[::-1] for p in one.price).get(n, 0)) for n in names) for one in found]
    assert len(costs) == 5
    assert costs == sorted(costs)


def test_a_reader_sees_the_prices_and_no_button(
    reader: User, signed_in: SignedIn, june: Draft
) -> None:
    html = page(signed_in(reader), f"{path(informal(june))}?slots")
    assert "It would cost the whole plan" in text(html)
    assert 'name="slot"' not in html
    assert "Pin it here" not in html


def test_it_is_moved_to_a_slot_that_is_shown_and_the_rest_planned_around_it(
    planning: Client, june: Draft
) -> None:
    row = informal(june)
    told = planning.get(f"{path(row)}?slots").context["ranked"][1]
    answer = planning.post(f"{path(row)}move/", {"version": june.version, "slot": told.value})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/plan/{june.pk}/")
    carried_out(june)
    row.refresh_from_db()
    assert row.starts_at == told.slot.starts_at
    assert row.pinned
    html = page(planning, path(row))
    assert "▼ pinned" in text(html)
    assert "Unpin: the next plan may move it" in html


@pytest.mark.parametrize(
    "slot",
    ["", "tomorrow", "2017-06-13", "2017-06-13T10:00", "2017-13-13T10:00/11:30/1",
     "2017-06-13T10:00/11:30/; DROP TABLE", "2017-06-13T10:00+02:00/11:30/1",
     "0001-01-01T10:00/11:30/1", "2017-06-13T10:00/11:30/99999999999999999999"],
)  # fmt: skip
def test_what_is_no_slot_is_refused(planning: Client, minusma: Mission, slot: str) -> None:
    row = placed(drafted(), minusma)
    answer = planning.post(f"{path(row)}move/", {"version": 1, "slot": slot})
    assert answer.status_code in (400, 409)
    assert "Choose one of the slots that are shown." in answer.content.decode()


def test_a_deed_without_the_version_that_was_read_says_to_read_it_again(
    planning: Client, minusma: Mission
) -> None:
    row = placed(drafted(), minusma)
    for deed in ("pin", "leave"):
        answer = planning.post(f"{path(row)}{deed}/", {"version": "none"})
        html = answer.content.decode()
        assert (answer.status_code, "Read it again, then decide." in html) == (400, True)
        assert "Choose one of the slots" not in html


def test_a_room_has_one_number_however_it_is_written() -> None:
    slot = slot_of_value("2017-06-13T10:00/11:30/007")
    assert slot is not None
    assert slot.room == "7"


def test_a_slot_is_read_as_it_was_written(minusma: Mission) -> None:
    written = "2017-06-13T10:00/11:30/4"
    slot = slot_of_value(written)
    assert slot is not None
    assert (slot.day, slot_value(slot)) == (date(2017, 6, 13), written)


def test_it_is_pinned_and_unpinned(planning: Client, minusma: Mission) -> None:
    row = placed(drafted(), minusma)
    for deed, pinned in (("pin", True), ("unpin", False)):
        answer = planning.post(f"{path(row)}{deed}/", {"version": row.draft.version})
        row.refresh_from_db()
        row.draft.refresh_from_db()
        assert (answer.headers["Location"], row.pinned) == (path(row), pinned)


def test_who_comes_second_is_told_who_was_first(
    planning: Client, minusma: Mission, planner: User
) -> None:
    row = placed(drafted(), minusma)
    planning.post(f"{path(row)}pin/", {"version": 1})
    answer = planning.post(f"{path(row)}unpin/", {"version": 1})
    assert answer.status_code == 409
    assert "planner changed this on Tue 6 June 2017" in answer.content.decode()


def test_where_it_stood_before_is_shown(planning: Client, minusma: Mission) -> None:
    before = {"start": "2017-06-08T15:00:00-04:00", "end": "2017-06-08T16:30:00-04:00", "room": ""}
    row = placed(drafted(), minusma, moved_from=before)
    assert "Stood on Thu 8 June 2017 , 15:00" in text(page(planning, path(row)))


def test_what_is_not_called_for_any_more_says_so(planning: Client, minusma: Mission) -> None:
    row = placed(drafted(), minusma, key="MINUSMA/mission/2017-06-30/nosuch")
    assert "It is not called for any more" in page(planning, f"{path(row)}?slots")
    answer = planning.get(f"{path(row)}weeks.json")
    assert (answer.status_code, answer.json()["weeks"]) == (409, {})


def test_while_it_is_planned_no_price_is_worked_out(planning: Client, minusma: Mission) -> None:
    row = placed(drafted(state="queued", status=""), minusma)
    html = page(planning, f"{path(row)}?slots")
    assert "what another slot would cost is shown when it is done" in html
    assert "Pin it here" not in html


def test_each_week_is_judged_for_what_is_held(planning: Client, june: Draft) -> None:
    weeks = planning.get(f"{path(informal(june))}weeks.json").json()["weeks"]
    own = weeks["2017-06-12"]
    assert set(own) == {"slot", "verdict", "sign", "word", "when", "label", "sentence"}
    assert own["label"].endswith("June 2017, 10:00, Consultations Room")
    assert slot_of_value(own["slot"]) is not None


def test_a_locked_week_is_offered_neither_in_the_cells_nor_in_the_list(
    planning: Client, june: Draft, planner: User
) -> None:
    row = informal(june)
    before = planning.get(f"{path(row)}weeks.json").json()["weeks"]
    locked = drafts.lock(june, date(2017, 6, 19), who=planner, version=june.version)
    after = planning.get(f"{path(row)}weeks.json").json()["weeks"]
    assert {*before} - {*after} == {"2017-06-19"}
    html = page(planning, f"{path(row)}?slots")
    assert before["2017-06-19"]["slot"] not in html
    told = {"version": locked.version, "slot": before["2017-06-19"]["slot"]}
    answer = planning.post(f"{path(row)}move/", told)
    assert answer.status_code == 409
    assert "That week is locked: unlock it first." in answer.content.decode()


def test_other_slots_cost_one_reading_of_the_world(
    planning: Client, june: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, gather = [], door.gather

    def counted(horizon: door.Horizon) -> door.Gathered:
        asked.append(horizon)
        return gather(horizon)

    monkeypatch.setattr(door, "gather", counted)
    monkeypatch.setattr(plans, "gather", counted)
    page(planning, f"{path(informal(june))}?slots")
    assert len(asked) == 1


def unplaced(key: str) -> dict[str, object]:
    return {
        "key": key, "mission": "MINUSMA", "component": "mission", "expiry": "2017-06-30",
        "kind": "formal_tcc", "need": "formal_tcc",
        "because": [
            {"id": "a", "sentence": "it stands after the informal consultation",
             "recommendation": "R2017-74a", "also": ["R2017-60"], "force": "members"},
            {"id": "b", "sentence": "the Chamber is taken", "recommendation": "", "also": []},
        ],
        "relaxations": [{"sentence": "hold it on Fri 16 June 2017", "slot": None}],
    }  # fmt: skip


def test_what_could_not_be_placed_names_its_demands_and_what_frees_it(
    planning: Client, minusma: Mission
) -> None:
    draft = drafted(unplaced=[unplaced("MINUSMA/mission/2017-06-30/formal_tcc")])
    html = page(planning, f"/plan/{draft.pk}/")
    assert f'<a href="/plan/{draft.pk}/unplaced/1/">MINUSMA: formal meeting' in html
    html = page(planning, f"/plan/{draft.pk}/unplaced/1/")
    said = part(html, "<h2>What cannot hold together</h2>", 'id="anyway"')
    assert "It stands after the informal consultation members 2017 report, ¶ 74 (a) , ¶ 60" in said
    assert "The Chamber is taken" in said
    assert "Hold it on Fri 16 June 2017" in said
    assert 'name="slot"' in html


def test_it_is_placed_all_the_same(planning: Client, minusma: Mission) -> None:
    draft = drafted(unplaced=[unplaced("MINUSMA/mission/2017-06-30/formal_tcc")])
    here = f"/plan/{draft.pk}/unplaced/1/"
    told = planning.get(here).context["weeks"][0]
    answer = planning.post(here, {"version": 1, "slot": told.value})
    assert answer.headers["Location"] == f"/plan/{draft.pk}/"
    carried_out(draft)
    row = draft.placements.get(kind="formal_tcc")
    assert (row.starts_at, row.pinned) == (told.slot.starts_at, True)


def test_an_unplaced_meeting_without_demands_says_so(planning: Client, minusma: Mission) -> None:
    draft = drafted(unplaced=[{"key": "x", "mission": "MINUSMA", "kind": "formal_tcc"}])
    words = text(page(planning, f"/plan/{draft.pk}/unplaced/1/"))
    assert "No single set of demands was found" in words
    assert "It is not called for any more" in words


@pytest.mark.parametrize("n", [0, 2, 10**12])
def test_another_number_is_none_of_them(planning: Client, minusma: Mission, n: int) -> None:
    draft = drafted(unplaced=[unplaced("x")])
    assert planning.get(f"/plan/{draft.pk}/unplaced/{n}/").status_code == 404


def test_a_placement_of_another_plan_is_not_found(planning: Client, minusma: Mission) -> None:
    row = placed(drafted("A"), minusma)
    assert planning.get(f"/plan/{drafted('B').pk}/placements/{row.pk}/").status_code == 404


def test_it_is_left_out_of_the_release_and_taken_in_again(
    planning: Client, minusma: Mission
) -> None:
    row = placed(drafted(), minusma)
    planning.post(f"{path(row)}leave/", {"version": 1})
    html = page(planning, path(row))
    assert "− left out" in text(html)
    assert "Take it in again" in html
    planning.post(f"{path(row)}undecide/", {"version": 2})
    assert "Leave it out of the release" in page(planning, path(row))


# What is said of booked meetings.


def told_of(*refs: str, kind: str = "room", **more: object) -> dict[str, object]:
    return {"id": f"{kind}:1", "sentence": f"{kind} of MINUSMA on Tue 13 June 2017",
            "references": list(refs), **more}  # fmt: skip


def closed_and_open(minusma: Mission) -> list[str]:
    """A meeting that only its invitees hear of, and one that is announced to all."""
    return [
        str(booking.book(
            who=None, kind="informal_triangular", subject=subject, missions=[minusma],
            starts_at=at(6, 13, hour), ends_at=at(6, 13, hour + 1), visibility=seen,
        ).pk)
        for subject, hour, seen in (("A", 10, "invitees"), ("B", 15, "journal"))
    ]  # fmt: skip


def test_every_set_that_cannot_hold_is_a_list_with_its_bookings_to_open(
    reading: Client, minusma: Mission
) -> None:
    one, other = closed_and_open(minusma)
    draft = drafted(status="infeasible", conflict=[
        [told_of(one, kind="stands"), told_of(other, kind="stands"), told_of(one, other)],
        [told_of(one, kind="stands"), told_of(one, kind="off")],
    ])  # fmt: skip
    html = page(reading, f"/plan/{draft.pk}/")
    listed = html.split('<h2 id="conflict">', 1)[1].split("</section>", 1)[0]
    assert listed.count("<ul") == 2
    assert [listed.count(f"/consultations/{pk}/") for pk in (one, other)] == [2, 1]
    assert "Off of MINUSMA on Tue 13 June 2017" in text(listed)


def test_one_set_stored_flat_is_still_shown(reading: Client, minusma: Mission) -> None:
    draft = drafted(status="infeasible", conflict=[told_of(), told_of(kind="off")])
    said = part(page(reading, f"/plan/{draft.pk}/"), '<h2 id="conflict">', "</section>")
    assert "Room of MINUSMA on Tue 13 June 2017 Off of MINUSMA" in said


def test_a_convener_reads_nothing_of_closed_bookings_in_what_cannot_hold(
    convening: Client, minusma: Mission
) -> None:
    one, other = closed_and_open(minusma)
    draft = drafted(
        conflict=[[told_of(one, kind="stands"), told_of(one, other)], [told_of(other)]],
        unplaced=[{
            "key": "MINUSMA/mission/2017-06-30/formal_tcc", "mission": "MINUSMA",
            "kind": "formal_tcc", "expiry": "2017-06-30",
            "because": [told_of(one), {"id": "person:RWA", "sentence": "Rwanda elsewhere"},
                        {"id": "lead", "sentence": "lead before expiry"}],
            "relaxations": [{"sentence": "once MINUSMA makes room", "references": [one]}],
        }],
    )  # fmt: skip
    html = page(convening, f"/plan/{draft.pk}/")
    assert part(html, '<h2 id="conflict">', "</section>").split("together ", 1)[1] == (
        "A closed meeting is in the way Room of MINUSMA on Tue 13 June 2017 open the booking"
    )
    said = part(page(convening, f"/plan/{draft.pk}/unplaced/1/"), "<h2>What cannot", 'id="anyway"')
    assert "Lead before expiry A closed meeting is in the way" in said
    assert "A closed meeting makes room" in said
    assert [word for word in ("Rwanda", "13 June", "once MINUSMA") if word in said] == []


def test_a_convener_is_not_told_the_day_of_a_closed_meeting_that_was_released(
    convening: Client, minusma: Mission
) -> None:
    one, _other = closed_and_open(minusma)
    draft = drafted(unplaced=[{
        "key": "x", "mission": "UNDOF", "kind": "formal_tcc",
        "because": [told_of(kind="stands:MINUSMA/mission/2017-06-30/informal_triangular")],
    }])  # fmt: skip
    placed(draft, minusma, released_id=one)
    said = part(page(convening, f"/plan/{draft.pk}/unplaced/1/"), "<h2>What cannot", 'id="anyway"')
    assert "13 June" not in said
    assert "A closed meeting is in the way" in said


def test_a_closed_meeting_is_in_the_table_by_the_week_alone(
    convening: Client, minusma: Mission
) -> None:
    one, _other = closed_and_open(minusma)
    draft = drafted()
    placed(draft, minusma, booked_id=one)
    said = part(page(convening, f"/plan/{draft.pk}/"), 'id="placements"', 'id="loads"')
    assert "week of Mon 12 June 2017 MINUSMA closed meeting" in said
