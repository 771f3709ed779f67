"""What is recorded of one mission, as it was known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.disclosure import with_details_for
from consultations.models import (
    MISSION,
    Consultation,
    Contribution,
    CouncilVisit,
    Crisis,
    DateChange,
    Mandate,
    Mission,
    Penholder,
    RecordedMeeting,
    Report,
    ReportRequirement,
    StrategicReview,
)
from planner.reportrules import read_rule


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for reports as worded, and how we read it."""

    wording: str
    requested_by: str
    component: str
    known_on: date | None
    until_on: date | None
    reading: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Roster:
    """Contributors at one date by uniformed strength; the first *core* are the core list."""

    as_of: str = ""
    basis: str = ""
    later: bool = False
    core: tuple[Contribution, ...] = ()
    others: tuple[Contribution, ...] = ()
    total: int = 0
    coverage: int | None = None
    estimated: bool = False


@dataclass(slots=True)
class Records:
    """Everything the page of a mission shows; lists hold what was known on ``as_of``."""

    mission: Mission
    as_of: date
    pens: list[Penholder] = field(default_factory=list)
    mandates: list[Mandate] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    reviews: list[StrategicReview] = field(default_factory=list)
    crises: list[Crisis] = field(default_factory=list)
    visits: list[CouncilVisit] = field(default_factory=list)
    meetings: list[RecordedMeeting] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    changes: list[DateChange] = field(default_factory=list)
    roster: Roster = field(default_factory=Roster)

    @property
    def ends_on(self) -> date | None:
        """The end of the mandate, once over or decided by then: known by a final extension."""
        ends = self.mission.ends_on
        last = [m.expires_on for m in self.mandates if m.kind == Mandate.Kind.CLOSURE]
        return ends if ends and (ends <= self.as_of or ends in last) else None

    @property
    def standing(self) -> list[Mandate]:
        """The decision in force for each component on that day: its cycles to open first."""
        running: dict[str, Mandate] = {}
        for one in sorted(self.mandates, key=lambda m: (m.expires_on, m.adopted_on)):
            if one.expires_on >= self.as_of and one.kind != Mandate.Kind.CHANGE:
                running.setdefault(one.component, one)
        return sorted(running.values(), key=lambda m: (m.component != MISSION, m.component))


def records_of(mission: Mission, as_of: date, core: int, reader: User | AnonymousUser) -> Records:
    """The records of *mission* known on *as_of*; *core* is the size of the core list."""
    found = Records(mission, as_of)
    begun = Q(from_on__isnull=True) | Q(from_on__lte=as_of)
    found.pens = list(mission.penholders.filter(begun).select_related("member"))
    found.mandates = list(mission.mandates.order_by("-expires_on", "component", "-adopted_on"))
    found.reports = list(mission.reports.all())
    requirements = list(mission.report_requirements.all())
    found.reviews = list(mission.reviews.filter(known_on__lte=as_of))
    found.crises = list(mission.crises.filter(known_on__lte=as_of))
    found.visits = list(mission.visits.filter(known_on__lte=as_of))
    found.meetings = list(mission.recorded_meetings.filter(starts_on__lte=as_of))
    found.consultations = _consultations(mission, reader)
    _as_known(found)
    found.rules = [*_typed(requirements, as_of), *_worded(found.reports)]
    found.roster = roster_of(mission, as_of, core)
    return found


def _consultations(mission: Mission, reader: User | AnonymousUser) -> list[Consultation]:
    mine = Q(missions=mission) | Q(cycle_mission=mission)
    rows = Consultation.objects.filter(mine).select_related("room").defer("basis")
    shown = with_details_for(rows.distinct(), reader).filter(shown=True)
    return list(shown.order_by("-starts_at"))


def _as_known(found: Records) -> None:
    """Keep what was known, and put dates that changed later back to what they were."""
    subjects = [f"mission:{found.mission.pk}"]
    rows: list[Any] = [*found.mandates, *found.reports, *found.reviews, *found.crises]
    rows += found.visits
    subjects += [row.kept_as for row in rows] + [
        f"milestone:{pk}" for pk in found.mission.milestones.values_list("pk", flat=True)
    ]
    changes = list(DateChange.objects.filter(subject__in=subjects).select_related("who"))
    found.changes = sorted(
        (c for c in changes if c.known_on <= found.as_of),
        key=lambda c: (c.known_on, c.pk),
        reverse=True,
    )
    later = {c.subject: c for c in changes if c.known_on > found.as_of}
    if later:
        _take_back([found.mission, *rows], changes, found.as_of)
    found.mandates = [m for m in found.mandates if m.adopted_on <= found.as_of]
    found.reports = _newest_first(_reports_known(found.reports, found.as_of))


