"""What follows from an assumption: before and after, of cycles and of what is booked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations import booking, planning
from consultations.models import HEADQUARTERS, Consultation, Mission, NumberOverride, Report, Room
from consultations.planning import assuming
from consultations.planning.bookings import booked as booked_in
from consultations.planning.worlds import world
from planner.assumptions import (
    CrisisArises,
    ExpiryMoved,
    HolidayDeclared,
    NumberChanged,
    ReportLate,
    RoomLost,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]

EXPIRY, MAY_30 = date(2017, 6, 30), date(2017, 5, 30)
MORNING = datetime(2017, 5, 30, 15, tzinfo=UTC)
SPAN = {"first": date(2017, 6, 1), "last": date(2017, 7, 31), "as_of": MAY_30}
LATE = ReportLate("MINUSMA", "mission", EXPIRY, 10)


def minusma() -> Mission:
    return Mission.objects.get(acronym="MINUSMA")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2017, 6, day, hour, minute, tzinfo=HEADQUARTERS)


def book(who, need: str, day: int, mission: str = "MINUSMA", **more) -> Consultation:
    found = Mission.objects.get(acronym=mission)
    terms = {"room": Room.objects.filter(in_use=True, near_chamber=True).first()} | more
    with time_machine.travel(MORNING, tick=False):
        return booking.book(
            who=who, kind=need, need=need, subject=f"{need} on {mission}", starts_at=at(day, 10),
            ends_at=at(day, 11, 30), missions=[found], cycle_mission=found,
            expires_on=terms.pop("expires_on", EXPIRY),
            guests=[{"name": "Senegal", "iso3": "SEN", "category": "council_member"}], **terms,
        )  # fmt: skip


def follows(*assumptions, missions=None, **span) -> assuming.Consequences:
    rows = Mission.objects.filter(acronym="MINUSMA") if missions is None else missions
    return assuming.what_follows(rows, assumptions, **{**SPAN, **span})


def days(line) -> dict[str, tuple[date, date]]:
    return {
        need.need: (need.earliest.was, need.earliest.now)
        for need in line.needs
        if need.earliest.moved
    }


def test_a_late_report_moves_its_dates_and_the_windows_that_count_from_it():
    (line,) = follows(LATE).cycles
    assert [(one.name, one.was.on, one.now.on, str(one.now.basis)) for one in line.dates] == [
        ("report_due", date(2017, 6, 2), date(2017, 6, 12), "assumed"),
        ("report_transmitted", date(2017, 6, 2), date(2017, 6, 12), "assumed"),
    ]
    assert days(line) == {
        "secretariat_briefing": (date(2017, 5, 26), date(2017, 5, 31)),
        "informal_triangular": (date(2017, 5, 26), date(2017, 6, 14)),
        "formal_tcc": (date(2017, 5, 26), date(2017, 6, 14)),
    }
    assert (line.appears, line.vanishes, line.new) == ((), (), False)


def test_of_a_booking_only_the_findings_that_get_worse_are_told(planner):
    row = book(planner, "informal_triangular", 13, announced_on=MAY_30)
    found = follows(LATE)
    (line,) = found.bookings
    assert line.consultation == row.pk
    ((was, now),) = [(one.was, one.now) for one in line.worse]
    assert (now.criterion, str(was.verdict), str(now.verdict)) == ("preparation", "kept", "broken")
    assert line.again


def test_an_invitation_goes_out_again_where_a_booking_would_be_broken(planner):
    row = book(planner, "informal_triangular", 12, announced_on=MAY_30)
    told = follows(HolidayDeclared(date(2017, 6, 12), "mourning"))
    assert [one.consultation for one in told.invitations] == [row.pk]
    Consultation.objects.filter(pk=row.pk).update(announced_on=None)
    again = follows(HolidayDeclared(date(2017, 6, 12), "mourning"))
    assert [one.breaks for one in again.bookings] == [True]
    assert again.invitations == ()


def test_a_room_lost_breaks_what_is_booked_there_and_nothing_else(planner):
    row, free = book(planner, "informal_triangular", 13), book(planner, "formal_tcc", 14)
    lost = RoomLost(str(row.room_id), date(2017, 6, 13), date(2017, 6, 13))
    found = follows(lost)
    assert [(one.consultation, [w.now.criterion for w in one.worse])
            for one in found.bookings] == [(row.pk, ["room_free"])]  # fmt: skip
    assert (found.cycles, free.pk in {one.consultation for one in found.bookings}) == ((), False)


def test_a_crisis_calls_for_a_meeting():
    (line,) = follows(CrisisArises("MINUSMA", date(2017, 6, 12))).cycles
    assert [one.need.id for one in line.appears] == ["crisis-2017-06-12"]


def test_a_rollover_takes_over_what_its_cycle_still_lacks(planner):
    book(planner, "formal_tcc", 14)
    old, new = follows(ExpiryMoved("MINUSMA", "mission", EXPIRY, date(2017, 8, 31))).cycles
    assert (old.over, new.over) == (date(2017, 8, 31), None)
    assert {one.need.id for one in old.vanishes} == {"secretariat_briefing", "informal_triangular"}
    assert (new.new, new.expiry) == (True, date(2017, 8, 31))
    called = {one.need.id: bool(one.met_by) for one in new.appears}
    assert called == {
        "secretariat_briefing": False, "informal_triangular": False, "formal_tcc": True,
    }  # fmt: skip


def test_a_number_changed_for_another_mission_changes_nothing_here():
    assert follows(NumberChanged("notice_kept", 15, "UNMISS")).cycles == ()
    (line,) = follows(NumberChanged("notice_kept", 15)).cycles
    assert all(need.announce_by.now < need.announce_by.was for need in line.needs)


def test_what_has_no_effect_says_why():
    Report.objects.filter(symbol="S/2017/478").update(due_on=None)
    found = follows(
        LATE, HolidayDeclared(date(2017, 6, 10)), as_of=date(2017, 6, 7), first=date(2017, 6, 7)
    )
    assert found.cycles == ()
    assert found.notes == (
        "MINUSMA, mandate to Fri 30 June 2017: the report comes 10 days late: nothing changes, "
        "it was sent on Tue 6 June 2017 (S/2017/478)",
        "Sat 10 June 2017 is declared a holiday: nothing changes, it is no working day already "
        "(Saturday)",
    )


def test_a_booking_is_found_as_its_own_page_finds_it(planner):
    rows = [
        book(planner, "informal_triangular", 13, announced_on=MAY_30),
        book(planner, "formal_tcc", 14),
        book(planner, "formal_tcc", 15, "UNDOF"),
        book(planner, "secretariat_briefing", 12),
    ]
    NumberOverride.objects.create(
        consultation=rows[1], key="notice_kept", value=15, reason="tried", who=planner
    )
    before = world(Mission.objects.all(), as_of=MAY_30, span=(SPAN["first"], SPAN["last"]))
    found = booked_in(before, SPAN["last"])
    said = {row.pk: found.findings(row, before) for row in found.rows}
    assert said == {row.pk: planning.judge(row, as_of=MAY_30) for row in rows}


def test_the_number_of_queries_does_not_grow_with_the_rows(planner):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            follows(LATE, HolidayDeclared(date(2017, 6, 13)), missions=Mission.objects.all())
        return len(counted)

    book(planner, "formal_tcc", 14)
    first = queries()
    for day, mission in ((12, "UNDOF"), (13, "UNMISS"), (15, "UNFICYP")):
        book(planner, "formal_tcc", day, mission, expires_on=EXPIRY)
    book(planner, "informal_triangular", 16, room=None)
    assert queries() == first


def test_nothing_assumed_nothing_follows(planner):
    book(planner, "formal_tcc", 14, announced_on=MAY_30)
    found = follows(missions=Mission.objects.all(), last=SPAN["last"] + timedelta(days=200))
    assert (found.cycles, found.bookings, found.notes) == ((), (), ())
