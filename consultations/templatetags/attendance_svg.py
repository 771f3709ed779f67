"""The attendance forecast as bars: one a side, one piece an answer; its table stands beneath."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from consultations.pages.attendance import ANSWERS, Attendance, Tally

register = template.Library()

WIDTH, LABELS, BAR, ROW, TOP = 520, 190, 16, 28, 6


def _pieces(one: Tally, most: int, y: int, *, rtl: bool) -> Iterator[str]:
    """The pieces of one bar, in the direction of the writing."""
    across, unit = float(LABELS), (WIDTH - LABELS - 40) / most
    for (cls, words), count in zip(ANSWERS.values(), one.counts, strict=True):
        if not count:
            continue
        width = count * unit
        x = WIDTH - across - width if rtl else across
        title = escape(f"{one.label}: {words}, {count}")
        yield (
            f'<g><title>{title}</title><rect class="{cls}" x="{x:.1f}" y="{y}" '
            f'width="{width:.1f}" height="{BAR}"/></g>'
        )
        across += width
    at = WIDTH - across - 6 if rtl else across + 6
    yield _text("total", at, y + BAR - 3, str(one.total), "end" if rtl else "start")


def _text(cls: str, x: float, y: float, words: str, anchor: str) -> str:
    return f'<text class="{cls}" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


@register.simple_tag
def attendance_svg(found: Attendance) -> SafeString:
    """``{% attendance_svg attendance %}``; empty where nobody is invited."""
    most = max((one.total for one in found.sides), default=0)
    if not most:
        return SafeString("")
    rtl, parts = get_language_bidi(), []
    for number, one in enumerate(found.sides):
        y = TOP + number * ROW
        label, at = one.label[:1].upper() + one.label[1:], LABELS - 8
        parts.append(
            _text("side", WIDTH - at if rtl else at, y + BAR - 3, label, "start" if rtl else "end")
        )
        parts += _pieces(one, most, y, rtl=rtl)
    height = TOP + ROW * len(found.sides)
    name = escape(_("Answers by side, drawn; the table beneath says the same"))
    return mark_safe(
        f'<svg class="attendance-bars" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{name}" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
