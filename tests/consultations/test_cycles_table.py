"""Reporting and mandate cycles: what stands in the table on a day, and what an issue keeps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from consultations.models import Mandate, Mission, Report, ReportRequirement, TableIssue
from consultations.papers import cycles
from consultations.papers.asked import Asked, PaperRefused, operator
from consultations.papers.cycle_issues import changes, issue_table, rows_of, year_from
from consultations.papers.cycle_rows import CycleRow, cycle_rows, from_json
from consultations.papers.cycle_words import cells
from consultations.papers.sheets import Paragraph, Sheet
from planner.workdays import say_date
from tests.consultations.paper_text import assert_golden, headings, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]
TODAY = date(2026, 11, 22)
KNOWN = ("MINUSMA", "UNDOF", "UNFICYP")


def sheet(on: date, **more: Any) -> Sheet:
    return cycles.build(Asked(operator(), TODAY, first=on, last=on, **more))


def rows(on: date) -> dict[str, CycleRow]:
    return {row.key: row for row in cycle_rows(as_of=on, until=year_from(on))}


def said(on: date, key: str) -> tuple[str, ...]:
    """The cells of one row but the first, a line for each line."""
    return cells(rows(on)[key])[1:]


def test_the_table_of_2_may_2017_is_as_checked_by_hand() -> None:
    assert_golden("cycles_2017-05-02", sheet(date(2017, 5, 2)), only=KNOWN)


def test_minusma_2017_report_goes_by_our_default_since_the_quarter_ends_with_the_mandate() -> None:
    """30 March plus a quarter is 30 June, the expiry itself: 28 days before it is our default."""
    assert said(date(2017, 5, 2), "MINUSMA|mission|periodic|1") == (
        "S/RES/2295 (2016)\npara. not recorded",
        "Report of the Secretary-General",
        "quarterly",
        "Fri 2 June 2017 (our default)",
        "Fri 30 June 2017",
    )
    assert date(2017, 6, 30) - timedelta(days=28) == date(2017, 6, 2)


def test_undof_2017_counts_ninety_days_from_the_last_report() -> None:
    assert date(2017, 3, 17) + timedelta(days=90) == date(2017, 6, 15)
    assert said(date(2017, 4, 15), "UNDOF|mission|periodic|1")[3] == "Thu 15 June 2017 (by rule)"
    assert said(date(2017, 4, 15), "UNDOF|mission|mandate|1") == (
        "S/RES/2330 (2016)\npara. not recorded",
        "Mandate (renewal)",
        "6 months",
        "decision by Thu 29 June 2017 (estimated)",
        "Fri 30 June 2017",
    )


def test_unficyp_2026_has_its_recorded_due_date_from_the_day_it_was_known() -> None:
    """Due 5 January by a press account of that day; before it, six months from 3 July."""
    before = rows(date(2025, 12, 1))["UNFICYP|mission|periodic|1"]
    assert [(one.on, one.basis) for one in before.due] == [(date(2026, 1, 3), "rule")]
    assert said(date(2026, 1, 4), "UNFICYP|mission|mandate|1")[3] == (
        "decision by Fri 30 January 2026 (estimated)"
    )
    assert said(date(2026, 1, 16), "UNFICYP|mission|mandate|1")[3] == (
        "decision by Thu 29 January 2026"
    )


def test_an_expiry_that_is_past_is_said_to_be_and_nothing_is_reckoned_after_it() -> None:
    assert said(TODAY, "UNDOF|mission|mandate|1")[3:] == (
        "–", "Tue 30 June 2026\nno later decision recorded",
    )  # fmt: skip
    assert said(TODAY, "UNDOF|mission|periodic|1")[3] == (
        "not established: no mandate after Tue 30 June 2026 is recorded"
    )


def test_a_month_without_a_day_is_no_day() -> None:
    found = rows(date(2025, 12, 1))["MINUSCA|mission|periodic|1"]
    assert [cells(found)[4].split("\n")[0]] == ["in February 2026, no day stated (estimated)"]


def test_a_resolution_that_is_not_recorded_is_said_to_be() -> None:
    assert said(TODAY, "UNMISS|mission|mandate|1")[0] == "not recorded; adopted Thu 30 April 2026"


def test_a_strategic_review_is_listed_until_it_is_circulated() -> None:
    key = "UNFICYP|mission|strategic review|1"
    assert said(date(2017, 9, 1), key)[1:4] == (
        "Strategic review", "within four months", "Mon 27 November 2017 (by rule)",
    )  # fmt: skip
    assert key not in rows(date(2017, 7, 26))  # asked for on 27 July
    assert key not in rows(date(2017, 12, 1))


def test_a_report_that_did_not_come_was_due() -> None:
    due = said(TODAY, "UNMISS|mission|periodic|1")[3].split("\n")
    assert due[0] == "was due Thu 29 October 2026 (by rule): no report recorded"


def test_the_rules_own_day_stands_beside_the_default_that_the_cycle_goes_by() -> None:
    assert said(TODAY, "UNMISS|mission|periodic|1")[3].split("\n")[1:] == [
        "Wed 27 January 2027 (by rule)", "Fri 2 April 2027 (our default)",
        "Tue 27 April 2027 (by rule)",
    ]  # fmt: skip


def test_a_component_that_lapsed_long_ago_is_named_and_not_listed() -> None:
    found = sheet(TODAY)
    assert not any("JBVMM" in row[0] for row in table(found, "all missions"))
    (note,) = [one for one in found.notes if "JBVMM" in one]
    assert note.endswith("not listed: UNISFA (JBVMM support), Sun 15 April 2018.")


def test_the_table_says_of_what_it_counts_the_reports_that_did_not_come() -> None:
    (told,) = [one.text for one in sheet(TODAY).blocks if isinstance(one, Paragraph)]
    late = [row for row in rows(TODAY).values() if any(one.missed for one in row.due)]
    assert told == (
        f"{len(late)} reports were due and are not recorded: of every report asked for. Today "
        "counts those of running renewals alone."
    )


def test_a_rule_typed_by_staff_goes_before_the_wording_of_reports() -> None:
    mission = Mission.objects.get(acronym="UNDOF")
    ReportRequirement.objects.create(
        mission=mission, wording="by 1 June", requested_by="S/RES/2330 (2016), para. 13",
        known_on=date(2016, 12, 19),
    )  # fmt: skip
    found = said(date(2017, 4, 15), "UNDOF|mission|periodic|1")
    assert found[0] == "S/RES/2330 (2016), para. 13"
    assert found[2:4] == ("by 1 June", "Thu 1 June 2017 (by rule)")


def test_a_due_day_that_is_recorded_carries_no_mark() -> None:
    mission = Mission.objects.get(acronym="UNDOF")
    Report.objects.create(
        mission=mission, cycle="every 90 days", requested_by="S/RES/2330 (2016)",
        due_on=date(2017, 6, 7),
    )  # fmt: skip
    assert said(date(2017, 4, 15), "UNDOF|mission|periodic|1")[3] == "Wed 7 June 2017"


def test_every_region_stands_in_its_part_and_no_heading_is_empty() -> None:
    found = headings(sheet(TODAY))
    assert found[:6] == [
        "All missions", "By region", "Africa", "Americas", "Asia and the Middle East", "Europe",
    ]  # fmt: skip
    assert found[6:8] == ["Month by month", "December 2026"]
    Mission.objects.filter(acronym="UNIFIL").update(region="")
    assert "Region not recorded" in headings(sheet(TODAY))
    assert [row[0] for row in table(sheet(TODAY), "Region not recorded")] == ["UNIFIL\nLebanon"] * 2


def test_each_month_holds_its_own_days_in_order() -> None:
    found = table(sheet(date(2017, 5, 2)), "June 2017")
    days = [row[0] for row in found if "MINUSMA" in row[1] or "UNDOF" in row[1]]
    assert days == [
        "Fri 2 June 2017 (our default)", "Thu 15 June 2017 (by rule)",
        "Thu 29 June 2017 (estimated)", "Thu 29 June 2017 (estimated)",
        "Fri 30 June 2017", "Fri 30 June 2017",
    ]  # fmt: skip


def test_the_table_is_of_today_where_the_days_asked_for_hold_it() -> None:
    asked = Asked(operator(), TODAY, first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert cycles.build(asked).subtitle == f"As known on {say_date(TODAY)}"
    assert headings(cycles.build(asked))[-1] == "October 2027"  # twelve months all the same


# Issues.


@pytest.fixture
def issued(planner: User) -> TableIssue:
    return issue_table(
        number=130, on=date(2017, 5, 2), note="May", today=date(2017, 5, 2), who=planner
    )


def test_what_is_issued_comes_back_row_by_row(issued: TableIssue) -> None:
    issued.refresh_from_db()
    assert rows_of(issued) == cycle_rows(as_of=date(2017, 5, 2), until=year_from(date(2017, 5, 2)))


def test_nothing_changed_is_said(issued: TableIssue) -> None:
    found = sheet(date(2017, 5, 2), since="130")
    assert headings(found)[0] == "What changed since no. 130 of Tue 2 May 2017"
    assert table(found, "changes") == []


def test_a_renewal_is_shown_cell_by_cell(issued: TableIssue) -> None:
    now = list(rows(date(2017, 7, 3)).values())
    found = [
        (one.said, one.column, one.was, one.now)
        for one in changes(rows_of(issued), now)
        if one.row.key == "MINUSMA|mission|mandate|1"
    ]
    assert found == [
        ("changed", "Decision and paragraph", "S/RES/2295 (2016)\npara. not recorded",
         "S/RES/2364 (2017)\npara. not recorded"),
        ("changed", "Due date", "decision by Thu 29 June 2017 (estimated)",
         "decision by Fri 29 June 2018 (estimated)"),
        ("changed", "Mandate expiry", "Fri 30 June 2017", "Sat 30 June 2018"),
    ]  # fmt: skip


def test_a_mission_that_is_new_is_added_and_one_that_ended_is_gone(issued: TableIssue) -> None:
    Mission.objects.filter(acronym="UNOCI").delete()
    new = Mission.objects.create(acronym="NEW", region="Africa", established_on=date(2017, 5, 1))
    Mandate.objects.create(
        mission=new, resolution="S/RES/1 (1946)", adopted_on=date(2017, 5, 1),
        starts_on=date(2017, 5, 1), expires_on=date(2018, 4, 30), kind="establishment",
    )  # fmt: skip
    found = table(sheet(date(2017, 5, 2), since="130"), "changes")
    assert {(row[0], row[1]) for row in found} == {
        ("added", "NEW"),
        ("gone", "UNOCI\nCôte d'Ivoire"),
    }


def test_an_issue_is_printed_as_it_was_issued(issued: TableIssue) -> None:
    Mandate.objects.filter(mission__acronym="MINUSMA").delete()
    found = sheet(TODAY, form="130")
    assert found.subtitle == "No. 130, as known on Tue 2 May 2017. May"
    assert [row[5] for row in table(found, "all missions") if row[0] == "MINUSMA\nMali"] == [
        "Fri 30 June 2017"
    ] * 2
    assert found.stem == "cycles-no-130"


@pytest.mark.parametrize(
    ("number", "on", "sentence"),
    [
        (130, date(2017, 5, 2), "Issue no. 130 was issued already, and what was issued stays: take "
                                "the next number."),
        (131, date(2017, 6, 1), "Thu 1 June 2017 lies ahead: an issue is of today or earlier."),
        (0, date(2017, 5, 2), "An issue has a number from 1 to 9999."),
    ],
)  # fmt: skip
def test_what_cannot_be_issued_is_refused(
    issued: TableIssue, planner: User, number: int, on: date, sentence: str
) -> None:
    with pytest.raises(PaperRefused) as refused:
        issue_table(number=number, on=on, note="", today=date(2017, 5, 2), who=planner)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize("number", ["7", "x", "9" * 40])
def test_an_issue_that_is_not_kept_is_refused(number: str) -> None:
    with pytest.raises(PaperRefused, match="No issue no"):
        sheet(TODAY, since=number)


def test_a_row_kept_by_an_earlier_version_is_read(issued: TableIssue) -> None:
    kept = issued.rows[0]
    assert from_json({**kept, "of a later version": 1}) == from_json(kept)


# The page.

PAGE = "/records/papers/cycles/issues/"


def test_a_planner_issues_the_table(signed_in: Any, planner: User) -> None:
    client: Client = signed_in(planner)
    told = {"number": "129", "day": "2017-05-02", "note": "First here"}
    assert client.post(PAGE, told).status_code == 302
    issue = TableIssue.objects.get()
    assert (issue.number, issue.issued_on, issue.note, issue.who) == (
        129, date(2017, 5, 2), "First here", planner,
    )  # fmt: skip
    assert client.post(PAGE, told).status_code == 409
    assert TableIssue.objects.count() == 1
    page = client.get(PAGE, {"number": "129"})
    assert page.status_code == 200
    assert len(page.context["rows"]) == len(issue.rows)
    assert client.get(PAGE, {"number": "130"}).status_code == 404
    assert client.get("/records/papers/cycles/", {"since": "129"}).status_code == 200
    assert client.get("/records/papers/cycles/", {"form": "129"}).status_code == 200


def test_a_reader_sees_issues_and_issues_none(signed_in: Any, reader: User) -> None:
    client: Client = signed_in(reader)
    assert client.get(PAGE).context["form"] is None
    assert client.post(PAGE, {"number": "1", "day": "2017-05-02"}).status_code == 403
    assert TableIssue.objects.count() == 0


def test_the_page_costs_the_same_queries_for_one_and_for_three(
    signed_in: Any, planner: User, django_assert_num_queries: Any
) -> None:
    client: Client = signed_in(planner)
    for count in (1, 2):
        for _ in range(count):
            number = TableIssue.objects.count() + 1
            issue_table(number=number, on=date(2017, 5, 2), note="", today=TODAY, who=planner)
        client.get(PAGE)
        with django_assert_num_queries(19):
            client.get(PAGE)


def test_the_paper_costs_the_same_queries_whatever_it_holds(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(13):
        sheet(date(2017, 5, 2))
    Mission.objects.exclude(acronym="UNDOF").delete()
    with django_assert_num_queries(13):
        sheet(date(2017, 5, 2))
