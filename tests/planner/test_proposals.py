"""Proposals: an order one can read aloud, the best slots first, and why not another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.anchors import Anchor, Basis
from planner.findings import Announcement, Verdict, finding
from planner.judging import Bench
from planner.needs import RENEWAL
from planner.proposals import (
    FORCES,
    candidate_days,
    distance,
    order_of,
    ranked,
    score,
    week,
    why_not,
    why_slot,
    worst,
)
from planner.slots import Busy, Load, Place, Premises, Slot, by_day, grains, starts
from planner.windows import window_of
from tests.planner.stories import REGISTER, WORKDAYS, bench, d, minusma_chain, recorded, slot

NEAR = Place("near", "Consultations Room", 40, True, True)
FAR = Place("far", "Conference Room 7", 40, False, False)
MORNING, AFTERNOON = grains(time(10), time(13)), grains(time(15), time(18))


def mali(announced: str = "2017-05-02", **premises) -> Bench:
    """The bench of MINUSMA's informal consultation in June 2017."""
    called = minusma_chain().need("informal_triangular")
    return Bench(
        called.need, called.window, Premises(**{"places": (NEAR, FAR), **premises}),
        Announcement(d(announced)), WORKDAYS, REGISTER, frozenset({"MINUSMA"}),
    )  # fmt: skip


def first(on: Bench, top: int = 5) -> list[tuple[str, str, str]]:
    found = ranked(on, candidate_days(on), top)
    return [(str(p.slot.day), f"{p.slot.start:%H:%M}", p.slot.room) for p in found]


# The order: a tuple to be read aloud.


def read_aloud(order: tuple) -> dict[str, object]:
    """The tuple by the words it stands for."""
    forces = len(FORCES)
    return {
        "musts": order[0],
        "broken": dict(zip(FORCES, order[1 : 1 + forces], strict=True)),
        "short": dict(zip(FORCES, zip(order[1 + forces : -2 : 2], order[2 + forces : -2 : 2],
                                      strict=True), strict=True)),
        "distance": order[-2],
        "start": order[-1],
    }  # fmt: skip


def test_the_order_reads_no_must_fewest_broken_fewest_short_nearest_earliest():
    said = read_aloud(order_of(slot("2017-06-08", "10:00", "11:30", "near"), mali()))
    assert said == {
        "musts": 0,
        "broken": dict.fromkeys(FORCES, 0),
        "short": {f: (1, 3) if f == "panellist" else (0, 0) for f in FORCES},
        "distance": 3,
        "start": "2017-06-08T10:00:00-04:00",
    }


def test_forces_stand_from_the_strongest():
    assert FORCES == ("rule", "working group", "members", "panellist", "default")


def test_a_broken_must_is_counted_before_everything():
    taken = mali(busy=by_day([Busy(d("2017-06-13"), MORNING, "other", room="near")]))
    said = read_aloud(order_of(slot("2017-06-13", "10:00", "11:30", "near"), taken))
    assert (said["musts"], said["broken"]["rule"]) == (1, 1)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ([("lead", Verdict.SHORT, 7)] * 2, [("gap", Verdict.SHORT, 1)]),
        ([("gap", Verdict.SHORT, 1)], [("lead", Verdict.BROKEN, 1)]),
        ([("lead", Verdict.BROKEN, 9)], [("gap", Verdict.BROKEN, 1)]),
        ([("lead", Verdict.SHORT, 7)], [("lead", Verdict.SHORT, 1), ("notice", Verdict.SHORT, 1)]),
        ([("lead", Verdict.SHORT, 1)], [("lead", Verdict.SHORT, 2)]),
        ([("friday", Verdict.SHORT, 1)], [("week_load", Verdict.SHORT, 1)]),
    ],
    ids=["a weaker force short twice", "short before broken", "a weaker force broken",
         "fewest short before how far", "how far short", "ours before a panellist's"],
)  # fmt: skip
def test_what_is_better_sorts_first(better, worse):
    on = mali()
    assert score(better, on) < score(worse, on)


def test_unknown_counts_neither_for_nor_against():
    assert score([("notice", Verdict.UNKNOWN, 0)], mali()) == score([], mali())


def test_distance_is_counted_in_working_days_from_the_target():
    assert [distance(d(day), mali()) for day in ("2017-06-13", "2017-06-09", "2017-06-15")] == [
        0, 2, 2,
    ]  # fmt: skip


# The best first.


def test_malis_first_proposals_stand_on_the_target_day_earliest_first():
    assert first(mali(), 4) == [
        ("2017-06-13", "10:00", "near"), ("2017-06-13", "10:30", "near"),
        ("2017-06-13", "11:00", "near"), ("2017-06-13", "11:30", "near"),
    ]  # fmt: skip


