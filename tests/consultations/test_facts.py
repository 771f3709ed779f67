"""Loading facts: what is created, left, refused and suspected, by file, row and column."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from consultations.facts import LOADERS, Outcome, Source, load, read_directory, read_uploads
from consultations.facts.context import SAMPLE
from consultations.models import (
    Closure,
    Contribution,
    CouncilMeeting,
    DateChange,
    Holiday,
    Mandate,
    MemberState,
    Milestone,
    Mission,
    Penholder,
    RecordedMeeting,
    Report,
    Room,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
MINUSMA = {"acronym": "MINUSMA"}
MANDATE = {
    "mission": "MINUSMA",
    "component": "mission",
    "resolution": "S/RES/2295 (2016)",
    "adopted": "2016-06-29",
    "expires_on": "2017-06-30",
    "kind": "renewal",
}
REPORT = {
    "mission": "MINUSMA",
    "document_symbol": "S/2017/478",
    "report_date": "2017-06-06",
    "kind": "periodic",
}
EVENT = {"event_id": "X-1", "meeting_type": "triangular", "date_start": "2017-06-08"}


def bring(
    today: date = TODAY, dry_run: bool = False, **tables: Iterable[dict[str, str]]
) -> Outcome:
    """Load rows given by hand; row numbers as in a file (the header is 1)."""
    source = {stem: list(enumerate(rows, start=2)) for stem, rows in tables.items()}
    return load(source, today=today, dry_run=dry_run)


def said(findings: Iterable[Any]) -> list[tuple[str, int | None, str]]:
    """Where problems or warnings are."""
    return [(one.file, one.row, one.column) for one in findings]


def counts(outcome: Outcome, stem: str) -> tuple[int, int, int]:
    """Created, updated, unchanged."""
    return outcome.created[stem], outcome.updated[stem], outcome.unchanged[stem]


def directory(path: Path, **files: str | bytes) -> Path:
    """A directory of files."""
    for stem, text in files.items():
        (path / f"{stem}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# The facts as shipped


def test_the_facts_as_shipped_load_with_zero_problems_and_a_second_time_change_nothing() -> None:
    source = read_directory(SAMPLE)
    first = load(source, today=TODAY)
    assert first.problems == []
    assert first.created == {stem: len(sheet.rows) for stem, sheet in source.sheets.items()}
    rows = (Mission.objects.count(), Penholder.objects.count(), MemberState.objects.count())
    again = load(read_directory(SAMPLE), today=date(2027, 1, 1))
    assert again.problems == []
    assert again.unchanged == first.created
    assert set(again.created.values()) | set(again.updated.values()) == {0}
    assert again.warnings == first.warnings
    assert (Mission.objects.count(), Penholder.objects.count()) == rows[:2]
    assert (MemberState.objects.count(), DateChange.objects.count()) == (rows[2], 0)


def test_what_the_shipped_facts_leave_suspect_is_named() -> None:
    outcome = load(read_directory(SAMPLE), today=TODAY)
    columns = {(one.file, one.column) for one in outcome.warnings}
    assert columns == {("events.csv", "discrepancy"), ("events.csv", "missions")}
    names = {mission.acronym for mission in Mission.objects.filter(known_by_name_only=True)}
    assert names == {"UNOTIL", "ONUB", "UNAMSIL", "UNMIS", "UNMEE", "MONUC", "AMIS"}


def test_shipped_penholders_hold_for_2017_and_from_the_day_of_compilation() -> None:
    load(read_directory(SAMPLE), today=TODAY)
    rows = Penholder.objects.filter(mission__acronym="UNFICYP").order_by("from_on")
    assert [(row.from_on, row.until_on) for row in rows] == [
        (date(2017, 1, 1), date(2017, 12, 31)),
        (date(2026, 11, 22), None),
    ]
    assert {row.member.iso3 for row in rows} == {"GBR"}
    assert {row.pledges_to_consult for row in rows} == {True}
    assert not Penholder.objects.filter(member__iso3="FRA", pledges_to_consult=True).exists()
    undof = Penholder.objects.filter(mission__acronym="UNDOF", until_on=None)
    assert {row.member.iso3 for row in undof} == {"USA", "RUS"}


def test_there_are_193_member_states_in_their_groups() -> None:
    load(read_directory(SAMPLE), today=TODAY)
    groups = [
        MemberState.objects.filter(regional_group=group).count()
        for group in ("African", "Asia-Pacific", "Eastern European", "GRULAC", "WEOG", "none")
    ]
    assert groups == [54, 54, 23, 33, 28, 1]


# All or nothing


def test_a_bad_last_row_means_that_nothing_is_written() -> None:
    outcome = bring(missions=[MINUSMA], mandates=[MANDATE, MANDATE | {"adopted": "30 June"}])
    assert said(outcome.problems) == [("mandates.csv", 3, "adopted")]
    assert (outcome.written, outcome.created) == (False, {"missions": 0, "mandates": 0})
    assert (Mission.objects.count(), Mandate.objects.count()) == (0, 0)


def test_what_only_the_database_refuses_means_that_nothing_is_written() -> None:
    load({"missions": [(2, MINUSMA)]}, today=TODAY)
    Report.objects.create(mission=Mission.objects.get(), symbol="S/2017/1", issued_on=TODAY)
    Report.objects.create(mission=Mission.objects.get(), symbol="", issued_on=date(2017, 6, 6))
    outcome = bring(
        missions=[{"acronym": "UNMIL"}],
        council=[
            {"year": "2017", "member": "United Kingdom", "iso3": ""},
            {"year": "2017", "member": "United Kingdom of Great Britain and Northern Ireland"},
        ],
    )
    assert said(outcome.problems) == [("council.csv", 3, "")]
    assert Mission.objects.count() == 1


def test_a_dry_run_counts_and_writes_nothing() -> None:
    outcome = bring(dry_run=True, missions=[MINUSMA], mandates=[MANDATE], events=[EVENT])
    assert outcome.created == {"missions": 1, "mandates": 1, "events": 1}
    assert [(one.file, one.row, one.created) for one in outcome.changes] == [
        ("missions.csv", 2, True),
        ("mandates.csv", 2, True),
        ("events.csv", 2, True),
    ]
    assert (outcome.written, Mission.objects.count(), MemberState.objects.count()) == (False, 0, 0)


# Problems by file, row and column


@pytest.mark.parametrize(
    ("stem", "row", "column"),
    [
        ("missions", {"acronym": ""}, "acronym"),
        ("missions", {"acronym": "A" * 21}, "acronym"),
        ("missions", MINUSMA | {"kind": "observer mission"}, "kind"),
        ("missions", MINUSMA | {"open_ended": "perhaps"}, "open_ended"),
        ("missions", MINUSMA | {"start": "2017-01-02", "end": "2017-01-01"}, "end"),
        ("missions", MINUSMA | {"note": "=HYPERLINK(1)"}, "note"),
        ("missions", MINUSMA | {"note": "@SUM(A1)"}, "note"),
        ("missions", MINUSMA | {"note": "+1 and -1"}, "note"),
        ("missions", MINUSMA | {"note": "bell\x07"}, "note"),
        ("missions", MINUSMA | {"note": "turned \u202earound"}, "note"),
        ("missions", MINUSMA | {"note": "x" * 20_001}, "note"),
        ("missions", MINUSMA | {"confidence": "certain"}, "confidence"),
        ("mandates", MANDATE | {"mission": "UNKNOWN"}, "mission"),
        ("mandates", MANDATE | {"mission": "ALL"}, "mission"),
        ("mandates", MANDATE | {"expires_on": ""}, "expires_on"),
        ("mandates", MANDATE | {"expires_on": "2016-06-28"}, "expires_on"),
        ("mandates", MANDATE | {"expires_on": "2017-02-29"}, "expires_on"),
        ("mandates", MANDATE | {"expires_on": "0217-06-30"}, "expires_on"),
        ("mandates", MANDATE | {"expires_on": "06/30/2017"}, "expires_on"),
        ("mandates", MANDATE | {"kind": "extension"}, "kind"),
        ("reports", REPORT | {"kind": ""}, "kind"),
        ("reports", REPORT | {"period_from": "2017-06-06", "period_to": "2017-06-05"}, "period_to"),
        ("council", {"year": "17", "member": "Senegal"}, "year"),
        ("council", {"year": "2017", "member": "Senegal", "iso3": "Sen"}, "iso3"),
        (
            "presidencies",
            {"year": "2017", "month": "13", "presidency": "Senegal", "basis": "held"},
            "month",
        ),
        ("contributions", {"as_of": "2017-13", "mission": "ALL", "country": "Chad"}, "as_of"),
        ("contributions", {"as_of": "2017-06-31", "mission": "ALL", "country": "Chad"}, "as_of"),
        ("contributions", {"as_of": "2017", "mission": "NOWHERE", "country": "Chad"}, "mission"),
        (
            "contributions",
            {"as_of": "2017", "mission": "ALL", "country": "Chad", "total": "-5"},
            "total",
        ),
        (
            "contributions",
            {"as_of": "2017", "mission": "ALL", "country": "Chad", "troops": "1,200"},
            "troops",
        ),
        (
            "holidays",
            {"date": "2017-06-26", "weekday": "Tuesday", "holiday": "Eid", "kind": "official"},
            "weekday",
        ),
        ("holidays", {"date": "2017-06-26", "holiday": "Eid", "kind": "national"}, "kind"),
        ("events", EVENT | {"date_end": "2017-06-07"}, "date_end"),
        ("events", EVENT | {"missions": "A" * 21}, "missions"),
        (
            "milestones",
            {"kind": "visit", "date": "2017-06-08", "known_on": "2017-06-01"},
            "mission",
        ),
        (
            "milestones",
            {"mission": "MINUSMA", "kind": "visit", "date": "2017-06-08", "known_on": ""},
            "known_on",
        ),
        ("hours", {"session": "morning", "starts": "13:00", "ends": "10:00"}, "ends"),
        ("hours", {"session": "night", "starts": "22:00", "ends": "23:00"}, "session"),
        ("hours", {"session": "morning", "starts": "25:00", "ends": "26:00"}, "starts"),
        ("closures", {"first": "2017-09-25", "last": "2017-09-19", "name": "week"}, "last"),
        ("rooms", {"name": "Chamber", "capacity": "about 300"}, "capacity"),
        ("council_meetings", {"date": "2026-01-13", "firmness": "sure"}, "firmness"),
        (
            "visits",
            {
                "missions": "MINUSMA; NOWHERE",
                "starts": "2017-03-02",
                "ends": "2017-03-07",
                "known_on": "2017-02-01",
                "by": "Council",
            },
            "missions",
        ),
    ],
)
def test_a_bad_cell_is_named_by_file_row_and_column(
    stem: str, row: dict[str, str], column: str
) -> None:
    Mission.objects.create(acronym="MINUSMA")
    outcome = bring(**{stem: [row]})
    found = said(outcome.problems)
    assert found[0] == (f"{stem}.csv", 2, column)
    assert {place[:2] for place in found} == {(f"{stem}.csv", 2)}
    assert outcome.problems[0].value == row.get(column, "")[:120]
    assert outcome.problems[0].problem


def test_every_bad_row_is_named_not_only_the_first() -> None:
    rows = [MANDATE | {"kind": "?"}, MANDATE, MANDATE | {"adopted": "", "expires_on": "soon"}]
    outcome = bring(missions=[MINUSMA], mandates=rows)
    assert said(outcome.problems) == [
        ("mandates.csv", 2, "kind"),
        ("mandates.csv", 4, "adopted"),
        ("mandates.csv", 4, "expires_on"),
    ]


def test_a_mission_with_a_problem_of_its_own_is_no_unknown_mission() -> None:
    outcome = bring(missions=[MINUSMA | {"kind": "?"}], mandates=[MANDATE])
    assert said(outcome.problems) == [("missions.csv", 2, "kind")]


def test_the_same_fact_twice_in_a_file_is_a_problem() -> None:
    outcome = bring(missions=[MINUSMA], mandates=[MANDATE, MANDATE])
    assert said(outcome.problems) == [("mandates.csv", 3, "mission")]
    assert "row 2" in outcome.problems[0].problem


def test_a_missing_column_is_named_and_an_extra_one_left_out_and_named() -> None:
    outcome = bring(missions=[{"full_name": "x", "colour": "blue"}])
    assert said(outcome.problems) == [("missions.csv", 1, "acronym")]
    assert said(outcome.warnings) == [("missions.csv", 1, "colour")]


# Reading files


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b"", 1),
        (b"acronym;region\nMINUSMA;Africa\n", 1),
        (b"acronym\tregion\nMINUSMA\tAfrica\n", 1),
        (b"acronym,acronym\nMINUSMA,UNMIL\n", 1),
        (b"acronym,region\nMINUSMA,Africa,Mali\n", 2),
        ("acronym,region\nMINUSMA,Côte\n".encode("latin-1"), 2),
        ("acronym,region\nMINUSMA,Africa\n".encode("utf-16"), None),
        (b'acronym,note\nMINUSMA,"open\n', 2),
        (b"PK\x03\x04 not a workbook", None),
    ],
)
def test_a_file_that_is_no_clean_csv_is_a_clear_problem(
    tmp_path: Path, data: bytes, row: int | None
) -> None:
    outcome = load(read_directory(directory(tmp_path, missions=data)), today=TODAY)
    assert said(outcome.problems)[0][:2] == ("missions.csv", row)
    assert Mission.objects.count() == 0


def test_a_byte_order_mark_line_ends_of_windows_and_empty_rows_are_welcome(tmp_path: Path) -> None:
    text = "\ufeffAcronym,Full name\r\nMINUSMA,Mali\r\n,\r\nUNMIL,Liberia\r\n"
    outcome = load(read_directory(directory(tmp_path, missions=text)), today=TODAY)
    assert (outcome.problems, outcome.created) == ([], {"missions": 2})
    assert Mission.objects.get(acronym="MINUSMA").full_name == "Mali"


def test_other_files_of_a_directory_are_left_out_and_named(tmp_path: Path) -> None:
    directory(tmp_path, missions="acronym\nMINUSMA\n", budget="a,b\n1,2\n")
    (tmp_path / "README.md").write_text("notes")
    outcome = load(read_directory(tmp_path), today=TODAY)
    assert said(outcome.warnings) == [("budget.csv", None, "")]
    assert outcome.created == {"missions": 1}


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consultations.facts.reading.MAX_ROWS", 2)
    file = SimpleUploadedFile("missions.csv", b"acronym\nA\nB\nC\n")
    assert said(read_uploads([file]).problems) == [("missions.csv", 4, "")]


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consultations.facts.reading.MAX_BYTES", 10)
    file = SimpleUploadedFile("missions.csv", b"acronym\nMINUSMA\n")
    assert said(read_uploads([file]).problems) == [("missions.csv", None, "")]


def test_an_uploaded_file_is_named_like_its_table() -> None:
    files = [
        SimpleUploadedFile("Missions.CSV", b"acronym\nMINUSMA\n"),
        SimpleUploadedFile("list.csv", b"acronym\nMINUSMA\n"),
        SimpleUploadedFile("missions.pdf", b"%PDF"),
        SimpleUploadedFile("missions.csv", b"acronym\nUNMIL\n"),
    ]
    source = read_uploads(files)
    assert list(source.sheets) == ["missions"]
    places = [one.file for one in source.problems]
    assert places == ["list.csv", "missions.pdf", "missions.csv"]


def workbook(**sheets: list[list[Any]]) -> SimpleUploadedFile:
    """An XLSX file with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("facts.xlsx", buffer.getvalue())


