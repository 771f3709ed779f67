"""A year of the back-test as a picture: days before expiry, windows, and where meetings stood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from consultations.pages.backtest import Row, Year
from consultations.pages.daywords import said

register = template.Library()

WIDTH, LABELS, ROW, TOP, EDGE = 1000, 250, 24, 34, 14
LEAST = 35  # days before expiry that are always drawn


class _Scale:
    """Days before expiry to places across: the expiry at the end of the line."""

    def __init__(self, days: int, *, rtl: bool) -> None:
        self.days, self._rtl = days, rtl
        self._day = (WIDTH - LABELS - 2 * EDGE) / days

    def x(self, before: float) -> float:
        return self.at(LABELS + EDGE + (self.days - before) * self._day)

    def at(self, across: float) -> float:
        return round(WIDTH - across if self._rtl else across, 1)

    @property
    def start(self) -> str:
        """Which end of a text lies where it begins."""
        return "end" if self._rtl else "start"


def _text(cls: str, x: float, y: float, words: str, anchor: str) -> str:
    return f'<text class="{cls}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def _before(row: Row, on: date) -> int:
    assert row.judged.expiry is not None
    return (row.judged.expiry - on).days


def _scale(rows: tuple[Row, ...]) -> _Scale:
    far = [LEAST]
    for row in rows:
        window = row.judged.window
        days = [row.judged.date, row.judged.proposed, *(window.days[:1] if window else ())]
        far += [_before(row, on) for on in days if on]
    return _Scale(min(max(far) + 2, 120), rtl=get_language_bidi())


def _axis(scale: _Scale, height: float) -> Iterator[str]:
    """A line every week before the expiry, and the expiry itself."""
    for before in range(7, scale.days + 1, 7):
        x = scale.x(before)
        yield f'<path class="grid" d="M{x:g} {TOP - 8}V{height:g}"/>'
        yield _text("tick", x, TOP - 14, str(before), "middle")
    x = scale.x(0)
    title = f"<title>{escape(_('expiry'))}</title>"
    yield f'<g>{title}<path class="expiry" d="M{x:g} {TOP - 8}V{height:g}"/></g>'
    yield _text("tick", scale.at(LABELS - 6), TOP - 14, _("days before expiry"), _other(scale))


def _other(scale: _Scale) -> str:
    return "start" if scale.start == "end" else "end"


def _row(row: Row, scale: _Scale, y: float) -> Iterator[str]:
    """The window, its target, the day proposed, the meeting."""
    judged = row.judged
    label = f"{row.missions} {said(judged.date).rsplit(' ', 1)[0]}"
    yield _text("label", scale.at(LABELS - 6), y + 4, label, _other(scale))
    window = judged.window
    if window and window.days:
        first, last = _before(row, window.days[0]), _before(row, window.days[-1])
        a, b = scale.x(min(first + 0.5, scale.days)), scale.x(max(last - 0.5, 0))
        words = _("window from %(first)s to %(last)s") % {
            "first": said(window.days[0]), "last": said(window.days[-1]),
        }  # fmt: skip
        rect = f'x="{min(a, b):g}" y="{y - 7:g}" width="{abs(b - a):g}" height="14" rx="2"'
        yield f'<g><title>{escape(words)}</title><rect class="window" {rect}/></g>'
    if window and window.target:
        yield _mark("target", _("target %(day)s") % {"day": said(window.target)},
                    f"M{scale.x(_before(row, window.target)):g} {y - 7:g}v14")  # fmt: skip
    if judged.proposed:
        x = scale.x(_before(row, judged.proposed))
        words = _("would have been proposed: %(day)s") % {"day": said(judged.proposed)}
        yield _mark("proposed", words, f"M{x:g} {y - 8:g}l8 8-8 8-8-8z")
    x = scale.x(_before(row, judged.date))
    words = f"{row.missions}, {said(judged.date)}: {row.verdict}"
    cls = "inside" if row.inside else "outside"
    shape = f'<circle class="{cls}" cx="{x:g}" cy="{y:g}" r="5"/>'
    yield f"<g><title>{escape(words)}</title>{shape}</g>"


def _mark(cls: str, words: str, d: str) -> str:
    return f'<g><title>{escape(words)}</title><path class="{cls}" d="{d}"/></g>'


@register.simple_tag
def backtest_svg(year: Year) -> SafeString:
    """``{% backtest_svg year %}``; empty where no meeting of it has a window."""
    rows = year.drawn
    if not rows:
        return SafeString("")
    scale, height = _scale(rows), TOP + ROW * len(rows) + 4
    parts = list(_axis(scale, height))
    for n, row in enumerate(rows):
        parts += _row(row, scale, TOP + ROW * n + ROW / 2)
    name = escape(
        _("The meetings of %(year)s against their windows, drawn") % {"year": year.number}
    )
    return mark_safe(
        f'<svg class="backtest" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{name}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
