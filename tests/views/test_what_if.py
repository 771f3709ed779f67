"""What if: what is assumed in an address, all that follows, and the plan that is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from consultations import booking, drafts
from consultations.models import Consultation, Draft, Mission, Room
from consultations.pages.assumption_words import sentence
from planner.assumptions import (
    Assumption,
    CrisisArises,
    ExpiryMoved,
    HolidayDeclared,
    NumberChanged,
    ReportLate,
    RoomLost,
    say,
    to_json,
)
from tests.views.stories import EXPIRY, at, headquarters, renewal

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]

PAGE = "/plan/what-if/"
MALI = {"mission": "MINUSMA", "expiry": "2017-06-30"}
LATE = ReportLate("MINUSMA", "mission", EXPIRY, 10)
EACH = (
    LATE,
    ReportLate("UNISFA", "JBVMM support", EXPIRY, 1),
    ExpiryMoved("MINUSMA", "mission", EXPIRY, date(2017, 8, 31)),
    CrisisArises("MINUSMA", date(2017, 6, 12)),
    RoomLost("3", date(2017, 6, 12), date(2017, 6, 14), "Conference Room 3"),
    RoomLost("3", date(2017, 6, 12), date(2017, 6, 12)),
    HolidayDeclared(date(2017, 6, 15), "mourning"),
    HolidayDeclared(date(2017, 6, 15)),
    NumberChanged("notice_kept", 15, "MINUSMA"),
    NumberChanged("notice_kept", 15),
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(at(5, 2, 12), tick=False):
        yield


@pytest.fixture
def minusma() -> Mission:
    headquarters()
    return renewal("MINUSMA")


@pytest.fixture
def reading(reader: User, signed_in: SignedIn) -> Client:
    return signed_in(reader)


@pytest.fixture
def planning(planner: User, signed_in: SignedIn) -> Client:
    return signed_in(planner)


def address(*assumed: Assumption, **start: str) -> str:
    told = [("a", json.dumps(to_json(one))) for one in assumed]
    return f"{PAGE}?{urlencode([*(start or MALI).items(), ('set', '1'), *told])}"


def booked(who: User, day: int, **more: object) -> Consultation:
    mali = Mission.objects.get(acronym="MINUSMA")
    terms = {"visibility": "journal", "subject": "On Mali", "announced_on": date(2017, 5, 2)} | more
    return booking.book(
        who=who, kind="informal_triangular", need="informal_triangular",
        starts_at=at(6, day, 10), ends_at=at(6, day, 11, 30), room=Room.objects.get(),
        missions=[mali], cycle_mission=mali, expires_on=EXPIRY, **terms,
    )  # fmt: skip


@pytest.fixture
def planned(planner: User, minusma: Mission) -> Draft:
    """MINUSMA's June, planned on 2 May as its facts are."""
    draft = drafts.sketch(
        who=planner, name="June", first=date(2017, 5, 2), last=date(2017, 7, 31),
        as_of=date(2017, 5, 2), missions=["MINUSMA"],
    )  # fmt: skip
    drafts.carry_out(draft.pk, draft.run)
    return Draft.objects.get(pk=draft.pk)


@pytest.fixture
def slipped(planner: User, planned: Draft) -> Draft:
    """The same with the report ten days late, keeping that plan."""
    draft = drafts.sketch(
        who=planner, name="June, late", first=planned.first_on, last=planned.last_on,
        as_of=planned.as_of, missions=["MINUSMA"], assumptions=[LATE], keeps=planned,
    )  # fmt: skip
    drafts.carry_out(draft.pk, draft.run)
    return Draft.objects.get(pk=draft.pk)


# Where it starts from, and what is assumed.


def test_without_a_start_it_offers_plans_and_the_cycles_of_a_year(
    reading: Client, planned: Draft
) -> None:
    found = reading.get(PAGE).context
    assert [(one.title, one.query) for one in found["plans"]] == [("June", f"?plan={planned.pk}")]
    assert [(one.title, one.expiry) for one in found["cycles"]] == [("MINUSMA", EXPIRY)]


def test_a_form_adds_its_assumption_to_the_address(reading: Client, minusma: Mission) -> None:
    form = {"kind": "report_late", "report_late-cycle": "MINUSMA|mission|2017-06-30",
            "report_late-days": "10"}  # fmt: skip
    answer = reading.get(PAGE, {**MALI, **form})
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert (answer.status_code, [json.loads(one) for one in query["a"]]) == (302, [to_json(LATE)])
    assert (query["mission"], query["expiry"]) == (["MINUSMA"], ["2017-06-30"])


