"""The year as one inline SVG: strings, not templates, since hundreds of shapes are drawn.

Every text is escaped; colours are classes of ``year.css``, shapes and patterns carry the meaning.
Time runs with the writing: from right to left in Arabic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from consultations.models import Presidency
from consultations.pages.daywords import said
from consultations.pages.year_packing import Place, packed
from consultations.pages.year_values import Band, Bar, Booking, Mark, Off, Row, Year

register = template.Library()

LABELS, DAY, EDGE = 122, 3, 8  # widths: of the mission's name, of a day, of the margin
HEAD, BAR, LANE, GAP = 62, 17, 14, 9  # heights: of the months, a mandate, a window, between rows
WIDTH = LABELS + 366 * DAY + EDGE
MONTHS = (
    gettext_lazy("January"), gettext_lazy("February"), gettext_lazy("March"),
    gettext_lazy("April"), gettext_lazy("May"), gettext_lazy("June"), gettext_lazy("July"),
    gettext_lazy("August"), gettext_lazy("September"), gettext_lazy("October"),
    gettext_lazy("November"), gettext_lazy("December"),
)  # fmt: skip
OFF_KINDS = {
    "official": gettext_lazy("official holiday"),
    "floating": gettext_lazy("floating holiday, the building works"),
    "closure": gettext_lazy("closure"),
    "session": gettext_lazy("session of another body"),
}
LETTERS = {
    "secretariat_briefing": "B",
    "informal_triangular": "I",
    "formal_tcc": "F",
    "draft_consultation": "D",
    "working_group": "W",
    "crisis": "C",
    "review_before": "R",
    "review_after": "R",
    "visit_debrief": "V",
    "c34_bureau": "S",
    "organisational": "O",
}
PATTERNS = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern>'
    '<pattern id="dots" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<circle class="dot" cx="2" cy="2" r="1"/></pattern></defs>'
)


class _Axis:
    """Days to places across, in the direction of the writing."""

    def __init__(self, year: Year, *, rtl: bool) -> None:
        self.rtl = rtl
        self._first = year.first.toordinal()

    def x(self, on: date) -> int:
        """The edge of *on* at which the day begins."""
        return self.at(LABELS + (on.toordinal() - self._first) * DAY)

    def at(self, across: int) -> int:
        return WIDTH - across if self.rtl else across

    def middle(self, on: date) -> float:
        return self.x(on) + (-DAY if self.rtl else DAY) / 2

    def span(self, first: date, last: date) -> tuple[int, int]:
        """Left edge and width of the days from *first* to *last*, both included."""
        width = (last.toordinal() - first.toordinal() + 1) * DAY
        return (self.x(first) - width if self.rtl else self.x(first)), width


def _title(text: str) -> str:
    return f"<title>{escape(text)}</title>"


def _rect(cls: str, x: float, y: float, width: float, height: float, more: str = "") -> str:
    return f'<rect class="{cls}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"{more}/>'


def _text(cls: str, x: float, y: float, words: str) -> str:
    return f'<text class="{cls}" x="{x:g}" y="{y:g}">{escape(words)}</text>'


def _link(url: str, title: str, inner: str) -> str:
    """A link named by its <title>; without an address a group that tells it to the pointer."""
    title = escape(title)
    if not url:
        return f"<g><title>{title}</title>{inner}</g>"
    return f'<a href="{escape(url)}" aria-label="{title}"><title>{title}</title>{inner}</a>'


def _head(year: Year, axis: _Axis, height: int) -> Iterator[str]:
    """Months with who presides over the Council, and a line down at the start of each."""
    bases = {key: str(label) for key, label in Presidency.Basis.choices}
    for month, name in enumerate(MONTHS, 1):
        first = date(year.number, month, 1)
        x = axis.x(first)
        near = axis.at(LABELS + (first - year.first).days * DAY + 5)
        yield f'<path class="month-line" d="M{x} 4V{height}"/>'
        yield _text("month", near, 18, str(name))
        yield from _presidency(year, month, near, bases)


def _presidency(year: Year, month: int, x: int, bases: dict[str, str]) -> Iterator[str]:
    held = year.presidencies.get(month)
    if held is None:
        yield _text("president unknown", x, 35, _("not recorded"))
        return
    name = held.member.name
    short = name.partition(" (")[0]
    short = f"{short[:13]}…" if len(short) > 14 else short
    basis = bases[held.basis]
    title = f"{name} ({basis})"
    texts = _text("president", x, 35, short)
    texts += _text("president basis", x, 48, "" if held.basis == "held" else basis)
    yield f'<g class="presidency {held.basis}">{_title(title)}{texts}</g>'


def _off(year: Year, axis: _Axis, height: int) -> Iterator[str]:
    """Closures shaded over the whole height, sessions dotted, holidays ticked at the top."""
    for one in year.closures:
        cut = year.cut(one.first, one.last)
        if cut:
            x, width = axis.span(*cut)
            fill = ' fill="url(#hatch)"' if one.kind == "closure" else ' fill="url(#dots)"'
            shape = _rect(f"off {one.kind}", x, HEAD - 8, width, height - HEAD + 8, fill)
            yield f"<g>{_title(_off_title(one))}{shape}</g>"
    for one in year.holidays:
        if one.first.year == year.number:
            middle = axis.middle(one.first)
            tick = f'<path class="holiday {one.kind}" d="M{middle:g} {HEAD - 11}v9"/>'
            yield f"<g>{_title(_off_title(one))}{tick}</g>"


def _off_title(one: Off) -> str:
    days = said(one.first) if one.first == one.last else f"{said(one.first)} – {said(one.last)}"
    estimate = f" ({_('estimated date')})" if one.estimated else ""
    return f"{one.name}, {days}{estimate}"


def _bar(bar: Bar, year: Year, axis: _Axis, y: int) -> str:
    cut = year.cut(bar.first, bar.last)
    if cut is None:
        return ""
    x, width = axis.span(*cut)
    kind = bar.kind.replace(" ", "-")
    inner = _rect(f"bar {kind}", x, y, width, BAR - 3, ' rx="2"')
    if width > 9 * len(bar.label):
        start = axis.x(cut[0]) + (-6 if axis.rtl else 6)
        inner += _text("bar-label", start, y + 11, bar.label)
    if cut[1] == bar.last and not bar.open_ended:
        edge = axis.middle(bar.last)
        inner += f'<path class="expiry" d="M{edge:g} {y - 3}v{BAR + 3}"/>'
    return _link(bar.url, bar.title, inner)


def _mark(mark: Mark, axis: _Axis, y: float) -> str:
    """A report: square issued, square open due as recorded, diamond by rule, triangle estimated."""
    x = axis.middle(mark.on)
    d = {
        "issued": f"M{x - 4:g} {y - 4:g}h8v8h-8z",
        "recorded": f"M{x - 4:g} {y - 4:g}h8v8h-8z",
        "rule": f"M{x:g} {y - 5:g}l5 5-5 5-5-5z",
        "estimated": f"M{x:g} {y - 5:g}l5 9h-10z",
        "change": f"M{x:g} {y - 6:g}v12",
    }.get(mark.basis, f"M{x - 3:g} {y:g}h6")
    return f'<g>{_title(mark.title)}<path class="mark {mark.basis}" d="{d}"/></g>'


def _band(band: Band, year: Year, axis: _Axis, y: float) -> str:
    cut = year.cut(band.first, band.last)
    if cut is None:
        return ""
    x, width = axis.span(*cut)
    basis = "estimated" if band.estimated else "firm"
    fill = ' fill="url(#dots)"' if band.estimated else ""
    inner = _rect(f"band {basis}", x, y - 5.5, width, 11, ' rx="2"')
    inner += _rect("band-pattern", x, y - 5.5, width, 11, fill) if fill else ""
    if band.target and band.target.year == year.number:
        inner += f'<path class="target" d="M{axis.middle(band.target):g} {y - 5.5:g}v11"/>'
    near = band.target and (band.target - cut[0]).days < 5  # the letter stands beside the target
    step = ((band.target - cut[0]).days * DAY + 5) if near and band.target else 3
    start = axis.x(cut[0]) + (-step if axis.rtl else step)
    inner += _text("letter", start, y + 3.5, LETTERS.get(band.kind, "?"))
    return f"<g>{_title(band.title)}{inner}</g>"


def _booking(one: Booking, axis: _Axis, y: float) -> str:
    x = axis.middle(one.on)
    inner = f'<circle class="booking {one.status}" cx="{x:g}" cy="{y:g}" r="5"/>'
    if one.status == "confirmed":
        inner += f'<circle class="booking-dot" cx="{x:g}" cy="{y:g}" r="2"/>'
    return _link(one.url, one.title, inner)


def _row(row: Row, year: Year, axis: _Axis, top: int) -> tuple[str, int]:
    """One mission, from *top* down; the drawing and its height."""
    parts = sorted({bar.component for bar in row.bars}, key=lambda c: (c != "mission", c))
    name = _text("mission", axis.at(8), top + 13, row.acronym)
    out = [_link(row.url, f"{row.acronym}: {row.name}" if row.name else row.acronym, name)]
    for n, part in enumerate(parts):
        y = top + 3 + n * 26
        if n:
            out.append(_text("component", axis.at(14), y + 11, part[:20]))
        out += [_bar(bar, year, axis, y) for bar in row.bars if bar.component == part]
        out += [_mark(m, axis, y + 7) for m in row.changes if m.component == part]
    if not row.bars:
        out.append(_text("component", axis.at(LABELS + 5), top + 14, _("no mandate recorded")))
    base = top + 3 + BAR + max(0, len(parts) - 1) * 26
    places, lanes = packed(row, year)
    out += [_placed(place, year, axis, base + LANE * place.lane + LANE / 2) for place in places]
    height = base - top + max(lanes, 1) * LANE + GAP
    return "".join(out), height


def _placed(place: Place, year: Year, axis: _Axis, y: float) -> str:
    if isinstance(place.what, Band):
        return _band(place.what, year, axis, y)
    if isinstance(place.what, Booking):
        return _booking(place.what, axis, y)
    return _mark(place.what, axis, y)


def _rows(year: Year, axis: _Axis) -> tuple[list[str], list[str], int]:
    """Stripes (for the background), rows, and where they end."""
    stripes, out, top = [], [], HEAD
    for n, row in enumerate(year.rows):
        drawn, height = _row(row, year, axis, top)
        stripes += [_rect("stripe", 0, top, WIDTH, height)] * (n % 2)
        out.append(f'<g class="row">{drawn}</g>')
        top += height
    return stripes, out, top


def _today(year: Year, axis: _Axis, height: int) -> str:
    if year.today.year != year.number:
        return ""
    x = axis.middle(year.today)
    title = _("Today, %(day)s") % {"day": said(year.today)}
    line = f'<path class="today" d="M{x:g} {HEAD - 12}V{height}"/>'
    return f"<g>{_title(title)}{line}{_text('today-label', x, HEAD - 2, _('today'))}</g>"


def _drawn(parts: Iterable[str], height: int, name: str) -> SafeString:
    """The whole: everything in *parts* was escaped where it was made."""
    opening = (
        f'<svg class="year" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{escape(name)}"'
        ' xmlns="http://www.w3.org/2000/svg">'
    )
    return mark_safe(f"{opening}{PATTERNS}{''.join(parts)}</svg>")


@register.simple_tag
def year_svg(year: Year) -> SafeString:
    """``{% year_svg year %}``: the drawing; its table stands beneath it on the page."""
    axis = _Axis(year, rtl=get_language_bidi())
    stripes, rows, height = _rows(year, axis)
    height += 4
    name = _("The year %(year)s, drawn") % {"year": year.number}
    parts = [*stripes, *_off(year, axis, height), *_head(year, axis, height), *rows]
    return _drawn([*parts, _today(year, axis, height)], height, name)


@register.simple_tag
def off_words(one: Off) -> str:
    """``{% off_words one %}``: a holiday, closure or session with its weekdays, and what it is."""
    return f"{_off_title(one)}: {OFF_KINDS.get(one.kind, one.kind)}"
