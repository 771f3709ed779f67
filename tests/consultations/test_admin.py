"""The admin: administrators keep facts, a moved date asks for its reason, lists stay fast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import models
from consultations.models import (
    HEADQUARTERS,
    Closure,
    Consultation,
    Contribution,
    CouncilMeeting,
    CouncilTerm,
    CycleChoice,
    DateChange,
    Draft,
    DraftPlacement,
    Mandate,
    MemberState,
    Mission,
    NumberOverride,
    Penholder,
    Presidency,
    RecordedMeeting,
    Report,
    ReportRequirement,
    Room,
)

pytestmark = pytest.mark.django_db

Person = Callable[[str], User]
SignedIn = Callable[[User], Client]
OURS = sorted(
    model._meta.model_name
    for model in admin.site._registry
    if model._meta.app_label == "consultations"
)
KEPT_ELSEWHERE = {
    "consultation",
    "cyclechoice",
    "datechange",
    "draft",
    "externalcalendar",
    "busytime",
    "mailpreference",
}
QUERIES = {
    "buildinghours": 7,
    "busytime": 9,
    "closure": 9,
    "consultation": 9,
    "contact": 7,
    "contribution": 10,
    "councilmeeting": 10,
    "councilterm": 8,
    "councilvisit": 10,
    "crisis": 10,
    "cyclechoice": 10,
    "datechange": 10,
    "draft": 9,
    "externalcalendar": 7,
    "holiday": 9,
    "mailpreference": 7,
    "mandate": 11,
    "memberstate": 7,
    "milestone": 11,
    "mission": 10,
    "numberoverride": 9,
    "penholder": 8,
    "presidency": 8,
    "recordedmeeting": 10,
    "report": 10,
    "reportrequirement": 11,
    "room": 7,
    "strategicreview": 10,
}
REASON = {"change_reason": "The Council asked for it.", "change_source": "S/2017/1"}


@pytest.fixture
def keeper(administrator: User, signed_in: SignedIn) -> Client:
    return signed_in(administrator)


def model_named(name: str) -> Any:
    return next(m for m in admin.site._registry if m._meta.model_name == name)


def at(name: str, *rest: object) -> str:
    return "/".join(["/admin/consultations", name, *map(str, rest), ""])


def report(number: int = 0, **more: Any) -> Report:
    mission, _ = Mission.objects.get_or_create(acronym=f"MINUSMA{number or ''}")
    return Report.objects.create(mission=mission, symbol="S/2017/478", **more)


def written(row: Report, **more: Any) -> dict[str, Any]:
    """What the report's form sends."""
    names = ("symbol", "kind", "cycle", "requested_by", "advance_copy_on", "due_on", "issued_on",
             "period_from", "period_to", "note", "verified_by", "source", "confidence")  # fmt: skip
    values = {name: getattr(row, name) or "" for name in names}
    return {"mission": row.mission_id, **values, **more}


