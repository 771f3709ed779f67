"""The lines of a foreign calendar by component: bounded in number, length and depth, no library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from consultations.answers.texts import MOST_LINES, SetAside

NAME = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
FOLD = re.compile(r"(?:\r\n|\r|\n)[ \t]")
BREAK = re.compile(r"\r\n|\r|\n")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no calendar may hold them; left out
DEEPEST, MOST_COMPONENTS = 8, 500
LONGEST = 6000  # characters of one line that are read


@dataclass(slots=True)
class Component:
    """BEGIN to END of one name: its own lines, and the components within."""

    name: str
    lines: list[str] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def values(self, name: str) -> Iterator[str]:
        """What each line of that property says after its parameters."""
        for line in self.lines:
            found = NAME.match(line)
            if found and found[0].upper() == name:
                yield value_of(line)


def value_of(line: str) -> str:
    """After the first colon that stands in no quotation marks."""
    quoted = False
    for position, character in enumerate(line[:LONGEST]):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return line[position + 1 : LONGEST]
    return ""


def part_of(read: Any, name: str) -> Any:
    """A part of what the library read; None where it could not: then it raises at any touch."""
    try:
        return getattr(read, name, None)
    except Exception:  # BrokenCalendarProperty, which is no AttributeError
        return None


def longest(line: str) -> str:
    """The line, not longer than lines are read."""
    return line[:LONGEST]


def unreadable(words: str) -> SetAside:
    """What is no calendar."""
    return SetAside("unreadable", _("It cannot be read as a calendar (%s).") % words)


def many() -> SetAside:
    """What holds more than any answer."""
    return SetAside("too_many_parts", _("It has more parts than any answer."))


def components(text: str) -> Iterator[Component]:
    """Each outermost component; raises ``SetAside`` where the whole is none, or no end comes."""
    lines = BREAK.split(FOLD.sub("", UNFIT.sub("", text)))
    if len(lines) > MOST_LINES:
        raise SetAside("too_long", _("It has more lines than any answer."))
    stack: list[Component] = []
    begun, found = 0, False
    for line in filter(None, lines):
        name, value = _pair(line)
        if name == "BEGIN":
            begun += 1
            if len(stack) >= DEEPEST:
                raise SetAside("too_deep", _("Its parts are nested deeper than any answer."))
            if begun > MOST_COMPONENTS:
                raise many()
            stack.append(Component(value))
        elif name == "END" and (whole := _ended(stack, value)):
            found = True
            yield whole
        elif name and name != "END" and stack:
            stack[-1].lines.append(line)
    if stack:
        raise SetAside("no_end", _("It breaks off before its end."))
    if not found:
        raise unreadable(_("no BEGIN:VCALENDAR"))


def _pair(line: str) -> tuple[str, str]:
    found = NAME.match(line)
    name = found[0].upper() if found else ""
    if name not in ("BEGIN", "END"):
        return name, ""
    return name, line.partition(":")[2].strip().upper()[:40]


def _ended(stack: list[Component], value: str) -> Component | None:
    """The outermost component where this was its end."""
    if not stack or stack[-1].name != value:
        raise unreadable(_("END:%s ends nothing") % value)
    part = stack.pop()
    if not stack:
        return part
    stack[-1].parts.append(part)
    return None
