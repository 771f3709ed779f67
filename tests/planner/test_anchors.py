"""Anchors: recorded, by rule, estimated or unknown, and never a date nobody could know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.anchors import Anchor, Basis, last_working
from planner.cycle import Cycle, cycle_of
from planner.known import MissionFacts, Requirement
from tests.planner.stories import (
    REGISTER,
    WORKDAYS,
    d,
    mandate,
    milestone,
    minusma_2017,
    report,
    unficyp_2026,
    unmiss_2025,
    with_more,
)


def cycle(facts: MissionFacts, as_of: str, expiry: str) -> Cycle:
    return cycle_of(facts, as_of=d(as_of), workdays=WORKDAYS, register=REGISTER, expiry=d(expiry))


def mali(as_of: str = "2017-06-06", **more) -> dict[str, Anchor]:
    return cycle(with_more(minusma_2017(), **more), as_of, "2017-06-30").anchors


def said(anchor: Anchor) -> tuple[str | None, str]:
    return (anchor.on.isoformat() if anchor.on else None, str(anchor.basis))


def test_mali_on_the_day_of_its_report():
    found = {name: said(anchor) for name, anchor in mali().items()}
    assert found == {
        "report_due": ("2017-06-02", "estimated"),
        "report_transmitted": ("2017-06-06", "recorded"),
        "programme_adopted": ("2017-06-01", "rule"),
        "council_consultations": ("2017-06-16", "recorded"),
        "first_draft": ("2017-06-16", "estimated"),
        "adoption": ("2017-06-29", "estimated"),
        "expiry": ("2017-06-30", "recorded"),
    }


def test_each_milestone_is_an_anchor_from_the_day_it_could_be_known():
    by_day = {day: said(mali(day)["first_draft"]) for day in ("2017-06-22", "2017-06-23")}
    assert by_day == {
        "2017-06-22": ("2017-06-16", "estimated"), "2017-06-23": ("2017-06-22", "recorded"),
    }  # fmt: skip
    assert said(mali("2017-05-31")["council_consultations"]) == ("2017-06-15", "estimated")
    assert said(mali("2017-06-01")["council_consultations"]) == ("2017-06-16", "recorded")


def test_the_adoption_is_estimated_then_planned_then_recorded():
    cyprus = replace(
        unficyp_2026(),
        mandates=(
            *unficyp_2026().mandates,
            mandate("S/RES/2815 (2026)", "2026-01-30", "2026-02-01", "2027-01-31"),
        ),
    )
    found = {
        day: said(cycle(cyprus, day, "2026-01-31").anchors["adoption"])
        for day in ("2026-01-04", "2026-01-05", "2026-01-15", "2026-01-16", "2026-01-30")
    }
    assert found == {
        "2026-01-04": ("2026-01-30", "estimated"),
        "2026-01-05": ("2026-01-26", "recorded"),
        "2026-01-15": ("2026-01-26", "recorded"),
        "2026-01-16": ("2026-01-29", "recorded"),
        "2026-01-30": ("2026-01-30", "recorded"),
    }


def test_the_programme_is_adopted_on_the_first_working_day_of_the_month():
    assert said(mali()["programme_adopted"]) == ("2017-06-01", "rule")
    assert said(mali("2017-05-31")["programme_adopted"]) == ("2017-06-01", "estimated")
    typed = (milestone("programme_adopted", "2017-06-02", "2017-06-02"),)
    assert said(mali(milestones=typed)["programme_adopted"]) == ("2017-06-02", "recorded")


def test_an_advance_copy_stands_before_the_issue():
    copy = (milestone("advance_copy", "2017-06-01", "2017-06-01"),)
    assert said(mali("2017-06-02", milestones=copy)["report_transmitted"]) == (
        "2017-06-01", "recorded",
    )  # fmt: skip


def test_the_cycles_report_is_the_last_periodic_one():
    found = cycle(unficyp_2026(), "2026-01-12", "2026-01-31").anchors["report_transmitted"]
    assert (said(found), found.source) == (("2026-01-05", "recorded"), "S/2026/8")


def test_a_report_not_yet_issued_is_expected_when_due():
    before = mali("2017-06-01")
    assert said(before["report_transmitted"]) == ("2017-06-02", "estimated")
    assert before["report_transmitted"].source == "28 days before expiry (our default)"


def due(wording: str, as_of: str = "2017-05-01", previous: str = "") -> tuple[Anchor, tuple]:
    sent = (report("S/2017/1", previous, wording, known="2016-06-29"),) if previous else ()
    facts = MissionFacts(
        "X",
        mandates=(mandate("S/RES/2295 (2016)", "2016-06-29", "2016-07-01", "2017-06-30"),),
        requirements=(Requirement("mission", wording, None),) if wording else (),
        reports=sent,
    )
    found = cycle(facts, as_of, "2017-06-30")
    return found.anchors["report_due"], found.warnings


@pytest.mark.parametrize(
    ("wording", "wanted"),
    [
        ("45 days before expiry", "2017-05-16"),
        ("by 1 June 2017", "2017-06-01"),
        ("not later than 30 days before expiry", "2017-05-31"),
    ],
)
def test_a_rule_gives_the_due_date(wording, wanted):
    found, warnings = due(wording)
    assert (said(found), found.source) == ((wanted, "rule"), f"“{wording}”")
    assert warnings == ()


def test_intervals_run_from_the_previous_report():
    found, _ = due("every 90 days", previous="2017-03-03")
    assert said(found) == ("2017-06-01", "rule")


@pytest.mark.parametrize(
    ("wording", "why"),
    [
        ("", "no rule for the report is recorded"),
        ("before expiry", "the rule “before expiry” gives no date before this expiry"),
        ("13 days before expiry", "by the rule “13 days before expiry” it would be due "
                                  "Sat 17 June 2017, too late for this expiry"),
    ],
)  # fmt: skip
def test_what_gives_no_usable_date_falls_back_to_28_days_before_expiry(wording, why):
    found, warnings = due(wording)
    assert said(found) == ("2017-06-02", "estimated")
    assert warnings == (f"report due date estimated: {why}",)


def test_fourteen_days_before_expiry_is_not_too_late():
    assert said(due("14 days before expiry")[0]) == ("2017-06-16", "rule")


def test_a_report_overdue_by_rule_is_expected_tomorrow_and_said_to_be_late():
    facts = MissionFacts(
        "X",
        mandates=(mandate("S/RES/2295 (2016)", "2016-06-29", "2016-07-01", "2017-06-30"),),
        requirements=(Requirement("mission", "by 1 June 2017", None),),
    )
    found = cycle(facts, "2017-06-06", "2017-06-30")
    assert said(found.anchors["report_transmitted"]) == ("2017-06-07", "estimated")
    assert found.warnings == (
        "the report is late or not entered: due Thu 1 June 2017 and not recorded by "
        "Tue 6 June 2017",
    )


def test_a_due_date_that_was_announced_goes_before_the_rule():
    stones = (milestone("report_due", "2017-06-05", "2017-05-20"),)
    assert said(mali("2017-05-21", milestones=stones)["report_due"]) == ("2017-06-05", "recorded")


def test_a_report_due_on_a_recorded_day_is_not_thereby_recorded_as_sent() -> None:
    stones = (milestone("report_due", "2017-06-05", "2017-05-20"),)
    found = mali("2017-05-21", milestones=stones)
    assert said(found["report_transmitted"]) == ("2017-06-05", "rule")


def test_the_rule_typed_last_is_the_one_that_stands():
    typed = (
        Requirement("mission", "45 days before expiry", d("2016-06-29")),
        Requirement("mission", "35 days before expiry", d("2017-03-01")),
        Requirement("mission", "40 days before expiry", d("2017-04-01"), d("2017-04-15")),
    )
    assert said(mali("2017-05-01", requirements=typed)["report_due"]) == ("2017-05-26", "rule")


def test_a_milestone_after_the_expiry_is_a_contradiction():
    stones = (milestone("first_draft", "2017-07-03", "2017-06-01"),)
    facts = with_more(minusma_2017(), milestones=stones)
    assert cycle(facts, "2017-06-06", "2017-06-30").warnings[-1] == (
        "first draft on Mon 3 July 2017 lies after the expiry of Fri 30 June 2017: check the date"
    )


def test_what_is_only_estimated_is_listed_as_not_announced():
    assert cycle(minusma_2017(), "2017-06-06", "2017-06-30").unknown == (
        "report due: not announced; estimated Fri 2 June 2017",
        "first draft: not announced; estimated Fri 16 June 2017",
        "adoption: not announced; estimated Thu 29 June 2017",
    )


def test_an_estimated_date_falls_on_a_working_day():
    assert last_working(d("2017-06-26"), WORKDAYS) == d("2017-06-23")
    assert last_working(d("2017-06-23"), WORKDAYS) == d("2017-06-23")


def test_the_renewal_that_followed_is_not_known_before_it_was_adopted():
    found = cycle(unmiss_2025(), "2025-04-29", "2025-04-30").anchors["adoption"]
    assert said(found) == ("2025-04-29", "estimated")
    later = cycle(unmiss_2025(), "2025-04-30", "2025-04-30").anchors["adoption"]
    assert (said(later), later.source) == (("2025-04-30", "recorded"), "S/RES/2778 (2025)")


def test_only_an_estimate_is_soft():
    soft = [b for b in Basis if Anchor("x", d("2017-06-06"), b, "").soft]
    assert soft == [Basis.ESTIMATED]


def test_a_recorded_date_of_medium_confidence_is_said_to_be_unconfirmed():
    facts = minusma_2017()
    doubted = replace(
        facts,
        mandates=tuple(replace(m, confidence="medium") for m in facts.mandates),
        milestones=tuple(replace(m, confidence="low") for m in facts.milestones),
        reports=tuple(replace(r, confidence="medium") for r in facts.reports),
    )
    found = cycle(doubted, "2017-06-06", "2017-06-30").anchors
    assert {name: anchor.standing for name, anchor in found.items()} == {
        "report_due": "estimated",
        "report_transmitted": "unconfirmed",
        "programme_adopted": "rule",
        "council_consultations": "unconfirmed",
        "first_draft": "estimated",
        "adoption": "estimated",
        "expiry": "unconfirmed",
    }
    assert mali()["expiry"].standing == "recorded"
