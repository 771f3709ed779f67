"""Foreign calendars: what of them is busy, what is left out and said, and what breaks nothing."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from time import monotonic
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from consultations.busy import fetching, keeping, reading
from consultations.busy.expanding import expand
from consultations.busy.fetching import NotFetched, allowed, fetch, https
from consultations.busy.reading import window
from consultations.busy.trimming import Unreadable
from consultations.busy.wording import REFUSED, WARNED, refused, warned
from consultations.models import HEADQUARTERS, Consultation, ExternalCalendar, Room

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=HEADQUARTERS)
HOUR = ("DTSTART:20261201T150000Z", "DTEND:20261201T160000Z", "SUMMARY:Talk")


def entry(*lines: str, uid: str = "1", kind: str = "VEVENT") -> str:
    return "\r\n".join([f"BEGIN:{kind}", f"UID:{uid}", *lines, f"END:{kind}"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *parts, "END:VCALENDAR", ""]
    ).encode()


def busy(*parts: str) -> list[str]:
    """The spans as "1 Dec 10:00-11:00" at Headquarters."""
    return spans(calendar(*parts))


def spans(data: bytes) -> list[str]:
    found = sorted(expand(data, *window(TODAY)).spans)
    return [f"{s.starts_at:%-d %b %H:%M}-{s.ends_at:%-d %b %H:%M}" for s in found]


def said(*parts: str) -> list[str]:
    return [warned(one) for one in expand(calendar(*parts), *window(TODAY)).warnings]


def test_an_entry_is_busy_at_its_hours_at_headquarters() -> None:
    assert busy(entry(*HOUR)) == ["1 Dec 10:00-1 Dec 11:00"]


def test_the_clock_change_moves_a_series_with_its_own_zone() -> None:
    series = entry(
        "DTSTART;TZID=Europe/Paris:20261020T150000", "DTEND;TZID=Europe/Paris:20261020T160000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
    )  # fmt: skip
    assert busy(series) == [
        "27 Oct 10:00-27 Oct 11:00", "3 Nov 09:00-3 Nov 10:00", "10 Nov 09:00-10 Nov 10:00",
    ]  # fmt: skip


def test_a_series_leaves_out_what_is_excepted_cancelled_or_moved() -> None:
    moved = entry("RECURRENCE-ID:20261203T150000Z", "DTSTART:20261204T150000Z",
                  "DTEND:20261204T160000Z")  # fmt: skip
    gone = entry("RECURRENCE-ID:20261205T150000Z", "DTSTART:20261205T150000Z",
                 "DTEND:20261205T160000Z", "STATUS:CANCELLED")  # fmt: skip
    series = entry(*HOUR, "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=4", "EXDATE:20261201T150000Z")
    assert busy(series, moved, gone) == ["4 Dec 10:00-4 Dec 11:00", "7 Dec 10:00-7 Dec 11:00"]


@pytest.mark.parametrize(
    "line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]
)
def test_what_is_free_or_cancelled_is_not_busy(line: str) -> None:
    assert busy(entry(*HOUR, line)) == []


def test_what_is_tentative_is_busy() -> None:
    assert busy(entry(*HOUR, "STATUS:TENTATIVE")) == ["1 Dec 10:00-1 Dec 11:00"]


def test_whole_days_are_those_of_headquarters_and_end_before_their_end() -> None:
    one = entry("DTSTART;VALUE=DATE:20261201")
    two = entry("DTSTART;VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261205", uid="2")
    assert busy(one, two) == ["1 Dec 00:00-2 Dec 00:00", "3 Dec 00:00-5 Dec 00:00"]


def test_hours_of_no_zone_are_those_of_headquarters_and_that_is_said() -> None:
    parts = (entry("DTSTART:20261201T100000", "DURATION:PT1H"),)
    assert busy(*parts) == ["1 Dec 10:00-1 Dec 11:00"]
    assert said(*parts) == [
        "1 entries name no time zone: their hours are taken as those of Headquarters."
    ]


def test_hours_of_no_zone_in_a_calendar_that_names_one_are_of_that_zone() -> None:
    parts = ("X-WR-TIMEZONE:Europe/Paris", entry("DTSTART:20261201T160000", "DURATION:PT1H"))
    assert busy(*parts) == ["1 Dec 10:00-1 Dec 11:00"]
    assert said(*parts) == []


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "/etc/passwd"])
def test_an_unknown_zone_is_never_guessed(zone: str) -> None:
    start = (f"DTSTART;TZID={zone}:20261201T100000", f"DTEND;TZID={zone}:20261201T110000")
    parts = (entry(*start, "SUMMARY:Talk"), entry(*HOUR, uid="2"))
    assert busy(*parts) == ["1 Dec 10:00-1 Dec 11:00"]
    assert said(*parts) == [f"“Talk”: left out, the time zone “{zone}” is not known."]


def test_an_unknown_zone_of_the_calendar_leaves_out_what_floats() -> None:
    parts = ("X-WR-TIMEZONE:Mars/Olympus", entry("DTSTART:20261201T100000", "DURATION:PT1H"))
    assert busy(*parts) == []
    assert said(*parts) == [
        "An entry without a title: left out, the time zone “Mars/Olympus” is not known."
    ]


def test_zones_of_windows_are_understood() -> None:
    start = "DTSTART;TZID=W. Europe Standard Time:20261201T160000"
    assert busy(entry(start, "DURATION:PT1H")) == ["1 Dec 10:00-1 Dec 11:00"]


def test_a_free_busy_file_is_read_too() -> None:
    periods = ("FREEBUSY;FBTYPE=BUSY:20261201T150000Z/PT1H",
               "FREEBUSY;FBTYPE=FREE:20261202T150000Z/PT1H")  # fmt: skip
    assert busy(entry(*periods, kind="VFREEBUSY")) == ["1 Dec 10:00-1 Dec 11:00"]


def test_the_window_is_a_month_back_and_four_hundred_days_ahead() -> None:
    days = entry("DTSTART;VALUE=DATE:20000101", "RRULE:FREQ=DAILY")
    found = sorted(expand(calendar(days), *window(TODAY)).spans)
    assert len(found) == 431
    assert (found[0].starts_at.date(), found[-1].ends_at.date()) == (
        TODAY - timedelta(days=31), TODAY + timedelta(days=400),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["DTSTART:20261201T150000Z", "DTEND:20261201T140000Z"], "it ends before it begins"),
        (["DTSTART:20261201T150000Z", "DURATION:-PT1H"], "it ends before it begins"),
        (["DTEND:20261201T140000Z"], "it does not say when it begins"),
        (["DTSTART:hello"], "DTSTART cannot be read"),
        ([*HOUR[:2], "RRULE:FREQ=FOO"], "RRULE cannot be read"),
        ([*HOUR[:2], "RRULE:FREQ=SECONDLY"], "it repeats every second or minute (SECONDLY)"),
        ([*HOUR[:2], "RRULE:FREQ=MINUTELY;COUNT=2"],
         "it repeats every second or minute (MINUTELY)"),
        (["DTSTART;VALUE=DATE:20261201", "DTEND:20261201T140000Z"],
         "its start and its end are not of one sort"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_placed_is_left_out_and_said(
    lines: list[str], sentence: str
) -> None:
    parts = (entry(*lines), entry(*HOUR, uid="2"))
    assert busy(*parts) == ["1 Dec 10:00-1 Dec 11:00"]
    assert said(*parts) == [f"An entry without a title: left out, {sentence}."]


def test_a_private_entry_has_no_title_and_control_characters_go() -> None:
    parts = (entry(*HOUR, "CLASS:PRIVATE"),)
    assert [s.title for s in expand(calendar(*parts), *window(TODAY)).spans] == [""]
    dirty = calendar(entry(*HOUR[:2], "SUMMARY:T\0a\x07lk  \tnow"))
    assert [s.title for s in expand(dirty, *window(TODAY)).spans] == ["Talk now"]


def test_other_encodings_are_read_and_what_is_doubtful_is_said() -> None:
    text = calendar(entry(*HOUR[:2], "SUMMARY:Réunion")).decode()
    assert spans(text.encode("utf-16")) == spans(text.encode()) == ["1 Dec 10:00-1 Dec 11:00"]
    assert spans(b"\xef\xbb\xbf" + text.encode()) == ["1 Dec 10:00-1 Dec 11:00"]
    found = expand(text.encode("latin-1"), *window(TODAY))
    assert [s.title for s in found.spans] == ["Réunion"]
    assert [one.code for one in found.warnings] == ["not_utf8"]


def test_ten_thousand_guests_and_attachments_are_never_looked_at() -> None:
    guests = [f"ATTENDEE:mailto:guest{n}@example.org" for n in range(10_000)]
    attached = ["ATTACH:file:///etc/passwd", "ATTACH;ENCODING=BASE64:" + "A" * 300_000]
    assert busy(entry(*HOUR, *guests, *attached)) == ["1 Dec 10:00-1 Dec 11:00"]


HOURLY = entry(*HOUR, "RRULE:FREQ=HOURLY")
NO_CALENDAR = {
    "large": b"x" * (5 * 1024 * 1024 + 1),
    "lines": b"BEGIN:VCALENDAR\r\n" + b"X:\r\n" * 400_000,
    "empty": b"\0\r\n ",
    "no_calendar": b"<!doctype html><title>Sign in</title>",
    "cut": calendar(entry(*HOUR))[:-40],
    "deep": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000,
    "many": calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 20_001),
    "long_line": calendar(entry(*HOUR, "RDATE:" + "20261201T150000Z," * 6_000)),
    "too_many": calendar(HOURLY),
}


@pytest.mark.parametrize("code", sorted(NO_CALENDAR))
def test_a_file_beyond_the_bounds_is_refused_with_a_cure(code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        expand(NO_CALENDAR[code], *window(TODAY))
    assert refusal.value.code == code
    assert code in REFUSED
    assert refused(code, "RDATE")


@pytest.mark.parametrize(
    ("parts", "spans_found", "warnings"),
    [
        (["BEGIN:VEVENT", *HOUR, entry("DTSTART:no"), "END:VEVENT"], 1, []),
        (["X-WR-TIMEZONE:UTC", "X-WR-TIMEZONE:Europe/Paris", entry(*HOUR)], 1, []),
        (["X-WR-TIMEZONE:Europe/Paris", entry("DTSTART:99991231T235959Z"), entry(*HOUR, uid="2")],
         1, ["An entry without a title: left out, OverflowError cannot be read."]),
        ([entry(*HOUR, "RRULE:FREQ=DAILY;INTERVAL=0")], 0, None),
        ([entry("DTSTART:20261201T150000Z", "DURATION:P99999999999D")], 0, None),
    ],
    ids=["nested", "two zones", "last second of all", "interval 0", "endless"],
)  # fmt: skip
def test_what_fuzzing_found_stays_found(
    parts: list[str], spans_found: int, warnings: list[str] | None
) -> None:
    found = expand(calendar(*parts), *window(TODAY), seconds=1.0)
    assert len(found.spans) == spans_found
    if warnings is not None:
        assert [warned(one) for one in found.warnings] == warnings


def test_every_warning_has_its_words() -> None:
    assert all("left" in warned([code, "Talk", "x"]) or "“" not in warned([code, "", "x"])
               for code in WARNED)  # fmt: skip
    assert warned(["nothing known"]) == "nothing known"


# In a process of its own.

NEVER = entry(*HOUR, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", uid="2")


def test_a_rule_without_an_end_takes_its_own_time_only() -> None:
    """It matches no day at all, and whoever looks for the first one looks for ever."""
    found = reading.read(calendar(entry(*HOUR), NEVER), today=TODAY)
    assert len(found.spans) == 1
    assert [warned(one) for one in found.warnings] == [
        "“Talk”: left out, its repetitions take too long to work out."
    ]


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.05)
    with pytest.raises(Unreadable) as refusal:
        reading.read(calendar(NEVER), today=TODAY)
    assert refusal.value.code == "slow_file"


def test_a_refusal_comes_back_from_the_process() -> None:
    with pytest.raises(Unreadable) as refusal:
        reading.read(NO_CALENDAR["cut"], today=TODAY)
    assert refusal.value.code == "cut"


# Fetching: a server of our own answers.


@dataclass
class Served:
    """What the server answers next, and what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def served(settings: Any) -> Iterator[Served]:
    told = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append({"path": self.path, **dict(self.headers)})
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *args: object) -> None:
            """Nothing: the test says what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}/secret/room.ics"
    settings.CALENDAR_HOSTS = [f"127.0.0.1:{server.server_port}", "calendars.example.org"]
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("https://calendars.example.org/a.ics", ""),
        ("https://calendars.example.org:443/a.ics", ""),
        ("https://CALENDARS.example.org/a.ics", ""),
        ("http://calendars.example.org/a.ics", "The address must begin with https://."),
        ("ftp://calendars.example.org/a.ics", "The address must begin with https://."),
        ("file:///etc/passwd", "This is no address"),
        ("https://calendars.example.org:8443/a.ics", "“calendars.example.org:8443” is not on"),
        ("https://calendars.example.org.evil.test/a.ics", "“calendars.example.org.evil.test”"),
        ("https://169.254.169.254/latest", "“169.254.169.254” is not on the list"),
        ("https://me:pw@calendars.example.org/a.ics", "An address with a password"),
        ("https://calendars.example.org\\@evil.test/", "This is no address"),
        ("https://calendars.example.org/\r\nHost: x", "This is no address"),
        ("https://[::1/a.ics", "This is no address"),
        ("http://127.0.0.1:1/a.ics", "“127.0.0.1:1” is not on the list"),
    ],
)
def test_only_hosts_on_the_list_are_asked(served: Served, url: str, start: str) -> None:
    assert allowed(url).startswith(start)
    assert bool(allowed(url)) == bool(start)


def test_webcal_is_https_by_another_name() -> None:
    assert https(" webcal://calendars.example.org/a.ics ") == "https://calendars.example.org/a.ics"


def test_nothing_is_sent_but_what_is_needed(served: Served) -> None:
    served.body, served.headers = calendar(), {"ETag": '"one"'}
    got = fetch(served.url, etag='"old"')
    assert (got.data, got.etag) == (calendar(), '"one"')
    asked = served.asked[0]
    assert (asked["If-None-Match"], asked["Accept-Encoding"]) == ('"old"', "identity")
    assert not {"Cookie", "Authorization", "Referer"} & set(asked)


@pytest.mark.parametrize(
    ("status", "headers", "body", "sentence"),
    [
        (404, {}, b"", "It answers 404 Not Found."),
        (304, {}, b"", "It answers 304 Not Modified."),
        (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b", "It sends a packed file"),
        (200, {}, b"x" * (5 * 1024 * 1024 + 1), "It is larger than 5 MB"),
        (200, {"Content-Length": "100"}, b"BEGIN:VCALENDAR", "No answer:"),
        (302, {"Location": "https://evil.test/a.ics"}, b"", "“evil.test” is not on the list"),
        (302, {"Location": "file:///etc/passwd"}, b"", "This is no address"),
        (302, {"Location": "again"}, b"", "It sends from one address to the next"),
    ],
)
def test_what_cannot_be_fetched_is_said(
    served: Served, status: int, headers: dict[str, str], body: bytes, sentence: str
) -> None:
    served.status, served.headers, served.body = status, headers, body
    with pytest.raises(NotFetched) as failure:
        fetch(served.url)
    assert failure.value.sentence.startswith(sentence)
    assert "secret" not in failure.value.sentence


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\nBEGIN:VCALENDAR\r\n"]
)
def test_a_server_that_drips_is_cut_off_whether_in_its_headers_or_after_them(
    settings: Any, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(fetching, "ALL", 0.4)
    done, listening = threading.Event(), socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        asker, _address = listening.accept()
        with asker, contextlib.suppress(OSError):
            asker.sendall(start)
            while not done.wait(0.02):
                asker.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    settings.CALENDAR_HOSTS = [host]
    began = monotonic()
    with pytest.raises(NotFetched) as failure:
        fetch(f"http://{host}/room.ics")
    taken = monotonic() - began
    done.set()
    thread.join()
    listening.close()
    assert (failure.value.sentence, taken < 3) == ("It takes too long to arrive.", True)


# Keeping.


def add(url: str) -> ExternalCalendar:
    room = Room.objects.get_or_create(name="Conference Room 7")[0]
    return keeping.add(who=None, name="Diary", room=room, url=url)


@pytest.fixture
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("at_noon")
def test_a_failure_keeps_the_last_good_reading_and_says_so(served: Served) -> None:
    served.body = calendar(entry(*HOUR))
    row = add(served.url)
    assert (row.read_at, row.error, row.busy_times.count()) == (NOON, "", 1)
    for status, body in ((503, b""), (200, b"<html>"), (200, NO_CALENDAR["cut"])):
        served.status, served.body = status, body
        assert keeping.read_again(row) is False
        row.refresh_from_db()
        assert (row.read_at, row.tried_at, row.busy_times.count()) == (NOON, NOON, 1)
        assert row.error
    served.body = calendar(entry(*HOUR), entry(*HOUR, "RRULE:FREQ=DAILY;COUNT=3", uid="2"))
    assert keeping.read_again(row) is True
    row.refresh_from_db()
    assert (row.error, row.busy_times.count()) == ("", 4)


@pytest.mark.django_db
def test_an_unchanged_calendar_is_not_sent_again_but_once_a_day_it_is(served: Served) -> None:
    served.body, served.headers = calendar(entry(*HOUR)), {"ETag": '"one"'}
    with time_machine.travel(NOON, tick=False) as clock:
        row = add(served.url)
        served.status, served.body = 304, b""
        clock.shift(timedelta(hours=1))
        assert keeping.read_again(row) is True
        assert (row.read_at, row.busy_times.count()) == (NOON + timedelta(hours=1), 1)
        served.status, served.body = 200, calendar()
        clock.shift(timedelta(days=1))
        assert keeping.read_again(row) is True
    assert [one.get("If-None-Match") for one in served.asked] == [None, '"one"', None]
    assert row.busy_times.count() == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("at_noon")
def test_our_own_consultations_are_not_counted_twice(served: Served) -> None:
    start = datetime(2026, 12, 1, 10, tzinfo=HEADQUARTERS)
    row = Consultation.objects.create(
        kind="crisis", subject="Talk", status="confirmed", starts_at=start,
        ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    elsewhen = ("DTSTART:20261202T150000Z", "DTEND:20261202T160000Z")
    served.body = calendar(
        entry(*HOUR, uid="typed by hand"), entry(*elsewhen, uid=str(row.pk)),
        entry("DTSTART:20261203T150000Z", "DTEND:20261203T160000Z", uid="3"),
    )  # fmt: skip
    found = add(served.url).busy_times.values_list("starts_at", flat=True)
    assert [at.astimezone(HEADQUARTERS).day for at in found] == [3]


@pytest.mark.django_db
@pytest.mark.usefixtures("at_noon")
def test_the_command_reads_each_and_says_what_failed(served: Served) -> None:
    served.body = calendar(entry(*HOUR))
    add(served.url)
    out, err = StringIO(), StringIO()
    call_command("read_busy", stdout=out, stderr=err)
    assert out.getvalue() == "Diary: 1 busy times\n"
    served.status = 500
    with pytest.raises(CommandError, match="1 could not be read; their last good reading stays"):
        call_command("read_busy", stdout=out, stderr=err)
    assert err.getvalue() == "Diary: It answers 500 Internal Server Error.\n"
    with pytest.raises(CommandError, match="No calendar “Nothing”"):
        call_command("read_busy", "--calendar", "Nothing")
