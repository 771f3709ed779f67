"""Begin and end of a meeting in a foreign calendar: instants, or nothing where the zone is unknown.

A zone is looked up by its name (IANA's, Microsoft's, or behind the prefix that some programs put
before it), else worked out from the file's own VTIMEZONE. That is never given to the library's own
reading of a whole file: it keeps the first zone of a name for ever, for every file that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from consultations.answers.ical_lines import Component, part_of, value_of

STAMP = re.compile(r"(\d{8}T\d{6})(Z?)", re.ASCII)
TZID = re.compile(r';TZID=(?:"([^"]*)"|([^;:"]*))', re.IGNORECASE)
YEARLY = re.compile(
    r"FREQ=YEARLY(;(INTERVAL=1|BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|WKST=[A-Z]{2}))*", re.ASCII
)
OF_ZONE = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME")
MOST_OBSERVANCES = 20
LONGEST_MEETING = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, each None where it is not said or cannot be told."""

    start: datetime | None = None
    end: datetime | None = None


NOT_SAID = Span()


def spans(event: Component, said: Any, calendar: Component) -> Span:
    """What *event* says of its time; *said* is the same event as the library read it."""
    start = _instant(event, "DTSTART", calendar)
    end = _instant(event, "DTEND", calendar)
    if start and not end:
        length = part_of(said.get("DURATION"), "dt")
        if isinstance(length, timedelta) and timedelta() < length <= LONGEST_MEETING:
            end = start + length
    return Span(start, end)


def _instant(event: Component, name: str, calendar: Component) -> datetime | None:
    line = next((one for one in event.lines if re.match(rf"{name}[;:]", one, re.I)), "")
    found = STAMP.fullmatch(value_of(line).strip())
    if not found:
        return None
    try:
        local = datetime.strptime(found[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007 (its zone follows)
        if not 1990 <= local.year <= 2200:
            return None
        zone = UTC if found[2] else _zone(line, calendar)
        return local.replace(tzinfo=zone).astimezone(UTC) if zone else None
    except Exception:  # no such day, or a zone of a stranger's that cannot be worked out
        return None


def _zone(line: str, calendar: Component) -> tzinfo | None:
    found = TZID.search(line.partition(":")[0] if '"' not in line else line)
    name = ((found[1] or found[2] or "") if found else "").strip()[:100]
    return (_known(name) or _of_file(name, calendar)) if name else None


def _known(name: str) -> tzinfo | None:
    for one in _names(name):
        try:
            return ZoneInfo(one)
        except Exception:  # a name that is none, or a path: the next one
            continue
    return None


def _names(name: str) -> Iterator[str]:
    """``W. Europe Standard Time``; ``/vendor.example/20200101_1/Europe/Paris``."""
    bare = name.strip("/")
    yield WINDOWS_TO_OLSON.get(bare, bare)
    parts = bare.split("/")
    yield from ("/".join(parts[n:]) for n in range(1, min(len(parts), 6)))


def _of_file(name: str, calendar: Component) -> tzinfo | None:
    """The zone that the file defines under this name, from its plain yearly rules alone."""
    zones = (one for one in calendar.parts if one.name == "VTIMEZONE")
    own = next((one for one in zones if name in {v.strip() for v in one.values("TZID")}), None)
    if own is None or not 0 < len(own.parts) <= MOST_OBSERVANCES:
        return None
    lines = ["BEGIN:VTIMEZONE"]
    for part in own.parts:
        lines += [f"BEGIN:{part.name}", *_observance(part), f"END:{part.name}"]
    zone: Any = Timezone.from_ical("\r\n".join([*lines, "END:VTIMEZONE", ""]).encode())
    zone["TZID"] = "file"
    found: tzinfo = zone.to_tz(lookup_tzid=False)
    return found


def _observance(part: Component) -> Iterator[str]:
    for name in OF_ZONE:
        for value in list(part.values(name))[:1]:
            yield f"{name}:{value.strip()[:40]}"
    for rule in list(part.values("RRULE"))[:1]:
        if YEARLY.fullmatch(rule.strip().upper()):
            yield f"RRULE:{rule.strip().upper()}"