def test_notice_from_today_prefers_the_day_that_is_less_short():
    assert first(mali("2017-06-06"), 1) == [("2017-06-14", "10:00", "near")]


def test_a_taken_room_gives_way_to_another_hour_before_a_worse_room():
    busy = by_day([Busy(d("2017-06-13"), MORNING, "other", room="near")])
    assert first(mali(busy=busy), 1) == [("2017-06-13", "15:00", "near")]


def test_where_the_near_room_is_taken_all_day_the_next_clean_day_comes_first():
    busy = by_day([Busy(d("2017-06-13"), MORNING | AFTERNOON, "other", room="near")])
    assert first(mali(busy=busy), 1) == [("2017-06-14", "10:00", "near")]


def test_a_provisional_council_meeting_is_avoided_and_a_firm_one_excludes():
    for firm in (True, False):
        sitting = Busy(d("2017-06-13"), MORNING, "Council meeting", council=True, firm=firm)
        found = first(mali(busy=by_day([sitting])), 200)
        mornings = [f for f in found if f[0] == "2017-06-13" and f[1] < "13:00"]
        assert len(mornings) == (0 if firm else 4)
        assert found[0] == ("2017-06-13", "15:00", "near")


def test_without_any_room_recorded_slots_are_proposed_all_the_same():
    sitting = Busy(d("2017-06-13"), MORNING, "Council meeting", council=True, firm=False)
    found = first(mali(places=(), busy=by_day([sitting])), 200)
    assert len([f for f in found if f[0] == "2017-06-13"]) == 8


def test_no_more_than_top_are_proposed():
    assert [len(first(mali(), top)) for top in (0, 1, 3)] == [0, 1, 3]


def test_days_before_today_are_not_proposed():
    on = mali()
    assert candidate_days(on, d("2017-06-14")) == (d("2017-06-14"), d("2017-06-15"))


def test_where_the_window_is_empty_the_days_around_its_edges_are_looked_at():
    on = bench(
        "informal_triangular", recorded("report_transmitted", "2017-06-22"),
        recorded("expiry", "2017-06-30"), criteria=("preparation", "lead"),
    )  # fmt: skip
    days = candidate_days(on)
    assert (days[0], days[-1]) == (d("2017-06-16"), d("2017-07-03"))
    assert candidate_days(bench()) == ()


# Why not, and what would allow it.


def test_why_not_friday_the_ninth_names_each_session_and_the_smallest_change():
    found = why_not(mali("2017-06-06"), d("2017-06-09"))
    assert [(w.slot.start, w.slot.room) for w in found] == [(time(10), "near"), (time(15), "near")]
    assert {w.smallest_change for w in found} == {
        "report by 2 June 2017 (Fri); 10 working days of notice can no longer be given here: it "
        "was to be announced by 25 May 2017 (Thu)"
    }
    short = [f.criterion for f in found[0].findings if f.verdict != "kept"]
    assert short == ["preparation", "notice", "friday"]


def test_why_not_an_excluded_hour_says_what_excludes_it():
    sitting = Busy(d("2017-06-13"), MORNING, "Council meeting: Mali", council=True)
    morning, afternoon = why_not(mali(busy=by_day([sitting])), d("2017-06-13"))
    assert [f.sentence for f in morning.findings if f.excludes] == ["Council meeting: Mali"]
    assert (morning.smallest_change, afternoon.smallest_change) == ("another hour", "")


def test_one_slot_can_be_asked_for_by_its_hour():
    found = why_slot(mali(), d("2017-06-13"), time(16), "far")
    assert (found.slot.start, found.slot.end, found.slot.room) == (time(16), time(17, 30), "far")
    assert [f.criterion for f in found.findings if f.verdict == "short"] == ["room_near"]
    assert why_slot(mali(), d("2017-06-13"), time(16)).slot.room == "near"


# The week, and one word for a list.


def test_the_week_has_five_days_of_eight_starts_each_with_its_verdict():
    cells = week(mali(), d("2017-06-12"))
    assert len(cells) == 40
    assert {f"{day:%a}": cells[day, "10:00"].verdict for day, start in cells} == {
        "Mon": "short", "Tue": "kept", "Wed": "kept", "Thu": "short", "Fri": "broken",
    }  # fmt: skip


def test_a_holiday_in_the_week_is_excluded():
    cells = week(mali(), d("2017-06-26"))
    assert cells[d("2017-06-26"), "10:00"].verdict == "excluded"


