"""What of a foreign calendar is read at all: bounded before it is parsed, the rest cut away.

Guests, attachments, alarms and descriptions say nothing of when somebody is busy: no parser of
ours ever sees them. Knows no Django: it runs in a process of its own (``child``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LARGEST = 5 * 1024 * 1024  # bytes
LINES = 400_000
LONGEST = 100_000  # characters of one unfolded line that is kept
DEEPEST = 8  # components inside of each other; a lawful file has three
EVENTS = 20_000

INSIDE = {  # what is kept, and where it lawfully stands
    "VCALENDAR": "",
    "VEVENT": "VCALENDAR",
    "VFREEBUSY": "VCALENDAR",
    "VTIMEZONE": "VCALENDAR",
    "STANDARD": "VTIMEZONE",
    "DAYLIGHT": "VTIMEZONE",
}
NEEDED = """
BEGIN END VERSION PRODID CALSCALE X-WR-TIMEZONE UID RECURRENCE-ID DTSTAMP DTSTART DTEND DURATION
RRULE RDATE EXDATE STATUS TRANSP SUMMARY CLASS FREEBUSY X-MICROSOFT-CDO-BUSYSTATUS SEQUENCE
TZID TZNAME TZOFFSETFROM TZOFFSETTO
"""
PROPERTIES = frozenset(NEEDED.split())
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
NAME = re.compile(r"[A-Za-z0-9-]+")
BREAK = re.compile(r"\r\n|\n|\r")


class Unreadable(Exception):
    """A file that is not read at all: *code* says why (``wording``), *detail* is its subject."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def trimmed(data: bytes) -> tuple[list[bytes], bool]:
    """Each calendar of the file with what is needed of it alone, and whether it was in UTF-8.

    Raises Unreadable for what is too large, too deep, cut off or no calendar.
    """
    if len(data) > LARGEST:
        raise Unreadable("large")
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("empty")
    text, lawful = _text(data)
    found = list(_calendars(_unfolded(CONTROL.sub("", text))))
    if not found:
        raise Unreadable("no_calendar")
    return found, lawful


def _text(data: bytes) -> tuple[str, bool]:
    """The text and whether its bytes were UTF-8, as RFC 5545 has it (UTF-16 by its mark too)."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
                           (b"B\0", "utf-16-le"), (b"\0B", "utf-16-be")):  # fmt: skip
        if data.startswith(mark):
            return data.decode(encoding, "replace"), True
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode(), True
    except UnicodeDecodeError:
        return data.decode("latin-1"), False


def _unfolded(text: str) -> Iterator[str]:
    """Lines as they were before they were folded (RFC 5545, 3.1)."""
    parts: list[str] = []
    for count, line in enumerate(BREAK.split(text)):
        if count >= LINES:
            raise Unreadable("lines")
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield "".join(parts)
        parts = [line] if line.strip() else []
    if parts:
        yield "".join(parts)


def _calendars(lines: Iterator[str]) -> Iterator[bytes]:
    stack: list[str] = []
    kept: list[str] = []
    events, shut = 0, 0  # shut: how deep we are inside of what is cut away, counted from its top
    for line in lines:
        name = (found.group() if (found := NAME.match(line)) else "").upper()
        if name == "BEGIN":
            stack.append(line.partition(":")[2].strip().upper())
            _check(stack)
            events += stack[-1] in ("VEVENT", "VFREEBUSY")
            if events > EVENTS:
                raise Unreadable("many")
            above = stack[-2] if len(stack) > 1 else ""
            shut = shut or (0 if INSIDE.get(stack[-1]) == above else len(stack))
        elif not stack:
            raise Unreadable("no_calendar")
        if not shut and name in PROPERTIES:
            if len(line) > LONGEST:
                raise Unreadable("long_line", name)
            kept.append(line)
        if name == "END":
            if stack.pop() != line.partition(":")[2].strip().upper():
                raise Unreadable("cut")
            shut = 0 if len(stack) < shut else shut
            if not stack:
                yield "".join(f"{one}\r\n" for one in kept).encode()
                kept = []
    if stack:
        raise Unreadable("cut")


def _check(stack: list[str]) -> None:
    if stack[0] != "VCALENDAR":
        raise Unreadable("no_calendar")
    if len(stack) > DEEPEST:
        raise Unreadable("deep")
