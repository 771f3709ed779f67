"""The chain of a cycle: its anchors, what it calls for, each need's window and notice clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.anchors import Anchor, Basis
from planner.cycle import Cycle, cycle_of
from planner.known import ROLLOVER, Meeting, MissionFacts
from planner.needs import RENEWAL_NEEDS, Asking, Need, Preset, preset_for, renewal_needs
from planner.register import Register
from planner.triggers import TRIGGERS, group_needs
from planner.windows import Window, window_of
from planner.workdays import Shift, Workdays, say_date


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice clock: announce by this day to give so many working days."""

    announce_by: date | None
    working_days: int
    counted: Shift | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """One need with its window, its notice clock, and the meeting that meets it, if any."""

    need: Need
    window: Window
    notice: Notice
    met_by: Meeting | None = None
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything a cycle calls for, as known on one day; ``asking`` is what it was asked of."""

    cycle: Cycle
    preset: Preset
    as_of: date
    called: tuple[Called, ...]
    unknown: tuple[str, ...]
    warnings: tuple[str, ...]
    asking: Asking | None = field(default=None, repr=False, compare=False)

    def need(self, need_id: str) -> Called | None:
        """The need of that id (or kind), None when the cycle does not call for it."""
        by_id = next((c for c in self.called if c.need.id == need_id), None)
        return by_id or next((c for c in self.called if c.need.kind == need_id), None)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What staff chose for a cycle: its preset, and needs skipped with the reason."""

    preset: str = ""
    skipped: Mapping[str, str] | None = None


def chain(
    facts: MissionFacts,
    *,
    as_of: date,
    workdays: Workdays,
    register: Register,
    component: str = "mission",
    expiry: date | None = None,
    chosen: Chosen | None = None,
) -> Chain:
    """The chain of the cycle ending at *expiry*, with what was known on *as_of*.

    Raises NoSuchCycle when no mandate known on that day ends then.
    """
    cycle = cycle_of(
        facts, as_of=as_of, workdays=workdays, register=register, component=component, expiry=expiry
    )
    chosen = chosen or Chosen()
    known = facts.known(as_of)
    preset = preset_for(known, cycle, chosen.preset)
    asking = Asking(known, cycle, preset, as_of, workdays, register)
    needs = renewal_needs(asking) + [n for trigger in TRIGGERS for n in trigger(asking)]
    called = _windows(_one_each(needs), asking, chosen)
    called, dropped = _still_possible(called, asking)
    warnings = (*cycle.warnings, *_final(cycle), *dropped)
    warnings += tuple(f"{c.need.title}: {w}" for c in called for w in c.window.warnings)
    return Chain(cycle, preset, as_of, called, _unknown(cycle, called), warnings, asking)


def group_chain(asking: Asking) -> tuple[Called, ...]:
    """What the Working Group calls for itself: Bureau of C-34, its organisation, themes."""
    return _windows(group_needs(asking), asking, Chosen())


def of_any_preset(chain: Chain, need_id: str) -> Called | None:
    """A need of the renewal by its id, whether or not the cycle's own preset calls for it.

    A plan may be made with another preset: what it books is judged by what it was booked for.
    """
    if chain.asking is None or need_id not in RENEWAL_NEEDS:
        return None
    asking = replace(chain.asking, preset=Preset.FULL)
    found = _windows(renewal_needs(asking), asking, Chosen())
    return next((c for c in found if c.need.id == need_id), None)


def met(chain: Chain, need_id: str) -> Meeting | None:
    """The meeting that meets a need of the renewal, whatever the preset of the cycle."""
    one = next((c for c in chain.called if c.need.id == need_id), None)
    if one is not None:
        return one.met_by
    if chain.asking is None or chain.cycle.expires_on is None or chain.cycle.final:
        return None
    return _met_by(RENEWAL_NEEDS[need_id](chain.asking), chain.asking)


def called_apart(
    chain: Chain, need_id: str, but: Collection[str], before: date, as_of: date
) -> Called | None:
    """A need that the record of meetings calls for, as asked on *as_of* of those before a day.

    The meetings whose references are in *but* are left out: one that is booked does not count
    as the contact that it follows.
    """
    if chain.asking is None:
        return None
    facts = chain.asking.facts
    earlier = tuple(m for m in facts.meetings if m.on < before and m.reference not in but)
    asking = replace(chain.asking, facts=replace(facts, meetings=earlier), as_of=as_of)
    own = not facts.mission
    needs = group_needs(asking) if own else [n for ask in TRIGGERS for n in ask(asking)]
    found = _windows([n for n in needs if n.id == need_id], asking, Chosen())
    return next(iter(found), None)


def _one_each(needs: list[Need]) -> list[Need]:
    return list({need.id: need for need in reversed(needs)}.values())[::-1]


