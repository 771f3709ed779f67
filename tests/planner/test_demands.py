"""What could not be placed, in words: every demand with its paragraph, and what would free it."""

from __future__ import annotations

from datetime import date, time

import pytest

from planner.assumptions import RoomLost, busy_assuming
from planner.barring import Places
from planner.beside import Fixed
from planner.demands import explain, standing_conflicts
from planner.judging import Bench
from planner.placing import Placing
from planner.slots import Busy, Place, Slot, grains
from planner.wanted import Wanted
from planner.workdays import Closure
from tests.planner.stories import REGISTER, bench, d, recorded, slot, workdays_2017

NEAR = Place("near", "Consultations Room", 40, True, True)
FIFTEEN = frozenset({"FRA", "GBR", "USA"})
NAMES = {"FRA": "France", "GBR": "United Kingdom", "USA": "United States", "RWA": "Rwanda"}
REPORT, TALKS = (
    recorded("report_transmitted", "2017-06-06"),
    recorded("council_consultations", "2017-06-16"),
)
WINDOW = ("preparation", "gap")  # 8 to 15 June 2017, six working days
CRITERIA = {REGISTER.criteria[c].leading: c for c in (*WINDOW, "council_free")}
DAY = grains(time(10), time(18))


def mali(
    kind: str = "informal_triangular", *, mission: str = "MINUSMA", attendees=FIFTEEN, kept=None,
    pinned: bool = False, key: str = "", anchors=(REPORT, TALKS), criteria=WINDOW, **on,
) -> Wanted:  # fmt: skip
    judged = bench(
        kind, *anchors, criteria=criteria, places=on.pop("places", (NEAR,)), names=NAMES,
        members=FIFTEEN, participants=attendees, **on,
    )  # fmt: skip
    expiry = d("2017-06-30")
    return Wanted(
        key or f"{mission}/mission/{expiry}/{kind}", mission, "mission", expiry, judged, attendees,
        kept, pinned=pinned,
    )  # fmt: skip


def sits(day: str, what: str = "Council meeting: Libya", **more) -> Busy:
    """A firm meeting of the Council that takes the whole day, if nothing else is said."""
    return Busy(d(day), **{"mask": DAY, "what": what, "council": True, **more})


WEEK = tuple(sits(f"2017-06-{n:02}", f"Council meeting: item {n}") for n in (8, 9, 12, 13, 14, 15))


def told(*wanted: Wanted, slots=None, as_of: str = "2017-06-06", locked=()):
    """Why the first of them has no place: (ids and sentences), (sentences of relaxations)."""
    placing = Placing(wanted, d(as_of), None, frozenset(map(d, locked)))
    because, ways = explain(placing, slots or {}, wanted[0].key)
    return {one.id: one for one in because}, ways


def said(found: dict) -> list[str]:
    return [one.sentence for one in found.values()]


HELD = (
    "MINUSMA Informal triangular consultation (mandate to Fri 30 June 2017) takes place: because "
    "asked; 2017 report, para. 64"
)


CIRCULAR = (
    "Staff regulation 1.3 (b) and the yearly information circular on official holidays (ST/IC)"
)


# Dates.


def test_a_closed_week_before_an_adoption_is_told_with_both_and_their_sources():
    closed = workdays_2017(closures=[Closure(d("2017-06-07"), d("2017-06-15"), "high-level week")])
    adoption = recorded("adoption", "2017-06-16")
    found, ways = told(
        mali(workdays=closed, criteria=("preparation", "before_adoption"),
             anchors=(REPORT, adoption)), as_of="2017-06-07",
    )  # fmt: skip
    assert said(found) == [
        HELD,
        "not after Thu 15 June 2017: at least 1 calendar day before the adoption (Fri 16 June "
        "2017); 2017 report, para. 64; the number is ours",
        "not before Wed 7 June 2017, the day the plan is made for",
        f"no meeting during the high-level week (closure); {CIRCULAR}",
        f"no meeting on Saturdays and Sundays; {CIRCULAR}",
    ]
    assert [way.sentence for way in ways] == [
        "hold it on Mon 19 June 2017, 10:00 to 11:30, 3 days after the adoption instead of 1 "
        "before (2017 report, para. 64)",
        f"hold it on Wed 7 June 2017, 10:00 to 11:30, during the high-level week (closure) "
        f"({CIRCULAR})",
        f"hold it on Sat 10 June 2017, 10:00 to 11:30, although it is a Saturday ({CIRCULAR})",
    ]