def test_a_workbook_holds_a_table_on_each_sheet() -> None:
    file = workbook(
        missions=[["acronym", "start", "open_ended"], ["MINUSMA", date(2013, 7, 1), False]],
        mandates=[
            list(MANDATE),
            [
                *list(MANDATE.values())[:3],
                datetime.fromisoformat("2016-06-29"),
                "2017-06-30",
                "renewal",
            ],
        ],
        council=[["year", "member", "iso3"], [2017.0, "Senegal", "SEN"]],
        Budget=[["anything"]],
    )
    outcome = load(read_uploads([file]), today=TODAY)
    assert outcome.problems == []
    assert outcome.created == {"missions": 1, "mandates": 1, "council": 1}
    assert ("facts.xlsx [Budget]", None, "") in said(outcome.warnings)
    assert Mandate.objects.get().adopted_on == date(2016, 6, 29)
    assert Mission.objects.get().starts_on == date(2013, 7, 1)


def test_a_formula_in_a_workbook_is_refused_by_sheet_row_and_column() -> None:
    file = workbook(missions=[["acronym", "note"], ["MINUSMA", "=1+1"]])
    outcome = load(read_uploads([file]), today=TODAY)
    assert said(outcome.problems) == [("facts.xlsx [missions]", 2, "note")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", b"<html>"])
def test_a_broken_workbook_is_a_problem_not_a_crash(data: bytes) -> None:
    source = read_uploads([SimpleUploadedFile("facts.xlsx", data)])
    assert said(source.problems) == [("facts.xlsx", None, "")]


def test_a_workbook_that_unfolds_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consultations.facts.workbooks.MAX_UNPACKED", 100)
    source = read_uploads([workbook(missions=[["acronym"], ["MINUSMA"]])])
    assert said(source.problems) == [("facts.xlsx", None, "")]


# Loading again


def test_an_update_changes_only_the_columns_that_the_file_has() -> None:
    bring(missions=[MINUSMA | {"region": "Africa", "note": "old"}])
    outcome = bring(missions=[MINUSMA | {"note": "new"}])
    assert counts(outcome, "missions") == (0, 1, 0)
    mission = Mission.objects.get()
    assert (mission.region, mission.note) == ("Africa", "new")
    assert outcome.changes[0].fields == (("note", "old", "new"),)


def test_an_empty_cell_is_not_established_and_takes_nothing_away() -> None:
    bring(missions=[MINUSMA | {"note": "kept", "end": "2023-06-30", "open_ended": "yes"}])
    outcome = bring(missions=[MINUSMA | {"note": "", "end": "", "open_ended": ""}])
    assert counts(outcome, "missions") == (0, 0, 1)
    mission = Mission.objects.get()
    assert (mission.note, mission.ends_on, mission.open_ended) == ("kept", date(2023, 6, 30), True)
    assert said(outcome.warnings) == [
        ("missions.csv", 2, column) for column in ("end", "note", "open_ended")
    ]


def test_an_empty_cell_takes_the_default_of_its_table() -> None:
    rows = {
        "closures": {"first": "2017-09-19", "last": "2017-09-25", "name": "week", "kind": ""},
        "council_meetings": {"date": "2026-01-13", "firmness": ""},
        "member_states": {"iso3": "TCD", "name": "Chad", "regional_group": ""},
    }
    for _time in range(2):
        outcome = bring(**{stem: [row] for stem, row in rows.items()})
        assert (outcome.problems, outcome.warnings) == ([], [])
    assert set(outcome.unchanged.values()) == {1}
    assert Closure.objects.get().kind == "closure"
    assert CouncilMeeting.objects.get().firmness == "provisional"
    assert MemberState.objects.get().regional_group == "none"


def test_a_later_expiry_of_the_same_resolution_is_a_changed_date_known_from_its_adoption() -> None:
    bring(missions=[MINUSMA], mandates=[MANDATE])
    outcome = bring(mandates=[MANDATE | {"expires_on": "2017-07-31"}])
    assert counts(outcome, "mandates") == (0, 1, 0)
    assert Mandate.objects.get().expires_on == date(2017, 7, 31)
    change = DateChange.objects.get()
    assert (change.field, change.was, change.now) == (
        "expires_on",
        date(2017, 6, 30),
        date(2017, 7, 31),
    )
    assert change.known_on == date(2016, 6, 29)
    assert "mandates.csv, row 2" in change.reason


def test_a_changed_report_date_is_known_from_the_earlier_day_and_keeps_who_loaded_it(
    administrator: User,
) -> None:
    bring(missions=[MINUSMA], reports=[REPORT])
    load(
        {"reports": [(2, REPORT | {"report_date": "2017-06-07"})]},
        today=TODAY,
        who=administrator,
    )
    change = DateChange.objects.get()
    assert (change.subject, change.field) == (f"report:{Report.objects.get().pk}", "issued_on")
    assert (change.known_on, change.who) == (date(2017, 6, 6), administrator)


def test_a_date_to_come_that_moves_is_known_today_unless_the_file_says_since_when() -> None:
    due = {"mission": "MINUSMA", "document_symbol": "S/1", "kind": "periodic", "due": "2027-03-01"}
    bring(missions=[MINUSMA], reports=[due])
    bring(reports=[due | {"due": "2027-03-15"}])
    bring(reports=[due | {"due": "2027-03-22", "known_on": "2026-11-02"}])
    changes = DateChange.objects.order_by("pk")
    assert [one.known_on for one in changes] == [TODAY, date(2026, 11, 2)]
    assert [one.field for one in changes] == ["due_on", "due_on"]


def test_a_meeting_that_the_file_dates_otherwise_leaves_what_it_was() -> None:
    bring(events=[EVENT])
    bring(events=[EVENT | {"date_start": "2017-06-09"}])
    change = DateChange.objects.get()
    assert (change.subject, change.field) == (
        f"recordedmeeting:{RecordedMeeting.objects.get().pk}",
        "starts_on",
    )
    assert (change.was, change.now) == (date(2017, 6, 8), date(2017, 6, 9))
    assert (change.label, change.known_on) == ("X-1 (2017-06-08)", date(2017, 6, 8))


@pytest.mark.parametrize(
    ("stem", "row", "more", "field"),
    [
        ("council", {"year": "2017", "member": "Italy"}, {"term_end": "2017-12-31"}, "ends_on"),
        (
            "penholders",
            {"mission": "MINUSMA", "member": "France", "from": "2013-04-25"},
            {"until": "2023-12-31"},
            "until_on",
        ),
        (
            "hours",
            {"session": "morning", "starts": "10:00", "ends": "13:00"},
            {"until": "2025-03-06"},
            "until_on",
        ),
        (
            "report_requirements",
            {"mission": "MINUSMA", "wording": "every 90 days", "known_on": "2013-04-25"},
            {"until": "2023-06-30"},
            "until_on",
        ),
        (
            "visits",
            {"starts": "2017-10-19", "ends": "2017-10-22", "known_on": "2017-10-02", "by": "It"},
            {"known_on": "2017-10-05"},
            "known_on",
        ),
    ],
)
def test_a_date_of_any_table_that_moves_leaves_its_trace(
    stem: str, row: dict[str, str], more: dict[str, str], field: str
) -> None:
    bring(missions=[MINUSMA], **{stem: [row]})
    outcome = bring(**{stem: [row | more]})
    assert counts(outcome, stem) == (0, 1, 0)
    assert [one.field for one in DateChange.objects.all()] == [field]


def test_since_when_a_row_is_known_says_nothing_of_a_date_that_was_empty() -> None:
    row = {
        "mission": "MINUSMA", "date": "2017-01-18", "known_on": "2017-01-18", "summary": "Gao",
    }  # fmt: skip
    bring(missions=[MINUSMA], crises=[row])
    bring(crises=[row | {"over": "2017-03-01"}])
    assert DateChange.objects.get().known_on == date(2017, 3, 1)


def test_a_report_that_gets_its_symbol_is_the_same_report() -> None:
    bring(missions=[MINUSMA], reports=[REPORT | {"document_symbol": ""}])
    outcome = bring(reports=[REPORT])
    assert counts(outcome, "reports") == (0, 1, 0)
    assert Report.objects.get().symbol == "S/2017/478"


def test_reports_of_one_day_and_two_kinds_are_two_reports() -> None:
    other = REPORT | {"document_symbol": "S/2017/479", "kind": "special"}
    bring(missions=[MINUSMA], reports=[REPORT])
    assert counts(bring(reports=[other]), "reports") == (1, 0, 0)


def test_a_milestone_known_later_stands_beside_the_earlier_one() -> None:
    row = {
        "mission": "MINUSMA",
        "component": "mission",
        "expires_on": "2017-06-30",
        "kind": "planned_adoption",
        "date": "2017-06-28",
        "known_on": "2017-06-20",
    }
    bring(missions=[MINUSMA], mandates=[MANDATE], milestones=[row])
    later = row | {"date": "2017-06-29", "known_on": "2017-06-27"}
    assert counts(bring(milestones=[row, later]), "milestones") == (1, 0, 1)
    corrected = row | {"date": "2017-06-27"}
    assert counts(bring(milestones=[corrected, later]), "milestones") == (0, 1, 1)
    assert list(Milestone.objects.order_by("known_on").values_list("on", flat=True)) == [
        date(2017, 6, 27),
        date(2017, 6, 29),
    ]
    assert DateChange.objects.get().known_on == date(2017, 6, 20)


def test_a_holiday_that_the_circular_fixes_moves_instead_of_standing_twice() -> None:
    row = {"date": "2026-03-20", "holiday": "Eid al-Fitr", "kind": "official"}
    bring(holidays=[row])
    assert counts(bring(holidays=[row | {"date": "2026-03-23"}]), "holidays") == (0, 1, 0)
    assert [row.on for row in Holiday.objects.all()] == [date(2026, 3, 23)]


def test_penholders_follow_the_list_and_are_counted_as_an_update() -> None:
    row = MINUSMA | {"penholder_latest": "France"}
    bring(missions=[row])
    assert counts(bring(missions=[row]), "missions") == (0, 0, 1)
    outcome = bring(missions=[row | {"penholder_latest": "France; Denmark"}])
    assert counts(outcome, "missions") == (0, 1, 0)
    assert [row.member_name for row in Penholder.objects.order_by("pk")] == ["France", "Denmark"]


def test_a_penholder_that_the_list_no_longer_names_leaves_its_trace() -> None:
    bring(missions=[MINUSMA | {"penholder_latest": "France; Germany"}])
    bring(missions=[MINUSMA | {"penholder_latest": "France"}])
    change = DateChange.objects.get()
    assert (change.label, change.field, change.now) == ("MINUSMA: Germany", "from_on", None)
    assert change.reason == "Removed: loaded from missions.csv, row 2"


def test_a_mission_known_by_name_becomes_known_when_its_row_comes() -> None:
    bring(events=[EVENT | {"missions": "UNMEE"}])
    assert Mission.objects.get().known_by_name_only is True
    outcome = bring(missions=[{"acronym": "UNMEE", "full_name": "Ethiopia and Eritrea"}])
    assert counts(outcome, "missions") == (0, 1, 0)
    assert Mission.objects.get().known_by_name_only is False


# Meaning


def test_an_as_of_is_kept_as_the_span_of_days_it_stands_for() -> None:
    rows = [
        {"as_of": text, "mission": mission, "country": "Chad", "iso3": "TCD", "total": "5"}
        for text, mission in (("2017", "MINUSMA"), ("2016-02", "MINUSMA"), ("2021-01-31", "ALL"))
    ]
    bring(missions=[MINUSMA], contributions=rows)
    found = Contribution.objects.order_by("pk").values_list(
        "as_of", "as_of_from", "as_of_until", "mission__acronym"
    )
    assert list(found) == [
        ("2017", date(2017, 1, 1), date(2017, 12, 31), "MINUSMA"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "MINUSMA"),
        ("2021-01-31", date(2021, 1, 31), date(2021, 1, 31), None),
    ]


def test_an_unknown_country_is_added_by_name_without_a_group_and_with_a_warning() -> None:
    row = {"as_of": "2017", "mission": "ALL", "country": "Atlantis", "iso3": "ATL", "total": "5"}
    outcome = bring(contributions=[row])
    assert said(outcome.warnings) == [("contributions.csv", 2, "country")]
    state = MemberState.objects.get()
    assert (state.name, state.iso3, state.regional_group) == ("Atlantis", "ATL", "none")


def test_a_member_state_is_known_without_its_list_and_under_its_other_names() -> None:
    rows = [
        {"as_of": "2017", "mission": "ALL", "country": name, "iso3": "", "total": "5"}
        for name in ("Turkey", "Chad")
    ]
    outcome = bring(contributions=rows)
    assert outcome.warnings == []
    states = MemberState.objects.values_list("iso3", "name", "regional_group")
    assert set(states) == {("TUR", "Türkiye", "WEOG"), ("TCD", "Chad", "African")}


def test_figures_that_do_not_add_up_are_suspect() -> None:
    row = {"as_of": "2017", "mission": "ALL", "country": "Chad", "total": "5", "troops": "6"}
    assert said(bring(contributions=[row]).warnings) == [("contributions.csv", 2, "total")]


def test_the_two_saturdays_in_the_text_of_the_2006_report_are_found() -> None:
    sheet = read_directory(SAMPLE).sheets["events"]
    body = {"WG06-010": "2006-12-09", "WG06-013": "2006-04-29"}
    for _row, texts in sheet.rows:
        if on := body.get(texts["event_id"]):
            texts["date_start"] = texts["date_end"] = on
            texts["discrepancy"] = ""
    outcome = load(Source({"events": sheet}), today=TODAY)
    assert outcome.problems == []
    weekends = [one for one in outcome.warnings if "weekend" in one.problem]
    assert [(one.column, one.value, one.problem) for one in weekends] == [
        (
            "date_start",
            "2006-12-09",
            "a meeting on a weekend: Sat 9 December 2006 is a Saturday",
        ),
        ("date_start", "2006-04-29", "a meeting on a weekend: Sat 29 April 2006 is a Saturday"),
    ]
    assert RecordedMeeting.objects.count() == 56


def test_a_visit_may_use_a_weekend_and_a_council_meeting_hardly_ever_does() -> None:
    saturday = "2006-04-29"
    visit = EVENT | {"meeting_type": "visit", "date_start": saturday, "date_end": saturday}
    meeting = {"date": saturday, "session": "morning", "subject": "Mali"}
    outcome = bring(events=[visit], council_meetings=[meeting])
    assert said(outcome.warnings) == [("council_meetings.csv", 2, "date")]


def test_a_meeting_on_an_official_holiday_is_suspect() -> None:
    holiday = {"date": "2017-06-26", "holiday": "Eid al-Fitr", "kind": "official"}
    outcome = bring(holidays=[holiday], events=[EVENT | {"date_start": "2017-06-26"}])
    assert said(outcome.warnings) == [("events.csv", 2, "date_start")]


def test_rows_that_contradict_others_are_suspect() -> None:
    outcome = bring(
        missions=[MINUSMA],
        mandates=[MANDATE | {"adopted": "2017-06-29"}],
        council=[{"year": "2017", "member": "Senegal"}],
        presidencies=[{"year": "2017", "month": "6", "presidency": "Chad", "basis": "held"}],
        milestones=[
            {
                "mission": "MINUSMA",
                "expires_on": "2018-06-30",
                "kind": "announced",
                "event_id": "NONE",
                "date": "2018-06-01",
                "known_on": "2018-06-01",
            }
        ],
    )
    assert outcome.problems == []
    assert said(outcome.warnings) == [
        ("mandates.csv", 2, "adopted"),
        ("council.csv", 2, "year"),
        ("presidencies.csv", 2, "presidency"),
        ("milestones.csv", 2, "expires_on"),
        ("milestones.csv", 2, "event_id"),
    ]


@pytest.mark.parametrize(
    ("extra", "firmness"),
    [
        ({"firmness": "firm"}, "firm"),
        ({"status": "Provisional"}, "provisional"),
        ({"provisional or firm": "firm"}, "firm"),
        ({"firm": "yes"}, "firm"),
        ({"provisional": "yes"}, "provisional"),
        ({}, "provisional"),
    ],
)
def test_a_council_meeting_is_provisional_or_firm_however_the_column_is_called(
    tmp_path: Path, extra: dict[str, str], firmness: str
) -> None:
    Room.objects.create(name="Chamber")
    row = {"date": "2026-01-13", "session": "10 a.m.", "room": "Chamber", "start": "10:30"} | extra
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)
    source = read_directory(directory(tmp_path, council_meetings=text.getvalue()))
    assert load(source, today=TODAY).problems == []
    meeting = CouncilMeeting.objects.get()
    assert (meeting.firmness, meeting.session, meeting.room_name) == (
        firmness,
        "morning",
        "Chamber",
    )
    assert meeting.room == Room.objects.get()
    assert meeting.starts_at is not None
    assert meeting.starts_at.isoformat() == "2026-01-13T15:30:00+00:00"


