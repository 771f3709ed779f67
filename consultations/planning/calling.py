"""The need a consultation answers: called for by the chain, or asked for ad hoc."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from consultations.models import Consultation
from planner.anchors import Anchor, Basis
from planner.chains import Called, Chain, Notice, called_apart, met, of_any_preset
from planner.judging import BEFORE
from planner.measures import MEASURES
from planner.needs import KINDS, need_of
from planner.register import Register
from planner.themes import is_theme
from planner.windows import Window, window_of
from planner.workdays import HEADQUARTERS, Workdays

AFTERWARDS = "debrief_after_adoption"  # a briefing by its kind, but none before the consultation
# What the record of meetings calls for: booked, it must not count as the last meeting itself.
BY_MEETINGS = frozenset({"contact_gap", "follow_up", "c34_bureau", "organisational"})
# What each was booked for, where nothing calls for it any more: by its kind it would be judged
# as a meeting before the renewal.
OTHERWISE = {AFTERWARDS: ("after_vote",)} | dict.fromkeys(
    ("contact_gap", "follow_up", "new_mission", "withdrawal"), ("opened",)
)
ORDERED = (*BEFORE.values(), *BEFORE)


def called_for(
    found: Chain, kind: str, need: str, as_of: date, days: Workdays, register: Register
) -> Called:
    """What the chain calls for under *need* (else the first of *kind*), or one asked for ad hoc.

    A need of the renewal is known by its id whatever the preset of the cycle.
    """
    own = next((one for one in found.called if one.need.id == need), None)
    called = own or of_any_preset(found, need) or found.need(need or kind)
    if called is not None and called.need.kind == kind:
        return called
    return _ad_hoc(found, kind, need, as_of, days, register)


def called_of(
    row: Consultation, found: Chain, days: Workdays, register: Register, beside: Collection[str]
) -> Called:
    """What a booked consultation answers; *beside* are those released with it, by their keys.

    What the record of meetings calls for is asked as on the day of the booking, without these.
    """
    on, need = row.starts_at.astimezone(HEADQUARTERS).date(), row.need or row.kind
    since = min(found.as_of, on)
    if need in BY_MEETINGS or is_theme(need):
        then = min(since, row.created_at.astimezone(HEADQUARTERS).date())
        called = called_apart(found, need, {str(row.pk), *beside}, on, then)
        if called is not None and called.need.kind == row.kind:
            return called
    return called_for(found, row.kind, row.need, since, days, register)


def _ad_hoc(
    found: Chain, kind: str, need: str, as_of: date, days: Workdays, register: Register
) -> Called:
    """A meeting nobody's preset or trigger calls for, asked for all the same (para. 37)."""
    anchors = dict(found.cycle.anchors)
    anchors["opened"] = Anchor("opened", as_of, Basis.RULE, "today")
    if kind == "crisis":
        anchors["crisis"] = Anchor("crisis", as_of, Basis.RULE, "asked for today")
    asks = OTHERWISE.get(need, KINDS[kind].criteria)
    criteria = tuple(c for c in asks if MEASURES[c].anchor in anchors)
    reason = "asked for: neither the preset nor an event calls for it"
    expiry = found.cycle.expires_on
    day = expiry - timedelta(days=register.number("lead_target")) if expiry else None
    day = as_of if kind == "crisis" else day
    asked = need_of(
        kind, anchors, day, reason, id=need if need in OTHERWISE else "",
        criteria=criteria or ("opened",), why=("R2017-37", *KINDS[kind].why),
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
    """(need, day) of the cycle's consultations that stand in order; *own* leaves one out.

    Whatever the preset calls for: what is booked of the three comes in its order.
    """
    standing = {need: met(found, need) for need in dict.fromkeys(ORDERED) if need != but}
    return tuple((n, m.on) for n, m in standing.items() if m and m.reference != own)
