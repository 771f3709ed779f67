"""Dates as pages show them: always with the weekday, always machine-readable."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language

from planner.workdays import HEADQUARTERS, say_date

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """``<time datetime="2017-06-08">Thu 8 June 2017</time>``; nothing for no date.

    An instant is shown as its day at Headquarters.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value, HEADQUARTERS).date()
    english = (get_language() or "en").startswith("en")
    words = say_date(value) if english else date_format(value, "D j F Y")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)
