"""Looking back: recorded meetings against their windows, and two rules that know nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.backtest import Judged, Past, Summary, judge_past, renewal_at, summarise
from planner.known import MissionFacts
from planner.uncycled import Occasion, Occasions
from tests.planner.stories import (
    REGISTER,
    WORKDAYS,
    chained,
    d,
    minusma_2017,
    minustah_2017,
    unficyp_2026,
    unisfa_2018,
    unmik,
)


def judged(kind: str, on: str, *facts: MissionFacts, lead: int = 1, announced: str = "") -> Judged:
    past = Past("X-1", kind, d(on), d(announced) if announced else None)
    return judge_past(past, facts, lead_days=lead, workdays=WORKDAYS, register=REGISTER)


def verdicts(found: Judged) -> dict[str, str]:
    return {f.criterion: str(f.verdict) for f in found.findings}


def test_the_working_groups_meeting_of_8_june_2017():
    found = judged("working_group", "2017-06-08", minusma_2017())
    assert (found.in_window, found.expiry, found.as_of) == (True, d("2017-06-30"), d("2017-06-07"))
    said = verdicts(found)
    assert (said["preparation"], said["lead"], said["notice"]) == ("short", "kept", "unknown")
    measured = {f.criterion: f.measured for f in found.findings}
    assert (measured["preparation"], measured["lead"]) == (2, 22)
    assert found.smallest_change == "report by 1 June 2017 (Thu)"


def test_a_meeting_a_day_later_would_have_asked_for_a_report_a_day_later():
    found = judged("working_group", "2017-06-09", minusma_2017())
    assert found.smallest_change == "report by 2 June 2017 (Fri)"


def test_cyprus_on_13_january_2026_is_neither_short_nor_broken():
    found = judged("formal_tcc", "2026-01-13", unficyp_2026())
    said = verdicts(found)
    assert set(said.values()) == {"kept", "unknown"}
    assert [c for c, v in said.items() if v == "unknown"] == ["notice"]
    (lead,) = [f.sentence for f in found.findings if f.criterion == "lead"]
    assert lead == (
        "18 days before expiry (Sat 31 January 2026), against a target of 21; at least 14 wanted"
    )
    assert (found.in_window, found.from_target, found.smallest_change) == (True, 0, "")


def test_a_recorded_announcement_gives_notice_once_it_was_made():
    early = judged("working_group", "2017-06-08", minusma_2017(), announced="2017-05-25")
    assert verdicts(early)["notice"] == "short"
    unmade = judged("working_group", "2017-06-08", minusma_2017(), lead=14, announced="2017-06-01")
    assert verdicts(unmade)["notice"] == "unknown"


def test_what_was_not_known_before_the_meeting_does_not_judge_it():
    before = judged("working_group", "2017-06-08", minusma_2017(), lead=14)
    assert before.as_of == d("2017-05-25")
    (found,) = [f for f in before.findings if f.criterion == "preparation"]
    assert found.basis == "estimated"


@pytest.mark.parametrize(
    "facts",
    [(unmik(),), (), (minusma_2017(), unficyp_2026())],
    ids=["an open-ended mission", "no mission", "several missions"],
)
def test_no_one_renewal_is_prepared_and_the_window_is_null(facts):
    found = judged("working_group", "2017-06-08", *facts)
    assert (found.in_window, found.window) == (None, None)
    assert verdicts(found) == {
        "working_day": "kept", "notice": "unknown", "week_load": "kept",
        "first_working_day": "kept", "c34_session": "kept", "late_december": "kept",
    }  # fmt: skip


def test_a_visit_is_listed_and_not_judged():
    found = judged("", "2017-06-08", minusma_2017())
    assert (found.in_window, found.findings) == (None, ())


# Meetings that prepare no one renewal, beside what else is recorded.

UNMEE = frozenset({"UNMEE"})
TABLE = (  # 2006 report, annex: the meetings on Eritrea-Ethiopia, and the visit
    Occasion("WG06-007", "working_group", d("2005-10-21"), d("2005-10-21"), UNMEE),
    Occasion("WG06-008", "", d("2005-11-06"), d("2005-11-09"), UNMEE),
    Occasion("WG06-009", "working_group", d("2005-11-15"), d("2005-11-15"), UNMEE),
    Occasion("WG06-011", "working_group", d("2006-01-18"), d("2006-01-18"), UNMEE),
    Occasion("WG06-012", "working_group", d("2006-03-30"), d("2006-03-30"), UNMEE),
    Occasion("WG06-014", "working_group", d("2006-05-30"), d("2006-05-30"), bureau=True),
    Occasion("X-1", "working_group", d("2006-06-01"), d("2006-06-01")),
    Occasion("X-2", "working_group", d("2006-12-27"), d("2006-12-27"), bureau=True),
    Occasion("X-3", "formal_tcc", d("2006-12-29"), d("2006-12-29"), UNMEE),
)


def alone(event: str) -> dict[str, tuple[str, int | str | None]]:
    """Verdict and measure of each criterion, those of the calendar that were kept left out."""
    (own,) = [one for one in TABLE if one.event == event]
    past = Past(event, own.kind, own.on, beside=Occasions(TABLE).beside(own))
    found = judge_past(past, (), lead_days=14, workdays=WORKDAYS, register=REGISTER)
    judged = {f.criterion: (str(f.verdict), f.measured) for f in found.findings}
    return {c: v for c, v in judged.items() if v != ("kept", None) and c != "notice"}


def test_the_debrief_after_the_visit_came_on_the_fourth_working_day():
    assert alone("WG06-009") == {"visit_debrief": ("kept", 4), "week_load": ("kept", 1)}


def test_a_further_meeting_on_the_same_situation_is_held_against_the_spacing():
    assert alone("WG06-012")["follow_up"] == ("kept", 71)
    assert "follow_up" not in alone("WG06-007")


def test_a_talk_with_the_bureau_is_counted_from_the_one_before_and_in_its_week():
    first = alone("WG06-014")
    assert (first["bureau_interval"], first["week_load"]) == (("unknown", None), ("kept", 2))
    assert alone("X-2")["bureau_interval"] == ("broken", -27)


def test_days_that_people_would_rather_not_use_are_said_without_a_cycle_too():
    assert alone("X-3") == {"friday": ("short", None), "late_december": ("short", None)}


def test_a_meeting_in_mid_mandate_prepares_no_renewal():
    assert judged("formal_tcc", "2017-01-27", minusma_2017()).in_window is None
    days = REGISTER.number("mid_mandate")
    edge = d("2017-06-30").toordinal() - days
    on = [d("2017-06-30").fromordinal(edge - n) for n in (0, 1)]
    found = [bool(renewal_at((minusma_2017(),), day, day, REGISTER)) for day in on]
    assert found == [True, False]


def test_the_mission_itself_goes_before_its_other_components():
    found = renewal_at((unisfa_2018(),), d("2018-04-10"), d("2018-04-09"), REGISTER)
    assert found[1:] == ("mission", d("2018-05-15"))


def test_a_meeting_in_a_final_period_is_not_judged_by_another_events_window():
    found = judged("working_group", "2017-09-20", minustah_2017())
    called = chained(minustah_2017(), "2017-09-19", "2017-10-15").called
    assert [c.need.id for c in called] == ["withdrawal"]
    assert (found.in_window, found.window) == (None, None)


# The summary.


def hit(on: str, expiry: str = "2017-06-30") -> Judged:
    window = chained(minusma_2017(), "2017-06-06", "2017-06-30").need("informal_triangular").window
    day = d(on)
    return Judged(
        "X", ("MINUSMA",), "formal_tcc", day, day, expiry=d(expiry), window=window,
        in_window=day in window.days, from_target=WORKDAYS.count(window.target, day).days,
    )  # fmt: skip


def test_hits_stand_beside_the_width_that_won_them():
    found = summarise([hit("2017-06-08"), hit("2017-06-14"), hit("2017-06-21")], WORKDAYS)
    assert found == Summary(
        meetings=3,
        hits=2,
        median_width=6,
        median_distance=3,
        every_day_28_to_7=3,
        every_day_width=16,
        centred=2,
        centred_width=6,
    )


def test_meetings_without_a_renewal_are_not_counted():
    mid = replace(hit("2017-06-08"), in_window=None)
    assert summarise([mid], WORKDAYS) == Summary(0, 0, None, None, 0, None, 0, None)