def test_a_renewal_whose_expiry_is_past_says_the_last_day_it_had_and_what_today_costs():
    expiry = recorded("expiry", "2017-06-30")
    found, ways = told(
        mali(anchors=(REPORT, expiry), criteria=("preparation", "lead")), as_of="2017-07-03"
    )
    assert said(found) == [
        HELD,
        "not after Fri 23 June 2017: at least 7 calendar days before expiry (Fri 30 June 2017); "
        "2017 report, para. 73 (c); the number is ours",
        "not before Mon 3 July 2017, the day the plan is made for",
    ]
    assert [(way.day, way.sentence) for way in ways] == [
        (d("2017-07-03"), "hold it on Mon 3 July 2017, 10:00 to 11:30, 3 days after expiry instead "
         "of 7 before (2017 report, para. 73 (c))")
    ]  # fmt: skip


def test_a_holiday_is_told_by_its_name():
    anchors = (recorded("crisis", "2017-06-26"),)  # Eid al-Fitr
    wanted = mali("crisis", anchors=anchors, criteria=("crisis_speed",),
                  busy=[sits("2017-06-27"), sits("2017-06-28"), sits("2017-06-29")])  # fmt: skip
    found, _ = told(wanted, as_of="2017-06-26")
    assert found["off:2017-06-26"].sentence == (
        "no meeting on Mon 26 June 2017, Eid al-Fitr (official holiday); Staff regulation 1.3 (b) "
        "and the yearly information circular on official holidays (ST/IC)"
    )


def test_each_demand_carries_its_paragraph_and_force_and_what_is_ours():
    found, _ = told(mali(busy=WEEK))
    early = found["preparation:earliest"]
    assert (early.recommendation, early.also, early.force, early.ours) == (
        "R2017-65a", ("R2017-73a", "R2017-73g", "R2017-79a"), "panellist",
        REGISTER.criteria["preparation"].ours,
    )  # fmt: skip
    busy = found["busy:2017-06-08:Council meeting: item 8"]
    assert (busy.recommendation, busy.force) == ("HQ-5", "rule")


def test_a_council_that_sits_all_through_the_window_is_told_day_by_day():
    found, ways = told(mali(busy=WEEK))
    assert said(found) == [
        HELD,
        "not before Thu 8 June 2017: at least 2 working days after the report (Tue 6 June 2017); "
        "2017 report, para. 65; the number is ours",
        "not after Thu 15 June 2017: at least 1 working day before the Council's consultations "
        "(Fri 16 June 2017); S/2006/972, para. 14 (a); the number is ours",
        *(
            f"the Council's members sit in one place: Council meeting: item {day} "
            f"({name} {day} June 2017, 10:00 to 18:00)"
            for name, day in (("Thu", 8), ("Fri", 9), ("Mon", 12), ("Tue", 13), ("Wed", 14),
                              ("Thu", 15))
        ),
        "no meeting on Saturdays and Sundays; Staff regulation 1.3 (b) and the yearly information "
        "circular on official holidays (ST/IC)",
    ]  # fmt: skip
    assert [way.sentence for way in ways] == [
        "hold it on Wed 7 June 2017, 10:00 to 11:30, 1 working day after the report instead of 2 "
        "(2017 report, para. 65)",
        "hold it on Fri 16 June 2017, 10:00 to 11:30, on the day of the Council's consultations "
        "instead of 1 working day before (S/2006/972, para. 14 (a))",
        "hold it on Thu 8 June 2017, 10:00 to 11:30, although Council meeting: item 8 stands then",
        "hold it on Fri 9 June 2017, 10:00 to 11:30, although Council meeting: item 9 stands then",
    ]


def test_every_relaxation_breaks_what_it_names_on_its_day_and_no_other_bound():
    wanted = mali(busy=WEEK)
    _, ways = told(wanted)
    for way in ways:
        broken = {
            f.criterion for f in wanted.bench.findings(way.slot)
            if f.verdict == "broken" and f.criterion != "notice"
        }  # fmt: skip
        assert broken == {CRITERIA[one.recommendation] for one in way.demands}


# What people set, and what is booked.