def _windows(needs: list[Need], asking: Asking, chosen: Chosen) -> tuple[Called, ...]:
    windows: dict[str, Window] = {}
    informal = next((n for n in needs if n.id == "informal_triangular"), None)
    if informal:
        windows[informal.id] = _window(informal, asking)
        stands = _stands(informal, windows[informal.id], asking)
        needs = [_counted_from(n, stands, asking) for n in needs]
    skipped = chosen.skipped or {}
    called = []
    for need in needs:
        window = windows.get(need.id) or _window(need, asking)
        met = _met_by(need, asking)
        notice = _notice(need, window, asking)
        called.append(Called(need, window, notice, met, skipped.get(need.id, "")))
    return tuple(called)


def _window(need: Need, asking: Asking) -> Window:
    return window_of(need.criteria, need.anchors, need.target_day, asking.workdays, asking.register)


def _stands(informal: Need, window: Window, asking: Asking) -> Anchor | None:
    """Where the informal consultation stands: as booked, else where its window aims."""
    met = _met_by(informal, asking)
    if met:
        return Anchor("informal_target", met.on, Basis.RECORDED, "the consultation as booked")
    if window.target is None:
        return None
    report = informal.anchors.get("report_transmitted")
    basis = Basis.RULE if report and not report.soft else Basis.ESTIMATED
    return Anchor("informal_target", window.target, basis, "target of the consultation")


def _counted_from(need: Need, informal: Anchor | None, asking: Asking) -> Need:
    """A briefing is counted from the informal consultation, and stands before the report."""
    if need.id != "secretariat_briefing" or informal is None or informal.on is None:
        return need
    anchors = {**need.anchors, "informal_target": informal}
    day = asking.workdays.shift(informal.on, -asking.number("briefing_latest")).on
    report = need.anchors.get("report_transmitted")
    if report and report.on:
        day = min(day, asking.workdays.shift(report.on, -1).on)
    return replace(need, anchors=anchors, target_day=day)


def _notice(need: Need, window: Window, asking: Asking) -> Notice:
    key = "notice_crisis" if need.kind == "crisis" else "notice_kept"
    days = asking.number(key)
    if window.target is None:
        return Notice(None, days)
    counted = asking.workdays.shift(window.target, -days)
    return Notice(counted.on, days, counted)


def _met_by(need: Need, asking: Asking) -> Meeting | None:
    """The meeting booked or held for this need; in a rollover also those since its report."""
    live = [m for m in asking.facts.meetings if m.status in ("held", "confirmed", "tentative")]
    named = [m for m in live if m.need == need.id and m.expires_on == asking.cycle.expires_on]
    if named:
        return named[-1]
    since = _counts_since(asking)
    expiry = asking.cycle.expires_on
    if since is None or expiry is None or need.id != need.kind:
        return None
    held = [m for m in live if m.kind == need.kind and since <= m.on <= expiry]
    held = [m for m in held if not m.need or _booked_before(m, need, asking)]
    return held[-1] if held else None


def _booked_before(meeting: Meeting, need: Need, asking: Asking) -> bool:
    """Whether it was booked for the same need of the cycle that this rollover continues."""
    continues = asking.cycle.continues
    return continues is not None and (meeting.need, meeting.expires_on) == (need.id, continues)


def _counts_since(asking: Asking) -> date | None:
    """From which day a meeting counts for this cycle."""
    expiry = asking.cycle.expires_on
    if expiry is None:
        return None
    opens = expiry - timedelta(days=asking.number("mid_mandate"))
    if asking.cycle.kind != ROLLOVER or asking.cycle.continues is None:
        return opens
    before = cycle_of(
        asking.facts, as_of=asking.as_of, workdays=asking.workdays, register=asking.register,
        component=asking.cycle.component, expiry=asking.cycle.continues,
    )  # fmt: skip
    report = before.anchors["report_transmitted"]
    return min(opens, report.on) if report.on else opens


def _still_possible(
    called: tuple[Called, ...], asking: Asking
) -> tuple[tuple[Called, ...], tuple[str, ...]]:
    """In a technical rollover only what is still possible is called for."""
    if asking.cycle.kind != ROLLOVER:
        return called, ()
    kept, dropped = [], []
    for one in called:
        if one.met_by or (one.window.days and one.window.days[-1] >= asking.as_of):
            kept.append(one)
        else:
            latest = one.window.latest
            said = f": its last day was {say_date(latest)}" if latest else ""
            dropped.append(f"{one.need.title}: no longer possible in this rollover{said}")
    return tuple(kept), tuple(dropped)


def _final(cycle: Cycle) -> tuple[str, ...]:
    if not cycle.final:
        return ()
    return (f"final period under {cycle.resolution}: no renewal is expected",)


def _unknown(cycle: Cycle, called: tuple[Called, ...]) -> tuple[str, ...]:
    lines = (*cycle.unknown, *(f"{c.need.title}: {u}" for c in called for u in c.window.unknown))
    return tuple(dict.fromkeys(lines))
