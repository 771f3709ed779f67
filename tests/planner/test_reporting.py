"""Reports and reviews that stand on a day, from plain facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.anchor import Anchor, Basis
from planner.cycle import Cycle
from planner.known import Happening, MissionFacts, ReportFact, Requirement
from planner.reporting import Due, ReportTask, Span, report_tasks

AS_OF, EXPIRY, UNTIL = date(2017, 5, 2), date(2017, 6, 30), date(2018, 4, 30)


def cycle(expires: date = EXPIRY, kind: str = "renewal", **anchors: Anchor) -> Cycle:
    return Cycle(
        "MINUSMA", "mission", expires, "S/RES/2295 (2016)", kind, None, (), (), anchors,
        adopted_on=date(2016, 6, 29),
    )  # fmt: skip


def issued(on: date, wording: str, kind: str = "periodic", **more: Any) -> ReportFact:
    return ReportFact("S/1", kind, wording, on, **{"known_on": on, **more})


def tasks(*cycles: Cycle, **facts: Any) -> tuple[ReportTask, ...]:
    return report_tasks(MissionFacts("MINUSMA", **facts), Span(AS_OF, UNTIL, cycles))


def days(task: ReportTask) -> list[str]:
    return [f"{one.on} {one.basis}" for one in task.due]


def test_an_interval_runs_from_the_last_report_up_to_the_expiry() -> None:
    (task,) = tasks(cycle(), reports=(issued(date(2017, 3, 17), "every 90 days"),))
    assert days(task) == ["2017-06-15 rule"]
    assert (task.last_on, task.missed, task.why_none) == (date(2017, 3, 17), (), "")


def test_without_an_expiry_it_runs_to_the_end_of_the_span() -> None:
    (task,) = tasks(reports=(issued(date(2017, 3, 17), "every six months"),))
    assert days(task) == ["2017-09-17 rule", "2018-03-17 rule"]


def test_a_day_by_name_follows_from_the_rule() -> None:
    standing = Requirement("mission", "by 1 June", date(2016, 6, 29), None, "S/RES/2295, para. 9")
    (task,) = tasks(cycle(), requirements=(standing,))
    assert (days(task), task.requested_by) == (["2017-06-01 rule"], "S/RES/2295, para. 9")


def test_a_month_alone_is_no_day() -> None:
    (task,) = tasks(cycle(), reports=(issued(date(2017, 1, 2), "January and May"),))
    assert task.due == (Due(date(2017, 5, 31), Basis.ESTIMATED, "January and May", True),)


def test_what_the_cycle_goes_by_takes_the_place_of_dates_near_it() -> None:
    due = Anchor("report_due", date(2017, 6, 2), Basis.ESTIMATED, "28 days before expiry")
    reports = (issued(date(2017, 3, 30), "quarterly"),)
    (task,) = tasks(cycle(report_due=due), reports=reports)
    assert days(task) == ["2017-06-02 estimated"]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (date(2017, 4, 28), []),  # it came: the rule gives nothing more before the expiry
        (date(2017, 6, 7), ["2017-06-07 recorded"]),  # the due day stands in for its coming
    ],
)
def test_a_report_that_came_is_due_no_more(sent: date, expected: list[str]) -> None:
    due = Anchor("report_due", date(2017, 6, 7), Basis.RECORDED, "")
    there = Anchor("report_transmitted", sent, Basis.RECORDED, "")
    came = sent < AS_OF
    reports = (issued(sent if came else date(2017, 2, 1), "quarterly"),)
    (task,) = tasks(cycle(report_due=due, report_transmitted=there), reports=reports)
    assert days(task) == expected


def test_an_estimate_is_made_for_no_final_period() -> None:
    due = Anchor("report_due", date(2017, 6, 2), Basis.ESTIMATED, "28 days before expiry")
    (task,) = tasks(cycle(kind="closure", report_due=due), reports=())
    assert (task.due, task.why_none) == ((), "unread")


@pytest.mark.parametrize(
    ("last", "wording", "cycles", "why"),
    [
        (date(2016, 3, 1), "quarterly", (), "stale"),
        (date(2017, 3, 1), "as needed", (), "unread"),
        (date(2017, 3, 1), "quarterly", (cycle(date(2017, 4, 30)),), "lapsed"),
        (date(2017, 4, 20), "every six months", (cycle(),), "beyond"),
    ],
)
def test_why_no_date_is_given(
    last: date, wording: str, cycles: tuple[Cycle, ...], why: str
) -> None:
    (task,) = tasks(*cycles, reports=(issued(last, wording),))
    assert (task.due, task.why_none) == ((), why)


def test_of_dates_that_passed_only_the_last_is_told() -> None:
    (task,) = tasks(cycle(), reports=(issued(date(2016, 12, 20), "every 60 days"),))
    assert [one.on for one in task.missed] == [date(2017, 4, 19)]
    assert days(task) == ["2017-06-18 rule"]


def test_a_series_of_special_reports_goes_on_and_a_single_one_is_awaited_until_it_comes() -> None:
    reports = (
        issued(date(2017, 1, 9), "every six months", kind="special"),
        ReportFact("S/2", "special", "one-off", None, known_on=date(2017, 4, 1)),
        issued(date(2017, 4, 2), "one-off", kind="strategic review"),
    )
    found = tasks(reports=reports)
    assert [(t.kind, t.wording, days(t)) for t in found] == [
        ("special", "every six months", ["2017-07-09 rule", "2018-01-09 rule"]),
        ("special", "one-off", []),
    ]


def test_a_review_is_told_until_it_is_circulated() -> None:
    open_one = Happening("review", "strategic review", date(2017, 9, 1), None, AS_OF, "S/RES/1")
    done = Happening("review", "strategic review S/3", date(2017, 3, 1), date(2017, 3, 2), AS_OF)
    (task,) = tasks(happenings=(open_one, done))
    assert (task.kind, task.requested_by, days(task)) == (
        "strategic review", "S/RES/1", ["2017-09-01 recorded"],
    )  # fmt: skip


def test_each_rule_typed_by_staff_is_a_task_of_its_own() -> None:
    standing = (
        Requirement("mission", "by 1 June", None),
        Requirement("mission", "by 1 July", None, date(2017, 4, 30)),  # no longer
        Requirement("JBVMM", "every 30 days", None),
    )
    reports = (issued(date(2017, 4, 1), "quarterly"),)
    found = tasks(cycle(), requirements=standing, reports=reports)
    assert [(t.component, t.wording) for t in found] == [
        ("JBVMM", "every 30 days"), ("mission", "by 1 June"),
    ]  # fmt: skip
