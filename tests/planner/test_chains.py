"""Chains: what a cycle calls for, by when to announce it, and which meeting already meets it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.chains import Chosen, chain
from tests.planner.stories import (
    REGISTER,
    WORKDAYS,
    chained,
    d,
    held,
    milestone,
    minusma_2017,
    minusma_chain,
    minustah_2017,
    need_ids,
    report,
    unmik,
    unmiss_2025,
    with_more,
)


def test_the_notice_clock_counts_ten_working_days_back_from_the_target():
    called = minusma_chain().need("informal_triangular")
    assert called.window.target == d("2017-06-13")
    assert (called.notice.announce_by, called.notice.working_days) == (d("2017-05-30"), 10)


def test_a_notice_clock_over_memorial_day_names_it():
    changed = REGISTER.with_numbers({"lead_target": (25, "asked for")})
    facts = replace(minusma_2017(), reports=(report("S/2017/1", "2017-05-26"),), milestones=())
    called = chained(facts, "2017-05-26", "2017-06-30", register=changed).need(
        "informal_triangular"
    )
    assert called.window.target == d("2017-06-05")
    assert called.notice.announce_by == d("2017-05-19")
    assert called.notice.counted.sentence == (
        "10 working days before: Mon 29 May, Memorial Day, not counted"
    )


def test_the_briefing_is_counted_from_the_consultation_and_stands_before_the_report():
    called = minusma_chain().need("secretariat_briefing")
    assert (called.window.earliest, called.window.latest) == (d("2017-05-30"), d("2017-06-05"))
    assert called.need.anchors["informal_target"].on == d("2017-06-13")


def test_a_meeting_booked_for_the_need_meets_it():
    booked = (held("formal_tcc", "2017-06-14", "formal_tcc", "2017-06-30", "confirmed"),)
    found = minusma_chain(meetings=booked)
    met = {c.need.id: bool(c.met_by) for c in found.called}
    assert met == {"secretariat_briefing": False, "informal_triangular": False, "formal_tcc": True}


def test_a_meeting_held_within_the_season_meets_a_need_of_its_kind():
    inside, before = held("formal_tcc", "2017-06-01"), held("formal_tcc", "2017-01-27")
    assert minusma_chain(meetings=(inside,)).need("formal_tcc").met_by == inside
    assert minusma_chain(meetings=(before,)).need("formal_tcc").met_by is None


@pytest.mark.parametrize("kind", ["working_group", "informal_triangular"])
def test_no_other_meeting_counts_as_the_formal_one(kind):
    found = minusma_chain(meetings=(held(kind, "2017-06-01"),))
    assert found.need("formal_tcc").met_by is None


def test_a_proposed_meeting_meets_nothing():
    proposed = held("formal_tcc", "2017-06-14", "formal_tcc", "2017-06-30", "proposed")
    assert minusma_chain(meetings=(proposed,)).need("formal_tcc").met_by is None


# A technical rollover.


def test_in_a_rollover_only_what_is_still_possible_is_called_for():
    found = chained(unmiss_2025(), "2025-05-01", "2025-05-09")
    assert found.cycle.continues == d("2025-04-30")
    assert need_ids(found) == []
    dropped = [w.split(":")[0] for w in found.warnings if "no longer possible" in w]
    assert dropped == [
        "Secretariat briefing", "Informal triangular consultation", "Formal meeting with T/PCCs",
    ]  # fmt: skip
    assert any(w.endswith("no longer possible in this rollover: its last day was Mon 28 April 2025")
               for w in found.warnings)  # fmt: skip


def test_what_was_held_since_the_previous_report_counts_in_a_rollover():
    since, before = held("formal_tcc", "2025-04-14"), held("formal_tcc", "2025-03-10")
    with_since = chained(with_more(unmiss_2025(), meetings=(since,)), "2025-05-01", "2025-05-09")
    assert with_since.need("formal_tcc").met_by == since
    with_before = chained(with_more(unmiss_2025(), meetings=(before,)), "2025-05-01", "2025-05-09")
    assert with_before.need("formal_tcc") is None


def test_a_longer_rollover_still_calls_for_what_its_days_allow():
    found = chained(unmiss_2025(), "2025-04-30", "2025-05-09")
    assert need_ids(found) == []
    renewal = chained(unmiss_2025(), "2025-05-10", "2026-04-30")
    assert need_ids(renewal) == ["secretariat_briefing", "informal_triangular", "formal_tcc"]


# Skipped, final, unknown.


def test_a_need_that_staff_skipped_keeps_their_reason():
    chosen = Chosen(skipped={"secretariat_briefing": "the outline was sent in writing"})
    found = chain(
        minusma_2017(), as_of=d("2017-06-06"), workdays=WORKDAYS, register=REGISTER,
        expiry=d("2017-06-30"), chosen=chosen,
    )  # fmt: skip
    assert {c.need.id: c.skipped for c in found.called} == {
        "secretariat_briefing": "the outline was sent in writing",
        "informal_triangular": "", "formal_tcc": "",
    }  # fmt: skip


def test_a_final_period_says_that_no_renewal_is_expected():
    assert (
        "final period under S/RES/2350 (2017): no renewal is expected"
        in chained(minustah_2017(), "2017-06-06").warnings
    )


def test_an_open_ended_mission_has_a_chain_without_an_expiry():
    found = chained(unmik(), "2017-06-06")
    assert (found.cycle.expires_on, found.called, found.unknown) == (None, (), ())
    assert found.warnings == ("open-ended mandate: no renewal cycle",)


def test_a_window_without_a_day_is_a_warning_of_the_chain_not_an_error():
    late = (milestone("report_issued", "2017-06-22", "2017-06-06"),)
    found = minusma_chain(milestones=late)
    called = found.need("informal_triangular")
    assert (called.window.days, called.notice.announce_by) == ((), None)
    assert (
        "Informal triangular consultation: no working day satisfies both: not before "
        "Tue 27 June 2017 (time to prepare after the report) and not after Thu 15 June 2017 "
        "(gap before the Council's consultations)"
    ) in found.warnings


def test_a_need_is_found_by_its_id_or_by_its_kind():
    found = minusma_chain()
    assert found.need("formal_tcc").need.id == "formal_tcc"
    assert found.need("crisis") is None
