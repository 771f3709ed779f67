"""From what is called for to a problem: each need's slots as one proposal's page has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from planner.findings import Verdict
from planner.judging import Bench, Mark
from planner.levels import Levels, Moved, Style, levels
from planner.problem import Meeting, Option, Problem
from planner.proposals import candidate_days, day_slots, distance, score
from planner.slots import Slot
from planner.ties import INFORMAL, caps, gaps, spacings
from planner.wanted import (
    Wanted,
    may_stand,
    may_stand_at,
    may_stand_on,
    slot_of,
    standing_marks,
)
from planner.windows import window_of

BRIEFING = "secretariat_briefing"
EPOCH = date(2000, 1, 3)  # working days are numbered from here
HALF_HOURS = 48
ROOMS = 3  # where two meetings may sit at the same time, so many rooms each


@dataclass(frozen=True)
class Placing:
    """All that is wanted, as a problem; *locked* weeks (their Mondays) take in nothing new."""

    wanted: tuple[Wanted, ...]
    as_of: date
    style: Style | None = None
    locked: frozenset[date] = frozenset()

    @cached_property
    def levels(self) -> Levels:
        return levels(self.style)

    @cached_property
    def problem(self) -> Problem:
        meetings = tuple(self._meeting(one) for one in self.wanted)
        return Problem(
            levels=self.levels.names,
            meetings=meetings,
            gaps=tuple(gaps(self._kinds, self.levels)),
            spacings=tuple(spacings(self.wanted, self.levels)),
            caps=tuple(caps(self.wanted, meetings, self.levels)),
            guess=self.levels.guess,
        )

    @cached_property
    def by_key(self) -> Mapping[str, Wanted]:
        return {one.key: one for one in self.wanted}

    @cached_property
    def _kinds(self) -> Mapping[tuple[object, str], Wanted]:
        """The consultations before a renewal, by their cycle and kind."""
        return {(w.cycle, w.kind): w for w in self.wanted if w.bench.need.id == w.kind}

    def bench(self, wanted: Wanted) -> Bench:
        """Its bench in this plan, made once."""
        if wanted.key not in self._benches:
            self._benches[wanted.key] = self._bench(wanted)
        return self._benches[wanted.key]

    @cached_property
    def _benches(self) -> dict[str, Bench]:
        return {}

    def _bench(self, wanted: Wanted) -> Bench:
        """Its bench in this plan: the briefing goes by where the consultation will stand.

        The day it aims at stays the one of its own page.
        """
        bench = wanted.bench
        if bench.need.id != BRIEFING or (wanted.cycle, INFORMAL) not in self._kinds:
            return bench
        criteria = tuple(c for c in bench.need.criteria if c != "briefing_before")
        need = replace(bench.need, criteria=criteria)
        window = window_of(criteria, need.anchors, need.target_day, bench.workdays, bench.register)
        window = replace(window, target=bench.window.target or window.target)
        return replace(bench, need=need, window=window, _days={})

    # What each costs alone.

    def _meeting(self, wanted: Wanted) -> Meeting:
        bench, options = self.bench(wanted), list[Option]()
        rooms = ROOMS if wanted.key in self._apart else 1
        for day in candidate_days(bench, self.as_of):
            if not self._locked(day) and may_stand_on(bench, day):
                found = {slot: total for total, slot in day_slots(bench, day, rooms)}
                options += self._options(wanted, bench, day, found)
        options += self._kept(wanted, bench, options)
        if wanted.pinned:
            options = [option for option in options if slot_of(option) == wanted.kept]
        return Meeting(
            wanted.key, tuple(options), self.levels.unplaced(wanted.pinned),
            attendees=wanted.attendees,
        )  # fmt: skip

    def _kept(self, wanted: Wanted, bench: Bench, options: list[Option]) -> Iterator[Option]:
        """Where it stands, if nothing but the window or a locked week speaks against it."""
        kept = wanted.kept
        if kept is None or kept.day < self.as_of or not may_stand_on(bench, kept.day):
            return
        total = self._score(bench, kept)
        if total[0] == 0 and not any(
            slot_of(o) == kept for o in options if o.day == kept.day.toordinal()
        ):
            yield from self._options(wanted, bench, kept.day, {kept: total})

    def _locked(self, day: date) -> bool:
        """Whether nothing new may stand in the week of a day."""
        return bool(self.locked) and day - timedelta(days=day.weekday()) in self.locked

    @cached_property
    def _apart(self) -> frozenset[str]:
        """Those that may share an hour with others, who then need another room than the best.

        Of two with nobody in common it is enough that one of them, that with fewer ties, can.
        """
        loose = {
            one.key: {
                o.key for o in self.wanted if o is not one and not o.attendees & one.attendees
            }
            for one in self.wanted
        }
        return frozenset(
            key for key, others in loose.items()
            if others and len(others) >= max(len(loose[other]) for other in others)
        )  # fmt: skip

    def _score(self, bench: Bench, slot: Slot) -> list[int]:
        marks = bench.day_marks(slot.day)
        place = bench.premises.place(slot.room)
        return score([*marks, *bench.slot_marks(slot.day, slot.mask, place)], bench)

    def _options(
        self, wanted: Wanted, bench: Bench, day: date, found: Mapping[Slot, list[int]]
    ) -> Iterator[Option]:
        """The slots of a day as options, at what each costs alone."""
        # The meetings of a week are counted for all together.
        load = score((m for m in bench.day_marks(day) if m[0] == "week_load"), bench)
        far, number = distance(day, bench), bench.workdays.number(EPOCH, day)
        since, ordinal = (day - self.as_of).days * HALF_HOURS, day.toordinal()
        for slot, total in found.items():
            mask = slot.mask
            if may_stand_at(wanted, bench, slot):
                own = [a - b for a, b in zip(total, load, strict=True)] if any(load) else total
                earliest = since + (mask & -mask).bit_length() - 1
                cost = self.levels.cost(own, far, earliest, self._moved(wanted, slot))
                yield Option(ordinal, mask, cost, slot.room, number)

    def _moved(self, wanted: Wanted, slot: Slot) -> Moved:
        if wanted.kept is None or slot == wanted.kept:
            return Moved()
        apart = slot.starts_at.replace(tzinfo=None) - wanted.kept.starts_at.replace(tzinfo=None)
        size = abs(int(apart.total_seconds() // 1800))
        return Moved(1, size, int(wanted.key not in self.worse))

    @cached_property
    def worse(self) -> frozenset[str]:
        """Those whose place is no longer as good as it was (notice aside), or closed."""
        return frozenset(one.key for one in self.wanted if self._worse(one))

    def _worse(self, wanted: Wanted) -> bool:
        kept, bench = wanted.kept, self.bench(wanted)
        if kept is None or kept.day < self.as_of:
            return True
        if not may_stand(wanted, bench, kept) or self._score(bench, kept)[0]:
            return True
        return wanted.marks is not None and _worse(standing_marks(bench, kept), wanted.marks)


def _worse(now: Iterable[Mark], was: Iterable[Mark]) -> bool:
    """Whether a criterion is now broken, or short, or shorter, where it was not."""
    ranks = {Verdict.KEPT: 0, Verdict.UNKNOWN: 0, Verdict.SHORT: 1, Verdict.BROKEN: 2}
    then = {code: (ranks[Verdict(verdict)], short) for code, verdict, short in was}
    return any(
        (ranks[verdict], short) > then.get(code, (0, 0)) for code, verdict, short in now
        if ranks[verdict]
    )  # fmt: skip
