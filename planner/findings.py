"""Findings: each criterion judged for a day or a slot, with its paragraph and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.anchors import Basis
from planner.measures import AFTER, DAYS
from planner.register import Register
from planner.windows import Zone, shortfall
from planner.workdays import Count, Workdays, say_date, say_day


class Verdict(StrEnum):
    """What a finding says; *unknown* is an honest answer."""

    KEPT = "kept"
    SHORT = "short"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion judged: measured against wanted, whose word it is, and how far short."""

    criterion: str
    title: str
    recommendation: str
    also: tuple[str, ...]
    verdict: Verdict
    measured: int | str | None
    wanted: int | str | None
    unit: str
    force: str
    obligation: str
    basis: str
    sentence: str
    shortfall: int = 0
    ours: str = ""

    @property
    def excludes(self) -> bool:
        """A *must* that is broken excludes the slot."""
        return self.verdict is Verdict.BROKEN and self.obligation == "must"


def finding(
    register: Register,
    criterion: str,
    verdict: Verdict,
    sentence: str,
    *,
    measured: int | str | None = None,
    wanted: int | str | None = None,
    basis: str = Basis.RECORDED,
    shortfall: int = 0,
) -> Finding:
    """A finding of *criterion*, with the paragraphs and the force the register gives it."""
    entry = register.criteria[criterion]
    return Finding(
        criterion=criterion,
        title=entry.title,
        recommendation=entry.leading,
        also=entry.also,
        verdict=verdict,
        measured=measured,
        wanted=wanted,
        unit=entry.unit,
        force=str(entry.force),
        obligation=entry.obligation,
        basis=str(basis),
        sentence=sentence,
        shortfall=shortfall,
        ours=entry.ours,
    )


def zone_verdict(zone: Zone, day: date) -> Verdict:
    """Kept, short or broken; on an estimated anchor a break counts as short, never as broken."""
    if zone.kept.holds(day):
        return Verdict.KEPT
    if zone.whole.holds(day) or zone.anchor.soft:
        return Verdict.SHORT
    return Verdict.BROKEN


def zone_finding(zone: Zone, day: date, workdays: Workdays, register: Register) -> Finding:
    """The finding of a dated criterion for *day*: counted from its anchor."""
    measured, skipped = _measured(zone, day, workdays)
    verdict = zone_verdict(zone, day)
    return finding(
        register,
        zone.criterion.id,
        verdict,
        _zone_sentence(zone, measured, register, skipped),
        measured=measured,
        wanted=_wanted(zone, measured, register),
        basis=zone.anchor.basis,
        shortfall=0 if verdict is Verdict.KEPT else shortfall(zone, day, workdays),
    )


def _measured(zone: Zone, day: date, workdays: Workdays) -> tuple[int, str]:
    """Units between the anchor and *day* on the measure's side, and which days were skipped."""
    on = zone.anchor.on
    assert on is not None, "a zone has an anchor with a date"
    first, last = (on, day) if zone.measure.side == AFTER else (day, on)
    if zone.measure.unit == DAYS:
        return (last - first).days, ""
    count = workdays.count(first, last)
    return count.days, _skipped(count)


def _skipped(count: Count) -> str:
    """Days off that were not counted: by name, or how many where they are more than a few."""
    if not count.skipped:
        return ""
    if len(count.skipped) > 4:
        return f" ({len(count.skipped)} days off not counted)"
    named = "; ".join(f"{say_day(s.on)}, {s.why}" for s in count.skipped)
    return f" ({named}, not counted)"


def _wanted(zone: Zone, measured: int, register: Register) -> int | None:
    least, most = _limits(zone, register)
    if least is not None and (measured < least or most is None):
        return least
    return most


def _limits(zone: Zone, register: Register) -> tuple[int | None, int | None]:
    def number(pair: tuple[str | int, str | int] | None) -> int | None:
        if pair is None:
            return None
        return pair[0] if isinstance(pair[0], int) else register.number(pair[0])

    return number(zone.measure.least), number(zone.measure.most)


def _plural(count: int, unit: str) -> str:
    unit = "days" if unit == DAYS else unit
    return f"{count} {unit.removesuffix('s') if abs(count) == 1 else unit}"


def _zone_sentence(zone: Zone, measured: int, register: Register, skipped: str) -> str:
    measure, on = zone.measure, zone.anchor.on
    assert on is not None
    least, most = _limits(zone, register)
    when = say_date(on) + ("" if zone.anchor.basis is Basis.RECORDED else f", {zone.anchor.basis}")
    side = measure.side
    if measured < 0:
        side = "before" if side == AFTER else "after"
    said = f"{_plural(abs(measured), measure.unit)} {side} {measure.noun} ({when}){skipped}"
    if zone.criterion.id == "lead":
        said += f", against a target of {register.number('lead_target')}"
    away = f" {measure.side} it" if side != measure.side else ""
    wanted = [
        f"at least {least}{away} wanted" if least else "",
        f"at most {most} wanted" if most else "",
    ]
    return "; ".join([said, *(w for w in wanted if w)])


def unknown_finding(register: Register, criterion: str, why: str) -> Finding:
    """An honest answer where the date needed is not there."""
    return finding(register, criterion, Verdict.UNKNOWN, why, basis=Basis.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Announcement:
    """From which day notice runs: the recorded announcement, today, or unknown for the past."""

    on: date | None
    recorded: bool = False


def notice_finding(
    announced: Announcement, day: date, crisis: bool, workdays: Workdays, register: Register
) -> Finding:
    """Working days of notice (2017 report, para. 79 (b) and (e)); lower floor in a crisis."""
    if announced.on is None:
        return unknown_finding(register, "notice", "the day of the announcement is not recorded")
    counted = workdays.count(announced.on, day)
    kept = register.number("notice_crisis" if crisis else "notice_kept")
    floor = register.number("notice_crisis" if crisis else "notice_short")
    days = counted.days
    verdict = Verdict.KEPT if days >= kept else Verdict.SHORT if days >= floor else Verdict.BROKEN
    since = "announced" if announced.recorded else "if announced"
    return finding(
        register,
        "notice",
        verdict,
        f"{_plural(days, 'working days')} of notice{_skipped(counted)}, {since} "
        f"{say_date(announced.on)}; at least {kept} wanted",
        measured=days,
        wanted=kept,
        basis=Basis.RECORDED if announced.recorded else Basis.RULE,
        shortfall=max(0, kept - days),
    )


def notice_verdict(
    announced: Announcement, day: date, crisis: bool, workdays: Workdays, register: Register
) -> tuple[Verdict, int]:
    """The verdict of :func:`notice_finding` and how far short, without its sentence."""
    if announced.on is None:
        return Verdict.UNKNOWN, 0
    days = workdays.number(announced.on, day)
    kept = register.number("notice_crisis" if crisis else "notice_kept")
    floor = register.number("notice_crisis" if crisis else "notice_short")
    if days >= kept:
        return Verdict.KEPT, 0
    return (Verdict.SHORT if days >= floor else Verdict.BROKEN), kept - days
