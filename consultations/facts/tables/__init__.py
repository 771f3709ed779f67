"""Every table of facts by its file stem, in the order in which they lean on each other."""

from __future__ import annotations

from consultations.facts.columns import Table
from consultations.facts.tables.council import CONTRIBUTIONS, COUNCIL, MEMBER_STATES, PRESIDENCIES
from consultations.facts.tables.meetings import EVENTS, VISITS
from consultations.facts.tables.missions import (
    CRISES,
    MANDATES,
    MILESTONES,
    MISSIONS,
    PENHOLDERS,
    REPORTS,
    REQUIREMENTS,
    REVIEWS,
)
from consultations.facts.tables.premises import (
    CLOSURES,
    COUNCIL_MEETINGS,
    HOLIDAYS,
    HOURS,
    ROOMS,
)

TABLES: dict[str, Table] = {
    table.stem: table
    for table in (
        MEMBER_STATES,
        MISSIONS,
        PENHOLDERS,
        MANDATES,
        REQUIREMENTS,
        REPORTS,
        REVIEWS,
        CRISES,
        COUNCIL,
        PRESIDENCIES,
        CONTRIBUTIONS,
        ROOMS,
        HOLIDAYS,
        CLOSURES,
        HOURS,
        EVENTS,
        VISITS,
        COUNCIL_MEETINGS,
        MILESTONES,
    )
}
