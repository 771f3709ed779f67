"""What the Council asked to be told under a mandate: reports and reviews, and when they are due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.anchor import Anchor, Basis
from planner.cycle import Cycle
from planner.known import (
    MISSION_COMPONENT,
    PERIODIC,
    Happening,
    MissionFacts,
    ReportFact,
    Requirement,
)
from planner.reportrules import ReportRule, RuleKind, due_dates, read_rule

SPECIAL, REVIEW = "special", "strategic review"
ANOTHER = timedelta(days=21)  # so far ahead of the cycle's own date it is another report
FORGOTTEN = 2.5  # intervals without a report: the series cannot be counted on from the last one
YEARS_AGO = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Due:
    """One date; *month_only*: the rule names a month, and *on* is its last day (our reading);
    *default*: no rule gives it, it is our own distance before the expiry."""

    on: date
    basis: Basis
    source: str = ""
    month_only: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True)
class ReportTask:
    """A report or review asked for. *due* from the day asked on, *missed* before it.

    *why_none* says why no date is given: "lapsed" (the mandate's expiry is past), "stale" (the
    last report recorded is too old to count from), "unread" (the wording gives no date), "beyond"
    (none before the mandate expires); empty where *due* has one.
    """

    component: str
    kind: str
    wording: str
    requested_by: str
    due: tuple[Due, ...] = ()
    missed: tuple[Due, ...] = ()
    why_none: str = ""
    last_symbol: str = ""
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From which day dates are told, up to which day, and the cycles they are told under."""

    as_of: date
    until: date
    cycles: tuple[Cycle, ...]

    def running(self, component: str) -> Cycle | None:
        """The first cycle of the component that is not over."""
        ahead = (c for c in self._of(component) if c.expires_on and c.expires_on >= self.as_of)
        return next(ahead, None)

    def lapsed(self, component: str) -> bool:
        """Whether it had an expiry, and every one known is past."""
        own = self._of(component)
        return any(c.expires_on for c in own) and self.running(component) is None

    def last_day(self, component: str) -> date:
        """The last day on which a report under a mandate known can be due."""
        ends = [c.expires_on for c in self._of(component) if c.expires_on]
        return min(self.until, max(ends, default=self.until))

    def _of(self, component: str) -> list[Cycle]:
        return [c for c in self.cycles if c.component == component]


def report_tasks(facts: MissionFacts, span: Span) -> tuple[ReportTask, ...]:
    """Every report and review that stands, from facts cut to what was known on the day asked."""
    periodic = [_with_cycle(task, span) for task in _periodic(facts, span)]
    return (*periodic, *_special(facts, span), *_reviews(facts, span))


def _periodic(facts: MissionFacts, span: Span) -> Iterator[ReportTask]:
    standing = [r for r in facts.requirements if _stands(r, span.as_of)]
    for one in sorted(standing, key=lambda r: (r.component, r.known_on or date.min, r.wording)):
        yield _task(facts, span, one, PERIODIC)
    if any(r.component == MISSION_COMPONENT for r in standing):
        return
    worded = _newest(r for r in facts.reports if r.kind == PERIODIC and r.wording)
    if worded:
        named = Requirement(MISSION_COMPONENT, worded.wording, None, None, worded.requested_by)
        yield _task(facts, span, named, PERIODIC)
    elif span.running(MISSION_COMPONENT):
        yield ReportTask(MISSION_COMPONENT, PERIODIC, "", "", why_none="unread")


def _special(facts: MissionFacts, span: Span) -> Iterator[ReportTask]:
    """A series of special reports that goes on, and single ones that have not come yet."""
    reports = [r for r in facts.reports if r.kind == SPECIAL]
    last = _newest(r for r in reports if r.transmitted_on)
    rule = read_rule(last.wording) if last else None
    if last and rule and rule.kind in (RuleKind.EVERY, RuleKind.ON_DATES):
        named = Requirement(MISSION_COMPONENT, last.wording, None, None, last.requested_by)
        task = _task(facts, span, named, SPECIAL)
        if task.why_none not in ("stale", "lapsed"):
            yield task
    for one in reports:
        if not one.transmitted_on and not _recurs(one):
            yield _awaited(facts, span, one)


def _reviews(facts: MissionFacts, span: Span) -> Iterator[ReportTask]:
    """Strategic reviews that have not been circulated."""
    for one in facts.reports:
        if one.kind == REVIEW and not one.transmitted_on:
            yield _awaited(facts, span, one)
    for happening in facts.happenings:
        if happening.kind == "review" and happening.until_on is None:
            yield _review(happening, span)


def _review(one: Happening, span: Span) -> ReportTask:
    due = (Due(one.on, Basis.RECORDED),) if one.on else ()
    return _split(ReportTask(MISSION_COMPONENT, REVIEW, "", one.requested_by, due), span)


def _recurs(report: ReportFact) -> bool:
    rule = read_rule(report.wording) if report.wording else None
    return rule is not None and rule.kind in (RuleKind.EVERY, RuleKind.ON_DATES)