def test_a_locked_week_is_told_and_unlocking_it_frees_the_meeting():
    found, ways = told(mali(busy=WEEK[:2]), locked=["2017-06-12"])
    assert found["locked:2017-06-12"].sentence == "the week of Mon 12 June 2017 is locked"
    assert ways[0].sentence.endswith(", the week of Mon 12 June 2017 unlocked")


def test_a_pin_on_a_day_that_the_council_took_is_told_and_unpinning_frees_the_meeting():
    found, ways = told(mali(busy=WEEK[:1], kept=slot("2017-06-08", room="near"), pinned=True))
    assert set(found) >= {"busy:2017-06-08:Council meeting: item 8"}
    pin = next(one for one in found.values() if one.id.startswith("pin:"))
    assert pin.sentence == "pinned to Thu 8 June 2017, 10:00"
    assert any(way.sentence.endswith("unpinned") for way in ways)


def test_a_delegation_that_sits_elsewhere_is_named():
    away = tuple(
        Busy(b.day, b.mask, f"Committee {b.day.day}", who=frozenset({"RWA"})) for b in WEEK
    )
    found, _ = told(mali("secretariat_briefing", attendees=frozenset({"RWA"}), busy=away))
    assert found["busy:2017-06-08:Committee 8"].sentence == (
        "Rwanda: in one place at a time, in Committee 8 (Thu 8 June 2017, 10:00 to 18:00); "
        "2017 report, para. 79 (e)"
    )


def test_the_meeting_that_takes_the_only_room_is_named():
    taken = tuple(Busy(b.day, b.mask, f"Seminar {b.day.day}", room="near") for b in WEEK)
    found, ways = told(mali(busy=taken))
    assert found["taken:2017-06-08:near:Seminar 8"].sentence == (
        "one meeting at a time in Consultations Room: Seminar 8 (Thu 8 June 2017, 10:00 to 18:00)"
    )
    assert any(way.sentence.endswith("once Seminar 8 gives up Consultations Room") for way in ways)


def test_interpretation_that_no_room_has_is_told():
    plain = Place("plain", "Conference Room 7", 40, False, True)
    found, ways = told(mali(places=(plain,), interpretation=True))
    assert found["interpretation"].sentence.startswith("interpretation where it is to be had")
    assert [way.demands[0].id for way in ways] == ["interpretation"]


def test_a_booked_meeting_on_whose_wrong_side_every_day_lies_is_named():
    found, ways = told(mali("formal_tcc", siblings=(("informal_triangular", d("2017-06-15")),)))
    assert found["order:informal_triangular:2017-06-15"].sentence == (
        "in order: the informal triangular stands on Thu 15 June 2017; 2017 report, para. 60"
    )
    assert any("although the informal triangular stands on" in way.sentence for way in ways)


# Others of the plan.


def test_another_meeting_of_the_plan_in_the_way_is_told_where_it_stands_and_frees_it():
    days = [b for b in WEEK if b.day != d("2017-06-12")]
    libya = [Busy(d("2017-06-12"), grains(time(11, 30), time(18)), "Council: Libya", council=True)]
    wanted = mali(busy=[*days, *libya])
    other = mali(mission="UNFICYP")
    found, ways = told(
        wanted, other, slots={other.key: slot("2017-06-12", "10:00", "11:30", "near")}
    )
    stands = found[f"stands:{other.key}"]
    assert stands.sentence == (
        "UNFICYP Informal triangular consultation (mandate to Fri 30 June 2017) stands on "
        "Mon 12 June 2017, 10:00 to 11:30 in this plan"
    )
    assert any(
        way.sentence == "hold it on Mon 12 June 2017, 10:00 to 11:30, once UNFICYP Informal "
        "triangular consultation (mandate to Fri 30 June 2017) makes room then" for way in ways
    )  # fmt: skip


def test_two_that_want_the_same_people_at_the_only_hour_are_told_with_them():
    days = [b for b in WEEK if b.day != d("2017-06-12")]
    libya = [Busy(d("2017-06-12"), grains(time(11, 30), time(18)), "Council: Libya", council=True)]
    wanted, other = mali(busy=[*days, *libya]), mali(mission="UNFICYP", busy=[*days, *libya])
    found, _ = told(wanted, other, slots={other.key: slot("2017-06-12", "10:00", "11:30", "near")})
    assert found["person:FRA"].sentence == (
        "in one place at a time: France, United Kingdom and United States"
    )
    assert f"hold:{other.key}" in found


