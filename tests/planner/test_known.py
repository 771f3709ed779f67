"""What could be known on a day: nothing learnt later is let in."""

from __future__ import annotations

from planner.known import MissionFacts, Requirement
from tests.planner.stories import (
    d,
    happened,
    held,
    milestone,
    minusma_2017,
    report,
    unficyp_2026,
)

MALI = minusma_2017()


def resolutions(as_of: str) -> list[str]:
    return [m.resolution for m in MALI.known(d(as_of)).mandates]


def test_a_mandate_is_known_from_its_adoption():
    assert resolutions("2017-06-28") == ["S/RES/2227 (2015)", "S/RES/2295 (2016)"]
    assert resolutions("2017-06-29")[-1] == "S/RES/2364 (2017)"


def issued(as_of: str, **dates: str) -> list[tuple]:
    facts = MissionFacts("X", reports=(report("S/2017/478", "2017-06-06", **dates),))
    found = facts.known(d(as_of)).reports
    return [(r.issued_on, r.advance_copy_on, r.due_on) for r in found]


def test_a_report_is_known_by_its_wording_until_it_is_issued():
    assert issued("2016-06-28") == []
    assert issued("2016-06-29") == [(None, None, None)]
    assert issued("2017-06-05") == [(None, None, None)]
    assert issued("2017-06-06") == [(d("2017-06-06"), None, None)]


def test_before_its_issue_only_the_due_date_of_a_report_is_known():
    due = {"due_on": "2017-06-02"}
    assert issued("2017-06-05", **due) == [(None, None, d("2017-06-02"))]


def test_an_advance_copy_is_known_before_the_issue():
    copy = {"advance_copy_on": "2017-05-31"}
    assert issued("2017-05-30", **copy) == [(None, None, None)]
    assert issued("2017-05-31", **copy) == [(None, d("2017-05-31"), None)]
    (report_known,) = MissionFacts(
        "X", reports=(report("S/2017/478", "2017-06-06", **copy),)
    ).known(d("2017-06-06")).reports  # fmt: skip
    assert report_known.transmitted_on == d("2017-05-31")


def test_a_report_nobody_worded_is_not_known_before_its_issue():
    silent = MissionFacts("X", reports=(report("S/2017/1", "2017-06-06", wording=""),))
    assert silent.known(d("2017-06-05")).reports == ()
    assert len(silent.known(d("2017-06-06")).reports) == 1


def planned(as_of: str) -> list[str]:
    stones = unficyp_2026().known(d(as_of)).milestones
    return [s.on.isoformat() for s in stones if s.kind == "planned_adoption"]


def test_a_milestone_is_known_from_known_on_and_a_changed_one_twice():
    assert planned("2026-01-04") == []
    assert planned("2026-01-05") == ["2026-01-26"]
    assert planned("2026-01-15") == ["2026-01-26"]
    assert planned("2026-01-16") == ["2026-01-26", "2026-01-29"]


def test_a_typed_requirement_is_known_from_its_day_or_always():
    typed = (
        Requirement("mission", "quarterly", d("2017-03-01")),
        Requirement("mission", "x", None),
    )
    facts = MissionFacts("X", requirements=typed)
    assert [r.wording for r in facts.known(d("2017-02-28")).requirements] == ["x"]
    assert [r.wording for r in facts.known(d("2017-03-01")).requirements] == ["quarterly", "x"]


def test_a_crisis_is_known_from_its_day_even_where_nobody_said_when():
    facts = MissionFacts("X", happenings=(happened("crisis", "2017-07-10"),))
    assert facts.known(d("2017-07-09")).happenings == ()
    assert len(facts.known(d("2017-07-10")).happenings) == 1


def test_a_planned_visit_is_known_with_both_its_days():
    visit = happened("visit", "2017-03-06", "2017-03-09", "2017-02-20")
    facts = MissionFacts("X", happenings=(visit,))
    assert facts.known(d("2017-02-19")).happenings == ()
    assert facts.known(d("2017-02-20")).happenings == (visit,)


def test_the_day_a_review_is_circulated_is_not_known_before():
    review = happened("review", "2017-11-30", "2017-11-28", "2017-07-27")
    facts = MissionFacts("X", happenings=(review,))
    assert [h.until_on for h in facts.known(d("2017-11-27")).happenings] == [None]
    assert [h.until_on for h in facts.known(d("2017-11-28")).happenings] == [d("2017-11-28")]


def test_a_meeting_that_was_held_is_known_from_its_day_and_a_booked_one_before():
    facts = MissionFacts(
        "X",
        meetings=(
            held("formal_tcc", "2017-06-14"),
            held("formal_tcc", "2017-12-06", status="confirmed"),
        ),
    )
    before = [m.on for m in facts.known(d("2017-06-13")).meetings]
    assert before == [d("2017-12-06")]
    assert len(facts.known(d("2017-06-14")).meetings) == 2


def test_knowing_changes_nothing_else():
    facts = minusma_2017()
    assert facts.known(d("2030-01-01")) == facts
    assert milestone("visit", "2017-01-01", "2017-01-01") not in facts.milestones
