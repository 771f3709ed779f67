"""Exporting facts: the same files come back, and loading them again changes nothing."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consultations.arrivals import arranging
from consultations.facts import TABLES, export, load, read_directory, write_directory, write_zip
from consultations.facts.context import SAMPLE
from consultations.models import MemberState, Mission, Penholder

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def cells(path: Path) -> list[list[str]]:
    """Every cell of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_shipped_files_come_back_cell_by_cell(tmp_path: Path) -> None:
    load(read_directory(SAMPLE), today=TODAY)
    counts = write_directory(tmp_path)
    shipped = sorted(SAMPLE.glob("*.csv"))
    assert sorted(file.name for file in tmp_path.iterdir()) == [file.name for file in shipped]
    for file in shipped:
        assert cells(tmp_path / file.name) == cells(file)
        assert counts[file.stem] == len(cells(file)) - 1


def test_loading_an_export_changes_nothing(tmp_path: Path) -> None:
    load(read_directory(SAMPLE), today=TODAY)
    write_directory(tmp_path)
    outcome = load(read_directory(tmp_path), today=TODAY)
    assert outcome.problems == []
    assert set(outcome.created.values()) | set(outcome.updated.values()) == {0}


ROWS = {
    "missions": [
        {
            "acronym": "MINUSMA",
            "expected_end": "2023-12-31",
            "time_zone": "Africa/Bamako",
            "regional_bodies": "African Union",
        },
        {"acronym": "UNMIL"},
    ],
    "penholders": [
        {
            "mission": "MINUSMA",
            "member": "France",
            "from": "2013-04-25",
            "until": "2016-12-31",
            "basis": "estimated",
            "pledges_to_consult": "no",
        }
    ],
    "report_requirements": [
        {
            "mission": "MINUSMA",
            "component": "mission",
            "wording": "every 90 days",
            "requested_by": "S/RES/2364 (2017)",
            "known_on": "2017-06-29",
        }
    ],
    "reports": [
        {
            "mission": "MINUSMA",
            "document_symbol": "",
            "report_date": "",
            "kind": "periodic",
            "due": "2027-03-01",
            "advance_copy": "2027-02-20",
        }
    ],
    "strategic_reviews": [
        {
            "mission": "MINUSMA",
            "requested_by": "S/RES/2364 (2017)",
            "known_on": "2017-06-29",
            "due": "2018-01-31",
        }
    ],
    "crises": [
        {
            "mission": "MINUSMA",
            "date": "2017-08-14",
            "known_on": "2017-08-14",
            "summary": "attack on camps",
        }
    ],
    "visits": [
        {
            "missions": "UNMIL; MINUSMA",
            "starts": "2017-03-02",
            "ends": "2017-03-07",
            "known_on": "2017-02-01",
            "by": "Security Council",
        }
    ],
    "rooms": [{"name": "Chamber", "capacity": "200", "near_chamber": "yes"}],
    "council_meetings": [
        {
            "date": "2026-07-13",
            "session": "morning",
            "room": "Chamber",
            "subject": "Mali",
            "firmness": "firm",
            "start": "10:00",
            "end": "12:30",
            "known_on": "2026-07-01",
        },
        {"date": "2026-01-13", "subject": "Cyprus", "room": "elsewhere", "firmness": "provisional"},
    ],
    "milestones": [
        {
            "mission": "",
            "component": "mission",
            "kind": "announced",
            "event_id": "WG17-001",
            "date": "2017-04-10",
            "known_on": "2017-04-10",
        }
    ],
}


def test_every_table_of_our_own_comes_back_too(tmp_path: Path) -> None:
    outcome = load({stem: list(enumerate(rows, 2)) for stem, rows in ROWS.items()}, today=TODAY)
    assert outcome.problems == []
    for stem, rows in ROWS.items():
        header, found = export(stem)
        given = [dict(zip(header, row, strict=True)) for row in found]
        assert [{k: v for k, v in row.items() if v} for row in given] == [
            _with_defaults(stem, {k: v for k, v in row.items() if v}) for row in rows
        ]
    write_directory(tmp_path)
    again = load(read_directory(tmp_path), today=TODAY)
    assert again.problems == []
    assert set(again.created.values()) | set(again.updated.values()) == {0}