def rows_of_every_sort(number: int) -> None:
    """One row in each list, each with its own related rows."""
    day = date(2017, 6, number)
    mission = Mission.objects.create(acronym=f"M{number}", established_on=day)
    member = MemberState.objects.create(name=f"State {number}", iso3=f"S{number:02d}")
    room = Room.objects.create(name=f"Room {number}")
    about = {"mission": mission}
    Penholder.objects.create(member=member, **about)
    Mandate.objects.create(adopted_on=day, expires_on=date(2018, 6, 30), kind="renewal", **about)
    ReportRequirement.objects.create(wording="every 90 days", known_on=day, **about)
    Report.objects.create(issued_on=day, **about)
    models.StrategicReview.objects.create(known_on=day, **about)
    models.Crisis.objects.create(occurred_on=day, known_on=day, summary="Attack", **about)
    models.Milestone.objects.create(kind="report_due", on=day, known_on=day, **about)
    models.CouncilVisit.objects.create(starts_on=day, ends_on=day, known_on=day, by="the Council")
    CouncilTerm.objects.create(year=2017, member=member)
    Presidency.objects.create(year=2017, month=number, member=member, basis="held")
    Contribution.objects.create(
        member=member, country=member.name, as_of="2017", as_of_from=day, as_of_until=day, **about
    )
    models.Holiday.objects.create(on=day, name="A day off", kind="official")
    Closure.objects.create(name="A week", first_on=day, last_on=day)
    models.BuildingHours.objects.create(
        from_on=day, session="morning", starts="10:00", ends="13:00"
    )
    CouncilMeeting.objects.create(on=day, room=room, subject="Mali")
    RecordedMeeting.objects.create(
        event_id=f"E{number}", body="WG", meeting_type="triangular", starts_on=day
    )
    start = datetime(2017, 6, number, 10, tzinfo=HEADQUARTERS)
    meeting = Consultation.objects.create(
        kind="crisis",
        subject="Talk",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        room=room,
    )
    calendar = models.ExternalCalendar.objects.create(name=f"Diary {number}", room=room)
    models.BusyTime.objects.create(
        calendar=calendar, starts_at=start, ends_at=meeting.ends_at, title="x"
    )
    models.Contact.objects.create(member=member, email=f"{number}@state.example", valid_until=day)
    keeper = User.objects.create(username=f"keeper{number}")
    models.MailPreference.objects.create(user=keeper, digest="weekly")
    NumberOverride.objects.create(
        key="notice_kept", value=9, reason="So.", consultation=meeting, who=keeper
    )
    CycleChoice.objects.create(expires_on=day, chosen="light", who=keeper, **about)
    draft = Draft.objects.create(
        name=f"Plan {number}", first_on=day, last_on=day, as_of=day, made_by=keeper
    )
    DraftPlacement.objects.create(
        draft=draft, key=f"M{number}", kind="crisis", starts_at=start, ends_at=meeting.ends_at,
        room=room, **about,
    )  # fmt: skip
    DateChange.objects.create(subject=f"report:{number}", label="x", field="due_on", reason="y",
                              known_on=day, who=keeper)  # fmt: skip


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    sent_to = {name: client.get(at(name)).headers["Location"] for name in OURS}
    assert sent_to == {name: f"/accounts/login/?next={at(name)}" for name in OURS}


@pytest.mark.parametrize("group", ["planner", "convener", "reader"])
def test_without_staff_status_nobody_enters(
    person: Person, signed_in: SignedIn, group: str
) -> None:
    assert signed_in(person(group)).get("/admin/").status_code == 302


def test_a_planner_on_the_staff_looks_and_changes_nothing(
    planner: User, signed_in: SignedIn
) -> None:
    planner.is_staff = True
    planner.save()
    client = signed_in(planner)
    answers = {
        name: (
            client.get(at(name)).status_code,
            client.get(at(name, "add")).status_code,
            client.post(at(name, "add"), {}).status_code,
        )
        for name in OURS
    }
    assert answers == dict.fromkeys(OURS, (200, 403, 403))


@pytest.mark.parametrize("group", ["convener", "reader"])
def test_staff_of_other_groups_see_no_list(person: Person, signed_in: SignedIn, group: str) -> None:
    user = person(group)
    user.is_staff = True
    user.save()
    client = signed_in(user)
    lists = [*map(at, OURS), "/admin/auth/user/", "/admin/auth/group/"]
    answers = {path: client.get(path).status_code for path in lists}
    assert answers == dict.fromkeys(lists, 403)


def test_an_administrator_adds_what_is_kept_here(keeper: Client) -> None:
    answers = {
        name: (keeper.get(at(name)).status_code, keeper.get(at(name, "add")).status_code)
        for name in OURS
    }
    assert answers == {name: (200, 403 if name in KEPT_ELSEWHERE else 200) for name in OURS}


def test_every_row_has_its_page_and_is_found(keeper: Client) -> None:
    rows_of_every_sort(1)
    answers = {}
    for name in OURS:
        pk = model_named(name)._default_manager.first().pk
        row = keeper.get(at(name, pk, "change"))
        found = keeper.get(at(name), {"q": "<script>%\x01"})
        answers[name] = (row.status_code, found.status_code)
    assert answers == dict.fromkeys(OURS, (200, 200))


def queries_of_lists(keeper: Client) -> dict[str, int]:
    asked = {}
    for name in OURS:
        with CaptureQueriesContext(connection) as queries:
            keeper.get(at(name))
        asked[name] = len(queries)
    return asked


def test_more_rows_cost_a_list_no_more_queries(keeper: Client) -> None:
    rows_of_every_sort(1)
    for name in OURS:
        keeper.get(at(name))  # content types are then known to the process
    assert queries_of_lists(keeper) == QUERIES
    rows_of_every_sort(2)
    rows_of_every_sort(3)
    assert queries_of_lists(keeper) == QUERIES


