"""What the cycles of a year call for, as windows to draw and lines of the table."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from consultations.pages import year_facts
from consultations.pages.daywords import sayer
from consultations.pages.year_values import Band, Booking, CycleLine, Mark, Needed, Row
from planner.anchors import Anchor
from planner.chains import Called, Chain


def basis_words() -> dict[str, str]:
    """How a date is established, in the reader's language."""
    return {
        "recorded": _("recorded"),
        "rule": _("by rule"),
        "estimated": _("estimated"),
        "unknown": _("unknown"),
    }


class Drawn:
    """Chains put on the rows of one year; the words are looked up once for all of them."""

    def __init__(self, number: int) -> None:
        self._year = number
        self._say = sayer()
        self._bases = basis_words()
        self._window = _("%(mission)s, %(need)s: window %(first)s to %(last)s, target %(target)s")
        self._soft = _("(some dates it is counted from are estimated)")
        self._due = _("Report due %(day)s (%(basis)s: %(source)s)")

    def add(self, row: Row, chain: Chain, base: str) -> None:
        """The windows, awaited report and table lines of one cycle; *base* see ``cycle_base``."""
        cycle = chain.cycle
        if cycle.expires_on is None:
            return
        bands = filter(None, (self._band(called, chain) for called in chain.called))
        row.bands += [b for b in bands if self._year in (b.first.year, b.last.year)]
        awaited = self._awaited(cycle.anchors, cycle.component)
        if awaited and awaited.on.year == self._year:
            row.marks.append(awaited)
        report = cycle.anchors.get("report_transmitted") or cycle.anchors.get("report_due")
        row.cycles.append(
            CycleLine(
                component=cycle.component,
                expires_on=cycle.expires_on,
                url=year_facts.cycle_link(base, cycle.component, cycle.expires_on),
                report_on=report.on if report else None,
                report_basis=str(report.basis) if report else "unknown",
                report_source=report.source if report else "",
                needs=tuple(_needed(called, chain, row.bookings) for called in chain.called),
                note=_("final period: no renewal is expected") if cycle.final else "",
            )
        )

    def _awaited(self, anchors: dict[str, Anchor], component: str) -> Mark | None:
        """The cycle's report as long as it is not recorded as sent."""
        sent, due = anchors.get("report_transmitted"), anchors.get("report_due")
        if due is None or due.on is None or (sent and sent.basis == "recorded"):
            return None
        basis = str(due.basis)
        words = {"day": self._say(due.on), "basis": self._bases[basis], "source": due.source}
        return Mark(due.on, basis, self._due % words, component)

    def _band(self, called: Called, chain: Chain) -> Band | None:
        window, need, cycle = called.window, called.need, chain.cycle
        if not window.days or called.skipped:
            return None
        first, last, estimated = window.days[0], window.days[-1], _estimated(called)
        title = self._window % {
            "mission": cycle.mission,
            "need": need.title,
            "first": self._say(first),
            "last": self._say(last),
            "target": self._say(window.target),
        }
        return Band(
            first, last, window.target, need.kind, need.id, cycle.expires_on, cycle.component,
            estimated, f"{title} {self._soft}" if estimated else title,
        )  # fmt: skip


def _estimated(called: Called) -> bool:
    """Whether one of the dates the window is counted from is only our estimate."""
    return any(zone.anchor.soft for zone in called.window.zones)


def _needed(called: Called, chain: Chain, bookings: Iterable[Booking]) -> Needed:
    days = called.window.days
    note = _("not held: %(reason)s") % {"reason": called.skipped} if called.skipped else ""
    if not days and not note:
        note = "; ".join((*called.window.warnings, *called.window.unknown))
    return Needed(
        title=called.need.title,
        window=(days[0], days[-1]) if days else None,
        target=called.window.target,
        booked=_booked(called, chain, bookings),
        estimated=_estimated(called),
        note=note,
    )


def _booked(called: Called, chain: Chain, bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    """What was booked for this need, else the meeting that planning counts as meeting it."""
    asked = (called.need.id, chain.cycle.expires_on)
    named = [b for b in bookings if (b.need, b.expires_on) == asked]
    met = called.met_by
    if named or met is None:
        return tuple(named)
    same = [b for b in bookings if (b.on, b.kind) == (met.on, met.kind)]
    if same:
        return (same[0],)
    if year_facts.is_consultation(met.reference):  # of another year, or closed to this reader
        return (Booking(met.on, "closed", met.kind, *asked, "", ""),)
    return (Booking(met.on, "recorded", met.kind, *asked, "", met.reference),)