def _stands(one: Requirement, on: date) -> bool:
    return (not one.until_on or one.until_on >= on) and (not one.known_on or one.known_on <= on)


def _newest(reports: Iterable[ReportFact]) -> ReportFact | None:
    """As the cycle reads them: by the day on which the wording could be known."""
    dated = [(r.known_on or r.transmitted_on, r.transmitted_on or date.max, r) for r in reports]
    known = [(first, second, r) for first, second, r in dated if first]
    return max(known, key=lambda one: one[:2])[2] if known else None


def _awaited(facts: MissionFacts, span: Span, one: ReportFact) -> ReportTask:
    """One report that was asked for once: its day as recorded, else as its wording says."""
    task = ReportTask(MISSION_COMPONENT, one.kind, one.wording, one.requested_by)
    if one.due_on:
        return _split(replace(task, due=(Due(one.due_on, Basis.RECORDED),)), span)
    rule, asked_on = read_rule(one.wording), one.known_on
    if rule is None or asked_on is None:
        return replace(task, why_none="unread")
    found = due_dates(rule, first=asked_on, until=span.last_day(MISSION_COMPONENT), expiry=None)
    return _split(replace(task, due=tuple(Due(on, Basis.RULE) for on in found)), span)


def _task(facts: MissionFacts, span: Span, asked: Requirement, kind: str) -> ReportTask:
    """One series: its dates by the rule, after the last report that came.

    Reports are recorded of the mission: none is counted for a component of it.
    """
    own = asked.component == MISSION_COMPONENT
    sent = [r for r in facts.reports if own and r.kind == kind and r.transmitted_on]
    last = max(sent, key=lambda r: r.transmitted_on or date.min, default=None)
    task = ReportTask(
        asked.component, kind, asked.wording, asked.requested_by,
        last_symbol=last.symbol if last else "", last_on=last.transmitted_on if last else None,
    )  # fmt: skip
    if span.lapsed(asked.component):
        return replace(task, why_none="lapsed")
    rule = read_rule(asked.wording)
    if rule is None:
        return replace(task, why_none="unread")
    if _stale(rule, task.last_on, span.as_of):
        return replace(task, why_none="stale")
    return _split(replace(task, due=_by_rule(rule, task, span)), span)


def _by_rule(rule: ReportRule, task: ReportTask, span: Span) -> tuple[Due, ...]:
    running = span.running(task.component)
    first = task.last_on or (running.adopted_on if running else None)
    if first is None:
        return ()
    expiry = running.expires_on if running else None
    found = due_dates(
        rule, first=first, until=span.last_day(task.component), previous=task.last_on, expiry=expiry
    )
    months = {d.month for d in rule.due_days if not d.day}
    basis = Basis.ESTIMATED if months else Basis.RULE  # as the cycle's own date by the rule
    return tuple(Due(on, basis, rule.wording, on.month in months) for on in found)


def _stale(rule: ReportRule, last: date | None, as_of: date) -> bool:
    """Whether so long no report is recorded that a series counted from it means nothing."""
    if last is None or rule.kind in (RuleKind.BEFORE_EXPIRY, RuleKind.WITHIN):
        return False
    days = rule.days or round(rule.months * 30.44)
    limit = timedelta(days=days * FORGOTTEN) if days else YEARS_AGO
    return as_of - last > limit


def _with_cycle(task: ReportTask, span: Span) -> ReportTask:
    """The date that the cycle itself goes by: a recorded one in place of those of the rule near
    it; our default beside those that the rule gives before the expiry."""
    running = span.running(task.component)
    anchor = running.anchors.get("report_due") if running else None
    sent = running.anchors.get("report_transmitted") if running else None
    if running is None or anchor is None or anchor.on is None:
        return task
    if anchor.basis is Basis.RULE or (sent and _came(sent, task, span.as_of)):
        return task
    if running.final and anchor.soft:
        return task
    until = running.expires_on if anchor.soft else anchor.on - ANOTHER
    kept = [due for due in (*task.missed, *task.due) if until is None or due.on < until]
    kept += [] if any(due.on == anchor.on for due in kept) else [_of_anchor(anchor)]
    kept.sort(key=lambda due: due.on)
    return _split(replace(task, due=tuple(kept), missed=(), why_none=""), span)


def _came(sent: Anchor, task: ReportTask, as_of: date) -> bool:
    """Whether the cycle's report is there: a due date that is recorded stands in for its coming."""
    if sent.basis is not Basis.RECORDED or sent.on is None:
        return False
    return sent.on < as_of or sent.on == task.last_on


def _of_anchor(anchor: Anchor) -> Due:
    assert anchor.on is not None
    return Due(anchor.on, anchor.basis, anchor.source, default=anchor.soft)


def _split(task: ReportTask, span: Span) -> ReportTask:
    """Dates before the day asked apart: of those only the last is told."""
    missed = [due for due in task.due if due.on < span.as_of]
    ahead = tuple(due for due in task.due if due.on >= span.as_of)
    why = "" if ahead else task.why_none or ("beyond" if task.due or task.wording else "unread")
    return replace(task, due=ahead, missed=tuple(missed[-1:]), why_none=why)