@pytest.mark.parametrize("rows", [1, 3])
def test_a_missions_page_costs_the_same_for_one_row_and_three(
    keeper: Client, django_assert_num_queries: Callable[..., Any], rows: int
) -> None:
    mission = Mission.objects.create(acronym="MINUSMA")
    for number in range(1, rows + 1):
        member = MemberState.objects.create(name=f"State {number}", iso3=f"S{number:02d}")
        Penholder.objects.create(mission=mission, member=member)
        Report.objects.create(mission=mission, symbol=f"S/2017/{number}")
    keeper.get(at("mission", mission.pk, "change"))  # content types are then known to the process
    with django_assert_num_queries(13):
        page = keeper.get(at("mission", mission.pk, "change")).content.decode()
    assert f"S/2017/{rows}" in page


def test_dates_of_a_list_carry_their_weekday(keeper: Client) -> None:
    report(issued_on=date(2017, 6, 6))
    assert '<time datetime="2017-06-06">Tue 6 June 2017</time>' in (
        keeper.get(at("report")).content.decode()
    )


def test_a_recorded_date_does_not_move_without_a_reason(keeper: Client) -> None:
    row = report(due_on=date(2017, 6, 1))
    answer = keeper.post(at("report", row.pk, "change"), written(row, due_on="2017-06-06"))
    assert answer.status_code == 200
    assert "Say why the date changes." in answer.content.decode()
    row.refresh_from_db()
    assert (row.due_on, DateChange.objects.count()) == (date(2017, 6, 1), 0)


def test_a_moved_date_leaves_what_it_was_and_why(keeper: Client) -> None:
    row = report(due_on=date(2017, 6, 1))
    sent = written(row, due_on="2017-06-06", change_known_on="2017-05-20", **REASON)
    assert keeper.post(at("report", row.pk, "change"), sent).status_code == 302
    row.refresh_from_db()
    change = DateChange.objects.get()
    assert row.due_on == date(2017, 6, 6)
    assert (change.subject, change.field, change.was, change.now) == (
        row.kept_as, "due_on", date(2017, 6, 1), date(2017, 6, 6),
    )  # fmt: skip
    assert (change.reason, change.source, str(change.who), change.known_on) == (
        "The Council asked for it.", "S/2017/1", "administrator", date(2017, 5, 20),
    )  # fmt: skip
    page = keeper.get(at("report", row.pk, "change")).content.decode()
    assert "The Council asked for it. (administrator)" in page


def test_typing_late_is_not_knowing_late(keeper: Client) -> None:
    row = report(due_on=date(2017, 6, 1))
    sent = written(row, due_on="2017-06-06", **REASON)
    keeper.post(at("report", row.pk, "change"), sent)
    assert DateChange.objects.get().known_on == date(2017, 6, 1)


def test_a_date_that_was_empty_is_filled_in_without_ado_and_kept(keeper: Client) -> None:
    row = report()
    assert keeper.post(
        at("report", row.pk, "change"), written(row, issued_on="2017-06-06")
    ).status_code == 302  # fmt: skip
    change = DateChange.objects.get()
    assert (change.was, change.now, change.reason, change.known_on) == (
        None, date(2017, 6, 6), "Filled in.", date(2017, 6, 6),
    )  # fmt: skip


def test_what_is_no_date_changes_without_a_reason(keeper: Client) -> None:
    row = report(due_on=date(2017, 6, 1))
    sent = written(row, note="A word.")
    assert keeper.post(at("report", row.pk, "change"), sent).status_code == 302
    assert DateChange.objects.count() == 0


def test_both_ends_of_a_span_move_together(keeper: Client) -> None:
    row = Closure.objects.create(name="Week", first_on=date(2026, 9, 21), last_on=date(2026, 9, 25))
    sent = {"name": "Week", "kind": "closure", "first_on": "2026-10-05", "last_on": "2026-10-09"}
    answer = keeper.post(at("closure", row.pk, "change"), {**sent, **REASON})
    assert answer.status_code == 302
    assert sorted(DateChange.objects.values_list("field", flat=True)) == ["first_on", "last_on"]


def test_a_new_row_needs_no_reason(keeper: Client) -> None:
    sent = {"name": "Week", "kind": "closure", "first_on": "2026-10-05", "last_on": "2026-10-09"}
    assert keeper.post(at("closure", "add"), sent).status_code == 302
    assert (Closure.objects.count(), DateChange.objects.count()) == (1, 0)


def test_a_date_that_cannot_be_read_is_said(keeper: Client) -> None:
    row = report(due_on=date(2017, 6, 1))
    answer = keeper.post(at("report", row.pk, "change"), written(row, due_on="soon", **REASON))
    assert "Enter a valid date." in answer.content.decode()
    assert DateChange.objects.count() == 0