def test_siblings_that_find_no_days_one_after_the_other_are_told_with_their_order():
    only = [b for b in WEEK if b.day != d("2017-06-13")]
    formal, informal = mali("formal_tcc", busy=only), mali(busy=only)
    found, ways = told(formal, informal, slots={informal.key: slot("2017-06-13", room="near")})
    order = found[f"gap:{informal.key}:{formal.key}"]
    assert order.sentence == (
        "MINUSMA: Informal triangular consultation before Formal meeting with T/PCCs; "
        "2017 report, para. 60"
    )
    assert f"hold:{informal.key}" in found
    assert ways[0].sentence == (
        "hold it on Tue 13 June 2017, 10:00 to 11:30, with the Informal triangular consultation on "
        "Wed 7 June 2017, 1 working day after the report instead of 2 (2017 report, para. 65)"
    )


def test_where_nothing_stands_in_the_way_that_is_said_with_an_open_place():
    found, ways = told(mali())
    assert said(found) == [
        "nothing stands in its way: the plan was stopped, or made without a solver, too early"
    ]
    assert [way.sentence for way in ways] == [
        "hold it on Tue 13 June 2017, 10:00 to 11:30: plan again"
    ]


# The plan and its explanation never disagree.


@pytest.mark.parametrize(
    "wanted",
    [
        mali(), mali(busy=WEEK[2:4]), mali("formal_tcc", siblings=(("informal_triangular",
        d("2017-06-12")),)), mali(attendees=frozenset({"FRA", "RWA"}), busy=[
            Busy(d("2017-06-09"), grains(time(10), time(13)), "Committee", who=frozenset({"RWA"}))
        ]),
        mali("draft_consultation", anchors=(recorded("first_draft", "2017-06-14"),
             recorded("adoption", "2017-06-29")),
             criteria=("before_adoption", "after_draft", "before_vote")),
    ],
)  # fmt: skip
def test_a_day_is_either_offered_by_the_plan_or_shut_by_a_demand(wanted: Wanted):
    placing = Placing((wanted,), d("2017-06-06"), None, frozenset({d("2017-06-19")}))
    offered = {date.fromordinal(o.day) for o in placing.problem.meetings[0].options}
    places = Places(placing, wanted)
    shut: dict[date, set[frozenset[str]]] = {}
    for one in places.barred():
        shut.setdefault(date.fromordinal(one.option.day), set()).add(one.breaks)
    assert offered
    assert {day for day in places.days() if day not in offered} <= set(shut)
    assert not {frozenset(), frozenset({"offered"})} & set().union(*shut.values())


# What is booked.


def booked(key: str, on: Slot, judged: Bench, attendees=FIFTEEN) -> Fixed:
    return Fixed(key, "MINUSMA", "mission", None, on, judged, f"SC/{key}", attendees)


def test_what_is_booked_and_breaks_nothing_conflicts_with_nothing():
    fixed = [booked("1", slot("2017-06-08", room="near"), bench(places=(NEAR,)))]
    assert standing_conflicts(fixed) == ()


def test_a_booking_on_a_day_that_became_a_holiday_conflicts_with_it():
    fixed = [booked("1", slot("2017-06-26", room="near"), bench(places=(NEAR,)))]
    assert [one.sentence for one in standing_conflicts(fixed)[0]] == [
        "MINUSMA Informal triangular consultation is booked for Mon 26 June 2017, 10:00 to 11:30",
        "working day: Mon 26 June 2017: Eid al-Fitr (official holiday); Staff regulation 1.3 (b) "
        "and the yearly information circular on official holidays (ST/IC)",
    ]


def test_two_booked_for_one_room_at_one_time_conflict_over_the_room():
    fixed = [
        booked("1", slot("2017-06-08", room="near"), bench("c34_bureau", places=(NEAR,)), FIFTEEN),
        booked("2", slot("2017-06-08", "11:00", "12:30", "near"),
               bench("c34_bureau", places=(NEAR,)), frozenset({"RWA"})),
    ]  # fmt: skip
    assert [one.id for one in standing_conflicts(fixed)[0]] == ["stands:1", "stands:2", "room:near"]
    assert standing_conflicts(fixed)[0][-1].sentence == (
        "one meeting at a time in Consultations Room (Thu 8 June 2017, 11:00 to 11:30)"
    )


