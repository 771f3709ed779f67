"""The chain of a cycle as a picture: its dates, each need's window, target and announcement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from consultations.pages.daywords import said
from planner.anchors import Anchor
from planner.chains import Called, Chain

register = template.Library()

WIDTH, LABELS, ROW, LEVEL, EDGE = 1120, 230, 34, 17, 12
LEVELS = 4  # how many lines the names of the dates are spread over
BEFORE, AFTER = 75, 12  # days around the expiry that are drawn


class _Scale:
    """Days to places across, mirrored where a language runs from right to left."""

    def __init__(self, first: date, last: date, rtl: bool) -> None:
        self.first, self.last, self._rtl = first, last, rtl
        self._day = (WIDTH - LABELS - 2 * EDGE) / max(1, (last - first).days)

    def at(self, x: float) -> float:
        return round(WIDTH - x if self._rtl else x, 1)

    def x(self, on: date) -> float:
        on = min(max(on, self.first), self.last)
        return self.at(LABELS + EDGE + (on - self.first).days * self._day)

    def span(self, first: date, last: date) -> tuple[float, float]:
        """Left edge and width of the days from *first* to *last*, both included."""
        a, b = self.x(first), self.x(last + timedelta(days=1))
        return min(a, b), round(max(abs(b - a), 3), 1)

    def holds(self, on: date) -> bool:
        return self.first <= on <= self.last

    @property
    def start(self) -> str:
        """Which end of a text lies where it begins."""
        return "end" if self._rtl else "start"


def _title(words: str) -> str:
    return f"<title>{escape(words)}</title>"


def _text(cls: str, x: float, y: float, words: str, anchor: str = "") -> str:
    side = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{cls}" x="{x:g}" y="{y:g}"{side}>{escape(words)}</text>'


def _span(chain: Chain) -> tuple[date, date] | None:
    """What is drawn: the dates known, near the expiry where there is one."""
    days = [a.on for a in chain.cycle.anchors.values() if a.on]
    for called in chain.called:
        window = called.window
        days += [d for d in (window.earliest, window.latest, window.target) if d]
        days += [d for d in (called.notice.announce_by,) if d]
    expiry = chain.cycle.expires_on
    if expiry:
        near = (expiry - timedelta(days=BEFORE), expiry + timedelta(days=AFTER))
        days = [d for d in days if near[0] <= d <= near[1]]
    if not days:
        return None
    first, last = min(days), max(days)
    return first - timedelta(days=4), max(last, first + timedelta(days=20)) + timedelta(days=4)


def _weeks(scale: _Scale, top: int, height: int) -> Iterator[str]:
    monday = scale.first + timedelta(days=-scale.first.weekday() % 7)
    every = 7 if (scale.last - scale.first).days < 85 else 14
    while monday <= scale.last:
        x = scale.x(monday)
        yield f'<path class="week" d="M{x:g} {top - 4}V{height}"/>'
        words = said(monday).split(" ", 1)[1].rsplit(" ", 1)[0]
        short = " ".join((words.split()[0], words.split()[-1][:3]))
        yield _text("week-name", x, top - 8, short, "middle")
        monday += timedelta(days=every)


def _dates(anchors: Iterable[Anchor], scale: _Scale, base: int, height: int) -> Iterator[str]:
    """Each date a line down, its name above on the next free level."""
    known = (a for a in anchors if a.on and scale.holds(a.on))
    shown = sorted(known, key=lambda a: a.on or date.min)
    for number, anchor in enumerate(shown):
        assert anchor.on is not None
        x, y = scale.x(anchor.on), base + LEVEL * (number % LEVELS)
        name = anchor.name.replace("_", " ")
        title = f"{name}: {said(anchor.on)}, {anchor.basis}; {anchor.source}"
        near_end = (x > WIDTH - 170) != (scale.start == "end" and x < 170)
        side = "end" if near_end else "start"
        at = x - 5 if side == "end" else x + 5
        yield (
            f'<g class="date {anchor.basis}">{_title(title)}<path d="M{x:g} {y - 10}V{height}"/>'
            f"{_text('date-name', at, y, name, side)}</g>"
        )


def _group(cls: str, words: str, shape: str) -> str:
    return f'<g class="{cls}">{_title(words)}{shape}</g>'


def _need(called: Called, scale: _Scale, y: float) -> Iterator[str]:
    yield _text("need-name", scale.at(6), y + 4, called.need.title, scale.start)
    window, by, met = called.window, called.notice.announce_by, called.met_by
    if window.earliest and window.latest and window.earliest <= window.latest:
        x, width = scale.span(window.earliest, window.latest)
        words = _("%(need)s: window from %(first)s to %(last)s") % {
            "need": called.need.title, "first": said(window.earliest), "last": said(window.latest),
        }  # fmt: skip
        state = "met" if met else "skipped" if called.skipped else "open"
        rect = f'<rect x="{x:g}" y="{y - 8:g}" width="{width:g}" height="16" rx="3"/>'
        yield _group(f"window {state}", words, rect)
    if by and scale.holds(by) and not met:
        words = _("announce by %(day)s") % {"day": said(by)}
        yield _group("announce", words, f'<path d="M{scale.x(by) - 5:g} {y - 7:g}h10l-5 12z"/>')
    if window.target and scale.holds(window.target):
        words, x = _("target %(day)s") % {"day": said(window.target)}, scale.x(window.target)
        yield _group("target", words, f'<path d="M{x:g} {y - 7:g}l7 7-7 7-7-7z"/>')
    if met and scale.holds(met.on):
        dot = f'<circle cx="{scale.x(met.on):g}" cy="{y:g}" r="6"/>'
        yield _group("held", f"{met.status}: {said(met.on)}", dot)


@register.simple_tag
def chain_svg(chain: Chain) -> SafeString:
    """``{% chain_svg chain %}``; empty where no date is known. Its table stands beneath it."""
    span = _span(chain)
    if span is None:
        return SafeString("")
    scale, top = _Scale(*span, rtl=get_language_bidi()), 22 + LEVEL * LEVELS + 18
    height = top + ROW * len(chain.called) + 6
    parts = [*_weeks(scale, top, height)]
    parts += _dates(chain.cycle.anchors.values(), scale, 18, height)
    for number, called in enumerate(chain.called):
        parts += _need(called, scale, top + ROW * number + ROW / 2)
    if scale.holds(chain.as_of):
        x, words = scale.x(chain.as_of), _("as known on %(day)s") % {"day": said(chain.as_of)}
        parts.append(_group("as-of-line", words, f'<path d="M{x:g} {top - 4}V{height}"/>'))
    name = escape(_("The chain of the cycle, drawn; the tables beneath say the same"))
    return mark_safe(
        f'<svg class="chain" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{name}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
