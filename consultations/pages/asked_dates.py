"""Dates written in an address: read, or answered with what is wrong and how to write it."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _


def asked_date(query: QueryDict, name: str, default: date) -> tuple[date, str]:
    """The date under *name* (ISO 8601), and the problem in words when it is none."""
    text = query.get(name, "").strip()
    if not text:
        return default, ""
    try:
        return _calendar_date(text), ""
    except ValueError:
        words = {"text": text[:40]}
        return default, _("“%(text)s” is not a date: write it as 2017-05-01.") % words


def _calendar_date(text: str) -> date:
    """Only 2017-05-01, and within the centuries for which calendars are kept here."""
    on = date.fromisoformat(text)
    if on.isoformat() != text or not 1945 <= on.year <= 2099:
        raise ValueError(text)
    return on