def test_a_recorded_row_beside_its_mission_is_changed_on_its_own_page(keeper: Client) -> None:
    row = report(due_on=date(2017, 6, 1))
    page = keeper.get(at("mission", row.mission_id, "change")).content.decode()
    assert f'<a href="{at("report", row.pk, "change")}">change</a>' in page
    assert 'name="reports-0-due_on"' not in page


def test_a_wording_that_gives_no_dates_is_refused_until_it_is_meant(keeper: Client) -> None:
    mission = Mission.objects.create(acronym="MINUSMA")
    sent = {"mission": mission.pk, "component": "mission", "wording": "now and then"}
    answer = keeper.post(at("reportrequirement", "add"), sent)
    assert "No dates can be read from this." in answer.content.decode()
    assert keeper.post(at("reportrequirement", "add"), {**sent, "even_so": "on"}).status_code == 302
    assert [row.wording for row in ReportRequirement.objects.all()] == ["now and then"]


@pytest.mark.parametrize(
    ("name", "action", "field", "value"),
    [
        ("room", "mark_out_of_use", "in_use", False),
        ("room", "mark_in_use", "in_use", True),
        ("councilmeeting", "make_firm", "firmness", "firm"),
        ("councilmeeting", "make_provisional", "firmness", "provisional"),
        ("room", "trust_high", "confidence", "high"),
        ("mandate", "trust_low", "confidence", "low"),
    ],
)
def test_many_rows_are_marked_at_once(
    keeper: Client, name: str, action: str, field: str, value: object
) -> None:
    for number in (1, 2):
        rows_of_every_sort(number)
    model = model_named(name)
    chosen = [str(pk) for pk in model._default_manager.values_list("pk", flat=True)]
    keeper.post(at(name), {"action": action, "_selected_action": chosen})
    assert {getattr(row, field) for row in model._default_manager.all()} == {value}


def test_a_planner_on_the_staff_marks_nothing(planner: User, signed_in: SignedIn) -> None:
    planner.is_staff = True
    planner.save()
    room = Room.objects.create(name="Room 7")
    sent = {"action": "mark_out_of_use", "_selected_action": [str(room.pk)]}
    signed_in(planner).post(at("room"), sent)
    assert Room.objects.get().in_use is True


def test_since_when_something_is_known_changes_with_a_reason_too(keeper: Client) -> None:
    mission = Mission.objects.create(acronym="MINUSMA")
    day = date(2017, 6, 6)
    row = models.Milestone.objects.create(mission=mission, kind="visit", on=day, known_on=day)
    sent = {"mission": mission.pk, "component": "mission", "kind": "visit", "on": "2017-06-06",
            "known_on": "2017-06-01"}  # fmt: skip
    answer = keeper.post(at("milestone", row.pk, "change"), sent)
    assert "Say why the date changes." in answer.content.decode()
    keeper.post(at("milestone", row.pk, "change"), {**sent, **REASON})
    change = DateChange.objects.get()
    assert (change.field, change.was, change.now) == ("known_on", day, date(2017, 6, 1))


def removed(keeper: Client, row: Any, reason: str = "Entered twice.") -> str:
    """What the page says once the row was asked to go."""
    sent = {"post": "yes", "delete_reason": reason}
    answer = keeper.post(at(row._meta.model_name, row.pk, "delete"), sent, follow=True)
    return answer.content.decode()


def test_a_row_does_not_go_without_a_reason(keeper: Client) -> None:
    row = report(due_on=date(2017, 6, 1))
    assert "Say why the row goes." in removed(keeper, row, " ")
    assert (Report.objects.count(), DateChange.objects.count()) == (1, 0)
    assert 'name="delete_reason"' in keeper.get(at("report", row.pk, "delete")).content.decode()


def test_a_mission_that_goes_leaves_a_trace_of_each_dated_row_with_it(keeper: Client) -> None:
    row = report(issued_on=date(2017, 6, 6))
    mission = row.mission
    Mandate.objects.create(
        mission=mission, adopted_on=date(2016, 6, 29), expires_on=date(2017, 6, 30), kind="renewal"
    )
    removed(keeper, mission)
    assert (Mission.objects.count(), Mandate.objects.count(), Report.objects.count()) == (0, 0, 0)
    traces = DateChange.objects.order_by("field").values_list("field", "was", "now", "reason")
    assert list(traces) == [
        ("expires_on", date(2017, 6, 30), None, "Removed: with MINUSMA: Entered twice."),
        ("issued_on", date(2017, 6, 6), None, "Removed: with MINUSMA: Entered twice."),
        ("starts_on", None, None, "Removed: Entered twice."),
    ]
    assert LogEntry.objects.get(action_flag=DELETION).change_message == "Entered twice."


