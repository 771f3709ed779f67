"""One import while it runs: who and when, what it refers to, and what it has found so far."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consultations.facts.findings import MAX_FINDINGS, Finding, Outcome
from consultations.facts.lines import Line, split_list
from consultations.models import MemberState, Mission, Room

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SAMPLE = Path(__file__).resolve().parent.parent / "sample_facts"


@lru_cache(maxsize=1)
def member_states() -> tuple[dict[str, str], ...]:
    """The Member States as shipped: reference for a country that no row has brought in yet."""
    with (SAMPLE / "member_states.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@dataclass(slots=True)
class Context:
    """Handed from step to step; ``today`` comes from the caller."""

    today: date
    who: User | None
    outcome: Outcome
    announced: set[str] = field(default_factory=set)  # acronyms that the file itself brings
    missions: dict[str, int] = field(default_factory=dict)
    name_only: set[str] = field(default_factory=set)
    members: dict[str, int] = field(default_factory=dict)  # by code, by name, by other name
    rooms: dict[str, int] = field(default_factory=dict)

    def problem(self, line: Line, column: str, sentence: str) -> None:
        """The import will be refused."""
        self._note(self.outcome.problems, line, column, sentence)

    def warn(self, line: Line, column: str, sentence: str) -> None:
        """Suspect, but possible."""
        self._note(self.outcome.warnings, line, column, sentence)

    def _note(self, notes: list[Finding], line: Line, column: str, sentence: str) -> None:
        if len(notes) <= MAX_FINDINGS:
            value = line.text(column)[:120]
            notes.append(Finding(line.file, line.row, column, value, sentence))

    def look_up(self) -> None:
        """Read what rows may refer to, as it is stored now."""
        known = Mission.objects.values_list("acronym", "pk", "known_by_name_only")
        self.missions = {acronym: pk for acronym, pk, _only in known}
        self.name_only = {acronym for acronym, _pk, only in known if only}
        self.rooms = dict(Room.objects.values_list("name", "pk"))
        self.members = {}
        for pk, code, name, others in MemberState.objects.values_list(
            "pk", "iso3", "name", "other_names"
        ):
            self._remember(pk, [code, name, *split_list(others)])

    def _remember(self, pk: int, names: Iterable[str]) -> None:
        for name in names:
            if name:
                self.members.setdefault(name.casefold(), pk)

    def knows_mission(self, acronym: str) -> bool:
        """Whether it is stored, or comes with this import."""
        return acronym in self.missions or acronym in self.announced

    def missions_by_name(self, line: Line, column: str, names: Iterable[str]) -> list[int]:
        """Their keys; one that nobody has recorded becomes a closed mission known by name only."""
        found = []
        for name in names:
            if name not in self.missions:
                mission = Mission.objects.create(acronym=name, known_by_name_only=True)
                self.missions[name] = mission.pk
                self.name_only.add(name)
            found.append(self.missions[name])
        if only := [name for name in names if name in self.name_only]:
            sentence = _("not among the missions: kept as closed, known by name only: %s")
            self.warn(line, column, sentence % ", ".join(only))
        return found

    def member(self, line: Line, column: str, name: str, code: str = "") -> int:
        """The country's key; one that is not stored is taken from the Member States as shipped."""
        for key in (code.casefold(), name.casefold()):
            if key and key in self.members:
                return self.members[key]
        shipped = _shipped(name, code)
        if shipped is None:
            sentence = _("%s is not a Member State we know: added without a regional group")
            self.warn(line, column, sentence % (name or code))
            shipped = {"iso3": code, "name": name or code}
        state = MemberState.objects.create(**shipped)
        self._remember(state.pk, [state.iso3, state.name, *split_list(state.other_names)])
        self._remember(state.pk, [name])
        return state.pk


@lru_cache(maxsize=1)
def _shipped_by_name() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in member_states():
        for name in (row["iso3"], row["name"], *split_list(row["other_names"])):
            found[name.casefold()] = row
    return found


def _shipped(name: str, code: str) -> dict[str, str] | None:
    known = _shipped_by_name()
    return known.get(code.casefold()) if code else known.get(name.casefold())
