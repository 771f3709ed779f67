"""The back-test: every recorded meeting judged by today's register with what was known then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from consultations.models import DateChange, Milestone, Mission, RecordedMeeting
from consultations.planning.answers import findings_json, iso, window_json
from consultations.planning.chaining import register_for
from consultations.planning.days import workdays
from consultations.planning.loading import KIND_OF_TYPE, mission_facts
from planner.backtest import Judged, Past, Summary, judge_past, summarise
from planner.known import MissionFacts
from planner.register import Register
from planner.uncycled import Occasion, Occasions
from planner.workdays import Workdays

BUREAU = "special committee"  # the type of a meeting with the Bureau of that committee
KEPT = 2000  # meetings remembered by one process: some hundred years of them, at two leads


@dataclass(frozen=True)
class Backtest:
    """Every meeting judged *lead_days* before and on its eve; summaries by lead and year."""

    meetings: tuple[Judged, ...]
    eve: tuple[Judged, ...]
    summary: dict[str, Summary]


@dataclass(frozen=True, slots=True)
class Occurred:
    """A meeting as a row of events.csv tells it: number, type, days, missions by acronym.

    *until* is the last day where that is another one.
    """

    event_id: str
    meeting_type: str
    on: date
    missions: tuple[str, ...]
    until: date | None = None


def recorded() -> list[Occurred]:
    """The meetings that are recorded, in order of their day."""
    found = RecordedMeeting.objects.prefetch_related("missions").order_by("starts_on", "event_id")
    return [
        Occurred(
            m.event_id,
            m.meeting_type,
            m.starts_on,
            tuple(x.acronym for x in m.missions.all()),
            m.ends_on,
        )
        for m in found
    ]


def backtest(
    *,
    year: int | None = None,
    lead_days: int = 14,
    events: Iterable[Occurred] | None = None,
) -> Backtest:
    """Judge the recorded meetings, or *events* in their place (of one *year*).

    Each is judged with what could be known *lead_days* calendar days before, and on the eve;
    when a fact was loaded does not matter.
    """
    found = recorded() if events is None else list(events)
    meetings = [m for m in found if year in (None, m.on.year)]
    known = _Known(found)
    leads = {lead: tuple(_judged(meetings, lead, known)) for lead in {lead_days, 1}}
    days = known.workdays
    summary: dict[str, Summary] = {}
    for lead, judged in sorted(leads.items(), reverse=True):
        name = "eve" if lead == 1 else f"{lead} days before"
        summary[name] = summarise(judged, days)
        for one in sorted({j.date.year for j in judged if j.in_window is not None}):
            summary[f"{name}, {one}"] = summarise([j for j in judged if j.date.year == one], days)
    return Backtest(leads[lead_days], leads[1], summary)


def _judged(meetings: Iterable[Occurred], lead: int, known: _Known) -> Iterator[Judged]:
    remembered = _remembered(known.workdays)
    for meeting in meetings:
        past = Past(
            event=meeting.event_id,
            kind=KIND_OF_TYPE.get(meeting.meeting_type, ""),
            on=meeting.on,
            announced_on=known.announced.get(meeting.event_id),
            beside=known.occasions.beside(_occasion(meeting)),
        )
        then = known.facts(meeting.on - timedelta(days=lead))
        concerned = tuple(then.get(name) or MissionFacts(name) for name in meeting.missions)
        yield remembered.judged(past, concerned, lead, known.register)


def _occasion(meeting: Occurred) -> Occasion:
    return Occasion(
        meeting.event_id,
        KIND_OF_TYPE.get(meeting.meeting_type, ""),
        meeting.on,
        max(meeting.on, meeting.until or meeting.on),
        frozenset(meeting.missions),
        meeting.meeting_type == BUREAU,
    )


class _Known:
    """What meetings are judged by; facts by acronym as they stood on a day.

    Between two changes of a date they are the same.
    """

    def __init__(self, meetings: Iterable[Occurred]) -> None:
        self.register, self.workdays = register_for(), workdays()
        self.occasions = Occasions(map(_occasion, meetings))
        told = Milestone.objects.filter(kind=Milestone.Kind.ANNOUNCED)
        self.announced = dict(told.values_list("event_id", "on"))
        changes = DateChange.objects.order_by("known_on").values_list("known_on", flat=True)
        self._changes = list(changes.distinct())
        self._facts: dict[date, dict[str, MissionFacts]] = {}

    def facts(self, as_of: date) -> dict[str, MissionFacts]:
        """Asked of the database once for all days between two changes."""
        later = self._changes[bisect_right(self._changes, as_of) :]
        standing = later[0] - timedelta(days=1) if later else date.max
        if standing not in self._facts:
            self._facts[standing] = _by_name(Mission.objects.all(), standing)
        return self._facts[standing]


class _Remembered:
    """Meetings judged before from equal facts, days and numbers: values that cannot grow old."""

    def __init__(self, days: Workdays) -> None:
        self._days = days
        self._known: dict[Any, Judged] = {}

    def judged(
        self, past: Past, concerned: tuple[MissionFacts, ...], lead: int, register: Register
    ) -> Judged:
        """One meeting, judged now or before."""
        changed = tuple((n.key, n.value) for n in register.changed)
        key = (past, concerned, lead, changed)
        if key not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = judge_past(
                past, concerned, lead_days=lead, workdays=self._days, register=register
            )
        return self._known[key]


@lru_cache(maxsize=4)
def _remembered(days: Workdays) -> _Remembered:
    return _Remembered(days)


def _by_name(missions: Iterable[Mission], as_of: date) -> dict[str, MissionFacts]:
    return {f.mission: f for f in mission_facts(missions, as_of=as_of).values()}


def judged_json(judged: Judged) -> dict[str, Any]:
    """One meeting of the back-test."""
    return {
        "event": judged.event,
        "missions": list(judged.missions),
        "component": judged.component or None,
        "kind": judged.kind or "visit",
        "date": iso(judged.date),
        "as_of": iso(judged.as_of),
        "expiry": iso(judged.expiry),
        "in_window": judged.in_window,
        "window": window_json(judged.window) if judged.window else None,
        "working_days_from_target": judged.from_target,
        "findings": findings_json(judged.findings),
        "smallest_change": judged.smallest_change or None,
        "proposed": iso(judged.proposed),
        "proposed_verdict": judged.proposed_verdict or None,
    }


def backtest_json(found: Backtest) -> dict[str, Any]:
    """The whole back-test."""
    return {
        "meetings": [judged_json(j) for j in found.meetings],
        "eve": [judged_json(j) for j in found.eve],
        "summary": {name: asdict(summary) for name, summary in found.summary.items()},
    }
