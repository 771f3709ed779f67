"""Cycles that were computed already, for what rests on them too: no fact is read a second time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from consultations.models import Consultation, NumberOverride
from consultations.planning.chaining import Known
from consultations.planning.following import BEFORE, Following
from planner.followup import Bound
from planner.register import Register


class KnownFollowing(Following):
    """Due days of meetings by cycles at hand: one query, for numbers changed for one meeting.

    A meeting whose cycle is not among them has no bound but its own days.
    """

    def __init__(self, rows: Iterable[Consultation], known: Known) -> None:
        self.workdays = known.workdays
        self._chains = {
            (c.cycle.mission, c.cycle.component, c.cycle.expires_on): c for c in known.chains
        }  # fmt: skip
        own = {key[0]: c.asking.register for key, c in self._chains.items() if c.asking}
        self._registers = _with_own(list(rows), own, known.register)

    def _bounds(self, row: Consultation, register: Register) -> list[Bound]:
        if row.cycle_mission is None or row.expires_on is None:
            return []
        chain = self._chains.get((row.cycle_mission.acronym, row.component, row.expires_on))
        anchors = chain.cycle.anchors if chain else {}
        named = [(name, anchors.get(key)) for key, name in BEFORE.items()]
        return [Bound(name, a.on, a.standing) for name, a in named if a and a.on]


def _with_own(
    rows: list[Consultation], of_mission: Mapping[str, Register], numbers: Register
) -> dict[object, Register]:
    changed: dict[object, dict[str, tuple[int, str]]] = {}
    listed = NumberOverride.objects.filter(consultation__in=[row.pk for row in rows])
    for pk, key, value, reason in listed.values_list("consultation", "key", "value", "reason"):
        if key in numbers.numbers:
            changed.setdefault(pk, {})[key] = (value, reason)
    acronyms = {row.pk: row.cycle_mission.acronym if row.cycle_mission else "" for row in rows}
    return {
        pk: of_mission.get(acronym, numbers).with_numbers(changed.get(pk, {}))
        for pk, acronym in acronyms.items()
    }
