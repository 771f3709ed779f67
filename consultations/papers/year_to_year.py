"""How far before the expiry each consultation stood in one cycle and in the next (para. 73 (d))."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import planning
from consultations.papers.saying import say_day
from consultations.papers.sheets import Block, Heading, Table
from consultations.papers.year_ahead import Ahead
from planner.chains import Chain

NEEDS = ("informal_triangular", "formal_tcc")
OF_OURS = 36  # length of the reference of a consultation; a recorded meeting's is shorter


@dataclass(frozen=True, slots=True)
class Offset:
    """One consultation of two cycles that follow each other; days before the expiry."""

    mission: str
    title: str
    on: date
    expiry: date
    before_on: date
    before_expiry: date
    booked: bool

    @property
    def now(self) -> int:
        """Calendar days from this one to its expiry."""
        return (self.expiry - self.on).days

    @property
    def then(self) -> int:
        """The same of the cycle before."""
        return (self.before_expiry - self.before_on).days

    @property
    def moved(self) -> int:
        """By how many days the distance differs."""
        return abs(self.now - self.then)


def offsets(found: Ahead) -> Iterator[Offset]:
    """Consultations whose expiry lies in the months shown, beside those of the cycle before."""
    by_component: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    for chain in found.chains:
        if chain.cycle.expires_on:
            by_component[chain.cycle.mission, chain.cycle.component].append(chain)
    for chains in by_component.values():
        ordered = sorted(chains, key=lambda one: one.cycle.expires_on or date.max)
        for before, after in pairwise(ordered):
            yield from _of_two(before, after, found)


def _of_two(before: Chain, after: Chain, found: Ahead) -> Iterator[Offset]:
    expiry, earlier = after.cycle.expires_on, before.cycle.expires_on
    first, last = found.span
    if expiry is None or earlier is None or not first <= expiry <= last:
        return
    for need in NEEDS:
        now, then = _day(after, need, found.visible, True), _day(before, need, found.visible, False)
        if now and then:
            called = after.need(need)
            title = _(called.need.title) if called else need
            yield Offset(after.cycle.mission, title, now[0], expiry, then[0], earlier, now[1])


def _day(
    chain: Chain, need: str, visible: frozenset[str], target: bool
) -> tuple[date, bool] | None:
    """When it stands (and that it does), else its best day where *target*; None where unknown."""
    called = next((c for c in chain.called if c.need.id == need), None)
    if called is None:
        return None
    met = called.met_by
    if met is None:
        best = called.window.target
        return (best, False) if target and best and not called.skipped else None
    if len(met.reference) == OF_OURS and met.reference not in visible:
        return None
    return met.on, True


def offsets_table(found: Ahead) -> Iterator[Block]:
    """The remark: the same distance as last time, or how many days it differs."""
    limit = planning.register_for().number("offset_tolerance")
    yield Heading(_("From one cycle to the next"))
    names = (_("Mission"), _("Consultation"), _("This cycle"), _("Cycle before"), _("Remark"))
    lines = sorted(offsets(found), key=lambda one: (one.expiry, one.mission, one.on))
    rows = tuple(
        (one.mission, one.title, _this(one), _said(one.before_on, one.then), remark(one, limit))
        for one in lines
    )
    yield Table(names, rows, name=_("from cycle to cycle"), widths=(2, 4, 5, 5, 4))


def _this(one: Offset) -> str:
    said = _said(one.on, one.now)
    return said if one.booked else _("best day, not booked: %s") % said


def _said(on: date, days: int) -> str:
    words = {"day": say_day(on), "days": days}
    return (
        ngettext(
            "%(day)s, %(days)d day before expiry", "%(day)s, %(days)d days before expiry", days
        )
        % words
    )


def remark(one: Offset, limit: int) -> str:
    """Whether the distance is the same, within so many days, or another."""
    if one.moved == 0:
        return _("the same distance")
    words = {"days": one.moved, "limit": limit}
    if one.moved <= limit:
        return _("within %(limit)d days (%(days)d)") % words
    return _("another distance: %(days)d days") % words
