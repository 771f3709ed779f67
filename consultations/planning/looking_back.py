"""What a review asks of planning: the renewals of a span, their anchors, and which one a
meeting prepared; the queries are as many for one mission as for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from consultations.models import Mission
from consultations.planning.chaining import registers
from consultations.planning.days import today, workdays
from consultations.planning.loading import mission_facts
from planner.anchors import Basis
from planner.backtest import renewal_at
from planner.cycle import Cycle, NoSuchCycle, cycle_of, expiries
from planner.known import MISSION_COMPONENT, ROLLOVER, MissionFacts
from planner.register import Register
from planner.reviewed import CONTACT, LastContact, Renewal
from planner.workdays import Workdays

AHEAD = timedelta(days=200)  # a meeting of December may prepare a renewal of spring
Key = tuple[str, str, date]  # mission, component, expiry


@dataclass(frozen=True)
class LookedBack:
    """Facts by acronym as known today, and what their cycles say when they were over."""

    facts: dict[str, MissionFacts]
    registers: dict[str, Register]
    register: Register
    workdays: Workdays
    today: date
    kept: dict[Key, Cycle | None]

    def cycle(self, mission: str, component: str, expiry: date) -> Cycle | None:
        """The cycle as known when it ended (today, where it has not); None: no such mandate."""
        key = (mission, component, expiry)
        if key not in self.kept:
            self.kept[key] = self._worked_out(*key)
        return self.kept[key]

    def _worked_out(self, mission: str, component: str, expiry: date) -> Cycle | None:
        facts = self.facts.get(mission)
        if facts is None:
            return None
        try:
            return cycle_of(
                facts, as_of=min(self.today, expiry), workdays=self.workdays,
                register=self.registers[mission], component=component, expiry=expiry,
            )  # fmt: skip
        except NoSuchCycle:
            return None

    def prepared_by(self, missions: Iterable[str], on: date) -> tuple[str, date] | None:
        """(component, expiry) of the one renewal that a meeting on that day prepares, if any."""
        named = list(missions)
        known = [self.facts[name] for name in named if name in self.facts]
        if len(named) != 1 or not known:
            return None
        found = renewal_at(known, on, on, self.registers[known[0].mission])
        return found[1:] if found else None

    def report_on(self, mission: str, component: str, expiry: date) -> date | None:
        """The day on which the report of the cycle is recorded as sent; no estimate."""
        cycle = self.cycle(mission, component, expiry)
        sent = cycle.anchors.get("report_transmitted") if cycle else None
        return sent.on if sent and sent.basis is Basis.RECORDED else None

    def renewals(self, first: date, last: date) -> tuple[Renewal, ...]:
        """The mandates that end in the span; those in their final period are not renewed."""
        found = [
            self._renewal(facts, component, expiry)
            for facts in self.facts.values()
            for component, expiry in expiries(facts.known(self.today))
            if first <= expiry <= last
        ]
        return tuple(sorted((r for r in found if r), key=lambda r: (r.expires_on, r.mission)))

    def _renewal(self, facts: MissionFacts, component: str, expiry: date) -> Renewal | None:
        cycle = self.cycle(facts.mission, component, expiry)
        if cycle is None or cycle.final:
            return None
        draft = cycle.anchors.get("first_draft")
        season = self.registers[facts.mission].number("mid_mandate")
        return Renewal(
            mission=facts.mission,
            component=component,
            expires_on=expiry,
            opens_on=expiry - timedelta(days=season),
            draft_on=draft.on if draft else None,
            draft_estimated=bool(draft and draft.soft),
            continues=cycle.continues if cycle.kind == ROLLOVER else None,
        )

    def contacts(self, until: date) -> tuple[LastContact, ...]:
        """The last meeting with contributors on each mission that is at work on that day."""
        return tuple(
            LastContact(facts.mission, _last_contact(facts, until))
            for facts in self.facts.values()
            if _at_work(facts, until)
        )

    def ended(self, until: date) -> tuple[str, ...]:
        """The missions whose recorded mandate was over on that day."""
        return tuple(
            sorted(f.mission for f in self.facts.values()
                   if not _at_work(f, until) and _was_at_work(f, until))
        )  # fmt: skip


def _was_at_work(facts: MissionFacts, before: date) -> bool:
    ends = [m.expires_on for m in facts.mandates if m.component == MISSION_COMPONENT]
    ends += [facts.ends_on] if facts.ends_on else []
    return any(on < before for on in ends)


def _at_work(facts: MissionFacts, on: date) -> bool:
    """Whether a mandate that has contributors runs on the day: recorded, and not ended."""
    if facts.ends_on and facts.ends_on < on:
        return False
    if facts.open_ended:
        return True
    running = [
        m for m in facts.mandates
        if m.component == MISSION_COMPONENT and (m.starts_on or m.adopted_on) <= on <= m.expires_on
    ]  # fmt: skip
    return bool(running)


def _last_contact(facts: MissionFacts, until: date) -> date | None:
    live = ("held", "confirmed")
    days = [m.on for m in facts.meetings
            if m.kind in CONTACT and m.status in live and m.on <= until]  # fmt: skip
    return max(days, default=None)


def looking_back(missions: Iterable[Mission], first: date, last: date) -> LookedBack:
    """What is needed to review *missions* over a span; a constant number of queries."""
    found, now = list(missions), today()
    numbers = registers(m.pk for m in found)
    facts = mission_facts(found, as_of=now, span=(first, last + AHEAD))
    return LookedBack(
        facts={m.acronym: facts[m.pk] for m in found},
        registers={m.acronym: numbers[m.pk] for m in found},
        register=numbers[0],
        workdays=workdays(now),
        today=now,
        kept={},
    )
