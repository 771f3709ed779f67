"""The smallest change that would allow a slot: which date would have to move, and to when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from planner.anchors import last_working
from planner.days import MONTHS, WEEKDAYS
from planner.findings import Finding, Verdict
from planner.judging import Bench
from planner.measures import AFTER, DAYS, MEASURES


def say(day: date) -> str:
    """A day as advice names it: "1 June 2017 (Thu)"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} ({WEEKDAYS[day.weekday()][:3]})"


def smallest_change(findings: Iterable[Finding], day: date, bench: Bench) -> str:
    """What would have to change for nothing to be short or broken, one clause a criterion.

    Empty when nothing is. Criteria counted from one date share one clause ("report by 1 June").
    """
    wrong = [f for f in findings if f.verdict in (Verdict.SHORT, Verdict.BROKEN)]
    closed = [f for f in wrong if f.criterion == "working_day"]
    graver = [f for f in wrong if f.criterion not in SOFTER]
    clauses = [_clause(f, day, bench) for f in closed or graver or wrong]
    return "; ".join(dict.fromkeys(clause for clause in clauses if clause))


# Facts of the day that are worth no advice beside a graver one.
SOFTER = frozenset(
    {"friday", "floating_holiday", "first_working_day", "c34_session", "late_december"}
)


def _clause(finding: Finding, day: date, bench: Bench) -> str:
    if finding.criterion in MEASURES and finding.criterion in ANCHORED:
        return _anchored(finding, day, bench)
    other = OTHERS.get(finding.criterion)
    return other(finding, day, bench) if other else ""


def _count(finding: Finding) -> int:
    return finding.wanted if isinstance(finding.wanted, int) else 0


ANCHORED = {
    "preparation": "report by",
    "closeness": "report no earlier than",
    "outline": "report no earlier than",
    "gap": "Council consultations no earlier than",
    "first_draft": "first draft no earlier than",
    "before_adoption": "adoption no earlier than",
    "before_vote": "adoption no earlier than",
    "options_paper": "decision no earlier than",
    "review_before": "review final no earlier than",
}


def _anchored(finding: Finding, day: date, bench: Bench) -> str:
    """The day on which the anchor would have to lie for the criterion to be kept."""
    measure = MEASURES[finding.criterion]
    count = _count(finding)
    sign = -1 if measure.side == AFTER else 1
    if measure.unit == DAYS:
        on = day + timedelta(days=sign * count)
    else:
        base = day if measure.side != AFTER else last_working(day, bench.workdays)
        on = bench.workdays.shift(base, sign * count).on
    return f"{ANCHORED[finding.criterion]} {say(on)}"


def _earlier(finding: Finding, day: date, bench: Bench) -> str:
    """Where the anchor cannot move (the expiry), the meeting must."""
    zone = next((z for z in bench.window.zones if z.criterion.id == finding.criterion), None)
    if zone is None:
        return ""
    if zone.kept.last and day > zone.kept.last:
        return f"hold it by {say(last_working(zone.kept.last, bench.workdays))}"
    if zone.kept.first and day < zone.kept.first:
        return f"hold it from {say(bench.workdays.shift(zone.kept.first, 0).on)} on"
    return ""


def _notice(finding: Finding, day: date, bench: Bench) -> str:
    by = bench.workdays.shift(last_working(day, bench.workdays), -_count(finding)).on
    announced = bench.announced.on
    if announced and by < announced and not bench.announced.recorded:
        count = _count(finding)
        later = bench.workdays.shift(announced, count).on
        if not {m[0] for m in bench.day_marks(later)} - SOFTER:
            return f"hold it from {say(later)} on, to give {count} working days of notice"
        late = f"{count} working days of notice can no longer be given here"
        return f"{late}: it was to be announced by {say(by)}"
    return f"announce by {say(by)}"


REACHES = (2, 5, 10, 25, 45)  # working days: how far to look for another day


def _another_day(finding: Finding, day: date, bench: Bench) -> str:
    """The least marked day near by on which the criterion is kept; farther off if there is none."""
    for reach in REACHES:
        near = {bench.workdays.shift(day, n).on for n in range(-reach, reach + 1)} - {day}
        free = [d for d in near if finding.criterion not in {m[0] for m in bench.day_marks(d)}]
        if free:
            best = min(free, key=lambda d: (len(bench.day_marks(d)), abs((d - day).days), d))
            return f"another day, such as {say(best)}"
    return "another day"


def _another_hour(finding: Finding, day: date, bench: Bench) -> str:
    return "another hour"


def _another_room(finding: Finding, day: date, bench: Bench) -> str:
    return "another room"


OTHERS: dict[str, Callable[[Finding, date, Bench], str]] = {
    "lead": _earlier,
    "season": _earlier,
    "opened": _earlier,
    "after_draft": _earlier,
    "after_vote": _earlier,
    "briefing_before": _earlier,
    "crisis_speed": _earlier,
    "review_after": _earlier,
    "visit_debrief": _earlier,
    "follow_up": _earlier,
    "contact_gap": _earlier,
    "theme": _earlier,
    "withdrawal": _earlier,
    "bureau_interval": _earlier,
    "organisational": _earlier,
    "notice": _notice,
    "working_day": _another_day,
    "friday": _another_day,
    "floating_holiday": _another_day,
    "first_working_day": _another_day,
    "c34_session": _another_day,
    "late_december": _another_day,
    "week_load": _another_day,
    "mission_spacing": _another_day,
    "order": _another_day,
    "session": _another_hour,
    "council_free": _another_hour,
    "participants_free": _another_hour,
    "room_free": _another_room,
    "room_fits": _another_room,
    "room_near": _another_room,
    "interpretation": _another_room,
}
