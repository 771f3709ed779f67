"""Findings: measured against wanted, with the paragraph, the force and a sentence."""

from __future__ import annotations

import pytest

from planner.anchors import Anchor, Basis
from planner.findings import (
    Announcement,
    Finding,
    Verdict,
    finding,
    notice_finding,
    notice_verdict,
)
from tests.planner.stories import REGISTER, WORKDAYS, bench, d, recorded, slot

REPORT = recorded("report_transmitted", "2017-06-06")


def found(criterion: str, anchor: Anchor, day: str) -> Finding:
    on = bench("informal_triangular", anchor, criteria=(criterion,))
    (one,) = [f for f in on.findings(slot(day)) if f.criterion == criterion]
    return one


def test_a_meeting_two_days_after_the_report_is_short_by_three():
    said = found("preparation", REPORT, "2017-06-08")
    assert (said.verdict, said.measured, said.wanted, said.shortfall) == (Verdict.SHORT, 2, 5, 3)
    assert (said.recommendation, said.also) == (
        "R2017-65a", ("R2017-73a", "R2017-73g", "R2017-79a"),
    )  # fmt: skip
    assert (said.force, said.obligation, said.unit) == ("panellist", "should", "working days")
    assert said.sentence == ("2 working days after the report (Tue 6 June 2017); at least 5 wanted")


def test_lead_is_said_against_its_target():
    said = found("lead", recorded("expiry", "2026-01-31"), "2026-01-13")
    assert (said.verdict, said.measured, said.wanted, said.shortfall) == (Verdict.KEPT, 18, 14, 0)
    assert said.sentence == (
        "18 days before expiry (Sat 31 January 2026), against a target of 21; at least 14 wanted"
    )


def test_one_shortfall_counts_once_however_many_paragraphs_ask():
    on = bench("informal_triangular", REPORT, criteria=("preparation", "closeness"))
    short = [f.criterion for f in on.findings(slot("2017-06-08")) if f.verdict == "short"]
    assert short == ["preparation"]


def test_a_sentence_names_the_days_that_were_not_counted():
    said = found("closeness", recorded("report_transmitted", "2017-06-23"), "2017-06-28")
    assert said.sentence == (
        "2 working days after the report (Fri 23 June 2017) (Mon 26 June, Eid al-Fitr, not "
        "counted); at most 10 wanted"
    )


def test_a_day_on_the_wrong_side_of_its_anchor_says_which():
    said = found("gap", recorded("council_consultations", "2017-06-16"), "2017-06-19")
    assert (said.verdict, said.measured) == (Verdict.BROKEN, -1)
    assert said.sentence.startswith("1 working day after the Council's consultations")


def test_an_estimate_says_that_it_is_one():
    soft = Anchor("report_transmitted", d("2017-06-06"), Basis.ESTIMATED, "our default")
    said = found("preparation", soft, "2017-06-07")
    assert (said.verdict, said.basis) == (Verdict.SHORT, "estimated")
    assert "(Tue 6 June 2017, estimated)" in said.sentence


def test_an_unknown_date_gives_an_unknown_finding_with_its_reason():
    said = found("gap", recorded("council_consultations", ""), "2017-06-14")
    assert (said.verdict, said.measured, said.basis) == (Verdict.UNKNOWN, None, "unknown")
    assert said.sentence == "gap: the date it is counted from is unknown"


def test_the_strongest_paragraph_gives_the_force():
    assert found("gap", recorded("council_consultations", "2017-06-16"), "2017-06-14").force == (
        "working group"
    )
    assert REGISTER.criteria["first_draft"].force == "panellist"


@pytest.mark.parametrize(
    ("criterion", "verdict", "excludes"),
    [("before_adoption", Verdict.BROKEN, True), ("before_adoption", Verdict.SHORT, False),
     ("lead", Verdict.BROKEN, False), ("room_free", Verdict.BROKEN, True)],
)  # fmt: skip
def test_only_a_broken_must_excludes(criterion, verdict, excludes):
    assert finding(REGISTER, criterion, verdict, "said").excludes is excludes


# Notice.


def notice(announced: str, day: str, *, crisis: bool = False, recorded_then: bool = True):
    since = Announcement(d(announced) if announced else None, recorded_then)
    return notice_finding(since, d(day), crisis, WORKDAYS, REGISTER)


def test_notice_is_counted_in_working_days_and_names_what_it_skipped():
    said = notice("2017-05-26", "2017-06-09")
    assert (said.verdict, said.measured, said.wanted, said.shortfall) == ("short", 9, 10, 1)
    assert said.sentence == (
        "9 working days of notice (Mon 29 May, Memorial Day, not counted), announced "
        "Fri 26 May 2017; at least 10 wanted"
    )


def test_a_proposal_is_judged_as_if_announced_today():
    said = notice("2017-06-06", "2017-06-13", recorded_then=False)
    assert (said.verdict, said.measured, said.basis) == ("short", 5, "rule")
    assert "if announced Tue 6 June 2017" in said.sentence


def test_a_past_meeting_without_a_recorded_announcement_is_unknown():
    said = notice("", "2017-06-13")
    assert (said.verdict, said.sentence) == (
        "unknown", "the day of the announcement is not recorded",
    )  # fmt: skip


@pytest.mark.parametrize("crisis", [False, True])
@pytest.mark.parametrize("day", ["2017-05-30", "2017-05-31", "2017-06-05", "2017-06-06",
                                 "2017-06-12", "2017-06-13"])  # fmt: skip
def test_the_quick_verdict_is_that_of_the_finding(day, crisis):
    since = Announcement(d("2017-05-30"), True)
    said = notice_finding(since, d(day), crisis, WORKDAYS, REGISTER)
    quick = notice_verdict(since, d(day), crisis, WORKDAYS, REGISTER)
    assert quick == (said.verdict, said.shortfall)
