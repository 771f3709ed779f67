"""The anchors of a cycle: report, consultations, draft, adoption, expiry, each with its basis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from planner.anchor import Anchor, Basis
from planner.known import CHANGE, CLOSURE, PERIODIC, MandateFact, MilestoneFact, MissionFacts
from planner.register import Register
from planner.reportrules import due_dates, read_rule
from planner.workdays import Workdays, say_date


def anchors_of(
    facts: MissionFacts, mandate: MandateFact, as_of: date, workdays: Workdays, register: Register
) -> tuple[dict[str, Anchor], tuple[str, ...], tuple[str, ...]]:
    """Anchors by name, what is not announced, and warnings; *facts* was known on *as_of*."""
    expiry = mandate.expires_on
    stones = _Milestones(facts, mandate.component, expiry)
    source = mandate.resolution or "mandate as recorded"
    basis = Basis.entered(mandate.confidence)
    expires = Anchor("expiry", expiry, basis, source, mandate.confidence)
    adoption = _adoption(facts, mandate, stones, workdays, register)
    due, transmitted, warnings = _report(
        facts, mandate, stones, adoption, as_of=as_of, workdays=workdays, register=register
    )
    consultations, draft = (
        stones.anchor(name) or _estimated(name, key, mandate, adoption, workdays, register)
        for name, key in DEFAULTS.items()
    )
    programme = stones.anchor("programme_adopted") or _programme(consultations, workdays)
    anchors = {
        a.name: a for a in (due, transmitted, programme, consultations, draft, adoption, expires)
    }
    unknown = tuple(
        f"{a.name.replace('_', ' ')}: not announced; estimated {say_date(a.on)}"
        for a in anchors.values()
        if a.basis is Basis.ESTIMATED and a.on
    )
    return anchors, unknown, warnings + stones.contradictions(expiry)


def last_working(on: date, workdays: Workdays) -> date:
    """The day itself if it works, else the last working day before it."""
    return on if workdays.is_working(on) else workdays.shift(on, -1).on


class _Milestones:
    """Milestones known of one cycle; a later *known_on* supersedes an earlier one."""

    def __init__(self, facts: MissionFacts, component: str, expiry: date) -> None:
        self._latest: dict[str, MilestoneFact] = {}
        for stone in sorted(facts.milestones, key=lambda m: m.known_on):
            if stone.component == component and stone.expires_on == expiry:
                self._latest[stone.kind] = stone

    def get(self, kind: str) -> MilestoneFact | None:
        return self._latest.get(kind)

    def anchor(self, kind: str, name: str = "") -> Anchor | None:
        stone = self._latest.get(kind)
        if stone is None:
            return None
        basis = Basis.entered(stone.confidence)
        return Anchor(name or kind, stone.on, basis, stone.source, stone.confidence)

    def contradictions(self, expiry: date) -> tuple[str, ...]:
        """Dates that cannot all be right, in words."""
        return tuple(
            f"{kind.replace('_', ' ')} on {say_date(stone.on)} lies after the expiry of "
            f"{say_date(expiry)}: check the date"
            for kind, stone in self._latest.items()
            if stone.on > expiry and kind not in {"crisis", "visit", "review_due", "announced"}
        )


DEFAULTS = {
    "council_consultations": "consultations_before_expiry",
    "first_draft": "first_draft_before_expiry",
}
FINAL = "final period: no renewal is expected"


def _estimated(
    name: str,
    key: str,
    mandate: MandateFact,
    adoption: Anchor,
    workdays: Workdays,
    register: Register,
) -> Anchor:
    """Our default before expiry, never on or after an adoption that is recorded."""
    if mandate.kind == CLOSURE:
        return Anchor(name, None, Basis.UNKNOWN, FINAL)
    days = register.number(key)
    on = last_working(mandate.expires_on - timedelta(days=days), workdays)
    source = f"{days} days before expiry (our default)"
    if adoption.on and not adoption.soft and on >= adoption.on:
        on, source = workdays.shift(adoption.on, -1).on, "before the adoption (our default)"
    return Anchor(name, on, Basis.ESTIMATED, source)


def _programme(consultations: Anchor, workdays: Workdays) -> Anchor:
    """The programme of work is adopted on the first working day of the month."""
    if consultations.on is None:
        return Anchor("programme_adopted", None, Basis.UNKNOWN, "")
    first = workdays.shift(consultations.on.replace(day=1), 0).on
    basis = Basis.ESTIMATED if consultations.soft else Basis.RULE
    return Anchor("programme_adopted", first, basis, "first working day of the month")


def _adoption(
    facts: MissionFacts,
    mandate: MandateFact,
    stones: _Milestones,
    workdays: Workdays,
    register: Register,
) -> Anchor:
    renewing = [
        m
        for m in facts.mandates
        if m.component == mandate.component
        and m.expires_on > mandate.expires_on
        and m.kind != CHANGE
        and m.adopted_on > mandate.adopted_on
    ]
    if renewing:
        first = min(renewing, key=lambda m: m.adopted_on)
        basis = Basis.entered(first.confidence)
        return Anchor("adoption", first.adopted_on, basis, first.resolution, first.confidence)
    planned = stones.anchor("planned_adoption", "adoption")
    if planned:
        return planned
    if mandate.kind == CLOSURE:
        return Anchor("adoption", None, Basis.UNKNOWN, FINAL)
    days = register.number("adoption_before_expiry")
    source = f"{days} working day before expiry (our default)"
    on = workdays.shift(mandate.expires_on, -days).on
    return Anchor("adoption", on, Basis.ESTIMATED, source)


def _report(
    facts: MissionFacts,
    mandate: MandateFact,
    stones: _Milestones,
    adoption: Anchor,
    *,
    as_of: date,
    workdays: Workdays,
    register: Register,
) -> tuple[Anchor, Anchor, tuple[str, ...]]:
    """The cycle's report: when it is due and when it was (or will be) transmitted."""
    due, warnings = _report_due(facts, mandate, stones, as_of, workdays, register)
    sent = stones.anchor("advance_copy", "report_transmitted") or stones.anchor(
        "report_issued", "report_transmitted"
    )
    sent = sent or _report_sent(facts, mandate, adoption, due, register)
    if sent:
        return due, sent, warnings
    awaited, late = _report_awaited(due, mandate, as_of, workdays)
    return due, awaited, warnings + late


