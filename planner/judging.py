"""Judging one day and one slot of a need: marks for ranking, findings for what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from planner.anchor import Anchor, Basis
from planner.findings import (
    Announcement,
    Finding,
    Verdict,
    finding,
    notice_finding,
    notice_verdict,
    unknown_finding,
    zone_finding,
    zone_verdict,
)
from planner.needs import Need
from planner.register import Register
from planner.say_slot import elsewhere, fits, words
from planner.slots import Busy, Place, Premises, Slot
from planner.windows import Window, Zone, shortfall
from planner.windows import zone as zone_around
from planner.workdays import Workdays, say_date

Mark = tuple[str, Verdict, int]  # criterion, verdict, how far short

COUNTED = frozenset({"informal_triangular", "working_group"})  # what the load caps count
# The Secretariat's briefing and the Bureau's meeting do not need the fifteen.
WITHOUT_COUNCIL = frozenset({"secretariat_briefing", "c34_bureau"})
SUBSIDIARY = frozenset({"working_group", "crisis", "visit_debrief", "c34_bureau", "organisational"})
BEFORE = {"formal_tcc": "informal_triangular", "informal_triangular": "secretariat_briefing"}


@dataclass(frozen=True)
class Bench:
    """What one need's slots are judged against: its window, the premises, the announcement."""

    need: Need
    window: Window
    premises: Premises
    announced: Announcement
    workdays: Workdays
    register: Register
    missions: frozenset[str] = frozenset()
    siblings: tuple[tuple[str, date], ...] = ()
    _days: dict[date, tuple[Mark, ...]] = field(default_factory=dict, compare=False)

    @property
    def crisis(self) -> bool:
        return self.need.kind == "crisis"

    @property
    def needs_council(self) -> bool:
        return self.need.kind not in WITHOUT_COUNCIL

    # Marks: cheap, for every day and slot.

    def day_marks(self, day: date) -> tuple[Mark, ...]:
        """Marks of everything that depends on the day alone; kept ones are left out."""
        if day not in self._days:
            self._days[day] = tuple(m for m in self._marks(day) if m[1] is not Verdict.KEPT)
        return self._days[day]

    def _marks(self, day: date) -> Iterator[Mark]:
        if not self.workdays.is_working(day):
            yield "working_day", Verdict.BROKEN, 1
        for zone in self.window.zones:
            verdict = zone_verdict(zone, day)
            if verdict is not Verdict.KEPT:
                yield zone.criterion.id, verdict, shortfall(zone, day, self.workdays)
        briefing = self._briefing(day)
        if briefing and zone_verdict(*briefing) is not Verdict.KEPT:
            yield "briefing_before", zone_verdict(*briefing), 1
        verdict, short = notice_verdict(
            self.announced, day, self.crisis, self.workdays, self.register
        )
        yield "notice", verdict, short
        for code in self._softer(day):
            yield code, Verdict.SHORT, 1
        yield from self._load_marks(day)

    def _softer(self, day: date) -> tuple[str, ...]:
        codes = self.workdays.softer(day)
        if self.need.kind in SUBSIDIARY:  # Fridays are left to subsidiary bodies (note 507)
            codes = tuple(c for c in codes if c != "friday")
        return codes

    def _load_marks(self, day: date) -> Iterator[Mark]:
        if self.need.kind in COUNTED:
            cap = self.register.number("week_load_cap")
            over = len(self.week_load(day)) + 1 - cap
            if over > 0:
                yield "week_load", Verdict.SHORT, over
        spacing = self.register.number("mission_spacing")
        for near in self.near_meetings(day):
            yield "mission_spacing", Verdict.SHORT, spacing - abs((near - day).days)
        if self.out_of_order(day):
            yield "order", Verdict.BROKEN, 1

    def week_load(self, day: date) -> tuple[date, ...]:
        """Other informal triangular and Working Group meetings of that week."""
        return self._weeks.get(day - timedelta(days=day.weekday()), ())

    @cached_property
    def _weeks(self) -> dict[date, tuple[date, ...]]:
        """The meetings that count towards the load, by the Monday of their week."""
        weeks: dict[date, tuple[date, ...]] = {}
        for one in self.premises.load:
            monday = one.on - timedelta(days=one.on.weekday())
            weeks[monday] = (*weeks.get(monday, ()), one.on)
        return weeks

    @cached_property
    def _informal(self) -> tuple[date, ...]:
        """The other informal triangular meetings on the same mission."""
        return tuple(
            one.on
            for one in self.premises.load
            if one.kind == "informal_triangular" and one.missions & self.missions
        )

    def _briefing(self, day: date) -> tuple[Zone, date] | None:
        """How the briefing that stands fits a consultation on *day*: judged from both sides."""
        if (self.need.id or self.need.kind) != "informal_triangular":
            return None
        stands = next((on for kind, on in self.siblings if kind == "secretariat_briefing"), None)
        here = Anchor("informal_target", day, Basis.RECORDED, "this consultation")
        found = zone_around("briefing_before", here, self.workdays, self.register)
        return (found, stands) if found and stands else None

    def near_meetings(self, day: date) -> tuple[date, ...]:
        """Other informal triangular meetings on the same mission within the spacing."""
        if self.need.kind != "informal_triangular":
            return ()
        spacing = self.register.number("mission_spacing")
        return tuple(on for on in self._informal if abs((on - day).days) < spacing)

    def out_of_order(self, day: date) -> str:
        """The sibling meeting that *day* would stand on the wrong side of, in words."""
        own = self.need.id or self.need.kind  # a debrief is a briefing too, but not the one before
        for kind, on in self.siblings:
            if kind == BEFORE.get(own) and on >= day:
                return f"the {kind.replace('_', ' ')} stands on {say_date(on)}"
            if BEFORE.get(kind) == own and on <= day:
                return f"the {kind.replace('_', ' ')} stands on {say_date(on)}"
        return ""

    def slot_marks(self, day: date, mask: int, place: Place | None) -> Iterator[Mark]:
        """Marks of the hour and the room; kept ones are left out."""
        clashes = self.clashes(day, mask)
        yield from self.hour_marks(clashes)
        if place:
            yield from self.room_marks(place)
            if any(b.room == place.key for b in clashes):
                yield "room_free", Verdict.BROKEN, 1

    def clashes(self, day: date, mask: int) -> list[Busy]:
        """What stands in any of the half hours of *mask*."""
        return [b for b in self.premises.busy.get(day, ()) if b.mask & mask]

    def room_marks(self, place: Place) -> Iterator[Mark]:
        """Marks of a room whatever the hour."""
        if not place.near_chamber:
            yield "room_near", Verdict.SHORT, 1
        if place.capacity is not None and place.capacity < self.premises.seats:
            yield "room_fits", Verdict.BROKEN, self.premises.seats - place.capacity
        elif place.capacity is None and self.premises.seats:
            yield "room_fits", Verdict.UNKNOWN, 0
        if self.premises.interpretation and not place.interpretation:
            yield "interpretation", Verdict.SHORT, 1

    def hour_marks(self, clashes: list[Busy]) -> Iterator[Mark]:
        """Marks of an hour whatever the room."""
        if self.needs_council and any(b.council for b in clashes):
            firm = any(b.council and b.firm for b in clashes)
            yield "council_free", Verdict.BROKEN if firm else Verdict.SHORT, 1
        double = len(self.double_booked(clashes)) if clashes else 0
        if double:
            yield "participants_free", Verdict.SHORT, double

    def double_booked(self, clashes: list[Busy]) -> tuple[str, ...]:
        """Delegations invited here that already sit elsewhere at the time, by their names.

        Where the Council sits then, that says it of its members: they are left out.
        """
        return tuple(sorted(self._away(clashes)))

    def _away(self, clashes: list[Busy]) -> dict[str, list[Busy]]:
        away = set().union(*(b.who for b in clashes)) & self.premises.participants
        if self.needs_council and any(b.council for b in clashes):
            away -= self.premises.members
        names = self.premises.names
        return {names.get(who, who): [b for b in clashes if who in b.who] for who in away}

    # Findings: the same criteria in full, for what is shown.

    def findings(self, slot: Slot) -> tuple[Finding, ...]:
        """Every criterion that applies to the slot, judged, kept ones included."""
        return (*self.day_findings(slot.day), *self.slot_findings(slot))

    def day_findings(self, day: date) -> tuple[Finding, ...]:
        """What the day alone decides."""
        found = [self._working_finding(day)]
        found += [
            zone_finding(z, day, self.workdays, self.register)
            for z in self.window.zones
            if z.criterion.id not in ("season", "opened") or not z.whole.holds(day)
        ]
        briefing = self._briefing(day)
        if briefing:
            found.append(zone_finding(*briefing, self.workdays, self.register))
        found += [unknown_finding(self.register, u.split(":")[0], u) for u in self.window.unknown]
        found.append(notice_finding(self.announced, day, self.crisis, self.workdays, self.register))
        found += [
            finding(self.register, code, Verdict.SHORT, self.workdays.softer_name(day, code),
                    shortfall=1)
            for code in self._softer(day)
        ]  # fmt: skip
        return (*found, *self._load_findings(day))

    def _working_finding(self, day: date) -> Finding:
        closed, unlisted = self.workdays.why_not(day), self.workdays.provisional(day)
        said = f"{say_date(day)}: {closed or 'a working day at Headquarters'}"
        said += f" ({unlisted})" if unlisted else ""
        verdict = Verdict.BROKEN if closed else Verdict.KEPT
        return finding(self.register, "working_day", verdict, said, shortfall=bool(closed))

    def _load_findings(self, day: date) -> Iterator[Finding]:
        if self.need.kind in COUNTED:
            cap, standing = self.register.number("week_load_cap"), len(self.week_load(day))
            over = standing + 1 - cap
            yield finding(
                self.register, "week_load", Verdict.SHORT if over > 0 else Verdict.KEPT,
                f"{standing} other such meeting(s) in that week; at most {cap} in all",
                measured=standing + 1, wanted=cap, shortfall=max(0, over),
            )  # fmt: skip
        for near in self.near_meetings(day):
            spacing, gap = self.register.number("mission_spacing"), abs((near - day).days)
            yield finding(
                self.register, "mission_spacing", Verdict.SHORT,
                f"{gap} days from another informal consultation on the mission "
                f"({say_date(near)}); {spacing} wanted",
                measured=gap, wanted=spacing, shortfall=spacing - gap,
            )  # fmt: skip
        wrong = self.out_of_order(day)
        if wrong:
            yield finding(self.register, "order", Verdict.BROKEN, wrong, shortfall=1)

    def slot_findings(self, slot: Slot) -> Iterator[Finding]:
        """What the hour and the room decide."""
        place = self.premises.place(slot.room)
        marks = {m[0]: m for m in self.slot_marks(slot.day, slot.mask, place)}
        inside = slot.start < slot.end and any(
            s.start <= slot.start and slot.end <= s.end for s in self.premises.sessions
        )
        if not inside:
            marks["session"] = ("session", Verdict.BROKEN, 1)
        clashes = self.clashes(slot.day, slot.mask)
        for criterion in self._slot_criteria(place):
            _, verdict, short = marks.get(criterion, (criterion, Verdict.KEPT, 0))
            sentence = self._slot_sentence(criterion, place, clashes, verdict)
            yield finding(self.register, criterion, verdict, sentence, shortfall=short)

    def _slot_criteria(self, place: Place | None) -> list[str]:
        wanted = ["session"]
        if self.needs_council:
            wanted.append("council_free")
        wanted.append("participants_free")
        if place:
            wanted += ["room_free", "room_fits", "room_near"]
            wanted += ["interpretation"] if self.premises.interpretation else []
        return wanted

    def _slot_sentence(
        self, criterion: str, place: Place | None, clashes: list[Busy], verdict: Verdict
    ) -> str:
        name = place.name if place else ""
        here = [b for b in clashes if place and b.room == place.key]
        sitting = sorted((b for b in clashes if b.council), key=lambda b: (not b.firm, b.what))
        if criterion == "participants_free":
            double = elsewhere(self._away(clashes))
            return f"booked elsewhere then: {double}" if double else "all invitees free"
        if criterion == "room_fits":
            return fits(place, self.premises.seats)
        return words(criterion, verdict is Verdict.KEPT, name, here, sitting)
