"""The door to the core: rows go in as they could be known on a day, answers come out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations import booking, planning
from consultations.models import (
    HEADQUARTERS,
    BuildingHours,
    Closure,
    Consultation,
    Contribution,
    CouncilMeeting,
    CouncilVisit,
    Crisis,
    CycleChoice,
    MemberState,
    Milestone,
    Mission,
    NumberOverride,
    Presidency,
    Report,
    Room,
)
from planner.register import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]

JUNE_6, EXPIRY = date(2017, 6, 6), date(2017, 6, 30)
BEFORE = datetime(2017, 5, 30, 15, tzinfo=UTC)


def minusma() -> Mission:
    return Mission.objects.get(acronym="MINUSMA")


def chain(as_of: date = JUNE_6, expiry: date | None = EXPIRY, mission: str = "MINUSMA"):
    found = Mission.objects.get(acronym=mission)
    return planning.chain(found, as_of=as_of, expiry=expiry)


def anchor(name: str, as_of: date = JUNE_6) -> tuple[date | None, str]:
    found = chain(as_of).cycle.anchors[name]
    return found.on, str(found.basis)


def propose(kind: str = "informal_triangular", **more):
    return planning.propose(minusma(), kind, as_of=JUNE_6, expiry=EXPIRY, **more)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2017, 6, day, hour, minute, tzinfo=HEADQUARTERS)


# Known from.


def test_a_mandate_is_known_from_its_adoption():
    with pytest.raises(planning.NoSuchCycle):
        chain(date(2016, 6, 28))
    assert chain(date(2016, 6, 29)).cycle.resolution == "S/RES/2295 (2016)"


def test_a_report_is_known_from_its_date_and_before_it_by_its_due_date_alone():
    report = Report.objects.get(symbol="S/2017/478")
    Milestone.objects.filter(kind="report_issued").delete()
    report.due_on = date(2017, 6, 5)
    report.save(update_fields=["due_on"])
    before, on = date(2017, 6, 5), JUNE_6
    assert anchor("report_due", before) == (date(2017, 6, 5), "recorded")
    assert anchor("report_transmitted", before) == (date(2017, 6, 5), "rule")
    assert anchor("report_transmitted", on) == (date(2017, 6, 6), "recorded")
    assert chain(on).cycle.anchors["report_transmitted"].source == "S/2017/478"


def test_a_milestone_is_known_from_known_on_and_two_rows_are_a_date_that_changed():
    def planned(day: int) -> date | None:
        found = chain(date(2026, 1, day), date(2026, 1, 31), "UNFICYP")
        return found.cycle.anchors["adoption"].on

    assert [planned(day) for day in (4, 5, 15, 16)] == [
        date(2026, 1, 30), date(2026, 1, 26), date(2026, 1, 26), date(2026, 1, 29),
    ]  # fmt: skip


def test_the_council_of_a_year_is_known_from_july_of_the_year_before():
    day = date(2017, 6, 8)
    found = [
        len(planning.council_on(day, as_of)) for as_of in (date(2016, 6, 30), date(2016, 7, 1))
    ]
    assert found == [0, 15]


def test_a_presidency_is_known_once_that_years_council_is():
    assert Presidency.objects.filter(year=2017, month=6).exists()
    day = date(2017, 6, 8)
    before, after = (planning.president_on(day, d) for d in (date(2016, 6, 30), date(2016, 7, 1)))
    assert (before, after[0]) == (("", "unknown"), "Bolivia (Plurinational State of)")


def test_contributions_count_from_the_day_after_their_span():
    Contribution.objects.filter(mission=minusma()).delete()
    chad = MemberState.objects.get(iso3="TCD")
    for label, first, last, total in (
        ("2016", date(2016, 1, 1), date(2016, 12, 31), 1000),
        ("2017-03", date(2017, 3, 1), date(2017, 3, 31), 1200),
    ):
        Contribution.objects.create(
            mission=minusma(), member=chad, as_of=label, as_of_from=first, as_of_until=last,
            as_of_basis="end of month", total=total, source="a table", confidence="high",
        )  # fmt: skip

    def roster(as_of: date) -> tuple[str, bool]:
        (found,) = planning.rosters([minusma()], date(2017, 6, 13), as_of)
        return found.as_of, found.later

    assert roster(date(2017, 3, 31)) == ("2016", False)
    assert roster(date(2017, 4, 1)) == ("2017-03", False)
    assert roster(date(2016, 12, 31)) == ("2016", True), "a later one stands in, labelled so"


def test_a_date_that_changed_later_is_taken_back():
    stone = Milestone.objects.get(kind="council_consultations", mission=minusma())
    stone.reschedule(
        "on", date(2017, 6, 19), reason="programme changed", known_on=date(2017, 6, 12)
    )
    assert anchor("council_consultations", date(2017, 6, 11)) == (date(2017, 6, 16), "recorded")
    assert anchor("council_consultations", date(2017, 6, 12)) == (date(2017, 6, 19), "recorded")


def test_of_several_later_changes_the_first_is_taken_back():
    stone = Milestone.objects.get(kind="council_consultations", mission=minusma())
    stone.reschedule("on", date(2017, 6, 19), reason="once", known_on=date(2017, 6, 12))
    stone.reschedule("on", date(2017, 6, 20), reason="again", known_on=date(2017, 6, 13))
    found = [anchor("council_consultations", date(2017, 6, day))[0] for day in (11, 12, 13)]
    assert found == [date(2017, 6, 16), date(2017, 6, 19), date(2017, 6, 20)]


def test_the_back_test_takes_later_changes_back_too():
    report = Report.objects.get(symbol="S/2017/478")
    Milestone.objects.filter(kind="report_issued").delete()
    report.reschedule("issued_on", date(2017, 6, 1), reason="a slip", known_on=date(2017, 9, 1))
    found = planning.backtest(year=2017, lead_days=1)
    (meeting,) = [m for m in found.meetings if m.event == "WG17-003"]
    assert {f.criterion: f.measured for f in meeting.findings}["preparation"] == 2


def test_loading_time_is_never_knowledge_time():
    """The facts were loaded long after; on 6 June 2017 they were known all the same."""
    report = Report.objects.get(symbol="S/2017/478")
    assert report.issued_on == JUNE_6
    assert anchor("report_transmitted") == (JUNE_6, "recorded")


def test_a_year_without_a_holiday_list_is_said_to_be_without():
    found = planning.workdays(date(2026, 11, 22))
    assert found.provisional(date(2015, 6, 8)) == "2015: holiday list not loaded"
    assert found.provisional(date(2029, 6, 8)) == "2029: holiday list not published yet"
    assert found.provisional(date(2017, 6, 8)) == ""


# What staff chose.


def test_a_changed_number_holds_for_all_for_a_mission_or_for_one_consultation():
    base = load().number("lead_target")
    NumberOverride.objects.create(key="lead_target", value=25, reason="all")
    NumberOverride.objects.create(key="lead_target", value=28, reason="Mali", mission=minusma())
    other = Mission.objects.get(acronym="UNMISS")
    found = [planning.register_for(m).number("lead_target") for m in (None, other, minusma())]
    assert (base, found) == (21, [25, 25, 28])
    number = planning.register_for(minusma()).numbers["lead_target"]
    assert (number.is_default, number.reason, number.default) == (False, "Mali", 21)


def test_a_changed_number_moves_the_chain_of_that_mission_alone():
    NumberOverride.objects.create(
        key="preparation_short", value=3, reason="asked for", mission=minusma()
    )
    assert chain().need("informal_triangular").window.earliest == date(2017, 6, 9)


def test_a_preset_and_a_skipped_need_are_kept_with_their_reason():
    for need, chosen, reason in (("", "full", "new tasks"), ("working_group", "skip", "no time")):
        CycleChoice.objects.create(
            mission=minusma(), component="mission", expires_on=EXPIRY, need=need, chosen=chosen,
            reason=reason,
        )  # fmt: skip
    found = chain()
    assert str(found.preset) == "full"
    assert found.need("working_group").skipped == "no time"
    assert str(chain(date(2017, 8, 1), date(2018, 6, 30)).preset) == "standard"


# Rooms, meetings, and what is busy.


def test_a_firm_council_meeting_excludes_its_session_and_a_provisional_one_is_short():
    meeting = CouncilMeeting.objects.create(
        on=date(2017, 6, 13), session="morning", subject="Mali", firmness="firm"
    )

    def morning() -> str:
        (cell,) = {
            c.verdict for (d, start), c in grid_of_the_week().cells.items()
            if d == date(2017, 6, 13) and start < "13:00"
        }  # fmt: skip
        return cell

    assert morning() == "excluded"
    meeting.firmness = "provisional"
    meeting.save()
    assert morning() == "short"


def grid_of_the_week():
    return planning.grid(propose(), date(2017, 6, 12))


def test_the_week_is_drawn_as_five_days_of_half_hour_starts():
    found = grid_of_the_week()
    assert (len(found.days), found.rows[0], found.rows[-1]) == (5, "10:00", "16:30")
    assert len(found.cells) == 40


def test_a_room_that_is_booked_is_not_proposed_again(planner):
    room = Room.objects.filter(in_use=True, near_chamber=True).first()
    Room.objects.exclude(pk=room.pk).update(in_use=False)
    with time_machine.travel(BEFORE, tick=False):
        booking.book(
            who=planner, kind="secretariat_briefing", subject="Another", starts_at=at(13, 10),
            ends_at=at(13, 13), room=room,
        )  # fmt: skip
    found = propose(top=200)
    on_13 = sorted(
        f"{p.slot.start:%H:%M}" for p in found.proposals if p.slot.day == date(2017, 6, 13)
    )
    assert on_13 == ["15:00", "15:30", "16:00", "16:30"]


def test_an_invitee_who_sits_elsewhere_is_named(planner):
    with time_machine.travel(BEFORE, tick=False):
        booking.book(
            who=planner, kind="secretariat_briefing", subject="Another", starts_at=at(13, 10),
            ends_at=at(13, 11, 30),
            guests=[{"name": "Senegal", "iso3": "SEN", "category": "council_member"}],
        )  # fmt: skip
    found = propose()
    slot = planning.at(found, date(2017, 6, 13), time(10))
    (said,) = [f.sentence for f in slot.findings if f.criterion == "participants_free"]
    assert said == "booked elsewhere then: Senegal"


def test_the_sessions_follow_the_buildings_hours_of_the_day():
    BuildingHours.objects.all().delete()
    assert [s.start for s in planning.sessions_on(date(2017, 6, 13))] == [time(10), time(15)]
    BuildingHours.objects.create(session="morning", starts=time(9, 30), ends=time(12),
                                 from_on=date(2017, 6, 1), until_on=date(2017, 6, 30))  # fmt: skip
    assert [s.start for s in planning.sessions_on(date(2017, 6, 13))] == [time(9, 30)]
    assert [s.start for s in planning.sessions_on(date(2017, 7, 1))] == [time(10), time(15)]


def test_a_recorded_closure_is_no_working_day():
    Closure.objects.create(
        first_on=date(2017, 6, 13), last_on=date(2017, 6, 13), name="flood", kind="closure"
    )
    assert date(2017, 6, 13) not in chain().need("informal_triangular").window.days


# What is booked.


@pytest.fixture
def booked(planner) -> Consultation:
    """The informal consultation of 13 June 2017, booked and announced on 30 May."""
    with time_machine.travel(datetime(2017, 5, 30, 15, tzinfo=UTC), tick=False):
        return booking.book(
            who=planner, kind="informal_triangular", need="informal_triangular",
            subject="On Mali", starts_at=at(13, 10), ends_at=at(13, 11, 30),
            missions=[minusma()], cycle_mission=minusma(), expires_on=EXPIRY,
            announced_on=date(2017, 5, 30),
        )  # fmt: skip


def verdicts(row: Consultation, as_of: date) -> dict[str, str]:
    return {f.criterion: str(f.verdict) for f in planning.judge(row, as_of=as_of)}


def test_a_booking_meets_its_need(booked):
    called = chain().need("informal_triangular")
    assert (called.met_by.reference, called.met_by.on) == (str(booked.pk), date(2017, 6, 13))
    assert chain().need("formal_tcc").met_by is None


def test_a_booking_is_judged_as_it_stands(booked):
    said = verdicts(booked, JUNE_6)
    assert (said["preparation"], said["notice"], said["lead"]) == ("kept", "kept", "kept")


def test_a_report_that_slips_makes_a_booking_short(booked):
    stone = Milestone.objects.get(kind="report_issued", mission=minusma())
    stone.reschedule("on", date(2017, 6, 9), reason="late", known_on=JUNE_6)
    Report.objects.filter(symbol="S/2017/478").delete()
    stone.known_on = JUNE_6
    stone.save()
    assert verdicts(booked, JUNE_6)["preparation"] == "short"


def test_a_booking_does_not_stand_in_its_own_way(booked):
    said = verdicts(booked, JUNE_6)
    assert (said["council_free"], said["participants_free"], said["week_load"]) == (
        "kept", "kept", "kept",
    )  # fmt: skip
    assert "mission_spacing" not in said


def test_a_formal_meeting_before_the_booked_informal_one_is_out_of_order(booked):
    found = propose("formal_tcc", why_not_on=date(2017, 6, 12))
    out = [f.criterion for f in found.why_not[0].findings if f.verdict == "broken"]
    assert out == ["notice", "order"], "four working days from 6 June, and before the 13th"


# Many chains, fixed queries.


def counted(*acronyms: str) -> int:
    missions = list(Mission.objects.filter(acronym__in=acronyms))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        planning.chains(missions, first=date(2017, 1, 1), last=date(2017, 12, 31), as_of=JUNE_6)
    return len(queries)


def test_chains_cost_the_same_queries_for_one_mission_and_for_five():
    assert counted("MINUSMA") == counted("MINUSMA", "UNMISS", "UNISFA", "UNMIK", "UNFICYP")


def test_chains_list_every_cycle_that_ends_in_the_span_and_missions_without_one():
    missions = Mission.objects.filter(acronym__in=["UNFICYP", "UNMIK", "UNISFA"])
    found = planning.chains(
        missions, first=date(2018, 1, 1), last=date(2018, 12, 31), as_of=date(2018, 1, 10)
    )
    assert sorted((c.cycle.mission, c.cycle.component, str(c.cycle.expires_on)) for c in found) == [
        ("UNFICYP", "mission", "2018-01-31"),
        ("UNISFA", "JBVMM support", "2018-04-15"),
        ("UNISFA", "mission", "2018-05-15"),
        ("UNMIK", "mission", "None"),
    ]


def test_one_of_many_chains_is_the_chain_asked_for_alone():
    (one,) = planning.chains([minusma()], first=EXPIRY, last=EXPIRY, as_of=JUNE_6)
    assert one == chain()


def test_the_working_group_calls_for_its_own_meetings():
    found = {c.need.id: c for c in planning.group_chain(date(2017, 11, 15))}
    assert set(found) == {"c34_bureau", "organisational"}
    assert found["organisational"].window.latest == date(2018, 1, 31)


def test_the_working_groups_own_meeting_is_proposed_without_a_mission():
    found = planning.propose(None, "organisational", as_of=date(2017, 11, 15), top=1)
    assert [p.slot.day.month for p in found.proposals] == [1]
    assert {str(g.category) for g in found.guests.invitees} <= {"council_member", "other"}


# Guests and choices.


def test_the_core_list_is_ten_and_those_left_out_are_named():
    found = propose().guests
    core = [
        g
        for g in found.invitees
        if "R2017-62b" in {r.recommendation for r in g.reasons}
        and not any("outside the core list" in r.sentence for r in g.reasons)
    ]
    assert len(core) == 10
    assert found.left_out
    assert 0 < found.coverage < 1


def test_a_choice_made_otherwise_changes_the_need_and_the_chair():
    wishes = planning.Wishes(choices={"72a": "formal", "72c": "president"})
    found = propose(wishes=wishes)
    assert (found.called.need.format, found.called.need.convener) == ("formal", "president")
    assert [g.name for g in found.guests.invitees if g.role == "CHAIR"] == [
        "Bolivia (Plurinational State of)"
    ]


def test_a_longer_meeting_has_fewer_starts():
    found = propose(wishes=planning.Wishes(minutes=180), top=200)
    assert {f"{p.slot.start:%H:%M}" for p in found.proposals} == {"10:00", "15:00"}


def test_today_is_headquarters_day():
    with time_machine.travel(datetime(2017, 6, 7, 3, tzinfo=UTC), tick=False):
        assert planning.today() == JUNE_6


# As it was known on an earlier day.


def test_a_council_meeting_known_later_does_not_stand_in_the_way_before():
    CouncilMeeting.objects.create(
        on=date(2017, 6, 13), session="morning", firmness="firm", subject="Mali",
        known_on=date(2017, 6, 9),
    )  # fmt: skip

    def said(as_of: date) -> str:
        found = planning.propose(minusma(), "informal_triangular", as_of=as_of, expiry=EXPIRY)
        slot = planning.at(found, date(2017, 6, 13), time(10))
        return next(str(f.verdict) for f in slot.findings if f.criterion == "council_free")

    assert [said(date(2017, 6, 8)), said(date(2017, 6, 9))] == ["kept", "broken"]


def test_a_visit_of_the_council_known_later_takes_no_working_day_before():
    day = date(2017, 6, 13)
    visit = CouncilVisit.objects.create(
        starts_on=day, ends_on=day, known_on=date(2017, 6, 7), by="Security Council"
    )
    assert [planning.workdays(d).is_working(day) for d in (JUNE_6, date(2017, 6, 7))] == [
        True, False,
    ]  # fmt: skip
    visit.known_on = date(2017, 5, 1)
    visit.save()
    visit.reschedule("ends_on", date(2017, 6, 14), reason="longer", known_on=date(2017, 6, 9))
    on_14 = [planning.workdays(date(2017, 6, n)).is_working(date(2017, 6, 14)) for n in (8, 9)]
    assert on_14 == [True, False]


def test_changed_dates_of_crises_and_of_a_missions_end_are_taken_back():
    mission = minusma()
    crisis = Crisis.objects.create(
        mission=mission, occurred_on=date(2017, 6, 1), known_on=date(2017, 6, 1), summary="attack"
    )
    crisis.reschedule("occurred_on", date(2017, 6, 2), reason="wrong", known_on=date(2017, 6, 8))
    mission.reschedule(
        "expected_end_on", date(2018, 6, 30), reason="said", known_on=date(2017, 6, 8)
    )

    def known(day: int) -> tuple[date | None, date | None]:
        facts = planning.mission_facts([mission], as_of=date(2017, 6, day))[mission.pk]
        (found,) = [h for h in facts.happenings if h.kind == "crisis"]
        return found.on, facts.expected_end_on

    assert known(7) == (date(2017, 6, 1), None)
    assert known(8) == (date(2017, 6, 2), date(2018, 6, 30))


def test_a_consultation_booked_later_is_not_known_before(booked):
    def met(as_of: date) -> bool:
        return chain(as_of).need("informal_triangular").met_by is not None

    days = (date(2017, 5, 29), date(2017, 5, 30))
    assert [met(day) for day in days] == [False, True]
    found = planning.propose(minusma(), "formal_tcc", as_of=days[0], expiry=EXPIRY)
    assert [one.what for one in found.bench.premises.busy.get(date(2017, 6, 13), ())] == []


# Midnight, seats, rooms.


def test_meetings_that_run_over_midnight_are_busy_on_both_days():
    CouncilMeeting.objects.create(
        on=date(2017, 6, 13), starts_at=at(13, 22), ends_at=at(14, 1), firmness="firm"
    )
    with time_machine.travel(BEFORE, tick=False):
        Consultation.objects.create(
            kind="crisis", subject="Late", status="confirmed", starts_at=at(14, 23),
            ends_at=at(15, 0),
        )  # fmt: skip
    busy = propose().bench.premises.busy
    halves = {
        day.day: sorted(n for n in range(48) for one in found if one.mask >> n & 1)
        for day, found in busy.items()
        if 13 <= day.day <= 15 and day.month == 6
    }
    assert halves == {13: [44, 45, 46, 47], 14: [0, 1, 46, 47]}


def test_delegations_of_one_plus_one_take_two_seats_each():
    found = propose()
    seats = [len(g.seats) or 1 for g in found.guests.invitees]
    assert found.bench.premises.seats == sum(seats) > len(seats)


def test_an_informal_meeting_gets_the_consultations_room_and_a_formal_one_the_chamber():
    def first(kind: str) -> str:
        found = propose(kind)
        return found.bench.premises.place(found.proposals[0].slot.room).name

    assert first("informal_triangular") == "Security Council Consultations Room"
    assert first("formal_tcc") == "Security Council Chamber"
