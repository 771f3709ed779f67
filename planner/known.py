"""What is recorded of a mission, as plain values, and what of it could be known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

ROLLOVER = "technical rollover"
CLOSURE = "closure"
CHANGE = "substantive change"
ESTABLISHMENT = "establishment"
PERIODIC = "periodic"
MISSION_COMPONENT = "mission"
ASSUMED = "assumed"  # the confidence in what nobody recorded: a what-if


@dataclass(frozen=True, slots=True)
class MandateFact:
    """A decision of the Council on a mission's mandate."""

    component: str
    resolution: str
    adopted_on: date
    starts_on: date | None
    expires_on: date
    kind: str
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report of the Secretary-General; *known_on* is when its wording could first be read."""

    symbol: str
    kind: str
    wording: str
    issued_on: date | None
    advance_copy_on: date | None = None
    due_on: date | None = None
    known_on: date | None = None
    confidence: str = ""
    requested_by: str = ""

    @property
    def transmitted_on(self) -> date | None:
        """Day the report reached contributors: the advance copy, else its issue."""
        return self.advance_copy_on or self.issued_on


@dataclass(frozen=True, slots=True)
class Requirement:
    """A report asked for, as the rule's wording ("every 90 days")."""

    component: str
    wording: str
    known_on: date | None
    until_on: date | None = None
    requested_by: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A date of one cycle that became known on *known_on*."""

    component: str
    expires_on: date | None
    kind: str
    on: date
    until_on: date | None
    known_on: date
    source: str
    event_id: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """A crisis, Council visit or strategic review: what started it and where it ended."""

    kind: str
    name: str
    on: date | None
    until_on: date | None
    known_on: date | None
    requested_by: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A consultation held or booked on the mission: only its kind, day and standing matter here."""

    kind: str
    on: date
    status: str
    reference: str = ""
    need: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """An issue that a meeting on a mission took up, by the key of the issue's tag."""

    key: str
    mission: str
    on: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class MissionFacts:
    """Everything recorded of one mission that a chain may use; see :meth:`known`."""

    mission: str
    name: str = ""
    open_ended: bool = False
    ends_on: date | None = None
    expected_end_on: date | None = None
    penholders: tuple[str, ...] = ()
    pledge: bool = False
    mandates: tuple[MandateFact, ...] = ()
    reports: tuple[ReportFact, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    milestones: tuple[MilestoneFact, ...] = ()
    happenings: tuple[Happening, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    raised: tuple[Raised, ...] = ()

    def known(self, as_of: date) -> MissionFacts:
        """What could be known on *as_of*: nothing learnt later is left in."""
        return replace(
            self,
            mandates=tuple(m for m in self.mandates if m.adopted_on <= as_of),
            reports=tuple(_reports_known(self.reports, as_of)),
            requirements=tuple(
                r for r in self.requirements if not r.known_on or r.known_on <= as_of
            ),
            milestones=tuple(m for m in self.milestones if m.known_on <= as_of),
            happenings=tuple(_happenings_known(self.happenings, as_of)),
            meetings=tuple(m for m in self.meetings if m.status != "held" or m.on <= as_of),
            raised=tuple(r for r in self.raised if r.on <= as_of),
        )


def _happenings_known(happenings: Iterable[Happening], as_of: date) -> Iterable[Happening]:
    """A crisis or visit is known from its day at the latest; what has not ended has no end yet."""
    for one in happenings:
        from_day = one.known_on or (None if one.kind == "review" else one.on)
        if from_day is None or from_day <= as_of:
            planned = one.kind == "visit" or one.until_on is None or one.until_on <= as_of
            yield one if planned else replace(one, until_on=None)


def _reports_known(reports: Iterable[ReportFact], as_of: date) -> Iterable[ReportFact]:
    """Before its issue a report is known by its wording and due date only."""
    for report in reports:
        wording_known = report.known_on is None or report.known_on <= as_of
        issued = report.issued_on if report.issued_on and report.issued_on <= as_of else None
        advance = report.advance_copy_on
        advance = advance if advance and advance <= as_of else None
        if issued or advance or (wording_known and (report.wording or report.due_on)):
            same = issued == report.issued_on and advance == report.advance_copy_on
            yield report if same else replace(report, issued_on=issued, advance_copy_on=advance)
