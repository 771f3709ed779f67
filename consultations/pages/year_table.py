"""The table under the year's drawing: one line a need, its cells made once in Python.

Hundreds of cells: a template would spend most of the page's time on them. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consultations.models import MISSION, Consultation
from consultations.pages.daywords import timer
from consultations.pages.year_chains import basis_words
from consultations.pages.year_values import Booking, CycleLine, Needed, Row, Year


def lines(year: Year) -> SafeString:
    """The ``<tbody>`` elements, one a mission."""
    table = _Table()
    return mark_safe("".join(table.mission(row) for row in year.rows))


class _Table:
    """The words of the table in the reader's language, looked up once, and its cells."""

    def __init__(self) -> None:
        self.time = timer()
        self.bases = {key: escape(words) for key, words in basis_words().items()}
        self.statuses = {key: escape(str(label)) for key, label in Consultation.Status.choices}
        self.statuses["recorded"] = escape(_("held (recorded)"))
        self.partly = escape(_("partly estimated"))
        self.none = f'<span class="none">{escape(_("not booked"))}</span>'
        self.closed = f'<span class="note">{escape(_("closed meeting"))}</span>'
        self.others = escape(_("Other consultations and meetings of the year"))

    def mission(self, row: Row) -> str:
        cells = [cell for cycle in row.cycles for cell in self.cycle(cycle)]
        told = {id(b) for cycle in row.cycles for need in cycle.needs for b in need.booked}
        others = [b for b in row.bookings if id(b) not in told]
        if not row.cycles:
            words = escape(row.note or _("no expiry is recorded in this year"))
            booked = self.bookings(others) if others else escape(_("nothing booked"))
            cells = [f'<td colspan="5">{words}</td><td>{booked}</td>']
        elif others:
            cells.append(f'<td colspan="5">{self.others}</td><td>{self.bookings(others)}</td>')
        name = f'<a href="{escape(row.url)}">{escape(row.acronym)}</a>'
        head = f'<th scope="rowgroup" rowspan="{len(cells)}">{name}</th>'
        return f"<tbody><tr>{head}{'</tr><tr>'.join(cells)}</tr></tbody>"

    def cycle(self, cycle: CycleLine) -> Iterator[str]:
        """The cells of a cycle's needs; its expiry and its report span them."""
        span = f'<td rowspan="{max(1, len(cycle.needs))}">'
        head = f"{span}{self.expiry(cycle)}</td>{span}{self.report(cycle)}</td>"
        if not cycle.needs:
            yield f'{head}<td colspan="4">{escape(cycle.note or _("calls for nothing more"))}</td>'
        for need in cycle.needs:
            yield head + self.need(need)
            head = ""

    def expiry(self, cycle: CycleLine) -> str:
        part = "" if cycle.component == MISSION else f"<br>{escape(cycle.component)}"
        note = f'<br><span class="note">{escape(cycle.note)}</span>' if cycle.note else ""
        return f'<a href="{escape(cycle.url)}">{self.time(cycle.expires_on)}</a>{part}{note}'

    def report(self, cycle: CycleLine) -> str:
        basis = cycle.report_basis
        words = self.bases.get(basis, escape(basis))
        title = escape(cycle.report_source)
        badge = f'<span class="basis basis-{escape(basis)}" title="{title}">{words}</span>'
        return f"{self.time(cycle.report_on)} {badge}"

    def need(self, need: Needed) -> str:
        window = ""
        if need.window:
            window = f"{self.time(need.window[0])} – {self.time(need.window[1])}"
            if need.estimated:
                window += f' <span class="basis basis-estimated">{self.partly}</span>'
        if need.note:
            window += f' <span class="note">{escape(need.note)}</span>'
        booked = self.bookings(need.booked) if need.booked else self.none
        cells = (escape(need.title), window, self.time(need.target), booked)
        return "".join(f"<td>{cell}</td>" for cell in cells)

    def bookings(self, bookings: Iterable[Booking]) -> str:
        return "<br>".join(map(self.booking, sorted(bookings, key=lambda b: b.on)))

    def booking(self, one: Booking) -> str:
        if one.status == "closed":
            return self.closed
        words, title = self.statuses[one.status], escape(one.title)
        if not one.url:
            return f'<span title="{title}">{self.time(one.on)} {words}</span>'
        link = f'<a href="{escape(one.url)}" title="{title}">{self.time(one.on)}</a>'
        return f"{link} {words}"