@pytest.mark.parametrize("rests_on", ["mission", "mandate", "recordedmeeting"])
def test_what_a_consultation_rests_on_does_not_go(keeper: Client, rests_on: str) -> None:
    day = date(2017, 6, 30)
    mission = Mission.objects.create(acronym="MINUSMA")
    rows = {
        "mission": mission,
        "mandate": Mandate.objects.create(
            mission=mission, adopted_on=date(2016, 6, 29), expires_on=day, kind="renewal"
        ),
        "recordedmeeting": RecordedMeeting.objects.create(
            event_id="X-1", body="WG", meeting_type="triangular", starts_on=day
        ),
    }
    start = datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)
    talk = Consultation.objects.create(
        kind="crisis", subject="Talk of June", starts_at=start, ends_at=start + timedelta(hours=1)
    )
    if rests_on == "mission":
        talk.missions.add(mission)
    elif rests_on == "mandate":
        Consultation.objects.update(cycle_mission=mission, expires_on=day)
    else:
        Consultation.objects.update(source_event="X-1")
    page = removed(keeper, rows[rests_on])
    assert "stays: these rest on it." in page
    assert "Talk of June" in page
    assert (type(rows[rests_on]).objects.count(), DateChange.objects.count()) == (1, 0)


def test_facts_are_not_removed_by_the_dozen(keeper: Client) -> None:
    row = report()
    keeper.post(at("report"), {"action": "delete_selected", "_selected_action": [str(row.pk)],
                               "post": "yes"})  # fmt: skip
    assert Report.objects.count() == 1


def test_changed_dates_are_only_read(keeper: Client) -> None:
    rows_of_every_sort(1)
    pk = DateChange.objects.get().pk
    assert keeper.post(at("datechange", pk, "change"), {"reason": "other"}).status_code == 403
    assert keeper.post(at("datechange", pk, "delete"), {"post": "yes"}).status_code == 403
    assert DateChange.objects.get().reason == "y"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"value": "12"}, "This field is required."),
        ({"value": "99", "reason": "So."}, "99 is outside 0 to 60 working days"),
        ({"value": "2", "reason": "So."}, "notice_short: 5 is more than notice_kept (2)"),
    ],
)
def test_a_number_is_not_changed_against_the_register(
    keeper: Client, sent: dict[str, str], sentence: str
) -> None:
    answer = keeper.post(at("numberoverride", "add"), {"key": "notice_kept", **sent})
    assert sentence in answer.content.decode()
    assert NumberOverride.objects.count() == 0


def test_a_number_changed_here_stands_in_its_history(keeper: Client) -> None:
    sent = {"key": "notice_kept", "value": "12", "reason": "Custom."}
    assert keeper.post(at("numberoverride", "add"), sent).status_code == 302
    row = NumberOverride.objects.get()
    sent = {"value": "13", "reason": "Longer."}
    assert keeper.post(at("numberoverride", row.pk, "change"), sent).status_code == 302
    history = keeper.get("/register/numbers/notice_kept/").context["history"]
    assert [(line.was, line.now, line.reason) for line in history] == [
        (12, 13, "Longer."),
        (10, 12, "Custom."),
    ]
    assert keeper.post(at("numberoverride", row.pk, "delete"), {"post": "yes"}).status_code == 403


def test_an_administrator_puts_people_in_groups_and_makes_no_superuser(keeper: Client) -> None:
    user = User.objects.create_user("ana")
    group = Group.objects.get_or_create(name="planner")[0]
    sent = {
        "username": "ana", "is_active": "on", "groups": [group.pk], "is_superuser": "on",
        "user_permissions": ["1"],
    }  # fmt: skip
    assert keeper.post(f"/admin/auth/user/{user.pk}/change/", sent).status_code == 302
    user.refresh_from_db()
    assert [found.name for found in user.groups.all()] == ["planner"]
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)


def test_a_superusers_account_is_out_of_reach(keeper: Client) -> None:
    root = User.objects.create_superuser("root")
    assert keeper.get(f"/admin/auth/user/{root.pk}/change/").status_code == 403
    sent = {"usable_password": "true", "password1": "a new pass phrase",
            "password2": "a new pass phrase"}  # fmt: skip
    assert keeper.post(f"/admin/auth/user/{root.pk}/password/", sent).status_code == 403
