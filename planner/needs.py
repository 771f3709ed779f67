"""Which consultations a cycle or an event calls for, and why: presets and triggers as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from planner.anchors import Anchor, last_working
from planner.cycle import Cycle
from planner.known import ESTABLISHMENT, MissionFacts
from planner.register import Register
from planner.workdays import Workdays


class Preset(StrEnum):
    """How much a cycle calls for."""

    LIGHT = "light"
    STANDARD = "standard"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Kind:
    """The defaults of a kind of consultation; each may be chosen otherwise (para. 72 (a)-(d))."""

    name: str
    title: str
    forum: str
    format: str
    convener: str
    level: str
    why: tuple[str, ...]
    criteria: tuple[str, ...]


RENEWAL = (
    "before_adoption", "season", "lead", "preparation", "closeness", "gap", "first_draft",
)  # fmt: skip

KINDS: dict[str, Kind] = {
    k.name: k
    for k in (
        Kind("secretariat_briefing", "Secretariat briefing", "Secretariat briefing", "informal",
             "secretariat", "expert", ("R2017-65c", "R2017-74b"),
             ("season", "lead", "briefing_before", "outline")),
        Kind("informal_triangular", "Informal triangular consultation",
             "Informal triangular meeting", "informal", "penholder", "expert",
             ("R2017-64a", "R2017-58a", "R2017-59", "R2017-62a", "R2017-63b", "R2017-67a",
              "R2017-68", "R2017-73g"), RENEWAL),
        Kind("formal_tcc", "Formal meeting with T/PCCs", "Council meeting with T/PCCs", "formal",
             "president", "expert", ("R2017-74a", "R2017-73c-1", "R2017-60", "R2017-73b"), RENEWAL),
        Kind("draft_consultation", "Consultation on the draft text", "Draft round", "informal",
             "penholder", "expert", ("R2017-81a",),
             ("before_adoption", "after_draft", "before_vote")),
        Kind("working_group", "Working Group meeting", "Working Group joint meeting", "formal",
             "chair", "expert", ("R2006-7", "R2006-14b", "R2017-74d"), RENEWAL),
        Kind("crisis", "Crisis meeting", "Working Group joint meeting", "informal", "chair",
             "expert", ("R2006-14d", "R2017-64c"), ("crisis_speed",)),
        Kind("review_before", "Before the strategic review", "Informal triangular meeting",
             "informal", "secretariat", "expert", ("R2017-64b", "R2017-74c", "R2017-71b"),
             ("review_before",)),
        Kind("review_after", "After the strategic review", "Informal triangular meeting",
             "informal", "secretariat", "expert", ("R2017-64b", "R2017-74c"), ("review_after",)),
        Kind("visit_debrief", "Debrief after a visit", "Working Group joint meeting", "formal",
             "chair", "expert", ("R2006-10",), ("visit_debrief",)),
        Kind("c34_bureau", "Conversation with the C-34 Bureau", "C-34 Bureau", "informal", "chair",
             "expert", ("R2006-14c", "R2017-88a"), ("bureau_interval",)),
        Kind("organisational", "Organisational meeting of the Working Group",
             "Working Group, members only", "formal", "chair", "expert", ("R2006-5", "R2017-4"),
             ("organisational",)),
    )
}  # fmt: skip

LISTED = frozenset({"Council meeting with T/PCCs", "Working Group joint meeting"})

PRESETS: dict[Preset, tuple[str, ...]] = {
    Preset.LIGHT: ("formal_tcc",),
    Preset.STANDARD: ("secretariat_briefing", "informal_triangular", "formal_tcc"),
    Preset.FULL: ("secretariat_briefing", "informal_triangular", "working_group", "formal_tcc",
                  "draft_consultation", "debrief_after_adoption"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """One consultation called for: its kind and defaults, why, and what it is counted from."""

    id: str
    kind: str
    title: str
    forum: str
    format: str
    convener: str
    level: str
    why: tuple[str, ...]
    criteria: tuple[str, ...]
    anchors: dict[str, Anchor]
    target_day: date | None
    reason: str

    @property
    def listed(self) -> bool:
        """Whether the Journal lists it unless somebody chooses otherwise (tension C10)."""
        return self.forum in LISTED


def need_of(
    kind: str, anchors: dict[str, Anchor], target_day: date | None, reason: str, **changes: object
) -> Need:
    """A need of *kind* with the kind's defaults; *changes* set fields otherwise."""
    k = KINDS[kind]
    need = Need(
        id=kind, kind=kind, title=k.title, forum=k.forum, format=k.format, convener=k.convener,
        level=k.level, why=k.why, criteria=k.criteria, anchors=anchors, target_day=target_day,
        reason=reason,
    )  # fmt: skip
    return replace(need, **changes) if changes else need  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Asking:
    """What the rules below may look at: the cycle, the facts known, and the day asked."""

    facts: MissionFacts
    cycle: Cycle
    preset: Preset
    as_of: date
    workdays: Workdays
    register: Register

    def number(self, key: str) -> int:
        return self.register.number(key)