def test_two_booked_at_one_time_conflict_over_the_members_of_the_council():
    fixed = [
        booked("1", slot("2017-06-08", room="near"), bench(places=(NEAR,))),
        booked("2", slot("2017-06-08", room="far"), bench(places=(NEAR,))),
    ]
    assert [one.id for one in standing_conflicts(fixed)[0]] == [
        "stands:1", "stands:2", "person:council"
    ]  # fmt: skip


def test_two_booked_at_one_time_with_the_same_delegation_conflict_over_it():
    fixed = [
        booked("1", slot("2017-06-08", room="near"), bench("c34_bureau", names=NAMES),
               frozenset({"RWA"})),
        booked("2", slot("2017-06-08", room="far"), bench("secretariat_briefing", names=NAMES),
               frozenset({"RWA", "FRA"})),
    ]  # fmt: skip
    assert standing_conflicts(fixed)[0][-1].sentence == (
        "in one place at a time: Rwanda (Thu 8 June 2017, 10:00 to 11:30); "
        "2017 report, para. 79 (e)"
    )


def test_the_smallest_conflict_of_what_is_booked_comes_first():
    fixed = [
        booked("1", slot("2017-06-08", room="near"), bench(places=(NEAR,))),
        booked("2", slot("2017-06-08", room="near"), bench(places=(NEAR,))),
        booked("3", slot("2017-06-10", room="near"), bench(places=(NEAR,))),
    ]
    assert [[one.id for one in of] for of in standing_conflicts(fixed)] == [
        ["stands:3", "working_day:3"],
        ["stands:1", "stands:2", "person:council"],
        ["stands:1", "stands:2", "room:near"],
    ]


def test_a_booked_demand_names_the_booking_in_a_field_not_in_its_sentence():
    fixed = [booked("1", slot("2017-06-26", room="near"), bench(places=(NEAR,)))]
    (together,) = standing_conflicts(fixed)
    assert [one.references for one in together] == [("SC/1",), ("SC/1",)]
    assert not any("SC/1" in one.sentence for one in together)


def test_a_clash_that_both_see_is_told_once_of_both():
    """As gathered, each finds the other among what stands, under its reference."""
    at = slot("2017-06-08", room="near")
    judged = [
        bench(places=(NEAR,), busy=[
            Busy(at.day, at.mask, "the other", "near", council=True, consultation=True, key=other)
        ])
        for other in ("SC/2", "SC/1")
    ]  # fmt: skip
    fixed = [booked(key, at, one) for key, one in zip("12", judged, strict=True)]
    assert [[one.id for one in of] for of in standing_conflicts(fixed)] == [
        ["stands:1", "stands:2", "person:council"],
        ["stands:1", "stands:2", "room:near"],
    ]
    assert standing_conflicts(fixed)[0][-1].references == ("SC/1", "SC/2")


def test_a_clash_with_one_that_is_not_judged_is_told_of_the_one_and_refers_to_both():
    at = slot("2017-06-08", room="near")
    other = Busy(at.day, at.mask, "the other", "near", consultation=True, key="SC/9")
    fixed = [booked("1", at, bench(places=(NEAR,), busy=[other]))]
    assert [(one.id, one.references) for one in standing_conflicts(fixed)[0]] == [
        ("stands:1", ("SC/1",)), ("room_free:1", ("SC/1", "SC/9")),
    ]  # fmt: skip


def test_a_room_that_is_lost_for_weeks_is_one_demand():
    lost = RoomLost("near", d("2017-06-01"), d("2017-07-31"))
    found, ways = told(mali(busy=busy_assuming((lost,), lost.first, lost.last)))
    assert [one.sentence for one in found.values() if "near" in one.id] == [
        "Consultations Room is lost from Thu 1 June 2017 to Mon 31 July 2017 (assumed)"
    ]
    assert ways[0].sentence == (
        "hold it on Tue 13 June 2017, 10:00 to 11:30, once Consultations Room can be used"
    )


def test_what_a_booked_consultation_bars_refers_to_it():
    standing = tuple(
        Busy(b.day, b.mask, "a closed meeting", "near", consultation=True, key="SC/9") for b in WEEK
    )
    found, _ = told(mali(busy=standing))
    assert {one.references for id, one in found.items() if id.startswith("taken:")} == {("SC/9",)}
