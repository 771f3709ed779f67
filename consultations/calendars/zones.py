"""VTIMEZONE blocks (RFC 5545, 3.6.5) of one STANDARD and one DAYLIGHT part with a yearly rule.

Outlook reads no other shape, and several readers take only the first of a list of dates. The rule
is the zone's own: the POSIX line that ends its file (RFC 8536, 3.3), as in
``EST5EDT,M3.2.0,M11.1.0``. Where that line does not tell the whole truth (years before it came in,
zones such as Casablanca), there is no block for that time, and calendars are given UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

FIRST, LAST = 1970, 2037  # the years in which the rule is compared with the zone itself
DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # POSIX counts from Sunday
SUNDAY_FIRST = (1, 2, 3, 4, 5, 6, 0)  # Python's weekday to POSIX's
NAME = r"(?:<([^>]+)>|([A-Za-z]+))"
OFFSET = r"([+-]?\d{1,2}(?::\d{2}){0,2})"
ONSET = r"M(\d{1,2})\.([1-5])\.([0-6])(?:/(\d{1,2}(?::\d{2})?))?"
POSIX = re.compile(rf"{NAME}{OFFSET}(?:{NAME}(?:{OFFSET})?,{ONSET},{ONSET})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Onset:
    """When a part of the year begins: month, week (5 is the last), weekday (0 is Sunday), time."""

    month: int
    week: int
    weekday: int
    at: timedelta

    def in_year(self, year: int) -> datetime:
        """The local time before the change, without a zone."""
        first = datetime(year, self.month, 1)  # noqa: DTZ001 (RFC 5545: local, by TZOFFSETFROM)
        to_first = (self.weekday - SUNDAY_FIRST[first.weekday()]) % 7
        day = first + timedelta(days=to_first + 7 * (self.week - 1))
        return (day if day.month == self.month else day - timedelta(days=7)) + self.at

    @property
    def rrule(self) -> str:
        week = -1 if self.week == 5 else self.week
        return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={week}{DAYS[self.weekday]}"


@dataclass(frozen=True, slots=True)
class Part:
    """Standard or daylight time: its name, its offset east of Greenwich, when it begins."""

    name: str
    offset: timedelta
    onset: Onset | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by its IANA name, its yearly rule, and the year since which the rule holds."""

    tzid: str
    standard: Part
    daylight: Part | None
    since: int

    def covers(self, at: datetime) -> bool:
        """Whether :attr:`block` tells the offset at *at*: from its first part on."""
        local = at.astimezone(ZoneInfo(self.tzid)).replace(tzinfo=None)
        parts = (self.standard, self.daylight)
        onsets = [part.onset for part in parts if part and part.onset]
        if not onsets:
            return local.year >= self.since
        return local >= min(onset.in_year(self.since) for onset in onsets)

    @property
    def block(self) -> str:
        """The VTIMEZONE, lines ended by CRLF."""
        lines = ["BEGIN:VTIMEZONE", f"TZID:{self.tzid}", f"X-LIC-LOCATION:{self.tzid}"]
        if self.daylight is None:
            lines += _observance("STANDARD", self.standard, self.standard, self.since)
        else:
            lines += _observance("DAYLIGHT", self.daylight, self.standard, self.since)
            lines += _observance("STANDARD", self.standard, self.daylight, self.since)
        return "".join(f"{line}\r\n" for line in [*lines, "END:VTIMEZONE"])


@lru_cache(maxsize=256)
def zone(key: str) -> Zone | None:
    """The zone of that IANA name with its block; None where no yearly rule describes it."""
    try:
        actual = ZoneInfo(key)  # also refuses names that are paths
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    parts = _parts(_last_line(key))
    if parts is None:
        return None
    since = _since(actual, *parts)
    return None if since is None else Zone(key, *parts, since)


def _last_line(key: str) -> str:
    """The POSIX line of the zone's file, from the same place that ``ZoneInfo`` reads."""
    for folder in TZPATH:
        if (file := Path(folder, key)).is_file():
            return _footer(file.read_bytes())
    try:
        return _footer(resources.files("tzdata").joinpath("zoneinfo", key).read_bytes())
    except (ModuleNotFoundError, OSError):
        return ""


def _footer(data: bytes) -> str:
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")


def _parts(line: str) -> tuple[Part, Part | None] | None:
    if (found := POSIX.fullmatch(line)) is None:
        return None
    # POSIX counts west of Greenwich, iCalendar east.
    standard, offset = found[1] or found[2], -_span(found[3])
    if not (name := found[4] or found[5]):
        return Part(standard, offset), None
    summer = -_span(found[6]) if found[6] else offset + timedelta(hours=1)
    begins, ends = _onset(found.groups()[6:10]), _onset(found.groups()[10:14])
    if max(begins.at, ends.at) >= timedelta(days=1):
        return None  # on another weekday: no BYDAY says that
    return Part(standard, offset, ends), Part(name, summer, begins)


def _onset(groups: tuple[str | None, ...]) -> Onset:
    month, week, weekday, at = groups
    return Onset(int(month or 0), int(week or 0), int(weekday or 0), _span(at or "2"))


def _span(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _since(actual: ZoneInfo, standard: Part, daylight: Part | None) -> int | None:
    """The first year from which rule and zone agree on every day; None where they never do."""
    since = None
    for year in range(LAST, FIRST - 1, -1):
        if not _agrees(actual, standard, daylight, year):
            break
        since = year
    return since


def _agrees(actual: ZoneInfo, standard: Part, daylight: Part | None, year: int) -> bool:
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    changes: list[tuple[datetime, timedelta]] = []
    if daylight and daylight.onset and standard.onset:
        changes = sorted(
            (begins.onset.in_year(year).replace(tzinfo=UTC) - before.offset, begins.offset)
            for begins, before in ((daylight, standard), (standard, daylight))
            if begins.onset
        )
    offset = changes[-1][1] if changes else standard.offset
    for at, after in [*changes, (end, offset)]:
        while begin < at:  # every day up to the change, and the second before it
            if actual.utcoffset(begin.astimezone(actual)) != offset:
                return False
            begin = min(begin + timedelta(days=1), at)
        if actual.utcoffset((at - timedelta(seconds=1)).astimezone(actual)) != offset:
            return False
        offset = after
    return True


def _observance(kind: str, part: Part, before: Part, since: int) -> list[str]:
    """One part; DTSTART is local time by the offset before it (RFC 5545, 3.6.5)."""
    onset = part.onset
    start = f"{onset.in_year(since):%Y%m%dT%H%M%S}" if onset else f"{since}0101T000000"
    return [
        f"BEGIN:{kind}",
        f"TZNAME:{part.name}",
        f"TZOFFSETFROM:{_offset(before.offset)}",
        f"TZOFFSETTO:{_offset(part.offset)}",
        f"DTSTART:{start}",
        *([f"RRULE:{onset.rrule}"] if onset else []),
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    minutes = int(abs(offset).total_seconds()) // 60
    return f"{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}{minutes % 60:02}"
