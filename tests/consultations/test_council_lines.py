"""Pasted Council meetings: each line read into cells, or said what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.pages.council_lines import LineError, read_line, read_lines

ROOM = "Consultations Room"


def cells(line: str) -> tuple[str, ...]:
    row = read_line(line)
    return tuple(
        row[name] for name in ("date", "session", "start", "end", "room", "subject", "firmness")
    )


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "2026-12-03 morning Consultations Room – Middle East (provisional)",
            ("2026-12-03", "morning", "", "", ROOM, "Middle East", "provisional"),
        ),
        (
            "Thu 3 December 2026, afternoon: Security Council Chamber - UNIFIL - renewal (firm)",
            ("2026-12-03", "afternoon", "", "", "Security Council Chamber", "UNIFIL - renewal",
             "firm"),
        ),
        (
            "3 Dec 2026 10:00-11:30 Consultations Room — Mali",
            ("2026-12-03", "morning", "10:00", "11:30", ROOM, "Mali", "provisional"),
        ),
        (
            "2026-12-03 p.m. 15.00 to 18.00 Middle East firm",
            ("2026-12-03", "afternoon", "15:00", "18:00", "", "Middle East", "firm"),
        ),
        ("2026-12-03", ("2026-12-03", "", "", "", "", "", "provisional")),
        ("2026-12-03 Consultations Room", ("2026-12-03", "", "", "", ROOM, "", "provisional")),
        ("2026-12-03 – Sudan", ("2026-12-03", "", "", "", "", "Sudan", "provisional")),
        (
            "2026-12-03\tmorning\tConsultations Room\tWest Africa – Sahel\tfirm",
            ("2026-12-03", "morning", "", "", ROOM, "West Africa – Sahel", "firm"),
        ),
        (
            "2026-12-03\t15:00\t\tHaiti",
            ("2026-12-03", "afternoon", "15:00", "", "", "Haiti", "provisional"),
        ),
    ],
)  # fmt: skip
def test_a_line_becomes_cells(line: str, wanted: tuple[str, ...]) -> None:
    assert cells(line) == wanted


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Middle East", "begins with no day: write it as 2026-12-03 or 3 December 2026"),
        ("2026-02-30 morning", "2026-02-30 is no day of the calendar"),
        ("3 Brumaire 2026", "3 Brumaire 2026 is no day of the calendar"),
        ("Fri 3 December 2026", "2026-12-03 is a Thursday: which of the two is meant?"),
        ("\t\t", "begins with no day: write it as 2026-12-03 or 3 December 2026"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_is_wanted(line: str, sentence: str) -> None:
    with pytest.raises(LineError) as error:
        read_line(line)
    assert str(error.value) == sentence


def test_problems_name_the_line_and_blank_lines_do_not_count_as_rows() -> None:
    source = read_lines("2026-12-03 – Sudan\n\nnext week\n2026-12-04 – Mali\n")
    assert [row for row, _cells in source.sheets["council_meetings"].rows] == [1, 4]
    assert [(p.file, p.row, p.value) for p in source.problems] == [("pasted lines", 3, "next week")]


def test_a_paste_without_end_stops() -> None:
    source = read_lines("2026-12-03 – Sudan\n" * 600)
    assert len(source.sheets["council_meetings"].rows) == 500
    assert [p.problem for p in source.problems] == ["more than 500 lines: paste them in parts"]


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    source = read_lines(text)
    assert set(source.sheets) <= {"council_meetings"}
