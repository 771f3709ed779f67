"""The tables of 2006 and 2017, made from the sample facts, against the wording of the reports."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from docx import Document

from consultations.models import (
    Attendance,
    Consultation,
    CouncilVisit,
    Mission,
    Panellist,
    Participation,
    Record,
    RecordedMeeting,
)
from consultations.papers import annex_2006, annex_2017
from consultations.papers.asked import Asked, operator
from consultations.papers.sheets import Sheet
from consultations.papers.spans import days, short_days, years_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_facts")]
TODAY = date(2026, 11, 22)
Rows = list[list[str]]


def asked(years: str, reader: User | None = None) -> Asked:
    first, last = years_of(years)
    return Asked(reader or operator(), TODAY, first=first, last=last)


def squeezed(rows: Sequence[Sequence[str]]) -> Rows:
    """White space aside: lines of the printed tables break inside words too."""
    return [[re.sub(r"\s+", "", cell) for cell in row] for row in rows]


def golden(year: int) -> Rows:
    with (GOLDEN / f"annex_{year}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)]


def of_2006(table: str) -> Rows:
    """Headings and rows of one of the two tables."""
    head, *rows = golden(2006)
    return [head[1:], *(row[1:] for row in rows if row[0] == table)]


def tables(sheet: Sheet) -> list[Rows]:
    return [[[*one.columns], *map(list, one.rows)] for one in sheet.tables]


def in_word(name: str, years: str, form: str, tmp_path: Path) -> list[Rows]:
    file = tmp_path / name
    call_command("annex", years, "--form", form, "--format", "docx", "--output", str(file))
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(str(file)).tables
    ]


def test_the_tables_of_2006_are_those_of_the_report_cell_by_cell() -> None:
    made = tables(annex_2006.build(asked("2005-2006")))
    assert [*map(squeezed, made)] == [squeezed(of_2006("main")), squeezed(of_2006("informal"))]


def test_the_table_of_2017_is_that_of_the_report_cell_by_cell() -> None:
    made = tables(annex_2017.build(asked("2017")))
    assert [*map(squeezed, made)] == [squeezed(golden(2017))]


def test_panellists_stand_one_a_line() -> None:
    (table,) = annex_2017.build(asked("2017")).tables
    assert [len(row[2].splitlines()) for row in table.rows] == [4, 1, 3, 3, 4]


def test_word_holds_the_rows_of_both_forms(tmp_path: Path) -> None:
    older = in_word("older.docx", "2005-2006", "2006", tmp_path)
    assert [*map(squeezed, older)] == [squeezed(of_2006("main")), squeezed(of_2006("informal"))]
    newer = in_word("newer.docx", "2017", "2017", tmp_path)
    assert [*map(squeezed, newer)] == [squeezed(golden(2017))]


def test_where_text_and_table_differ_it_is_a_note_and_no_cell() -> None:
    sheet = annex_2006.build(asked("2005-2006"))
    cells = " ".join(cell for table in sheet.tables for row in table.rows for cell in row)
    assert "9 December 2005" in cells
    assert "9 December 2006" not in cells
    (note,) = [one for one in sheet.notes if "9 December 2006" in one]
    assert note.startswith("Fri 9 December 2005: para. 12 dates this meeting 9 December 2006")


def test_what_the_report_on_2017_counts_without_a_date_is_said() -> None:
    notes = annex_2017.build(asked("2017")).notes
    assert notes[-1].endswith("one organizational meeting more (para. 4); it gives no date.")


def test_participants_that_no_table_states_are_not_made_up() -> None:
    sheet = annex_2006.build(asked("2017"))
    assert {row[1] for row in sheet.tables[0].rows} == {"[participants not stated]"}
    assert "para. 6: joint meeting with the Ad Hoc Working Group" in " ".join(sheet.notes)


def test_meetings_of_the_members_alone_and_visits_have_no_number() -> None:
    years = annex_2017.build(asked("2005-2006")).tables
    assert [(one.caption, len(one.rows), one.rows[0][:2]) for one in years] == [
        ("2005", 7, ("1", "22 February")),
        ("2006", 8, ("1", "18 January")),
    ]


def test_days_are_written_as_the_tables_write_them() -> None:
    assert [
        days(date(2005, 11, 6), date(2005, 11, 9)),
        days(date(2005, 10, 30), date(2005, 11, 2)),
        days(date(2005, 12, 30), date(2006, 1, 2)),
        short_days(date(2017, 6, 8), date(2017, 6, 8)),
    ] == [
        "6-9 November 2005",
        "30 October-2 November 2005",
        "30 December 2005-2 January 2006",
        "8 June",
    ]


@pytest.mark.parametrize("wrong", ["17", "2017-", "2018-2017", "2017,2018", "٢٠١٧-x"])
def test_years_are_refused_with_the_cure(wrong: str) -> None:
    with pytest.raises(ValueError, match="as in 2005-2006"):
        years_of(wrong)


# Our own consultations.


def held(at: datetime, **terms: Any) -> Consultation:
    kept = {
        "kind": "working_group",
        "subject": "Peacekeeping-intelligence",
        "status": "held",
        "format": "formal",
        "ends_at": at.replace(hour=at.hour + 1),
    }
    return Consultation.objects.create(starts_at=at, **kept | terms)


def invite(row: Consultation, *guests: tuple[str, str]) -> None:
    for name, category in guests:
        Participation.objects.create(consultation=row, name=name, category=category)


WHO = (
    ("France", "council_member"),
    ("Chad", "contributor"),
    ("Department of Peace Operations (DPO)", "secretariat"),
)


def test_our_own_meeting_has_its_participants_by_category_and_its_panellists() -> None:
    row = held(datetime(2026, 6, 8, 14, tzinfo=UTC))
    invite(row, *WHO, ("African Union", "regional"))
    record = Record.objects.create(consultation=row, theme="Intelligence in peacekeeping")
    Panellist.objects.create(record=record, honorific="Ms.", name="A. B.", post="Chief", entity="X")
    (older,), (newer,) = (
        annex_2006.build(asked("2026")).tables,
        annex_2017.build(asked("2026")).tables,
    )
    assert older.rows == (
        (
            "8 June 2026",
            "Members of Working Group, troop-contributing countries and other stakeholders, "
            "representative of African Union and officials of Department of Peace Operations",
            "Intelligence in peacekeeping",
        ),
    )
    assert newer.rows == (("1", "8 June", "Ms. A. B., Chief, X", "Intelligence in peacekeeping"),)


def test_who_came_counts_where_attendance_was_noted() -> None:
    row = held(datetime(2026, 6, 8, 14, tzinfo=UTC))
    invite(row, *WHO)
    record = Record.objects.create(consultation=row)
    for name, category in WHO[:2]:
        Attendance.objects.create(record=record, name=name, category=category, state="present")
    sheet = annex_2006.build(asked("2026"))
    assert sheet.tables[0].rows[0][1] == "Members of Working Group and troop-contributing countries"
    assert sheet.notes == ()


def test_a_meeting_brought_in_from_a_recorded_one_is_listed_once() -> None:
    held(datetime(2017, 6, 8, 14, tzinfo=UTC), source_event="WG17-003")
    assert len(annex_2017.build(asked("2017")).tables[0].rows) == 5


def test_only_what_the_group_held_is_listed() -> None:
    at = datetime(2026, 6, 8, 14, tzinfo=UTC)
    held(at, status="confirmed")
    held(at, status="cancelled", cancelled_reason="moved away")
    held(at, kind="formal_tcc")
    sheet = annex_2006.build(asked("2026"))
    assert sheet.tables == ()
    assert sheet.notes == ("1 confirmed meeting is not marked as held, and is left out.",)


def test_informal_meetings_visits_and_those_of_the_members_find_their_places() -> None:
    held(datetime(2026, 1, 12, 15, tzinfo=UTC), kind="organisational", subject="Work")
    held(datetime(2026, 3, 2, 15, tzinfo=UTC), kind="c34_bureau", format="informal")
    visit = CouncilVisit.objects.create(
        starts_on=date(2026, 2, 7), ends_on=date(2026, 2, 10), known_on=TODAY, by="Chair"
    )
    visit.missions.add(Mission.objects.get(acronym="MINUSCA"))
    formal, informal = annex_2006.build(asked("2026")).tables
    assert formal.rows == (
        ("12 January 2026", "Members of Working Group only", "Work"),
        ("7-10 February 2026", "", "Visit to MINUSCA by Chair"),
    )
    assert [row[0] for row in informal.rows] == ["2 March 2026"]


def test_a_closed_meeting_is_counted_for_those_who_may_not_see_it(convener: User) -> None:
    held(datetime(2026, 6, 8, 14, tzinfo=UTC), visibility="invitees")
    sheet = annex_2017.build(asked("2026", convener))
    assert sheet.tables == ()
    assert sheet.notes == ("1 closed meeting is left out: its details are not open to you.",)


def test_a_meeting_recorded_on_a_weekend_is_suspect() -> None:
    RecordedMeeting.objects.filter(event_id="WG17-003").update(
        starts_on=date(2017, 6, 10), ends_on=None
    )
    assert "Sat 10 June 2017: recorded on a weekend, which is suspect." in (
        annex_2006.build(asked("2017")).notes
    )


# The command.


def test_the_command_writes_one_document_of_json_to_standard_output() -> None:
    out = io.StringIO()
    call_command("annex", "2017", "--form", "2017", "--format", "json", stdout=out)
    said = json.loads(out.getvalue())
    assert {name: said[name] for name in ("form", "from", "to")} == {
        "form": "2017", "from": "2017-01-01", "to": "2017-12-31",
    }  # fmt: skip
    (table,) = said["tables"]
    assert squeezed([table["columns"], *table["rows"]]) == squeezed(golden(2017))
    assert [*said] == ["form", "from", "to", "title", "tables", "notes"]


def test_the_command_writes_both_tables_as_csv() -> None:
    out = io.StringIO()
    call_command("annex", "2005-2006", "--form", "2006", "--format", "csv", stdout=out)
    rows = [row for row in csv.reader(io.StringIO(out.getvalue())) if len(row) == 3]
    assert squeezed(rows) == squeezed([*of_2006("main"), *of_2006("informal")])


def test_a_year_without_meetings_has_its_headings_alone() -> None:
    out = io.StringIO()
    call_command("annex", "2031", "--form", "2017", "--format", "csv", stdout=out)
    assert out.getvalue() == "Number,Date,Panellists,Theme\r\n"


def test_the_command_refuses_years_in_the_wrong_order_and_a_folder_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="the earlier year first"):
        call_command("annex", "2006-2005", "--form", "2006")
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("annex", "2017", "--form", "2017", "--output", "/no/such/folder/annex.csv")
    with pytest.raises(CommandError, match="--output"):
        call_command("annex", "2017", "--form", "2017", "--format", "docx")
