"""The register of recommendations: reads register.toml, checks it, and answers by id.

The entries are data (``register.toml``), so a new recommendation needs no code; their words are
in ``recommendation.py``. A file that cannot be used is refused with the entry's name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from planner.recommendation import (
    ACTS,
    DIMENSIONS,
    HONOURS,
    KINDS,
    NAMED_ELSEWHERE,
    Criterion,
    Document,
    Force,
    Number,
    Recommendation,
    RegisterError,
    Side,
    Tension,
)

__all__ = [
    "DIMENSIONS",
    "Criterion",
    "Document",
    "Force",
    "Number",
    "Recommendation",
    "Register",
    "RegisterError",
    "Side",
    "Tension",
    "load",
    "read",
]

Entry = TypeVar("Entry")
REGISTER = Path(__file__).with_name("register.toml")
SECTIONS = ("document", "number", "recommendation", "rule", "criterion", "tension")


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """All entries by id, in the order of the documents."""

    documents: Mapping[str, Document]
    recommendations: Mapping[str, Recommendation]
    rules: Mapping[str, Recommendation]
    criteria: Mapping[str, Criterion]
    numbers: Mapping[str, Number]
    tensions: Mapping[str, Tension]

    def number(self, key: str) -> int:
        """The value in force (a default, or what staff set)."""
        return _found(self.numbers, "number", key).value

    def recommendation(self, id: str) -> Recommendation:
        """An entry of the reports or a building or Council rule ("HQ-1")."""
        entry = self.recommendations.get(id) or self.rules.get(id)
        return entry or _found(self.recommendations, "recommendation", id)

    def with_numbers(self, overrides: Mapping[str, tuple[int, str]]) -> Register:
        """This register with numbers that staff changed: key -> (value, reason)."""
        if not overrides:
            return self
        numbers = dict(self.numbers)
        for key, (value, reason) in overrides.items():
            was = _found(self.numbers, "number", key)
            if value != was.default and not reason.strip():
                raise RegisterError(f"number {key}: a changed number needs a reason")
            numbers[key] = replace(was, value=value, reason=reason)
        _check_numbers(numbers)
        return replace(self, numbers=MappingProxyType(numbers))

    @property
    def changed(self) -> tuple[Number, ...]:
        """The numbers that staff changed: every screen they act on says so."""
        return tuple(number for number in self.numbers.values() if not number.is_default)

    def search(self, text: str) -> tuple[Recommendation, ...]:
        """Entries (rules too) that contain every word of *text*."""
        words = text.casefold().split()
        entries = (*self.recommendations.values(), *self.rules.values())
        return tuple(e for e in entries if all(word in _words(e) for word in words))


def _words(entry: Recommendation) -> str:
    return f"{entry.id} {entry.source} {entry.asks} {entry.text} {entry.kind}".casefold()


def _found(table: Mapping[str, Entry], section: str, id: str) -> Entry:
    if id not in table:
        raise RegisterError(f"{section} {id}: not in the register")
    return table[id]


def _check(good: bool, entry: str, problem: str) -> None:
    if not good:
        raise RegisterError(f"{entry}: {problem}")


def _built(cls: type[Entry], section: str, row: Mapping[str, Any], **derived: Any) -> Entry:
    """*row* as a value of *cls*: every key known, none missing, each of its type."""
    known = {f.name: f for f in fields(cls) if f.name not in derived}  # type: ignore[arg-type]
    entry = f"{section} {row.get('id', row.get('key', '?'))}"
    for key, value in row.items():
        _check(key in known, entry, f"unknown key {key!r}")
        wanted = {"tuple": list, "int": int, "bool": bool}.get(known[key].type[:5].strip("["), str)
        _check(type(value) is wanted, entry, f"{key} is {value!r}, not a {wanted.__name__}")
    for key, f in known.items():
        _check(key in row or f.default is not MISSING, entry, f"{key} is missing")
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
    return cls(**values, **derived)


def _table(entries: list[Entry], section: str, key: str = "id") -> Mapping[str, Entry]:
    table: dict[str, Entry] = {}
    for entry in entries:
        name = getattr(entry, key)
        _check(name not in table, f"{section} {name}", "is there twice")
        table[name] = entry
    return MappingProxyType(table)


def _check_numbers(numbers: Mapping[str, Number]) -> None:
    for n in numbers.values():
        entry = f"number {n.key}"
        within = n.minimum <= n.value <= n.maximum
        _check(within, entry, f"{n.value} is outside {n.minimum} to {n.maximum} {n.unit}")
        if n.at_most:
            ceiling = _found(numbers, "number", n.at_most).value
            _check(n.value <= ceiling, entry, f"{n.value} is more than {n.at_most} ({ceiling})")


def _check_entry(entry: Recommendation, tensions: Mapping[str, Tension]) -> None:
    _check(entry.obligation in ("must", "should"), entry.id, f"obligation {entry.obligation!r}")
    _check(entry.kind in KINDS, entry.id, f"kind {entry.kind!r} is not one of ours")
    _check(set(entry.dimensions) <= set(DIMENSIONS), entry.id, f"dimensions {entry.dimensions}")
    _check(entry.honours in HONOURS, entry.id, f"honours {entry.honours!r}")
    principle = (entry.kind == "principle", entry.honours == "principle")
    _check(len(set(principle)) == 1, entry.id, "is a principle in one place only")
    elsewhere = entry.honours in NAMED_ELSEWHERE
    _check(elsewhere or bool(entry.acts), entry.id, "does not say where it acts")
    for act in entry.acts:
        place, _, target = act.partition(":")
        known = ACTS.get(place, frozenset()) | (set(tensions) if place == "choice" else set())
        good = target in known or (place in ACTS and not target and not known)
        _check(place == "criterion" or good, entry.id, f"acts {act!r} is nowhere")


def _force(entry: str, said: str) -> Force:
    _check(said in list(Force), entry, f"force {said!r}")
    return Force(said)


def _check_criterion(criterion: Criterion, register: Register) -> None:
    entry = f"criterion {criterion.id}"
    for id in (criterion.leading, *criterion.also):
        known = id in register.recommendations or id in register.rules
        _check(known, entry, f"names {id}, which is not in the register")
    for key in criterion.numbers:
        _check(key in register.numbers, entry, f"names number {key}, which is not in the register")
    _check(
        criterion.obligation in ("must", "should"), entry, f"obligation {criterion.obligation!r}"
    )


def _check_links(register: Register) -> None:
    """Every id an entry names is in the register."""
    for number in register.numbers.values():
        for id in number.recommendations:
            known = id in register.recommendations or id in register.rules
            _check(known, f"number {number.key}", f"names {id}, which is not in the register")
    for tension in register.tensions.values():
        for id in (id for side in tension.sides for id in side.recommendations):
            _check(id in register.recommendations, tension.id, f"names {id}, not in the register")
    for criterion in register.criteria.values():
        _check_criterion(criterion, register)
    for entry in (*register.recommendations.values(), *register.rules.values()):
        _check_entry(entry, register.tensions)


def _number(row: Mapping[str, Any]) -> Number:
    return _built(Number, "number", row, default=row.get("value"))


def _entry(row: Mapping[str, Any], section: str, data: Mapping[str, Any]) -> Recommendation:
    """An entry with what follows from other sections: its criteria, numbers and citation."""
    id = row.get("id", "?")
    criteria = [
        c.get("id", "?") for c in data["criterion"] if id in (c.get("leading"), *c.get("also", ()))
    ]
    numbers = tuple(n.get("key", "?") for n in data["number"] if id in n.get("recommendations", ()))
    cited = {d["id"]: d["cited_as"] for d in data["document"]}
    document = "headquarters" if section == "rule" else row.get("document")
    _check(section == "rule" or document in cited, id, f"document {document!r} is not known")
    _check(not any(a.startswith("criterion:") for a in row.get("acts", ())), id,
           "criteria name their entries, not the other way round")  # fmt: skip
    entry = {k: v for k, v in row.items() if k not in ("force", "acts")} | {"document": document}
    acts = (*(f"criterion:{c}" for c in criteria), *row.get("acts", ()))
    force = _force(id, row.get("force", "none"))
    return _built(Recommendation, section, entry, force=force, numbers=numbers, acts=acts,
                  cited_as=cited.get(document, ""))  # fmt: skip


def _criterion(row: Mapping[str, Any], entries: Mapping[str, Recommendation]) -> Criterion:
    named = (row.get("leading"), *row.get("also", ()))
    forces = [entries[id].force for id in named if id in entries]
    force = min(forces, key=lambda force: force.rank, default=Force.DEFAULT)
    return _built(Criterion, "criterion", row, force=force)


def _tension(row: Mapping[str, Any]) -> Tension:
    sides = tuple(_built(Side, f"tension {row.get('id')}", side) for side in row.get("sides", ()))
    rest = {key: value for key, value in row.items() if key != "sides"}
    return _built(Tension, "tension", rest, sides=sides)


def read(data: Mapping[str, Any]) -> Register:
    """The register from a parsed file; ``RegisterError`` names the entry that is wrong."""
    for section in {*SECTIONS, *data}:
        _check(section in SECTIONS and section in data, section, "unknown or missing section")
    entries = _table(
        [_entry(row, "recommendation", data) for row in data["recommendation"]], "recommendation"
    )
    rules = _table([_entry(row, "rule", data) for row in data["rule"]], "rule")
    either = {**entries, **rules}
    register = Register(
        documents=_table([_built(Document, "document", d) for d in data["document"]], "document"),
        recommendations=entries,
        rules=rules,
        criteria=_table([_criterion(row, either) for row in data["criterion"]], "criterion"),
        numbers=_table([_number(row) for row in data["number"]], "number", "key"),
        tensions=_table([_tension(row) for row in data["tension"]], "tension"),
    )
    _check_numbers(register.numbers)
    _check_links(register)
    return register


@lru_cache(maxsize=4)
def load(path: Path = REGISTER) -> Register:
    """The register in *path*, read once."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{path.name}: {error}") from error
    return read(data)