@pytest.mark.parametrize(
    ("kind", "fields", "field", "problem"),
    [
        ("report_late", {"cycle": "MINUSMA|mission|2017-06-30", "days": "0"}, "days",
         "Ensure this value is greater than or equal to 1."),
        ("expiry_moved", {"cycle": "MINUSMA|mission|2017-06-30", "to": "2017-06-30"}, "to",
         "A rollover ends after the expiry it continues, Fri 30 June 2017."),
        ("room_lost", {"room": "{room}", "first": "2017-06-14", "last": "2017-06-13"}, "last",
         "It ends before it begins."),
        ("holiday", {"on": "1066-10-14"}, "on", "No calendar is kept for that day."),
        ("number", {"key": "notice_kept", "value": "1000"}, "__all__",
         "number notice_kept: 1000 is outside 0 to 60 working days"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_meant_says_why(
    reading: Client, minusma: Mission, kind: str, fields: dict, field: str, problem: str
) -> None:
    room = str(Room.objects.get().pk)
    sent = {f"{kind}-{name}": value.replace("{room}", room) for name, value in fields.items()}
    answer = reading.get(PAGE, {**MALI, "kind": kind, **sent})
    (shown,) = [one for one in answer.context["kinds"] if one.code == kind]
    assert (answer.status_code, shown.open) == (400, True)
    assert shown.form.errors[field] == [problem]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"kind":"flood"}', "[" * 5000, "1e999", "null"])
def test_what_cannot_be_read_is_left_out_and_said(
    reading: Client, minusma: Mission, text: str
) -> None:
    answer = reading.get(f"{address(LATE)}&{urlencode({'a': text})}")
    assert answer.status_code == 400
    assert [one for one, _ in answer.context["removals"]] == [say(LATE)]
    assert len(answer.context["start"].problems) == 1


@pytest.mark.parametrize("query", ["plan=999", "plan=x", "mission=NOSUCH", "draft=-1"])
def test_a_start_that_is_not_there_is_not_found(reading: Client, query: str) -> None:
    assert reading.get(f"{PAGE}?{query}").status_code == 404


def test_a_cycle_that_is_over_has_no_what_if(reading: Client, minusma: Mission) -> None:
    page = reading.get(address(LATE, **MALI, as_of="2017-07-01")).content.decode()
    assert "nothing follows for it any more" in page


def test_taking_an_assumption_out_leaves_the_others(reading: Client, minusma: Mission) -> None:
    crisis = CrisisArises("MINUSMA", date(2017, 6, 12))
    removals = reading.get(address(LATE, crisis)).context["removals"]
    left = [parse_qs(urlsplit(url).query)["a"] for _, url in removals]
    assert [[json.loads(one)["kind"] for one in each] for each in left] == [
        ["crisis"], ["report_late"],
    ]  # fmt: skip


def test_a_what_if_on_a_what_if_begins_with_what_that_assumes(
    reading: Client, slipped: Draft
) -> None:
    found = reading.get(f"{PAGE}?plan={slipped.pk}").context["start"]
    assert found.assumed == (LATE,)
    assert reading.get(f"{PAGE}?plan={slipped.pk}&set=1").context["start"].assumed == ()


# What follows, before anything is saved.


def test_all_that_follows_is_shown_and_nothing_saved(
    reading: Client, planner: User, minusma: Mission
) -> None:
    row = booked(planner, 12)
    found = reading.get(address(LATE)).context
    (cycle,) = found["found"].cycles
    assert [need.need for need in cycle.needs] == [
        "secretariat_briefing", "informal_triangular", "formal_tcc",
    ]  # fmt: skip
    assert [(one.row, one.line.again) for one in found["bookings"]] == [(row, True)]
    assert not Draft.objects.exists()


def test_a_closed_meeting_is_not_named_to_whoever_may_not_see_it(
    convener: User, planner: User, signed_in: SignedIn, minusma: Mission
) -> None:
    booked(planner, 12, visibility="invitees", subject="A closed subject")
    answer = signed_in(convener).get(address(LATE))
    assert [one.row for one in answer.context["bookings"]] == [None]
    assert "A closed subject" not in answer.content.decode()


def test_an_assumption_that_contradicts_another_is_said(reading: Client, minusma: Mission) -> None:
    answer = reading.get(address(NumberChanged("notice_kept", 1)))
    assert answer.status_code == 400
    assert "is more than notice_kept" in answer.context["sentence"]


def test_in_english_a_page_says_what_the_core_says() -> None:
    assert [sentence(one) for one in EACH] == [say(one) for one in EACH]


# A plan is made of it.


def post(client: Client, *assumed: Assumption, name: str = "Late", **start: str):
    told = [json.dumps(to_json(one)) for one in assumed]
    return client.post(PAGE, {**(start or MALI), "set": "1", "a": told, "name": name})


def test_a_plan_is_made_that_keeps_the_one_it_starts_from(planning: Client, planned: Draft) -> None:
    answer = post(planning, LATE, plan=str(planned.pk))
    made = Draft.objects.get(name="Late")
    assert answer["Location"] == f"/plan/{made.pk}/what-follows/"
    assert (made.keeps, made.assumptions, made.missions) == (planned, [to_json(LATE)], ["MINUSMA"])
    assert (made.first_on, made.last_on, made.as_of) == (
        planned.first_on, planned.last_on, planned.as_of,
    )  # fmt: skip


def test_from_a_cycle_its_mission_is_planned_up_to_the_expiry_assumed(
    planning: Client, minusma: Mission
) -> None:
    post(planning, ExpiryMoved("MINUSMA", "mission", EXPIRY, date(2017, 8, 31)))
    made = Draft.objects.get()
    assert (made.missions, made.first_on, made.last_on, made.keeps) == (
        ["MINUSMA"], date(2017, 5, 2), date(2017, 8, 31), None,
    )  # fmt: skip


def test_nothing_assumed_makes_no_plan(planning: Client, minusma: Mission) -> None:
    assert (post(planning).status_code, Draft.objects.count()) == (400, 0)


def test_a_name_that_is_taken_is_asked_for_again(planning: Client, planned: Draft) -> None:
    answer = post(planning, LATE, name="June", plan=str(planned.pk))
    assert answer.status_code == 409
    assert "is there already" in str(answer.context["form"].errors)


def test_only_planners_make_plans(reading: Client, minusma: Mission) -> None:
    assert (post(reading, LATE).status_code, Draft.objects.count()) == (403, 0)


# Before and after, line by line.


def follows(client: Client, draft: Draft):
    return client.get(f"/plan/{draft.pk}/what-follows/").context


def test_what_moved_says_why_it_could_not_stay(reading: Client, slipped: Draft) -> None:
    found = follows(reading, slipped)["against"]
    said = {
        one.card.row.need: {reason.finding.criterion for reason in one.reasons}
        for one in found.moved
    }
    assert said == {
        "informal_triangular": {"preparation"}, "formal_tcc": {"preparation", "order"},
    }  # fmt: skip
    assert [card.row.need for card in found.same] == ["secretariat_briefing"]
    assert (found.missions, found.new, found.gone) == (["MINUSMA"], (), ())


def test_a_rollover_moves_the_meetings_of_the_cycle_it_continues(
    reading: Client, planner: User, planned: Draft
) -> None:
    rollover = ExpiryMoved("MINUSMA", "mission", EXPIRY, date(2017, 8, 31))
    draft = drafts.sketch(
        who=planner, name="June, later", first=planned.first_on, last=date(2017, 8, 31),
        as_of=planned.as_of, missions=["MINUSMA"], assumptions=[rollover], keeps=planned,
    )  # fmt: skip
    drafts.carry_out(draft.pk, draft.run)
    found = follows(reading, draft)["against"]
    assert {one.card.row.expires_on for one in found.moved} == {date(2017, 8, 31)}
    assert {one.card.row.need for one in found.moved} == {
        "secretariat_briefing", "informal_triangular", "formal_tcc",
    }  # fmt: skip
    assert (found.new, found.gone) == ((), ())


def decided(client: Client, draft: Draft, line, deed: str, **more: str):
    url = f"/plan/{draft.pk}/placements/{line.card.row.pk}/{deed}/"
    version = Draft.objects.get(pk=draft.pk).version
    return client.post(url, {"version": version, "then": "follows", **more})


def test_each_line_is_accepted_or_left(planning: Client, slipped: Draft) -> None:
    one, other = follows(planning, slipped)["against"].moved
    answer = decided(planning, slipped, one, "accept")
    assert answer["Location"] == f"/plan/{slipped.pk}/what-follows/"
    decided(planning, slipped, other, "leave")
    now = follows(planning, slipped)["against"].moved
    assert [line.decision for line in now] == ["accept", "leave"]


def test_pinned_where_it_stood_it_stands_there_again(planning: Client, slipped: Draft) -> None:
    line = follows(planning, slipped)["against"].moved[0]
    decided(planning, slipped, line, "move", slot=line.before.value)
    draft = Draft.objects.get(pk=slipped.pk)
    drafts.carry_out(draft.pk, draft.run)
    found = follows(planning, slipped)["against"]
    assert line.card.row.key not in {one.card.row.key for one in found.moved}
    assert line.card.row.key in {card.row.key for card in found.same}


def test_the_page_says_that_what_is_assumed_is_not_recorded(
    administrator: User, reader: User, signed_in: SignedIn, slipped: Draft
) -> None:
    seen = signed_in(reader).get(f"/plan/{slipped.pk}/what-follows/")
    assert "releasing the plan does not record it" in seen.content.decode()
    assert [one.address for one in seen.context["late"]] == ["/missions/MINUSMA/"]
    (late,) = follows(signed_in(administrator), slipped)["late"]
    form = signed_in(administrator).get(late.address).context["adminform"].form
    assert (form["kind"].value(), form["expires_on"].value()) == ("report_due", "2017-06-30")


def test_once_released_it_says_that_only_the_meetings_are_booked(
    planner: User, planning: Client, slipped: Draft
) -> None:
    drafts.release(slipped, who=planner, version=slipped.version, fingerprint=slipped.fingerprint)
    page = planning.get(f"/plan/{slipped.pk}/what-follows/").content.decode()
    assert "what it assumes is not recorded" in page
    assert Consultation.objects.filter(status="tentative").count() == 3


def test_a_plan_that_keeps_none_shows_all_as_placed(
    planning: Client, planner: User, planned: Draft
) -> None:
    found = follows(planning, planned)["against"]
    assert (len(found.new), found.moved, found.same) == (3, (), ())


def test_a_plan_still_waiting_is_shown_as_such(planning: Client, minusma: Mission) -> None:
    post(planning, LATE)
    page = planning.get(f"/plan/{Draft.objects.get().pk}/what-follows/")
    assert (page.status_code, "against" in page.context) == (200, False)


def problems(client: Client, *told: object) -> tuple[int, list[str]]:
    asked = [*MALI.items(), ("set", "1"), *(("a", json.dumps(one)) for one in told)]
    answer = client.get(f"{PAGE}?{urlencode(asked)}")
    return answer.status_code, list(answer.context["start"].problems)


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (to_json(EACH[2]) | {"to": "9999-12-31"},
         "to is 9999-12-31: calendars are kept for 1945 to 2199"),
        ({"kind": "holiday", "on": "0001-01-01"},
         "on is 0001-01-01: calendars are kept for 1945 to 2199"),
        ({"kind": "crisis", "mission": "MINUSMA", "on": "1900-01-01"},
         "on is 1900-01-01: calendars are kept for 1945 to 2199"),
        ({"kind": "crisis", "mission": "NOPE", "on": "2017-06-12"},
         "no mission “NOPE” is recorded"),
        ({"kind": "number", "key": "notice_kept", "value": 15, "mission": "NOPE"},
         "no mission “NOPE” is recorded"),
        (to_json(LATE) | {"component": "your account is closed"},
         "no mandate of “your account is closed” is recorded"),
        ({"kind": "room_lost", "room": "999", "first": "2017-06-12", "last": "2017-06-12",
          "name": "Your account"}, "no room “999” is recorded"),
        ({"kind": "room_lost", "room": "٣", "first": "2017-06-12", "last": "2017-06-12"},
         "no room “٣” is recorded"),
        ({"kind": "holiday", "on": "2017-06-15", "name": "x" * 3000},
         "a name has at most 80 characters, not 3000"),
    ],
)  # fmt: skip
def test_an_address_cannot_assume_what_is_not_recorded_or_no_calendar_knows(
    reading: Client, minusma: Mission, told: dict[str, object], problem: str
) -> None:
    assert problems(reading, told) == (400, [f"An assumption could not be read: {problem}."])


def test_the_last_day_of_the_calendars_can_be_assumed(reading: Client, minusma: Mission) -> None:
    told = to_json(EACH[2]) | {"to": "2199-12-31"}
    assert problems(reading, told) == (200, [])


def test_a_lost_room_has_the_name_that_is_recorded(reading: Client, minusma: Mission) -> None:
    room = Room.objects.get()
    told = RoomLost(f"0{room.pk}", date(2017, 6, 12), date(2017, 6, 12), "Call 555 now")
    start = reading.get(address(told)).context["start"]
    assert [sentence(one) for one in start.assumed] == [
        "Consultations Room cannot be used on Mon 12 June 2017"
    ]


def test_no_plan_is_made_while_an_assumption_cannot_be_read(
    planning: Client, minusma: Mission
) -> None:
    nowhere = {"kind": "crisis", "mission": "NOPE", "on": "2017-06-12"}
    told = {
        **MALI,
        "set": "1",
        "name": "Both",
        "a": [json.dumps(to_json(LATE)), json.dumps(nowhere)],
    }
    assert planning.post(PAGE, told).status_code == 400
    assert Draft.objects.count() == 0
