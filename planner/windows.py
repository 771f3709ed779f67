"""Windows: the days on which nothing computed from a cycle's dates is broken, bound by bound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.anchors import Anchor, last_working
from planner.measures import AFTER, DAYS, MEASURES, Measure
from planner.register import Criterion, Register
from planner.workdays import Workdays, say_date


@dataclass(frozen=True, slots=True)
class Span:
    """Days from *first* to *last*, both included; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Zone:
    """The days on which one criterion is kept, and those on which it is not broken."""

    criterion: Criterion
    measure: Measure
    anchor: Anchor
    kept: Span
    whole: Span

    @property
    def binding(self) -> bool:
        """Whether the zone may exclude a day: not when its anchor is only estimated."""
        return not self.anchor.soft


@dataclass(frozen=True, slots=True)
class Bound:
    """One edge of a window with the paragraph that sets it."""

    criterion: str
    recommendation: str
    also: tuple[str, ...]
    edge: str
    on: date
    sentence: str
    basis: str
    binding: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """Earliest, latest and target day of one need; ``days`` is empty when no day satisfies all."""

    earliest: date | None
    latest: date | None
    target: date | None
    target_day: date | None
    days: tuple[date, ...]
    bounds: tuple[Bound, ...]
    zones: tuple[Zone, ...]
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Working days in the window."""
        return len(self.days)


def _limit(key: str | int, register: Register) -> int:
    return key if isinstance(key, int) else register.number(key)


def _edge(measure: Measure, anchor_on: date, count: int, workdays: Workdays) -> date:
    """The day exactly *count* units from the anchor, on the measure's side."""
    sign = 1 if measure.side == AFTER else -1
    if measure.unit == DAYS:
        return anchor_on + timedelta(days=sign * count)
    base = anchor_on if measure.side == AFTER else last_working(anchor_on, workdays)
    return base if count == 0 else workdays.shift(base, sign * count).on


def _span(measure: Measure, on: date, which: int, workdays: Workdays, register: Register) -> Span:
    """The span kept (which = 0) or not broken (which = 1) around an anchor on *on*."""
    near = measure.least and _edge(measure, on, _limit(measure.least[which], register), workdays)
    far = measure.most and _edge(measure, on, _limit(measure.most[which], register), workdays)
    return Span(near, far) if measure.side == AFTER else Span(far, near)


def zone(criterion: str, anchor: Anchor, workdays: Workdays, register: Register) -> Zone | None:
    """The zone of one criterion around *anchor*; None when the anchor's date is unknown."""
    if anchor.on is None:
        return None
    measure = MEASURES[criterion]
    kept = _span(measure, anchor.on, 0, workdays, register)
    whole = _span(measure, anchor.on, 1, workdays, register)
    return Zone(register.criteria[criterion], measure, anchor, kept, whole)


def _sentence(zone: Zone, edge: str, on: date, register: Register) -> str:
    measure = zone.measure
    opposite = "before" if measure.side == AFTER else "after"
    limits = measure.least if (edge == "earliest") == (measure.side == AFTER) else measure.most
    count = _limit(limits[1], register) if limits else 0
    unit = measure.unit if count != 1 else measure.unit.removesuffix("s")
    word = "at least" if limits is measure.least else "at most"
    assert zone.anchor.on is not None
    basis = "" if zone.anchor.basis == "recorded" else f", {zone.anchor.basis}"
    noun = measure.noun or "expiry"
    said = f"{word} {count} {unit} {measure.side} {noun}" if count else f"not {opposite} {noun}"
    ours = "; the number is ours" if count else ""
    source = register.recommendation(zone.criterion.leading).source
    weak = "" if zone.binding else "; an estimate, so it narrows the target only"
    return (
        f"{edge} {say_date(on)}: {said} ({say_date(zone.anchor.on)}{basis}); {source}{ours}{weak}"
    )


