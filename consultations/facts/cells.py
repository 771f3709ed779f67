"""One cell: how its text becomes a value, and how the value is written back."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import HEADQUARTERS

YEARS = range(1945, 2101)
LONGEST = 20_000  # characters of the longest text we keep
FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would take for a formula
# Control characters but line ends, and characters that turn the direction of the text around.
HOSTILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class CellError(ValueError):
    """A cell that cannot be read; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of cell; ``read`` never sees an empty one, whose value is ``empty``."""

    read: Callable[[str], Any]
    show: Callable[[Any], str] = str
    empty: Any = None
    is_text: bool = False


def refuse_hostile(text: str) -> None:
    """Raise ``CellError`` for what no cell may hold."""
    if HOSTILE.search(text):
        raise CellError(_("holds a control character: type the cell again"))
    if text[0] in "=@":
        raise CellError(
            _("starts like a formula of a spreadsheet: put the value itself into the cell")
        )


@lru_cache(maxsize=20_000)
def day(text: str) -> date:
    """An ISO date in a year the United Nations can have known."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise CellError(_("is not a date: write it as 2017-06-30"))
        found = date.fromisoformat(text)
    except CellError:
        raise
    except ValueError:
        raise CellError(_("is no day of the calendar")) from None
    return in_range(found)


def in_range(found: date) -> date:
    """*found*, unless its year is a slip of the keyboard."""
    if found.year not in YEARS:
        raise CellError(_("lies outside the years 1945 to 2100"))
    return found


@lru_cache(maxsize=1000)
def span(text: str) -> tuple[date, date]:
    """The days a year, a month or a day stands for."""
    if match := re.fullmatch(r"(\d{4})(?:-(\d\d))?", text, re.ASCII):
        year, month = int(match[1]), int(match[2] or 0)
        if year not in YEARS or month > 12 or (match[2] and not month):
            raise CellError(_("is no year or month of our time"))
        last = month or 12
        return date(year, month or 1, 1), date(year, last, calendar.monthrange(year, last)[1])
    try:
        return day(text), day(text)
    except CellError as error:
        raise CellError(_("%s; a year (2017) or a month (2017-06) will do too") % error) from None


def as_recorded(text: str) -> str:
    """An ``as_of``: kept as written, once it is known to be a span of days."""
    span(text)
    return text


def whole(text: str) -> int:
    """A count of people or seats."""
    if not re.fullmatch(r"\d{1,7}", text, re.ASCII):
        raise CellError(_("is not a whole number: write digits alone, without a sign or a comma"))
    return int(text)


def within(first: int, last: int) -> Callable[[str], int]:
    """A whole number from *first* to *last*."""

    def read(text: str) -> int:
        number = whole(text)
        if not first <= number <= last:
            limits = {"first": first, "last": last}
            raise CellError(_("is not a number from %(first)d to %(last)d") % limits)
        return number

    return read


def yes_or_no(text: str) -> bool:
    """Yes or no, as people and spreadsheets write it."""
    known = {"yes": True, "no": False, "true": True, "false": False}
    if text.lower() not in known:
        raise CellError(_("is neither yes nor no"))
    return known[text.lower()]


def plain(text: str) -> str:
    """Text that no spreadsheet will take for a formula when it is written back."""
    if len(text) > 1 and text[0] == "'" and text[1] in FORMULA:
        return text[1:]  # written so by our own export
    if text[0] in "+-":
        raise CellError(_("starts like a formula of a spreadsheet: begin with a word"))
    if len(text) > LONGEST:
        raise CellError(_("is longer than %d characters") % LONGEST)
    return text


def country_code(text: str) -> str:
    """A code of three letters (ISO 3166-1)."""
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise CellError(_("is not a country code of three capital letters, as in SEN"))
    return text


def clock(text: str) -> time:
    """A time of day at Headquarters."""
    if not re.fullmatch(r"\d\d?:\d\d(:00)?", text, re.ASCII):
        raise CellError(_("is not a time: write it as 15:00"))
    try:
        return time.fromisoformat(text.rjust(5, "0") if len(text) < 6 else text.rjust(8, "0"))
    except ValueError:
        raise CellError(_("is no time of the day")) from None


def one_of(values: list[str], words: Mapping[str, str] | None = None) -> Cell:
    """One of *values*; *words* are other ways to write them."""
    known = {value.lower(): value for value in values} | dict(words or {})

    def read(text: str) -> str:
        if text.lower() not in known:
            raise CellError(_("is not one of: %s") % ", ".join(v for v in values if v))
        return known[text.lower()]

    return Cell(read, empty="")


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def _hours(value: time | datetime | None) -> str:
    here = value.astimezone(HEADQUARTERS) if isinstance(value, datetime) else value
    return f"{here:%H:%M}" if here else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


TEXT = Cell(plain, empty="", is_text=True)
DAY = Cell(day, _iso)
TIME = Cell(clock, _hours)
COUNT = Cell(whole, _number)
YEAR = Cell(within(YEARS[0], YEARS[-1]), _number)
MONTH = Cell(within(1, 12), _number)
YES_NO = Cell(yes_or_no, lambda value: "yes" if value else "no")
CODE = Cell(country_code, empty="")
AS_OF = Cell(as_recorded, empty="")
EMPTY_SENTENCE: Promise = gettext_lazy("is empty, and this cannot do without")
