"""What twelve months hold for missions: expiries, decisions, reports, meetings, days to consult."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from consultations.models import Mission
from consultations.papers.booked import Listed, listed, with_contributors
from consultations.papers.cycle_rows import LAPSED, MANDATE, CycleRow, cycle_rows
from consultations.papers.cycle_words import basis as basis_words
from consultations.papers.cycle_words import day as say_due
from consultations.papers.cycle_words import task
from consultations.papers.saying import say_day
from consultations.planning.years import Years, years
from planner.chains import Called, Chain
from planner.known import CHANGE, MissionFacts

BEFORE = timedelta(days=800)  # the cycle before, and the one before a rollover
AFTER = timedelta(days=75)  # a cycle that ends soon after has its days to consult before


class What(StrEnum):
    """What an entry is."""

    ADOPTION = "adoption"
    EXPIRY = "expiry"
    MEETING = "meeting"
    REPORT = "report"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Entry:
    """One day, or a span of days, of one mission. *short* stands in a cell of the grid, *said* in
    the list; *when* carries the weekday."""

    on: date
    until: date
    mission: str
    what: What
    when: str
    short: str
    said: str
    basis: str
    estimated: bool = False

    def falls_in(self, month: date) -> bool:
        """Whether a part of it lies in the month that begins on that day."""
        ends = (month + timedelta(days=32)).replace(day=1)
        return self.on < ends and self.until >= month

    def days_in(self, month: date) -> str:
        """The days of the month: "30", or "9–16"."""
        ends = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        first, last = max(self.on, month).day, min(self.until, ends).day
        return str(first) if first == last else f"{first}–{last}"


def in_order(one: Entry) -> tuple[date, str, str, str]:
    """By day, mission and kind; the words decide the rest, so that a paper is always the same."""
    return one.on, one.mission, one.what, one.said


@dataclass(frozen=True, slots=True)
class Ahead:
    """The entries in order of their days, and the chains of the cycles, those before included.

    *visible* are the references of meetings whose details the reader may see.
    """

    entries: tuple[Entry, ...]
    chains: tuple[Chain, ...]
    visible: frozenset[str]
    lapsed: tuple[str, ...]
    provisional: tuple[str, ...]
    span: tuple[date, date]


def ahead(
    missions: Iterable[Mission], first: date, last: date, reader: User | AnonymousUser, today: date
) -> Ahead:
    """Everything from *first* to *last* as known today; what is past as it is recorded."""
    found = list(missions)
    planned = years(found, first=first - BEFORE, last=last + AFTER)
    chains = tuple(chain for one in found for chain in planned.chains[one.pk])
    acronyms = {one.acronym for one in found}
    only = found[0] if len(found) == 1 else None
    since = max(first, today)
    rows = cycle_rows(as_of=today, since=since, until=last, mission=only) if since <= last else []
    meetings = listed(first - BEFORE, last, reader)
    entries = [
        *_cycles(chains, first, last, today),
        *_changes(planned, first, min(last, today)),
        *_reports_due(rows, since, last),
        *_reports_issued(planned, first, min(last, today)),
        *_meetings([m for m in meetings if m.on >= first], acronyms),
        *(entry for chain in chains for entry in _windows(chain, max(first, today), last)),
    ]
    return Ahead(
        entries=tuple(sorted(set(entries), key=in_order)),
        chains=chains,
        visible=frozenset(str(one.row.pk) for one in meetings if one.row),
        lapsed=tuple(sorted({row.mission for row in rows if row.standing == LAPSED})),
        provisional=tuple(filter(None, {planned.workdays.provisional(on) for on in (first, last)})),
        span=(first, last),
    )


def _changes(planned: Years, first: date, last: date) -> Iterator[Entry]:
    """Decisions that changed a mandate within its period."""
    for facts in planned.facts.values():
        for one in facts.mandates:
            if one.kind == CHANGE and first <= one.adopted_on <= last:
                said = _("Change of the mandate: %s") % (one.resolution or _("not recorded"))
                yield _entry(one.adopted_on, facts.mission, What.ADOPTION, _("change"), said)


def _cycles(chains: Iterable[Chain], first: date, last: date, today: date) -> Iterator[Entry]:
    """Expiries, and decisions: an estimated one only as long as it lies ahead."""
    for chain in chains:
        cycle = chain.cycle
        part = "" if cycle.component == "mission" else f" ({cycle.component})"
        if cycle.expires_on and first <= cycle.expires_on <= last:
            short = _("expiry") + part
            said = _("Expiry of the mandate under %s") % (
                cycle.resolution or _("a resolution that is not recorded")
            )
            said += part
            if cycle.final:
                said = _("%s; final period") % said
            yield _entry(cycle.expires_on, cycle.mission, What.EXPIRY, short, said)
        adoption = cycle.anchors.get("adoption")
        over = adoption is not None and adoption.soft and adoption.on and adoption.on < today
        if adoption and adoption.on and first <= adoption.on <= last and not over:
            short, said = _("decision") + part, _("Decision on the mandate") + part
            one = _entry(adoption.on, cycle.mission, What.ADOPTION, short, said)
            if adoption.soft:
                one = _estimated(one)
            elif adoption.source:
                one = replace(one, said=f"{said}: {adoption.source}")
            yield one


def _reports_due(rows: Iterable[CycleRow], first: date, last: date) -> Iterator[Entry]:
    for row in rows:
        for due in row.due:
            if row.task == MANDATE or due.missed or not first <= due.on <= last:
                continue
            said = _("%(task)s due (%(often)s)") % {
                "task": task(row), "often": row.frequency or _("frequency not recorded"),
            }  # fmt: skip
            one = _entry(due.on, row.mission, What.REPORT, _("report due"), said)
            when = say_due(replace(due, basis="recorded")) if due.month else one.when
            soft = due.basis not in ("recorded", "rule")  # what follows from a rule is no estimate
            known = one.basis if due.basis == "recorded" else basis_words(due)
            mark = f"{when} *" if soft else when
            yield replace(one, when=mark, basis=known, estimated=soft)


def _reports_issued(planned: Years, first: date, last: date) -> Iterator[Entry]:
    for facts in planned.facts.values():
        yield from _issued(facts, first, last)


def _issued(facts: MissionFacts, first: date, last: date) -> Iterator[Entry]:
    for report in facts.reports:
        on = report.transmitted_on
        if on and first <= on <= last:
            symbol = report.symbol or _("symbol not recorded")
            said = _("Report of the Secretary-General, %s") % symbol
            yield _entry(on, facts.mission, What.REPORT, _("report %s") % symbol, said)


def _meetings(found: Iterable[Listed], acronyms: set[str]) -> Iterator[Entry]:
    for one in with_contributors(list(found)):
        for mission in filter(acronyms.__contains__, one.missions.split(", ")):
            said = ", ".join(filter(None, [one.title, one.time, one.place]))
            yield replace(_entry(one.on, mission, What.MEETING, _kind(one), said), basis=one.state)


def _kind(one: Listed) -> str:
    if one.row is not None:
        return str(one.row.get_kind_display())
    return _("formal meeting with contributors") if one.formal else _("meeting recorded")


def _windows(chain: Chain, first: date, last: date) -> Iterator[Entry]:
    """Days on which what is called for can still be booked."""
    for called in chain.called:
        days = [on for on in called.window.days if first <= on <= last]
        if not days or called.met_by or called.skipped:
            continue
        yield _window(chain, called, days)


def _window(chain: Chain, called: Called, days: list[date]) -> Entry:
    soft = any(zone.anchor.soft for zone in called.window.zones)
    title = _(called.need.title)
    target, words = called.window.target, {"need": title, "day": say_day(called.window.target)}
    best = target is not None and days[0] <= target <= days[-1]
    said = _("%(need)s: not booked; best day %(day)s") % words if best else title
    spans = {"first": say_day(days[0]), "last": say_day(days[-1])}
    when = _("%(first)s to %(last)s") % spans if len(days) > 1 else say_day(days[0])
    one = Entry(
        days[0], days[-1], chain.cycle.mission, What.WINDOW, when, title, said, _("reckoned")
    )
    return _estimated(one) if soft else one


def _entry(on: date, mission: str, what: What, short: str, said: str) -> Entry:
    return Entry(on, on, mission, what, say_day(on), short, said, _("recorded"))


def _estimated(one: Entry) -> Entry:
    return replace(one, when=f"{one.when} *", basis=_("estimated"), estimated=True)