def _bounds(zones: Iterable[Zone], register: Register) -> tuple[Bound, ...]:
    bounds = []
    for one in zones:
        for edge, on in (("earliest", one.whole.first), ("latest", one.whole.last)):
            if on is not None:
                bounds.append(
                    Bound(
                        criterion=one.criterion.id,
                        recommendation=one.criterion.leading,
                        also=one.criterion.also,
                        edge=edge,
                        on=on,
                        sentence=_sentence(one, edge, on, register),
                        basis=str(one.anchor.basis),
                        binding=one.binding,
                    )
                )
    return tuple(bounds)


def _narrowest(spans: Sequence[Span]) -> Span:
    firsts = [s.first for s in spans if s.first]
    lasts = [s.last for s in spans if s.last]
    return Span(max(firsts, default=None), min(lasts, default=None))


def window_of(
    criteria: Sequence[str],
    anchors: dict[str, Anchor],
    target_day: date | None,
    workdays: Workdays,
    register: Register,
) -> Window:
    """The window that *criteria* leave open around *anchors*, with its target.

    Only recorded dates and rules exclude days; an estimate narrows the target alone. The target
    is the day nearest to *target_day* among those with nothing short, else within the window.
    """
    found = {c: zone(c, anchors[MEASURES[c].anchor], workdays, register)
             for c in criteria if MEASURES[c].anchor in anchors}  # fmt: skip
    unknown = tuple(f"{c}: the date it is counted from is unknown"
                    for c in criteria if found.get(c) is None)  # fmt: skip
    zones = tuple(z for z in found.values() if z)
    open_span = _narrowest([z.whole for z in zones if z.binding])
    days = _working(open_span, workdays)
    target = _target(days, zones, target_day, workdays)
    return Window(
        earliest=days[0] if days else open_span.first,
        latest=days[-1] if days else open_span.last,
        target=target,
        target_day=target_day,
        days=days,
        bounds=_bounds(zones, register),
        zones=zones,
        unknown=unknown,
        warnings=_contradiction(open_span, zones) if zones and not days else (),
    )


def _working(span: Span, workdays: Workdays) -> tuple[date, ...]:
    if span.first is None or span.last is None:
        return ()
    return workdays.days(span.first, span.last)


def _contradiction(span: Span, zones: tuple[Zone, ...]) -> tuple[str, ...]:
    """Which two bounds leave no day between them, in words."""
    if span.first is None or span.last is None:
        return ("the window is open on one side: a date is missing",)
    early = next(z for z in zones if z.binding and z.whole.first == span.first)
    late = next(z for z in zones if z.binding and z.whole.last == span.last)
    return (
        f"no working day satisfies both: not before {say_date(span.first)} "
        f"({early.criterion.title}) and not after {say_date(span.last)} ({late.criterion.title})",
    )


def shortfall(zone: Zone, day: date, workdays: Workdays) -> int:
    """How far *day* lies outside the days on which the criterion is kept, in its unit."""
    if zone.kept.first and day < zone.kept.first:
        a, b = day, zone.kept.first
    elif zone.kept.last and day > zone.kept.last:
        a, b = zone.kept.last, day
    else:
        return 0
    return (b - a).days if zone.measure.unit == DAYS else max(1, workdays.number(a, b))


def _target(
    days: tuple[date, ...], zones: tuple[Zone, ...], target_day: date | None, workdays: Workdays
) -> date | None:
    """The day nearest to *target_day* with nothing short; failing that, the least short one."""
    if not days:
        return None
    aim = target_day or days[0]
    best = _narrowest([z.kept for z in zones])
    clean = [d for d in days if best.holds(d)]
    if clean:
        return min(clean, key=lambda day: (abs(workdays.number(aim, day)), day))

    def merit(day: date) -> tuple[int, int, int, int, date]:
        broken = sum(not z.whole.holds(day) for z in zones)
        short = sum(not z.kept.holds(day) for z in zones)
        depth = sum(shortfall(z, day, workdays) for z in zones) if short else 0
        return (broken, short, depth, abs(workdays.number(aim, day)), day)

    return min(days, key=merit)
