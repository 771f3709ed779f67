"""``export_calendar``: consultations of a mission and of some days, as one file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from icalendar import Calendar

from consultations import booking
from consultations.models import HEADQUARTERS, Consultation, Mission, Record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def booked(planner: User) -> None:
    """MINUSMA on 13 June, UNFICYP on 20 June at 23:00, MINUSMA in February 2005."""
    missions = {name: Mission.objects.create(acronym=name) for name in ("MINUSMA", "UNFICYP")}
    for name, at in (
        ("MINUSMA", datetime(2017, 6, 13, 10, tzinfo=HEADQUARTERS)),
        ("UNFICYP", datetime(2017, 6, 20, 23, tzinfo=HEADQUARTERS)),
        ("MINUSMA", datetime(2005, 2, 22, 10, tzinfo=HEADQUARTERS)),
    ):
        booking.book(
            who=planner,
            kind="informal_triangular",
            subject=f"{name} {at:%Y}",
            starts_at=at,
            ends_at=at + timedelta(minutes=30),
            missions=[missions[name]],
            guests=[{"name": "Chad", "category": "contributor"}],
        )


def exported(*options: str) -> Calendar:
    out = StringIO()
    call_command("export_calendar", *options, stdout=out)
    return Calendar.from_ical(out.getvalue().encode())


def titles(*options: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in exported(*options).walk("VEVENT")]


def test_without_options_everything_is_written_by_start() -> None:
    assert titles() == ["MINUSMA 2005", "MINUSMA 2017", "UNFICYP 2017"]


def test_the_zone_is_written_once_and_guests_are_left_out() -> None:
    calendar = exported()
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert [event for event in calendar.walk("VEVENT") if "ATTENDEE" in event] == []
    assert "METHOD" not in calendar


def test_one_mission_alone() -> None:
    assert titles("--mission", "UNFICYP") == ["UNFICYP 2017"]
    assert titles("--mission", "unficyp") == ["UNFICYP 2017"]


def test_both_days_count_and_they_are_days_of_headquarters() -> None:
    assert titles("--from", "2017-06-13", "--to", "2017-06-13") == ["MINUSMA 2017"]
    assert titles("--from", "2017-06-20", "--to", "2017-06-20") == ["UNFICYP 2017"]
    assert titles("--from", "2017-06-21") == []


@pytest.mark.parametrize(
    ("status", "written"),
    [
        ("proposed", ("TENTATIVE", "OPAQUE")),
        ("tentative", ("TENTATIVE", "OPAQUE")),
        ("confirmed", ("CONFIRMED", "OPAQUE")),
        ("held", ("CONFIRMED", "OPAQUE")),
        ("cancelled", ("CANCELLED", "TRANSPARENT")),
    ],
)
def test_each_status_is_written_as_calendars_know_it(status: str, written: tuple[str, str]) -> None:
    """RFC 5545 knows no "held": what took place stays confirmed."""
    rows = Consultation.objects.filter(missions__acronym="UNFICYP")
    rows.update(status=status, cancelled_reason="moved" if status == "cancelled" else "")
    (event,) = exported("--mission", "UNFICYP").walk("VEVENT")
    assert (str(event["STATUS"]), str(event["TRANSP"])) == written


def test_closing_the_record_changes_nothing_of_the_entry() -> None:
    rows = Consultation.objects.filter(missions__acronym="UNFICYP")
    rows.update(status="held")
    before = exported("--mission", "UNFICYP").to_ical()
    Record.objects.create(consultation=rows.get(), closed_at=datetime(2017, 6, 22, tzinfo=UTC))
    assert exported("--mission", "UNFICYP").to_ical() == before


def test_a_closed_meeting_is_written_whole_and_marked_private() -> None:
    """The command is for the one who runs the installation; CLASS tells calendars to hide it."""
    Consultation.objects.filter(missions__acronym="UNFICYP").update(visibility="invitees")
    (event,) = exported("--mission", "UNFICYP").walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["CLASS"])) == ("UNFICYP 2017", "PRIVATE")


def test_a_file_is_written_and_is_the_same_each_time(tmp_path: Path) -> None:
    files = [tmp_path / "one.ics", tmp_path / "two.ics"]
    for file, year in zip(files, (2026, 2027), strict=True):
        with time_machine.travel(datetime(year, 1, 1, tzinfo=UTC)):
            call_command("export_calendar", "--output", str(file))
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--mission", "XYZ"], "No mission XYZ: write its acronym as in missions.csv."),
        (
            ["--from", "2017-06-30", "--to", "2017-06-01"],
            "--to 2017-06-01 lies before --from 2017-06-30: exchange them.",
        ),
        (["--output", "."], "Cannot write .: Is a directory."),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(options: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refusal:
        exported(*options)
    assert str(refusal.value) == sentence
    assert refusal.value.returncode == 1


def test_a_day_that_is_none_is_wrong_usage() -> None:
    with pytest.raises(CommandError, match="--from: invalid day value: 'soon'"):
        exported("--from", "soon")


def test_the_export_costs_the_same_queries_for_one_and_for_three(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(5):
        exported("--mission", "UNFICYP")
    with django_assert_num_queries(4):
        exported()
