"""The years a paper is of, and how the Working Group writes its days."""

from __future__ import annotations

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from consultations.papers.saying import say_plain_day

_YEARS = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?")
EARLIEST, LATEST = 1948, 2999


def years_of(text: str) -> tuple[date, date]:
    """First and last day of "2017" or "2005-2006". Raises ``ValueError`` with the sentence."""
    found = _YEARS.fullmatch(text.strip())
    if found is None:
        raise ValueError(_("Write a year, or two joined by a hyphen, as in 2005-2006."))
    first, last = int(found[1]), int(found[2] or found[1])
    if not EARLIEST <= first <= last <= LATEST:
        raise ValueError(_("Write the earlier year first, as in 2005-2006."))
    return date(first, 1, 1), date(last, 12, 31)


def key_of(first: date, last: date) -> str:
    """The years again, as they name a paper."""
    return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"


def long_day(on: date) -> str:
    """The day with its year, as in "6 November 2005"."""
    return say_plain_day(on)


def short_day(on: date) -> str:
    """The day without a year, as in "8 June" (table of 2017)."""
    english = (get_language() or "en").startswith("en")
    return f"{on.day} {on:%B}" if english else date_format(on, "j F")


def days(first: date, last: date) -> str:
    """A span as in "6-9 November 2005" (table of 2006); one day is that day."""
    if first == last:
        return long_day(first)
    if first.year != last.year:
        return f"{long_day(first)}-{long_day(last)}"
    if first.month != last.month:
        return f"{short_day(first)}-{long_day(last)}"
    return f"{first.day}-{long_day(last)}"


def short_days(first: date, last: date) -> str:
    """The same without a year, for a table of one year."""
    if first == last or first.year != last.year:
        return short_day(first) if first == last else days(first, last)
    if first.month != last.month:
        return f"{short_day(first)}-{short_day(last)}"
    return f"{first.day}-{short_day(last)}"


def in_words(number: int) -> str:
    """Numbers below ten in words, as the reports write them; others in digits."""
    words = (
        pgettext("number", "no"), pgettext("number", "one"), _("two"), _("three"), _("four"),
        _("five"), _("six"), _("seven"), _("eight"), _("nine"),
    )  # fmt: skip
    return words[number] if number < len(words) else str(number)
