"""Dates in words, weekday first, for texts that cannot hold a ``<time>`` element."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from planner.workdays import say_date


def said(on: date | None) -> str:
    """ "Thu 8 June 2017" in the reader's language; empty for no date."""
    return _said(on, get_language() or "en") if on else ""


def timed(on: date | None) -> SafeString:
    """The same inside ``<time>``, kept for pages that show hundreds of dates."""
    return _timed(on, get_language() or "en") if on else SafeString("")


def sayer() -> Callable[[date | None], str]:
    """``said`` for many dates: the language is looked up once."""
    language = get_language() or "en"
    return lambda on: _said(on, language) if on else ""


def timer() -> Callable[[date | None], SafeString]:
    """``timed`` for many dates."""
    language, nothing = get_language() or "en", SafeString("")
    return lambda on: _timed(on, language) if on else nothing


@lru_cache(maxsize=4096)
def _said(on: date, language: str) -> str:
    return say_date(on) if language.startswith("en") else date_format(on, "D j F Y")


@lru_cache(maxsize=4096)
def _timed(on: date, language: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), _said(on, language))
