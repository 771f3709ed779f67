"""The need a consultation answers: called for by the chain, or asked for ad hoc."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.anchors import Anchor, Basis
from planner.chains import Called, Chain, Notice
from planner.measures import MEASURES
from planner.needs import KINDS, need_of
from planner.register import Register
from planner.windows import Window, window_of
from planner.workdays import Workdays

AFTERWARDS = "debrief_after_adoption"  # a briefing by its kind, but none before the consultation


def called_for(
    found: Chain, kind: str, need: str, as_of: date, days: Workdays, register: Register
) -> Called:
    """What the chain calls for under *need* (else the first of *kind*), or one asked for ad hoc."""
    called = found.need(need or kind)
    if called is not None and called.need.kind == kind:
        return called
    return _ad_hoc(found, kind, as_of, days, register)


def _ad_hoc(found: Chain, kind: str, as_of: date, days: Workdays, register: Register) -> Called:
    """A meeting nobody's preset or trigger calls for, asked for all the same (para. 37)."""
    anchors = dict(found.cycle.anchors)
    anchors["opened"] = Anchor("opened", as_of, Basis.RULE, "today")
    if kind == "crisis":
        anchors["crisis"] = Anchor("crisis", as_of, Basis.RULE, "asked for today")
    criteria = tuple(c for c in KINDS[kind].criteria if MEASURES[c].anchor in anchors)
    reason = "asked for: neither the preset nor an event calls for it"
    expiry = found.cycle.expires_on
    day = expiry - timedelta(days=register.number("lead_target")) if expiry else None
    day = as_of if kind == "crisis" else day
    asked = need_of(
        kind, anchors, day, reason, id="", criteria=criteria or ("opened",),
        why=("R2017-37", *KINDS[kind].why),
    )  # fmt: skip
    window = window_of(asked.criteria, anchors, day, days, register)
    if not window.days and None in (window.earliest, window.latest):
        window = _open_window(asked.criteria, anchors, as_of, days, register)
    count = register.number("notice_crisis" if kind == "crisis" else "notice_kept")
    shift = days.shift(window.target, -count) if window.target else None
    return Called(asked, window, Notice(shift.on if shift else None, count, shift))


def _open_window(
    criteria: Sequence[str],
    anchors: dict[str, Anchor],
    as_of: date,
    days: Workdays,
    register: Register,
) -> Window:
    """Where no bound closes the window: the next forty working days, said to be ours."""
    window = replace(window_of(criteria, anchors, None, days, register), warnings=())
    last = days.shift(as_of, 40).on
    open_days = days.days(as_of, last)
    target = days.shift(as_of, register.number("notice_kept")).on
    return replace(
        window, earliest=open_days[0], latest=last, target=target, target_day=target,
        days=open_days, warnings=(*window.warnings, "no paragraph bounds it: 40 days shown"),
    )  # fmt: skip


def siblings(found: Chain, but: str, own: str = "") -> tuple[tuple[str, date], ...]:
    """(kind, day) of the chain's other consultations before the renewal; *own* leaves one out."""
    return tuple(
        (c.need.kind, c.met_by.on)
        for c in found.called
        if c.met_by
        and c.need.id not in (but, "debrief_after_adoption")
        and c.met_by.reference != own
    )