def test_another_module_may_bring_in_a_table_in_the_same_transaction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(rows: Any, context: Any) -> None:
        context.outcome.problems.append(rows[0])

    monkeypatch.setitem(LOADERS, "consultations", refuse)
    outcome = bring(missions=[MINUSMA], consultations=[{"uid": "1"}])
    assert (len(outcome.problems), Mission.objects.count()) == (1, 0)


def test_loading_costs_the_same_number_of_queries_for_few_rows_and_for_many(
    django_assert_max_num_queries: Any,
) -> None:
    rows = [
        {"as_of": f"{year}-{month:02d}", "mission": "MINUSMA", "country": "Chad", "total": "5"}
        for year in range(1960, 2010)
        for month in range(1, 13)
    ]
    with django_assert_max_num_queries(60):
        outcome = bring(missions=[MINUSMA], contributions=rows)
    assert counts(outcome, "contributions") == (600, 0, 0)


# The command


def test_the_command_answers_with_one_json_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory(tmp_path, missions="acronym,colour\nMINUSMA,blue\n")
    call_command("load_facts", str(tmp_path), "--format", "json")
    assert json.loads(capsys.readouterr().out) == {
        "created": {"missions": 1},
        "updated": {"missions": 0},
        "unchanged": {"missions": 0},
        "problems": [],
        "warnings": [
            {
                "file": "missions.csv",
                "row": 1,
                "column": "colour",
                "value": "",
                "problem": "column left out: this table has none of this name",
            }
        ],
    }