@pytest.mark.parametrize(
    ("verdicts", "word"),
    [([], "kept"), ([("lead", "kept")], "kept"), ([("notice", "unknown")], "kept"),
     ([("lead", "short"), ("notice", "unknown")], "short"),
     ([("lead", "broken"), ("notice", "short")], "broken"),
     ([("room_free", "broken"), ("lead", "broken")], "excluded")],
)  # fmt: skip
def test_one_word_for_a_list_is_the_gravest(verdicts, word):
    found = [finding(REGISTER, c, Verdict(v), "") for c, v in verdicts]
    assert worst(found) == word


# Against the plain way: every slot of every day, judged and sorted.

DAYS = st.dates(date(2017, 6, 5), date(2017, 6, 20))
LOOKED_AT = [date(2017, 6, 8) + timedelta(days=n) for n in range(7)]  # a weekend among them
PLACES = (NEAR, FAR, Place("small", "Room 5", 12, True, False), Place("open", "Annex"))


@st.composite
def benches(draw) -> Bench:
    """Small random benches: anchors of any basis, rooms, meetings, load, siblings, notice."""
    anchors = {"expiry": Anchor("expiry", date(2017, 6, 30), Basis.RECORDED, "")}
    for name in ("report_transmitted", "council_consultations", "first_draft", "adoption"):
        basis = draw(st.sampled_from((Basis.RECORDED, Basis.ESTIMATED, Basis.RULE)))
        anchors[name] = Anchor(name, draw(DAYS), basis, "")
    kind = draw(st.sampled_from(("informal_triangular", "formal_tcc", "working_group")))
    on = bench(kind, *anchors.values(), criteria=RENEWAL)
    places = tuple(draw(st.lists(st.sampled_from(PLACES), unique=True, max_size=3)))
    busy = draw(st.lists(st.builds(
        Busy, day=DAYS, mask=st.sampled_from((MORNING, AFTERNOON, MORNING | AFTERNOON)),
        what=st.just("x"), room=st.sampled_from(("", *(p.key for p in PLACES))),
        who=st.sampled_from((frozenset(), frozenset({"SEN"}))),
        council=st.booleans(), firm=st.booleans(),
    ), max_size=6))  # fmt: skip
    load = tuple(Load("informal_triangular", on, frozenset({"MINUSMA"}))
                 for on in draw(st.lists(DAYS, max_size=3)))  # fmt: skip
    return replace(
        on,
        window=window_of(RENEWAL, anchors, draw(DAYS), WORKDAYS, REGISTER),
        premises=Premises(
            places, by_day(busy), load, minutes=draw(st.sampled_from((90, 150))),
            seats=draw(st.sampled_from((0, 30))), interpretation=draw(st.booleans()),
            participants=frozenset({"SEN", "FRA"}),
        ),
        announced=Announcement(draw(st.none() | DAYS)),
        siblings=tuple(draw(st.lists(st.tuples(
            st.sampled_from(("informal_triangular", "formal_tcc")), DAYS), max_size=1))),
    )  # fmt: skip


def plainly(on: Bench, days: list[date]) -> list[tuple]:
    """Every slot, judged finding by finding; the best room of each hour; sorted."""
    found = []
    for day in days:
        for start, end, _ in starts(on.premises):
            rooms = [p.key for p in on.premises.places] or [""]
            slots = [Slot(day, start, end, room) for room in rooms]
            allowed = [s for s in slots if not any(f.excludes for f in on.findings(s))]
            if allowed:
                best = min(allowed, key=lambda s: order_of(s, on))
                found.append((order_of(best, on), best))
    return sorted(found, key=lambda pair: pair[0])


@given(benches(), st.integers(1, 60))
@settings(max_examples=50, deadline=None)
def test_ranking_is_what_judging_every_slot_and_sorting_gives(on, top):
    found = [(p.order, p.slot) for p in ranked(on, LOOKED_AT, top)]
    assert found == plainly(on, LOOKED_AT)[:top]


@given(benches())
@settings(max_examples=30, deadline=None)
def test_no_proposal_breaks_a_must(on):
    found = ranked(on, LOOKED_AT, 60)
    assert [p.slot for p in found if p.order[0] or any(f.excludes for f in p.findings)] == []


@given(benches())
@settings(max_examples=30, deadline=None)
def test_the_order_is_the_tally_of_the_findings_shown(on):
    for proposal in ranked(on, [date(2017, 6, 13), date(2017, 6, 14)], 3):
        said = read_aloud(proposal.order)
        for force in FORCES:
            own = [f for f in proposal.findings if f.force == force]
            short = [f.shortfall for f in own if f.verdict is Verdict.SHORT]
            assert said["short"][force] == (len(short), sum(short))
            assert said["broken"][force] == sum(f.verdict is Verdict.BROKEN for f in own)
