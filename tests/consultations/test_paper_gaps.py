"""What papers say where nothing is recorded: a year without meetings, a meeting still to come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from consultations.models import Consultation, Mission
from consultations.papers import annex_2006, editing
from consultations.papers.asked import Asked, operator
from consultations.papers.journal import journal_lines
from consultations.papers.kinds import PAPERS
from consultations.papers.sheets import Heading, Paragraph, Sheet

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def asked(year: int) -> Asked:
    return Asked(operator(), TODAY, first=date(year, 1, 1), last=date(year, 12, 31))


def booked(day: date, **more: object) -> Consultation:
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    values = {"kind": "working_group", "subject": "One", "status": "confirmed", "starts_at": at,
              "ends_at": at + timedelta(hours=2)}  # fmt: skip
    return Consultation.objects.create(**values | more)


def text_of(sheet: Sheet) -> list[str]:
    return [one.text for one in sheet.blocks if isinstance(one, Heading | Paragraph)]


def test_a_year_without_meetings_has_all_its_sections_and_says_so() -> None:
    sheet = editing.sheet("yearly", asked(2025))
    said = text_of(sheet)
    assert said[said.index("I. Introduction") :][3:] == [
        "II. Meetings of the Working Group between 1 January and 31 December 2025",
        "The Working Group held no meeting in this period.",
        "III. Conclusion and recommendations",
        "[conclusions and recommendations]",
    ]
    assert not any("highlights the structure" in one for one in said)
    left = "Still to be written, in paragraph 4: [conclusions and recommendations]"
    assert left in sheet.notes


def test_a_meeting_that_is_still_to_come_was_not_left_out() -> None:
    booked(TODAY + timedelta(days=9))
    assert annex_2006.build(asked(2026)).notes == ()
    booked(TODAY - timedelta(days=9))
    sheet = annex_2006.build(asked(2026))
    assert sheet.notes == ("1 confirmed meeting is not marked as held, and is left out.",)
    said = text_of(editing.sheet("yearly", asked(2026)))
    assert "[meetings held in this period]" in said  # that none was held would be untrue


def test_a_table_of_a_year_without_meetings_says_that_none_is_recorded() -> None:
    assert str(PAPERS["annex-2006"].empty) == (
        "No meeting of the Working Group is recorded in these days."
    )


def test_the_journal_names_the_mission_in_full_where_the_name_is_known() -> None:
    name = "United Nations Disengagement Observer Force"
    row = booked(TODAY, kind="formal_tcc")
    row.missions.add(Mission.objects.get_or_create(acronym="UNDOF")[0])
    Mission.objects.filter(acronym="UNDOF").update(full_name=name)
    assert journal_lines(row, "en")[1].endswith(f"sections A and B: {name} (UNDOF)")
    assert journal_lines(row, "fr")[1].endswith("\u00a0: FNUOD")
