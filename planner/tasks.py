"""The tasks that honour the register: reads tasks.toml, checks it, and answers by id.

A task is data: what it is for, its conditions, the day it counts from, what settles it by itself.
A file that cannot be used is refused with the task's name. The reports give none of the days.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from planner.needs import KINDS
from planner.recommendation import RegisterError
from planner.register import Register
from planner.register import load as load_register

TASKS = Path(__file__).with_name("tasks.toml")
WORKING, CALENDAR, MONTHS = UNITS = ("working days", "calendar days", "months")
DIRECTIONS = ("before", "on", "after")
# What a task may be for, and the days it may count from.
ANCHORS = {
    "consultation": ("meeting", "adoption"),
    "cycle": ("first_draft", "council_consultations", "adoption", "expiry"),
    "visit": ("visit_end",),
    "month": ("month_start", "month_end"),
    "year": ("january_end", "march_end", "c34_session", "year_end", "january_after"),
}
BOUNDS = ("council_consultations", "first_draft", "adoption")
# Conditions: trait -> values it may have (none where the mission or its cycle has no say).
TRAITS = {
    "kinds": tuple(KINDS),
    "formats": ("formal", "informal"),
    "purposes": ("a", "b", "c", "organisational", "c34", "debrief", "report"),
    "visibility": ("journal", "programme", "invitees"),
    "conveners": ("president", "penholder", "elected_member", "chair", "secretariat", "tcc"),
    "mandate": ("new", "renewal"),
    "mission": ("yes",),
    "regional": ("yes",),
    "points": ("some",),
    "open_points": ("some",),
    "questions_asked": ("some",),
    "listed": ("some",),
    "listed_next": ("some",),
}
_EVIDENCE = """
aim_and_documents questions_set announced stakeholders_invited regional_invited voices_invited
experts_invited briefing_held input_received reported_orally reported_in_writing points_sent
feedback_given self_checked record_closed next_look_set questions_answered outcomes_known
points_followed cycle_consulted visit_reported visit_debriefed programme_adopted year_planned
c34_met report_agreed
"""
EVIDENCE = frozenset(_EVIDENCE.split())
PLACES = frozenset({"", "consultation", "edit", "outbox", "record", "papers", "plan",
                    "report", "review"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One task as the file has it; ``number`` is a key of the register, or ``days`` are counted.

    ``only``: traits and the values that call for it. ``place``: the page on which it is done.
    """

    id: str
    title: str
    about: str
    recommendations: tuple[str, ...]
    scope: str
    anchor: str
    direction: str
    number: str = ""
    days: int = 0
    unit: str = WORKING
    no_later: tuple[str, ...] = ()
    evidence: str = ""
    lapses: str = ""
    place: str = ""
    watched: bool = False
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def applies(self, traits: Mapping[str, Iterable[str]]) -> bool:
        """Whether what has these traits calls for it: one of the values listed, of every trait."""
        return all(set(values) & {*traits.get(name, ())} for name, values in self.only.items())

    def amount(self, register: Register) -> tuple[int, str]:
        """How many, of which unit, as the numbers in force have it."""
        if self.number:
            return register.number(self.number), register.numbers[self.number].unit
        return self.days, self.unit


@lru_cache(maxsize=1)
def load() -> Mapping[str, Rule]:
    """The tasks that come with the planner, by id, in the order of the file."""
    return read(TASKS.read_text(encoding="utf-8"), load_register())


def read(text: str, register: Register) -> Mapping[str, Rule]:
    """The tasks of a file. Raises RegisterError, which names the task."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"tasks: {error}") from error
    groups = {g["name"]: tuple(g["kinds"]) for g in data.get("group", ())}
    for name, kinds in groups.items():
        _check(set(kinds) <= set(KINDS), f"group {name}", f"kinds {kinds}")
    rules: dict[str, Rule] = {}
    for row in data.get("task", ()):
        rule = _rule(row, groups)
        _check(rule.id not in rules, rule.id, "is there twice")
        _check_rule(rule, register)
        rules[rule.id] = rule
    return MappingProxyType(rules)


def of_scope(scope: str) -> tuple[Rule, ...]:
    """The tasks for a consultation, a cycle, a visit, a month or a year, in order."""
    return tuple(rule for rule in load().values() if rule.scope == scope)


def honouring(recommendation: str) -> tuple[Rule, ...]:
    """The tasks that honour an entry of the register."""
    return tuple(rule for rule in load().values() if recommendation in rule.recommendations)


def _check(good: bool, entry: str, problem: str) -> None:
    if not good:
        raise RegisterError(f"task {entry}: {problem}")


def _rule(row: Mapping[str, Any], groups: Mapping[str, tuple[str, ...]]) -> Rule:
    entry, known = str(row.get("id", "?")), {f.name: f for f in fields(Rule)}
    _check(set(row) <= set(known), entry, f"unknown keys {sorted(set(row) - set(known))}")
    for name, one in known.items():
        required = one.default is MISSING and one.default_factory is MISSING
        _check(name in row or not required, entry, f"{name} is missing")
    told: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
    only = {name: tuple(values) for name, values in row.get("only", {}).items()}
    if "kinds" in only:
        named = (groups.get(kind, (kind,)) for kind in only["kinds"])
        only["kinds"] = tuple(dict.fromkeys(kind for kinds in named for kind in kinds))
    told["only"] = MappingProxyType(only)
    return Rule(**told)


def _check_rule(rule: Rule, register: Register) -> None:
    entry = rule.id
    for id in rule.recommendations:
        _check(id in register.recommendations, entry, f"{id} is not in the register")
    _check(bool(rule.recommendations), entry, "honours nothing")
    _check(rule.scope in ANCHORS, entry, f"scope {rule.scope!r}")
    _check(rule.anchor in ANCHORS[rule.scope], entry, f"anchor {rule.anchor!r}")
    _check(rule.direction in DIRECTIONS, entry, f"direction {rule.direction!r}")
    _check(rule.unit in UNITS, entry, f"unit {rule.unit!r}")
    _check(not (rule.number and rule.days), entry, "counts by a number and by days")
    _check(not rule.number or rule.number in register.numbers, entry, f"number {rule.number!r}")
    _check(rule.number == "" or register.numbers[rule.number].unit in UNITS, entry, "unit")
    _check(set(rule.no_later) <= set(BOUNDS), entry, f"no_later {rule.no_later}")
    _check(rule.evidence in EVIDENCE | {""}, entry, f"evidence {rule.evidence!r}")
    _check(rule.place in PLACES, entry, f"place {rule.place!r}")
    _check(rule.lapses in ("", *ANCHORS[rule.scope]), entry, f"lapses {rule.lapses!r}")
    for name, values in rule.only.items():
        _check(name in TRAITS and set(values) <= {*TRAITS[name]}, entry, f"only {name} {values}")


__all__ = ["EVIDENCE", "Rule", "honouring", "load", "of_scope", "read"]
