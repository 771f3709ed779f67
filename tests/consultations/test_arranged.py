"""Meetings already arranged: brought in whole from CSV, XLSX and .ics, or not at all."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from consultations import booking
from consultations.arrivals import arranged, arranging
from consultations.arrivals.arranged import Brought
from consultations.calendars import files as calendars
from consultations.facts import load, read_directory, write_directory
from consultations.models import HEADQUARTERS, Consultation, Deed, Hold, Mission, Room

pytestmark = pytest.mark.django_db
ROW = {
    "id": "A-17",
    "kind": "informal_triangular",
    "missions": "MINUSMA",
    "subject": "MINUSMA before its renewal",
    "date": "2017-06-13",
    "start": "10:00",
    "end": "11:30",
    "room": "Conference Room 4",
}


@pytest.fixture(autouse=True)
def known() -> None:
    for name in ("MINUSMA", "UNFICYP"):
        Mission.objects.create(acronym=name)
    Room.objects.create(name="Conference Room 4")


def csv_of(*rows: dict[str, str]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def bring(*rows: dict[str, str], who: User | None = None, dry_run: bool = False) -> Brought:
    return arranged.bring_in(csv_of(*rows), "arranged.csv", who=who, dry_run=dry_run)


def counts(answer: Brought) -> tuple[int, int, int]:
    return answer.created, answer.updated, answer.left


def problems(answer: Brought) -> list[tuple[int | None, str, str]]:
    return [(one.row, one.column, one.problem) for one in answer.problems]


# CSV


def test_a_row_becomes_a_confirmed_consultation_that_holds_its_room(planner: User) -> None:
    answer = bring(ROW, who=planner)
    assert (counts(answer), answer.written) == ((1, 0, 0), True)
    row = Consultation.objects.get()
    assert (row.subject, row.status, row.booked_by) == (ROW["subject"], "confirmed", planner)
    assert row.starts_at == datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)
    assert [str(mission) for mission in row.missions.all()] == ["MINUSMA"]
    assert Hold.objects.count() == 6
    assert [(deed.verb, deed.who) for deed in row.deeds.all()] == [("import", planner)]


def test_a_file_that_names_a_room_does_not_say_it_was_granted() -> None:
    bring(ROW)
    assert Consultation.objects.get().room_status == "wanted"
    bring(ROW | {"room_status": "confirmed"})
    assert Consultation.objects.get().room_status == "confirmed"


def test_bringing_in_twice_changes_nothing() -> None:
    bring(ROW)
    before = Consultation.objects.values().get()
    assert counts(bring(ROW)) == (0, 0, 1)
    assert Consultation.objects.values().get() == before
    assert Deed.objects.count() == 1


def test_a_row_without_an_id_is_known_again_by_what_it_says() -> None:
    row = {key: value for key, value in ROW.items() if key != "id"}
    bring(row)
    assert counts(bring(row)) == (0, 0, 1)


def test_another_time_in_the_file_moves_the_meeting_and_calendars_hear_of_it() -> None:
    bring(ROW)
    answer = bring(ROW | {"start": "15:00", "end": "16:00"})
    row = Consultation.objects.get()
    assert (counts(answer), row.sequence, Hold.objects.count()) == ((0, 1, 0), 1, 4)
    assert [deed.was for deed in row.deeds.all()][1] == (
        "Tue 13 June 2017, 10:00–11:30, Conference Room 4"
    )


def test_an_empty_cell_leaves_what_is_there() -> None:
    bring(ROW | {"aim": "Hear them."})
    assert counts(bring(ROW | {"aim": "", "room": ""})) == (0, 0, 1)
    assert Consultation.objects.get().aim == "Hear them."


def test_a_dry_run_says_what_would_happen_and_writes_nothing() -> None:
    answer = bring(ROW, dry_run=True)
    assert (counts(answer), answer.written, answer.problems) == ((1, 0, 0), False, [])
    assert [(one.row, one.label, one.created) for one in answer.changes] == [
        (2, "MINUSMA before its renewal", True)
    ]
    assert Consultation.objects.count() == Hold.objects.count() == 0


def test_a_clash_with_a_booking_names_it(planner: User) -> None:
    with time_machine.travel(datetime(2017, 5, 30, 13, 12, tzinfo=UTC), tick=False):
        booking.book(
            who=planner,
            kind="formal_tcc",
            subject="UNFICYP",
            starts_at=datetime(2017, 6, 13, 11, tzinfo=HEADQUARTERS),
            ends_at=datetime(2017, 6, 13, 12, tzinfo=HEADQUARTERS),
            room=Room.objects.get(),
        )
    assert problems(bring(ROW)) == [
        (
            2,
            "start",
            "Conference Room 4, Tue 13 June 2017, 11:00–12:00, is taken by “UNFICYP”, booked by "
            "planner on Tue 30 May 2017, 09:12: choose another time or room.",
        )
    ]


def test_two_rows_of_one_file_that_clash_are_found_in_the_dry_run() -> None:
    answer = bring(ROW, ROW | {"id": "A-18", "subject": "Another"}, dry_run=True)
    assert [(row, column) for row, column, _sentence in problems(answer)] == [(3, "start")]


def test_one_problem_and_nothing_is_brought_in() -> None:
    later = ROW | {"id": "A-18", "date": "2017-06-14", "kind": "chat"}
    answer = bring(ROW, later)
    assert (counts(answer), answer.written, answer.changes) == ((0, 0, 0), False, [])
    assert Consultation.objects.count() == 0


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ({"date": "13 June"}, "is no date: write it as 2017-06-08"),
        ({"date": ""}, "is empty, and a meeting cannot do without"),
        ({"start": "ten"}, "is no time at Headquarters: write it as 15:00"),
        ({"start": "10:00Z"}, "carries a zone: write Headquarters' time, as 15:00"),
        ({"end": "09:00"}, "lies before the start: correct one of them"),
        ({"missions": "MINUSMA; XYZ"}, "no mission XYZ: write its acronym, as in MINUSMA"),
        ({"room": "Bar"}, "no such room: add it, or write one of: Conference Room 4"),
        ({"level": "king"}, "is not one of: expert, dpr, pr, minister"),
        ({"subject": "x" * 301}, "is longer than 300 characters"),
        ({"aim": "a\x07b"}, "holds a control character: type the cell again"),
        ({"expires_on": "soon"}, "is no date: write it as 2017-06-08"),
    ],
)
def test_a_cell_that_cannot_be_names_its_row_its_column_and_the_cure(
    cell: dict[str, str], sentence: str
) -> None:
    assert problems(bring(ROW | cell)) == [(2, next(iter(cell)), sentence)]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (
            {"status": "cancelled"},
            (2, "cancelled_reason", "is empty: say why the meeting was cancelled"),
        ),
        (
            {"status": "held", "date": "2999-06-13"},
            (2, "status", "lies in the future: write confirmed or tentative"),
        ),
        (
            {"date": "2017-06-13", "end_date": "2017-06-15"},
            (2, "end_date", "lies on another day: bring in each day on its own"),
        ),
        (
            {"start": "23:00", "end": "00:30", "end_date": "2017-06-14"},
            (2, "end_date", "lies on another day: bring in each day on its own"),
        ),
    ],
)
def test_cells_that_do_not_go_together_are_refused(
    cells: dict[str, str], problem: tuple[int, str, str]
) -> None:
    assert problems(bring(ROW | cells)) == [problem]


def test_the_same_meeting_twice_in_a_file_is_refused() -> None:
    assert problems(bring(ROW, ROW)) == [(3, "id", "the same meeting stands in row 2 already")]


def test_what_somebody_changed_here_is_not_undone_by_the_file(planner: User) -> None:
    with time_machine.travel(datetime(2017, 5, 30, 13, 12, tzinfo=UTC), tick=False):
        bring(ROW)
    row = Consultation.objects.get()
    with time_machine.travel(datetime(2017, 6, 1, 13, 12, tzinfo=UTC), tick=False):
        booking.move(
            row, starts_at=row.starts_at + timedelta(days=1), room=None, reason="Chair.",
            ends_at=row.ends_at + timedelta(days=1), who=planner, version=1,
        )  # fmt: skip
    assert problems(bring(ROW)) == [
        (
            2,
            "",
            "“MINUSMA before its renewal” was changed here by planner on Thu 1 June 2017, 09:12: "
            "write what stands there now into the file, or leave the row out.",
        )
    ]


def test_a_column_that_is_none_of_ours_is_named() -> None:
    answer = bring(ROW | {"colour": "blue"})
    assert [(one.column, one.problem) for one in answer.warnings] == [
        ("colour", "column left out: it is none of ours")
    ]


# Workbooks


def test_a_workbook_is_read_like_the_table() -> None:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title = "consultations"
    sheet.append(list(ROW))
    sheet.append([date(2017, 6, 13) if key == "date" else ROW[key] for key in ROW])
    book.save(file)
    answer = arranged.bring_in(file.getvalue(), "arranged.xlsx", who=None)
    assert (problems(answer), counts(answer)) == ([], (1, 0, 0))
    assert counts(bring(ROW)) == (0, 0, 1)


def test_a_workbook_without_the_sheet_says_its_name() -> None:
    book, file = Workbook(), io.BytesIO()
    book.save(file)
    answer = arranged.bring_in(file.getvalue(), "arranged.xlsx", who=None)
    assert problems(answer) == [
        (None, "", "no sheet is named consultations: rename the one that holds them")
    ]


# iCalendar


def event(*lines: str) -> bytes:
    body = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:abc@example.org"]
    body += ["DTSTAMP:20170601T000000Z", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(body).encode()


MEETING = (
    "SUMMARY:Consultation on MINUSMA",
    "DTSTART;TZID=America/New_York:20170613T100000",
    "DTEND;TZID=America/New_York:20170613T113000",
)


def bring_ics(data: bytes, kind: str = "working_group") -> Brought:
    return arranged.bring_in(data, "calendar.ics", who=None, kind=kind)


def test_an_event_becomes_a_consultation() -> None:
    answer = bring_ics(event(*MEETING, "LOCATION:conference room 4", "STATUS:TENTATIVE"))
    assert (problems(answer), counts(answer)) == ([], (1, 0, 0))
    row = Consultation.objects.get()
    assert (row.kind, row.status, str(row.room)) == (
        "working_group",
        "tentative",
        "Conference Room 4",
    )
    assert row.starts_at == datetime(2017, 6, 13, 14, tzinfo=UTC)
    assert [str(mission) for mission in row.missions.all()] == ["MINUSMA"]
    again = bring_ics(event(*MEETING, "LOCATION:conference room 4", "STATUS:TENTATIVE"))
    assert counts(again) == (0, 0, 1)


def test_a_zone_by_its_windows_name_is_understood() -> None:
    lines = [line.replace("America/New_York", "Eastern Standard Time") for line in MEETING]
    assert problems(bring_ics(event(*lines))) == []
    assert Consultation.objects.get().starts_at == datetime(2017, 6, 13, 14, tzinfo=UTC)


@pytest.mark.parametrize("offset", ["-0500", "+0300"])
def test_a_zone_of_its_own_counts_for_its_own_file_alone(offset: str) -> None:
    block = [
        "BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE",
    ]  # fmt: skip
    lines = [line.replace("America/New_York", "Ours") for line in MEETING]
    head, body = event(*lines).split(b"BEGIN:VEVENT", 1)
    bring_ics(head + "\r\n".join([*block, ""]).encode() + b"BEGIN:VEVENT" + body)
    starts_at = Consultation.objects.get().starts_at
    assert starts_at == datetime.fromisoformat(f"2017-06-13T10:00:00{offset}")


def test_a_duration_stands_for_an_end() -> None:
    bring_ics(event(*MEETING[:2], "DURATION:PT90M"))
    assert Consultation.objects.get().ends_at == datetime(2017, 6, 13, 15, 30, tzinfo=UTC)


CURE = "write TZID=America/New_York, another IANA name, or UTC"


@pytest.mark.parametrize(
    ("lines", "column", "sentence"),
    [
        (
            ("SUMMARY:A", "DTSTART;TZID=Narnia:20170613T100000", "DURATION:PT1H"),
            "DTSTART",
            f"the zone “Narnia” is not known: {CURE}",
        ),
        (
            ("SUMMARY:A", "DTSTART:20170613T100000", "DURATION:PT1H"),
            "DTSTART",
            f"has no zone: {CURE}",
        ),
        (
            ("SUMMARY:A", "DTSTART;VALUE=DATE:20170613"),
            "DTSTART",
            "is a day without a time: give the meeting its hours",
        ),
        (("SUMMARY:A",), "DTSTART", "is missing, and a meeting cannot do without"),
        (MEETING[:2], "DTEND", "is missing: say when the meeting ends"),
        (
            (*MEETING, "RRULE:FREQ=SECONDLY"),
            "RRULE",
            "a series: bring in each meeting on its own",
        ),
        (
            (*MEETING[:2], "DTEND;TZID=America/New_York:20170614T003000"),
            "DTEND",
            "Wed 14 June 2017, 00:30 at Headquarters is another day: bring in each day on its own",
        ),
        (
            (*MEETING[:2], "DURATION:PT15H"),
            "DURATION",
            "Wed 14 June 2017, 01:00 at Headquarters is another day: bring in each day on its own",
        ),
        (MEETING[1:], "subject", "is empty, and a meeting cannot do without"),
    ],
)
def test_an_event_that_cannot_be_taken_over_says_why(
    lines: tuple[str, ...], column: str, sentence: str
) -> None:
    assert problems(bring_ics(event(*lines))) == [(1, column, sentence)]


def test_an_event_of_no_kind_asks_for_one() -> None:
    assert problems(bring_ics(event(*MEETING), kind="")) == [
        (1, "CATEGORIES", "no category is a kind of consultation: choose the kind")
    ]


def test_a_place_that_is_no_room_is_said_and_left_out() -> None:
    answer = bring_ics(event(*MEETING, "LOCATION:Somebody's office"))
    assert [(one.row, one.column, one.value) for one in answer.warnings] == [
        (1, "LOCATION", "Somebody's office")
    ]
    assert Consultation.objects.get().room is None


def test_our_own_file_comes_back_unchanged(planner: User) -> None:
    bring(ROW)
    row = calendars.wanted_of(Consultation.objects.all()).get()
    answer = bring_ics(calendars.ics(row, planner), kind="")
    assert (problems(answer), counts(answer)) == ([], (0, 0, 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"/etc/passwd",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" * 2,
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    ],
)
def test_a_file_that_is_no_calendar_is_a_problem_and_no_crash(data: bytes) -> None:
    (problem,) = bring_ics(data).problems
    assert (problem.file, problem.row) == ("calendar.ics", None)


# Hostile and huge


def test_a_file_over_a_megabyte_is_refused_unread() -> None:
    answer = arranged.bring_in(b"x" * (1024 * 1024 + 1), "arranged.csv", who=None)
    assert problems(answer) == [(None, "", "larger than 1 MB: split it")]


def test_too_many_meetings_are_refused() -> None:
    data = b"subject\r\n" + b"x\r\n" * 5_001
    answer = arranged.bring_in(data, "arranged.csv", who=None)
    assert problems(answer) == [(None, "", "more than 5000 meetings: split it")]


def test_a_small_file_that_unfolds_without_end_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (201 * 1024 * 1024))
    answer = arranged.bring_in(file.getvalue(), "arranged.xlsx", who=None)
    assert len(answer.problems) == 1


def test_a_file_of_another_sort_is_refused() -> None:
    answer = arranged.bring_in(b"x", "arranged.exe", who=None)
    assert problems(answer) == [(None, "", "is neither .csv nor .xlsx nor .ics")]


ANYTHING = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@given(data=st.binary(max_size=400), ending=st.sampled_from([".csv", ".xlsx", ".ics"]))
@ANYTHING
def test_any_bytes_get_an_answer(data: bytes, ending: str) -> None:
    assert isinstance(arranged.bring_in(data, f"x{ending}", who=None, dry_run=True), Brought)


@given(lines=st.lists(st.text(max_size=60), max_size=8))
@ANYTHING
def test_any_lines_of_an_event_get_an_answer(lines: list[str]) -> None:
    assert isinstance(bring_ics(event(*lines)), Brought)


@given(cells=st.dictionaries(st.sampled_from(arranging.COLUMNS), st.text(max_size=40)))
@ANYTHING
def test_any_cells_get_an_answer(cells: dict[str, str]) -> None:
    assert isinstance(bring(ROW | cells, dry_run=True), Brought)


# Among the facts


def facts(path: Path, *rows: dict[str, str]) -> Any:
    (path / "consultations.csv").write_bytes(csv_of(*rows))
    return load(read_directory(path), today=date(2017, 6, 1))


def test_the_facts_bring_in_meetings_too(tmp_path: Path) -> None:
    outcome = facts(tmp_path, ROW)
    assert ([*map(str, outcome.problems)], outcome.created["consultations"]) == ([], 1)
    assert facts(tmp_path, ROW).unchanged["consultations"] == 1


def test_a_problem_among_the_facts_names_file_row_and_column(tmp_path: Path) -> None:
    outcome = facts(tmp_path, ROW | {"missions": "XYZ"})
    assert [str(one) for one in outcome.problems] == [
        "consultations.csv, row 2, missions: “XYZ” no mission XYZ: write its acronym, as in MINUSMA"
    ]
    assert Consultation.objects.count() == 0


def test_what_is_written_out_loads_back_unchanged(tmp_path: Path, planner: User) -> None:
    bring(ROW | {"aim": "Hear\nthem", "documents": "- S/2017/478", "cycle_mission": "MINUSMA"})
    booking.book(
        who=planner,
        kind="c34_bureau",
        subject='=Bureau, "in" haste',
        starts_at=datetime(2017, 6, 20, 23, tzinfo=HEADQUARTERS),
        ends_at=datetime(2017, 6, 21, tzinfo=HEADQUARTERS),
    )
    before = [*Consultation.objects.values()]
    assert write_directory(tmp_path)["consultations"] == 2
    (tmp_path / "missions.csv").unlink()
    outcome = load(read_directory(tmp_path), today=date(2017, 6, 1))
    assert [*map(str, outcome.problems)] == []
    assert (outcome.unchanged["consultations"], [*Consultation.objects.values()]) == (2, before)
