"""The figures of a year or any span, of all missions or of one, as a reader sees them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from consultations.models import Consultation, Mission
from consultations.planning.looking_back import LookedBack, looking_back
from consultations.reviewing.left_out import left_out
from consultations.reviewing.rows import (
    Person,
    Rows,
    followed_from,
    held_rows,
    recorded_values,
)
from planner.figures import Figure
from planner.indicators import Indicator, figures
from planner.recommendation import Number
from planner.register import Register
from planner.reviewed import Reviewed

BEFORE = timedelta(days=400)  # the cycle before: a mandate's year and what it may slip


@dataclass(frozen=True, slots=True)
class Scope:
    """What is reviewed: the days from *first* to *last*, of one mission or of all."""

    first: date
    last: date
    mission: Mission | None = None

    @classmethod
    def year(cls, year: int, mission: Mission | None = None) -> Scope:
        """One calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31), mission)


@dataclass(frozen=True, slots=True)
class Review:
    """The figures of a scope: *meetings* held in it, of which *recorded* are only in tables of
    the past and *closed* are closed to the reader.
    """

    scope: Scope
    figures: tuple[tuple[Indicator, Figure], ...]
    until: date
    meetings: int
    recorded: int
    closed: int
    register: Register
    reviewed: Reviewed

    @property
    def changed(self) -> tuple[Number, ...]:
        """The numbers that are not the default."""
        return self.register.changed

    def wanted(self, key: str) -> int:
        """A number of the register that a figure is held against."""
        return self.register.number(key)

    def figure(self, indicator: str) -> Figure:
        """One figure by the id of its indicator. Raises ``KeyError`` where there is none."""
        return {one.id: figure for one, figure in self.figures}[indicator]


def review(scope: Scope, reader: Person) -> Review:
    """Every indicator of the scope; as many queries for one meeting as for a hundred."""
    missions = [scope.mission] if scope.mission else list(_known_missions())
    since = scope.first - BEFORE
    past = looking_back(missions, since, scope.last)
    rows = Rows(held_rows(reader, since, scope.last, scope.mission), reader, past)
    own = rows.values()
    entered = Consultation.objects.exclude(source_event="").values_list("source_event", flat=True)
    recorded = recorded_values(since, scope.last, scope.mission, past, entered)
    of = _reviewed(scope, past, sorted([*own, *recorded], key=lambda m: (m.on, m.reference)),
                   reader)  # fmt: skip
    held = list(of.held())
    references = {m.reference for m in recorded}
    return Review(
        scope=scope,
        figures=figures(of),
        until=of.until,
        meetings=len(held),
        recorded=sum(m.reference in references for m in held),
        closed=rows.closed_from(scope.first),
        register=past.register,
        reviewed=of,
    )


def of_missions(found: Review) -> list[tuple[str, int, dict[str, Figure]]]:
    """The same of each mission alone: its name, its meetings held, figures by indicator."""
    of = found.reviewed
    held = Counter(mission for one in of.held() for mission in one.missions)
    named = sorted({*held, *(r.mission for r in of.renewals)})
    return [(name, held[name], _of_mission(of, name)) for name in named]


def _of_mission(of: Reviewed, mission: str) -> dict[str, Figure]:
    own = replace(
        of,
        mission=mission,
        meetings=tuple(m for m in of.meetings if mission in m.missions),
        renewals=tuple(r for r in of.renewals if r.mission == mission),
        contacts=tuple(c for c in of.contacts if c.mission == mission),
        ended=(),
        left=(),
    )
    return {one.id: figure for one, figure in figures(own)}


def years_of(mission: Mission, today: date) -> tuple[int, ...]:
    """The years in which a meeting on it is recorded, and this one; the earliest first."""
    booked = Consultation.objects.filter(missions=mission, status__in=Consultation.LIVE)
    days = [d.year for d in booked.order_by().dates("starts_at", "year")]
    recorded = mission.recorded_meetings.order_by().dates("starts_on", "year")
    known = {today.year, *days, *(d.year for d in recorded)}
    return tuple(sorted(year for year in known if year <= today.year))


def _known_missions() -> list[Mission]:
    return [m for m in Mission.objects.all() if not m.known_by_name_only]


def _reviewed(scope: Scope, past: LookedBack, meetings: list, reader: Person) -> Reviewed:
    until = min(past.today, scope.last)
    return Reviewed(
        first=scope.first,
        last=scope.last,
        until=until,
        workdays=past.workdays,
        register=past.register,
        meetings=tuple(meetings),
        renewals=past.renewals(scope.first, scope.last),
        left=tuple(left_out(scope.first, scope.last, scope.mission, reader)),
        contacts=past.contacts(until) if until >= scope.first else (),
        ended=past.ended(until) if until >= scope.first else (),
        followed_from=followed_from(),
        mission=scope.mission.acronym if scope.mission else "",
    )
