"""The review's small charts: bars of pieces, and meetings as dots over the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from consultations.pages.daywords import said
from consultations.pages.review_values import Bars, Piece, Spread

register = template.Library()

WIDTH, LABELS, BAR, ROW, TOP = 560, 222, 18, 28, 6
HEIGHT, LEFT, RIGHT, ABOVE, BELOW = 190, 42, 14, 14, 26
DIGIT = 8  # width of a digit in the bars
LABEL_LETTERS = 29


def _text(cls: str, x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text class="{cls}" x="{x:.1f}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'
    )


def _svg(cls: str, height: float, name: str, parts: Iterator[str] | list[str]) -> SafeString:
    """Everything in *parts* was escaped where it was made."""
    return mark_safe(
        f'<svg class="{cls}" viewBox="0 0 {WIDTH} {height:g}" role="img" '
        f'aria-label="{escape(name)}" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


@register.simple_tag
def review_bars(bars: Bars) -> SafeString:
    """``{% review_bars bars %}``; empty where there is nothing. Its table stands beneath."""
    if not bars.most:
        return SafeString("")
    rtl, parts = get_language_bidi(), []
    for n, (label, pieces) in enumerate(bars.rows):
        y = TOP + n * ROW
        at = LABELS - 8
        short = label if len(label) <= LABEL_LETTERS else f"{label[: LABEL_LETTERS - 1]}…"
        parts.append(
            _text("label", WIDTH - at if rtl else at, y + 13, short, "start" if rtl else "end")
        )
        parts += _pieces(label, pieces, bars.most, y, rtl=rtl)
    name = _("%(name)s, drawn; the table beneath says the same") % {"name": bars.name}
    return _svg("review-bars", TOP + ROW * len(bars.rows), name, parts)


def _pieces(
    label: str, pieces: tuple[Piece, ...], most: int, y: int, *, rtl: bool
) -> Iterator[str]:
    """The pieces of one bar, in the direction of the writing, each with its count."""
    across, unit = float(LABELS), (WIDTH - LABELS - 44) / most
    for one in pieces:
        width = one.count * unit
        x = WIDTH - across - width if rtl else across
        words = label if one.label == label else f"{label}: {one.label}"
        inside = ""
        if len(pieces) > 1 and width > DIGIT * len(str(one.count)) + 4:
            inside = _text(f"count on-{one.tone}", x + width / 2, y + 13, str(one.count), "middle")
        yield (
            f"<g><title>{escape(f'{words}, {one.count}')}</title>"
            f'<rect class="tone-{one.tone}" x="{x:.1f}" y="{y}" width="{width:.1f}" '
            f'height="{BAR}"/>{inside}</g>'
        )
        across += width
    total = sum(piece.count for piece in pieces)
    at = WIDTH - across - 6 if rtl else across + 6
    yield _text("total", at, y + 13, str(total), "end" if rtl else "start")


class _Plane:
    """Days across, mirrored where a language runs from right to left, and values upwards."""

    def __init__(self, spread: Spread, *, rtl: bool) -> None:
        self._first, self._rtl = spread.first, rtl
        self._days = max(1, (spread.last - spread.first).days)
        values = [dot.value for dot, _words, _url in spread.dots]
        values += [v for v in (spread.wanted,) if v is not None]
        self.low, self.high = min(0.0, *values), max(1.0, *values)

    def x(self, on: date) -> float:
        across = LEFT + (WIDTH - LEFT - RIGHT) * (on - self._first).days / self._days
        return self.at(across)

    def at(self, across: float) -> float:
        return round(WIDTH - across if self._rtl else across, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BELOW - share * (HEIGHT - ABOVE - BELOW), 1)

    def steps(self) -> Iterator[int]:
        """A handful of round values from the lowest to the highest."""
        span = self.high - self.low
        step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200) if span / s <= 5), 500)
        value = int(self.low // step) * step
        while value <= self.high:
            if value >= self.low:
                yield value
            value += step


SHAPES = {  # one for each series: never colour alone
    0: "M{x:g} {y:g}m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0",
    1: "M{x:g} {y:g}m-4 -4h8v8h-8z",
    2: "M{x:g} {y:g}m0 -5.5l5.5 5.5-5.5 5.5-5.5-5.5z",
    3: "M{x:g} {y:g}m0 -5l5 9h-10z",
}


@register.simple_tag
def review_spread(spread: Spread) -> SafeString:
    """``{% review_spread spread %}``: a dot a meeting, the median, and what is wanted."""
    plane = _Plane(spread, rtl=get_language_bidi())
    parts = [*_grid(spread, plane), *_levels(spread, plane)]
    order = {words: n for n, words in enumerate(spread.series)}
    for dot, words, url in spread.dots:
        shape = SHAPES[order.get(words, 0) % len(SHAPES)].format(
            x=plane.x(dot.on), y=plane.y(dot.value)
        )
        title = ", ".join(filter(None, [dot.label, words, said(dot.on), f"{dot.value:g}"]))
        mark = f'<path class="dot series-{order.get(words, 0)}" d="{shape}"/>'
        inner = f"<title>{escape(title)}</title>{mark}"
        named = escape(title)
        parts.append(
            f'<a href="{escape(url)}" aria-label="{named}">{inner}</a>'
            if url
            else f"<g>{inner}</g>"
        )
    name = _("%(name)s, drawn; the table beneath says the same") % {"name": spread.name}
    return _svg("review-spread", HEIGHT, name, parts)


def _grid(spread: Spread, plane: _Plane) -> Iterator[str]:
    """Lines at round values, and the months' beginnings."""
    for value in plane.steps():
        y = plane.y(value)
        yield f'<path class="grid" d="M{LEFT} {y:g}H{WIDTH - RIGHT}"/>'
        yield _text("tick", plane.at(LEFT - 6), y + 4, str(value), "end")
    for month in range(1, 13):
        on = date(spread.first.year, month, 1)
        x = plane.x(on)
        yield f'<path class="grid month" d="M{x:g} {HEIGHT - BELOW}v5"/>'
        yield _text("tick", x, HEIGHT - 8, date_format(on, "M"), "start")


def _levels(spread: Spread, plane: _Plane) -> Iterator[str]:
    levels = (
        ("median", spread.median, _("median %(n)s")),
        ("wanted", spread.wanted, _("wanted %(n)s")),
    )
    for cls, value, words in levels:
        if value is not None:
            y, label = plane.y(value), words % {"n": f"{value:g}"}
            median = cls == "median"
            at = plane.at(WIDTH - RIGHT - 2 if median else LEFT + 4)
            line = f'<path class="{cls}" d="M{LEFT} {y:g}H{WIDTH - RIGHT}"/>'
            yield f"<g><title>{escape(label)}</title>{line}</g>"
            yield _text(f"level {cls}-name", at, y - 4, label, "end" if median else "start")


@register.simple_tag
def series_mark(number: int) -> SafeString:
    """``{% series_mark 0 %}``: the shape of a series, for the table's first column."""
    shape = SHAPES[number % len(SHAPES)].format(x=7, y=7)
    return mark_safe(
        f'<svg class="review-mark" viewBox="0 0 14 14" aria-hidden="true" focusable="false">'
        f'<path class="dot series-{number}" d="{shape}"/></svg>'
    )
