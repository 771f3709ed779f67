"""One year of all missions: what is recorded, and what its cycles call for, row by row."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from consultations.models import Mission, Presidency
from consultations.pages import year_facts
from consultations.pages.daywords import said
from consultations.pages.mission_filters import MissionFilters, Pen, pens_between
from consultations.pages.year_chains import Drawn
from consultations.pages.year_values import Row, Year
from consultations.planning.years import Years, years

# A cycle that ends soon after New Year has its windows in December.
MARGIN = timedelta(days=45)


def gather(
    number: int, filters: MissionFilters, reader: User | AnonymousUser
) -> tuple[Year, list[Mission], list[Pen]]:
    """The year as *filters* ask for it, and all its missions and pens, to filter by."""
    first, last = year_facts.bounds(number)
    missions = [m for m in Mission.objects.all() if year_facts.exists_in(m, number)]
    pens = pens_between(first, last)
    chosen = [m for m in missions if filters.holds(m, pens[m.pk])]
    planned = years(chosen, first=first, last=last + MARGIN)
    presidencies = Presidency.objects.filter(year=number).select_related("member")
    year = Year(
        number=number,
        today=planned.today,
        rows=_rows(chosen, planned, number, reader),
        presidencies={p.month: p for p in presidencies},
        off=year_facts.days_off(planned.workdays, number),
        provisional=planned.workdays.provisional(first),
        changed=planned.changed,
    )
    return year, missions, [pen for m in missions for pen in pens[m.pk]]


def _rows(
    missions: list[Mission], planned: Years, number: int, reader: User | AnonymousUser
) -> tuple[Row, ...]:
    booked, decided = year_facts.Booked(number, reader), year_facts.Decided(number)
    drawn, rows = Drawn(number), []
    for mission in missions:
        facts = planned.facts[mission.pk]
        base = year_facts.cycle_base(mission.acronym)
        row = Row(
            mission.acronym, mission.full_name, mission.get_absolute_url(), _note(mission, number)
        )
        row.bars = decided.bars(mission, facts.mandates, base)
        row.changes = decided.changes(facts.mandates)
        row.marks = decided.issued(facts.reports)
        row.bookings = booked.marks(facts.meetings)
        for chain in planned.chains[mission.pk]:
            drawn.add(row, chain, base)
        rows.append(row)
    return tuple(rows)


def _note(mission: Mission, number: int) -> str:
    if mission.open_ended:
        return _("open-ended: no renewal cycle")
    ended = mission.ends_on if mission.ends_on and mission.ends_on.year == number else None
    return _("ended %(day)s") % {"day": said(ended)} if ended else ""
