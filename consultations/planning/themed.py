"""Issues of several missions that call for a thematic meeting, and whether one is booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consultations.models import Consultation
from consultations.planning.chaining import asked_of_group
from planner.themes import Theme, themes_of


@dataclass(frozen=True)
class Themed:
    """One such issue; ``booked`` is the meeting that is to take it up."""

    theme: Theme
    booked: Consultation | None


def themes(as_of: date) -> list[Themed]:
    """Those that stand on *as_of*, the first to lapse first; a fixed number of queries."""
    chain = asked_of_group(as_of).chain
    if chain.asking is None:
        return []
    found = themes_of(chain.asking)
    met = {called.need.id: called.met_by.reference for called in chain.called if called.met_by}
    named = [met[theme.need] for theme in found if theme.need in met]
    rows = {str(pk): row for pk, row in Consultation.objects.in_bulk(named).items()}
    return [Themed(theme, rows.get(met.get(theme.need, ""))) for theme in found]
