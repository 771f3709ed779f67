"""VTIMEZONE blocks: derived from the zone's own rule, and right wherever they are offered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from consultations.calendars.zones import zone

NEW_YORK = """\
BEGIN:VTIMEZONE
TZID:America/New_York
X-LIC-LOCATION:America/New_York
BEGIN:DAYLIGHT
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
"""


def block(key: str) -> str:
    found = zone(key)
    assert found is not None
    return found.block


def test_new_york_is_the_block_that_every_reader_understands() -> None:
    assert block("America/New_York") == NEW_YORK.replace("\n", "\r\n")


def test_a_zone_without_summer_time_has_one_part() -> None:
    assert block("Africa/Addis_Ababa").split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Africa/Addis_Ababa",
        "X-LIC-LOCATION:Africa/Addis_Ababa",
        "BEGIN:STANDARD",
        "TZNAME:EAT",
        "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0300",
        "DTSTART:19700101T000000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


def test_the_last_sunday_of_a_month_is_counted_from_its_end() -> None:
    lines = block("Europe/Zurich").split("\r\n")
    assert [line for line in lines if line.startswith(("DTSTART", "RRULE"))] == [
        "DTSTART:19960331T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]


@pytest.mark.parametrize(
    "key",
    [
        "Africa/Casablanca",  # its rule is a list of dates until 2087
        "Asia/Jerusalem",  # changes at 26:00 of a Thursday: no BYDAY says that
        "America/Nuuk",  # changes at -1:00
        "Nowhere/Here",
        "../../etc/passwd",
        "/etc/localtime",
        "",
    ],
)
def test_a_zone_that_no_yearly_rule_describes_has_no_block(key: str) -> None:
    assert zone(key) is None


@pytest.mark.parametrize(
    ("at", "covered"),
    [
        (datetime(2007, 3, 11, 6, 59, tzinfo=UTC), False),
        (datetime(2007, 3, 11, 7, 0, tzinfo=UTC), True),
        (datetime(2005, 6, 8, 14, 0, tzinfo=UTC), False),
        (datetime(2017, 6, 8, 14, 0, tzinfo=UTC), True),
    ],
)
def test_new_york_is_covered_from_the_first_onset_of_its_rule(at: datetime, covered: bool) -> None:
    found = zone("America/New_York")
    assert found is not None
    assert found.covers(at) is covered


@pytest.mark.parametrize(
    "key", ["America/New_York", "Europe/Zurich", "Europe/Dublin", "Australia/Lord_Howe"]
)
def test_the_block_alone_gives_the_times_of_the_zone(key: str) -> None:
    # A name that no reader knows, so that it can only use the block.
    text = block(key).replace(key, f"Test-{key.replace('/', '-')}")
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{text}END:VCALENDAR\r\n"
    (component,) = Calendar.from_ical(body.encode()).walk("VTIMEZONE")
    read = component.to_tz()
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for moment in (start + timedelta(days=n) for n in range(365)):
        local = moment.astimezone(ZoneInfo(key)).replace(tzinfo=None)
        assert (
            local.replace(tzinfo=read).utcoffset() == moment.astimezone(ZoneInfo(key)).utcoffset()
        )