def test_the_command_refuses_in_one_sentence_and_still_answers_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory(tmp_path, missions="acronym,start\nMINUSMA,July\n")
    with pytest.raises(CommandError) as error:
        call_command("load_facts", str(tmp_path), "--format", "json")
    assert error.value.returncode == 1
    assert str(error.value) == (
        "Nothing was written: 1 problem, the first is missions.csv, row 2, start: “July” "
        "is not a date: write it as 2017-06-30. Correct the file and load it again."
    )
    found = json.loads(capsys.readouterr().out)
    assert [sorted(one) for one in found["problems"]] == [
        ["column", "file", "problem", "row", "value"]
    ]
    assert found["created"] == {"missions": 0}


def test_the_command_says_what_a_dry_run_would_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory(tmp_path, missions="acronym\nMINUSMA\n")
    call_command("load_facts", str(tmp_path), "--dry-run")
    assert capsys.readouterr().out.splitlines() == [
        "missions: 1 created, 0 updated, 0 unchanged",
        "Dry run: nothing was written.",
    ]
    assert Mission.objects.count() == 0


def test_the_command_names_a_directory_that_is_not_there_or_holds_nothing(tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(CommandError) as error:
            call_command("load_facts", str(place))
        assert str(error.value).startswith(f"{place}: ")
