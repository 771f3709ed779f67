"""Cycles: one for each mission, component and expiry, with what was known on a day."""

from __future__ import annotations

import pytest

from planner.cycle import Cycle, NoSuchCycle, cycle_of, expiries
from planner.known import MissionFacts
from tests.planner.stories import (
    REGISTER,
    WORKDAYS,
    d,
    minusma_2017,
    minustah_2017,
    unisfa_2018,
    unmik,
    unmiss_2025,
)


def cycle(facts: MissionFacts, as_of: str, expiry: str = "", component: str = "mission") -> Cycle:
    return cycle_of(
        facts, as_of=d(as_of), workdays=WORKDAYS, register=REGISTER, component=component,
        expiry=d(expiry) if expiry else None,
    )  # fmt: skip


def test_the_next_expiry_is_taken_by_default():
    found = [cycle(minusma_2017(), day).expires_on for day in ("2017-06-28", "2017-06-30")]
    assert found == [d("2017-06-30"), d("2017-06-30")]
    assert cycle(minusma_2017(), "2017-07-01").expires_on == d("2018-06-30")


def test_the_resolution_that_set_the_expiry_stands_and_a_change_within_is_listed():
    found = cycle(minusma_2017(), "2018-01-15")
    assert found.resolution == "S/RES/2364 (2017)"
    assert [m.resolution for m in found.changes] == ["S/RES/2391 (2017)"]
    assert cycle(minusma_2017(), "2017-12-07").changes == ()


def test_an_expiry_that_is_not_known_is_refused_with_those_that_are():
    with pytest.raises(NoSuchCycle) as refused:
        cycle(minusma_2017(), "2017-06-28", "2018-06-30")
    assert str(refused.value) == (
        "MINUSMA (mission) has no mandate known on Wed 28 June 2017 that expires on "
        "Sat 30 June 2018; expiries known then: Thu 30 June 2016, Fri 30 June 2017"
    )


def test_a_component_nobody_knows_is_refused_with_those_that_are():
    with pytest.raises(NoSuchCycle) as refused:
        cycle(unisfa_2018(), "2018-01-10", component="JBVMM")
    assert str(refused.value) == (
        "UNISFA (JBVMM) has no mandate known on Wed 10 January 2018; components known then: "
        "JBVMM support, mission"
    )


def test_a_last_expiry_gone_by_is_said():
    found = cycle(minustah_2017(), "2017-12-01")
    assert found.expires_on == d("2017-10-15")
    assert found.warnings[-1] == (
        "the last expiry known is Sun 15 October 2017: a later decision is not recorded"
    )


def test_two_components_are_two_cycles():
    force = cycle(unisfa_2018(), "2018-01-10")
    border = cycle(unisfa_2018(), "2018-01-10", component="JBVMM support")
    assert (force.expires_on, border.expires_on) == (d("2018-05-15"), d("2018-04-15"))
    assert force.others == (("JBVMM support", d("2018-04-15")),)
    assert border.others == (("mission", d("2018-05-15")),)


def test_a_technical_rollover_is_its_own_cycle_and_continues_the_one_before():
    found = [
        (c.expires_on, c.continues)
        for c in (cycle(unmiss_2025(), day) for day in ("2025-04-29", "2025-05-01", "2025-05-10"))
    ]
    assert found == [
        (d("2025-04-30"), None), (d("2025-05-09"), d("2025-04-30")), (d("2026-04-30"), None),
    ]  # fmt: skip


def test_an_open_ended_mission_has_no_renewal_cycle_and_says_so():
    found = cycle(unmik(), "2017-06-06")
    assert (found.expires_on, found.anchors) == (None, {})
    assert found.warnings == ("open-ended mandate: no renewal cycle",)
    assert found.unknown == ()


def test_a_mission_without_recorded_mandates_does_not_know():
    found = cycle(MissionFacts("UNOTIL"), "2006-04-28")
    assert found.expires_on is None
    assert found.unknown == ("no mandate with an expiry is recorded: no renewal cycle can be told",)


def test_a_closing_mandate_is_final():
    assert cycle(minustah_2017(), "2017-06-06").final
    assert not cycle(minusma_2017(), "2017-06-06").final


def test_expiries_come_in_order_of_their_day():
    assert expiries(unisfa_2018()) == (
        ("JBVMM support", d("2018-04-15")), ("mission", d("2018-05-15")),
    )  # fmt: skip
