"""Content lines of iCalendar (RFC 5545, 3.1): text cleaned, escaped, folded.

Written here and not by a library, because a feed of thousands of entries is asked for all day long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
BREAKS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
PLAIN = re.compile(r"[\w/+.-]*")  # parameter values that every reader takes without quotes
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
WIDEST = 74  # octets of a line; RFC 5545 allows 75, and some readers count the space of a fold


def clean(text: str) -> str:
    """No control characters, line ends of one kind: several readers refuse or lose the rest."""
    return CONTROLS.sub("", BREAKS.sub("\n", text)).strip()


def one_line(text: str, longest: int | None = None) -> str:
    """On one line, of at most *longest* UTF-16 units."""
    line = " ".join(clean(text).split())
    while longest and len(line.encode("utf-16-le")) // 2 > longest:
        line = line[:-1]
    return line


def name(text: str) -> str:
    """A CN that every reader shows: quotation marks become apostrophes, `^` and `;` go."""
    return one_line(text.replace('"', "'").replace("^", "").replace(";", ","))


def line(name: str, value: str, /, **params: str) -> str:
    """One content line before it is folded; *value* stands as it is (a URI, a number, a word).

    ``_`` in the name of a parameter stands for ``-``.
    """
    said = "".join(f";{key.replace('_', '-')}={_parameter(params[key])}" for key in params)
    return f"{name}{said}:{value}"


def text(name: str, value: str | Iterable[str], /, **params: str) -> str:
    """A content line of the type TEXT, or several values of it in one line (RFC 5545, 3.3.11)."""
    values = [value] if isinstance(value, str) else value
    return line(name, ",".join(clean(one).translate(ESCAPES) for one in values), **params)


def utc(at: datetime) -> str:
    """An instant in UTC (RFC 5545, 3.3.5, form 2)."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def day(name: str, on: date) -> str:
    """A property that is a day without a time."""
    return f"{name};VALUE=DATE:{on:%Y%m%d}"


def written(lines: Iterable[str]) -> bytes:
    """The lines folded, each ended by CRLF."""
    return b"".join(map(_folded, lines))


def _folded(line: str) -> bytes:
    """Broken between characters, never inside one nor inside an escape (RFC 5545, 3.1)."""
    if FORBIDDEN.search(line):
        line = FORBIDDEN.sub("", line)  # a line break in a value would begin a property of its own
    data = line.encode()
    if len(data) <= WIDEST:
        return data + b"\r\n"
    pieces, begin = [], 0
    while len(data) - begin > WIDEST:
        end = begin + WIDEST
        while data[end] & 0xC0 == 0x80:
            end -= 1
        before = data[begin:end]
        if (len(before) - len(before.rstrip(b"\\"))) % 2:
            end -= 1
        pieces.append(data[begin:end])
        begin = end
    pieces.append(data[begin:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _parameter(value: str) -> str:
    safe = value.replace('"', "'")  # no reader agrees on a quotation mark there (RFC 6868)
    return safe if PLAIN.fullmatch(safe) else f'"{safe}"'
