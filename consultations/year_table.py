"""The table under the year's drawing: one line a need, its cells made once in Python.

Hundreds of cells: a template would spend most of the page's time on them.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consultations.daywords import timed
from consultations.models import MISSION, Consultation
from consultations.year import BASES
from consultations.year_values import Booking, CycleLine, Needed, Row, Year


def lines(year: Year) -> SafeString:
    """The ``<tbody>`` elements, one a mission; everything in them is escaped here."""
    return mark_safe("".join(_mission(row) for row in year.rows))


def _mission(row: Row) -> str:
    cells = [cell for cycle in row.cycles for cell in _cycle(cycle)] or [_nothing(row)]
    told = {id(b) for cycle in row.cycles for need in cycle.needs for b in need.booked}
    others = [b for b in row.bookings if id(b) not in told]
    if row.cycles and others:
        words = escape(_("Other consultations and meetings of the year"))
        cells.append(f'<td colspan="5">{words}</td><td>{_bookings(others)}</td>')
    name = format_html(
        '<th scope="rowgroup" rowspan="{}"><a href="{}">{}</a></th>',
        len(cells), row.url, row.acronym,
    )  # fmt: skip
    return f"<tbody><tr>{name}{'</tr><tr>'.join(cells)}</tr></tbody>"


def _nothing(row: Row) -> str:
    said_so = row.note or _("no expiry is recorded in this year")
    loose = _bookings(row.bookings) if row.bookings else _("nothing booked")
    return f'<td colspan="5">{escape(said_so)}</td><td>{loose}</td>'


def _cycle(cycle: CycleLine) -> Iterator[str]:
    """The cells of a cycle's needs; its expiry and its report span them."""
    span = format_html(' rowspan="{}"', max(1, len(cycle.needs)))
    head = f"<td{span}>{_expiry(cycle)}</td><td{span}>{_report(cycle)}</td>"
    if not cycle.needs:
        yield f'{head}<td colspan="4">{escape(cycle.note or _("calls for nothing more"))}</td>'
    for need in cycle.needs:
        yield head + _need(need)
        head = ""


def _expiry(cycle: CycleLine) -> str:
    part = "" if cycle.component == MISSION else f"<br>{escape(cycle.component)}"
    note = f'<br><span class="note">{escape(cycle.note)}</span>' if cycle.note else ""
    return f'<a href="{escape(cycle.url)}">{timed(cycle.expires_on)}</a>{part}{note}'


def _report(cycle: CycleLine) -> str:
    basis = cycle.report_basis
    return format_html(
        '{} <span class="basis basis-{}" title="{}">{}</span>',
        timed(cycle.report_on), basis, cycle.report_source, BASES.get(basis, basis),
    )  # fmt: skip


def _need(need: Needed) -> str:
    window = f"{timed(need.window[0])} – {timed(need.window[1])}" if need.window else ""
    if need.window and need.estimated:
        window += f' <span class="basis basis-estimated">{escape(_("partly estimated"))}</span>'
    if need.note:
        window += f' <span class="note">{escape(need.note)}</span>'
    none = f'<span class="none">{escape(_("not booked"))}</span>'
    booked = _bookings(need.booked) if need.booked else none
    target = timed(need.target)
    return f"<td>{escape(need.title)}</td><td>{window}</td><td>{target}</td><td>{booked}</td>"


def _bookings(bookings: tuple[Booking, ...] | list[Booking]) -> SafeString:
    return format_html_join(
        mark_safe("<br>"),
        "{}",
        ((_booking(one),) for one in sorted(bookings, key=lambda b: b.on)),
    )


def _booking(one: Booking) -> SafeString:
    if one.status == "closed":
        return format_html('<span class="note">{}</span>', _("closed meeting"))
    if one.url:
        return format_html(
            '<a href="{}" title="{}">{}</a> {}', one.url, one.title, timed(one.on), _status(one)
        )
    return format_html('<span title="{}">{} {}</span>', one.title, timed(one.on), _status(one))


def _status(one: Booking) -> str:
    if one.status == "recorded":
        return _("held (recorded)")
    return str(Consultation.Status(one.status).label)
