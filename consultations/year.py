"""One year of all missions: what is recorded, and what its cycles call for, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations import year_facts
from consultations.daywords import said
from consultations.mission_filters import MissionFilters, held_between
from consultations.models import Mission, Penholder, Presidency
from consultations.planning.years import Years, years
from consultations.year_values import Band, Booking, CycleLine, Mark, Needed, Row, Year

if TYPE_CHECKING:
    from planner.anchors import Anchor
    from planner.chains import Called, Chain
    from planner.known import Meeting

BASES = {
    "recorded": gettext_lazy("recorded"),
    "rule": gettext_lazy("by rule"),
    "estimated": gettext_lazy("estimated"),
    "unknown": gettext_lazy("unknown"),
}
# A cycle that ends soon after New Year has its windows in December.
MARGIN = timedelta(days=45)


def gather(
    number: int, filters: MissionFilters, reader: User | AnonymousUser
) -> tuple[Year, list[Mission], list[Penholder]]:
    """The year as *filters* ask for it, and all its missions and pens, to filter by."""
    first, last = year_facts.bounds(number)
    missions = [m for m in Mission.objects.all() if year_facts.exists_in(m, number)]
    pens = held_between(Penholder.objects.select_related("member"), first, last)
    by_mission = defaultdict(list)
    for pen in pens:
        by_mission[pen.mission_id].append(pen)
    chosen = [m for m in missions if filters.holds(m, by_mission[m.pk])]
    planned = years(chosen, first=first, last=last + MARGIN)
    presidencies = Presidency.objects.filter(year=number).select_related("member")
    year = Year(
        number=number,
        today=planned.today,
        rows=_rows(chosen, planned, number, reader),
        presidencies={p.month: p for p in presidencies},
        off=year_facts.days_off(planned.workdays, number),
        provisional=planned.workdays.provisional(first),
    )
    return year, missions, pens


def _rows(
    missions: list[Mission], planned: Years, number: int, reader: User | AnonymousUser
) -> tuple[Row, ...]:
    booked = year_facts.consultations(number, reader)
    rows = []
    for mission in missions:
        facts = planned.facts[mission.pk]
        base = year_facts.cycle_base(mission.acronym)
        row = Row(mission.acronym, mission.full_name, mission.get_absolute_url(), _note(mission))
        row.bars = year_facts.bars(mission, facts.mandates, number, base)
        row.changes = year_facts.changes(facts.mandates, number)
        row.marks = year_facts.issued(facts.reports, number)
        row.bookings = [*booked[mission.pk], *year_facts.recorded(facts.meetings, number)]
        for chain in planned.chains[mission.pk]:
            _add_chain(row, chain, number, base)
        rows.append(row)
    return tuple(rows)


def _note(mission: Mission) -> str:
    if mission.open_ended:
        return _("open-ended: no renewal cycle")
    return _("ended %(day)s") % {"day": said(mission.ends_on)} if mission.ends_on else ""


def _add_chain(row: Row, chain: Chain, number: int, base: str) -> None:
    """The windows, awaited report and table lines of one cycle."""
    cycle = chain.cycle
    if cycle.expires_on is None:
        return
    row.bands += [
        band
        for called in chain.called
        if (band := _band(called, chain)) and number in (band.first.year, band.last.year)
    ]
    awaited = _awaited(cycle.anchors, cycle.component)
    if awaited and awaited.on.year == number:
        row.marks.append(awaited)
    report = _report(cycle.anchors)
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


def _report(anchors: dict[str, Anchor]) -> Anchor | None:
    return anchors.get("report_transmitted") or anchors.get("report_due")


def _awaited(anchors: dict[str, Anchor], component: str) -> Mark | None:
    """The cycle's report as long as it is not recorded as sent."""
    sent = anchors.get("report_transmitted")
    due = anchors.get("report_due")
    if due is None or due.on is None or (sent and str(sent.basis) == "recorded"):
        return None
    words = {"day": said(due.on), "basis": BASES[str(due.basis)], "source": due.source}
    title = _("Report due %(day)s (%(basis)s: %(source)s)") % words
    return Mark(due.on, str(due.basis), title, component)


def _estimated(called: Called) -> bool:
    """Whether one of the dates the window is counted from is only our estimate."""
    return any(zone.anchor.soft for zone in called.window.zones)


def _band(called: Called, chain: Chain) -> Band | None:
    window, need, cycle = called.window, called.need, chain.cycle
    if not window.days or called.skipped:
        return None
    estimated = _estimated(called)
    words = {
        "mission": cycle.mission,
        "need": need.title,
        "first": said(window.days[0]),
        "last": said(window.days[-1]),
        "target": said(window.target),
    }
    title = _("%(mission)s, %(need)s: window %(first)s to %(last)s, target %(target)s") % words
    if estimated:
        title += " " + _("(some dates it is counted from are estimated)")
    return Band(
        window.days[0], window.days[-1], window.target, need.kind, need.id, cycle.expires_on,
        cycle.component, estimated, title,
    )  # fmt: skip


def _needed(called: Called, chain: Chain, bookings: Iterable[Booking]) -> Needed:
    days = called.window.days
    note = called.skipped and _("not held: %(reason)s") % {"reason": called.skipped}
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
    met = called.met_by
    asked = (called.need.id, chain.cycle.component, chain.cycle.expires_on)
    named = [b for b in bookings if (b.need, b.component, b.expires_on) == asked]
    if named or met is None:
        return tuple(named)
    if year_facts.is_consultation(met.reference) and not _seen(met, bookings):
        return (Booking(met.on, "closed", met.kind, *asked[::2], asked[1], "", ""),)
    same = [b for b in bookings if b.on == met.on and b.kind in ("", met.kind)]
    title = _("meeting recorded")
    other = Booking(met.on, met.status, met.kind, *asked[::2], asked[1], "", title)
    return tuple(same[:1]) or (other,)


def _seen(met: Meeting, bookings: Iterable[Booking]) -> bool:
    """Whether the reader sees that consultation: its mark is among the mission's."""
    return any(met.reference in b.url for b in bookings)