def _with_defaults(stem: str, row: dict[str, str]) -> dict[str, str]:
    defaults = {
        "missions": {"open_ended": "no"},
        "rooms": {"interpretation": "no", "near_chamber": "no", "in_use": "yes"},
        "reports": {"component": "mission"} if "component" in export("reports")[0] else {},
    }
    return defaults.get(stem, {}) | row


def test_columns_of_our_own_are_written_only_where_used() -> None:
    load({"missions": [(2, {"acronym": "UNMIL"})]}, today=TODAY)
    assert "regional_bodies" not in export("missions")[0]
    Mission.objects.update(regional_bodies="African Union")
    assert export("missions")[0][-1] == "regional_bodies"


def test_a_mission_known_by_name_only_is_left_to_the_meetings_that_name_it() -> None:
    Mission.objects.create(acronym="UNMEE", known_by_name_only=True)
    assert export("missions")[1] == []


def test_penholders_of_the_list_of_missions_are_not_written_twice() -> None:
    row = {"acronym": "UNFICYP", "penholder_2017": "United Kingdom"}
    load({"missions": [(2, row)]}, today=TODAY)
    assert export("penholders")[1] == []
    Penholder.objects.create(mission=Mission.objects.get(), member=MemberState.objects.get())
    assert len(export("penholders")[1]) == 1


def test_what_somebody_typed_does_not_run_as_a_formula_and_comes_back_as_it_was(
    tmp_path: Path,
) -> None:
    Mission.objects.create(acronym="UNMIL", note="=cmd()", region="-Africa")
    header, rows = export("missions")
    found = dict(zip(header, rows[0], strict=True))
    assert (found["note"], found["region"]) == ("'=cmd()", "'-Africa")
    write_directory(tmp_path)
    outcome = load(read_directory(tmp_path), today=TODAY)
    assert (outcome.problems, outcome.unchanged) == ([], {"missions": 1})


def test_a_zip_file_holds_the_tables_that_have_rows_or_those_asked_for() -> None:
    Mission.objects.create(acronym="UNMIL")
    MemberState.objects.create(iso3="TCD", name="Chad")
    with zipfile.ZipFile(io.BytesIO(write_zip())) as archive:
        assert archive.namelist() == ["member_states.csv", "missions.csv"]
    with zipfile.ZipFile(io.BytesIO(write_zip(["missions"]))) as archive:
        assert archive.namelist() == ["missions.csv"]


def test_a_table_that_is_empty_now_keeps_its_header_alone(tmp_path: Path) -> None:
    (tmp_path / "rooms.csv").write_text("name\nold\n")
    write_directory(tmp_path)
    assert [row[0] for row in cells(tmp_path / "rooms.csv")] == ["name"]
    assert [file.name for file in tmp_path.iterdir()] == ["rooms.csv"]


def test_every_table_has_a_key_and_a_header_that_names_each_column_once() -> None:
    for table in TABLES.values():
        names = table.file_columns()
        assert len(set(names)) == len(names)
        assert table.keys


def test_the_command_says_how_many_rows_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Mission.objects.create(acronym="UNMIL")
    call_command("export_facts", str(tmp_path / "new"))
    assert capsys.readouterr().out == "missions.csv: 1 rows\n"


def test_the_command_refuses_a_place_that_is_no_directory(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("")
    with pytest.raises(CommandError) as error:
        call_command("export_facts", str(place))
    assert str(error.value).startswith(f"{place}: ")


def test_the_description_of_the_files_names_each_column_and_whether_it_is_required() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "facts.md").read_text(encoding="utf-8")
    said = {
        section.partition(".csv`")[0]: re.findall(r"^\| `(\w+)` \| (yes|no) \|", section, re.M)
        for section in page.split("\n## `")[1:]
    }
    ours = {
        stem: [(one.name, "yes" if one.required else "no") for one in table.columns]
        for stem, table in TABLES.items()
    }
    needed = ("kind", "subject", "date", "start", "end")
    ours["consultations"] = [
        (name, "yes" if name in needed else "no") for name in arranging.COLUMNS
    ]
    assert said == ours