def _report_awaited(
    due: Anchor, mandate: MandateFact, as_of: date, workdays: Workdays
) -> tuple[Anchor, tuple[str, ...]]:
    """A report not recorded as sent: as due, from tomorrow on where late, unknown where over."""
    if as_of > mandate.expires_on:
        return Anchor("report_transmitted", None, Basis.UNKNOWN, "not recorded"), ()
    if due.on is None or due.soft or due.on >= as_of:
        # That it is due on a recorded day does not record it as sent.
        basis = Basis.RULE if due.basis == Basis.RECORDED else due.basis
        return replace(due, name="report_transmitted", basis=basis), ()
    words = f"due {say_date(due.on)} and not recorded by {say_date(as_of)}"
    on = workdays.shift(as_of, 1).on
    late = Anchor("report_transmitted", on, Basis.ESTIMATED, words)
    return late, (f"the report is late or not entered: {words}",)


def _report_sent(
    facts: MissionFacts, mandate: MandateFact, adoption: Anchor, due: Anchor, register: Register
) -> Anchor | None:
    """The last periodic report before adoption, if it is recent enough to be this cycle's."""
    opens = mandate.expires_on - timedelta(days=register.number("report_lookback"))
    if not due.soft and due.on:  # three weeks ahead of a known due date it is another report
        opens = due.on - timedelta(days=21)
    before = adoption.on if adoption.on and not adoption.soft else mandate.expires_on
    sent = [
        r
        for r in facts.reports
        if r.kind == PERIODIC and r.transmitted_on and opens <= r.transmitted_on <= before
    ]
    last = max(sent, key=lambda r: r.transmitted_on or date.min, default=None)
    if last is None:
        return None
    on, trust = last.transmitted_on, last.confidence
    return Anchor("report_transmitted", on, Basis.RECORDED, last.symbol, trust)