def _take_back(rows: Iterable[Any], changes: Iterable[DateChange], as_of: date) -> None:
    by_subject = {row.kept_as: row for row in rows}
    later = [c for c in changes if c.known_on > as_of and c.subject in by_subject]
    for change in sorted(later, key=lambda c: (c.known_on, c.pk), reverse=True):
        setattr(by_subject[change.subject], change.field, change.was)


def _reports_known(reports: Iterable[Report], as_of: date) -> Iterable[Report]:
    """A report not yet sent on that day stays only with the date on which it was due."""
    for report in reports:
        dates = [d for d in (report.issued_on, report.advance_copy_on) if d]
        if report.issued_on and report.issued_on > as_of:
            report.issued_on, report.symbol = None, ""
        if report.advance_copy_on and report.advance_copy_on > as_of:
            report.advance_copy_on = None
        if report.due_on or not dates or min(dates) <= as_of:
            yield report


def _newest_first(reports: Iterable[Report]) -> list[Report]:
    def day(report: Report) -> date:
        return report.issued_on or report.advance_copy_on or report.due_on or date.min

    return sorted(reports, key=day, reverse=True)


def _typed(requirements: Iterable[ReportRequirement], as_of: date) -> list[Rule]:
    return [
        Rule(
            r.wording, r.requested_by, r.component, r.known_on, r.until_on, reading(r.wording),
            r.source, r.get_confidence_display(),
        )
        for r in requirements
        if r.known_on is None or r.known_on <= as_of
    ]  # fmt: skip


def _worded(reports: Iterable[Report]) -> list[Rule]:
    """Rules as worded in the reports themselves, the newest report of each wording."""
    newest: dict[str, Report] = {}
    for report in reports:
        if report.cycle:
            newest.setdefault(report.cycle, report)
    return [
        Rule(
            wording, report.requested_by, MISSION, report.issued_on, None, reading(wording),
            report.symbol or report.source, report.get_confidence_display(),
        )
        for wording, report in newest.items()
    ]  # fmt: skip


def reading(wording: str) -> str:
    """How we read a rule; empty where it gives no dates."""
    rule = read_rule(wording)
    return rule.reading if rule else ""


def roster_of(mission: Mission, as_of: date, core: int) -> Roster:
    """The newest roster not later than *as_of*, else the earliest after it, said to be later."""
    spans = mission.contributions.order_by("as_of_until", "as_of").values_list(
        "as_of", "as_of_until"
    )
    dated = list(spans.distinct())
    if not dated:
        return Roster()
    before = [name for name, until in dated if until <= as_of]
    name = before[-1] if before else dated[0][0]
    rows = mission.contributions.filter(as_of=name).select_related("member")
    ranked = sorted(rows, key=lambda c: (-(c.uniformed or 0), -(c.total or 0), c.member.name))
    armed = any(c.uniformed for c in ranked)
    sizes = [(c.uniformed if armed else c.total) or 0 for c in ranked]
    whole = sum(sizes)
    return Roster(
        as_of=name,
        basis=ranked[0].as_of_basis,
        later=not before,
        core=tuple(ranked[:core]),
        others=tuple(ranked[core:]),
        total=whole,
        coverage=round(100 * sum(sizes[:core]) / whole) if whole else None,
        estimated=any(c.uniformed_is_estimate for c in ranked)
        or "estimate" in ranked[0].as_of_basis,
    )


def field_label(change: DateChange) -> str:
    """The date that changed, by the name the forms give it."""
    models = (Mission, Mandate, Report, StrategicReview, Crisis, CouncilVisit)
    columns = {
        f"{model._meta.model_name}:{column.name}": column.verbose_name
        for model in models
        for column in model._meta.concrete_fields
    }
    kind = change.subject.partition(":")[0]
    return str(columns.get(f"{kind}:{change.field}", change.field.replace("_", " ")))


def status_of(mission: Mission, on: date, next_on: date | None, last_on: date | None) -> str:
    """In words: when it expires, or why no expiry can be told. Empty when *next_on* says it."""
    if mission.known_by_name_only:
        return _("closed; known by name only")
    if mission.ends_on and mission.ends_on < on:
        return _("closed")
    if mission.open_ended:
        return _("open-ended: no renewal cycle")
    if next_on:
        return ""
    return _("later decision not recorded") if last_on else _("no mandate recorded")
