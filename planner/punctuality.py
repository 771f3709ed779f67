"""Indicators of time: before the draft, after the report, notice, days to expiry, regularity."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from planner.figures import UNKNOWN, Figure, Line, Note, bar, dots_of, middle, share
from planner.reviewed import SUBSTANCE, Held, Renewal, Reviewed

BEFORE, AFTER, NONE = "before the draft", "after the draft", "none held"


def consulted(of: Reviewed) -> Figure:
    """Renewals preceded by a consultation before the first draft (2017, paras. 58 and 64).

    A draft whose day is only estimated is counted and said; a renewal without any meeting counts
    as *none held* only where meetings were kept here while its season was open.
    """
    due = [r for r in of.renewals if r.draft_on and r.draft_on <= of.until]
    lines = tuple(_consulted(renewal, of) for renewal in due)
    counted = Counter(line.state for line in lines)
    known = len(lines) - counted[UNKNOWN]
    notes = [Note("draft_estimated", sum(one.estimated for one in lines))]
    notes.append(Note("renewals_to_come", len(of.renewals) - len(due)))
    return Figure(
        value=share(counted[BEFORE], known),
        numerator=counted[BEFORE],
        denominator=known,
        unknown=counted[UNKNOWN],
        bars=(bar("renewals", counted, (BEFORE, AFTER, NONE, UNKNOWN)),),
        lines=lines,
        notes=tuple(n for n in notes if n.count),
    )


def _consulted(renewal: Renewal, of: Reviewed) -> Line:
    """How one renewal stands: the first meeting of its season against the day of its draft."""
    ends = {renewal.expires_on, renewal.continues} - {None}
    own = (renewal.mission, renewal.component)
    met = [
        m for m in of.meetings
        if m.kind in SUBSTANCE and m.expires_on in ends and own == (*m.missions, m.component)
    ]  # fmt: skip
    first = min(met, key=lambda m: m.on, default=None)
    assert renewal.draft_on is not None
    if first is not None:
        state = BEFORE if first.on < renewal.draft_on else AFTER
    else:
        followed = of.followed_from is not None and of.followed_from <= renewal.opens_on
        state = NONE if followed else UNKNOWN
    named = "" if renewal.component in ("", "mission") else f" ({renewal.component})"
    return Line(
        on=renewal.expires_on,
        label=f"{renewal.mission}{named}",
        state=state,
        reference=first.reference if first else "",
        other_on=first.on if first else None,
        against_on=renewal.draft_on,
        estimated=renewal.draft_estimated,
    )


def _preparing(of: Reviewed) -> list[Held]:
    """The meetings of the span that prepare one renewal."""
    return [m for m in of.held() if m.expires_on and m.kind in SUBSTANCE]


def preparation(of: Reviewed) -> Figure:
    """Working days from report to meeting (2017, paras. 65 and 73 (a)); below 0: before it."""

    def days(one: Held) -> float | None:
        return of.workdays.number(one.report_on, one.on) if one.report_on else None

    return middle(*dots_of(_preparing(of), days))


def notice(of: Reviewed) -> Figure:
    """Working days of notice (2017, paras. 73 (a), 79 (b) and (e))."""

    def days(one: Held) -> float | None:
        return of.workdays.number(one.announced_on, one.on) if one.announced_on else None

    return middle(*dots_of(of.held(), days))


def before_expiry(of: Reviewed) -> Figure:
    """Calendar days from meeting to expiry, and their spread (2017, para. 73 (a) and (c))."""
    dots, _none = dots_of(_preparing(of), lambda m: (m.expires_on - m.on).days)  # type: ignore[operator]
    others = sum(1 for m in of.held() if m.kind in SUBSTANCE and not m.expires_on)
    return middle(dots, 0, [Note("prepares_none", others)] if others else [])


def same_offset(of: Reviewed) -> Figure:
    """How many meetings stood as far from expiry as in the cycle before (2017, para. 73 (d))."""
    tolerance = of.register.number("offset_tolerance")
    series: dict[tuple[str, ...], dict[date, Held]] = defaultdict(dict)
    for one in sorted(of.meetings, key=lambda m: m.on):
        if one.expires_on and one.kind in SUBSTANCE:
            series[*one.missions, one.component, one.kind][one.expires_on] = one
    lines, first_ones = [], 0
    for cycles in series.values():
        ends = sorted(cycles)
        first_ones += of.first <= cycles[ends[0]].on <= of.last
        lines += [_moved(cycles[a], cycles[b], tolerance) for a, b in pairwise(ends)]
    lines = [line for line in lines if of.first <= line.on <= of.last]
    kept = sum(line.state == "kept" for line in lines)
    return Figure(
        value=share(kept, len(lines)),
        numerator=kept,
        denominator=len(lines),
        unknown=first_ones,
        lines=tuple(sorted(lines, key=lambda line: line.on)),
        notes=(Note("tolerance", limit=tolerance),) if lines else (),
    )


def _moved(before: Held, now: Held, tolerance: int) -> Line:
    assert before.expires_on
    assert now.expires_on
    moved = (now.expires_on - now.on).days - (before.expires_on - before.on).days
    state = "kept" if abs(moved) <= tolerance else "short"
    return Line(now.on, now.label, state, now.reference, before.on, value=moved)


def gaps(of: Reviewed) -> Figure:
    """Missions without a meeting with contributors for long (2017, paras. 74 (b) and 88).

    A last one that lies more than three times that far back is a gap in the record: unknown.
    """
    months = of.register.number("contact_gap_months")
    since = of.until - relativedelta(months=months)
    oldest = of.until - relativedelta(months=3 * months)
    known = [one for one in of.contacts if one.on and one.on >= oldest]
    lines = [
        Line(one.on, one.mission, "short" if one.on < since else "kept")
        for one in known
        if one.on
    ]  # fmt: skip
    late = sum(line.state == "short" for line in lines)
    return Figure(
        value=late if known else None,
        numerator=late,
        denominator=len(known),
        unknown=len(of.contacts) - len(known),
        lines=tuple(sorted(lines, key=lambda line: line.on)),
        notes=(Note("gap_on", limit=months, on=of.until), *_ended(of)),
    )


def _ended(of: Reviewed) -> tuple[Note, ...]:
    """Who is left out, by name: a mandate that is over asks for no meeting."""
    names = ", ".join(sorted(of.ended))
    return (Note("mandate_over", count=len(of.ended), what=names),) if names else ()


__all__ = ["before_expiry", "consulted", "gaps", "notice", "preparation", "same_offset"]