def _report_due(
    facts: MissionFacts,
    mandate: MandateFact,
    stones: _Milestones,
    as_of: date,
    workdays: Workdays,
    register: Register,
) -> tuple[Anchor, tuple[str, ...]]:
    """When the report is due: recorded, else by its rule, else our default before expiry."""
    expiry = mandate.expires_on
    recorded = stones.anchor("report_due") or _due_recorded(facts, expiry, register)
    if recorded:
        return recorded, ()
    latest = expiry - timedelta(days=register.number("report_latest_before_expiry"))
    earliest = expiry - timedelta(days=register.number("report_lookback"))
    wording, due = _due_by_rule(facts, mandate, as_of, register)
    if due and earliest <= due <= latest:
        return Anchor("report_due", due, Basis.RULE, f"“{wording}”"), ()
    days = register.number("report_before_expiry")
    fallback = last_working(expiry - timedelta(days=days), workdays)
    anchor = Anchor(
        "report_due", fallback, Basis.ESTIMATED, f"{days} days before expiry (our default)"
    )
    return anchor, (_why_estimated(wording, due, latest),)


def _why_estimated(wording: str, due: date | None, latest: date) -> str:
    if not wording:
        why = "no rule for the report is recorded"
    elif due is None:
        why = f"the rule “{wording}” gives no date before this expiry"
    elif due > latest:
        why = f"by the rule “{wording}” it would be due {say_date(due)}, too late for this expiry"
    else:
        why = f"by the rule “{wording}” it was last due {say_date(due)}, too early for this expiry"
    return f"report due date estimated: {why}"


def _due_recorded(facts: MissionFacts, expiry: date, register: Register) -> Anchor | None:
    """A due date typed on a periodic report of this cycle."""
    opens = expiry - timedelta(days=register.number("report_lookback"))
    due = [
        r for r in facts.reports if r.kind == PERIODIC and r.due_on and opens <= r.due_on <= expiry
    ]
    last = max(due, key=lambda r: r.due_on or date.min, default=None)
    if last is None:
        return None
    return Anchor("report_due", last.due_on, Basis.RECORDED, last.symbol, last.confidence)


def _due_by_rule(
    facts: MissionFacts, mandate: MandateFact, as_of: date, register: Register
) -> tuple[str, date | None]:
    """The last date before expiry on which the standing rule calls for a report."""
    wording = _standing_wording(facts, mandate.component, min(as_of, mandate.expires_on))
    rule = read_rule(wording) if wording else None
    if rule is None or any(not due.day for due in rule.due_days):
        return wording, None  # a month alone is no date
    opens = mandate.expires_on - timedelta(days=register.number("report_lookback"))
    sent = [
        r.transmitted_on
        for r in facts.reports
        if r.kind == PERIODIC and r.transmitted_on and r.transmitted_on < opens
    ]
    previous = max(sent, default=None)
    first = previous or mandate.adopted_on
    dates = due_dates(
        rule, first=first, until=mandate.expires_on, previous=previous, expiry=mandate.expires_on
    )
    return wording, dates[-1] if dates else None


def _standing_wording(facts: MissionFacts, component: str, on: date) -> str:
    """The newest rule that stood on that day: typed by staff first, else as the reports word it."""
    typed = [
        r
        for r in facts.requirements
        if r.component == component
        and (not r.until_on or r.until_on >= on)
        and (not r.known_on or r.known_on <= on)
    ]
    if typed:
        return max(typed, key=lambda r: r.known_on or date.min).wording
    worded = [(r.known_on or r.transmitted_on, r) for r in facts.reports if r.kind == PERIODIC]
    standing = [(day, r.wording) for day, r in worded if r.wording and day and day <= on]
    return max(standing)[1] if standing else ""


__all__ = ["Anchor", "Basis", "anchors_of", "last_working"]