def preset_for(facts: MissionFacts, cycle: Cycle, chosen: str = "") -> Preset:
    """The preset chosen, else Full for a new mission or an options paper, else Standard."""
    if chosen:
        return Preset(chosen)
    options = any(
        m.kind == "options_paper" and m.expires_on == cycle.expires_on for m in facts.milestones
    )
    return Preset.FULL if cycle.kind == ESTABLISHMENT or options else Preset.STANDARD


def renewal_needs(asking: Asking) -> list[Need]:
    """What the preset calls for before the renewal of this cycle; a final period has none."""
    if asking.cycle.expires_on is None or asking.cycle.final:
        return []
    return [RENEWAL_NEEDS[name](asking) for name in PRESETS[asking.preset]]


def _informal_day(asking: Asking) -> date | None:
    expiry = asking.cycle.expires_on
    return expiry - timedelta(days=asking.number("lead_target")) if expiry else None


def _formal_day(asking: Asking) -> date | None:
    """Ours: two working days before the Council's consultations."""
    on = asking.cycle.anchors["council_consultations"].on
    days = asking.number("formal_before_consultations")
    return asking.workdays.shift(last_working(on, asking.workdays), -days).on if on else None


def _informal(asking: Asking) -> Need:
    why = KINDS["informal_triangular"].why + (("R2017-80",) if asking.facts.pledge else ())
    reason = "every renewal cycle calls for one, without anyone asking"
    return need_of(
        "informal_triangular", asking.cycle.anchors, _informal_day(asking), reason, why=why
    )


def _formal(asking: Asking) -> Need:
    reason = "formal meetings before renewals are standard practice"
    return need_of("formal_tcc", asking.cycle.anchors, _formal_day(asking), reason)


def _briefing(asking: Asking) -> Need:
    """Counted from the informal consultation's own target, so :func:`chain` fills that anchor."""
    reason = "a briefing on the general elements of the coming report, before the consultation"
    return need_of("secretariat_briefing", asking.cycle.anchors, None, reason)


def _working_group(asking: Asking) -> Need:
    reason = "a new mission, or a renewal with substantial change"
    return need_of("working_group", asking.cycle.anchors, _informal_day(asking), reason)


def _draft(asking: Asking) -> Need:
    on = asking.cycle.anchors["first_draft"].on
    day = asking.workdays.shift(on, asking.number("draft_round_after")).on if on else None
    reason = "contributors are consulted on the draft before adoption"
    return need_of("draft_consultation", asking.cycle.anchors, day, reason)


def _debrief(asking: Asking) -> Need:
    on = asking.cycle.anchors["adoption"].on
    return need_of(
        "secretariat_briefing", asking.cycle.anchors, on, "what the Council decided, and why",
        id="debrief_after_adoption", title="Debrief after adoption", criteria=("after_vote",),
        why=("R2006-13", "R2017-74b"), convener="penholder", forum="Informal triangular meeting",
    )  # fmt: skip


RENEWAL_NEEDS: dict[str, Callable[[Asking], Need]] = {
    "secretariat_briefing": _briefing,
    "informal_triangular": _informal,
    "formal_tcc": _formal,
    "working_group": _working_group,
    "draft_consultation": _draft,
    "debrief_after_adoption": _debrief,
}
