"""Calendar messages: lawful in every rule, the same bytes, the same instants in three readers.

Golden files are made anew with ``WRITE_GOLDEN=1``; read what changed before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from consultations.calendars.itip import METHODS, Entry, Guest, compose
from tests.consultations import ical_rules
from tests.consultations.calendar_readers import (
    Reader,
    Seen,
    by_ical_js,
    by_icalendar,
    by_vobject,
    own_zone,
)

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
NEW_YORK = ZoneInfo("America/New_York")
CHAD = Guest("mission@chad.example", "Permanent Mission of Chad", cutype="GROUP")
AWA = Guest("awa.diallo@mali.example", "Ms. Awa Diallo", role="OPT-PARTICIPANT")
FRANCE = Guest("mission@france.example", "France", "GROUP", "CHAIR", "ACCEPTED", rsvp=False)
MEETING = Entry(
    uid="8c0f6c1e-2f60-4b36-9d3f-2f6f6a0f1a11",
    sequence=0,
    stamped_at=datetime(2026, 5, 29, 14, 5, 6, tzinfo=UTC),
    created_at=datetime(2026, 5, 20, 9, tzinfo=UTC),
    changed_at=datetime(2026, 5, 28, 16, 30, tzinfo=UTC),
    starts_at=datetime(2026, 6, 18, 10, tzinfo=NEW_YORK),
    ends_at=datetime(2026, 6, 18, 11, 30, tzinfo=NEW_YORK),
    summary="MINUSCA: informal consultation before its renewal",
    description="Aim: hear those who send troops.\n\nDocuments:\n- S/2026/478; annexes I, II",
    location="Conference Room 4",
    classification="PRIVATE",
    categories=("Informal triangular consultation", "MINUSCA"),
    language="en",
    organizer_email="council-consultations@example.org",
    organizer_name="Consultation planner",
    acting_email="silva@example.org",
    attendee=CHAD,
    video_url="https://video.example.org/j/871?pwd=a1b2&x=3",
)
MOVED = replace(
    MEETING, sequence=1, starts_at=MEETING.starts_at + timedelta(hours=5),
    ends_at=MEETING.ends_at + timedelta(hours=5), stamped_at=datetime(2026, 6, 2, 8, tzinfo=UTC),
    comment="The room is needed for an emergency meeting.", alarm_minutes=1440,
)  # fmt: skip
FALLEN = replace(
    MOVED, sequence=2, status="CANCELLED", comment="The report is late.",
    stamped_at=datetime(2026, 6, 3, 8, tzinfo=UTC),
)  # fmt: skip
MESSAGES: dict[str, tuple[str, Entry]] = {
    "request.ics": ("REQUEST", MEETING),
    "update.ics": ("REQUEST", MOVED),
    "tentative_request.ics": ("REQUEST", replace(MEETING, status="TENTATIVE", attendee=AWA)),
    "shown_guests.ics": ("REQUEST", replace(MEETING, others=(CHAD, FRANCE, AWA))),
    "delegate.ics": (
        "REQUEST",
        replace(MEETING, attendee=replace(AWA, delegated_from=CHAD.email), language="fr"),
    ),
    "cancel.ics": ("CANCEL", FALLEN),
    "taken_off.ics": ("CANCEL", replace(FALLEN, status="CONFIRMED", comment="")),
    "declined_proposal.ics": (
        "DECLINECOUNTER",
        replace(MEETING, comment="The penholder cannot come on that day."),
    ),
    "abroad.ics": ("REQUEST", replace(MEETING, zone="Asia/Beirut")),
    "in_utc.ics": ("REQUEST", replace(MEETING, zone="Africa/Casablanca")),
}
READERS = [by_icalendar, by_vobject, pytest.param(by_ical_js, marks=pytest.mark.javascript)]
in_each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda one: one.__name__)


def lines(text: str) -> list[str]:
    return ical_rules.unfolded(text.encode())


def line(text: str, name: str) -> str:
    (found,) = [one for one in lines(text) if one.split(":")[0].split(";")[0] == name]
    return found


# What is written


@pytest.mark.parametrize("file", MESSAGES)
def test_a_message_is_written_as_it_was_read_through(file: str) -> None:
    text = compose(*MESSAGES[file])
    if os.environ.get("WRITE_GOLDEN"):
        (GOLDEN / file).write_bytes(text.encode())
    assert text == (GOLDEN / file).read_bytes().decode()


@pytest.mark.parametrize("file", MESSAGES)
def test_a_message_breaks_no_rule(file: str) -> None:
    method, entry = MESSAGES[file]
    text = compose(method, entry)
    assert ical_rules.broken(text.encode(), method, shown=bool(entry.others)) == []


@pytest.mark.parametrize("file", MESSAGES)
def test_the_same_entry_gives_the_same_bytes(file: str) -> None:
    method, entry = MESSAGES[file]
    abroad = {
        name: getattr(entry, name).astimezone(ZoneInfo("Asia/Kolkata"))
        for name in ("starts_at", "ends_at", "stamped_at", "created_at", "changed_at")
    }
    assert compose(method, replace(entry, **abroad)) == compose(method, entry)


def test_a_reminder_differs_in_its_stamp_alone() -> None:
    later = replace(MEETING, stamped_at=MEETING.stamped_at + timedelta(days=3))
    was, now = lines(compose("REQUEST", MEETING)), lines(compose("REQUEST", later))
    changed = [(one, other) for one, other in zip(was, now, strict=True) if one != other]
    assert changed == [("DTSTAMP:20260529T140506Z", "DTSTAMP:20260601T140506Z")]


def test_a_cancellation_keeps_when_and_what_the_meeting_was() -> None:
    was, now = compose("REQUEST", MOVED), compose("CANCEL", FALLEN)
    for name in ("UID", "SUMMARY", "ORGANIZER"):
        assert line(was, name) == line(now, name)
    assert [one for one in lines(now) if one.startswith(("DTSTART;", "DTEND;"))] == [
        "DTSTART;TZID=America/New_York:20260618T150000",
        "DTEND;TZID=America/New_York:20260618T163000",
    ]
    assert line(now, "STATUS") == "STATUS:CANCELLED"
    assert "BEGIN:VALARM" not in lines(now)


def test_a_guest_taken_off_is_not_told_that_the_meeting_falls() -> None:
    text = compose("CANCEL", replace(FALLEN, status="CONFIRMED"))
    assert "METHOD:CANCEL" in lines(text)
    assert not [one for one in lines(text) if one.startswith("STATUS")]


def test_a_refused_proposal_says_why_and_to_whom_and_nothing_of_the_meeting() -> None:
    text = compose("DECLINECOUNTER", replace(MEETING, comment="No room", others=(FRANCE,)))
    assert lines(text)[5:] == [
        "BEGIN:VEVENT",
        "UID:8c0f6c1e-2f60-4b36-9d3f-2f6f6a0f1a11",
        "SEQUENCE:0",
        "DTSTAMP:20260529T140506Z",
        'ORGANIZER;CN="Consultation planner";SENT-BY="mailto:silva@example.org"'
        ":mailto:council-consultations@example.org",
        'ATTENDEE;CN="Permanent Mission of Chad";CUTYPE=GROUP;ROLE=REQ-PARTICIPANT;'
        "PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:mission@chad.example",
        "COMMENT;LANGUAGE=en:No room",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_the_officer_who_acts_is_named_only_where_it_is_another_mailbox() -> None:
    same = compose("REQUEST", replace(MEETING, acting_email="Council-Consultations@example.org"))
    none = compose("REQUEST", replace(MEETING, acting_email="not an address"))
    assert line(same, "ORGANIZER") == line(none, "ORGANIZER")
    assert "SENT-BY" not in line(same, "ORGANIZER")


def test_the_link_for_video_stands_in_the_words_once() -> None:
    said = replace(MEETING, description=f"Join at {MEETING.video_url} please")
    assert line(compose("REQUEST", said), "DESCRIPTION").count("video.example.org") == 1
    assert line(compose("REQUEST", MEETING), "DESCRIPTION").endswith(
        r"annexes I\, II\n\nhttps://video.example.org/j/871?pwd=a1b2&x=3"
    )


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "https://", "https://a b/", "ftp://x.example/"],
)
def test_what_is_no_link_of_the_web_is_no_conference(url: str) -> None:
    text = compose("REQUEST", replace(MEETING, video_url=url))
    assert not [one for one in lines(text) if one.startswith("CONFERENCE")]
    assert ical_rules.broken(text.encode(), "REQUEST") == []


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://bücher.example/Straße?q=ü", "https://xn--bcher-kva.example/Stra%C3%9Fe?q=%C3%BC"),
        ("https://x.example/%20a", "https://x.example/%20a"),
    ],
)
def test_a_link_is_written_in_ascii(url: str, written: str) -> None:
    text = compose("REQUEST", replace(MEETING, video_url=url))
    assert line(text, "CONFERENCE").endswith(f":{written}")


@pytest.mark.parametrize(
    ("email", "uri"),
    [
        ("o'neill+un@mission.example", "mailto:o'neill+un@mission.example"),
        ("50%/a&b@mission.example", "mailto:50%25%2Fa%26b@mission.example"),
        ("post@bücher.example", "mailto:post@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_a_uri(email: str, uri: str) -> None:
    text = compose("REQUEST", replace(MEETING, attendee=Guest(email)))
    assert line(text, "ATTENDEE").endswith(f":{uri}")
    assert "CN=" not in line(text, "ATTENDEE")


@pytest.mark.parametrize("minutes", [0, 15, 1440, 10**9])
def test_an_alarm_shows_itself_and_never_more_than_four_weeks_before(minutes: int) -> None:
    text = compose("REQUEST", replace(MEETING, alarm_minutes=minutes))
    assert f"TRIGGER:-PT{min(minutes, 40320)}M" in lines(text)
    assert ical_rules.broken(text.encode(), "REQUEST") == []


@pytest.mark.parametrize(
    ("method", "change"),
    [
        ("PUBLISH", {}),
        ("REQUEST", {"status": "CANCELLED"}),
        ("REQUEST", {"status": "CONFIRMED\r\nX-A:b"}),
        ("REQUEST", {"starts_at": datetime(2026, 6, 18, 10)}),  # noqa: DTZ001 (that is the point)
        ("REQUEST", {"ends_at": MEETING.starts_at - timedelta(seconds=1)}),
        ("REQUEST", {"attendee": Guest("nobody")}),
        ("REQUEST", {"attendee": Guest("a b@mission.example")}),
        ("REQUEST", {"organizer_email": ""}),
    ],
)
def test_what_no_message_can_say_is_refused(method: str, change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        compose(method, replace(MEETING, **change))


# Hostile words

HOSTILE = st.text(st.characters(codec="utf-8"), max_size=100) | st.sampled_from(
    [
        "x\r\nATTENDEE:mailto:eve@example.org",
        "END:VEVENT\nBEGIN:VEVENT",
        'a"b^c;d,e:f\\n\\',
        "\u2028\u2029\x85\x0b\x00\x1b[31m",
        "أهلاً وسهلاً " * 30,
        "𝕊𝕖𝕔𝕦𝕣𝕚𝕥𝕪 " * 60,
        "\\" * 200,
        ";" * 80 + "," * 80,
    ]
)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), method=st.sampled_from(METHODS))
@example(data=None, method="REQUEST")
def test_no_words_break_a_message(data: Any, method: str) -> None:
    def words() -> str:
        return 'x\r\n"^;:,\\' if data is None else data.draw(HOSTILE)

    entry = replace(
        FALLEN if method == "CANCEL" else MEETING, summary=words(), description=words(),
        location=words(), comment=words(), video_url=words(), organizer_name=words(),
        acting_email=words(), categories=(words(), words()), alarm_minutes=5,
        attendee=replace(CHAD, name=words()), others=(replace(FRANCE, name=words()),),
    )  # fmt: skip
    text = compose(method, entry)
    assert ical_rules.broken(text.encode(), method, shown=True) == []
    assert len(ical_rules.tree(text.encode()).within("VEVENT")) == 1


NAMES = {
    'Ms. "Awa" Diallo': "Ms. 'Awa' Diallo",
    "Diallo; Awa ^ x": "Diallo, Awa x",
    "Chad:\r\nmission": "Chad: mission",
    "مالي": "مالي",
}


@in_each_reader
def test_names_are_read_as_they_were_meant(reader: Reader) -> None:
    guests = [replace(CHAD, name=words) for words in NAMES]
    read = reader([compose("REQUEST", replace(MEETING, attendee=guest)) for guest in guests])
    assert [seen.guests for seen in read] == [
        (("mailto:mission@chad.example", shown, "NEEDS-ACTION"),) for shown in NAMES.values()
    ]


def test_titles_are_cut_where_outlook_cuts_and_between_characters() -> None:
    text = compose("REQUEST", replace(MEETING, summary="𝕊" * 300, location="é" * 300))
    assert line(text, "SUMMARY") == f"SUMMARY;LANGUAGE=en:{'𝕊' * 127}"
    assert line(text, "LOCATION") == f"LOCATION;LANGUAGE=en:{'é' * 255}"


# Three readers


@in_each_reader
def test_each_message_is_read_as_it_was_meant(reader: Reader) -> None:
    texts = [compose(*said) for said in MESSAGES.values()]
    meant = dict(zip(MESSAGES, (expected(*said) for said in MESSAGES.values()), strict=True))
    read = reader([*texts, *map(own_zone, texts)])
    assert dict(zip(MESSAGES, read[: len(texts)], strict=True)) == meant
    assert dict(zip(MESSAGES, read[len(texts) :], strict=True)) == meant


def expected(method: str, entry: Entry) -> Seen:
    whole = method != "DECLINECOUNTER"
    others = entry.others if whole else ()
    guests = [entry.attendee, *(one for one in others if one.email != entry.attendee.email)]
    status = entry.status if whole and (method, entry.status) != ("CANCEL", "CONFIRMED") else None
    return Seen(
        method=method,
        uid=entry.uid,
        sequence=entry.sequence,
        start=entry.starts_at.astimezone(UTC) if whole else None,
        end=entry.ends_at.astimezone(UTC) if whole else None,
        summary=entry.summary if whole else None,
        description=f"{entry.description}\n\n{entry.video_url}" if whole else None,
        location=entry.location if whole else None,
        status=status,
        organizer=f"mailto:{entry.organizer_email}",
        guests=tuple((f"mailto:{one.email}", one.name, one.partstat) for one in guests),
    )


ZONES = (
    "America/New_York", "Africa/Bamako", "Africa/Cairo", "Africa/Casablanca", "Asia/Beirut",
    "Asia/Jerusalem", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Nicosia",
)  # fmt: skip
MINUTES = (-60, -30, 0, 60)


def clock_changes(zone: str) -> Iterator[datetime]:
    """The instants of 2026 and 2027 at which that zone changes its clocks."""
    at, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    while at < end:
        before, at = at, at + timedelta(minutes=30)
        if (
            before.astimezone(ZoneInfo(zone)).utcoffset()
            != at.astimezone(ZoneInfo(zone)).utcoffset()
        ):
            yield at


INSTANTS = [
    (zone, at + timedelta(minutes=minutes))
    for zone in ZONES
    for at in [*clock_changes(zone), datetime(2027, 7, 15, 15, tzinfo=UTC)]
    for minutes in MINUTES
]


@pytest.fixture(scope="module")
def changing() -> list[tuple[str, datetime, str]]:
    """A meeting of 90 minutes at each of those instants, in each zone, as text."""
    return [
        (zone, at, compose("REQUEST", replace(
            MEETING, zone=zone, starts_at=at, ends_at=at + timedelta(minutes=90))))
        for zone, at in INSTANTS
    ]  # fmt: skip


def test_new_york_changes_its_clocks_four_times_in_two_years() -> None:
    assert [f"{at:%Y-%m-%d %H}" for at in clock_changes("America/New_York")] == [
        "2026-03-08 07", "2026-11-01 06", "2027-03-14 07", "2027-11-07 06",
    ]  # fmt: skip


@in_each_reader
@pytest.mark.parametrize("rename", [own_zone, str], ids=["by its own zone", "by the name"])
def test_readers_agree_on_the_instant_around_every_clock_change(
    reader: Reader, rename: Any, changing: list[tuple[str, datetime, str]]
) -> None:
    read = reader([rename(text) for _, _, text in changing])
    wrong = [
        (zone, at, seen.start, seen.end)
        for (zone, at, _), seen in zip(changing, read, strict=True)
        if (seen.start, seen.end) != (at, at + timedelta(minutes=90))
    ]
    assert wrong == []


def test_meetings_around_clock_changes_break_no_rule(
    changing: list[tuple[str, datetime, str]],
) -> None:
    assert {
        said for _, _, text in changing for said in ical_rules.broken(text.encode(), "REQUEST")
    } == set()


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("Africa/Casablanca", datetime(2026, 6, 18, 14, tzinfo=UTC)),
        ("America/New_York", datetime(2006, 6, 18, 14, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("UTC", datetime(2026, 6, 18, 14, tzinfo=UTC)),
        ("Africa/Bamako", datetime(2026, 6, 18, 14, tzinfo=UTC)),
        ("Etc/GMT+5/../../passwd", datetime(2026, 6, 18, 14, tzinfo=UTC)),
        ("Nowhere/Land", datetime(2026, 6, 18, 14, tzinfo=UTC)),
    ],
    ids=[
        "no rule",
        "before the rule",
        "the second of two hours",
        "the first of two hours",
        "UTC",
        "never another than UTC",
        "a path",
        "nowhere",
    ],
)
def test_where_no_rule_tells_the_time_utc_is_written(zone: str, at: datetime) -> None:
    entry = replace(MEETING, zone=zone, starts_at=at, ends_at=at + timedelta(hours=1))
    text = compose("REQUEST", entry)
    assert line(text, "DTSTART") == f"DTSTART:{at:%Y%m%dT%H%M%SZ}"
    assert "BEGIN:VTIMEZONE" not in lines(text)
