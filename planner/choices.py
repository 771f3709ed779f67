"""Choices: the four questions of paragraph 72 and the tensions that apply to a kind of meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.needs import KINDS, Need
from planner.register import Register


@dataclass(frozen=True, slots=True)
class Option:
    """One choice to be seen: what is chosen, whose word it follows and whose it departs from."""

    tension: str
    title: str
    chosen: str
    source: tuple[str, ...]
    departs_from: tuple[str, ...]
    options: tuple[str, ...]
    default: bool = True
    why: str = ""


CONVENERS = ("president", "penholder", "elected_member", "chair", "secretariat", "tcc")
LEVELS = ("expert", "dpr", "pr", "minister")
FORMATS = ("informal", "formal")

CONVENER_SOURCES = {
    "president": ("R2017-74a", "R2017-67a"),
    "penholder": ("R2017-67a", "R2017-80"),
    "elected_member": ("R2017-73d-1", "R2017-75"),
    "chair": ("R2006-14b", "R2017-4"),
    "secretariat": ("R2017-73f", "R2017-74b"),
    "tcc": ("R2017-73f",),
}
CONVENING = {
    "president": "President of the Council",
    "penholder": "Penholder",
    "elected_member": "Elected member",
    "chair": "Working Group and its Chair",
    "secretariat": "Secretariat",
    "tcc": "Contributor (left open)",
}
FORMAT_SOURCES = {"informal": ("R2017-62a", "R2017-63b", "R2017-68"),
                  "formal": ("R2017-73c-1", "R2017-74a")}  # fmt: skip
LEVEL_SOURCES = {"expert": ("R2017-66a", "R2006-8"), "dpr": ("R2017-66c",), "pr": ("R2017-66c",),
                 "minister": ("R2017-66c",)}  # fmt: skip
FREQUENCIES = {
    "informal_triangular": "once in every renewal cycle",
    "formal_tcc": "once in every renewal cycle",
    "secretariat_briefing": "once before every report that ends a cycle",
    "c34_bureau": "every six months",
    "organisational": "once a year",
}

FREQUENCY_SOURCES = {
    "informal_triangular": ("R2017-58a", "R2017-73d-2"),
    "formal_tcc": ("R2017-74a", "R2017-73d-2"),
    "secretariat_briefing": ("R2017-65c", "R2017-74b"),
    "c34_bureau": ("R2006-14c",),
    "organisational": ("R2006-5",),
}

# Which tensions a kind of meeting shows beside the four questions.
TENSIONS = {
    "informal_triangular": ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11",
                            "C12", "C14", "C15", "C16", "C17"),
    "formal_tcc": ("C1", "C2", "C3", "C5", "C6", "C7", "C10", "C12", "C14", "C16"),
    "draft_consultation": ("C3", "C4", "C7", "C11", "C14"),
    "working_group": ("C1", "C3", "C5", "C6", "C8", "C10", "C11", "C12", "C15", "C16", "C17"),
    "crisis": ("C3", "C9", "C10", "C12", "C13", "C15"),
    "review_before": ("C3", "C4", "C6", "C15"),
    "review_after": ("C3", "C4", "C6", "C15"),
    "visit_debrief": ("C3", "C10", "C12", "C16"),
    "secretariat_briefing": ("C1", "C6"),
    "c34_bureau": ("C9",),
    "organisational": ("C9",),
}  # fmt: skip


def choices(need: Need, register: Register, chosen: Mapping[str, str]) -> tuple[Option, ...]:
    """The four questions of para. 72 first, then the tensions; *chosen* overrides the defaults."""
    convener = chosen.get("72c", "")
    if convener in CONVENING and convener != KINDS[need.kind].convener:
        chosen = {**chosen, "C1": CONVENING[convener]}  # whoever convenes is the side taken
    four = (
        _asked("72a", "Format", need.format, FORMATS, FORMAT_SOURCES, chosen),
        _frequency(need, chosen),
        _asked("72c", "Convener", need.convener, CONVENERS, CONVENER_SOURCES, chosen),
        _asked("72d", "Level", need.level, LEVELS, LEVEL_SOURCES, chosen),
    )
    return (*four, *(_tension(t, register, chosen) for t in TENSIONS.get(need.kind, ())))


def _asked(
    key: str,
    title: str,
    default: str,
    options: tuple[str, ...],
    sources: Mapping[str, tuple[str, ...]],
    chosen: Mapping[str, str],
) -> Option:
    taken = chosen.get(key, default)
    source = sources.get(taken, ())
    departs = dict.fromkeys(s for o in options if o != taken for s in sources.get(o, ()))
    return Option(
        key, title, taken, source, tuple(d for d in departs if d not in source), options,
        taken == default, "The report leaves the question open (2017 report, para. 72).",
    )  # fmt: skip


def _frequency(need: Need, chosen: Mapping[str, str]) -> Option:
    default = FREQUENCIES.get(need.kind, "as needed")
    taken = chosen.get("72b", default)
    source = FREQUENCY_SOURCES.get(need.kind, ("R2017-79b",))
    departs = tuple(s for s in ("R2017-78a", "R2017-79b") if s not in source)
    return Option(
        "72b", "Frequency", taken, source, departs,
        (default, "as needed"), taken == default,
        "The report leaves the question open (2017 report, para. 72).",
    )  # fmt: skip


def _tension(tension_id: str, register: Register, chosen: Mapping[str, str]) -> Option:
    tension = register.tensions[tension_id]
    labels = tuple(side.label for side in tension.sides)
    taken = chosen.get(tension_id, tension.default)
    side = next((s for s in tension.sides if s.label == taken), None)
    source = side.recommendations if side else ()
    others = (s.recommendations for s in tension.sides if s is not side)
    departs = tuple(dict.fromkeys(r for rs in others for r in rs if r not in source))
    return Option(
        tension_id, tension.title, taken, source, departs, labels, taken == tension.default,
        tension.why,
    )  # fmt: skip
