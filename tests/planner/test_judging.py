"""Each computed criterion, kept and then short or broken on neighbouring days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.anchors import Anchor, Basis
from planner.findings import Announcement, Verdict
from planner.measures import AFTER, MEASURES
from planner.register import load
from planner.slots import Busy, Load, Place, grains
from planner.windows import zone
from planner.workdays import Closure
from tests.planner.stories import (
    REGISTER,
    WORKDAYS,
    bench,
    d,
    judged,
    recorded,
    slot,
    verdict,
    workdays_2017,
)

REPORT = recorded("report_transmitted", "2017-06-06")
EXPIRY = recorded("expiry", "2017-06-30")
ADOPTION = recorded("adoption", "2017-06-29")
CONSULTATIONS = recorded("council_consultations", "2017-06-16")
DRAFT = recorded("first_draft", "2017-06-22")
REVIEW_DUE = recorded("review_due", "2017-11-30")
REVIEW_OUT = recorded("review_circulated", "2017-11-28")

# criterion, anchor, (day, verdict) …: neighbouring working days on both sides of every edge.
DATED = [
    ("before_adoption", ADOPTION, "2017-06-28 kept", "2017-06-29 broken"),
    ("lead", EXPIRY, "2017-06-16 kept", "2017-06-19 short"),
    ("lead", EXPIRY, "2017-06-23 short", "2017-06-24 broken"),
    ("preparation", REPORT, "2017-06-07 broken", "2017-06-08 short"),
    ("preparation", REPORT, "2017-06-12 short", "2017-06-13 kept"),
    ("closeness", REPORT, "2017-06-20 kept", "2017-06-21 short"),
    ("closeness", REPORT, "2017-06-28 short", "2017-06-29 broken"),
    ("gap", CONSULTATIONS, "2017-06-14 kept", "2017-06-15 short", "2017-06-16 broken"),
    ("first_draft", DRAFT, "2017-06-21 kept", "2017-06-22 broken"),
    ("briefing_before", recorded("informal_target", "2017-06-13"),
     "2017-05-26 broken", "2017-05-30 kept", "2017-06-08 kept", "2017-06-09 broken"),
    ("outline", REPORT, "2017-06-05 kept", "2017-06-06 broken"),
    ("after_draft", DRAFT,
     "2017-06-21 broken", "2017-06-22 kept", "2017-06-28 kept", "2017-06-29 broken"),
    ("before_vote", ADOPTION, "2017-06-23 kept", "2017-06-27 broken"),
    ("after_vote", ADOPTION,
     "2017-06-29 broken", "2017-06-30 kept", "2017-07-07 kept", "2017-07-10 broken"),
    ("crisis_speed", recorded("crisis", "2017-07-10"),
     "2017-07-07 broken", "2017-07-10 kept", "2017-07-13 kept", "2017-07-14 broken"),
    ("review_before", REVIEW_DUE, "2017-11-15 kept", "2017-11-16 broken"),
    ("review_after", REVIEW_OUT,
     "2017-11-27 broken", "2017-11-28 kept", "2017-12-12 kept", "2017-12-13 broken"),
    ("options_paper", ADOPTION, "2017-06-14 kept", "2017-06-15 broken"),
    ("visit_debrief", recorded("visit_end", "2017-03-09"),
     "2017-03-09 broken", "2017-03-10 kept", "2017-03-16 kept", "2017-03-17 broken"),
    ("follow_up", recorded("last_meeting", "2017-06-08"),
     "2017-08-06 broken", "2017-08-07 kept", "2017-08-22 kept", "2017-08-23 broken"),
    ("contact_gap", recorded("contact_due", "2017-12-14"), "2017-12-14 kept", "2017-12-15 broken"),
    ("bureau_interval", recorded("bureau_due", "2017-02-15"),
     "2017-02-15 kept", "2017-02-16 broken"),
    ("organisational", recorded("january_end", "2017-01-31"),
     "2017-01-31 kept", "2017-02-01 broken"),
    ("theme", recorded("theme_until", "2017-05-26"), "2017-05-26 kept", "2017-05-30 broken"),
    ("withdrawal", recorded("withdrawal", "2017-10-13"), "2017-10-12 kept", "2017-10-13 broken"),
    ("opened", recorded("opened", "2017-05-30"), "2017-05-26 broken", "2017-05-30 kept"),
]  # fmt: skip


@pytest.mark.parametrize(("criterion", "anchor", "days"), [(c, a, days) for c, a, *days in DATED])
def test_a_dated_criterion_turns_between_neighbouring_days(criterion, anchor, days):
    found = [f"{day[:10]} {judged(criterion, anchor, day[:10])}" for day in days]
    assert found == days


def test_the_season_opens_with_the_registers_number_of_days_before_expiry():
    opens = d("2017-06-30") - timedelta(days=REGISTER.number("renewal_opens"))
    eve = opens - timedelta(days=1)
    found = [judged("season", EXPIRY, day.isoformat()) for day in (eve, opens)]
    assert found == ["broken", "kept"]


def test_every_measure_is_in_the_table():
    assert {row[0] for row in DATED} | {"season"} == set(MEASURES)


def test_an_estimated_anchor_makes_short_what_a_recorded_one_breaks():
    soft = Anchor("report_transmitted", d("2017-06-06"), Basis.ESTIMATED, "our default")
    assert judged("preparation", REPORT, "2017-06-07") == "broken"
    assert judged("preparation", soft, "2017-06-07") == "short"


def test_an_unknown_anchor_is_answered_with_unknown():
    nothing = recorded("report_transmitted", "")
    assert judged("preparation", nothing, "2017-06-07") == "unknown"


# Notice: judged from the announcement, with a lower floor in a crisis.

NOTICE = [
    ("informal_triangular", "2017-05-30", "2017-06-13 kept", "2017-06-12 short"),
    ("informal_triangular", "2017-05-30", "2017-06-06 short", "2017-06-05 broken"),
    ("crisis", "2017-05-30", "2017-05-31 kept", "2017-05-30 broken"),
]


@pytest.mark.parametrize(("kind", "announced", "days"), [(k, a, days) for k, a, *days in NOTICE])
def test_notice_turns_between_neighbouring_days(kind, announced, days):
    on = bench(kind, announced=announced)
    assert [f"{day[:10]} {verdict(on, 'notice', slot(day[:10]))}" for day in days] == days


def test_a_meeting_never_announced_has_unknown_notice():
    assert verdict(bench(announced=""), "notice", slot("2017-06-13")) == "unknown"


# The building and the day.


def on_days(criterion: str, *days: str, kind: str = "informal_triangular", **more) -> list[str]:
    on = bench(kind, **more)
    return [verdict(on, criterion, slot(day)) for day in days]


def test_a_weekend_and_a_holiday_are_no_working_days():
    days = ("2017-06-23", "2017-06-24", "2017-06-26", "2017-06-27")
    assert on_days("working_day", *days) == ["kept", "broken", "broken", "kept"]


def test_a_recorded_closure_is_no_working_day():
    week = Closure(d("2017-09-19"), d("2017-09-25"), "high-level week")
    closed = workdays_2017(closures=[week])
    days = ("2017-09-18", "2017-09-19", "2017-09-25", "2017-09-26")
    assert on_days("working_day", *days, workdays=closed) == ["kept", "broken", "broken", "kept"]


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [("09:30", "11:00", "broken"), ("10:00", "11:30", "kept"), ("11:30", "13:00", "kept"),
     ("12:00", "13:30", "broken"), ("15:00", "16:30", "kept"), ("17:00", "18:30", "broken")],
)  # fmt: skip
def test_a_meeting_keeps_inside_a_session(start, end, wanted):
    assert verdict(bench(), "session", slot("2017-06-13", start, end)) == wanted


def test_fridays_are_left_to_subsidiary_bodies():
    days = ("2017-06-08", "2017-06-09")
    assert on_days("friday", *days) == ["kept", "short"]
    assert on_days("friday", *days, kind="working_group") == ["kept", "kept"]
    assert on_days("friday", *days, kind="crisis") == ["kept", "kept"]


def test_a_floating_holiday_is_short():
    assert on_days("floating_holiday", "2017-10-18", "2017-10-19") == ["kept", "short"]


def test_the_first_working_day_of_a_month_is_short():
    days = ("2017-05-31", "2017-06-01", "2017-06-02")
    assert on_days("first_working_day", *days) == ["kept", "short", "kept"]
    assert on_days("first_working_day", "2017-09-01", "2017-09-05") == ["kept", "short"]


def test_the_c34_session_is_short_from_the_usual_span_when_none_is_recorded():
    days = ("2017-02-14", "2017-02-15", "2017-03-15", "2017-03-16")
    assert on_days("c34_session", *days) == ["kept", "short", "short", "kept"]


def test_a_recorded_c34_session_takes_the_place_of_the_usual_span():
    session = Closure(d("2017-02-21"), d("2017-03-17"), "session of C-34")
    with_session = replace(WORKDAYS, soft_spans=(session,))
    days = ("2017-02-17", "2017-02-21", "2017-03-17", "2017-03-20")
    found = on_days("c34_session", *days, workdays=with_session)
    assert found == ["kept", "short", "short", "kept"]


def test_late_december_is_short():
    assert on_days("late_december", "2017-12-19", "2017-12-20") == ["kept", "short"]


# Load and order.


def informal(on: str, mission: str = "UNDOF") -> Load:
    return Load("informal_triangular", d(on), frozenset({mission}))


def test_a_third_meeting_in_a_week_is_short():
    load_of_week = (informal("2017-06-12"), informal("2017-06-16", "UNIFIL"))
    found = on_days("week_load", "2017-06-09", "2017-06-13", "2017-06-19", load=load_of_week)
    assert found == ["kept", "short", "kept"]
    assert on_days("week_load", "2017-06-13", load=load_of_week[:1]) == ["kept"]


def test_a_formal_meeting_does_not_count_towards_the_load():
    two = (informal("2017-06-12"), informal("2017-06-16", "UNIFIL"))
    assert on_days("week_load", "2017-06-13", kind="formal_tcc", load=two) == ["kept"]


def test_two_informal_meetings_on_a_mission_lie_thirty_days_apart():
    other = (informal("2017-06-13", "MINUSMA"),)
    found = on_days("mission_spacing", "2017-07-12", "2017-07-13", load=other)
    assert found == ["short", "kept"]
    elsewhere = (informal("2017-06-13"),)
    assert on_days("mission_spacing", "2017-07-12", load=elsewhere) == ["kept"]


def test_the_formal_meeting_follows_the_informal_one():
    siblings = (("informal_triangular", d("2017-06-13")),)
    found = on_days("order", "2017-06-13", "2017-06-14", kind="formal_tcc", siblings=siblings)
    assert found == ["broken", "kept"]


def test_the_informal_one_comes_before_a_formal_one_that_stands():
    siblings = (("formal_tcc", d("2017-06-14")), ("secretariat_briefing", d("2017-06-07")))
    found = on_days("order", "2017-06-07", "2017-06-08", "2017-06-13", "2017-06-14",
                    siblings=siblings)  # fmt: skip
    assert found == ["broken", "kept", "kept", "broken"]


# Rooms, the fifteen, invitees.

CHAMBER = Place("a", "Consultations Room", 30, True, True)
FAR = Place("b", "Conference Room 7", None, False, False)
MORNING = grains(time(10), time(13))


def sits(**more) -> Busy:
    return Busy(d("2017-06-13"), MORNING, "Council meeting: Mali", **more)


def at(criterion: str, *hours: str, room: str = "", kind: str = "informal_triangular", **more):
    on = bench(kind, places=(CHAMBER, FAR), **more)
    ends = {"10:00": "11:30", "11:30": "13:00", "15:00": "16:30"}
    return [verdict(on, criterion, slot("2017-06-13", h, ends[h], room)) for h in hours]


def test_a_room_holds_one_meeting_at_a_time():
    taken = [sits(room="a")]
    assert at("room_free", "11:30", "15:00", room="a", busy=taken) == ["broken", "kept"]
    assert at("room_free", "11:30", room="b", busy=taken) == ["kept"]


@pytest.mark.parametrize(
    ("seats", "room", "wanted"),
    [(30, "a", "kept"), (31, "a", "broken"), (31, "b", "unknown"), (0, "b", "kept")],
)
def test_a_room_fits_or_its_size_is_unknown(seats, room, wanted):
    assert at("room_fits", "10:00", room=room, seats=seats) == [wanted]


def test_a_room_away_from_the_chamber_is_short():
    assert at("room_near", "10:00", room="a") == ["kept"]
    assert at("room_near", "10:00", room="b") == ["short"]


def test_interpretation_is_short_where_it_is_not_to_be_had():
    assert at("interpretation", "10:00", room="a", interpretation=True) == ["kept"]
    assert at("interpretation", "10:00", room="b", interpretation=True) == ["short"]
    assert at("interpretation", "10:00", room="b") == ["kept"]


def test_the_fifteen_are_in_one_place_at_a_time():
    firm, provisional = [sits(council=True)], [sits(council=True, firm=False)]
    assert at("council_free", "11:30", "15:00", busy=firm) == ["broken", "kept"]
    assert at("council_free", "11:30", "15:00", busy=provisional) == ["short", "kept"]


def test_a_briefing_by_the_secretariat_may_stand_beside_the_council():
    firm = [sits(council=True)]
    assert at("council_free", "11:30", kind="secretariat_briefing", busy=firm) == ["kept"]


def test_an_invitee_who_sits_elsewhere_is_short_and_named():
    elsewhere = [sits(who=frozenset({"SEN", "CHN"}))]
    on = bench(busy=elsewhere, participants=frozenset({"SEN", "FRA"}))
    where = slot("2017-06-13", "10:00", "11:30")
    (found,) = [f for f in on.findings(where) if f.criterion == "participants_free"]
    assert (found.verdict, found.shortfall) == (Verdict.SHORT, 1)
    assert found.sentence == "booked elsewhere then: SEN"
    assert verdict(on, "participants_free", slot("2017-06-13", "15:00", "16:30")) == "kept"


def test_where_the_council_sits_its_members_are_not_told_again():
    sitting = [sits(council=True, consultation=True, who=frozenset({"SEN", "TCD"}))]
    on = bench(
        busy=sitting, participants=frozenset({"SEN", "TCD"}), members=frozenset({"SEN"}),
        names={"SEN": "Senegal", "TCD": "Chad"},
    )  # fmt: skip
    said = {f.criterion: f.sentence for f in on.findings(slot("2017-06-13", "10:00", "11:30"))}
    assert said["participants_free"] == "booked elsewhere then: Chad"
    assert said["council_free"] == (
        "the members sit in another consultation: Council meeting: Mali"
    )


def test_a_meeting_over_midnight_is_inside_no_session():
    assert verdict(bench(), "session", slot("2017-06-13", "15:00", "00:30")) == "broken"


def test_every_criterion_of_the_register_is_judged_in_this_file():
    building = {
        "working_day", "session", "room_free", "room_fits", "room_near", "interpretation",
        "council_free", "participants_free", "friday", "floating_holiday", "first_working_day",
        "c34_session", "late_december", "week_load", "mission_spacing", "order", "notice",
    }  # fmt: skip
    assert building | set(MEASURES) == set(load().criteria)


# Marks (for ranking) and findings (for reading) must never disagree.

DAYS_2017 = st.dates(date(2017, 1, 3), date(2017, 12, 20))


@given(
    anchor_on=DAYS_2017,
    day=DAYS_2017,
    announced=st.none() | DAYS_2017,
    kind=st.sampled_from(("informal_triangular", "formal_tcc", "working_group", "crisis")),
    soft=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_marks_and_findings_agree(anchor_on, day, announced, kind, soft):
    basis = Basis.ESTIMATED if soft else Basis.RECORDED
    anchors = [Anchor(m.anchor, anchor_on, basis, "") for m in MEASURES.values()]
    on = bench(
        kind, *anchors, criteria=tuple(MEASURES), load=(informal("2017-06-13", "MINUSMA"),),
        siblings=(("informal_triangular", d("2017-06-13")),),
    )  # fmt: skip
    on = replace(on, announced=Announcement(announced))
    bad = (Verdict.SHORT, Verdict.BROKEN)
    marks = {m for m in on.day_marks(day) if m[1] in bad}
    findings = {
        (f.criterion, f.verdict, f.shortfall) for f in on.day_findings(day) if f.verdict in bad
    }
    assert findings == marks


@given(name=st.sampled_from(sorted(MEASURES)), anchor_on=DAYS_2017, day=DAYS_2017)
@settings(max_examples=300, deadline=None)
def test_a_zone_says_what_counting_says(name, anchor_on, day):
    """The edges shifted from the anchor and the count to it are two ways to one verdict."""
    if not WORKDAYS.is_working(day):
        return
    measure = MEASURES[name]
    found = zone(name, Anchor(measure.anchor, anchor_on, Basis.RECORDED, ""), WORKDAYS, REGISTER)
    assert found is not None
    first, last = (anchor_on, day) if measure.side == AFTER else (day, anchor_on)
    whole = measure.unit == "calendar days"
    count = (last - first).days if whole else WORKDAYS.count(first, last).days

    def within(which: int) -> bool:
        limits = [pair and pair[which] for pair in (measure.least, measure.most)]
        least, most = (REGISTER.number(v) if isinstance(v, str) else v for v in limits)
        return (least is None or count >= least) and (most is None or count <= most)

    assert (found.kept.holds(day), found.whole.holds(day)) == (within(0), within(1))
